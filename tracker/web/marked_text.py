"""The text of a document cut into pieces that a page can colour: where measures, marks and doubts begin and end.

Pieces never nest: each carries every kind that covers it, so that any overlap of marks comes out as valid HTML.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

DOUBT = "doubt"
# What a reader of the page tells apart, by the kind of mark; a kind that is not here is not coloured. In this order a page
# paints them over each other: what holds others first. Each has a letter, for colour alone tells some readers nothing.
GROUPS: dict[str, str] = {
    "not_measure": "not_measure",
    "checklist": "annex",
    "seat": "annex",
    "title": "header",
    "document_number": "header",
    "issuer": "header",
    "issued_on": "header",
    "basis": "header",
    "sunset": "header",
    "abbreviation": "header",
    "section": "section",
    "obligation": "obligation",
    "clause": "clause",
    "label": "measure",
    "measure_title": "measure",
    "target": "target",
    "deadline": "deadline",
    "supporting": "supporting",
    "implied": "responsible",
    "responsible": "responsible",
    "lead": "lead",
    DOUBT: DOUBT,
}
ORDER = tuple(dict.fromkeys(GROUPS.values()))
_RANK = {kind: ORDER.index(group) for kind, group in GROUPS.items()}


@dataclass(frozen=True)
class Stretch:
    """[start, end) of the text and what it became: a kind of GROUPS, what was read (`value`), the anchor that leads to it."""

    start: int
    end: int
    kind: str
    value: str | None = None
    anchor: str | None = None


@dataclass(frozen=True)
class Piece:
    """A stretch of text that all of `groups` cover; `begins` are the stretches that begin with it, the longest first."""

    text: str
    groups: tuple[str, ...] = ()
    begins: tuple[Stretch, ...] = ()

    @property
    def tip(self) -> str | None:
        """What was read here, where it is not what stands here."""
        shown = self.text.strip()
        return next((item.value for item in reversed(self.begins) if item.value and item.value != shown), None)

    @property
    def letter(self) -> str | None:
        """The group whose letter stands before the piece: that of the innermost stretch that begins here.

        A number has none, for the title behind it has the same.
        """
        ranks = [_RANK[item.kind] for item in self.begins if item.kind in GROUPS and item.kind != "label"]
        return ORDER[max(ranks)] if ranks else None


@dataclass(frozen=True)
class Passage:
    """The text of the measure that `owner` names, or (None) text between measures."""

    owner: int | None
    pieces: tuple[Piece, ...]


def passages(text: str, owners: Mapping[int, tuple[int, int]], stretches: Iterable[Stretch]) -> list[Passage]:
    """The whole text in order, cut into measures (`owners`: their spans, in the order of the text) and what stands between them.

    The pieces of all passages joined are the text. A stretch outside the text is left out, one that reaches beyond it ends
    with it. Takes time in proportion to the text and the number of stretches.
    """
    placed = [item for item in stretches if max(item.start, 0) < min(item.end, len(text))]
    borders = _borders(text, owners)
    edges = {0, len(text), *(start for start, _ in borders)}
    edges.update(min(edge, len(text)) for item in placed for edge in (max(item.start, 0), item.end))
    cuts = sorted(edges)
    owner_from = dict(borders)
    found: list[tuple[int | None, list[Piece]]] = []
    for start, piece in _pieces(text, cuts, placed):
        if start in owner_from:
            found.append((owner_from[start], []))
        found[-1][1].append(piece)
    return [Passage(owner, tuple(pieces)) for owner, pieces in found]


def _borders(text: str, owners: Mapping[int, tuple[int, int]]) -> list[tuple[int, int | None]]:
    """Where each passage begins and whose it is. A measure that overlaps the one before begins where that ends; white space
    after a measure stays with it, so that no passage is empty to the eye."""
    found: list[tuple[int, int | None]] = []
    last = 0
    for owner, (start, end) in sorted(owners.items(), key=lambda item: item[1]):
        start, end = max(start, last), min(end, len(text))
        if start >= end:
            continue
        if start > last:
            found.append((last, None))
        found.append((start, owner))
        last = _after_space(text, end)
    if last < len(text):
        found.append((last, None))
    return _without_blank_start(text, found)


def _without_blank_start(text: str, borders: list[tuple[int, int | None]]) -> list[tuple[int, int | None]]:
    """An empty beginning of the text goes to the passage after it."""
    if len(borders) > 1 and borders[0][1] is None and not text[: borders[1][0]].strip():
        return [(0, borders[1][1]), *borders[2:]]
    return borders


def _after_space(text: str, place: int) -> int:
    while place < len(text) and text[place].isspace():
        place += 1
    return place


def _pieces(text: str, cuts: Sequence[int], stretches: Sequence[Stretch]) -> Iterable[tuple[int, Piece]]:
    begins: dict[int, list[Stretch]] = defaultdict(list)
    ends: dict[int, list[int]] = defaultdict(list)
    for item in stretches:
        begins[max(item.start, 0)].append(item)
        if item.kind in GROUPS:
            ends[min(item.end, len(text))].append(_RANK[item.kind])
    covering = [0] * len(ORDER)
    for start, end in pairwise(cuts):
        for rank in ends.get(start, ()):
            covering[rank] -= 1
        first = begins.get(start, [])
        for item in first:
            if item.kind in GROUPS:
                covering[_RANK[item.kind]] += 1
        groups = tuple(group for group, times in zip(ORDER, covering, strict=True) if times)
        yield start, Piece(text[start:end], groups, tuple(sorted(first, key=lambda item: -item.end)))


def find_stretch(text: str, first: str, last: str, start: int = 0) -> tuple[int, int] | None:
    """[from, to) from the first words at or after `start` to the nearest last words; None where they are not there."""
    begin = _find(text, first, start)
    if begin is None or not last.strip():
        return begin
    end = _find(text, last, begin[0])
    return (begin[0], max(begin[1], end[1])) if end else None


def _find(text: str, words: str, start: int) -> tuple[int, int] | None:
    words = words.strip()
    place = text.find(words, start) if words else -1
    return None if place < 0 else (place, place + len(words))
