"""What was found in a document, before it is put together as a `ParsedPlan`, and which of its numbers became no measure."""

from collections.abc import Iterator
from dataclasses import dataclass

from tracker.intake.annexes import Annex
from tracker.intake.measures import Placed
from tracker.intake.model import Header, Measure, Section, Span
from tracker.intake.outline import Node, read_label
from tracker.intake.parts import Parts
from tracker.intake.selection import Refused
from tracker.intake.tables import Table
from tracker.intake.text import Flow

_BEFORE = "它位于方案正文之前（如印发通知、起草说明）"
_IN_ANNEX = "它属于附件"
_HEADING = "它是标题，这一部分的任务以表格列出"


@dataclass(frozen=True)
class Reading:
    """What was found in a document.

    `placed` is empty where the measures stand in tables; `read` are the tables they stand in, `unread` those passed over.
    """

    source: str
    header: Header
    parts: Parts
    roots: list[Node]
    placed: list[Placed]
    refused: list[Refused]
    measures: list[Measure]
    sections: list[Section]
    read: list[Table]
    unread: list[Table]


@dataclass(frozen=True)
class Passed:
    """A numbered paragraph that became no measure: its first line, the stretch it takes, and why (Chinese)."""

    flow: Flow
    span: Span
    reason: str


def passed_over(reading: Reading, annexes: list[Annex]) -> Iterator[Passed]:
    """Every numbered paragraph that became neither a measure, nor a part or a heading of measures, in no order."""
    yield from _numbered(reading.parts.front, _BEFORE)
    for annex in annexes:
        yield from _numbered(annex.unread, _IN_ANNEX)
    refused = {id(item.node) for item in reading.refused}
    for item in reading.refused:
        flow = item.node.paragraphs[0]
        yield Passed(flow, _stretch(item.node, refused), item.reason)
    if reading.read:
        for node in headings(reading):
            yield Passed(node.paragraphs[0], _own_stretch(node), _HEADING)


def headings(reading: Reading) -> list[Node]:
    """The numbered items that only head others, in document order."""
    ends = [*(placed.chosen.node for placed in reading.placed), *(item.node for item in reading.refused)]
    whole = {id(node) for node in ends}
    # An item whose own text is a measure, apart from the items under it, heads nothing and hides nothing.
    own = {id(node.paragraphs[0]) for node in ends}
    found: list[Node] = []
    left = reading.roots[::-1]
    while left:
        node = left.pop()
        if id(node) in whole:
            continue
        if id(node.paragraphs[0]) not in own:
            found.append(node)
        left.extend(node.children[::-1])
    return found


def _numbered(flows: tuple[Flow, ...], reason: str) -> Iterator[Passed]:
    return (Passed(flow, flow.span(), reason) for flow in flows if read_label(flow.text))


def _stretch(node: Node, refused: set[int]) -> Span:
    """An item with what stands under it, unless that is refused by itself."""
    under = [] if any(id(child) in refused for child in node.children) else node.walk()
    return node.paragraphs[0].span()[0], (under[-1] if under else node).paragraphs[-1].span()[1]


def _own_stretch(node: Node) -> Span:
    return node.paragraphs[0].span()[0], node.paragraphs[-1].span()[1]
