"""The body of a paper: Markdown, by way of its safe HTML, to Word paragraphs and tables."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import html
from lxml.etree import _Element as Xml

from tracker.reports.docx_table import Cell, Grid, table
from tracker.reports.docx_xml import SECTION_END, fonts, paragraph, text_run, w
from tracker.reports.gbt9704 import Profile
from tracker.reports.markdown import to_safe_html

HEADINGS = {"h2": "Heading1", "h3": "Heading2", "h4": "Heading3", "h5": "Heading4", "h6": "Heading4"}
BOLD, EMPHASIS = {"strong", "b", "th"}, {"em", "i"}
AIR = 120  # twips under a table, so that the next heading does not lean on it
DASH = "——"  # official papers open the points of an unnumbered list with a dash, not with a dot


@dataclass(frozen=True)
class Frame:
    """Where blocks go: the profile, the width in twips that tables fill, and whether tables take the smaller letters."""

    profile: Profile
    width: int
    wide: bool


def blocks_of(markdown: str, frame: Frame) -> list[Xml]:
    """Return the Word paragraphs and tables of a Markdown text; a rule (`---`) begins a new page."""
    root = html.fromstring(f"<div>{to_safe_html(markdown)}</div>")
    return list(_children(root, frame))


def _children(parent: Xml, frame: Frame) -> Iterator[Xml]:
    if (parent.text or "").strip():
        yield paragraph("GwText", [text_run((parent.text or "").strip())])
    for element in parent:
        yield from _block(element, frame)
        if (element.tail or "").strip():
            yield paragraph("GwText", [text_run((element.tail or "").strip())])


def _block(element: Xml, frame: Frame) -> Iterator[Xml]:
    if element.tag in HEADINGS:
        yield paragraph(HEADINGS[element.tag], _runs(element, frame.profile))
    elif element.tag == "hr":
        yield paragraph("GwText", properties=[w("pageBreakBefore")])
    elif element.tag in ("ul", "ol"):
        yield from _list(element, frame)
    elif element.tag == "blockquote":
        for inner in element:
            yield paragraph("GwQuote", _runs(inner, frame.profile))
    elif element.tag == "table":
        yield from _table(element, frame)
    elif element.tag == "figure":
        yield from _children(element, frame)
    else:
        yield paragraph("GwText", _runs(element, frame.profile))


def _list(element: Xml, frame: Frame) -> Iterator[Xml]:
    start = int(element.get("start") or 1) if str(element.get("start") or "1").isdigit() else 1
    for number, item in enumerate(element, start):
        mark = f"{number}. " if element.tag == "ol" else DASH
        yield paragraph("GwText", [text_run(mark), *_runs(item, frame.profile, skip=("ul", "ol"))])
        for inner in item:
            if inner.tag in ("ul", "ol"):
                yield from _list(inner, frame)


def _table(element: Xml, frame: Frame) -> Iterator[Xml]:
    rows = [[_cell(cell, frame.profile) for cell in row] for row in element.iter("tr")]
    length = max((len(row) for row in rows), default=0)
    if not length:
        return
    filled = [row + [Cell([], "", None)] * (length - len(row)) for row in rows]
    headed = element.find(".//th") is not None
    grid = Grid(head=filled[0] if headed else [], rows=filled[1:] if headed else filled)
    yield table(grid, frame.profile, width=frame.width, wide=frame.wide)
    yield paragraph(SECTION_END, properties=[w("spacing", after=AIR)])


def _cell(element: Xml, profile: Profile) -> Cell:
    align = (element.get("class") or "").removeprefix("align-") or None
    text = _plain(element)
    runs = [text_run(text)] if element.tag == "th" else _runs(element, profile)
    return Cell(runs, text, align)


def _plain(element: Xml) -> str:
    """The text of an element with its line breaks and without its marks."""
    return "".join(text for text, _ in _pieces(element, frozenset(), ())).strip()


def _runs(element: Xml, profile: Profile, skip: tuple[str, ...] = ()) -> list[Xml]:
    """Return the runs of an element's text; strong becomes bold, em takes 楷体."""
    return [text_run(text, *_look(marks, profile)) for text, marks in _pieces(element, frozenset(), skip)]


def _look(marks: frozenset[str], profile: Profile) -> list[Xml]:
    look = [fonts(profile.emphasis_font)] if marks & EMPHASIS else []
    return look + ([w("b")] if marks & BOLD else [])


def _pieces(element: Xml, marks: frozenset[str], skip: tuple[str, ...]) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield text with the marks it stands under. Line ends of the HTML source are dropped: a break is always a `br`."""
    if text := (element.text or "").replace("\n", ""):
        yield text, marks
    for child in element:
        if child.tag == "br":
            yield "\n", marks
        elif child.tag not in skip:
            yield from _pieces(child, marks | {str(child.tag)}, skip)
        if tail := (child.tail or "").replace("\n", ""):
            yield tail, marks
