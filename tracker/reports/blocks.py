"""The body of a paper as blocks: Markdown, by way of its safe HTML, to typed values that every printed form draws from."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from lxml import html
from lxml.etree import _Element as Xml

from tracker.reports.charts.marks import split_charts
from tracker.reports.markdown import to_safe_html
from tracker.reports.references import uncited

HEADINGS = {"h2": 1, "h3": 2, "h4": 3, "h5": 4, "h6": 4}
BOLD, EMPHASIS = frozenset({"strong", "b", "th"}), frozenset({"em", "i"})
LEAD_IN = 56  # characters, two lines
DASH = "——"  # official papers open the points of an unnumbered list with a dash, not with a dot


class Manner(StrEnum):
    """How a paragraph stands: as text, as a quotation, without the indent of its first line, or as a note in small letters."""

    TEXT = "text"
    QUOTE = "quote"
    FLUSH = "flush"
    NOTE = "note"


@dataclass(frozen=True)
class Piece:
    """A stretch of text of one look; `\\n` in it is a line break."""

    text: str
    bold: bool = False
    emphasis: bool = False


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is 一、, 2 is （一）, 3 is 1., 4 is （1）."""

    level: int
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Text:
    """A paragraph."""

    pieces: tuple[Piece, ...]
    manner: Manner = Manner.TEXT

    @property
    def text(self) -> str:
        """The text without its looks."""
        return plain(self.pieces)


@dataclass(frozen=True)
class Cell:
    """One cell of a table; `align` is left, center, right or None."""

    pieces: tuple[Piece, ...]
    align: str | None = None

    @property
    def text(self) -> str:
        """The text without its looks."""
        return plain(self.pieces)


@dataclass(frozen=True)
class Grid:
    """A table: its head row (empty if it has none) and body rows, each row as long as the head."""

    head: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Entry:
    """A label and what stands beside it in a form; `foot`: lines at the right of the bottom, for signature and seal."""

    label: str
    text: str = ""
    foot: str = ""


@dataclass(frozen=True)
class FormRow:
    """One row of a form: one entry over the whole width, or two side by side. `height`: the least, in millimetres."""

    entries: tuple[Entry, ...]
    height: float = 0


@dataclass(frozen=True)
class Form:
    """A table of labels and entries, to be read or filled in by hand."""

    rows: tuple[FormRow, ...]


@dataclass(frozen=True)
class ChartMark:
    """The place of a chart."""

    key: str


@dataclass(frozen=True)
class NewPage:
    """A page begins."""


Block = Heading | Text | Grid | Form | ChartMark | NewPage


def leads_in(block: Block, following: Block) -> bool:
    """True for a few lines of text right above a table, form or chart: they say what it is, and stay with it."""
    is_shown = isinstance(following, Grid | Form | ChartMark)
    return is_shown and isinstance(block, Text) and len(block.text) <= LEAD_IN


def plain(pieces: Sequence[Piece]) -> str:
    """The text of pieces without their looks."""
    return "".join(piece.text for piece in pieces)


def blocks_of(markdown: str) -> list[Block]:
    """The blocks of a Markdown text; figures stand without their references, a rule (`---`) begins a new page."""
    return [block for part in split_charts(uncited(markdown)) for block in _part(part)]


def _part(part: tuple[str, str]) -> Iterator[Block]:
    text, key = part
    if key:
        yield ChartMark(key)
    elif text.strip():
        yield from _children(html.fromstring(f"<div>{to_safe_html(text)}</div>"))


def _children(parent: Xml) -> Iterator[Block]:
    yield from _loose(parent.text)
    for element in parent:
        yield from _block(element)
        yield from _loose(element.tail)


def _loose(text: str | None) -> Iterator[Block]:
    if text and text.strip():
        yield Text((Piece(text.strip()),))


def _block(element: Xml) -> Iterator[Block]:
    if element.tag in HEADINGS:
        yield Heading(HEADINGS[str(element.tag)], _pieces(element))
    elif element.tag == "hr":
        yield NewPage()
    elif element.tag in ("ul", "ol"):
        yield from _list(element)
    elif element.tag == "blockquote":
        yield from (Text(_pieces(inner), Manner.QUOTE) for inner in element)
    elif element.tag == "table":
        yield from _table(element)
    elif element.tag == "figure":
        yield from _children(element)
    else:
        yield Text(_pieces(element))


def _list(element: Xml) -> Iterator[Block]:
    start = int(element.get("start") or 1) if str(element.get("start") or "1").isdigit() else 1
    for number, item in enumerate(element, start):
        mark = f"{number}. " if element.tag == "ol" else DASH
        yield Text((Piece(mark), *_pieces(item, skip=("ul", "ol"))))
        for inner in item:
            if inner.tag in ("ul", "ol"):
                yield from _list(inner)


def _table(element: Xml) -> Iterator[Block]:
    rows = [tuple(_cell(cell) for cell in row) for row in element.iter("tr")]
    length = max((len(row) for row in rows), default=0)
    if not length:
        return
    filled = [row + (Cell(()),) * (length - len(row)) for row in rows]
    headed = element.find(".//th") is not None
    yield Grid(head=filled[0] if headed else (), rows=tuple(filled[1:] if headed else filled))


def _cell(element: Xml) -> Cell:
    align = re.sub("^align-", "", element.get("class") or "") or None
    pieces = _pieces(element)
    return Cell((Piece(plain(pieces).strip()),) if element.tag == "th" else pieces, align)


def _pieces(element: Xml, skip: tuple[str, ...] = ()) -> tuple[Piece, ...]:
    found = _marked(element, frozenset(), skip)
    return tuple(Piece(text, bool(marks & BOLD), bool(marks & EMPHASIS)) for text, marks in found)


def _marked(element: Xml, marks: frozenset[str], skip: tuple[str, ...]) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield text with the marks it stands under. Line ends of the HTML source are dropped: a break is always a `br`."""
    if text := (element.text or "").replace("\n", ""):
        yield text, marks
    for child in element:
        if child.tag == "br":
            yield "\n", marks
        elif child.tag not in skip:
            yield from _marked(child, marks | {str(child.tag)}, skip)
        if tail := (child.tail or "").replace("\n", ""):
            yield tail, marks
