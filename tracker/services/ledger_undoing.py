"""Give back what was taken over from a ledger, as far as nothing was built on it since."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.errors import Conflict
from tracker.models import Event, Evidence, LedgerImport, Update
from tracker.queries.ledger_shares import LedgerShare, own_shares, reported
from tracker.rules.ledger_columns import LedgerColumn
from tracker.rules.ledger_merge import not_undone
from tracker.rules.ledger_rows import Why
from tracker.rules.moves import Subject
from tracker.rules.permissions import Actor
from tracker.rules.statuses import UpdateState
from tracker.services.events import hold_chain
from tracker.services.ledger_imports import tell, write


@dataclass(frozen=True)
class UndoCell:
    """A cell that was taken over: what it said before and after, what it says now; `why` it cannot be undone."""

    share_id: int
    column: LedgerColumn
    before: str
    after: str
    now: str
    why: Why | None


@dataclass(frozen=True)
class Undone:
    """How many cells were given back, and how many drafts that the ledger began stay, for somebody wrote on in them."""

    cells: int
    kept_drafts: int


def undoable(session: Session, row: LedgerImport, *, actor: Actor) -> list[UndoCell]:
    """Every cell that was taken over, each with why it cannot be given back, if it cannot."""
    rows = own_shares(session, actor, {cell["share"] for cell in row.applied}, row.export.period)
    found = []
    for cell in row.applied:
        share, column = rows.get(cell["share"]), LedgerColumn(cell["column"])
        latest = share.latest if share else None
        is_same = latest is not None and latest.id == cell["update"] and latest.state is UpdateState.DRAFT
        stands = reported(share)[column] if share else ""
        why = not_undone(cell["after"], stands, column, is_same_draft=is_same)
        found.append(UndoCell(cell["share"], column, cell["before"], cell["after"], stands, why))
    return found


def undo_import(session: Session, row: LedgerImport, *, actor: Actor, now: datetime) -> Undone:
    """What was given back; cells on which something was built since stay as they are.

    A draft that the ledger began goes with its last cell, if it is then what it began from and nobody did anything else with it.
    """
    hold_chain(session, row.plan_id)
    if row.applied_at is None or row.undone_at is not None:
        raise Conflict("这份台账没有采纳过，或者已经撤销。请刷新页面查看。")
    cells = [cell for cell in undoable(session, row, actor=actor) if cell.why is None]
    if not cells:
        raise Conflict("采纳的内容都已送出或者又改过，没有可以撤销的。需要更正的，请在填报页面修改。")
    back: dict[int, dict[str, str]] = {}
    for cell in cells:
        back.setdefault(cell.share_id, {})[cell.column] = cell.before
    rows = own_shares(session, actor, back, row.export.period)
    begun = {cell["update"] for cell in row.applied if cell["new"]}
    kept = 0
    for share_id, values in back.items():
        share = rows[share_id]
        update = write(session, share.share, row, reported(share) | values, share.latest, actor=actor, now=now)
        if update.id in begun and not _ended(session, update, share):
            kept += 1
    row.undone = [{"share": cell.share_id, "column": cell.column.value} for cell in cells]
    row.undone_at = now
    tell(session, row, "undo", {"cells": len(cells), "shares": sorted(back)}, actor=actor, now=now)
    return Undone(len(cells), kept)


def _ended(session: Session, update: Update, share: LedgerShare) -> bool:
    """True where the draft was taken away: it says and proves what it began from, and was never sent on."""
    before = _before(session, update)
    began = reported(LedgerShare(share.share, before))
    is_sent = session.scalar(select(Event.id).where(Event.subject == Subject.UPDATE, Event.subject_id == update.id).limit(1))
    proof = before.evidence if before is not None else ()
    if is_sent or reported(LedgerShare(share.share, update)) != began or _proven(update.evidence) != _proven(proof):
        return False
    for item in update.evidence:
        item.ticks.clear()
        session.delete(item)
    session.flush()
    session.delete(update)
    session.flush()
    return True


def _before(session: Session, update: Update) -> Update | None:
    """The version that the draft follows; None of a first one."""
    query = select(Update).where(Update.assignment_id == update.assignment_id, Update.period == update.period)
    return session.scalar(query.where(Update.version == update.version - 1))


def _proven(evidence: Collection[Evidence]) -> Mapping[str, object]:
    """What the files are cited for: the day of each, and the items of checklists that they bear out."""
    return {item.sha256: (item.fact_on, {(tick.checklist_id, tick.item) for tick in item.ticks}) for item in evidence}
