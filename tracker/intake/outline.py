"""Numbering: which paragraph opens which item, and which item stands under which.

GB/T 9704 orders the marks 一、（一）1.（1）; plans leave out levels, restart or run on across sections, and misprint.
The order of marks is therefore learnt from the document: a mark already open closes what stands under it, a new one opens
a level below.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from tracker.intake.numerals import CHINESE, number
from tracker.intake.text import Flow, join

# Put by `glued` behind a number printed without a mark of its own, and before an item that has lost its number one.
GLUE = "\u2060"
# Marks from the outermost inwards; the order decides where a document opens several at once.
# 1.2025年… and 1、3岁以下… are items; 1.5倍 and 1、2、3 are none.
_DOT = r"(?:[.．](?:(?!\d)|(?=20\d\d年))|、(?!\d+[、.．]))"
_NAMED = "问题|任务|措施|举措|行动|工程|专项行动|事项|工作|项目|重点"
_KINDS: tuple[tuple[str, str], ...] = (
    ("chapter", rf"第(?P<n>[{CHINESE}\d]+)(?:[章篇]|部分)[、：:]?"),
    ("part", rf"第(?P<n>[{CHINESE}\d]+)节、?"),
    ("heading", rf"(?P<n>[{CHINESE}]+)(?:、|[.．](?!\d))"),
    ("article", rf"第(?P<n>[{CHINESE}\d]+)条、?[：:]?"),
    ("named", rf"[【（(]?(?:{_NAMED})(?P<n>[{CHINESE}\d]{{1,3}})(?:[】）)][：:]?|[：:、.．])"),
    ("chinese", rf"[（(](?P<n>[{CHINESE}]+)[)）]、?"),
    ("chinese", r"(?P<n>[㈠-㈩])、?"),
    ("chinese", rf"(?P<n>[{CHINESE}]{{1,3}})[)）]、?"),
    ("arabic", rf"(?P<n>\d{{1,3}})(?:[.．]?{GLUE}|{_DOT})"),
    ("arabic", rf"{GLUE}(?P<n>)"),
    ("arabic", r"(?P<n>[⒈-⒛])"),
    ("decimal", rf"\d{{1,2}}[.．](?P<n>\d{{1,2}}){GLUE}"),
    ("decimals", rf"\d{{1,2}}[.．]\d{{1,2}}[.．](?P<n>\d{{1,2}}){GLUE}"),
    ("bracketed", r"[（(](?P<n>\d{1,3})[)）]、?"),
    ("bracketed", r"(?P<n>[⑴-⒇])"),
    ("circled", r"(?P<n>[①-⑳])"),
    ("ordinal", rf"第(?P<n>[{CHINESE}]+)、"),
    ("half", r"(?P<n>\d{1,2})[)）]"),
)
# Numbers that are one character, by the first of their row.
_ROWS = (("①", "⑳"), ("⑴", "⒇"), ("⒈", "⒛"), ("㈠", "㈩"))
# No label, and nothing that is looked at behind one, is longer; paragraphs are asked for theirs several times.
_LONGEST_LABEL = 24
_PATTERNS = tuple((kind, re.compile(pattern)) for kind, pattern in _KINDS)
_MAY_OPEN = re.compile(rf"[第（(\d①-⑳⑴-⒛㈠-㈩{CHINESE}{GLUE}]|[【]?(?:{_NAMED})")
RANK = {kind: rank for rank, (kind, _) in enumerate(_KINDS)}


@dataclass(frozen=True)
class Label:
    """A printed number: kind of mark, value, text as printed, and its length in the paragraph."""

    kind: str
    value: int
    printed: str

    @property
    def number(self) -> str:
        """The number without its mark: 一 of 一、."""
        return self.printed.strip("、.．") if self.kind == "heading" else self.shown

    @property
    def shown(self) -> str:
        """The label as the document prints it."""
        return self.printed.replace(GLUE, "")


def read_label(text: str) -> Label | None:
    """The label that a paragraph begins with, or None."""
    return _label(text[:_LONGEST_LABEL])


@lru_cache(maxsize=4096)
def _label(text: str) -> Label | None:
    for kind, pattern in _PATTERNS if _MAY_OPEN.match(text) else ():
        match = pattern.match(text)
        if match:
            value = _value(match["n"])
            return Label(kind, value, match.group()) if value is not None else None
    return None


def _value(digits: str) -> int | None:
    if not digits:
        return 1
    row = next((first for first, last in _ROWS if first <= digits <= last), None)
    if row:
        return ord(digits) - ord(row) + 1
    value = number(digits)
    return value if isinstance(value, int) else None


@dataclass
class Node:
    """A numbered item with the paragraphs that follow it and the items under it."""

    label: Label
    paragraphs: list[Flow]
    children: list[Node] = field(default_factory=list)
    misprinted: bool = False
    expected: int | None = None

    @cached_property
    def own(self) -> Flow:
        """Text of the item without its label and without the items under it; asked for often, and only once all are built."""
        return join([self.paragraphs[0].cut(len(self.label.printed)), *self.paragraphs[1:]])

    def walk(self) -> list[Node]:
        """The item and everything under it, in document order."""
        return [self, *(node for child in self.children for node in child.walk())]

    @property
    def whole(self) -> Flow:
        """Text of the item and of everything under it, labels of those included."""
        under = [flow for node in self.walk()[1:] for flow in (_as_printed(node.paragraphs[0]), *node.paragraphs[1:])]
        return join([self.own, *under])


def _as_printed(flow: Flow) -> Flow:
    """A paragraph without the mark that `glued` put behind its number."""
    at = flow.text.find(GLUE)
    return flow if at < 0 else Flow(flow.text[:at] + flow.text[at + 1 :], (*flow.offsets[:at], *flow.offsets[at + 1 :]))


def build(paragraphs: list[Flow]) -> list[Node]:
    """The top-level items of the paragraphs, the first of which must be numbered."""
    roots: list[Node] = []
    stack: list[Node] = []
    last: dict[str, int] = {}
    for flow in paragraphs:
        label = read_label(flow.text)
        if label is None or (stack and _continues(stack[-1], flow)):
            if stack:
                stack[-1].paragraphs.append(flow)
            continue
        node = Node(label, [flow])
        kind = _kind(label, stack)
        node.misprinted = kind != label.kind
        _close(stack, kind)
        siblings = stack[-1].children if stack else roots
        node.expected = _expected(label.value, [n.label.value for n in siblings[-1:]], last.get(kind))
        siblings.append(node)
        stack.append(node)
        last[kind] = label.value
        node.label = Label(kind, label.value, label.printed)
    return roots


def _continues(node: Node, flow: Flow) -> bool:
    """True where a page break inside a sentence makes its second half look numbered."""
    before = node.paragraphs[-1].text
    return before.endswith(("、", "，", ",")) and not flow.text.startswith(("（", "("))


def _kind(label: Label, stack: list[Node]) -> str:
    """The kind that the label was meant to be: （2） right after （一） is a misprinted （二）."""
    if label.kind != "bracketed" or label.value == 1:
        return label.kind
    open_kinds = {node.label.kind: node.label.value for node in stack}
    if "bracketed" not in open_kinds and open_kinds.get("chinese") == label.value - 1:
        return "chinese"
    return label.kind


def _close(stack: list[Node], kind: str) -> None:
    """Close the items that the new one does not stand under."""
    kinds = [node.label.kind for node in stack]
    if kind in kinds:
        del stack[kinds.index(kind) :]
        return
    rank = RANK["chinese"] if kind == "named" else RANK[kind]
    while stack and RANK[stack[-1].label.kind] > rank:
        stack.pop()


def _expected(value: int, before: list[int], running: int | None) -> int | None:
    """The number that should stand here, where the printed one neither restarts, follows, nor runs on."""
    if value == 1 or (before and value == before[0] + 1) or (running is not None and value == running + 1):
        return None
    return before[0] + 1 if before else 1
