"""What the office may change of a paper, and what keeps an edited one from being right. Pure: a paper in, a paper or sentences out.

Text is free; a figure that names its reference must say what the reference says: tables and annexes are not edited, and the three
must agree.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from tracker.reports.markdown import inline
from tracker.reports.paper import Paper, chinese_date
from tracker.reports.reference_words import Words
from tracker.reports.references import Reference, by_key, cited
from tracker.rules.report_kinds import ReportKind

_CHART = re.compile(r"!\[[^\[\]]*\]\(chart:([^()\s]+)\)")
_LOOSE = re.compile(r"\]\(\s*ref\s*:[^)]*\)?")
_PRINTED_ON = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日印发$")
_CORRECTION = "（更正）"
_CORRECTS = re.compile(r"^此前印发的《[^\n]*有误，现予更正，以本件为准。\n+")

# Which papers count issues (第N期); the others bear a number 〔year〕N号.
COUNTED_KINDS = frozenset({ReportKind.BULLETIN, ReportKind.BRIEF})


@dataclass(frozen=True)
class Text:
    """What is edited: title, 主送 and body (Markdown). Everything else of a paper is the machine's."""

    title: str
    addressee: str
    body: str


def text_of(paper: Paper) -> Text:
    """The text of the paper as a form shows it."""
    return Text(paper.title, paper.addressee or "", paper.body)


def with_text(paper: Paper, text: Text) -> Paper:
    """The paper with another text; line ends are those of the machine's."""
    body = text.body.replace("\r\n", "\n").replace("\r", "\n").strip()
    return replace(paper, title=text.title.strip(), addressee=text.addressee.strip() or None, body=body)


def wrong_figures(paper: Paper, figures: Mapping[str, Any]) -> list[str]:
    """One sentence for each cited figure of the paper that is not what its reference says, or that cites nothing known.

    `figures`: those frozen with the paper, which name what a figure counts.
    """
    return list(dict.fromkeys(_wrong(paper, Words(figures))))


def _wrong(paper: Paper, words: Words) -> Iterator[str]:
    known = by_key(paper.references)
    for text in (paper.body, *(annex.body for annex in paper.annexes)):
        found = cited(text)
        for said, key in found:
            reference = known.get(key)
            if reference is None:
                yield f"“{said}”所引的数据“{key}”不存在，请从“可引用的数据”中重新选取。"
            elif _plain(said) != _plain(reference.value):
                yield _differs(said, reference, words)
        if len(_LOOSE.findall(text)) > len(found):
            yield "有引用标记写得不完整，应写成“[12](ref:数据名称)”的形式，请检查改正。"
    charts = {str(chart["key"]) for chart in paper.charts}
    for key in _CHART.findall(paper.body):
        if key not in charts:
            yield f"正文引用的图表“{key}”不存在，请改正或者删去这一行。"


def _differs(said: str, reference: Reference, words: Words) -> str:
    return f"正文写的是“{said}”，所引的是{words.told(reference)}，请改为“{reference.value}”，或者删去引用标记。"


def _plain(text: str) -> str:
    """As figures are compared: full-width digits as digits, without spaces and thousands' commas."""
    return "".join(unicodedata.normalize("NFKC", text).replace(",", "").split())


def issued(paper: Paper, kind: ReportKind, year: int, number: int, day: date) -> Paper:
    """The paper with its number and the day of issue, on the face and in the colophon."""
    colophon = tuple(_PRINTED_ON.sub(f"{chinese_date(day)}印发", line) for line in paper.colophon)
    dated = replace(paper, issued_on=day, colophon=colophon)
    said = number_text(kind, year, number)
    if kind in COUNTED_KINDS and paper.masthead:
        return replace(dated, masthead=replace(paper.masthead, issue=said))
    return replace(dated, number=said)


def number_text(kind: ReportKind, year: int, number: int) -> str:
    """第3期 of a bulletin, 〔2025〕3号 of the others."""
    return f"{year}年第{number}期" if kind in COUNTED_KINDS else f"〔{year}〕{number}号"


@dataclass(frozen=True)
class Corrected:
    """The issued paper that another one corrects."""

    title: str
    kind: ReportKind
    year: int
    number: int
    issued_on: date


def as_correction(paper: Paper, of: Corrected) -> Paper:
    """The paper under a title that says 更正, and beginning with what it takes the place of: title, number, day of issue.

    It names the paper before it alone, which names its own. 《》 turn into 〈〉 inside another pair (GB/T 15834).
    """
    old = inline(of.title.replace("《", "〈").replace("》", "〉"))
    issue = f"{number_text(of.kind, of.year, of.number)}，{chinese_date(of.issued_on)}印发"
    said = f"此前印发的《{old}》（{issue}）有误，现予更正，以本件为准。"
    return replace(paper, title=corrected_title(paper.title), body=f"{said}\n\n{_CORRECTS.sub('', paper.body)}")


def corrected_title(title: str) -> str:
    """The title with （更正） behind it, once, so that page, list and file tell it from the one that it corrects."""
    return title.removesuffix(_CORRECTION) + _CORRECTION
