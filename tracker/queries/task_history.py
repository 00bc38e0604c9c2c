"""The history of one task as its page shows it, within what the actor may see."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, case, func, or_, select, true
from sqlalchemy.orm import Session

from tracker.models import (
    Assignment,
    Consolidation,
    CoordinationItem,
    Event,
    Evidence,
    Extension,
    IndicatorReading,
    ItemFile,
    Objection,
    Opinion,
    PhoneUrge,
    RectificationItem,
    SupervisionOrder,
    Task,
    Unit,
    Update,
)
from tracker.queries.sql import Page, page_of
from tracker.rules.permissions import Actor, Permission
from tracker.rules.transitions import Subject

EVENTS_ON_A_PAGE = 20
# Of a task that the next edition took over one line is enough: not each share, and not both plans' side of it.
_once_carried = and_(Event.action != "carry_out", or_(Event.subject != Subject.ASSIGNMENT, Event.action != "carry_in"))
# What a unit does within its own walls before a report leaves it is not the office's to watch.
INTERNAL_ACTIONS = (
    "attach", "detach", "cite_again", "tick", "send_for_approval", "recall", "send_back", "draft", "discard", "stop",
)  # fmt: skip

# What else hangs on a task and is one unit's.
PAPERS: dict[str, Any] = {
    "phone_urge": PhoneUrge,
    Subject.OBJECTION: Objection,
    Subject.EXTENSION: Extension,
    Subject.CONSOLIDATION: Consolidation,
    Subject.OPINION: Opinion,
    Subject.COORDINATION: CoordinationItem,
    Subject.INDICATOR_READING: IndicatorReading,
}


@dataclass(frozen=True)
class EventRow:
    """One line of the history. `unit` is the unit whose share, report or order it is about."""

    at: datetime
    who: str
    subject: str
    action: str
    old: str | None
    new: str | None
    reason: str
    unit: str | None
    data: dict[str, Any] | None


def history(session: Session, actor: Actor, task: Task, number: int = 1, *, sees_all: bool) -> Page[EventRow]:
    """What happened to the task, newest first; of other units' reports only what the actor may read. Two statements."""
    update_id = case((Event.subject == Subject.UPDATE, Event.subject_id), (Event.subject == "evidence", Evidence.update_id))
    share_id = case((Event.subject == Subject.ASSIGNMENT, Event.subject_id), else_=Update.assignment_id)
    item_id = case((Event.subject == Subject.ITEM, Event.subject_id), else_=ItemFile.item_id)
    order_id = case((Event.subject == Subject.ORDER, Event.subject_id), else_=RectificationItem.order_id)
    unit_id = func.coalesce(Assignment.unit_id, SupervisionOrder.unit_id, *(paper.unit_id for paper in PAPERS.values()))
    own = unit_id.in_(sorted(actor.units(Permission.EVIDENCE_READ)))
    public = Event.subject.in_((Subject.TASK, Subject.ASSIGNMENT, Subject.OPINION, "indicator"))
    query = (
        select(Event, Unit.name)
        .outerjoin(Evidence, and_(Event.subject == "evidence", Evidence.id == Event.subject_id))
        .outerjoin(Update, Update.id == update_id)
        .outerjoin(Assignment, Assignment.id == share_id)
        .outerjoin(ItemFile, and_(Event.subject == "item_file", ItemFile.id == Event.subject_id))
        .outerjoin(RectificationItem, RectificationItem.id == item_id)
        .outerjoin(SupervisionOrder, SupervisionOrder.id == order_id)
    )
    for subject, paper in PAPERS.items():
        query = query.outerjoin(paper, and_(Event.subject == subject, paper.id == Event.subject_id))
    query = (
        query.outerjoin(Unit, Unit.id == unit_id)
        .where(
            Event.task_id == task.id,
            _once_carried,
            Event.action != "ask",  # of each unit alone; the page shows who was asked
            or_(own, and_(true() if sees_all else public, Event.action.not_in(INTERNAL_ACTIONS))),
        )
        .order_by(Event.id.desc())
    )
    rows, number, total = page_of(session, query, number, EVENTS_ON_A_PAGE)
    return Page([_event_row(event, unit) for event, unit in rows], number, total, EVENTS_ON_A_PAGE)


def _event_row(event: Event, unit: str | None) -> EventRow:
    return EventRow(event.at, event.actor_name, event.subject, event.action, event.old, event.new, event.reason, unit, event.data)
