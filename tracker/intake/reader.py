"""From a document to a `ParsedPlan`."""

from __future__ import annotations

from tracker.intake.forms import Limits, read_source
from tracker.intake.header import read_header
from tracker.intake.measures import read_measures, without
from tracker.intake.model import ParsedPlan, Section
from tracker.intake.obligations import find_obligations
from tracker.intake.outline import Node, build
from tracker.intake.parts import cut
from tracker.intake.selection import choose, heading
from tracker.intake.text import Flow, tidy


DEFAULT_LIMITS = Limits()


def parse(data: bytes, filename: str, limits: Limits = DEFAULT_LIMITS) -> ParsedPlan:
    source = read_source(data, filename, limits)
    parts = cut(paragraphs(source))
    roots = build(list(parts.body))
    chosen, refused = choose(roots)
    placed = read_measures(chosen)
    return ParsedPlan(
        plan=read_header(parts),
        sections=tuple(_section(root) for root in roots if root.label.kind in ("chapter", "heading")),
        measures=tuple(p.measure for p in placed),
        obligations=tuple(
            o for p in placed for o in find_obligations(without(p.chosen.text, p.chosen.attributions).text, p.measure.ordinal)
        ),
        plan_targets=(),
        abbreviations=(),
        leading_group=None,
        checklists=(),
        issues=(),
        source=source,
    )


def paragraphs(source: str) -> list[Flow]:
    found, at = [], 0
    for line in source.split("\n"):
        flow = tidy(source, at, at + len(line))
        if flow.text:
            found.append(flow)
        at += len(line) + 1
    return found


def _section(root: Node) -> Section:
    return Section(root.label.number, heading(root.own.text).title)
