"""Papers between units and the office in the demonstration: more time asked for, a leader's instructions, a town's yearly report,
evidence ticked off against the plan's own list.
"""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.demo.people import Cast
from tracker.demo.supervision import at
from tracker.models import Checklist, ChecklistTick, Evidence, Extension, Instruction, Occurrence, Task
from tracker.rules.matter_statuses import InstructionKind, InstructionState, OccurrenceState
from tracker.rules.statuses import AssignmentRole
from tracker.rules.workdays import WorkCalendar
from tracker.services import checklist_ticks, extensions, instructions, occurrences
from tracker.services.extensions import Application

PUT_OFF, STILL_ASKED = "添置母婴设施", "建设暖心家园"
SPED_UP, NOTED = "兴办公办托育园", "增加普惠托位"
ASKED_BEFORE = 10  # working days before the due date
DAYS_TO_ANSWER = 5


def one_day(session: Session, cast: Cast, plan_id: int, day: date, calendar: WorkCalendar, last_day: date) -> None:
    """What happens of all this on the day."""
    put_off = _task(session, plan_id, PUT_OFF)
    if put_off.original_due_on and day == calendar.add(put_off.original_due_on, -ASKED_BEFORE):
        _ask_for_time(session, cast, put_off, date(2025, 10, 24), day, granted=True)
    if day == calendar.add(last_day, -1):
        _ask_for_time(session, cast, _task(session, plan_id, STILL_ASKED), date(2025, 12, 20), day, granted=False)
        _write_reports(session, cast, plan_id, day)
    _instruct(session, cast, plan_id, day, calendar, last_day)


def tick_off(session: Session, proof: Evidence, cast: Cast, day: date) -> None:
    """Tie the file to the first item of its task's list, where the plan has one and nothing is tied to it yet."""
    share = proof.update.assignment
    checklist = session.scalars(select(Checklist).where(Checklist.task_id == share.task_id)).first()
    if (
        checklist is not None
        and session.scalar(select(ChecklistTick.item).where(ChecklistTick.checklist_id == checklist.id)) is None
    ):
        chosen: dict[checklist_ticks.Item, int | None] = {(checklist.id, 0): proof.id}
        checklist_ticks.tick(session, proof.update, chosen, actor=cast.liaisons[share.unit_id], now=at(day, 10, 8))


def _task(session: Session, plan_id: int, title: str) -> Task:
    return session.scalars(select(Task).where(Task.plan_id == plan_id, Task.title == title)).one()


def _lead(task: Task) -> int:
    return min(task.assignments, key=lambda share: (share.role is not AssignmentRole.LEAD, share.id)).unit_id


def _ask_for_time(session: Session, cast: Cast, task: Task, until: date, day: date, *, granted: bool) -> None:
    said = Application(until, "设备到货推迟，安装调试需要时间。", "已完成选址和招标，正在施工。")
    unit_id = _lead(task)
    row: Extension = extensions.draft_extension(session, task, said, actor=cast.liaisons[unit_id], now=at(day, 9, 30))
    extensions.send(session, row, actor=cast.liaisons[unit_id], now=at(day, 9, 40))
    if unit_id in cast.heads:
        extensions.approve(session, row, actor=cast.heads[unit_id], now=at(day, 9, 50))
    if granted:
        extensions.grant(session, row, until, "情况属实，同意延期。", actor=cast.clerk, now=at(day, 16))


def _instruct(session: Session, cast: Cast, plan_id: int, day: date, calendar: WorkCalendar, last_day: date) -> None:
    """A leader speeds up a task that has fallen behind, its unit answers, the office settles it; on another there is a note."""
    task = _task(session, plan_id, SPED_UP)
    assert task.original_due_on is not None
    given_on = calendar.add(task.original_due_on, 1)
    if day == given_on:
        limit, words = calendar.add(day, DAYS_TO_ANSWER), "请抓紧收尾，逐所明确开园时间，并报告落实情况。"
        instructions.give(session, task, InstructionKind.SPEED_UP, words, limit, actor=cast.leader, now=at(day, 11))
    elif day == calendar.add(given_on, DAYS_TO_ANSWER - 1):
        (row,) = session.scalars(select(Instruction).where(Instruction.task_id == task.id)).all()
        unit_id = _lead(task)
        signer = cast.heads.get(unit_id, cast.liaisons[unit_id])
        instructions.answer(session, row, "已逐所排出开园时间表，装修收尾、人员到位情况每周调度。", actor=signer, now=at(day, 15))
        assert row.state is InstructionState.ANSWERED
        instructions.settle(session, row, "时间表已核对，纳入每月督查。", actor=cast.clerk, now=at(day, 16))
    elif day == last_day:
        words = "托位建设关系群众切身利益，请办公室每月报告进度。"
        instructions.give(session, _task(session, plan_id, NOTED), InstructionKind.NOTE, words, actor=cast.leader, now=at(day, 10))


def _write_reports(session: Session, cast: Cast, plan_id: int, day: date) -> None:
    """Two units send their yearly report from its first draft; the office has received one of them."""
    owed = (Occurrence.plan_id == plan_id, Occurrence.state == OccurrenceState.OPEN)
    for place, row in enumerate(session.scalars(select(Occurrence).where(*owed).order_by(Occurrence.id).limit(2)).all()):
        liaison = cast.liaisons[row.unit_id]
        occurrences.save_text(session, row, occurrences.first_draft(session, row, actor=liaison), actor=liaison)
        occurrences.send(session, row, actor=liaison, now=at(day, 10))
        if row.unit_id in cast.heads:
            occurrences.approve(session, row, actor=cast.heads[row.unit_id], now=at(day, 10, 30))
        if place == 0:
            occurrences.receive(session, row, actor=cast.clerk, now=at(day, 15))
