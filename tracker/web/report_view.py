"""A unit's report as `components/review.html` shows it, on every page that does."""

from collections.abc import Mapping
from typing import Any

from flask import url_for

from tracker.models import Update
from tracker.rules.evidence import MEDIA_TYPES, EvidenceKind
from tracker.web import formats

# What a browser shows without running anything, and how; everything else is saved to disk.
INLINE = {
    MEDIA_TYPES[EvidenceKind.PDF]: "page",
    MEDIA_TYPES[EvidenceKind.PNG]: "picture",
    MEDIA_TYPES[EvidenceKind.JPEG]: "picture",
}


def shown(update: Update, people: Mapping[int, str] | None = None) -> dict[str, Any]:
    """The report, its Markdown made safe; `people` names by id who sent or wrote it."""
    return {
        "period": formats.period(update.period),
        "state": update.state,
        "kind": update.kind,
        "percent": update.percent,
        "by": (people or {}).get(update.submitted_by_id or update.drafted_by_id, ""),
        "submitted_at": update.submitted_at,
        "narrative": formats.prose(update.narrative),
        "problems": formats.prose(update.problems),
        "next_step": formats.prose(update.next_step),
        "files": files(update),
    }


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
