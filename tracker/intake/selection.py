"""Which numbered items are measures, which only head others, and why the rest are none."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tracker.intake.attribution import Attribution, find_attributions
from tracker.intake.outline import Node
from tracker.intake.text import Flow

# Sections that say why and whither, not what is to be done.
_NARRATIVE = re.compile(
    r"总体要求|总体目标|总体思路|总体原则|指导思想|基本原则|工作原则|(?:主要|工作|发展|总|改革|任务|行动)目标$|工作思路"
    r"|^目标(?:任务)?$|背景|起草|名词解释|重要意义|重大意义|基本情况|现状|适用(?:范围|对象)"
)
_TITLE_END = re.compile(r"[。！\n]|[:：](?!\d)")
_CLAUSE_END = re.compile(r"[，,；;。：:\n]")
# 全面落实…，加强… : a printed heading may hold a comma, but stays within one line of the page.
_HEADING_LENGTH = 28
_LONGEST_HEADING = 60


@dataclass(frozen=True)
class Heading:
    """Where the title of an item stands in its text, and where its body begins."""

    title: str
    body_at: int


@dataclass(frozen=True)
class Chosen:
    """A numbered item that is a measure: its ancestors from the section down, text and attributions of the whole."""

    node: Node
    above: tuple[Node, ...]
    text: Flow
    attributions: tuple[Attribution, ...]


@dataclass(frozen=True)
class Refused:
    """A numbered item that is no measure, and why, in Chinese."""

    node: Node
    reason: str


def heading(text: str) -> Heading:
    """Title and body of an item: a heading sentence where one is printed, else the first clause and the whole text."""
    end = _TITLE_END.search(text)
    first = text[: end.start()] if end else text
    body_at = end.end() if end else len(text)
    line_of_its_own = end is None or end.group() == "\n"
    if _is_heading(first) or (line_of_its_own and len(first) <= _LONGEST_HEADING):
        return Heading(first.strip("。 "), body_at)
    return Heading(_first_clause(text), 0)


def _is_heading(first: str) -> bool:
    if re.search(r"[，,；;]", first):
        return len(first) <= _HEADING_LENGTH
    return len(first) <= _LONGEST_HEADING


def _first_clause(text: str) -> str:
    """The text up to its first comma outside brackets."""
    depth = 0
    for at, character in enumerate(text):
        depth += (character in "（(〔[“《") - (character in "）)〕]”》")
        if depth <= 0 and _CLAUSE_END.match(character):
            return text[:at]
    return text


def choose(roots: list[Node]) -> tuple[list[Chosen], list[Refused]]:
    """Measures in document order, and the numbered items that are none."""
    attributed = {id(n): find_attributions(n.own.text) for root in roots for n in root.walk()}
    found: list[Chosen | Refused] = []
    flat = not any(root.children for root in roots) or any(attributed[id(root)] for root in roots if not root.children)
    for root in roots:
        found.extend(_top(root, attributed, flat))
    return [f for f in found if isinstance(f, Chosen)], [f for f in found if isinstance(f, Refused)]


_Attributed = dict[int, list[Attribution]]


def _top(root: Node, attributed: _Attributed, flat: bool) -> Iterator[Chosen | Refused]:
    title = heading(root.own.text).title
    narrative = bool(_NARRATIVE.search(title)) and not _names_units(root, attributed)
    if narrative:
        yield from (Refused(node, "这一部分只讲要求和目标，没有列出责任单位") for node in root.walk())
    elif root.children:
        for child in root.children:
            yield from _below(child, (root,), attributed)
    elif attributed[id(root)] or flat or root.label.kind not in ("heading", "chapter"):
        yield _chosen(root, (), attributed)
    else:
        yield Refused(root, "它是没有分条的章节，也没有列出责任单位")


def _below(node: Node, above: tuple[Node, ...], attributed: _Attributed) -> Iterator[Chosen | Refused]:
    if _is_measure(node, attributed):
        yield _chosen(node, above, attributed)
        return
    for child in node.children:
        yield from _below(child, (*above, node), attributed)


def _is_measure(node: Node, attributed: _Attributed) -> bool:
    """True where the item with everything under it is one measure, False where the items under it are measures."""
    if not node.children or attributed[id(node)]:
        return True
    naming = [child for child in node.children if _names_units(child, attributed)]
    text = node.own.text
    has_body = heading(text).body_at < len(text)
    if not naming:
        return has_body
    # Units at the very end of a list of steps close the whole list, not its last step.
    return len(naming) == 1 < len(node.children) and naming[0] is node.children[-1] and has_body


def _names_units(node: Node, attributed: _Attributed) -> bool:
    return any(attributed[id(n)] for n in node.walk())


def _chosen(node: Node, above: tuple[Node, ...], attributed: _Attributed) -> Chosen:
    if not node.children:
        return Chosen(node, above, node.own, tuple(attributed[id(node)]))
    whole = node.whole
    return Chosen(node, above, whole, tuple(find_attributions(whole.text)))
