"""News that asks nothing any more: an answer that the office has judged, a returned report that came again, a period that is over.

The history tells it: the message bears the newest event of then (`Notice.after_event`), and a later one took the paper into another
state. What a unit sends again is a row of its own, with the paper before it in common.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_
from sqlalchemy.orm import aliased

from tracker.models import Assignment, Event, IndicatorReading, IssueNotice, IssueNoticeItem, Notice, ReportingPeriod, Update
from tracker.rules.moves import Subject
from tracker.rules.statuses import AssignmentState

# What two versions of the same paper have in common.
_VERSIONS: Mapping[Subject, tuple[Any, tuple[str, ...]]] = {
    Subject.UPDATE: (Update, ("assignment_id", "period")),
    Subject.INDICATOR_READING: (IndicatorReading, ("indicator_id", "fact_on")),
}


def moved_on() -> ColumnElement[bool]:
    """A condition on Notice: a later event moved the paper, or a later version of it, into another state."""
    itself = and_(Event.subject == Notice.subject, Event.subject_id == Notice.subject_id)
    return or_(exists().where(itself, _moves()), *(_came_again(subject) for subject in _VERSIONS))


def asks_no_more() -> ColumnElement[bool]:
    """A condition on Notice: it asked for the reports of a period that is locked, or to sign for shares that are all answered."""
    locked = exists().where(ReportingPeriod.id == Notice.subject_id, ReportingPeriod.locked_at.is_not(None))
    unsigned = exists().where(
        IssueNoticeItem.notice_id == Notice.subject_id, Assignment.id == IssueNoticeItem.assignment_id,
        Assignment.state == AssignmentState.PENDING,
    )  # fmt: skip
    return or_(
        and_(Notice.subject == ReportingPeriod.__tablename__, locked),
        and_(Notice.subject == IssueNotice.__tablename__, ~unsigned),
    )


def _moves() -> ColumnElement[bool]:
    leaves = or_(Event.old.is_(None), Event.old != Event.new)
    return and_(Event.id > Notice.after_event, Event.new.is_not(None), leaves)


def _came_again(subject: Subject) -> ColumnElement[bool]:
    model, common = _VERSIONS[subject]
    told_of, again = aliased(model), aliased(model)
    same = (getattr(again, name) == getattr(told_of, name) for name in common)
    return and_(
        Notice.subject == subject.value,
        exists().where(
            told_of.id == Notice.subject_id, *same, again.id > told_of.id, Event.subject == subject.value,
            Event.subject_id == again.id, _moves(),
        ),
    )  # fmt: skip
