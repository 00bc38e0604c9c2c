"""The files that the database names: evidence and documents of plans, once each however often they are cited."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select, union
from sqlalchemy.orm import Session

from tracker.models import (
    AdjustmentFile,
    Evidence,
    EvidenceFile,
    ExtensionFile,
    IndicatorReadingFile,
    ItemFile,
    OfficeLedger,
    ReportFile,
    SourceDocument,
    VerificationFile,
)

BATCH = 500
# Where a kept file is noted with its size.
_KEEPING: tuple[Any, ...] = (EvidenceFile, OfficeLedger, SourceDocument)
# Where a kept file may be cited, each with the name that it was handed in under.
_CITING: tuple[Any, ...] = (Evidence, ItemFile, ExtensionFile, IndicatorReadingFile, VerificationFile, AdjustmentFile, ReportFile)


@dataclass(frozen=True, order=True)
class KeptFile:
    """A file as the database noted it when it came; `size` in bytes."""

    sha256: str
    size: int


def kept_after(session: Session, after: str, limit: int = BATCH) -> list[KeptFile]:
    """The next files in the order of their sha256; the first ones for an empty `after`.

    Asked for a stretch at a time: reading terabytes takes longer than a transaction may stay open.
    """
    found: set[KeptFile] = set()
    for table in _KEEPING:
        query = select(table.sha256, table.size).where(table.sha256 > after).order_by(table.sha256).limit(limit)
        found.update(KeptFile(row.sha256, row.size) for row in session.execute(query))
    return sorted(found)[:limit]


def kept_bytes(session: Session) -> int:
    """How many bytes the files have in all, as noted; one that several tables name counts once."""
    named = union(*(select(table.sha256, table.size) for table in _KEEPING)).subquery()
    return session.scalar(select(func.coalesce(func.sum(named.c.size), 0))) or 0


def name_of_file(session: Session, digest: str) -> str:
    """A name under which somebody handed the file in; empty where none is known."""
    for table in _CITING:
        name = session.scalar(select(table.name).where(table.sha256 == digest).order_by(table.id).limit(1))
        if name:
            return str(name)
    return session.scalar(select(SourceDocument.filename).where(SourceDocument.sha256 == digest)) or ""
