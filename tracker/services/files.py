"""Keep the bytes of a file that people add: checked by content, stored once, known to the database by their sha256."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from tracker.models import EvidenceFile
from tracker.rules import evidence as evidence_rules
from tracker.storage import Storage


@dataclass(frozen=True)
class NewFile:
    """A file as it was uploaded."""

    name: str
    data: bytes


@dataclass(frozen=True)
class Uploads:
    """Files as they came with a form, and where they are to be kept."""

    storage: Storage
    files: Sequence[NewFile] = ()


def keep_file(session: Session, storage: Storage, name: str, data: bytes) -> str:
    """The sha256 under which the file is kept. One whose content or name is refused raises RuleViolation."""
    facts = evidence_rules.check_file(name, data)
    digest = storage.put(data)
    if session.get(EvidenceFile, digest) is None:
        session.add(EvidenceFile(sha256=digest, size=facts.size, media_type=facts.media_type))
    return digest


def keep_files(session: Session, uploads: Uploads) -> dict[str, str]:
    """The name of each file by the sha256 under which it is kept; the same file twice stands once. Refusals as `keep_file`."""
    found: dict[str, str] = {}
    for file in uploads.files:
        found.setdefault(keep_file(session, uploads.storage, file.name, file.data), evidence_rules.display_name(file.name))
    return found
