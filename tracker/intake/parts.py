"""Which stretch of a document is the plan, and what stands before and after it.

Plans come with a notice or a drafting report in front and with annexes behind, all of them numbered from 一、 again. The
stretch that names the most units is the plan.
"""

import re
from dataclasses import dataclass

from tracker.intake.outline import Label, read_label
from tracker.intake.roles import LABEL_ROLES
from tracker.intake.text import CLOSING, Flow, open_brackets

_ANNEX = re.compile(r"附(?:件|表|录)[\d一二三四五六七八九十]*[:：]?$")
_ANNEX_LIST = re.compile(r"附(?:件|表)[:：].")
_LISTED = re.compile(r"\d{1,2}[.．、]")
_NAMES_UNITS = re.compile(r"牵头|责任单位|责任部门|(?:负责|落实|配合)[）)〕\]]")
_PREAMBLE = re.compile(r"(?:制定|制订|出台|提出|印发|通知)(?:了)?(?:本|以下|如下|此)")
_CLOSING = re.compile(
    r"""
      本[《“]?(?:实施)?(?:方案|意见|措施|办法|细则|计划|通知)[》”]?[^，。]{0,12}(?:自|由|有效期)
    | (?:依据|根据|按照|参照)本[《“]?(?:实施)?(?:方案|意见|措施|办法)
    | (?:以上|上述)(?:各项)?(?:政策|措施|任务|工作)[^。]{0,20}(?:自|执行|施行|均)
    | ^除本(?:文件|方案|措施)
    """,
    re.VERBOSE,
)
# The end of a measure whose units are printed.
_UNITS_LAST = re.compile(r"(?:(?:单位|部门)[:：].+|(?:负责|落实|配合)(?:[。；].*)?)[）)〕\]]$")
_ROLE = f"(?:{'|'.join(LABEL_ROLES)})"
_LISTS_UNITS = re.compile(rf"{_ROLE}(?:单位|部门)[】\]]?[:：]|[【\[](?:牵头|责任)(?:单位|部门)|(?:牵头|负责|落实|配合)[）)〕\]]")
_UNIT_LINE = re.compile(rf"{_ROLE}(?:单位|部门)[:：]")
_COLOPHON = re.compile(
    r"""
      [-—_*=]{3,} | \[bookmark.* | 抄送[:：].* | 主动公开 | [（(](?:此件|本文有删减|信息公开).*[）)]
    | (?:共|此件)印\d+份.* | .{0,30}(?:办公室|办公厅|局|委员会)?20\d\d年\d{1,2}月\d{1,2}日(?:印发|发布)?
    | [\u4e00-\u9fff]{2,20}(?:委员会|办公室|办公厅|人民政府) | 责任编辑.* | 打印.* | 扫一扫.* | 解读.{0,6}[:：].*
    """,
    re.VERBOSE,
)
_PAGE_NUMBER = re.compile(r"[-—–－·]+\d{1,3}[-—–－·]+|第\d{1,3}页(?:[，,]?共\d{1,3}页)?")
_TITLE_LENGTH = 40
# Lines that a list of units is wrapped into.
_LONGEST_LIST = 20


@dataclass(frozen=True)
class Parts:
    """A document cut up.

    `head` is the plan's own title and preamble, `closing` its unnumbered last paragraphs, `listed` its list of annexes.
    """

    front: tuple[Flow, ...]
    head: tuple[Flow, ...]
    body: tuple[Flow, ...]
    closing: tuple[Flow, ...]
    colophon: tuple[Flow, ...]
    annexes: tuple[tuple[Flow, ...], ...]
    listed: tuple[Flow, ...] = ()


