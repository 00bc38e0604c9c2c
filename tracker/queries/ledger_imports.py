"""Ledgers that came back: who may see them, and what each is compared with."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, false, or_, select
from sqlalchemy.orm import Session, joinedload

from tracker.models import Jurisdiction, LedgerExport, LedgerImport, OfficeLedger, Plan
from tracker.queries.scope import found, visible_plan
from tracker.rules.permissions import Actor, Permission

SHOWN = 20  # on the page of a plan


def _own(actor: Actor) -> ColumnElement[bool]:
    units = sorted(actor.units(Permission.UPDATE_WRITE))
    return LedgerImport.unit_id.in_(units) if units else false()


def the_import(session: Session, actor: Actor, import_id: int) -> LedgerImport:
    """The ledger that came back, with its plan; NotFound for all but the people of its unit: it holds what they have not sent."""
    query = select(LedgerImport).where(LedgerImport.id == import_id, _own(actor))
    return found(session.scalar(query.options(joinedload(LedgerImport.plan), joinedload(LedgerImport.export))))


def imports_of(session: Session, actor: Actor, plan_id: int) -> Sequence[LedgerImport]:
    """The newest ledgers of the plan that came back to the actor's units, newest first."""
    query = select(LedgerImport).where(LedgerImport.plan_id == plan_id, _own(actor)).order_by(LedgerImport.id.desc())
    return session.scalars(query.limit(SHOWN)).all()


def the_export(session: Session, actor: Actor, export_id: int) -> LedgerExport | None:
    """The export of that number of a plan that the actor may see; None where there is none."""
    query = select(LedgerExport).join(Plan, Plan.id == LedgerExport.plan_id)
    return session.scalar(query.where(LedgerExport.id == export_id, visible_plan(actor)).options(joinedload(LedgerExport.plan)))


def the_office_ledger(session: Session, actor: Actor, ledger_id: int) -> OfficeLedger:
    """An office's own ledger on its way to become a plan; NotFound outside the places whose plans the actor loads."""
    paths = sorted(actor.regions(Permission.PLAN_IMPORT))
    inside = or_(false(), *(Jurisdiction.path.startswith(path) for path in paths))
    query = select(OfficeLedger).join(Jurisdiction, Jurisdiction.id == OfficeLedger.jurisdiction_id)
    return found(session.scalar(query.where(OfficeLedger.id == ledger_id, inside)))
