"""Short forms that a plan defines: （以下简称《决定》）, (以下简称各市县)."""

import re
from collections.abc import Iterable

from tracker.intake.model import Abbreviation, Span
from tracker.intake.text import Flow
from tracker.intake.units import split_units

_DEFINITION = re.compile(r"[（(〔](?:以下)?(?:统一)?(?:简称|统称)(?:为)?[:：]?(?P<short>[^）)〕]{1,30})[）)〕]")
_TITLE_BEFORE = re.compile(r"《(?:[^《》]|《[^《》]*》)*》(?:[（(〔][^）)〕]*[）)〕])?$")
_LONGEST_MEANING = 300
_NAME_START = re.compile(r"[。；;：:，,\n]|(?<!^)〔")


def find_abbreviations(flows: Iterable[Flow]) -> list[tuple[Abbreviation, Span]]:
    """Each definition once with its place, in printed order; `long` of a document keeps its title marks."""
    found: dict[str, tuple[Abbreviation, Span]] = {}
    for flow in flows:
        for match in _DEFINITION.finditer(flow.text):
            short = match["short"].strip('“”"')
            if short in found:
                continue
            meaning = _meaning(flow.text[max(0, match.start() - _LONGEST_MEANING) : match.start()])
            if meaning:
                found[short] = Abbreviation(short, *meaning), flow.span(match.start(), match.end())
    return list(found.values())


def _meaning(before: str) -> tuple[str, str] | None:
    title = _TITLE_BEFORE.search(before)
    if title:
        return re.sub(r"[（(〔][^）)〕]*[）)〕]$", "", title.group()), "document"
    names = split_units(_NAME_START.split(before)[-1])
    return (names[-1], "unit") if names else None
