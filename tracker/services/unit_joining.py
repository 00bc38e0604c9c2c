"""Carry everything that refers to one unit over to another that is the same body. The verb is `services.units.join_units`."""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from tracker.models import Assignment, ObligationUnit, ReadingIssue, Unit, UnitMember, UnitName
from tracker.rules.permissions import Actor
from tracker.rules.reading import Answer
from tracker.rules.statuses import AssignmentRole, NameOrigin
from tracker.services.unit_questions import LIKE

# Of two parts of one unit in the same stretch the stronger stays, as when a document prints the unit twice.
_ORDER = (AssignmentRole.LEAD, AssignmentRole.RESPONSIBLE, AssignmentRole.SUPPORTING)


def carry_over(session: Session, unit: Unit, into: Unit) -> None:
    """Leave nothing that refers to the unit: its names, shares, duties, groups and questions are the other's."""
    _carry_names(session, unit, into)
    _carry_shares(session, unit, into)
    _carry_duties(session, unit, into)
    _carry_members(session, unit, into)
    _carry_questions(session, unit, into)
    session.execute(update(Unit).where(Unit.successor_id == unit.id, Unit.id != into.id).values(successor_id=into.id))
    session.execute(update(Unit).where(Unit.id == into.id, Unit.successor_id == unit.id).values(successor_id=None))
    session.flush()
    session.expire_all()


def _carry_names(session: Session, unit: Unit, into: Unit) -> None:
    session.execute(
        update(UnitName).where(UnitName.unit_id == unit.id).values(unit_id=into.id, origin=NameOrigin.ANSWERED),
        execution_options={"synchronize_session": False},
    )


def _carry_shares(session: Session, unit: Unit, into: Unit) -> None:
    """One share of a stretch for one unit: the two of them become the stronger, implied only where both were."""
    tasks = select(Assignment.task_id).where(Assignment.unit_id == unit.id)
    both = (Assignment.unit_id.in_((unit.id, into.id)), Assignment.task_id.in_(tasks))
    stretches: dict[tuple[int, int | None], list[Assignment]] = {}
    for share in session.scalars(select(Assignment).where(*both).order_by(Assignment.id)):
        stretches.setdefault((share.task_id, share.clause_id), []).append(share)
    for shares in stretches.values():
        kept = min(shares, key=lambda share: _ORDER.index(share.role))
        is_implied = all(share.is_implied for share in shares)
        for share in shares:
            if share is not kept:
                session.delete(share)
        session.flush()  # the unique key of the stretch is free before the one that stays takes it
        kept.unit_id, kept.is_implied = into.id, is_implied
    session.flush()


def _carry_duties(session: Session, unit: Unit, into: Unit) -> None:
    held = select(ObligationUnit.obligation_id).where(ObligationUnit.unit_id == into.id)
    session.execute(
        delete(ObligationUnit).where(ObligationUnit.unit_id == unit.id, ObligationUnit.obligation_id.in_(held)),
        execution_options={"synchronize_session": False},
    )
    session.execute(
        update(ObligationUnit).where(ObligationUnit.unit_id == unit.id).values(unit_id=into.id),
        execution_options={"synchronize_session": False},
    )


def _carry_members(session: Session, unit: Unit, into: Unit) -> None:
    """The groups to which the unit belongs, and its own members where it is a group; what the other has already stays as it is."""
    groups = list(session.scalars(select(UnitMember).where(UnitMember.member_id == unit.id)))
    members = list(session.scalars(select(UnitMember).where(UnitMember.collective_id == unit.id)))
    _replace(session, groups, lambda row: (row.collective_id, into.id))
    _replace(session, members, lambda row: (into.id, row.member_id))


def _replace(session: Session, rows: list[UnitMember], keys: Callable[[UnitMember], tuple[int, int]]) -> None:
    for row in rows:
        key = keys(row)
        session.delete(row)
        session.flush()
        if key[0] != key[1] and session.get(UnitMember, key) is None:
            session.add(UnitMember(collective_id=key[0], member_id=key[1], from_on=row.from_on, to_on=row.to_on))
    session.flush()


def _carry_questions(session: Session, unit: Unit, into: Unit) -> None:
    """What the office is or was asked about the unit is from now on about the other; candidates are kept by their ids in a list."""
    session.execute(
        update(ReadingIssue).where(ReadingIssue.unit_id == unit.id).values(unit_id=into.id),
        execution_options={"synchronize_session": False},
    )
    for issue in session.scalars(select(ReadingIssue).where(ReadingIssue.code == LIKE)):
        if unit.id in issue.candidates:
            issue.candidates = list(dict.fromkeys(into.id if key == unit.id else key for key in issue.candidates))
    session.flush()


def open_questions_about(session: Session, unit: Unit) -> list[ReadingIssue]:
    """The open questions whether the unit is one with others, in whatever plan."""
    query = select(ReadingIssue).where(
        ReadingIssue.unit_id == unit.id, ReadingIssue.code == LIKE, ReadingIssue.settled_at.is_(None)
    )
    return list(session.scalars(query))


def settle_joined(
    session: Session, into: Unit, asked_before: Sequence[ReadingIssue], but: ReadingIssue | None, *, actor: Actor, now: datetime
) -> None:
    """Answer the questions that the joining has answered, but the one that is being answered by itself.

    They are those that were open about the unit that is gone, and those whether the other is one with itself.
    """
    about_itself = [issue for issue in open_questions_about(session, into) if into.id in issue.candidates]
    for issue in {issue.id: issue for issue in (*asked_before, *about_itself)}.values():
        if issue is not but:
            issue.answer, issue.settled_at, issue.settled_by_id = Answer.SAME_UNIT, now, actor.user_id
    session.flush()
