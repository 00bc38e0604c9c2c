"""The timeline of a plan: months along the top, each task a line, and the same days as a table below."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import format_date, gettext

from tracker.models import Plan
from tracker.queries import plans as plan_queries
from tracker.queries import timeline as queries
from tracker.queries.ledger import LedgerFilter, TaskRow, ledger
from tracker.queries.scope import the_plan
from tracker.queries.timeline import DutyDay, Stretch, TaskDays
from tracker.rules.days import official_day
from tracker.rules.periods import Period, periods_between
from tracker.rules.permissions import Permission
from tracker.rules.statuses import OPEN_TASK_STATES
from tracker.web.context import actor, clock, database, today
from tracker.web.filters import select_field
from tracker.web.formats import period
from tracker.web.guards import needs
from tracker.web.paging import asked_id, asked_page, here, pager
from tracker.web.plan_ways import plan_ways
from tracker.web.timeline_axis import Axis, axis_for

bp = Blueprint("timeline", __name__)


@dataclass(frozen=True)
class Line:
    """A task in the picture: places in per cent. `run`: from issue to the original due date, or for an ongoing task as far as the
    picture goes; `more`: what extensions added; `late`: from the due date to today, while it is open.
    """

    row: TaskRow
    days: TaskDays
    run: tuple[float, float] | None
    done: float
    more: tuple[float, float] | None
    late: tuple[float, float] | None
    closed: float | None
    milestones: tuple[tuple[float, str], ...]


@bp.get("/plans/<int:plan_id>/timeline")
@needs(Permission.TASK_READ)
def show(plan_id: int) -> ResponseReturnValue:
    """A page of tasks, of the section that the address names or of all."""
    section_id = asked_id("section")
    with database().reading() as session:
        plan = the_plan(session, actor(), plan_id)
        sections = plan_queries.section_choices(session, actor(), plan_id)
        page = ledger(session, actor(), LedgerFilter(plan_id=plan_id, section_id=section_id), clock(), asked_page())
        days = queries.days_of_tasks(session, [row.id for row in page.rows])
        stretch = queries.stretch_of(session, actor(), plan_id)
        duties = queries.duty_days(session, actor(), plan_id)
        axis = _axis(plan, stretch)
        chosen = dict(sections).get(section_id or 0)
        return render_template(
            "timeline/show.html",
            plan=plan,
            ways=plan_ways(plan, "timeline"),
            fields=[select_field("section", gettext("部分"), section_id, sections)] if len(sections) > 1 else [],
            chips=[(chosen, here(section=None, page=None))] if chosen else [],
            axis=axis,
            labels=_labels(axis),
            groups=[(title, list(lines)) for title, lines in groupby(_lines(page.rows, days, axis), lambda line: line.row.section)],
            cutoffs=_cutoffs(plan, axis),
            duties=duties,
            months=_by_month(page.rows, duties if page.number == 1 else ()),
            days=days,
            pager=pager(page),
            today=today(),
        )


def _axis(plan: Plan, stretch: Stretch) -> Axis:
    issued = official_day(plan.issued_at) if plan.issued_at else today()
    return axis_for(stretch.first or issued, stretch.last or today(), today())


def _labels(axis: Axis) -> list[tuple[float, str]]:
    """The months named over the picture; the year stands with the first of them and with each January."""
    return [
        (x, period(f"{month:%Y-%m}") if n == 0 or month.month == 1 else format_date(month, "LLL"))
        for n, (x, month) in enumerate(axis.labels())
    ]


def _cutoffs(plan: Plan, axis: Axis) -> list[Period]:
    """The reporting periods that close within the picture."""
    if plan.supervised_from is None:
        return []
    first, last = max(plan.supervised_from, axis.start), plan.ended_on or axis.month(axis.months)
    return [one for one in periods_between(plan.rhythm, first, last) if first <= one.cutoff < axis.month(axis.months)]


def _lines(rows: Sequence[TaskRow], days: Mapping[int, TaskDays], axis: Axis) -> list[Line]:
    return [_line(row, days[row.id], axis) for row in rows]


def _line(row: TaskRow, days: TaskDays, axis: Axis) -> Line:
    end = days.ended_on or row.due_on
    first_end = min(day for day in (row.original_due_on, end) if day) if end else None
    run = (axis.x(row.issued_on), axis.x(first_end) if first_end else 100.0) if row.issued_on else None
    is_late = row.due_on is not None and not row.is_ongoing and row.state in OPEN_TASK_STATES and row.due_on < today()
    return Line(
        row=row,
        days=days,
        run=run,
        done=round((run[1] - run[0]) * row.percent / 100, 2) if run else 0.0,
        more=(axis.x(first_end), axis.x(end)) if first_end and end and first_end < end else None,
        late=(axis.x(row.due_on), axis.x(today())) if is_late and row.due_on else None,
        closed=axis.x(days.closed_on) if days.closed_on else None,
        milestones=tuple((axis.x(one.on), one.words) for one in days.milestones),
    )


def _by_month(rows: Sequence[TaskRow], duties: Sequence[DutyDay]) -> list[tuple[date | None, list[TaskRow | DutyDay]]]:
    """What is due in each month, in order of days; at the end (None) the tasks without a day."""
    dated: list[tuple[date, int, TaskRow | DutyDay]] = [(row.due_on, n, row) for n, row in enumerate(rows) if row.due_on]
    dated += [(duty.on, len(rows) + n, duty) for n, duty in enumerate(duties)]
    dated.sort(key=lambda item: item[:2])
    found: list[tuple[date | None, list[TaskRow | DutyDay]]] = [
        (month, [one for _, _, one in group]) for month, group in groupby(dated, lambda item: item[0].replace(day=1))
    ]
    without: list[TaskRow | DutyDay] = [row for row in rows if row.due_on is None]
    return [*found, (None, without)] if without else found
