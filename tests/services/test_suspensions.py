"""Tasks that rest, and tasks that another one stands for."""

from datetime import date

import pytest
from sqlalchemy import select

from tests.factories import NOW, Factory, day, parsed_measure, refused
from tracker.errors import InvalidInput, NotAllowed
from tracker.models import Assignment, Notice, SupervisionOrder, Suspension, Task, Unit
from tracker.queries.ledger import task_row
from tracker.queries.lights import light_clock
from tracker.queries.mine import owed
from tracker.queries.reporting import facts_on
from tracker.reports.figures import Figures, draw_figures
from tracker.rules.permissions import Actor
from tracker.rules.statuses import AssignmentState, OrderKind, OrderState, PlanState, TaskState
from tracker.services import audit, merging, orders, reminders, suspensions
from tracker.services.calendars import work_calendar
from tracker.services.suspensions import Ruling

RULING = Ruling("选址需重新论证", "县政府常务会议纪要〔2025〕3号")
DUE, LATER, REST, BACK = date(2025, 12, 31), date(2026, 3, 31), day(2025, 3, 12), day(2025, 7, 7)


def suspend(factory: Factory, task_id: int, ruling: Ruling = RULING, actor: Actor | None = None) -> None:
    with factory.database.transaction() as session:
        task = session.get_one(Task, task_id)
        suspensions.suspend(session, task, ruling, actor=actor or factory.cast.director, now=REST)


def resume(factory: Factory, task_id: int, due_on: date | None = LATER, ruling: Ruling = RULING) -> None:
    with factory.database.transaction() as session:
        task = session.get_one(Task, task_id)
        suspensions.resume(session, task, ruling, due_on, actor=factory.cast.director, now=BACK)


def figures(factory: Factory, task_id: int, on: date) -> Figures:
    with factory.database.reading() as session:
        return draw_figures(facts_on(session, factory.plan_of(task_id), on), work_calendar(session))


def reason(factory: Factory, task_id: int, today: date) -> str:
    with factory.database.reading() as session:
        clock = light_clock(session, today, work_calendar(session).add(today, 5))
        row = task_row(session, factory.cast.clerk, task_id, clock)
        assert row is not None
        return row.verdict.reason_code


def test_what_rests_is_asked_of_nobody_and_is_grey(factory: Factory) -> None:
    task_id = factory.acknowledged(due="2025-03-20")
    suspend(factory, task_id)
    later = date(2025, 6, 3)
    assert reason(factory, task_id, later) == "suspended"
    with factory.database.transaction() as session:
        assert owed(session, factory.cast.liaison, light_clock(session, later, later)).page.total == 0
        assert reminders.sweep(session, later, calendar=work_calendar(session), now=day(2025, 6, 3)).planned == 0
        told = set(session.scalars(select(Notice.unit_id).where(Notice.key.like("suspend:%"))))
        assert told == {factory.cast.unit_id("liaison"), factory.cast.unit_id("joint_liaison")}
    found = figures(factory, task_id, later)
    assert found.reporting is not None
    assert found.reporting.total.expected == 0
    assert [item.code for item in found.situations if item.count] == ["suspended"]


def test_it_is_taken_up_with_its_date_said_anew_and_owes_nothing_for_the_time_between(factory: Factory) -> None:
    task_id = factory.acknowledged()
    suspend(factory, task_id)
    resume(factory, task_id)
    with factory.database.reading() as session:
        task = session.get_one(Task, task_id)
        assert (task.state, task.due_on, task.original_due_on) == (TaskState.IN_PROGRESS, LATER, DUE)
        assert {share.issued_on for share in task.assignments} == {BACK.date()}
        rest = session.scalars(select(Suspension)).one()
        assert (rest.due_on, rest.resumed_due_on, rest.resume_approval) == (DUE, LATER, RULING.approval)
        assert audit.verify(session)[1] == []
    assert reason(factory, task_id, date(2025, 7, 8)) not in ("unreported_1", "unreported_2")


def test_a_paper_as_of_a_day_before_knows_nothing_of_it(factory: Factory) -> None:
    task_id = factory.acknowledged()
    factory.accepted(task_id)
    days = (date(2025, 3, 11), date(2025, 4, 30))
    before = figures(factory, task_id, days[0])
    suspend(factory, task_id)
    between = figures(factory, task_id, days[1])
    resume(factory, task_id)
    assert (figures(factory, task_id, days[0]), figures(factory, task_id, days[1])) == (before, between)


