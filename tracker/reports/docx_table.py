"""Tables and forms for Word: column widths that follow the content, a head that repeats, rows that stay whole."""

from collections.abc import Sequence

from docx.oxml.ns import qn
from lxml.etree import _Element as Xml

from tracker.reports.blocks import Cell, Entry, Form, FormRow, Grid
from tracker.reports.docx_xml import keep_with_next, paragraph, runs, stand_off, text_run, w
from tracker.reports.gbt9704 import Profile, twips
from tracker.reports.widths import LINE_HEIGHT, Place, column_widths, headed, is_short, label_width, places, row_height

CELL_MARGINS = (("top", 40), ("left", 68), ("bottom", 40), ("right", 68))


def table(grid: Grid, profile: Profile, *, width: int, wide: bool) -> Xml:
    """Return the w:tbl of a grid, `width` twips wide; `wide` takes the smaller letters of the landscape annexes.

    The head repeats on every page and no row splits over two (tblHeader, cantSplit): a list of overdue matters is read
    row by row, often with only one page in the hand.
    """
    size = profile.wide_table_half_points if wide else profile.table_half_points
    texts = [[cell.text for cell in row] for row in ([grid.head] if grid.head else []) + list(grid.rows)]
    widths = column_widths(texts, width / (size * 10))
    columns = _whole_twips([round(em * size * 10) for em in widths], width)
    style = "GwWideTable" if wide else "GwTable"
    element = _empty(profile, columns)
    if grid.head:
        middle = [Place("center")] * len(columns)
        element.append(_row(headed(grid.head, widths), columns, middle, f"{style}Head", profile, head=True))
    for row, standing in zip(grid.rows, places(grid.rows, widths), strict=True):
        element.append(_row(row, columns, standing, style, profile, head=False))
    height = (profile.text_width if wide else profile.text_height) / (size * 10)
    if is_short(texts, widths, height):
        _keep_together(element)
    return element


def _keep_together(table: Xml) -> None:
    """Bind each row to the next one."""
    for row in list(table.iter(qn("w:tr")))[:-1]:
        for line in row.iter(qn("w:p")):
            keep_with_next(line)


def form(given: Form, profile: Profile, *, width: int) -> Xml:
    """Return the w:tbl of a form: label and entry, twice where a row holds two."""
    label = round(label_width(given) * profile.table_half_points * 10)
    half = width // 2 - label
    columns = _whole_twips([label, half, label, half], width)
    element = _empty(profile, columns)
    element.extend(_form_row(row, columns, profile) for row in given.rows)
    return element


def _empty(profile: Profile, columns: Sequence[int]) -> Xml:
    return w("tbl", _table_properties(profile, sum(columns)), w("tblGrid", *(w("gridCol", w=column) for column in columns)))


def _whole_twips(columns: list[int], width: int) -> list[int]:
    return [*columns[:-1], width - sum(columns[:-1])]


def _row(cells: Sequence[Cell], columns: list[int], standing: Sequence[Place], style: str, profile: Profile, *, head: bool) -> Xml:
    properties = w("trPr", w("cantSplit"), *([w("tblHeader")] if head else []))
    row = w("tr", properties)
    size = profile.wide_table_half_points if style.startswith("GwWide") else profile.table_half_points
    for cell, column, place in zip(cells, columns, standing, strict=True):
        aside = [w("ind", right=round(place.inset * size * 10))] if place.inset else []
        text = paragraph(style, runs(cell.pieces, profile), [*aside, w("jc", val=place.align)])
        row.append(w("tc", w("tcPr", w("tcW", w=column, type="dxa"), w("vAlign", val="center")), text))
    return row


def _form_row(given: FormRow, columns: list[int], profile: Profile) -> Xml:
    """A tall row keeps its height when it is empty; it may split where what is in it is longer than a page."""
    height = [w("trHeight", val=twips(given.height), hRule="atLeast")] if given.height else []
    row = w("tr", w("trPr", *height))
    for position, entry in enumerate(given.entries):
        label, value = columns[2 * position : 2 * position + 2]
        is_alone = len(given.entries) == 1
        row.append(_form_cell([paragraph("GwTableHead", [text_run(entry.label)])], label))
        width = sum(columns[1:]) if is_alone else value
        lines = _entry(entry, width, twips(given.height), profile)
        row.append(_form_cell(lines, width, span=3 if is_alone else 1, at="top" if entry.foot else "center"))
    return row


def _entry(entry: Entry, width: int, height: int, profile: Profile) -> list[Xml]:
    """The lines of an entry; those for signature and seal stand at the foot of the room that it has."""
    character = profile.table_half_points * 10
    place = max(0, width - profile.sign_characters * character)
    lines = [paragraph("GwTable", [text_run(line)]) for line in entry.text.split("\n")]
    signed = [line for line in entry.foot.split("\n") if line]
    taken = row_height([entry.text], [width / character]) + LINE_HEIGHT * len(signed)
    above = max(round(height - taken * character), character // 2)
    foot = [paragraph("GwTable", [text_run(line)], [w("ind", left=place)]) for line in signed]
    for first in foot[:1]:
        stand_off(first, above, "before")
    return lines + foot


def _form_cell(content: list[Xml], width: int, span: int = 1, at: str = "center") -> Xml:
    spanned = [w("gridSpan", val=span)] if span > 1 else []
    return w("tc", w("tcPr", w("tcW", w=width, type="dxa"), *spanned, w("vAlign", val=at)), *content)


def _table_properties(profile: Profile, width: int) -> Xml:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    rules = (w(side, val="single", sz=profile.table_rule, space=0, color="000000") for side in sides)
    return w(
        "tblPr",
        w("tblW", w=width, type="dxa"),
        w("jc", val="center"),
        w("tblBorders", *rules),
        w("tblLayout", type="fixed"),
        w("tblCellMar", *(w(side, w=margin, type="dxa") for side, margin in CELL_MARGINS)),
    )
