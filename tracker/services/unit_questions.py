"""What the office is told, or asked, about the names of units in a document: one entry for each name decided on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tracker.models import Unit

LIKE, MATCHED, ENTERED = "unit_like", "unit_matched", "unit_entered"
SUCCEEDED, ENDED, NOT_FOUNDED, PLACE_UNSAID = "unit_succeeded", "unit_ended", "unit_not_founded", "unit_place_unsaid"
# Doubts before notes, as they are shown.
_SEVERITY = {
    LIKE: "doubt", ENDED: "doubt", NOT_FOUNDED: "doubt", PLACE_UNSAID: "doubt", SUCCEEDED: "note", MATCHED: "note", ENTERED: "note",
}  # fmt: skip
_ORDER = list(_SEVERITY)


@dataclass(frozen=True)
class UnitQuestion:
    """A name decided on, as printed: the unit that stands in the plan for it, and the units that it may mean instead."""

    code: str
    printed: str
    message: str
    unit: Unit
    candidates: tuple[Unit, ...] = ()

    def as_issue(self) -> dict[str, object]:
        """In the shape of a plan's issues, with the name and the ids of the units."""
        return {
            "severity": _SEVERITY[self.code],
            "code": self.code,
            "message": self.message,
            "span": None,
            "name": self.printed,
            "unit_id": self.unit.id,
            "candidates": [unit.id for unit in self.candidates],
        }


def in_order(questions: Iterable[UnitQuestion]) -> list[UnitQuestion]:
    """Doubts before notes; those of one sort in the order of the document."""
    return sorted(questions, key=lambda question: _ORDER.index(question.code))


def like(printed: str, unit: Unit, candidates: tuple[Unit, ...]) -> UnitQuestion:
    """The unit is new, or was never settled, and may be one with each of the others."""
    others = "、".join(f"“{other.name}”" for other in candidates)
    words = f"“{unit.name}”可能与{others}为同一单位，暂按新单位登入单位名录，请核对。"
    return UnitQuestion(LIKE, printed, words, unit, candidates)


def matched(printed: str, unit: Unit) -> UnitQuestion:
    """The name was taken by rule for a known unit."""
    return UnitQuestion(MATCHED, printed, f"“{printed}”按规则认作“{unit.name}”，如有不符请更正。", unit)


def entered(unit: Unit) -> UnitQuestion:
    """The name was not known, and is like none that is."""
    return UnitQuestion(ENTERED, unit.name, f"“{unit.name}”此前未登记，已按文中名称登入单位名录，请核对是否与已有单位重复。", unit)


def succeeded(printed: str, unit: Unit, successor: Unit) -> UnitQuestion:
    """The unit had ended by the day of the document, and its successor stands in its place."""
    words = f"“{printed}”指“{unit.name}”，该单位已于{_day(unit.to_on)}撤销，按承接单位“{successor.name}”登记。"
    return UnitQuestion(SUCCEEDED, printed, words, successor, (unit,))


def ended(printed: str, unit: Unit) -> UnitQuestion:
    """The unit had ended by the day of the document, and nobody that stands on that day is entered as its successor."""
    words = f"“{printed}”指“{unit.name}”，该单位已于{_day(unit.to_on)}撤销，尚未登记承接单位，请在单位名录中补登或者改正单位。"
    return UnitQuestion(ENDED, printed, words, unit)


def not_founded(printed: str, unit: Unit) -> UnitQuestion:
    """The unit begins only after the day of the document."""
    words = f"“{printed}”指“{unit.name}”，该单位登记的成立日期为{_day(unit.from_on)}，晚于文件日期，请核对文中所指的单位。"
    return UnitQuestion(NOT_FOUNDED, printed, words, unit)


def place_unsaid(printed: str, unit: Unit) -> UnitQuestion:
    """A name that says no place stands beside bodies of another place, and may mean theirs."""
    words = f"“{printed}”与其他地区的单位并列而没有写明地区，暂按“{unit.name}”登记，请核对。"
    return UnitQuestion(PLACE_UNSAID, printed, words, unit)


def _day(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else ""