@pytest.mark.parametrize("due_on", [None, date(2025, 12, 30)], ids=["none", "an earlier one"])
def test_resuming_says_the_date(factory: Factory, due_on: date | None) -> None:
    task_id = factory.acknowledged()
    suspend(factory, task_id)
    with pytest.raises(InvalidInput, match="时限"):
        resume(factory, task_id, due_on)


def test_it_takes_a_document_and_the_director(factory: Factory) -> None:
    task_id = factory.acknowledged()
    with refused("approval_missing"):
        suspend(factory, task_id, Ruling("理由", " "))
    with refused("reason_missing"):
        suspend(factory, task_id, Ruling(" ", "纪要"))
    for who in ("clerk", "liaison", "leader"):
        with pytest.raises(NotAllowed):
            suspend(factory, task_id, actor=getattr(factory.cast, who))


def test_with_its_plan_over_a_task_is_not_taken_up(factory: Factory) -> None:
    task_id = factory.acknowledged()
    suspend(factory, task_id)
    with factory.database.transaction() as session:
        plan = session.get_one(Task, task_id).plan
        plan.state, plan.ended_on = PlanState.LAPSED, REST.date()
    with refused("plan_over"):
        resume(factory, task_id)


@pytest.fixture
def pair(factory: Factory) -> tuple[int, int]:
    """Two tasks of a plan: one of 县卫健局 and 县民政局, signed for; one that 县教育局 leads and 县民政局 supports."""
    other = parsed_measure(title="兴办公办托育园", lead=("县教育局",), responsible=(), supporting=("县民政局",), label="（二）")
    plan_id = factory.plan(parsed_measure(), other)
    with factory.database.reading() as session:
        first, second = session.scalars(select(Task.id).where(Task.plan_id == plan_id).order_by(Task.id))
    for who in ("liaison", "joint_liaison"):
        factory.acknowledge(first, who)
    return first, second


def merge(factory: Factory, task_id: int, successor_id: int, actor: Actor | None = None) -> None:
    with factory.database.transaction() as session:
        task, successor = session.get_one(Task, task_id), session.get_one(Task, successor_id)
        merging.merge(session, task, successor, RULING, actor=actor or factory.cast.director, now=NOW)


def test_the_units_of_a_merged_task_go_on_under_its_successor(factory: Factory, pair: tuple[int, int]) -> None:
    first, second = pair
    merge(factory, first, second)
    with factory.database.reading() as session:
        assert session.get_one(Task, first).state is TaskState.MERGED
        ended = session.scalars(select(Assignment).where(Assignment.task_id == first)).all()
        assert {share.state for share in ended} == {AssignmentState.ENDED}
        shares = session.execute(
            select(Unit.name, Assignment.role, Assignment.state).join(Unit, Unit.id == Assignment.unit_id)
            .where(Assignment.task_id == second).order_by(Assignment.id)
        ).all()  # fmt: skip
        assert [tuple(share) for share in shares] == [
            ("县教育局", "lead", "pending"), ("县民政局", "supporting", "pending"), ("县卫生健康局", "responsible", "pending")
        ]  # fmt: skip
        assert audit.verify(session)[1] == []
    assert reason(factory, first, date(2025, 12, 1)) == "merged"
    factory.acknowledge(second, "liaison")


def test_orders_about_a_merged_task_are_withdrawn(factory: Factory, pair: tuple[int, int]) -> None:
    first, second = pair
    with factory.database.transaction() as session:
        task, unit = session.get_one(Task, first), session.get_one(Unit, factory.cast.unit_id("liaison"))
        orders.issue_order(
            session, task, unit, OrderKind.URGE, "请报送进度。", date(2025, 3, 17), actor=factory.cast.clerk, now=NOW
        )
    merge(factory, first, second)
    with factory.database.reading() as session:
        assert [order.state for order in session.scalars(select(SupervisionOrder))] == [OrderState.CLOSED]


def test_a_task_is_merged_only_into_another_open_one_of_its_plan(factory: Factory, pair: tuple[int, int]) -> None:
    first, second = pair
    for successor in (first, factory.acknowledged()):
        with refused("successor_not_open"):
            merge(factory, first, successor)
    merge(factory, second, first)
    with refused("successor_not_open"):
        merge(factory, first, second)
    with pytest.raises(NotAllowed):
        merge(factory, first, second, actor=factory.cast.clerk)
