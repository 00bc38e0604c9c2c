"""The figures of GB/T 9704-2012, read back from the Word file itself."""

import io
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Twips

from tests.reports.samples import sample_paper
from tracker.reports.gbt9704 import GBT9704, Profile
from tracker.reports.render_docx import to_docx


@pytest.fixture(scope="module")
def document() -> Document:
    return docx.Document(io.BytesIO(to_docx(sample_paper())))


def _style(document: Document, name: str) -> Any:
    return document.styles[name]


def _font(document: Document, style: str) -> str:
    return str(_style(document, style).element.rPr.rFonts.get(qn("w:eastAsia")))


def _size(document: Document, style: str) -> float:
    return float(_style(document, style).font.size.pt)


def _indent(document: Document, style: str) -> str | None:
    return _style(document, style).element.pPr.find(qn("w:ind")).get(qn("w:firstLineChars"))


def _millimetres(length: Any) -> int:
    return round(length / Mm(1))


def _text(document: Document, beginning: str) -> Any:
    return next(p for p in document.paragraphs if p.text.startswith(beginning))


def _attribute(element: Any, tag: str, name: str) -> str | None:
    found = next(iter(element.iter(qn(f"w:{tag}"))))
    return found.get(qn(f"w:{name}"))


FIGURES = {
    "paper width 210 mm": (lambda d: _millimetres(d.sections[0].page_width), 210),
    "paper height 297 mm": (lambda d: _millimetres(d.sections[0].page_height), 297),
    "top margin 37 mm": (lambda d: _millimetres(d.sections[0].top_margin), 37),
    "bottom margin 35 mm": (lambda d: _millimetres(d.sections[0].bottom_margin), 35),
    "binding margin 28 mm": (lambda d: _millimetres(d.sections[0].left_margin), 28),
    "right margin 26 mm": (lambda d: _millimetres(d.sections[0].right_margin), 26),
    "type area 156 mm wide": (lambda d: round(Twips(GBT9704.text_width) / Mm(1)), 156),
    "type area 225 mm high": (lambda d: round(Twips(GBT9704.text_height) / Mm(1)), 225),
    "22 lines fit the type area": (lambda d: GBT9704.text_height // GBT9704.line_pitch, 22),
    "28 characters fit a line": (
        lambda d: GBT9704.text_width // (GBT9704.text.character_twips + GBT9704.character_spacing),
        28,
    ),
    "the grid is of lines": (lambda d: _attribute(d.element, "docGrid", "type"), "lines"),
    "text: fixed line pitch": (lambda d: _style(d, "公文正文").paragraph_format.line_spacing, Twips(579)),
    "text: 仿宋": (lambda d: _font(d, "公文正文"), "仿宋_GB2312"),
    "text: 3号": (lambda d: _size(d, "公文正文"), 16),
    "text: indent of 2 characters": (lambda d: _indent(d, "公文正文"), "200"),
    "text: justified": (lambda d: _attribute(_style(d, "公文正文").element, "jc", "val"), "both"),
    "title: 小标宋": (lambda d: _font(d, "公文标题"), "方正小标宋简体"),
    "title: 2号": (lambda d: _size(d, "公文标题"), 22),
    "title: centred": (lambda d: _attribute(_style(d, "公文标题").element, "jc", "val"), "center"),
    "addressee: no indent": (lambda d: _indent(d, _text(d, "县委、县政府").style.name), "0"),
    "addressee: full-width colon": (lambda d: _text(d, "县委、县政府").text[-1], "："),
    "level 一、: 黑体": (lambda d: _font(d, _text(d, "一、").style.name), "黑体"),
    "level （一）: 楷体": (lambda d: _font(d, _text(d, "（一）").style.name), "楷体_GB2312"),
    "level 1.: 仿宋": (lambda d: _font(d, _text(d, "1. 进度").style.name), "仿宋_GB2312"),
    "level （1）: 仿宋": (lambda d: _font(d, _text(d, "（1）").style.name), "仿宋_GB2312"),
    "levels: 3号": (lambda d: {_size(d, f"Heading {n}") for n in (1, 2, 3, 4)}, {16}),
    "levels: indent of 2 characters": (lambda d: {_indent(d, f"Heading {n}") for n in (1, 2, 3, 4)}, {"200"}),
    "list of annexes: two characters in, names under one another": (
        lambda d: [_attribute(_text(d, f"{start}\t").paragraph_format.element, "ind", "leftChars") for start in ("附件：1.", "2.")],
        ["650", "650"],
    ),
    "list of annexes: no sign after the name": (lambda d: _text(d, "附件：").text[-1], "表"),
    "date: no leading zeros": (lambda d: _text(d, "2025年12月3日").text, "2025年12月3日"),
    "date: 4 characters from the right": (lambda d: _attribute(_text(d, "2025年12月3日")._p, "ind", "rightChars"), "400"),
    "signature: centred over the date": (lambda d: _attribute(_text(d, "示例县就业工作")._p, "ind", "rightChars"), "25"),
    "annex label: 黑体": (lambda d: _font(d, _text(d, "附件1").style.name), "黑体"),
    "annex label: 3号": (lambda d: _size(d, _text(d, "附件1").style.name), 16),
    "annex label: flush left": (lambda d: _indent(d, _text(d, "附件1").style.name), "0"),
    "page number: 4号": (lambda d: _size(d, "页码"), 14),
    "page number: 宋体": (lambda d: _font(d, "页码"), "宋体"),
    "版记: 4号": (lambda d: _size(d, "版记"), 14),
    "版记: 仿宋": (lambda d: _font(d, "版记"), "仿宋_GB2312"),
}


@pytest.mark.parametrize("figure", FIGURES)
def test_figure_of_the_standard(document: Document, figure: str) -> None:
    read, expected = FIGURES[figure]
    assert read(document) == expected


def test_no_theme_font_shows_through(document: Document) -> None:
    for element in [document.styles.element, document.element]:
        names = [name for fonts in element.iter(qn("w:rFonts")) for name in fonts.attrib]
        assert not [name for name in names if "Theme" in str(name)]


def test_a_province_may_have_its_own_profile() -> None:
    local = Profile(bottom=30, lines_per_page=23)
    own = docx.Document(io.BytesIO(to_docx(sample_paper(), local)))
    assert _millimetres(own.sections[0].bottom_margin) == 30
    assert _style(own, "公文正文").paragraph_format.line_spacing == Twips(local.line_pitch)
