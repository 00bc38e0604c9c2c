"""Quantified and dated commitments: 到2025年，托位数达到4.5个；每生每月不少于200元；建成2～3个示范机构.

A figure counts where something is promised; who may have it (3岁以下, 12个月以上的) and names of schemes (五项制度, 5+2) do
not. A date at the head of a stretch governs its figures up to the semicolon or full stop, or to the next date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tracker.intake.dates import DatePhrase, find_dates
from tracker.intake.figures import Figure, find_figures
from tracker.intake.model import Target
from tracker.intake.text import Flow

_STRETCH = re.compile(r"[^。；;！\n]+")
_TITLES = re.compile(r"《(?:[^《》]|《[^《》]*》)*》")
_ASIDE = re.compile(r"[（(][^（()）]*(?:20\d\d年|修订|号)[^（()）]*[）)]")
# A date governs when it opens its clause (2023年新增…) or is led in (到, 力争到, 从).
_LED_IN = re.compile(r"(?:^|[，,、：:“]|到|至|在|于|从|自|争取|力争|确保|截至|计划)$")
# A duty with a date and no number, among figures of the same date.
_OUTCOME = re.compile(r"全覆盖|逐年(?:提高|提升|增加|下降|降低)|(?:稳步|持续|明显|显著)(?:提高|提升|下降)$")
_TRIM = "，,、：:  "


@dataclass(frozen=True)
class _Governed:
    """A part of a sentence under one date (or under none): [start, end) in the text."""

    start: int
    end: int
    date: DatePhrase | None


def find_targets(flow: Flow) -> list[Target]:
    """Every commitment of a text, in order."""
    text = _blank(flow.text)
    figures = find_figures(text)
    targets: list[Target] = []
    for stretch in _STRETCH.finditer(text):
        for part in _parts(text, stretch.start(), stretch.end()):
            inside = [f for f in figures if part.start <= f.start < part.end]
            targets.extend(_of_part(text, part, inside))
    return targets


def _blank(text: str) -> str:
    """The text with titles of documents and dated asides blanked, so that no figure is found in them."""
    for pattern in (_TITLES, _ASIDE):
        text = pattern.sub(lambda m: "□" * len(m.group()), text)
    return text


def _parts(text: str, start: int, end: int) -> Iterator[_Governed]:
    dates = [d for d in find_dates(text[start:end]) if _LED_IN.search(text[start : start + d.start])]
    marks = [start + d.start for d in dates]
    yield _Governed(start, marks[0] if marks else end, None)
    for at, date, until in zip(marks, dates, [*marks, end][1:], strict=True):
        yield _Governed(at + date.end - date.start, until, date)


def _of_part(text: str, part: _Governed, figures: list[Figure]) -> Iterator[Target]:
    due = part.date.last_day if part.date and not part.date.begins else None
    start = part.date.first_day if part.date and part.date.begins else None
    for figure in figures:
        # 每年至少建成1个 stands by itself, whatever year was named before it.
        governed = due if not figure.recurs else None
        yield Target(
            figure.indicator, figure.value, figure.comparison, figure.unit, governed, start,
            _quote(text, figure.start, figure.end),
        )  # fmt: skip
    if due:
        yield from _without_number(text, part, figures, due)


def _without_number(text: str, part: _Governed, figures: list[Figure], due: str) -> Iterator[Target]:
    """Dated duties that print no number: the whole part where it has no figure, else each outcome among the figures."""
    clauses = [(m.start() + part.start, m.end() + part.start) for m in re.finditer(r"[^，,]+", text[part.start : part.end])]
    free = [(a, b) for a, b in clauses if not any(a <= f.start < b for f in figures)]
    wanted = [(a, b) for a, b in free if not figures or _OUTCOME.search(text[a:b])]
    duties = [(a, b) for a, b in wanted if not re.match(r"前|通过|按照|根据|以(?!内)", text[a:b])]
    for a, b in duties if figures else duties[:1]:
        said = text[a:b].strip(_TRIM)
        if len(said) > 3:
            yield Target(said, None, None, None, due, None, said)


def _quote(text: str, start: int, end: int) -> str:
    """The clause around a figure, as printed."""
    left = max(text.rfind(mark, 0, start) for mark in "，,。；;！\n") + 1
    stops = [at for mark in "，,。；;！\n" if (at := text.find(mark, end)) >= 0]
    return text[left : min(stops, default=len(text))].strip(_TRIM)
