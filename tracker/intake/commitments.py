"""Quantified and dated commitments: 到2025年，托位数达到4.5个；每生每月不少于200元；建成2～3个示范机构.

A figure counts where something is promised; who may have it (3岁以下, 12个月以上的) and names of schemes (五项制度, 5+2) do
not. A date at the head of a stretch governs its figures up to the semicolon or full stop, or to the next date.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from tracker.intake.cited import hide_cited, shown
from tracker.intake.dates import DatePhrase, find_dates
from tracker.intake.figures import Figure, clause_end, clause_start, find_figures
from tracker.intake.model import Target
from tracker.intake.text import Flow

_STRETCH = re.compile(r"[^。；;！\n]+")
# A date governs when it opens its clause (2023年新增…) or is led in (到, 力争到, 从).
_LED_IN = re.compile(r"(?:^|[，,、：:“]|到|至|在|于|从|自|争取|力争|确保|截至|计划)$")
# A duty with a date and no number, among figures of the same date.
_OUTCOME = re.compile(r"全覆盖|逐年(?:提高|提升|增加|下降|降低)|(?:稳步|持续|明显|显著)(?:提高|提升|下降)$")
_CLAUSE = re.compile(r"[^，,]+")
_CLAUSE_MARKS = re.compile(r"[，,。；;！\n]")
# What may follow a date and still belongs to it: 2025年3月底前, 2025年内.
_DATE_TAIL = re.compile(r"(?:之前|以前|前|之内|以内|内)?[，,、：:]?")
# A first clause that says how or on what ground, not what is to be done.
_NO_DUTY = re.compile(r"通过|按照|根据|以")
_BETWEEN_DATES = {"、", "和", "及", "以及"}
_LONGEST_LEAD_IN = 4
_TRIM = "，,、：:  "


@dataclass(frozen=True)
class _Governed:
    """A part of a sentence under one date (or under none): [start, end) in the text.

    `series` are the dates that are printed together (2025年、2026年分别…), the governing one last.
    """

    start: int
    end: int
    date: DatePhrase | None
    series: tuple[DatePhrase, ...] = ()


def find_targets(flow: Flow, year: int | None = None) -> list[Target]:
    """Every commitment of a text, in order; a limit without a year is of the year named before it, else of the given one."""
    text = hide_cited(flow.text)
    figures = find_figures(text)
    starts = [figure.start for figure in figures]
    targets: list[Target] = []
    for stretch in _STRETCH.finditer(text):
        for part in _parts(text, stretch.start(), stretch.end(), year):
            year = int(part.date.last_day[:4]) if part.date else year
            inside = slice(bisect_left(starts, part.start), bisect_left(starts, part.end))
            targets.extend(_of_part(flow, text, part, figures[inside]))
    return targets


def _parts(text: str, start: int, end: int, year: int | None) -> Iterator[_Governed]:
    """The stretch up to its first date, then from each date to the next."""
    stretch = text[start:end]
    runs = [run for run in _runs(stretch, year) if _LED_IN.search(stretch[max(0, run[0].start - _LONGEST_LEAD_IN) : run[0].start])]
    marks = [start + run[0].start for run in runs]
    yield _Governed(start, marks[0] if marks else end, None)
    for run, until in zip(runs, [*marks, end][1:], strict=True):
        date = run[-1]
        tail = _DATE_TAIL.match(text, start + date.end, until)
        yield _Governed(tail.end() if tail else start + date.end, until, date, tuple(run))


def _runs(stretch: str, year: int | None) -> list[list[DatePhrase]]:
    """The dates of a stretch, those printed right behind each other together."""
    runs: list[list[DatePhrase]] = []
    for date in find_dates(stretch, year):
        if runs and stretch[runs[-1][-1].end : date.start] in _BETWEEN_DATES:
            runs[-1].append(date)
        else:
            runs.append([date])
    return runs


def _of_part(flow: Flow, text: str, part: _Governed, figures: list[Figure]) -> Iterator[Target]:
    due = part.date.last_day if part.date and not part.date.begins else None
    start = part.date.first_day if part.date and part.date.begins else None
    each = len(part.series) == len(figures) > 1 and "分别" in text[part.start : part.end]
    for at, figure in enumerate(figures):
        # 每年至少建成1个 stands by itself, whatever year was named before it.
        governed = (part.series[at].last_day if each else due) if not figure.recurs else None
        quote = _quote(flow, text, figure.start, figure.end)
        yield Target(
            shown(figure.indicator), figure.value, figure.comparison, figure.unit, governed, start, quote.text, quote.span()
        )  # fmt: skip
    if due:
        yield from _without_number(flow, text, part, figures, due)


def _without_number(flow: Flow, text: str, part: _Governed, figures: list[Figure], due: str) -> Iterator[Target]:
    """Dated duties that print no number: the first clause where none has a figure, else each outcome among the figures."""
    duties = [clause for clause in _free_clauses(text, part, figures) if not _NO_DUTY.match(clause.group())]
    for clause in [c for c in duties if _OUTCOME.search(c.group())] if figures else duties[:1]:
        said = flow.cut(clause.start(), clause.end()).strip(_TRIM)
        if len(said) > 3:
            yield Target(said.text, None, None, None, due, None, said.text, said.span())


def _free_clauses(text: str, part: _Governed, figures: list[Figure]) -> Iterator[re.Match[str]]:
    """The clauses of a part in which no figure stands."""
    at = 0
    for clause in _CLAUSE.finditer(text, part.start, part.end):
        while at < len(figures) and figures[at].start < clause.start():
            at += 1
        if at == len(figures) or figures[at].start >= clause.end():
            yield clause


def _quote(flow: Flow, text: str, start: int, end: int) -> Flow:
    """The clause around a figure, as printed."""
    return flow.cut(clause_start(text, start, _CLAUSE_MARKS), clause_end(text, end, _CLAUSE_MARKS)).strip(_TRIM)
