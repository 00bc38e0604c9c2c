"""What the office may say of a doubt of the reading, and which doubts a correction puts an end to."""

from bisect import bisect_right
from collections.abc import Sequence
from enum import StrEnum

ERROR, DOUBT, NOTE = "error", "doubt", "note"
TO_SETTLE = (ERROR, DOUBT)  # a note is for information: nobody has to answer it


class Answer(StrEnum):
    """How a doubt was settled."""

    CHECKED = "checked"  # 核对无误: it stands as it was read
    CORRECTED = "corrected"  # 已更正
    SAME_UNIT = "same_unit"  # 同一单位: the new name is another name of a known unit
    OTHER_UNIT = "other_unit"  # 不是同一单位
    RESPONSIBLE = "responsible"  # 由它负责: the unit that the prose charges becomes a responsible unit
    IGNORED = "ignored"  # 不属于任务: the stretch asks nothing of anybody


class Part(StrEnum):
    """The part of a reading that a correction writes over."""

    TITLE = "title"
    UNITS = "units"
    DUE = "due"
    CLAUSES = "clauses"
    INDICATORS = "indicators"
    LABEL = "label"
    HEADER = "header"
    MEASURE = "measure"  # what was read as one, or was not
    CHECKLIST = "checklist"


_AS_READ_OR_NOT = (Answer.CHECKED, Answer.CORRECTED)
_ANSWERS: dict[str, tuple[Answer, ...]] = {
    "unit_like": (Answer.SAME_UNIT, Answer.OTHER_UNIT),
    "unit_entered": (Answer.CHECKED, Answer.SAME_UNIT),
    **dict.fromkeys(("unit_matched", "unit_succeeded", "unit_ended", "unit_not_founded", "unit_place_unsaid"), _AS_READ_OR_NOT),
    "charged_in_prose": (Answer.RESPONSIBLE, Answer.IGNORED, Answer.CORRECTED),
    "not_a_measure": (Answer.CHECKED, Answer.IGNORED),
}
_COMMON = (Answer.CHECKED, Answer.CORRECTED, Answer.IGNORED)

_PARTS: dict[str, Part] = {
    "no_title": Part.HEADER,
    "no_heading": Part.TITLE,
    "no_unit": Part.UNITS,
    "repeated_unit": Part.UNITS,
    "odd_unit": Part.UNITS,
    "elided_prefix": Part.UNITS,
    "person_left_out": Part.UNITS,
    "units_from_heading": Part.UNITS,
    "deadline_year": Part.DUE,
    "deadline_span": Part.DUE,
    "deadline_words": Part.DUE,
    "text_after_units": Part.CLAUSES,
    "misprinted_digit": Part.INDICATORS,
    "misprinted_label": Part.LABEL,
    "number_gap": Part.LABEL,
    "unnumbered": Part.LABEL,
    "not_a_measure": Part.MEASURE,
    "checklist_loose": Part.CHECKLIST,
}


def answers_for(code: str) -> tuple[Answer, ...]:
    """The answers open for an issue of that code, the likeliest first; the common three for a code without answers of its own.

    Whether two names are one unit cannot be "checked" or "ignored": it is one of the two.
    """
    return _ANSWERS.get(code, _COMMON)


def settled_by(part: Part) -> frozenset[str]:
    """The codes of the doubts that asked for exactly this part, which are settled once the office has written it anew."""
    return frozenset(code for code, asked in _PARTS.items() if asked is part)


def owner_of(place: int, spans: Sequence[tuple[int, int, int]]) -> int | None:
    """The owner of the stretch in which the place lies; None between stretches. `spans` are [from, to) and owner, sorted.

    Where stretches overlap, it is that of the one that begins last.
    """
    for start, end, owner in reversed(spans[: bisect_right(spans, place, key=lambda span: span[0])]):
        if start <= place < end:
            return owner
    return None
