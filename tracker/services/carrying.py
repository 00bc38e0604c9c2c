"""Hand the tasks of a plan on to its next edition, with their shares, reports, evidence and orders."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from tracker.models import Assignment, Checklist, Plan, ReadingIssue, Task, TaskCarry
from tracker.queries.faces import face_of, face_of_share, written
from tracker.queries.held import told_of
from tracker.rules.days import official_day
from tracker.rules.editions import Pair
from tracker.rules.permissions import Actor
from tracker.rules.statuses import OPEN_ASSIGNMENT_STATES, UNFINISHED_TASK_STATES, AssignmentState, TaskState
from tracker.rules.transitions import Subject, check, move_named
from tracker.services.ending import end_shares
from tracker.services.events import Entry, record


@dataclass(frozen=True)
class Shares:
    """Which share of a task goes on as which that the next edition names; `fresh` have no forerunner, `gone` no successor."""

    kept: tuple[tuple[Assignment, Assignment], ...]
    fresh: tuple[Assignment, ...]
    gone: tuple[Assignment, ...]


@dataclass(frozen=True)
class Handover:
    """One task on its way: the pair of measures, the task, the draft task whose place it takes, and what becomes of the shares."""

    pair: Pair
    task: Task
    draft: Task
    shares: Shares


def handover(pair: Pair, task: Task, draft: Task) -> Handover:
    """What handing the task on would do; nothing is changed."""
    return Handover(pair, task, draft, _matched(task.assignments, draft.assignments))


def carry(
    session: Session, old: Plan, new: Plan, handovers: Sequence[Handover], reason: str, *, actor: Actor, now: datetime
) -> None:
    """Hand the tasks on; units that the next edition names for the first time keep their draft share, to be issued with it.

    The caller holds both chains. The old chain tells that the task ended there and keeps its face of until now; the new chain
    tells with which state it comes in. So the history of either plan, as of any day, is that of its own chain.
    """
    today = official_day(now)
    since = None if old.supervised_from else today  # where nothing was asked of anybody so far, everything begins now
    out = [entry for item in handovers for entry in _going_out(item, reason)]
    into = [entry for item in handovers for entry in _coming_in(old, item, reason)]
    tasks = [_task_values(new, item, since) for item in handovers]
    shares = [_share_values(*kept, today, since) for item in handovers for kept in item.shares.kept]
    carries = [
        TaskCarry(task_id=item.task.id, from_measure_id=item.pair.old.key, to_measure_id=item.pair.new.key,
                  change=item.pair.change, carried_on=today)
        for item in handovers
    ]  # fmt: skip
    gone = [share for item in handovers for share in item.shares.gone]
    end_shares(session, old, gone, f"{reason}，未再列为承办单位", actor=actor, now=now)
    record(session, old.id, out, actor=actor, now=now)
    for item in handovers:
        _clear_draft(session, item)
    session.expire_all()
    _write(session, Task, tasks)
    _write(session, Assignment, shares)
    session.add_all(carries)
    session.flush()
    session.expire_all()
    values = {(Subject.TASK, row["id"]): row for row in tasks} | {(Subject.ASSIGNMENT, row["id"]): row for row in shares}
    into = [replace(one, wrote=told_of(one.subject, one.subject_id, values[Subject(one.subject), one.subject_id])) for one in into]
    record(session, new.id, into, actor=actor, now=now)


def _matched(old: Iterable[Assignment], new: Iterable[Assignment]) -> Shares:
    """Unit by unit: the same role in the same words first, then the same role, then whatever is left, in order.

    A share that had ended goes on only where the unit has no other.
    """
    before = sorted(old, key=lambda share: (share.state is AssignmentState.ENDED, share.id))
    fresh = list(new)
    kept = []
    for is_same in (_same_words, _same_role, _same_unit):
        for share in list(fresh):
            forerunner = next((other for other in before if is_same(other, share)), None)
            if forerunner is not None:
                kept.append((forerunner, share))
                before.remove(forerunner)
                fresh.remove(share)
    return Shares(tuple(kept), tuple(fresh), tuple(share for share in before if share.state is not AssignmentState.ENDED))


def _same_unit(one: Assignment, other: Assignment) -> bool:
    return one.unit_id == other.unit_id


def _same_role(one: Assignment, other: Assignment) -> bool:
    return _same_unit(one, other) and one.role is other.role


def _same_words(one: Assignment, other: Assignment) -> bool:
    """Of whole measures, or of clauses that read alike."""
    texts = [share.clause.text if share.clause else None for share in (one, other)]
    return _same_role(one, other) and texts[0] == texts[1]


def _going_out(item: Handover, reason: str) -> Iterator[Entry]:
    """What the old chain tells. What was struck off or accepted as done there stays so; the rest has ended as far as it goes."""
    task = item.task
    left = TaskState.ENDED if task.state in UNFINISHED_TASK_STATES else task.state
    yield Entry(Subject.TASK, task.id, "carry_out", task.state, left, reason, task.id, written(face_of(task)))
    for share, _ in item.shares.kept:
        if share.state is not AssignmentState.ENDED:
            was = AssignmentState.ENDED if share.state in OPEN_ASSIGNMENT_STATES else share.state
            face = written(face_of_share(share))
            yield Entry(Subject.ASSIGNMENT, share.id, "carry_out", share.state, was, reason, task.id, face)


def _coming_in(old: Plan, item: Handover, reason: str) -> Iterator[Entry]:
    task, draft = item.task, item.draft
    data: dict[str, Any] = {"from": old.id, "change": item.pair.change.value}
    if task.due_on != draft.due_on:
        data |= {"due_on": [str(day) if day else None for day in (task.due_on, draft.due_on)]}
    yield Entry(Subject.TASK, task.id, "carry_in", None, task.state, reason, task.id, data)
    for share, now_named in item.shares.kept:
        if share.state is AssignmentState.ENDED:
            target = check(move_named(Subject.ASSIGNMENT, "give_again"), share.state)
            yield Entry(Subject.ASSIGNMENT, share.id, "give_again", share.state, target, reason, task.id)
        else:
            roles = None if share.role is now_named.role else {"role": [share.role.value, now_named.role.value]}
            yield Entry(Subject.ASSIGNMENT, share.id, "carry_in", None, share.state, reason, task.id, roles)


def _task_values(new: Plan, item: Handover, since: date | None) -> dict[str, Any]:
    task, draft = item.task, item.draft
    return {
        "id": task.id, "plan_id": new.id, "measure_id": item.pair.new.key, "title": draft.title, "is_ongoing": draft.is_ongoing,
        "due_on": draft.due_on, "original_due_on": task.original_due_on or draft.due_on, "issued_on": since or task.issued_on,
    }  # fmt: skip


def _share_values(share: Assignment, named: Assignment, today: date, since: date | None) -> dict[str, Any]:
    values = {
        "id": share.id, "role": named.role, "clause_id": named.clause_id, "via_unit_id": named.via_unit_id,
        "is_implied": named.is_implied, "issued_on": since or share.issued_on, "state": share.state,
        "acknowledged_at": share.acknowledged_at, "acknowledge_by": None if since else share.acknowledge_by,
    }  # fmt: skip
    if share.state is AssignmentState.ENDED:
        values |= {"state": AssignmentState.PENDING, "issued_on": today, "acknowledged_at": None, "acknowledge_by": None}
    return values


def _clear_draft(session: Session, item: Handover) -> None:
    """Take the draft task away; its new units and what was asked about its text go to the task in its place."""
    task_id, draft_id = item.task.id, item.draft.id
    fresh = [share.id for share in item.shares.fresh]
    plain = {"synchronize_session": False}
    session.execute(update(Assignment).where(Assignment.id.in_(fresh)).values(task_id=task_id), execution_options=plain)
    session.execute(delete(Assignment).where(Assignment.task_id == draft_id), execution_options=plain)
    for model in (ReadingIssue, Checklist):
        session.execute(update(model).where(model.task_id == draft_id).values(task_id=task_id), execution_options=plain)
    for _, named in item.shares.kept:
        session.expunge(named)
    session.expunge(item.draft)
    session.execute(delete(Task).where(Task.id == draft_id), execution_options=plain)


def _write(session: Session, model: type[Task] | type[Assignment], rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        session.execute(update(model), list(rows))
