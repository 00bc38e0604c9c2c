"""Which numbered items are measures, which only head others, and why the rest are none."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from tracker.intake.attribution import Attribution, find_attributions
from tracker.intake.outline import Node
from tracker.intake.text import Flow
from tracker.intake.unit_headings import unit_headings

# Sections that say why and whither, not what is to be done.
_NARRATIVE = re.compile(
    r"总体要求|总体目标|总体思路|总体原则|指导思想|基本原则|工作原则|(?:主要|工作|发展|总|改革|任务|行动)目标$|工作思路"
    r"|^目标(?:任务)?$|背景|起草|名词解释|重要意义|重大意义|基本情况|现状|适用(?:范围|对象)"
)
_TITLE_END = re.compile(r"[。！\n]|[:：](?!\d)")
_INNER_MARK = re.compile(r"[，,；;]")
_CLAUSE_END = "，,；;。：:\n"
_OPENING, _CLOSING = "（(〔[“《", "）)〕]”》"
_CLAUSE_MARK = re.compile(f"[{re.escape(_CLAUSE_END + _OPENING + _CLOSING)}]")
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
    """A numbered item that is a measure: its ancestors from the section down, text and attributions of the whole.

    `inherited` are the units of a heading above it, which answer for it where it names none, or no leading one, itself.
    """

    node: Node
    above: tuple[Node, ...]
    text: Flow
    attributions: tuple[Attribution, ...]
    inherited: tuple[Attribution, ...] = ()


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
    if _INNER_MARK.search(first):
        return len(first) <= _HEADING_LENGTH
    return len(first) <= _LONGEST_HEADING


def _first_clause(text: str) -> str:
    """The text up to its first comma outside brackets."""
    depth = 0
    for match in _CLAUSE_MARK.finditer(text):
        mark = match.group()
        depth += (mark in _OPENING) - (mark in _CLOSING)
        if depth <= 0 and mark in _CLAUSE_END:
            return text[: match.start()]
    return text


@dataclass(frozen=True)
class _Named:
    """Attributions of each item by its identity, and whether units printed behind a last step close the whole list of steps.

    `headed` are items that begin with the name of the unit that they are about, and so answer for what stands under them.
    """

    own: dict[int, list[Attribution]]
    closing: bool = False
    headed: dict[int, Attribution] = field(default_factory=dict)

    def units(self, node: Node) -> bool:
        """True where the item, or one under it, names units."""
        return any(self.own[id(n)] for n in node.walk())

    def naming(self, node: Node) -> list[Node]:
        """The items right under one that name units, or hold others that do."""
        return [child for child in node.children if self.units(child)]


def choose(roots: list[Node]) -> tuple[list[Chosen], list[Refused]]:
    """Measures in document order, and the numbered items that are none."""
    own = {id(n): find_attributions(n.own.text) for root in roots for n in root.walk()}
    named = _Named(own, _closes_lists(roots, _Named(own)), unit_headings(roots))
    found: list[Chosen | Refused] = []
    flat = not any(root.children for root in roots) or any(own[id(root)] for root in roots if not root.children)
    for root in roots:
        found.extend(_top(root, named, flat))
    return [f for f in found if isinstance(f, Chosen)], [f for f in found if isinstance(f, Refused)]


def _closes_lists(roots: list[Node], named: _Named) -> bool:
    """True in a plan that prints units once behind the last of several steps, and hardly ever behind the others."""
    lists = [naming for root in roots for n in root.walk() if len(n.children) > 1 and (naming := _last_only(n, named)) is not None]
    return lists.count(True) > max(1, 2 * lists.count(False))


def _last_only(node: Node, named: _Named) -> bool | None:
    """Whether only the last of the items under one names units; None where none does, or where they hold items themselves."""
    naming = named.naming(node)
    if not naming or any(child.children for child in node.children):
        return None
    return len(naming) == 1 and naming[0] is node.children[-1]


def _top(root: Node, named: _Named, flat: bool) -> Iterator[Chosen | Refused]:
    title = heading(root.own.text).title
    narrative = bool(_NARRATIVE.search(title)) and not named.units(root)
    if narrative:
        yield from (Refused(node, "这一部分只讲要求和目标，没有列出责任单位") for node in root.walk())
    elif root.children and (named.own[id(root)] or id(root) in named.headed or (named.closing and _last_only(root, named))):
        yield from _below(root, (), named, ())
    elif root.children:
        for child in root.children:
            yield from _below(child, (root,), named, ())
    elif named.own[id(root)] or id(root) in named.headed or flat or root.label.kind not in ("heading", "chapter"):
        yield _chosen(root, (), named, (named.headed[id(root)],) if id(root) in named.headed else ())
    else:
        yield Refused(root, "它是没有分条的章节，也没有列出责任单位")


_Inherited = tuple[Attribution, ...]


def _below(node: Node, above: tuple[Node, ...], named: _Named, inherited: _Inherited) -> Iterator[Chosen | Refused]:
    if id(node) in named.headed:
        inherited = (named.headed[id(node)],)
    if _is_measure(node, named):
        yield _chosen(node, above, named, inherited)
        return
    own = tuple(a for a in named.own[id(node)] if a.units)
    if own and not _heads(node, own):
        # Units behind its own text close that text; the items under it answer for themselves.
        alone = Node(node.label, node.paragraphs, misprinted=node.misprinted, expected=node.expected)
        yield Chosen(alone, above, node.own, tuple(named.own[id(node)]), inherited)
    for child in node.children:
        yield from _below(child, (*above, node), named, own if own and _heads(node, own) else inherited)


def _heads(node: Node, own: _Inherited) -> bool:
    """True where units stand right behind a heading and so cover what follows it."""
    text = node.own.text
    return not text[: own[0].start].rstrip("。：:\n")[_HEADING_LENGTH + 1 :] and "。" not in text[: own[0].start].rstrip("。")


def _is_measure(node: Node, named: _Named) -> bool:
    """True where the item with everything under it is one measure, False where the items under it are measures."""
    naming = named.naming(node)
    if node.children and (id(node) in named.headed or (not naming and _covers_items(node, named))):
        return False
    if not node.children or (named.own[id(node)] and not naming):
        return True
    text = node.own.text
    has_body = heading(text).body_at < len(text)
    if not naming:
        return has_body
    # Units at the very end of a list of steps close the whole list, not its last step.
    closes = len(naming) == 1 < len(node.children) and naming[0] is node.children[-1]
    return closes and (has_body or named.closing)


def _covers_items(node: Node, named: _Named) -> bool:
    """True for 一、…（牵头单位：…）, a section heading with units, over items （一） that each have a heading and a body."""
    own = tuple(a for a in named.own[id(node)] if a.units)
    if not own or node.label.kind not in ("heading", "chapter") or not _heads(node, own):
        return False
    texts = [child.own.text for child in node.children if child.label.kind == "chinese"]
    return len(texts) == len(node.children) and all(0 < heading(text).body_at < len(text) for text in texts)


def _chosen(node: Node, above: tuple[Node, ...], named: _Named, inherited: _Inherited) -> Chosen:
    if not node.children:
        return Chosen(node, above, node.own, tuple(named.own[id(node)]), inherited)
    whole = node.whole
    return Chosen(node, above, whole, tuple(find_attributions(whole.text)), inherited)
