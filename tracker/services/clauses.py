"""Write the office's division of a measure into clauses (事项) over the reader's, while its plan is a draft."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from sqlalchemy.orm import Session

from tracker.errors import InvalidInput
from tracker.intake import model as parsed
from tracker.models import Clause, Measure, Task
from tracker.rules.permissions import Actor
from tracker.rules.reading import Part, settled_by
from tracker.rules.statuses import AssignmentRole
from tracker.services import marks, reading_rows
from tracker.services.drafts import require_draft
from tracker.services.measures import enter_shares


@dataclass(frozen=True)
class ClauseCorrection:
    """One clause: `span` are offsets into the source text, inside the measure's own span."""

    span: tuple[int, int]
    lead: tuple[str, ...] = ()
    responsible: tuple[str, ...] = ()
    supporting: tuple[str, ...] = ()


def correct_clauses(session: Session, task: Task, clauses: Sequence[ClauseCorrection], *, actor: Actor, now: datetime) -> None:
    """Replace the clauses of the measure and the shares in them by these; none puts the measure back into one piece.

    Adding, removing and joining clauses is giving the whole new list. Units that only a standing rule charged stay with the whole
    measure; put back into one piece, the measure keeps every unit in the strongest role that it had in any clause.
    """
    plan, measure = task.plan, task.measure
    require_draft(session, plan, actor=actor)
    assert measure is not None  # a task of a draft is one of its document
    listed = sorted(clauses, key=lambda clause: clause.span)
    _require_stretches(measure, listed)
    old = _divided(task)
    reading = _in_one_piece(task) if not listed else _divided_reading(task, measure, listed)
    for share in list(task.assignments):
        session.delete(share)
    session.flush()
    for row in list(measure.clauses):
        session.delete(row)
    session.flush()
    session.expire(measure, ["clauses"])
    measure.clauses = [
        Clause(ordinal=ordinal, text=clause.text, span_from=clause.span[0], span_to=clause.span[1])
        for ordinal, clause in enumerate(reading.clauses, start=1)
    ]
    session.flush()
    enter_shares(session, task, reading)
    if plan.source_document:
        spans = [clause.span for clause in listed]
        plan.source_document.marks = marks.with_clauses(plan.source_document.marks, measure.ordinal, spans)
    asked = reading_rows.asking(session, plan.id, settled_by(Part.CLAUSES), task)
    reading_rows.settle_corrected(asked, actor=actor, now=now)
    change = reading_rows.Change("correct_clauses", {"clauses": old}, {"clauses": _divided(task)})
    reading_rows.write_change(session, plan, task, change, actor=actor, now=now)


def _require_stretches(measure: Measure, clauses: Sequence[ClauseCorrection]) -> None:
    if len(clauses) == 1:
        raise InvalidInput("只有一个事项时不必划分：请再划出一个事项，或去掉划分、直接更正措施的单位。")
    for clause in clauses:
        start, end = clause.span
        if not (measure.span_from or 0) <= start < end <= (measure.span_to or 0):
            raise InvalidInput("事项须是这条措施原文中的一段文字，请重新选取。")
        if not _text(measure, clause.span):
            raise InvalidInput("事项里没有文字，请重新选取。")
        if not (clause.lead or clause.responsible or clause.supporting):
            raise InvalidInput("事项“%(clause)s…”没有单位，请填写，或与前后的事项合并。", clause=_text(measure, clause.span)[:12])
    for one, other in pairwise(clauses):
        if other.span[0] < one.span[1]:
            raise InvalidInput("两个事项的文字有重叠，请重新划分。")


def _text(measure: Measure, span: tuple[int, int]) -> str:
    document = measure.plan.source_document
    start = 0 if document else measure.span_from or 0
    source = document.text if document else measure.text
    return source[span[0] - start : span[1] - start].strip()


def _divided_reading(task: Task, measure: Measure, clauses: Sequence[ClauseCorrection]) -> parsed.Measure:
    parts = tuple(
        parsed.Clause(_text(measure, clause.span), clause.span, clause.lead, clause.responsible, clause.supporting)
        for clause in clauses
    )
    return _reading(task, clauses=parts)


def _in_one_piece(task: Task) -> parsed.Measure:
    names: dict[AssignmentRole, list[str]] = {role: [] for role in AssignmentRole}
    for role in AssignmentRole:  # from the strongest on: a unit that leads one clause leads the whole
        taken = {name for found in names.values() for name in found}
        mine = (share.unit.name for share in task.assignments if share.role is role and not share.is_implied)
        names[role] = list(dict.fromkeys(name for name in mine if name not in taken))
    return _reading(
        task, lead=tuple(names[AssignmentRole.LEAD]), responsible=tuple(names[AssignmentRole.RESPONSIBLE]),
        supporting=tuple(names[AssignmentRole.SUPPORTING]),
    )  # fmt: skip


def _reading(task: Task, **parts: Any) -> parsed.Measure:
    implied = dict.fromkeys(share.unit.name for share in task.assignments if share.is_implied)
    return parsed.Measure(
        ordinal=0, label=None, section=None, subsection=None, title=task.title, text="", span=(0, 0),
        implied=tuple(implied), **parts,
    )  # fmt: skip


def _divided(task: Task) -> list[dict[str, Any]]:
    """The clauses with their units by role, for the history."""
    rows = []
    for clause in task.measure.clauses if task.measure else ():
        shares = [share for share in task.assignments if share.clause_id == clause.id]
        units = {role.value: [share.unit.name for share in shares if share.role is role] for role in AssignmentRole}
        rows.append({"span": [clause.span_from, clause.span_to], **units})
    return rows
