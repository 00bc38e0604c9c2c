"""A unit's report as `components/review.html` shows it, on every page that does."""

from typing import Any

from flask import url_for

from tracker.models import Update
from tracker.queries.signers import Signers
from tracker.rules.evidence import MEDIA_TYPES, EvidenceKind
from tracker.rules.likeness import differences
from tracker.web import formats

# What a browser shows without running anything, and how; everything else is saved to disk.
INLINE = {
    MEDIA_TYPES[EvidenceKind.PDF]: "page",
    MEDIA_TYPES[EvidenceKind.PNG]: "picture",
    MEDIA_TYPES[EvidenceKind.JPEG]: "picture",
}


def shown(update: Update, people: Signers | None = None) -> dict[str, Any]:
    """The report, its Markdown made safe; `people` names who sent or wrote it."""
    return {
        "period": formats.period(update.period),
        "state": update.state,
        "kind": update.kind,
        "percent": update.percent,
        "by": people.at(update.submitted_by_id or update.drafted_by_id, update.submitted_at) if people else "",
        "submitted_at": update.submitted_at,
        "narrative": formats.prose(update.narrative),
        "problems": formats.prose(update.problems),
        "next_step": formats.prose(update.next_step),
        "self_rating": update.self_rating,
        "verified_rating": update.verified_rating,
        "files": files(update),
    }


def changes(update: Update, before: Update | None) -> dict[str, Any]:
    """By part of the report, the words of last time and of this time with what differs, for the macro `side_by_side`."""
    if before is None:
        return {}
    return {part: differences(getattr(before, part), getattr(update, part)) for part in ("narrative", "problems", "next_step")}


def files(update: Update) -> list[dict[str, Any]]:
    """The evidence of the report, as the macro `evidence_list` takes it."""
    return [
        {
            "id": item.id,
            "name": item.name,
            "size": item.file.size,
            "fact_on": item.fact_on,
            "preview": INLINE.get(item.file.media_type, ""),
            "href": url_for("evidence.download", evidence_id=item.id),
        }
        for item in update.evidence
    ]
