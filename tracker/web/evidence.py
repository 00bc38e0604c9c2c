"""Files of evidence: given out to those who may read the report, and every reading recorded."""

from flask import Blueprint, Response, redirect, send_file, url_for
from flask.typing import ResponseReturnValue

from tracker.queries.updates import the_evidence
from tracker.rules.evidence import MEDIA_TYPES, EvidenceKind
from tracker.rules.permissions import Permission
from tracker.services import updates
from tracker.web.context import actor, database, now, storage
from tracker.web.guards import needs

bp = Blueprint("evidence", __name__, url_prefix="/evidence")

# What a browser shows without running anything; everything else is saved to disk.
INLINE = frozenset(
    MEDIA_TYPES[kind] for kind in (EvidenceKind.PDF, EvidenceKind.PNG, EvidenceKind.JPEG, EvidenceKind.GIF, EvidenceKind.WEBP)
)


@bp.get("/<int:evidence_id>")
@needs(Permission.EVIDENCE_READ)
def download(evidence_id: int) -> ResponseReturnValue:
    with database().transaction() as session:
        item = the_evidence(session, actor(), evidence_id)
        updates.record_reading(session, item, actor=actor(), now=now())
        name, media_type, digest = item.name, item.file.media_type, item.sha256
    return given_out(digest, name, media_type)


def given_out(digest: str, name: str, media_type: str) -> Response:
    """The kept file as the answer; the caller has checked who may read it, and recorded that it was read."""
    answer: Response = send_file(
        storage().open(digest), mimetype=media_type, as_attachment=media_type not in INLINE, download_name=name, etag=False
    )
    # The file came from outside: whatever it holds, it runs nothing and reaches nothing of this application.
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
    return answer


@bp.post("/<int:evidence_id>/remove")
@needs(Permission.UPDATE_WRITE)
def remove(evidence_id: int) -> ResponseReturnValue:
    with database().transaction() as session:
        item = the_evidence(session, actor(), evidence_id)
        assignment_id, period = item.update.assignment_id, item.update.period
        updates.detach_evidence(session, item, actor=actor(), now=now())
    return redirect(url_for("updates.edit", assignment_id=assignment_id, period=period, _anchor="files"))
