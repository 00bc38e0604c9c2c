"""Make a plan of a ledger that an office kept before: its columns are told once, and remembered for its place."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from pathlib import PurePath

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.errors import InvalidInput, NotAllowed
from tracker.intake.ledgers.office import HEADS, OfficeTable, guess
from tracker.intake.model import ParsedPlan
from tracker.models import Jurisdiction, LedgerMapping, OfficeLedger
from tracker.rules.permissions import Actor, Permission
from tracker.services.events import NO_PLAN, Entry, record
from tracker.services.plans import Imported, import_plan
from tracker.storage import Storage


def keep_ledger(
    session: Session, storage: Storage, table: OfficeTable, data: bytes, filename: str, *, actor: Actor, now: datetime
) -> OfficeLedger:
    """The ledger with its rows, kept until the office has told what its columns hold; nothing of it is a plan yet."""
    own = min(actor.regions(Permission.PLAN_IMPORT), default=None)
    if own is None:
        raise NotAllowed("只有领导小组办公室可以导入台账。")
    place = session.scalars(select(Jurisdiction).where(Jurisdiction.path == own)).one()
    row = OfficeLedger(
        jurisdiction_id=place.id, filename=PurePath(filename).name[:200], sha256=storage.put(data), size=len(data),
        grid=[[table.title], list(table.heads), *map(list, table.rows)], uploaded_at=now, uploaded_by_id=actor.user_id,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def table_of(row: OfficeLedger) -> OfficeTable:
    """The ledger's table as it was read."""
    (title, *_), heads, *rows = row.grid
    return OfficeTable(title, tuple(heads), tuple(map(tuple, rows)))


def kinds_of(session: Session, row: OfficeLedger) -> tuple[str, ...]:
    """What the office of the place said of such columns last, or what they seem to hold."""
    heads = table_of(row).heads
    query = select(LedgerMapping.kinds).where(
        LedgerMapping.jurisdiction_id == row.jurisdiction_id, LedgerMapping.heads == _key(heads)
    )
    known = session.scalar(query)
    return tuple(known) if known is not None and len(known) == len(heads) else guess(heads)


def make_plan(
    session: Session, storage: Storage, row: OfficeLedger, kinds: Sequence[str], parsed: ParsedPlan, *, actor: Actor, now: datetime
) -> Imported:
    """The draft plan that the ledger becomes, `parsed` with these kinds of columns, which are remembered for the place.

    The same file again is the plan that it became.
    """
    if not set(kinds) <= {"", *HEADS} or len(kinds) != len(table_of(row).heads):
        raise InvalidInput("各列的含义有误，请从列表中选择。")
    with storage.open(row.sha256) as file:
        data = file.read()
    imported = import_plan(session, storage, data, row.filename, actor=actor, now=now, parsed=parsed)
    row.plan_id = imported.plan.id
    _remember(session, row, kinds, actor, now)
    entry = Entry("office_ledger", row.id, "map", data={"plan": imported.plan.key, "kinds": list(kinds)})
    record(session, NO_PLAN, [entry], actor=actor, now=now)
    return imported


def _remember(session: Session, row: OfficeLedger, kinds: Sequence[str], actor: Actor, now: datetime) -> None:
    heads = _key(table_of(row).heads)
    query = select(LedgerMapping).where(LedgerMapping.jurisdiction_id == row.jurisdiction_id, LedgerMapping.heads == heads)
    known = session.scalar(query) or LedgerMapping(jurisdiction_id=row.jurisdiction_id, heads=heads)
    known.kinds, known.mapped_at, known.mapped_by_id = list(kinds), now, actor.user_id
    session.add(known)


def _key(heads: Sequence[str]) -> str:
    return hashlib.sha256("\t".join("".join(head.split()) for head in heads).encode()).hexdigest()
