"""The things by whose events a matter may have come to its end (`rules/settling.py`), as one relation.

A matter has parts, such as the shares of a unit in a plan, and is over when all of them are; a part has doors, and is over when one
was passed: its report came, or its task was struck off. `moved` is 1 where the matter's day is no longer that of the thing.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import CTE, ColumnElement, Select, String, and_, case, cast, literal, null, or_, select, union_all
from sqlalchemy.orm import aliased

from tracker.models import (
    Assignment,
    Dispute,
    Exemption,
    Extension,
    Instruction,
    Occurrence,
    Plan,
    RectificationItem,
    SupervisionOrder,
    Task,
    Update,
)
from tracker.queries.reminder_sources import Column, day_of_instant
from tracker.queries.reminder_waits import handed_in
from tracker.queries.rhythms import RhythmGroup
from tracker.rules.moves import Subject
from tracker.rules.reminders import Ladder

Rows = Select[*tuple[Any, ...]]
# Whose own id the reminder bears.
_ITSELF: Mapping[Ladder, Subject] = {Ladder.RECHECK: Subject.RECHECK, Ladder.EXTENSION: Subject.EXTENSION}
_SIGNED = (
    Subject.EXTENSION, Subject.ADJUSTMENT, Subject.OBJECTION, Subject.COORDINATION, Subject.CONSOLIDATION, Subject.UPDATE,
    Subject.INDICATOR_READING,
)  # fmt: skip
# What is signed whatever became of the task.
_OF_NO_TASK = (Subject.OBJECTION.value, Subject.INDICATOR_READING.value)
_WAITING = (Subject.OBJECTION, Subject.COORDINATION, Subject.CONSOLIDATION, Subject.ADJUSTMENT)


def doors(matter: CTE, groups: Sequence[RhythmGroup], cutoffs: Iterable[date]) -> CTE:
    """(no, ladder, part, subject, subject_id, moved, told_from): every door of every part of the matters.

    `groups`: the plans by their rhythm of reporting; `cutoffs`: the days on which matters of reporting periods stand.
    """
    every = [
        *_of_due(matter), *_of_signing(matter), *_of_period(matter, _period_of(matter, groups, cutoffs)), *_of_orders(matter),
        *_of_papers(matter), *_of_reviews(matter), *_of_waits(matter), *_of_signatures(matter),
    ]  # fmt: skip
    return union_all(*every).cte("door").prefix_with("MATERIALIZED")


def _row(matter: CTE, ladder: Ladder, part: Column, subject: Subject, thing: Column, moved: Column | None = None) -> Rows:
    is_moved = literal(0) if moved is None else case((moved, 1), else_=0)
    return select(
        matter.c.no, matter.c.ladder, part.label("part"), literal(subject.value).label("subject"), thing.label("subject_id"),
        is_moved.label("moved"), matter.c.told_from,
    ).where(matter.c.ladder == ladder.value)  # fmt: skip


def _with_task(matter: CTE, ladder: Ladder, part: Column, subject: Subject, moved: Column | None = None) -> list[Rows]:
    """The door of the part itself, and that of its task."""
    return [
        _row(matter, ladder, part, subject, part, moved),
        _row(matter, ladder, part, Subject.TASK, Task.id.expression),
    ]


def _of_unit(matter: CTE) -> ColumnElement[bool]:
    return Assignment.unit_id == matter.c.told_unit


def _of_due(matter: CTE) -> list[Rows]:
    share, moved = Assignment.id.expression, or_(Task.due_on.is_(None), Task.due_on != matter.c.due_on)
    of_unit = and_(Assignment.task_id == matter.c.subject_id, _of_unit(matter))
    found = (
        _row(matter, Ladder.DUE, share, Subject.ASSIGNMENT, share),
        _row(matter, Ladder.DUE, share, Subject.TASK, Task.id.expression, moved),
    )
    return [rows.join(Assignment, of_unit).join(Task, Task.id == Assignment.task_id) for rows in found]


def _in_plan(rows: Rows, matter: CTE) -> Rows:
    """Joined to the shares of the unit in the matter's plan."""
    return rows.join(Task, Task.plan_id == matter.c.plan_id).join(Assignment, and_(Assignment.task_id == Task.id, _of_unit(matter)))


def _of_signing(matter: CTE) -> list[Rows]:
    share = Assignment.id.expression
    found = _with_task(matter, Ladder.ACKNOWLEDGE, share, Subject.ASSIGNMENT)
    return [_in_plan(rows, matter).where(Assignment.acknowledge_by == matter.c.due_on) for rows in found]


def _period_of(matter: CTE, groups: Sequence[RhythmGroup], cutoffs: Iterable[date]) -> Column:
    """The key of the reporting period whose cut-off is the matter's day, by the rhythm of its plan; joined to Plan."""
    named = [
        (and_(matter.c.due_on == day, group.holds()), literal(group.rhythm.period_on(day).key))
        for day in cutoffs
        for group in groups
    ]
    return case(*named, else_=null()) if named else cast(null(), String)


