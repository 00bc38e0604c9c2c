"""Which plans have come to the end of a reporting period whose report nobody has drawn up yet."""

from datetime import date

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, selectinload

from tracker.models import Plan, Report, Task
from tracker.rules.periods import closed_periods
from tracker.rules.statuses import OPEN_TASK_STATES


def reports_due(session: Session, today: date) -> list[tuple[int, date]]:
    """(plan, day to report as of) for each plan that is followed and has open tasks, by its last cut-off day.

    Only the last period: an older report that was missed can still be drawn by hand, as of its day.
    """
    has_open_tasks = exists().where(Task.plan_id == Plan.id, Task.state.in_(OPEN_TASK_STATES))
    plans = session.scalars(
        select(Plan)
        .options(selectinload(Plan.rhythm_changes))
        .where(Plan.supervised_from.is_not(None), has_open_tasks)
        .order_by(Plan.id)
    )
    ends = [(plan.id, end) for plan in plans if (end := _last_cutoff(plan, today))]
    known = select(Report.plan_id, Report.as_of).where(Report.as_of.in_({end for _, end in ends}))
    drawn = {(row.plan_id, row.as_of) for row in session.execute(known)}
    return [due for due in ends if due not in drawn]


def _last_cutoff(plan: Plan, today: date) -> date | None:
    if plan.supervised_from is None:
        return None
    closed = closed_periods(plan.supervised_from, today, plan.rhythm)
    return closed[-1].cutoff if closed else None
