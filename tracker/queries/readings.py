"""What was read from a document and is still to be looked over: the issues of plans, and the marks of a text."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from tracker.intake.model import Mark, MarkKind
from tracker.models import Plan, ReadingIssue, Unit
from tracker.rules.reading import ERROR, TO_SETTLE


def issues_of(session: Session, plan_id: int) -> list[ReadingIssue]:
    """Every issue of the plan, settled or not, in the order of the text; those without a place last. One statement."""
    query = select(ReadingIssue).where(ReadingIssue.plan_id == plan_id)
    order = (ReadingIssue.span_from.is_(None), ReadingIssue.span_from, ReadingIssue.position)
    return list(session.scalars(query.order_by(*order)))


def unsettled(session: Session, plan_id: int) -> int:
    """How many errors and doubts of the plan wait for an answer; notes do not wait."""
    return unsettled_by_plan(session, [plan_id]).get(plan_id, 0)


def unsettled_errors(session: Session, plan_id: int) -> int:
    """How many errors wait for an answer: with one the plan cannot be issued."""
    query = select(func.count(ReadingIssue.id)).where(ReadingIssue.plan_id == plan_id, ReadingIssue.severity == ERROR, *_open())
    return session.scalar(query) or 0


def unsettled_by_plan(session: Session, plan_ids: Iterable[int]) -> dict[int, int]:
    """The number of errors and doubts waiting, by plan; a plan without any is left out. One statement."""
    query = (
        select(ReadingIssue.plan_id, func.count(ReadingIssue.id))
        .where(ReadingIssue.plan_id.in_(list(plan_ids)), *_open())
        .group_by(ReadingIssue.plan_id)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def unsettled_issues(session: Session, plan_id: int) -> list[ReadingIssue]:
    """The errors and doubts that wait for an answer, in the order of the text."""
    return [issue for issue in issues_of(session, plan_id) if issue.settled_at is None and issue.severity in TO_SETTLE]


def marks_of(plan: Plan) -> list[Mark]:
    """What the stretches of the plan's text became, in the order of the text; none for a plan without its document."""
    stored = plan.source_document.marks if plan.source_document else []
    return [
        Mark(MarkKind(item["kind"]), (item["span"][0], item["span"][1]), item.get("measure"), item.get("value")) for item in stored
    ]


def known_units(session: Session, place_id: int) -> list[tuple[int, str]]:
    """The registered units of a place, by name, for one of them to be chosen."""
    query = select(Unit.id, Unit.name).where(Unit.jurisdiction_id == place_id).order_by(Unit.name)
    return [(row.id, row.name) for row in session.execute(query)]


def _open() -> tuple[ColumnElement[bool], ...]:
    return (ReadingIssue.settled_at.is_(None), ReadingIssue.severity.in_(TO_SETTLE))
