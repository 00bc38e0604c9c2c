"""What each figure of a paper counts, in words: 2025年10月应报的填报（34件）. For who wants to trust it, and who cites it wrongly.

The words stand in one table by the key of the reference (`tracker/reference_labels.py`); the names that fill them are those of the
paper's own frozen figures, so that a unit that was renamed later is called what the paper calls it.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from tracker.labels import label, order_number, period_title
from tracker.reference_labels import FIGURES, PARTS
from tracker.reports.compose_overall import SITUATION_TITLES
from tracker.reports.paper import chinese_date
from tracker.reports.references import Reference
from tracker.rules.curves import IndicatorStanding
from tracker.rules.statuses import AssignmentRole, Light, OrderKind

Record = Mapping[str, Any]

_NO_SECTION = "方案各领域以外"
# Of what the figures do not name any more, or never did.
_UNNAMED = {"task": "所列任务", "share": "所列承办事项", "unit": "所列单位", "section": "所列领域", "indicator": "所列指标",
            "order": "所列督办单", "duty": "定期报告"}  # fmt: skip


@dataclass(frozen=True)
class _Found:
    """What the table has for a key: the words, the measure word, and what of the key fills the words."""

    words: str
    measure: str
    parts: Mapping[str, str]


class Words:
    """What the figures of one paper count; `figures` as they are frozen with it."""

    def __init__(self, figures: Record) -> None:
        self._figures = figures

    def of(self, key: str) -> str | None:
        """What the figure of the key counts; None for a key that no paper has."""
        found = _matching(key)
        return found.words.format(**{name: self._said(name, part) for name, part in found.parts.items()}) if found else None

    def told(self, reference: Reference) -> str:
        """The same with the figure and its measure word; of a key that no paper has any more how it comes about, at least."""
        words = self.of(reference.key)
        return f"{words}（{self.value(reference)}）" if words else label(reference.rule)

    def value(self, reference: Reference) -> str:
        """The figure with its measure word."""
        found = _matching(reference.key)
        return f"{reference.value}{found.measure}" if found else reference.value

    def _said(self, name: str, part: str) -> str:
        if name in _UNNAMED:
            return _NO_SECTION if part == "none" else self._names[name].get(int(part), _UNNAMED[name])
        return _SAID[name](part) if name in _SAID else PARTS[name][part]

    @cached_property
    def _names(self) -> Mapping[str, Mapping[int, str]]:
        """What the figures call each row, by the name of its group in the patterns."""
        tasks = {line["id"]: line["title"] for line in self._of("tasks")}
        shares, orders = list(self._of("shares")), self._figures.get("orders") or {}
        lines = [*orders.get("urges", ()), *orders.get("supervision", ())]
        return {
            "task": {line["id"]: f"第{line['position']}项“{line['title']}”" for line in self._of("tasks")},
            "share": {share["id"]: f"{share['unit']}承办的“{tasks.get(share['task_id'], '')}”" for share in shares},
            "unit": {share["unit_id"]: share["unit"] for share in shares},
            "section": {section["id"]: f"“{section['title']}”领域" for section in self._of("sections")},
            "indicator": {line["id"]: f"“{line['name']}”" for line in self._of("indicators")},
            "order": {line["id"]: order_number(OrderKind(line["kind"]), line["year"], line["number"]) for line in lines},
            "duty": {report["duty_id"]: f"定期报告“{report['what']}”" for report in self._of("duty_reports")},
        }

    def _of(self, name: str) -> Iterable[Record]:
        return self._figures.get(name) or ()


_SAID: Mapping[str, Callable[[str], str]] = {
    "situation": SITUATION_TITLES.__getitem__,
    "light": lambda part: f"“{label(Light(part))}”",
    "standing": lambda part: label(IndicatorStanding(part)),
    "role": lambda part: label(AssignmentRole(part)),
    "period": lambda part: period_title(part.upper()),
    "day": lambda part: chinese_date(date.fromisoformat(part)),
}


def _by_first_word() -> Mapping[str, list[tuple[re.Pattern[str], str, str]]]:
    """The table by the first words of its keys: a page asks for some thousand keys, and each looks at a few patterns only."""
    found: dict[str, list[tuple[re.Pattern[str], str, str]]] = {}
    for pattern, words, measure in FIGURES:
        found.setdefault(pattern.split("\\.")[0], []).append((re.compile(pattern), words, measure))
    return found


_PATTERNS = _by_first_word()


def _matching(key: str) -> _Found | None:
    for pattern, words, measure in _PATTERNS.get(key.partition(".")[0], ()):
        found = pattern.fullmatch(key)
        if found:
            return _Found(words, measure, found.groupdict())
    return None
