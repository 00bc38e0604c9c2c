"""How much waits for the head of a unit: what the page of approvals lists, counted."""

from sqlalchemy import ColumnElement, Select, func, select

from tracker.models import Assignment, Consolidation, Occurrence, SupervisionOrder, Update
from tracker.queries.consolidations import consolidation_waits_for_head
from tracker.queries.occurrences import report_waits_for_head
from tracker.queries.orders import order_waits_for_head
from tracker.queries.reviews import update_waits_for_head
from tracker.rules.permissions import Actor


def waiting_query(actor: Actor) -> Select[int]:
    """Counts the reports, consolidated and periodic reports and orders that wait for the actor to sign."""
    updates = select(func.count()).select_from(Update).join(Assignment, Assignment.id == Update.assignment_id)
    return select(
        updates.where(update_waits_for_head(actor)).scalar_subquery()
        + _count(Consolidation, consolidation_waits_for_head(actor))
        + _count(Occurrence, report_waits_for_head(actor))
        + _count(SupervisionOrder, order_waits_for_head(actor))
    )


def _count(model: type, waits: ColumnElement[bool]) -> ColumnElement[int]:
    return select(func.count()).select_from(model).where(waits).scalar_subquery()
