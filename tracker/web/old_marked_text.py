"""The text of a document cut where measures and doubts begin and end, so that a page can show each beside its reading."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from tracker.models import Task

Span = tuple[int, int]


@dataclass(frozen=True)
class Doubt:
    """One issue of the reading: its number on the page, what it says, and where; `task_id` of the measure it lies in."""

    number: int
    severity: str
    message: str
    span: Span | None
    task_id: int | None


@dataclass(frozen=True)
class Piece:
    """A stretch of text; `doubts` are the numbers of those that begin here, `is_marked` is within one of them."""

    text: str
    doubts: tuple[int, ...]
    is_marked: bool


@dataclass(frozen=True)
class Passage:
    """The text of one measure, or (`task` None) text between measures, with the doubts that lie in it."""

    task: Task | None
    pieces: tuple[Piece, ...]
    doubts: tuple[Doubt, ...]


def doubts_of(issues: Iterable[Mapping[str, Any]], tasks: Iterable[Task]) -> list[Doubt]:
    """The issues of a plan, numbered from 1, each with the measure in which it begins."""
    spans = _spans(tasks)
    found = []
    for number, issue in enumerate(issues, start=1):
        span = (issue["span"][0], issue["span"][1]) if issue.get("span") else None
        owner = next((task.id for (start, end), task in spans if span and start <= span[0] < end), None)
        found.append(Doubt(number, issue["severity"], issue["message"], span, owner))
    return found


def passages(text: str, tasks: Sequence[Task], doubts: Sequence[Doubt]) -> list[Passage]:
    """The whole text in order, cut into measures and what stands between them."""
    spans = _spans(tasks)
    located = [(doubt.span, doubt) for doubt in doubts if doubt.span]
    edges = {0, len(text), *(edge for span, _ in spans for edge in span), *(edge for span, _ in located for edge in span)}
    cuts = sorted(edge for edge in edges if 0 <= edge <= len(text))
    stretches = [(start, end, _owner(spans, start)) for start, end in zip(cuts, cuts[1:], strict=False)]
    found = []
    for task, group in groupby(stretches, key=lambda stretch: stretch[2]):
        run = [(start, end) for start, end, _ in group]
        pieces = tuple(_piece(text, start, end, located) for start, end in run)
        inside = tuple(doubt for span, doubt in located if run[0][0] <= span[0] < run[-1][1])
        if task is None:
            pieces = _trimmed(pieces)
        if pieces:
            found.append(Passage(task, pieces, inside))
    return found


def _trimmed(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Text between measures without the empty lines around it; nothing where it is all empty."""
    kept = [piece for piece in pieces if piece.text.strip() or piece.doubts]
    if not any(piece.text.strip() for piece in kept):
        return ()
    kept[0] = replace(kept[0], text=kept[0].text.lstrip())
    kept[-1] = replace(kept[-1], text=kept[-1].text.rstrip())
    return tuple(kept)


def _spans(tasks: Iterable[Task]) -> list[tuple[Span, Task]]:
    """Where the measures stand, in order; one that overlaps the measure before it begins where that ends."""
    found: list[tuple[Span, Task]] = []
    last = 0
    for task in tasks:
        measure = task.measure
        if measure is None or measure.span_from is None or measure.span_to is None:
            continue
        start = max(measure.span_from, last)
        if start < measure.span_to:
            found.append(((start, measure.span_to), task))
            last = measure.span_to
    return found


def _owner(spans: Iterable[tuple[Span, Task]], place: int) -> Task | None:
    return next((task for (start, end), task in spans if start <= place < end), None)


def _piece(text: str, start: int, end: int, located: Iterable[tuple[Span, Doubt]]) -> Piece:
    # A note about a whole chapter would colour it whole; only doubts mark the text.
    marking = [(span, doubt) for span, doubt in located if doubt.severity != "note"]
    begins = tuple(doubt.number for span, doubt in located if span[0] == start)
    return Piece(text[start:end], begins, any(span[0] <= start and end <= span[1] for span, _ in marking))
