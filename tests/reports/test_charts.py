"""Charts: one source for page, Word and PDF, whole without colour, and the same in words."""

import io
import re
from typing import Any

import docx
import pytest
from lxml import etree, html

from tests.reports.charts import CHARTS, UNITS, chart
from tests.reports.samples import sample_paper
from tracker.reports.charts.drawing import DRAWERS, in_words, pieces, to_svg, value_table
from tracker.reports.charts.svg import LIGHTS, scale_end
from tracker.reports.render_docx import to_docx
from tracker.reports.render_html import to_html, to_html_body
from tracker.reports.render_markdown import to_markdown

SVG = "{http://www.w3.org/2000/svg}"
BODY = "见下图。\n\n![按时](chart:on_time_by_unit)\n\n正文。"


@pytest.mark.parametrize("kind", sorted(DRAWERS))
def test_every_kind_is_drawn_with_its_title_and_no_style(kind: str) -> None:
    given = chart(kind)
    root = etree.fromstring(to_svg(given).encode())
    texts = ["".join(element.itertext()) for element in root.iter(f"{SVG}text")]
    assert given["title"] in texts
    assert not root.xpath("//@style | //*[local-name()='style' or local-name()='script']")
    assert all(float(element.get("font-size")) >= 9 for element in root.iter(f"{SVG}text"))


@pytest.mark.parametrize("kind", sorted(DRAWERS))
def test_a_chart_of_nothing_is_drawn_empty(kind: str) -> None:
    empty = chart(kind, labels=[], series=[{"name": "按时率", "values": []}])
    assert to_svg(empty).startswith("<svg")
    assert pieces(empty) == [empty]


def test_lights_are_told_apart_without_colour() -> None:
    neighbours = [LIGHTS[name] for name in ("红", "黄", "绿", "蓝", "灰")]
    assert all(
        (a.pattern, _grey(a.fill) > 128) != (b.pattern, _grey(b.fill) > 128)
        for a, b in zip(neighbours, neighbours[1:], strict=False)
    )
    drawn = to_svg(chart("lights_by_section"))
    assert all(f"url(#lights_by_section-{pattern})" in drawn for pattern in ("slanted", "dotted", "crossed"))


def _grey(colour: str) -> float:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue


def test_what_is_not_known_is_a_dash_and_not_nought() -> None:
    head, rows = value_table(chart("on_time_by_unit"))
    assert (head, [row[1] for row in rows]) == (["", "按时率"], ["100%", "0%", "—"])
    texts = re.findall(r">([^<>]+)</text>", to_svg(chart("on_time_by_unit")))
    assert {"100%", "0%", "—"} <= set(texts)


def test_a_line_has_a_gap_where_nothing_is_known() -> None:
    root = etree.fromstring(to_svg(chart("monthly_trend")).encode())
    lengths = [len(line.get("points").split()) for line in root.iter(f"{SVG}polyline")]
    assert lengths == [1, 1, 3]


@pytest.mark.parametrize(
    ("values", "unit", "end"), [([0.0], "项", 4), ([5.0], "项", 8), ([2316.0], "人", 4000), ([97.5], "%", 100)]
)
def test_scales_end_at_round_numbers(values: list[float], unit: str, end: float) -> None:
    assert scale_end(values, unit) == end


def test_pieces_of_one_chart_have_one_scale() -> None:
    names, values = [f"第{n}镇" for n in range(56)], list(range(56))
    many = chart(
        "on_time_by_unit", labels=names, series=[{"name": "按时", "values": values}, {"name": "迟报", "values": values}], unit="件"
    )
    cut = pieces(many)
    assert [len(piece["labels"]) for piece in cut] == [27, 24, 5]
    assert {piece["largest"] for piece in cut} == {110}
    widths = [max(float(bar.get("width")) for bar in _bars(piece)) for piece in cut]
    assert widths[0] < widths[1] < widths[2]


def _bars(piece: dict[str, Any]) -> list[Any]:
    drawn = etree.fromstring(to_svg(piece).encode())
    return [bar for bar in drawn.iter(f"{SVG}rect") if bar.get("height") == "12" and float(bar.get("x")) > 0]


def test_an_even_course_is_a_straight_line() -> None:
    days = ["2025-01-01", "2025-01-11", "2025-04-11"]
    course = chart("planned_actual", labels=days, series=[{"name": "计划", "values": [0.0, 10.0, 100.0]}], unit="个")
    line = next(etree.fromstring(to_svg(course).encode()).iter(f"{SVG}polyline")).get("points")
    (x0, y0), (x1, y1), (x2, y2) = (map(float, point.split(",")) for point in line.split())
    assert (y1 - y0) / (x1 - x0) == pytest.approx((y2 - y0) / (x2 - x0), rel=0.02)


def test_days_that_lie_close_together_are_not_printed_over_one_another() -> None:
    days = ["2025-01-01", "2025-06-29", "2025-06-30", "2025-12-31"]
    course = chart("planned_actual", labels=days, series=[{"name": "计划", "values": [0.0, 49.0, 50.0, 100.0]}], unit="个")
    said = [text.text for text in etree.fromstring(to_svg(course).encode()).iter(f"{SVG}text")]
    assert [text for text in said if text in days] == ["2025-01-01", "2025-06-29", "2025-12-31"]


def test_names_are_text_in_a_chart() -> None:
    odd = chart("on_time_by_unit", labels=["<script>&\x00", "县财政局", "镇"], title='关于"<b>"')
    assert "<script>" not in to_svg(odd)
    etree.fromstring(to_svg(odd).encode())


def test_the_page_has_the_chart_and_its_values_as_a_table() -> None:
    root = html.fromstring(to_html_body(sample_paper(body=BODY, charts=CHARTS, annexes=())))
    assert len(root.xpath("//svg")) == 1
    cells = [cell.text_content() for cell in root.xpath("//details//tbody//tr[1]/*")]
    assert cells == [UNITS[0], "100%"]
    assert not root.xpath("//@style")


def test_the_markdown_has_the_values() -> None:
    text = to_markdown(sample_paper(body=BODY, charts=CHARTS, annexes=()))
    assert "| 县财政局 | 0% |" in text
    assert "chart:" not in text


def test_word_has_a_picture_with_words_beside_it() -> None:
    document = docx.Document(io.BytesIO(to_docx(sample_paper(body=BODY, charts=CHARTS, annexes=()))))
    (picture,) = document.inline_shapes
    assert round(picture.width.mm) == 156
    assert picture._inline.docPr.get("descr") == in_words(chart("on_time_by_unit"))


def test_a_chart_that_the_paper_does_not_have_leaves_no_trace() -> None:
    paper = sample_paper(body="甲。\n\n![无](chart:none)\n\n乙。", annexes=())
    assert "chart:" not in to_html(paper) + to_markdown(paper)
    assert len(docx.Document(io.BytesIO(to_docx(paper))).inline_shapes) == 0
