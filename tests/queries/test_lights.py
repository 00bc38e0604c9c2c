"""The light in SQL equals the light in Python, for any facts, on both databases."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import takewhile

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import NOW, Factory
from tracker.models import Assignment, Exemption, Plan, Task, Unit
from tracker.queries.lights import LightClock, light_columns, missed_by_own, reason_code
from tracker.queries.rhythms import RhythmGroup
from tracker.rules.lights import LightPolicy, TaskFacts, light
from tracker.rules.periods import Rhythm
from tracker.rules.permissions import Actor, Post
from tracker.rules.statuses import AssignmentRole, AssignmentState, Cycle, Role, TaskState

TODAY = date(2025, 7, 2)
CYCLES = ((Cycle.MONTH, 25), (Cycle.QUARTER, 31))
SIGNED = (AssignmentState.ACKNOWLEDGED, AssignmentState.REPORTING, AssignmentState.DONE)
OWES = (AssignmentState.PENDING, AssignmentState.ACKNOWLEDGED, AssignmentState.REPORTING)


@dataclass(frozen=True)
class Share:
    state: AssignmentState
    issued_on: date | None
    reported_through: str | None
    waived: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Case:
    """A task as drawn: what the columns hold."""

    supervised: bool
    cycle: tuple[Cycle, int]
    state: TaskState
    ongoing: bool
    issued_on: date
    due_on: date | None
    percent: int
    shares: tuple[Share, ...]


# Near today as often as not, for that is where the comparisons turn.
days = st.one_of(st.integers(-8, 12).map(lambda n: TODAY + timedelta(days=n)), st.dates(date(2024, 1, 1), date(2026, 12, 31)))
keys = {
    Cycle.MONTH: [None, "2024-12", "2025-04", "2025-05", "2025-06", "2025-07"],
    Cycle.QUARTER: [None, "2024-Q4", "2025-Q1", "2025-Q2", "2025-Q3"],
}


@st.composite
def cases(draw: st.DrawFn) -> Case:
    cycle = draw(st.sampled_from(CYCLES))
    periods = keys[cycle[0]]
    waived = st.frozensets(st.sampled_from(periods[1:]), max_size=2)
    share = st.builds(Share, st.sampled_from(AssignmentState), days, st.sampled_from(periods), waived)
    return Case(
        supervised=draw(st.integers(0, 9)) > 0,
        cycle=cycle,
        state=draw(st.sampled_from(TaskState)),
        ongoing=draw(st.integers(0, 3)) == 0,
        issued_on=draw(days),
        due_on=draw(st.none() | days),
        percent=draw(st.integers(0, 100)),
        shares=tuple(draw(st.lists(share, max_size=3))),
    )


def missed(share: Share, rhythm: Rhythm) -> int:
    """How many of the two newest closed periods in a row the share owes."""
    newest = rhythm.last_closed(TODAY)
    owed = [
        share.state in OWES
        and share.issued_on is not None
        and share.issued_on < period.cutoff
        and (share.reported_through or "") < period.key
        and period.key not in share.waived
        for period in (newest, rhythm.before(newest))
    ]
    return sum(takewhile(bool, owed))


def facts_of(case: Case) -> TaskFacts:
    """The facts as the rules see them, found without SQL."""
    return TaskFacts(
        state=case.state,
        supervised=case.supervised,
        ongoing=case.ongoing,
        issued_on=case.issued_on,
        due_on=case.due_on,
        percent=case.percent,
        missed_periods=max((missed(share, Rhythm(*case.cycle)) for share in case.shares), default=0),
        acknowledged=any(share.state in SIGNED for share in case.shares),
    )


def enter(session: Session, factory: Factory, case: Case) -> int:
    """The case as rows; the id of its task."""
    cycle, cutoff_day = case.cycle
    plan = Plan(
        key=f"case-{factory.made}", title="示例县方案", jurisdiction_id=factory.cast.place_id, issuers=[], basis=[],
        abbreviations=[], cycle=cycle, cutoff_day=cutoff_day,
        supervised_from=TODAY if case.supervised else None,
    )  # fmt: skip
    factory.made += 1
    session.add(plan)
    session.flush()
    task = Task(
        plan_id=plan.id, title="任务", state=case.state, original_due_on=case.due_on, due_on=case.due_on,
        is_ongoing=case.ongoing, issued_on=case.issued_on, percent=case.percent, closed_at=NOW, verification="已核查",
        ended_on=TODAY, end_reason="方案已被替代",
    )  # fmt: skip
    session.add(task)
    session.flush()
    units = session.scalars(select(Unit.id).order_by(Unit.id).limit(3)).all()
    for unit_id, share in zip(units, case.shares, strict=False):
        row = Assignment(
            task_id=task.id, unit_id=unit_id, role=AssignmentRole.LEAD, state=share.state, issued_on=share.issued_on,
            acknowledged_at=NOW, reported_through=share.reported_through,
        )  # fmt: skip
        session.add(row)
        session.add_all(Exemption(assignment=row, period=key, reason="停工", granted_at=NOW) for key in share.waived)
    session.flush()
    return task.id


@settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, derandomize=True, database=None
)
@given(drawn=st.lists(cases(), min_size=1, max_size=12))
def test_light_in_sql_equals_the_rule(factory: Factory, drawn: list[Case]) -> None:
    clock = LightClock(TODAY, TODAY + timedelta(days=7), LightPolicy(), tuple(RhythmGroup(Rhythm(*cycle)) for cycle in CYCLES))
    with factory.database.reading() as session:  # nothing of a reading session is kept
        ids = [enter(session, factory, case) for case in drawn]
        # Whoever looks acts for the unit of the first share.
        first = session.scalars(select(Unit.id).order_by(Unit.id)).first() or 0
        looks = Actor(1, "联络员", frozenset({Post(Role.LIAISON, first, "/1/")}))
        query = select(Task.id, reason_code(clock), *light_columns(clock, looks)).join(Plan, Plan.id == Task.plan_id)
        rows = {row.id: row for row in session.execute(query.where(Task.id.in_(ids)))}
        session.rollback()
    expected = [light(facts_of(case), TODAY, clock.soon_until, clock.policy).reason_code for case in drawn]
    assert [rows[task_id][1] for task_id in ids] == expected
    own = [missed(case.shares[0], Rhythm(*case.cycle)) if case.shares else 0 for case in drawn]
    assert [missed_by_own(rows[task_id]) for task_id in ids] == own
