"""Two adjustments (调整) of the demonstration: a wording that the office granted, and a target that waits to be decided."""

from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from tracker.demo.people import Cast
from tracker.demo.supervision import at
from tracker.models import Adjustment, Assignment, Measure, Task
from tracker.queries.disputes import current_text
from tracker.rules.adjustments import AdjustmentGround, AdjustmentKind
from tracker.rules.statuses import OPEN_ASSIGNMENT_STATES, OPEN_TASK_STATES, AssignmentRole
from tracker.rules.workdays import WorkCalendar
from tracker.services import adjustment_decisions, adjustments
from tracker.services.adjustment_changes import Change

REWORDED_AFTER = 80  # working days after the issue
ASKED_BEFORE = 2  # working days before the last day


def one_day(session: Session, cast: Cast, plan_id: int, day: date, calendar: WorkCalendar, acts: tuple[date, date]) -> None:
    """What happens on the day between the first and the last one (`acts`)."""
    first_day, last_day = acts
    if day == calendar.add(first_day, REWORDED_AFTER):
        _reword(session, cast, plan_id, day)
    elif day == calendar.add(last_day, -ASKED_BEFORE):
        _ask_for_less(session, cast, plan_id, day)


def _reword(session: Session, cast: Cast, plan_id: int, day: date) -> None:
    """The last of the tasks whose lead has a head: one more sentence says from when on it holds."""
    found = _led(session, cast, plan_id)
    if found:
        task, _ = found[-1]
        text = current_text(session, task) + "具体要求按省级年中修订的工作指引执行。"
        said = Change(
            AdjustmentKind.WORDING, AdjustmentGround.LAW_CHANGED, "省级建设标准年中修订，新建项目须按新标准设计。", text=text
        )
        row = _sent(session, cast, found[-1], said, day)
        adjustment_decisions.review(
            session, row, "修订文件已核对，任务目标不变。", touches_goal=False, actor=cast.clerk, now=at(day, 15)
        )
        adjustment_decisions.grant(session, row, "同意按修订后的指引执行。", actor=cast.clerk, now=at(day, 15, 30))


def _ask_for_less(session: Session, cast: Cast, plan_id: int, day: date) -> None:
    """The first task with a figure: its lead asks for a tenth less, late in the year, so that it is the director's to decide."""
    for task, share in _led(session, cast, plan_id):
        figures = [item for item in task.measure.indicators if item.value and item.value_high is None] if task.measure else []
        if figures:
            value = (figures[0].value or Decimal(0)) * Decimal("0.9")
            said = Change(
                AdjustmentKind.TARGET, AdjustmentGround.BUDGET_CHANGED, "年内追加预算未下达，部分项目转到明年实施。",
                indicator_id=figures[0].id, value=value,
            )  # fmt: skip
            row = _sent(session, cast, (task, share), said, day)
            note = "预算变化情况属实，目标下调涉及年度任务，提请主任审定。"
            adjustment_decisions.review(session, row, note, touches_goal=True, actor=cast.clerk, now=at(day, 15))
            return


def _led(session: Session, cast: Cast, plan_id: int) -> list[tuple[Task, Assignment]]:
    """The open tasks with the share of their lead, where that unit has a head and its part is not done."""
    query = (
        select(Assignment)
        .join(Task, Task.id == Assignment.task_id)
        .where(
            Task.plan_id == plan_id, Task.state.in_(OPEN_TASK_STATES), Assignment.role == AssignmentRole.LEAD,
            Assignment.clause_id.is_(None), Assignment.state.in_(OPEN_ASSIGNMENT_STATES), Assignment.unit_id.in_(cast.heads),
        )
        .options(selectinload(Assignment.task).selectinload(Task.measure).selectinload(Measure.indicators))
        .order_by(Assignment.id)
    )  # fmt: skip
    return [(share.task, share) for share in session.scalars(query)]


def _sent(session: Session, cast: Cast, led: tuple[Task, Assignment], said: Change, day: date) -> Adjustment:
    task, share = led
    row = adjustments.draft_adjustment(session, task, said, actor=cast.liaisons[share.unit_id], now=at(day, 10))
    adjustments.send(session, row, actor=cast.liaisons[share.unit_id], now=at(day, 10, 10))
    adjustments.approve(session, row, actor=cast.heads[share.unit_id], now=at(day, 14))
    return row
