"""Keep the marks of a document in step with what the office makes of it: marks as stored go in, a new list comes out."""

from collections.abc import Iterable, Mapping
from typing import Any

from tracker.intake.model import MarkKind

Marks = list[dict[str, Any]]
Span = tuple[int, int]


def renumbered(marks: Iterable[Mapping[str, Any]], places: Mapping[int, int]) -> Marks:
    """The marks with the ordinals of their measures changed from the keys to the values."""
    return [{**mark, "measure": places.get(mark["measure"], mark["measure"])} for mark in marks]


def without_measure(marks: Iterable[Mapping[str, Any]], ordinal: int, span: Span, reason: str) -> Marks:
    """The measure's marks gone, its whole stretch marked as no measure, with the reason."""
    kept = [dict(mark) for mark in marks if mark["measure"] != ordinal]
    return _in_order([*kept, {"kind": MarkKind.NOT_MEASURE.value, "span": list(span), "measure": None, "value": reason}])


def with_measure(marks: Iterable[Mapping[str, Any]], ordinal: int, span: Span, label: Span | None, title: Span | None) -> Marks:
    """What lies in the stretch becomes the measure's, and what called it no measure is gone; its number and title are marked."""
    kept = [dict(mark) for mark in marks if mark["kind"] != MarkKind.NOT_MEASURE or not _overlap(mark["span"], span)]
    for mark in kept:
        if mark["measure"] is None and span[0] <= mark["span"][0] and mark["span"][1] <= span[1]:
            mark["measure"] = ordinal
    own = [(MarkKind.LABEL, label), (MarkKind.MEASURE_TITLE, title)]
    new = [{"kind": kind.value, "span": list(place), "measure": ordinal, "value": None} for kind, place in own if place]
    return _in_order([*kept, *new])


def with_clauses(marks: Iterable[Mapping[str, Any]], ordinal: int, spans: Iterable[Span]) -> Marks:
    """The measure's clauses marked at these stretches and nowhere else."""
    kept = [dict(mark) for mark in marks if (mark["kind"], mark["measure"]) != (MarkKind.CLAUSE, ordinal)]
    new = [{"kind": MarkKind.CLAUSE.value, "span": list(span), "measure": ordinal, "value": None} for span in spans]
    return _in_order([*kept, *new])


def _overlap(one: Iterable[int], other: Span) -> bool:
    start, end = one
    return start < other[1] and other[0] < end


def _in_order(marks: Marks) -> Marks:
    """By where they begin, what holds others first."""
    return sorted(marks, key=lambda mark: (mark["span"][0], -mark["span"][1]))
