"""User text stays text; Markdown becomes safe HTML."""

import pytest
from lxml import html

from tracker.reports.markdown import cell, inline, to_safe_html

AWKWARD = [
    "a | b * c_d_ `k`",
    "<script>alert(1)</script>",
    "A & B &amp; C",
    "[网址](javascript:alert(1))",
    "![图](http://示例/x.png)",
    "1. 首先",
    "2025.11.30完成",
    "2) 其次",
    "- 减少3项",
    "# 井号",
    "=== 等号",
    "~~~",
    "> 引用",
    "+ 加号",
    "路径a\\b\\",
    "**强调**",
    "<http://example.org>",
    ": 冒号",
    "12.5%（同比）",
]


@pytest.mark.parametrize("text", AWKWARD)
def test_user_text_reads_the_same_in_a_paragraph_and_in_a_cell(text: str) -> None:
    page = f"| 序号 | 内容 |\n|---|---|\n| 1 | {cell(text)} |\n\n{inline(text)}\n"
    root = html.fromstring(f"<div>{to_safe_html(page)}</div>")
    assert root.xpath("string(//tbody/tr/td[2])") == text
    assert [p.text_content() for p in root.xpath("./p")] == [text]


def test_a_cell_keeps_line_breaks_and_a_line_does_not() -> None:
    assert cell("第一行\n\n第二行") == "第一行<br>第二行"
    assert inline("第一行\n  第二行") == "第一行 第二行"


def test_signs_that_no_document_may_hold_are_dropped() -> None:
    assert inline("完成\x00\x02\x0b好") == "完成好"
    assert "\x02" not in to_safe_html("完成\x02好")


@pytest.mark.parametrize(
    "unsafe",
    [
        "<script>alert(1)</script>",
        "<style>p{display:none}</style>",
        '<iframe src="https://example.org"></iframe>',
        "<img src=x onerror=alert(1)>",
        '<p onclick="alert(1)" style="color:red" id="top">',
        "[点这里](javascript:alert(1))",
        "[点这里](data:text/html,x)",
        "[点这里](/tasks/3/close)",
        "[点这里](//example.org)",
        '<form action="/x"><input name="y"></form>',
    ],
)
def test_nothing_that_runs_loads_or_posts_survives(unsafe: str) -> None:
    root = html.fromstring(f"<div>前文\n\n{to_safe_html(unsafe)}</div>")
    assert not root.xpath("//script | //style | //iframe | //img | //form | //input")
    assert not root.xpath("//@onclick | //@onerror | //@style | //@id | //@href | //@src")


def test_outside_links_pass_no_referrer_on() -> None:
    link = html.fromstring(to_safe_html("[政策原文](https://example.org/a)")).find(".//a")
    assert link.get("href") == "https://example.org/a"
    assert link.get("rel") == "noopener noreferrer nofollow"


def test_a_table_keeps_its_alignment_as_a_class_and_scrolls_in_its_own_box() -> None:
    table = "| 状态 | 数量 |\n|:-:|--:|\n| 逾期 | 3 |"
    root = html.fromstring(f"<div>{to_safe_html(table)}</div>")
    assert [cell_.get("class") for cell_ in root.iter("td")] == ["align-center", "align-right"]
    box = root.find("figure")
    assert (box.get("class"), box.get("tabindex")) == ("table-scroll", "0")


def test_an_image_is_at_most_a_link() -> None:
    assert "<img" not in to_safe_html("![图](https://example.org/x.png)")


def test_a_list_nested_beyond_sense_is_shown_as_typed() -> None:
    assert "甲" in to_safe_html("\n".join("    " * depth + "- 甲" for depth in range(250)))


def test_a_pasted_line_break_is_a_line_break_and_a_users_h1_is_no_second_page_title() -> None:
    assert "<br>" in to_safe_html("第一行\n第二行")
    assert to_safe_html("# 标题").startswith("<h2>")
