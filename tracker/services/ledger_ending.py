"""End the ledgers that nobody can want back any more."""

from datetime import datetime, timedelta

from sqlalchemy import delete, exists
from sqlalchemy.orm import Session

from tracker.models import LedgerExport, LedgerImport

# A year's ledger may come back after the year has ended; a later one would be compared with what nobody remembers.
KEPT_LEDGERS = timedelta(days=400)


def forget_ledgers(session: Session, *, now: datetime) -> int:
    """How many were removed: files that came back more than 400 days ago and of which nothing was taken over, and exports as old
    that no file is compared with. What was taken over stays, for its page says what it was before."""
    before = now - KEPT_LEDGERS
    left = delete(LedgerImport).where(LedgerImport.applied_at.is_(None), LedgerImport.uploaded_at < before)
    imports = session.scalars(left.returning(LedgerImport.id)).all()
    is_needed = exists().where(LedgerImport.export_id == LedgerExport.id)
    old = delete(LedgerExport).where(LedgerExport.exported_at < before, ~is_needed)
    exports = session.scalars(old.returning(LedgerExport.id)).all()
    return len(imports) + len(exports)
