"""What the history keeps of a content too long to keep itself, so that a change of it past the program is found."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from tracker.models import Update


def content_digest(content: Mapping[str, Any]) -> str:
    """The sha256 over the content in canonical JSON, as the history keeps it."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def report_digest(update: Update) -> str:
    """The digest of what a unit said in a report, which nothing changes once it has left the unit: mending makes a new version."""
    return content_digest(
        {
            "kind": update.kind,
            "percent": update.percent,
            "narrative": update.narrative,
            "problems": update.problems,
            "next_step": update.next_step,
            "self_rating": update.self_rating,
        }
    )
