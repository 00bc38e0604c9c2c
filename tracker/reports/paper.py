"""What a paper of the office consists of, before it takes a form (docx, html, md)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.reports.references import Reference


@dataclass(frozen=True)
class Annex:
    """One annex (附件): its name as listed under the text, and its body in Markdown, usually one table."""

    title: str
    body: str
    landscape: bool = False


@dataclass(frozen=True)
class Masthead:
    """The head (版头) above the red line: the mark of the issuing body, the number, who signs where the paper goes upward.

    `mark`: 发文机关标志 or the name of a bulletin, 示例县政务督查; `issue`: the bulletin's own number, 第3期.
    `is_letter`: set as a letter (信函格式).
    """

    mark: str
    issue: str | None = None
    signer: str | None = None
    is_letter: bool = False


@dataclass(frozen=True)
class Paper:
    """One paper (督查报告, 督查通报, 督办单 …) in the order in which GB/T 9704-2012 chapter 7 lays it out.

    `body` is Markdown: `## 一、总体情况`, `### （一）…`, `#### 1. …`, paragraphs, tables and lists. The writer numbers
    headings; renderers never do. A figure is cited as `references.py` says; a chart stands as `![标题](chart:key)` on a line
    of its own, its values under that key in `charts` (plain JSON). User text inside goes through `markdown.inline` or
    `markdown.cell` first.
    `colophon` holds the lines of the 版记; one that ends in "2025年12月3日印发" is set with the date at the right.
    """

    title: str
    subtitle: str | None
    addressee: str | None
    issuer: str
    issued_on: date
    number: str | None
    body: str
    annexes: tuple[Annex, ...] = ()
    colophon: tuple[str, ...] = ()
    masthead: Masthead | None = None
    references: tuple[Reference, ...] = ()
    charts: tuple[Mapping[str, Any], ...] = ()


def chinese_date(day: date) -> str:
    """Return the day as a 成文日期: Arabic numerals, in full, no leading zeros (GB/T 9704-2012, 7.3.5)."""
    return f"{day.year}年{day.month}月{day.day}日"


def annex_label(paper: Paper, position: int) -> str:
    """Return 附件1, 附件2 … for a position that counts from 1; an only annex is plain 附件 (GB/T 9704-2012, 7.3.7)."""
    return f"附件{position}" if len(paper.annexes) > 1 else "附件"
