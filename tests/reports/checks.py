"""What is wrong with a paper: figures other than their references, references other than the facts, digits that cite nothing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from tests.reports.evaluator import Evaluator
from tests.reports.known import Known
from tests.reports.random_facts import opening_of, previous_of, report_facts
from tests.rules.calendars import OFFICIAL
from tracker.reports.adverse import unproved
from tracker.reports.compose import compose
from tracker.reports.figure_previous import Previous
from tracker.reports.figure_scope import narrowed
from tracker.reports.figures import Figures, draw_figures
from tracker.reports.frozen import frozen_figures
from tracker.reports.paper import Paper
from tracker.reports.reference_words import Words
from tracker.reports.references import CITED, Rule, by_key, cited
from tracker.rules.report_facts import ReportFacts
from tracker.rules.report_kinds import ReportKind, ReportScope, covers

# What is no figure: dates, numbers of papers and records, the numbers of tasks and of a list, charts by their keys.
NO_FIGURES = re.compile(
    r"!\[[^\]]*\]\(chart:[^)]*\)|\d{4}年(?:第\d季度|\d{1,2}月(?:\d{1,2}日)?)?|\d{1,2}月\d{1,2}日|\d{4}-\d{2}-\d{2}|24时"
    r"|〔\d{4}〕\d+号|第\d+[项条]|任务序号\d+(?:、\d+)*|校验码\w+|^\d+\. ",
    re.MULTILINE,
)
NUMBERS = re.compile("序号")


@dataclass(frozen=True)
class Case:
    """One paper to be drawn: of which facts, of which kind, of which part."""

    facts: ReportFacts
    kind: ReportKind
    scope: ReportScope
    opening: ReportFacts | None
    previous: Previous | None

    @property
    def first(self) -> date | None:
        stretch = covers(self.kind, self.facts.as_of)
        return stretch[0] if stretch else None

    def figures(self) -> Figures:
        figures = draw_figures(self.facts, OFFICIAL, first=self.first, opening=self.opening)
        return narrowed(replace(figures, previous=self.previous), self.scope)

    def paper(self) -> Paper:
        return compose(self.figures(), self.kind, self.scope)

    def evaluator(self) -> Evaluator:
        opening = Known(self.opening, OFFICIAL, self.scope) if self.opening else None
        return Evaluator(Known(self.facts, OFFICIAL, self.scope), opening, self.first, self.previous)


@st.composite
def cases(draw: st.DrawFn, *kinds: ReportKind) -> Case:
    """A paper of one of the kinds, of any where none is named, on the whole plan or a part of it that has tasks."""
    facts: ReportFacts = draw(report_facts())
    kind = draw(st.sampled_from(kinds or tuple(ReportKind)))
    scopes = [ReportScope(task_id=task.id) for task in facts.tasks]
    scopes += [ReportScope(section_id=task.section_id) for task in facts.tasks if task.section_id]
    units = [ReportScope(unit_id=share.unit_id) for share in facts.shares]
    scopes = [ReportScope(), ReportScope(), *scopes, *units] if kind is not ReportKind.UNIT_YEARLY else units or [ReportScope()]
    case = Case(facts, kind, draw(st.sampled_from(scopes)), None, previous_of(draw, facts))
    if case.first is None or draw(st.booleans()):
        return case
    return replace(case, opening=opening_of(draw, facts, case.first - timedelta(days=1)))


def differences(case: Case) -> list[str]:
    """Everything that does not agree, in words."""
    figures = case.figures()
    paper, evaluator = compose(figures, case.kind, case.scope), case.evaluator()
    wrong = [*_wrong_values(paper, evaluator), *_loose_digits(paper), *_wrong_charts(paper), *unproved(paper)]
    return [*wrong, *without_words(paper, frozen_figures(figures))]


def without_words(paper: Paper, figures: dict[str, Any]) -> list[str]:
    """The keys of the figures of which no words tell what they count, or tell it without a name that the figures have."""
    told = [(reference.key, Words(figures).of(reference.key)) for reference in paper.references]
    return [f"no words for {key}: {words}" for key, words in told if words is None or "所列" in words]


def texts(paper: Paper) -> list[str]:
    """Body and annexes."""
    return [paper.body, *(annex.body for annex in paper.annexes)]


def figures_of(paper: Paper) -> int:
    """How many figures stand in text, tables and annexes."""
    return sum(len(cited(text)) for text in texts(paper))


def _wrong_values(paper: Paper, evaluator: Evaluator) -> Iterator[str]:
    known = by_key(paper.references)
    for said, key in (found for text in texts(paper) for found in cited(text)):
        if key not in known or known[key].value != said:
            yield f"{said} stands for {key}"
    for reference in paper.references:
        expected, rows = evaluator.value(reference), evaluator.rows(reference.key)
        if expected != reference.value:
            yield f"{reference.key} is {reference.value}, counted again {expected}"
        if rows is not None and rows != {number for _, number in reference.rows} and reference.rule is not Rule.SHARE_AVERAGE:
            yield f"{reference.key} has rows {reference.rows}, looked up {sorted(rows)}"


def _loose_digits(paper: Paper) -> Iterator[str]:
    for text in texts(paper):
        for line in _without_numbers(text).splitlines():
            left = NO_FIGURES.sub("", CITED.sub("", line))
            if re.search(r"\d", left):
                yield f"cites nothing: {left}"


def _without_numbers(markdown: str) -> str:
    """The text without the columns that hold the numbers of tasks."""
    lines, dropped = [], list[int]()
    for line in markdown.splitlines():
        if not line.startswith("|"):
            dropped = []
        else:
            cells = line.split("|")
            dropped = dropped or [place for place, cell in enumerate(cells) if NUMBERS.search(cell)] or [-1]
            line = "|".join(cell for place, cell in enumerate(cells) if place not in dropped)
        lines.append(line)
    return "\n".join(lines)


def _wrong_charts(paper: Paper) -> Iterator[str]:
    known: dict[str, Any] = by_key(paper.references)
    for chart in paper.charts:
        for series in chart["series"]:
            for value, key in zip(series["values"], series["refs"], strict=True):
                if (value is None) != (key is None) or (key and float(known[key].value) != value):
                    yield f"{chart['key']} draws {value} for {key}"
