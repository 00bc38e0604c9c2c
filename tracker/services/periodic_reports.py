"""Which papers are to be drawn up by themselves by a day, and drawing them: drafts that the office finds in the morning.

After the cut-off of each reporting period its summary; after the end of a quarter the quarterly one; before a day on which the plan
itself wants a report of the office, that one. Each once, by the key of its occasion; one that was given up is not drawn again.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, selectinload

from tracker.labels import label
from tracker.models import Membership, Obligation, ObligationUnit, Plan, Report, Task, Unit
from tracker.queries.terms import holds_on
from tracker.reports.paper import chinese_date
from tracker.rules.duties import due_days
from tracker.rules.moves import Subject
from tracker.rules.periods import closed_periods, period_of
from tracker.rules.permissions import Actor
from tracker.rules.report_kinds import ReportKind
from tracker.rules.report_states import ReportState
from tracker.rules.statuses import OFFICE_ROLES, OPEN_TASK_STATES, Cycle
from tracker.services import notices
from tracker.services.reports import draw_report

LEAD_DAYS = 10  # before the day of a duty, for the office to edit and the director to approve
LATE_DAYS = 20  # after which a quarter that was missed is left to be drawn by hand
_OF_CYCLE = {Cycle.MONTH: ReportKind.MONTHLY, Cycle.QUARTER: ReportKind.QUARTERLY, Cycle.YEAR: ReportKind.YEARLY}
_OF_DUTY = {"monthly": ReportKind.MONTHLY, "quarterly": ReportKind.QUARTERLY, "yearly": ReportKind.YEARLY}


@dataclass(frozen=True, order=True)
class DueReport:
    """A paper to draw up."""

    plan_id: int
    as_of: date
    kind: ReportKind

    @property
    def key(self) -> str:
        """The occasion."""
        return f"{self.plan_id}:{self.kind.value}:{self.as_of.isoformat()}"


def reports_due(session: Session, today: date) -> list[DueReport]:
    """What is to be drawn up by the day, and was not yet, for each plan that is followed and has open tasks; by plan and day.

    Of a plan that was not looked at for long the last period alone: an older paper can be drawn by hand, as of its day.
    """
    has_open_tasks = exists().where(Task.plan_id == Plan.id, Task.state.in_(OPEN_TASK_STATES))
    plans = session.scalars(
        select(Plan)
        .options(selectinload(Plan.rhythm_changes))
        .where(Plan.supervised_from.is_not(None), has_open_tasks)
        .order_by(Plan.id)
    ).all()
    duties = _duties_of_offices(session, today)
    wanted = {due for plan in plans for due in (*_of_periods(plan, today), *_of_duties(plan, duties.get(plan.id, ()), today))}
    drawn = _drawn(session, wanted)
    return sorted(due for due in wanted if due.key not in drawn)


def draw_due(session: Session, plan: Plan, due: DueReport, *, actor: Actor, now: datetime) -> Report:
    """The draft of it; the office is told once."""
    report = draw_report(session, plan, due.as_of, due.kind, schedule_key=due.key, actor=actor, now=now)
    notices.tell_office(
        session, plan, key=f"report:{report.id}:drawn", title=f"{label(due.kind)}草稿已生成，待修改审定", due_on=None, now=now,
        body=f"《{report.title}》（截至{chinese_date(due.as_of)}）的草稿已生成，请修改、审定后印发。", path=f"/reports/{report.id}",
        about=(Subject.REPORT, report.id),
    )  # fmt: skip
    return report


def _of_periods(plan: Plan, today: date) -> Iterator[DueReport]:
    """The summary of the last closed period, and of the last quarter where the periods are shorter."""
    since = plan.supervised_from
    if since is None:
        return
    closed = closed_periods(since, today, plan.rhythm)
    if closed:
        yield DueReport(plan.id, closed[-1].cutoff, _OF_CYCLE.get(closed[-1].cycle, ReportKind.REPORT))
    quarter_end = period_of(today, Cycle.QUARTER).start - timedelta(days=1)
    is_fresh = (today - quarter_end).days <= LATE_DAYS
    if is_fresh and since < quarter_end and plan.rhythm.period_on(quarter_end).cycle is Cycle.MONTH:
        yield DueReport(plan.id, quarter_end, ReportKind.QUARTERLY)


def _of_duties(plan: Plan, duties: Collection[Obligation], today: date) -> Iterator[DueReport]:
    """What the plan wants of the office itself: drawn up some days ahead."""
    since = plan.supervised_from
    for duty in duties:
        for due_on in due_days(duty.recurs, duty.month_day, today, today + timedelta(days=LEAD_DAYS)):
            as_of = due_on - timedelta(days=LEAD_DAYS)
            if since is not None and since < as_of <= today:
                yield DueReport(plan.id, as_of, _OF_DUTY.get(duty.recurs, ReportKind.REPORT))


def _duties_of_offices(session: Session, today: date) -> dict[int, list[Obligation]]:
    """By plan, the duties that fall on the unit in which the office of its place holds its posts; one statement."""
    office = (
        select(Membership.unit_id)
        .join(Unit, Unit.id == Membership.unit_id)
        .where(
            Membership.role.in_(OFFICE_ROLES), holds_on(today), Unit.jurisdiction_id == Plan.jurisdiction_id,
        )
        .correlate(Plan)
    )  # fmt: skip
    query = (
        select(Obligation)
        .join(Plan, Plan.id == Obligation.plan_id)
        .join(ObligationUnit, ObligationUnit.obligation_id == Obligation.id)
        .where(ObligationUnit.unit_id.in_(office), Plan.supervised_from.is_not(None))
        .order_by(Obligation.id)
    )
    found: dict[int, list[Obligation]] = {}
    for duty in session.scalars(query):
        found.setdefault(duty.plan_id, []).append(duty)
    return found


def _drawn(session: Session, wanted: Collection[DueReport]) -> set[str]:
    """The occasions of which there is a paper, one that was given up included."""
    same = (Report.plan_id.in_({due.plan_id for due in wanted}), Report.as_of.in_({due.as_of for due in wanted}))
    found = set()
    for row in session.execute(select(Report.plan_id, Report.as_of, Report.kind, Report.state).where(*same)):
        # A release before drew one paper for the day, whatever its kind.
        kinds = ReportKind if row.state is ReportState.KEPT else (row.kind,)
        found |= {DueReport(row.plan_id, row.as_of, kind).key for kind in kinds}
    return found
