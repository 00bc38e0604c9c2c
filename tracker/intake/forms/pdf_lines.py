"""Lines of a PDF page: characters gathered into lines, page numbers and running heads dropped, lines joined to paragraphs.

A PDF keeps characters with their places and nothing else. Where a paragraph ends is told by the page as GB/T 9704 prints it:
its first line is indented by two characters, and its last one ends before the right edge.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

from tracker.intake.outline import read_label

_PAGE_NUMBER = re.compile(r"[\s—–\-－·.]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[/／，,共].{0,12})?[\s—–\-－·.]*")
_DIGITS = re.compile(r"\d+")
# Parts of the height of a page in which its number and its running head stand.
_FOOT, _HEAD = 0.85, 0.12
# In character heights: an indent is two, a line that could hold two or three more characters is the last of its paragraph.
_INDENT, _SHORT = 1.2, 2.5
_GAP = 0.5
# Marks may hang over the right edge, and a line may fall short of it by a little less than a character.
_HANGING = 1.6
_TWICE = 0.15
# In distances between lines: what parts paragraphs that have no indent.
_WIDE = 1.35
# In character heights: what a line of a cell may leave free although the next character would fit.
_LEEWAY = 0.6
_UNPARTED = re.compile(r"(?:[A-Za-z0-9.%+-]+|[（(《“‘〔\[]*.)[、，。；：！？）)》”’〕\]%‰…—,.;:]*", re.S)
_UNITS = re.compile(r"(?:牵头|责任|配合|负责|落实|主办|协办|承办)(?:责任)?(?:单位|部门)[：:]")
_ENDS = "。！？；：.!?;:）)〕]】”"


@dataclass(frozen=True)
class Line:
    """A line of text in its place on a page, in points from the upper left corner."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float

    @property
    def size(self) -> float:
        """Height of its characters."""
        return self.bottom - self.top


@dataclass(frozen=True)
class Margins:
    """Left and right edge of the running text of a page, and how far apart its lines are."""

    left: float
    right: float
    pitch: float


def lines_of(characters: Iterable[Any]) -> list[Line]:
    """The lines that pdfplumber's characters make, from top to bottom."""
    return [line for row in rows_of(characters) if (line := _line(row)).text]


def rows_of(characters: Iterable[Any]) -> list[list[Any]]:
    """The characters row by row, each from left to right; every row holds something printed."""
    rows: list[list[Any]] = []
    for character in sorted(characters, key=lambda c: (c["top"] + c["bottom"]) / 2):
        middle = (character["top"] + character["bottom"]) / 2
        if rows and middle < rows[-1][0]["bottom"] - 0.2 * (rows[-1][0]["bottom"] - rows[-1][0]["top"]):
            rows[-1].append(character)
        elif character["text"].strip():
            rows.append([character])
    return [_once(sorted(row, key=lambda c: c["x0"])) for row in rows]


def _once(row: list[Any]) -> list[Any]:
    """The row without characters that are printed twice, a hair apart, to look bold."""
    kept: list[Any] = []
    for character in row:
        last = kept[-1] if kept else None
        if last is None or character["text"] != last["text"] or character["x0"] - last["x0"] > _TWICE * character["size"]:
            kept.append(character)
    return kept


def _line(row: list[Any]) -> Line:
    printed = [c for c in row if c["text"].strip()]
    text, end = [], printed[0]["x0"]
    for character in printed:
        if character["x0"] - end > _GAP * character["size"]:
            text.append(" ")
        text.append(character["text"])
        end = character["x1"]
    # A few raised or larger characters do not make a line taller.
    return Line(
        "".join(text), printed[0]["x0"], end, median(c["top"] for c in printed), median(c["bottom"] for c in printed)
    )  # fmt: skip


def drop_furniture(pages: list[list[Line]], heights: list[float]) -> list[list[Line]]:
    """The lines of every page without page numbers, and without the same head or foot on page after page."""
    repeated = Counter(
        key for lines, height in zip(pages, heights, strict=True) for key in {_key(li) for li in lines if _in_zone(li, height)}
    )
    # Even and odd pages may have heads of their own; two pages alone may share one.
    furniture = {key for key, times in repeated.items() if (times >= 3 and times * 3 >= len(pages)) or times == len(pages) == 2}
    return [
        [li for li in lines if not _in_zone(li, height) or not (_PAGE_NUMBER.fullmatch(li.text) or _key(li) in furniture)]
        for lines, height in zip(pages, heights, strict=True)
    ]


def _in_zone(line: Line, height: float) -> bool:
    return line.top > height * _FOOT or line.bottom < height * _HEAD


def _key(line: Line) -> str:
    return _DIGITS.sub("#", "".join(line.text.split()))


def margins(pages: list[list[Line]]) -> list[Margins]:
    """The edges of each page; a page with little on it takes those of the document."""
    filled = [lines for lines in pages if len(lines) > 3] or [lines for lines in pages if lines]
    if not filled:
        return [Margins(0, 0, 0) for _ in pages]
    # The distance inside paragraphs, which is the smaller one where there are more short paragraphs than long ones.
    steps = sorted(below.top - above.top for lines in filled for above, below in pairwise(lines) if below.top > above.top)
    pitch = steps[len(steps) // 5] if steps else 0
    left = median(min(li.x0 for li in lines) for lines in filled)
    right = median(max(li.x1 for li in lines) for lines in filled)
    found = []
    for lines in pages:
        size = lines[0].size if lines else 0
        own_left = min((li.x0 for li in lines), default=left)
        own_right = max((li.x1 for li in lines), default=right)
        found.append(Margins(own_left if abs(own_left - left) < size else left, max(own_right, right - size), pitch))
    return found


@dataclass
class Paragraph:
    """Lines that belong together; `room` is what the last one leaves free, `top` is where it stands, None on another page."""

    text: str
    size: float
    room: float
    top: float | None


def starts_anew(before: Paragraph | None, line: Line, edges: Margins) -> bool:
    """True where a line begins a paragraph.

    It does where it would have had room above, after a wide gap, with an indent, in another size, or numbered after a full
    stop or after a line of units.
    """
    if before is None or before.room > max(_SHORT * before.size, _need(line) + _HANGING * line.size):
        return True
    if before.top is not None and line.top - before.top > _WIDE * edges.pitch:
        return True
    if line.x0 - edges.left > _INDENT * line.size or abs(line.size - before.size) > 0.25 * before.size:
        return True
    ended = before.text[-1] in _ENDS or bool(_UNITS.match(before.text))
    return ended and read_label(line.text) is not None


def room_after(line: Line, edges: Margins) -> float:
    """How much of its row a line leaves free, in points."""
    return edges.right - line.x1


def _need(line: Line) -> float:
    """How wide the beginning of a line is that cannot be parted: a word or a number, or a character, with the marks after it."""
    beginning = _UNPARTED.match(line.text)
    return sum(line.size if ord(c) > 0x2000 else line.size / 2 for c in beginning[0]) if beginning else line.size


def in_cell(lines: list[Line], left: float, right: float) -> Iterator[str]:
    """The paragraphs of a table cell: a line that leaves room for the next one's beginning ends its own."""
    # A cell keeps the same room at either side.
    padding = min((line.x0 - left for line in lines), default=0)
    text = ""
    for line, below in zip(lines, [*lines[1:], None], strict=True):
        text += line.text
        room = (right - left) - 2 * padding - (line.x1 - line.x0)
        if below is not None and room > _need(below) + _LEEWAY * line.size and text[-1] not in "、，,和及":
            yield text
            text = ""
    if text:
        yield text
