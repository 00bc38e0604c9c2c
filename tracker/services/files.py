"""Keep the bytes of a file that people add: checked by content, stored once, known to the database by their sha256."""

from sqlalchemy.orm import Session

from tracker.models import EvidenceFile
from tracker.rules import evidence as evidence_rules
from tracker.storage import Storage


def keep_file(session: Session, storage: Storage, name: str, data: bytes) -> str:
    """The sha256 under which the file is kept. One whose content or name is refused raises RuleViolation."""
    facts = evidence_rules.check_file(name, data)
    digest = storage.put(data)
    if session.get(EvidenceFile, digest) is None:
        session.add(EvidenceFile(sha256=digest, size=facts.size, media_type=facts.media_type))
    return digest
