"""What the typst template prints, as values of JSON: the look of a profile, and the parts of a paper as blocks to draw."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from itertools import pairwise
from typing import Any

from tracker.reports.blocks import Block, ChartMark, Form, Grid, Heading, Manner, NewPage, Piece, Text, leads_in
from tracker.reports.charts.drawing import in_words, pieces, to_svg
from tracker.reports.charts.svg import Chart
from tracker.reports.gbt9704 import Face, Profile, twips
from tracker.reports.markdown import printable
from tracker.reports.widths import column_widths, headed, is_short, label_width, places, row_height

Values = dict[str, Any]
Charts = Mapping[str, Sequence[Values]]
TALLEST = 0.6  # of a page: a row that may be higher is torn, for otherwise it would run out of the paper
HAIR = 0.5  # points by which a table stays within the type area


def points(millimetres: float) -> float:
    """A length in points."""
    return twips(millimetres) / 20


def page_values(profile: Profile) -> Values:
    """The paper and its margins."""
    return {
        side: points(getattr(profile, name))
        for side, name in (
            ("width", "page_width"), ("height", "page_height"),
            ("top", "top"), ("right", "right"), ("bottom", "bottom"), ("left", "left"),
        )
    }  # fmt: skip


def look_values(profile: Profile) -> Values:
    """Faces, distances and lines, in the template's words."""
    return {
        "text": face_values(profile.text, profile),
        "title": face_values(profile.title, profile),
        "subtitle": face_values(profile.subtitle, profile),
        "levels": [face_values(face, profile) for face in profile.levels],
        "annex-label": face_values(profile.annex_label, profile),
        "page-number": face_values(profile.page_number, profile),
        "colophon": face_values(profile.colophon, profile),
        "emphasis": fonts_of(profile.emphasis_font, profile),
        "size": profile.text.half_points / 2,
        "pitch": profile.printed_pitch,
        "tracking": profile.character_spacing / 20,
        "indent": profile.first_line_characters,
        "lines-above-title": profile.lines_above_title,
        "lines-above-signature": profile.lines_above_signature,
        "lines-under-mark": profile.lines_under_mark,
        "page-number-gap": points(profile.page_number_gap),
        "page-number-indent": profile.page_number_indent * profile.page_number.half_points / 2,
        "mark-top": points(profile.mark_top),
        "red-line-gap": points(profile.red_line_gap),
        "red-line": profile.red_line,
        "letter-mark-top": points(profile.letter_mark_top),
        "letter-foot": points(profile.letter_foot),
        "letter-line": points(profile.letter_line),
        "sign-width": profile.sign_characters,
        "table-rule": profile.table_rule / 8,
        "colophon-outer": profile.colophon_outer_rule / 8,
        "colophon-inner": profile.colophon_inner_rule / 8,
    }


def face_values(face: Face, profile: Profile) -> Values:
    """A face: its fonts, the first that is there, and its size in points."""
    return {"fonts": fonts_of(face.font, profile), "size": face.half_points / 2}


def fonts_of(name: str, profile: Profile) -> list[str]:
    """The fonts that may stand for a named one."""
    return list(dict(profile.printed_fonts)[name])


def day_values(day: date) -> list[int]:
    """Year, month and day."""
    return [day.year, day.month, day.day]


def chart_values(charts: Iterable[Chart]) -> dict[str, list[Values]]:
    """The drawings of each chart by its key, cut into pieces that fit a page."""
    return {
        str(chart["key"]): [{"draw": "chart", "svg": to_svg(piece), "alt": in_words(piece)} for piece in pieces(chart)]
        for chart in charts
    }


def block_values(blocks: Iterable[Block], profile: Profile, *, across: bool, charts: Charts) -> list[Values]:
    """The blocks to draw; `across`: on the wide page, where tables take the smaller letters."""
    given = list(blocks)
    drawn = [list(_block(block, profile, across, charts)) for block in given]
    for number, (block, following) in enumerate(pairwise(given)):
        if leads_in(block, following):
            drawn[number][-1]["sticky"] = True
    return [values for one in drawn for values in one]


def _block(block: Block, profile: Profile, across: bool, charts: Charts) -> Sequence[Values]:
    if isinstance(block, Heading):
        return [{"draw": "heading", "level": block.level, "pieces": pieces_values(block.pieces)}]
    if isinstance(block, Text) and block.manner is Manner.NOTE:
        return [{"draw": "note", "text": printable(block.text), **_table_faces(profile, profile.wide_table_half_points / 2)}]
    if isinstance(block, Text):
        return [{"draw": "text", "manner": block.manner.value, "pieces": pieces_values(block.pieces), "sticky": False}]
    if isinstance(block, Grid):
        return [_table(block, profile, across)]
    if isinstance(block, Form):
        return [_form(block, profile)]
    if isinstance(block, ChartMark):
        return charts.get(block.key, ())
    assert isinstance(block, NewPage)
    return [{"draw": "new-page"}]


def pieces_values(pieces: Iterable[Piece]) -> list[Values]:
    """A text in its pieces, without the signs that no paper can hold."""
    return [{**asdict(piece), "text": printable(piece.text)} for piece in pieces]


def _table(grid: Grid, profile: Profile, across: bool) -> Values:
    size = (profile.wide_table_half_points if across else profile.table_half_points) / 2
    width, height = profile.text_width / 20, profile.text_height / 20
    if across:
        width, height = height, width
    texts = [[cell.text for cell in row] for row in ([grid.head] if grid.head else []) + list(grid.rows)]
    columns = column_widths(texts, (width - HAIR) / size)
    widths = [column * size for column in columns]
    rows = [
        {
            "cells": [
                {"pieces": pieces_values(cell.pieces), "align": place.align, "inset": place.inset * size}
                for cell, place in zip(row, standing, strict=True)
            ],
            "whole": row_height([cell.text for cell in row], columns) * size < TALLEST * height,
        }
        for row, standing in zip(grid.rows, places(grid.rows, columns), strict=True)
    ]
    head = [{"pieces": pieces_values(cell.pieces)} for cell in (headed(grid.head, columns) if grid.head else ())]
    return {
        "draw": "table", "widths": widths, "rows": rows, "head": head, "together": is_short(texts, columns, height / size),
        "across": across, **_table_faces(profile, size),
    }  # fmt: skip


def _form(form: Form, profile: Profile) -> Values:
    size = profile.table_half_points / 2
    label = label_width(form) * size
    value = (profile.text_width / 20 - HAIR) / 2 - label
    rows = [
        {
            "height": points(row.height),
            "entries": [{name: printable(text) for name, text in asdict(entry).items()} for entry in row.entries],
        }
        for row in form.rows
    ]
    widths = [label, value, label, value]
    return {"draw": "form", "widths": widths, "rows": rows, "across": False, "together": False, **_table_faces(profile, size)}


def _table_faces(profile: Profile, size: float) -> Values:
    return {
        "face": {"fonts": fonts_of(profile.table_font, profile), "size": size},
        "head-face": {"fonts": fonts_of(profile.table_head_font, profile), "size": size},
    }
