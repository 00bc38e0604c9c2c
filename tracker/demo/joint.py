"""Joint tasks in the play: what units say of a closing, consolidated reports with a dissent, two matters put to the office."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from tracker.demo.people import Cast
from tracker.demo.supervision import at
from tracker.models import Assignment, Consolidation, CoordinationItem, Opinion, Task
from tracker.queries.consolidations import standing_shares
from tracker.queries.opinions import opinions_on
from tracker.rules.joint_statuses import ConsolidationState, CoordinationState, OpinionState, Rating
from tracker.rules.permissions import Actor
from tracker.rules.statuses import AssignmentRole, TaskState
from tracker.rules.workdays import WorkCalendar
from tracker.services import consolidations, coordination, opinions
from tracker.services.coordination import Difference, Outcome

FEWEST_UNITS = 3
CONSOLIDATED = (2025, 8), (2025, 9), (2025, 10)  # months
OPENED, TAKEN_UP, SETTLED = date(2025, 9, 8), date(2025, 9, 10), date(2025, 9, 16)
DISSENT = "所报完成数中有 2 处尚未验收，建议验收后再计入。"
GAPS = ((5, Rating.SMOOTH), (15, Rating.FAIR), (30, Rating.DIFFICULT))


def rating_for(planned: int, percent: int, kindness: int = 0) -> Rating:
    """How the work goes, by the points that it lies behind its curve; who is kind to itself sees fewer of them."""
    behind = planned - percent - kindness
    return next((rating for most, rating in GAPS if behind < most), Rating.STUCK)


def speak_on_closing(session: Session, cast: Cast, task: Task, day: date) -> None:
    """Every unit beside the lead says what it thinks; the first that is asked at all dissents, and the office deals with it."""
    is_first = session.scalar(select(Opinion.id).where(Opinion.state == OpinionState.NOTED).limit(1)) is None
    for place, row in enumerate(opinions_on(session, task.id)):
        if is_first and place == 0:
            opinions.state(session, row, "dissent", DISSENT, actor=_speaker(cast, row.unit_id), now=at(day, 16, 5))
            note = "经现场查看，2 处已于当日补验合格，按完成计。"
            opinions.deal_with(session, row, note, actor=cast.director, now=at(day, 16, 20))
        else:
            opinions.state(session, row, "agree", "", actor=_speaker(cast, row.unit_id), now=at(day, 16, 5))


def one_day(session: Session, cast: Cast, plan_id: int, day: date, calendar: WorkCalendar, last_day: date) -> None:
    """Consolidate on the second working day after the month's cut-off; put matters to the office on the days above."""
    _decide_consolidated(session, cast, plan_id, day)
    if (day.year, day.month) in CONSOLIDATED and day == calendar.add(date(day.year, day.month, 25), 2):
        _consolidate(session, cast, plan_id, day, dissents=day.month == CONSOLIDATED[-1][1])
    if day == calendar.add(last_day, -1):
        _consolidate(session, cast, plan_id, day, dissents=None)
        _open(session, cast, plan_id, day, "该项工作所需经费由哪个单位列支，意见不一致。", "请明确列支渠道和审核拨付的单位。", 1)
    if day == OPENED:
        _open(session, cast, plan_id, day, "两个单位的统计口径不一致，上报数据相差 46 人。", "请明确统一的统计口径。", 0)
    if day in (TAKEN_UP, SETTLED):
        _carry_on(session, cast, plan_id, day)


def _speaker(cast: Cast, unit_id: int) -> Actor:
    return cast.heads.get(unit_id) or cast.liaisons[unit_id]


def _joint_tasks(session: Session, cast: Cast, plan_id: int) -> list[tuple[Task, Assignment]]:
    """The tasks under way that several units carry, each with the share of a lead that has a head."""
    query = select(Task).where(Task.plan_id == plan_id, Task.state == TaskState.IN_PROGRESS)
    found = []
    for task in session.scalars(query.options(selectinload(Task.assignments)).order_by(Task.id)).all():
        shares = standing_shares(task)
        lead = next((share for share in shares if share.role is AssignmentRole.LEAD and share.unit_id in cast.heads), None)
        units = {share.unit_id for share in shares}
        if lead is not None and len(units) >= FEWEST_UNITS and units <= set(cast.liaisons):
            found.append((task, lead))
    return found


def _consolidate(session: Session, cast: Cast, plan_id: int, day: date, *, dissents: bool | None) -> None:
    """The lead of the first joint task reports for all; the others speak, unless `dissents` is None: then they have not yet."""
    for task, lead in _joint_tasks(session, cast, plan_id)[:1]:
        period = task.plan.rhythm.period_on(day).key
        row = consolidations.begin(session, task, period, actor=cast.liaisons[lead.unit_id], now=at(day, 9, 30))
        consolidations.send(session, row, actor=cast.liaisons[lead.unit_id], now=at(day, 9, 50))
        consolidations.approve(session, row, actor=cast.heads[lead.unit_id], now=at(day, 10, 30))
        if dissents is not None:
            _speak(session, cast, opinions_on(session, task.id, row.id), day, dissents=dissents)


def _speak(session: Session, cast: Cast, rows: Iterable[Opinion], day: date, *, dissents: bool) -> None:
    for place, row in enumerate(rows):
        name, text = ("dissent", DISSENT) if dissents and place == 0 else ("agree", "")
        opinions.state(session, row, name, text, actor=_speaker(cast, row.unit_id), now=at(day, 15))


def _decide_consolidated(session: Session, cast: Cast, plan_id: int, day: date) -> None:
    query = select(Consolidation).join(Task, Task.id == Consolidation.task_id).where(Task.plan_id == plan_id)
    query = query.where(Consolidation.state == ConsolidationState.SUBMITTED, Consolidation.submitted_at < at(day, 0))
    for row in session.scalars(query).all():
        if opinions_on(session, row.task_id, row.id)[0].state is not OpinionState.PENDING:
            consolidations.accept(session, row, "各单位数据一致，予以采信。", actor=cast.clerk, now=at(day, 15, 10))


def _open(session: Session, cast: Cast, plan_id: int, day: date, matter: str, asked: str, place: int) -> None:
    for task, lead in _joint_tasks(session, cast, plan_id)[place : place + 1]:
        others = opinions.co_units(task, {lead.unit_id})[:2]
        said = Difference(matter, asked, [share.unit_id for share in others])
        item = coordination.open_item(session, task, said, actor=cast.liaisons[lead.unit_id], now=at(day, 10))
        if item.state is CoordinationState.UNIT_REVIEW:
            coordination.approve(session, item, actor=cast.heads[lead.unit_id], now=at(day, 11))


def _carry_on(session: Session, cast: Cast, plan_id: int, day: date) -> None:
    query = select(CoordinationItem).join(Task, Task.id == CoordinationItem.task_id).where(Task.plan_id == plan_id)
    for item in session.scalars(query).all():
        if item.state is CoordinationState.SUBMITTED:
            coordination.take_up(session, item, actor=cast.clerk, now=at(day, 9, 40))
        elif item.state is CoordinationState.TAKEN_UP:
            outcome = Outcome("统一以备案系统数据为准，每月 20 日前由牵头单位核对。", "县托育服务工作专题会议", day)
            coordination.settle(session, item, outcome, actor=cast.clerk, now=at(day, 16))
