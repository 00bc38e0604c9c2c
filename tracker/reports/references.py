"""What stands behind a figure of a paper: the rows it was counted from and how, so that anybody can count again.

In the Markdown of a paper a figure with a reference is a link of a scheme of our own, `[12](ref:late)`; the key names an entry of
`Paper.references`. Forms without links print the figure alone.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from tracker.rules.counting import Rule

CITED = re.compile(r"\[([^\[\]]*)\]\(ref:([a-z0-9_.-]+)\)")

Rows = tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Reference:
    """How one figure comes about.

    `rule`: the name of the way of counting; `value`: what it gives, as printed without its unit. `rows`: the rows counted, as
    (table, id); `whole`: for a share or a rate, the rows of the denominator. `evidence`: ids of the evidence behind it.
    """

    key: str
    rule: Rule
    value: str
    rows: Rows
    whole: Rows = ()
    evidence: tuple[int, ...] = ()


class Citations:
    """The references of one paper while it is written, in the order in which its figures first stand in it."""

    def __init__(self) -> None:
        self._found: dict[str, Reference] = {}

    def cite(self, key: str, rule: Rule, value: object, rows: Rows = (), whole: Rows = (), evidence: tuple[int, ...] = ()) -> str:
        """The figure as Markdown. ValueError where the key already stands for something else: text and table must not differ."""
        made = Reference(key, rule, str(value), rows, whole, evidence)
        if self._found.setdefault(key, made) != made:
            raise ValueError(f"two figures under the key {key}")
        return cite(made.value, key)

    def count(self, key: str, table: str, ids: Iterable[int]) -> str:
        """How many rows there are, cited."""
        rows = rows_of(table, ids)
        return self.cite(key, Rule.COUNT, len(rows), rows)

    def all(self) -> tuple[Reference, ...]:
        """What was cited."""
        return tuple(self._found.values())


def rows_of(table: str, ids: Iterable[int]) -> Rows:
    """Rows of one table."""
    return tuple((table, number) for number in ids)


def cite(text: str | int, key: str) -> str:
    """The figure as Markdown that names its reference."""
    return f"[{text}](ref:{key})"


def cited(markdown: str) -> list[tuple[str, str]]:
    """Every figure that names a reference, with the key, in the order of the text."""
    return CITED.findall(markdown)


def uncited(markdown: str) -> str:
    """The same text with the figures alone, for forms without links."""
    return CITED.sub(r"\1", markdown)


def by_key(references: Iterable[Reference]) -> dict[str, Reference]:
    """The references by their keys."""
    return {reference.key: reference for reference in references}
