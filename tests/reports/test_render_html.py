"""The paper as a page, as a file that stands alone, and as Markdown."""

import re

from lxml import html

from tests.reports.samples import sample_paper
from tracker.reports.render_html import to_html, to_html_body
from tracker.reports.render_markdown import to_markdown


def test_the_fragment_obeys_a_policy_without_inline_style_or_script() -> None:
    fragment = to_html_body(sample_paper())
    root = html.fromstring(fragment)
    assert root.tag == "article"
    assert not root.xpath("//@style | //style | //script | //link | //img")


def test_the_parts_stand_in_the_order_of_the_printed_paper() -> None:
    classes = [
        e.get("class") for e in html.fromstring(to_html_body(sample_paper())).iter() if e.get("class", "").startswith("paper-")
    ]
    order = [
        "paper-number", "paper-title", "paper-subtitle", "paper-addressee", "paper-body", "paper-annex-list", "paper-signature",
        "paper-annex wide", "paper-annex-label", "paper-annex", "paper-annex-label", "paper-colophon",
    ]  # fmt: skip
    assert classes == order


def test_headings_go_down_one_level_at_a_time() -> None:
    root = html.fromstring(to_html_body(sample_paper()))
    levels = [int(e.tag[1]) for e in root.iter("h1", "h2", "h3", "h4", "h5")]
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False))


def test_the_file_fetches_nothing_and_prints_on_a4() -> None:
    page = to_html(sample_paper())
    assert page.startswith("<!doctype html>")
    assert not re.search(r"(src|href)=\"(?!#)|url\(|@import", page)
    assert "size: A4 landscape" in page


def test_names_are_text_in_html_and_markdown() -> None:
    paper = sample_paper(title="关于<script>与*星号*的报告", annexes=(), colophon=("抄送：<b>各单位</b>。",))
    assert "<script>" not in to_html(paper)
    assert "<b>" not in to_html_body(paper)
    assert to_markdown(paper).startswith("# 关于&lt;script\\>与\\*星号\\*的报告\n")


def test_markdown_holds_title_body_annexes_and_date() -> None:
    paper = sample_paper()
    text = to_markdown(paper)
    places = [
        text.index(part)
        for part in ("# 关于《", "## 一、总体情况", "2025年12月3日\n", "## 附件1 任务进展", "## 附件2 数据口径", "抄送：")
    ]
    assert places == sorted(places)


def test_every_form_is_the_same_each_time() -> None:
    for render in (to_html, to_html_body, to_markdown):
        assert render(sample_paper()) == render(sample_paper())