def cut(flows: list[Flow]) -> Parts:
    """The parts of a document given as paragraphs without white space."""
    flows = [flow for flow in flows if not _PAGE_NUMBER.fullmatch(flow.text)]
    labels = [read_label(flow.text) for flow in flows]
    listed = _forget_annex_list(flows, labels)
    bounds = _bounds(flows, labels)
    segments = list(zip(bounds, [*bounds[1:], len(flows)], strict=True))
    start, end = max(segments, key=lambda segment: _weight(flows[slice(*segment)], labels[slice(*segment)]))
    first = next((at for at in range(start, end) if labels[at]), end)
    body_end = _body_end(flows, labels, first, end)
    rest = [flows[at] for at in range(body_end, end) if at not in listed]
    return Parts(
        front=tuple(flows[:start]),
        head=tuple(flows[start:first]),
        body=tuple(flows[first:body_end]),
        closing=tuple(flow for flow in rest if not is_colophon(flow.text)),
        colophon=tuple(flow for flow in rest if is_colophon(flow.text)),
        annexes=tuple(tuple(flows[a:b]) for a, b in segments if a >= end),
        listed=tuple(flows[at] for at in sorted(listed) if start <= at < first or body_end <= at < end),
    )


def is_colophon(text: str) -> bool:
    """True for what a document ends with, or is framed by, and no measure holds: signature, date, print run, rules."""
    return bool(_COLOPHON.fullmatch(text))


def _forget_annex_list(flows: list[Flow], labels: list[Label | None]) -> set[int]:
    """附件：1.… and the numbered lines after it list the annexes; they number nothing. Returns which lines those are."""
    listed: set[int] = set()
    for at, flow in enumerate(flows):
        if _ANNEX_LIST.match(flow.text) or (at - 1 in listed and _LISTED.match(flow.text)):
            listed.add(at)
            labels[at] = None
    return listed


def _bounds(flows: list[Flow], labels: list[Label | None]) -> list[int]:
    """Where a new part begins: at an 附件 line, and where the headings start over with 一、."""
    bounds, highest = [0], 0
    for at, (flow, label) in enumerate(zip(flows, labels, strict=True)):
        if _ANNEX.fullmatch(flow.text):
            bounds.append(at)
            highest = 0
        elif label and label.kind == "heading":
            if label.value == 1 and highest:
                bounds.append(_own_start(flows, labels, at))
            highest = label.value
    return bounds


def _own_start(flows: list[Flow], labels: list[Label | None], heading: int) -> int:
    """The first paragraph that belongs to the part whose 一、 stands at `heading`: its title, its preamble, or 一、 itself."""
    after = next((at for at in range(heading - 1, -1, -1) if labels[at]), -1) + 1
    start = next((at for at in range(after, heading) if _PREAMBLE.search(flows[at].text)), heading)
    while start > after and _like_title(flows[start - 1].text):
        start -= 1
    return start


def _units_last(text: str) -> bool:
    return bool(_UNIT_LINE.match(text)) or (text[-1] in CLOSING and bool(_UNITS_LAST.search(text)))


def _like_title(text: str) -> bool:
    return len(text) <= _TITLE_LENGTH and text[-1] not in "。；;，,"


def _weight(flows: list[Flow], labels: list[Label | None]) -> tuple[int, int]:
    return sum(len(_NAMES_UNITS.findall(flow.text)) for flow in flows), sum(label is not None for label in labels)


def _body_end(flows: list[Flow], labels: list[Label | None], first: int, end: int) -> int:
    """Where the numbered part ends: after the last number, at a closing paragraph, a colophon or the list of annexes."""
    last = max((at for at in range(first, end) if labels[at]), default=end - 1)
    naming = max((at for at in range(last + 1, end) if _LISTS_UNITS.search(flows[at].text)), default=last)
    for at in range(last + 1, end):
        text = flows[at].text
        if flows[at - 1].text.endswith(("：", ":", "、")):
            continue
        if is_colophon(text) or _CLOSING.search(text) or _ANNEX_LIST.match(text):
            return at
        if at > naming and _units_last(flows[at - 1].text) and not _goes_on(flows[last:at]):
            return at
    return end


def _goes_on(flows: list[Flow]) -> bool:
    """True where the list of units that ends some paragraphs is wrapped into the next: its bracket is open, or it ends in 、."""
    said = "".join(flow.text for flow in flows[-_LONGEST_LIST:])
    return said.endswith(("、", "：", ":")) or bool(open_brackets(said))
