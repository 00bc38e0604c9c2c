"""What stands behind a plan: for each annex its title, its leading group, its lists of conditions, and what was read over."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tracker.intake.kinds import MarkKind
from tracker.intake.model import Checklist, Mark, Span, TimeLimit
from tracker.intake.numerals import number
from tracker.intake.outline import Node, build, read_label
from tracker.intake.parts import Parts
from tracker.intake.roster import Roster, find_office, read_roster
from tracker.intake.selection import heading
from tracker.intake.spoken_roster import find_spoken
from tracker.intake.text import Flow

_LIMIT = re.compile(r"(?P<days>\d{1,4}|[一二三四五六七八九十]{1,4})个?(?P<kind>工作日|自然日|日历日|日|天)(?:之?内|以内)")
_WHAT = re.compile(r"[^，。；\n]{0,60}")
_NOT_A_LIST = re.compile(r"领导小组|专班|指挥部")
_TITLE_LENGTH = 40


@dataclass(frozen=True)
class Annex:
    """One annex as read; `marks` are its seats and lists, `unread` its numbered paragraphs that went into no checklist."""

    title: str
    span: Span
    roster: Roster | None
    checklists: tuple[Checklist, ...]
    marks: tuple[Mark, ...]
    unread: tuple[Flow, ...]


def read_annexes(parts: Parts, source: str, place: str | None) -> list[Annex]:
    """Every annex of a plan; `place` is the plan's own (示例县), which bodies in a roster may be named after."""
    return [_annex(flows, parts.body, source, place) for flows in parts.annexes if flows]


def leading_roster(annexes: list[Annex], parts: Parts, place: str | None) -> Roster | None:
    """The leading group: as an annex lists it, else as the text tells it, else its office alone; None without any."""
    listed = next((annex.roster for annex in annexes if annex.roster), None)
    if listed:
        return listed
    told = (*parts.body, *parts.closing)
    spoken = find_spoken(told, place)
    office = find_office(told)
    return Roster(spoken, office) if spoken or office else None


def _annex(flows: tuple[Flow, ...], body: tuple[Flow, ...], source: str, place: str | None) -> Annex:
    first = next((at for at, flow in enumerate(flows) if read_label(flow.text)), len(flows))
    is_list = not _NOT_A_LIST.search("".join(flow.text for flow in flows[:4]))
    lists = [node for node in build(list(flows[first:])) if node.children] if is_list else []
    read = {id(node.paragraphs[0]) for top in lists for node in (top, *top.children)}
    roster = read_roster(flows, body, source, place)
    return Annex(
        title=_title(flows),
        span=(flows[0].span()[0], flows[-1].span()[1]),
        roster=roster,
        checklists=tuple(_checklist(node) for node in lists),
        marks=(*(roster.marks if roster else ()), *(mark for node in lists for mark in _marks(node))),
        unread=tuple(flow for flow in flows[first:] if read_label(flow.text) and id(flow) not in read),
    )


def _title(flows: tuple[Flow, ...]) -> str:
    """附件1 with the heading lines below it: 附件1 补助申请材料清单."""
    lines = []
    for flow in flows[1:3]:
        if read_label(flow.text) or len(flow.text) > _TITLE_LENGTH or re.search(r"[。；：:]", flow.text):
            break
        lines.append(flow.text)
    return " ".join([flows[0].text.rstrip(":："), *(["".join(lines)] if lines else [])])


def _marks(node: Node) -> Iterator[Mark]:
    """The heading of a list, and each of its items."""
    yield Mark(MarkKind.CHECKLIST, node.paragraphs[0].span(), None, heading(node.own.text).title)
    for child in node.children:
        yield Mark(MarkKind.CHECKLIST, child.paragraphs[0].span(), None, _item(child))


def _item(node: Node) -> str:
    return node.paragraphs[0].text[len(node.label.printed) :].strip("；;。")


def _checklist(node: Node) -> Checklist:
    return Checklist(heading(node.own.text).title, tuple(map(_item, node.children)), tuple(_limits(node.whole.text)))


def _limits(text: str) -> Iterator[TimeLimit]:
    for match in _LIMIT.finditer(text):
        days = number(match["days"])
        if isinstance(days, int):
            what = _WHAT.match(text, match.end())
            yield TimeLimit(what.group() if what else "", days, match["kind"])
