"""What stands behind a plan: for each annex its title, its leading group, its lists of conditions, and what was read over."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tracker.intake.model import Checklist, LeadingGroup, Span, TimeLimit
from tracker.intake.numerals import number
from tracker.intake.outline import Node, build, read_label
from tracker.intake.parts import Parts
from tracker.intake.roster import find_office, read_leading_group
from tracker.intake.selection import heading
from tracker.intake.text import Flow

_LIMIT = re.compile(r"(?P<days>\d{1,4}|[一二三四五六七八九十]{1,4})个?(?P<kind>工作日|自然日|日历日|日|天)(?:之?内|以内)")
_WHAT = re.compile(r"[^，。；\n]{0,60}")
_NOT_A_LIST = re.compile(r"领导小组|专班|指挥部")
_TITLE_LENGTH = 40


@dataclass(frozen=True)
class Annex:
    """One annex as read; `unread` are its numbered paragraphs that went into no checklist."""

    title: str
    span: Span
    group: LeadingGroup | None
    checklists: tuple[Checklist, ...]
    unread: tuple[Flow, ...]


def read_annexes(parts: Parts, source: str, place: str | None) -> list[Annex]:
    """Every annex of a plan; `place` is the plan's own (示例县), which bodies in a roster may be named after."""
    return [_annex(flows, parts.body, source, place) for flows in parts.annexes if flows]


def leading_group(annexes: list[Annex], body: tuple[Flow, ...]) -> LeadingGroup | None:
    """The first leading group that an annex lists, else the one whose office the body names; None without either."""
    listed = next((annex.group for annex in annexes if annex.group), None)
    office = None if listed else find_office(body)
    return listed or (LeadingGroup(office, ()) if office else None)


def _annex(flows: tuple[Flow, ...], body: tuple[Flow, ...], source: str, place: str | None) -> Annex:
    first = next((at for at, flow in enumerate(flows) if read_label(flow.text)), len(flows))
    is_list = not _NOT_A_LIST.search("".join(flow.text for flow in flows[:4]))
    lists = [node for node in build(list(flows[first:])) if node.children] if is_list else []
    read = {id(node.paragraphs[0]) for top in lists for node in (top, *top.children)}
    return Annex(
        title=_title(flows),
        span=(flows[0].span()[0], flows[-1].span()[1]),
        group=read_leading_group(flows, body, source, place),
        checklists=tuple(_checklist(node) for node in lists),
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


def _checklist(node: Node) -> Checklist:
    items = tuple(child.paragraphs[0].text[len(child.label.printed) :].strip("；;。") for child in node.children)
    return Checklist(heading(node.own.text).title, items, tuple(_limits(node.whole.text)))


def _limits(text: str) -> Iterator[TimeLimit]:
    for match in _LIMIT.finditer(text):
        days = number(match["days"])
        if isinstance(days, int):
            what = _WHAT.match(text, match.end())
            yield TimeLimit(what.group() if what else "", days, match["kind"])
