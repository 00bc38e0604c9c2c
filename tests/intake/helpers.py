"""What the tests of intake share."""

import os
from pathlib import Path
from typing import Any

from tracker.intake import ParsedPlan, parse

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("TRACKER_SHARED", ROOT.parent / "shared"))
DATA = Path(__file__).parent / "data"


def plan_of(*lines: str) -> ParsedPlan:
    """A plan whose only section holds the given lines."""
    return parse("\n".join(["示例县托育实施方案", "一、主要任务", *lines]).encode(), "plan.txt")


def normal(text: str) -> str:
    """A text without white space."""
    return "".join(text.split())


def without_places(value: Any) -> Any:
    """What was read, as plain values, without the places where it stands."""
    if isinstance(value, dict):
        return {key: without_places(item) for key, item in value.items() if key != "span"}
    return [without_places(item) for item in value] if isinstance(value, list) else value
