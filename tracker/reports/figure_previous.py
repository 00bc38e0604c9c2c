"""What the last issued paper of the same kind said, as far as the next one compares itself with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Previous:
    """The day it spoke of, and the tasks in each situation on that day."""

    as_of: date
    situations: Mapping[str, tuple[int, ...]]


def previous_of(kept: Mapping[str, Any]) -> Previous | None:
    """What to compare with, out of the frozen figures of a paper; None where they judged nothing or are of an older form."""
    found = kept.get("situations")
    if not found or not all("task_ids" in item for item in found):
        return None
    situations = {item["code"]: tuple(item["task_ids"]) for item in found}
    return Previous(date.fromisoformat(kept["as_of"]), situations)