def _of_period(matter: CTE, period: Column) -> list[Rows]:
    share, ladder = Assignment.id.expression, Ladder.PERIOD
    owed = Assignment.issued_on < matter.c.due_on
    shares = [_in_plan(rows, matter).where(owed) for rows in _with_task(matter, ladder, share, Subject.ASSIGNMENT)]
    # A report for a later period stands in for the one that is asked for, as in `queries.rhythms.owes`.
    reports = _in_plan(_row(matter, ladder, share, Subject.UPDATE, Update.id.expression), matter)
    waived = _in_plan(_row(matter, ladder, share, Subject.EXEMPTION, Exemption.id.expression), matter)
    of_plan = Plan.id == matter.c.plan_id
    return [
        *shares,
        reports.join(Plan, of_plan).join(Update, and_(Update.assignment_id == Assignment.id, Update.period >= period)).where(owed),
        waived.join(Plan, of_plan)
        .join(Exemption, and_(Exemption.assignment_id == Assignment.id, Exemption.period == period))
        .where(owed),
    ]


def _of_orders(matter: CTE) -> list[Rows]:
    order, item = SupervisionOrder.id.expression, RectificationItem.id.expression
    answer = _with_task(matter, Ladder.ORDER, order, Subject.ORDER, SupervisionOrder.reply_due_on != matter.c.due_on)
    moved = RectificationItem.due_on != matter.c.due_on
    mend = _with_task(matter, Ladder.ITEM, item, Subject.ITEM, moved)
    mend.append(_row(matter, Ladder.ITEM, item, Subject.ORDER, order))
    of_task = Task.id == SupervisionOrder.task_id
    return [
        *(rows.join(SupervisionOrder, SupervisionOrder.id == matter.c.subject_id).join(Task, of_task) for rows in answer),
        *(
            rows.join(RectificationItem, RectificationItem.id == matter.c.subject_id)
            .join(SupervisionOrder, SupervisionOrder.id == RectificationItem.order_id)
            .join(Task, of_task)
            for rows in mend
        ),
    ]


def _of_papers(matter: CTE) -> list[Rows]:
    sent, given = Occurrence.id.expression, Instruction.id.expression
    same = and_(
        Occurrence.obligation_id == matter.c.subject_id, Occurrence.unit_id == matter.c.told_unit,
        Occurrence.due_on == matter.c.due_on,
    )  # fmt: skip
    answers = _with_task(matter, Ladder.INSTRUCTION, given, Subject.INSTRUCTION)
    return [
        _row(matter, Ladder.OBLIGATION, sent, Subject.OCCURRENCE, sent).join(Occurrence, same),
        *(
            rows.join(Instruction, Instruction.id == matter.c.subject_id).join(Task, Task.id == Instruction.task_id)
            for rows in answers
        ),
        *(_row(matter, ladder, matter.c.subject_id, subject, matter.c.subject_id) for ladder, subject in _ITSELF.items()),
        _row(matter, Ladder.EXTENSION, matter.c.subject_id, Subject.TASK, Extension.task_id.expression).join(
            Extension, Extension.id == matter.c.subject_id
        ),
    ]


def _of_reviews(matter: CTE) -> list[Rows]:
    """Reports that the office had returned and the unit was to send again, and those that the office was to review."""
    report, again = Update.id.expression, aliased(Update)
    later = and_(again.assignment_id == Update.assignment_id, again.period == Update.period, again.version > Update.version)
    share = (
        _row(matter, Ladder.RETURNED, report, Subject.ASSIGNMENT, Assignment.id.expression),
        _row(matter, Ladder.RETURNED, report, Subject.TASK, Task.id.expression),
    )
    reviewed = _with_task(matter, Ladder.REVIEW, report, Subject.UPDATE)
    return [
        *(
            rows.join(Update, Update.id == matter.c.subject_id)
            .join(Assignment, Assignment.id == Update.assignment_id)
            .join(Task, Task.id == Assignment.task_id)
            for rows in share
        ),
        _row(matter, Ladder.RETURNED, report, Subject.UPDATE, again.id.expression)
        .join(Update, Update.id == matter.c.subject_id)
        .join(again, later),
        *(
            rows.join(Task, Task.plan_id == matter.c.plan_id)
            .join(Assignment, Assignment.task_id == Task.id)
            .join(Update, Update.assignment_id == Assignment.id)
            .where(day_of_instant(Update.submitted_at) == matter.c.due_on)
            for rows in reviewed
        ),
    ]


def _of_waits(matter: CTE) -> list[Rows]:
    """What else waited for the office: the reminder names the kind of paper."""
    ladder, paper = Ladder.OFFICE_WAIT, matter.c.subject_id
    own = [_row(matter, ladder, paper, subject, paper).where(matter.c.subject == subject.value) for subject in _WAITING]
    disputed = _row(matter, ladder, paper, Subject.ASSIGNMENT, Dispute.assignment_id.expression)
    return [
        *own,
        disputed.join(Dispute, Dispute.id == paper).where(matter.c.subject == "dispute"),
        _row(matter, ladder, paper, Subject.TASK, paper).where(matter.c.subject == "closing"),
    ]


def _of_signatures(matter: CTE) -> list[Rows]:
    """Papers that waited for the head of their unit; one that was given back and came again waits anew, from another day."""
    ladder, paper = Ladder.HEAD_WAIT, matter.c.subject_id
    is_later = day_of_instant(handed_in(matter.c.subject, paper)) != matter.c.due_on
    own = [_row(matter, ladder, paper, subject, paper, is_later).where(matter.c.subject == subject.value) for subject in _SIGNED]
    task = _row(matter, ladder, paper, Subject.TASK, matter.c.task_id).where(matter.c.subject.not_in(_OF_NO_TASK))
    return [*own, task]
