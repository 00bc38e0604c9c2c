"""The part of a report's form in which items of a checklist are tied to files: `tick-<list>-<item>` = the file's number."""

import re

from flask import request

from tracker.models import Update
from tracker.services.checklist_ticks import Item

_NAME = re.compile(r"tick-([0-9]{1,9})-([0-9]{1,4})")


def asked_ticks(draft: Update) -> dict[Item, int | None]:
    """What the form asks for; a file that has just been taken off the draft ties nothing."""
    kept = {item.id for item in draft.evidence}
    asked: dict[Item, int | None] = {}
    for name, value in request.form.items():
        found = _NAME.fullmatch(name)
        if found:
            number = int(value) if value.isascii() and value.isdigit() else None
            asked[int(found[1]), int(found[2])] = number if number in kept else None
    return asked
