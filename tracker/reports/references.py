"""What stands behind a figure of a paper: the rows it was counted from and how, so that anybody can count again.

In the Markdown of a paper a figure with a reference is a link of a scheme of our own, `[12](ref:late)`; the key names an entry of
`Paper.references`. Forms without links print the figure alone.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

CITED = re.compile(r"\[([^\[\]]*)\]\(ref:([a-z0-9_.-]+)\)")


@dataclass(frozen=True)
class Reference:
    """How one figure comes about.

    `rule`: the name of the way of counting; `value`: what it gives, as printed without its unit. `rows`: the rows counted, as
    (table, id); `whole`: for a share or a rate, the rows of the denominator. `evidence`: ids of the evidence behind it.
    """

    key: str
    rule: str
    value: str
    rows: tuple[tuple[str, int], ...]
    whole: tuple[tuple[str, int], ...] = ()
    evidence: tuple[int, ...] = ()


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
