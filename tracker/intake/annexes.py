"""Annexes: the leading group by body and post, and lists of conditions with their limits in days.

Names of people are read over and never kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tracker.intake.model import Checklist, LeadingGroup, Member, Post, TimeLimit
from tracker.intake.numerals import number
from tracker.intake.outline import build, read_label
from tracker.intake.selection import heading
from tracker.intake.text import Flow

_GROUP = re.compile(r"领导小组|工作专班|指挥部|协调小组|工作组|委员会")
_ROLE = re.compile(
    r"^(?P<role>第一组长|(?:常务|执行)?副组长|组长|副总指挥|总指挥|副指挥长|指挥长|副主任|主任|副?召集人|成员(?:单位)?)[:：]"
)
_HAN = r"[\u4e00-\u9fff]"
_NAME = re.compile(rf"^(?:[\u4e00-\u9fff·]{{2,4}}|{_HAN}\s+{_HAN})\s+(?=\S)")
_POST = re.compile(
    r"""
    (?P<post>
      (?: 负责[^，、]{2,8}?的? | 常务 | 党组 | 党委 | 党工委 | 执行 | 分管[^，、]{2,8}? )? 副?
      (?: 书记 | 主任 | 主席 | 经理 | 总经理 | 政委 | 主管 | 秘书长 | 检察长 | 支队长 | 大队长 | 理事长 | 董事长
        | [部局省市县区镇乡州旗会院行厅司处科股队站所社校台馆组]长 )
      | (?:党组|党委|领导班子)成员 | 常委 | 委员 | [一二三四]级(?:调研员|主任科员|巡视员) | 调研员 | 负责人 | (?:分管)?负责同志
    )$
    """,
    re.VERBOSE,
)
# A second post names only the inner body of the first one's committee: 县委常委、组织部部长.
_INNER = re.compile(r"^(?:组织部|宣传部|统战部|政法委|办公室|巡察办|编办|网信办)")
_OFFICE = re.compile(r"办公室(?:地点)?设(?:在|于)(?P<unit>[^，。；,;]{2,30})")
_LIMIT = re.compile(r"(?P<days>\d+|[一二三四五六七八九十]+)个?(?P<kind>工作日|自然日|日历日|日|天)(?:之?内|以内)")
_NOT_A_LIST = re.compile(r"领导小组|专班|指挥部")


def read_leading_group(annexes: tuple[tuple[Flow, ...], ...], body: tuple[Flow, ...], source: str) -> LeadingGroup | None:
    """The leading group that an annex lists, with where its office sits; None without one."""
    for flows in annexes:
        if _GROUP.search("".join(flow.text for flow in flows[:4])):
            members = tuple(_members(flows, source))
            if members:
                return LeadingGroup(_office((*flows, *body)), members)
    office = _office(body)
    return LeadingGroup(office, ()) if office else None


def _office(flows: tuple[Flow, ...]) -> str | None:
    found = (match["unit"] for flow in flows if (match := _OFFICE.search(flow.text)))
    return next(found, None)


def _members(flows: tuple[Flow, ...], source: str) -> Iterator[Member]:
    role = ""
    for text in _seats(flows, source):
        opened = _ROLE.match("".join(text.split()))
        if opened:
            role = "成员" if opened["role"].startswith("成员") else opened["role"]
        seat = _after_role(text)
        name = _NAME.match(seat)
        if role and name:
            yield from _seat(role, "".join(seat[name.end() :].split()))


def _after_role(text: str) -> str:
    """A seat's line without 组长： before the name; in the source blanks may stand inside the word."""
    return re.sub(r"^[^:：]{1,10}[:：]\s*", "", text)


def _seats(flows: tuple[Flow, ...], source: str) -> list[str]:
    """Lines with their blanks, a line without a name joined to the seat that it continues."""
    seats: list[str] = []
    for flow in flows:
        raw = source[slice(*flow.span())]
        opens = _NAME.match(raw) or _ROLE.match(flow.text)
        if opens or not seats:
            seats.append(raw)
        elif not flow.text.endswith("。") and _NAME.match(_after_role(seats[-1])):
            seats[-1] += raw
    return seats


def _seat(role: str, posts: str) -> Iterator[Member]:
    found: list[Post] = []
    for part in re.split(r"[、，,]", posts):
        match = _POST.search(part)
        if not match:
            continue
        unit = part[: match.start()]
        if found and _INNER.match(unit) and found[0].unit.endswith("委"):
            unit = found[0].unit + unit
        found.append(Post(unit or (found[0].unit if found else ""), match["post"]))
    if found:
        yield Member(role, found[0].unit, found[0].post, tuple(found[1:]))


def read_checklists(annexes: tuple[tuple[Flow, ...], ...]) -> list[Checklist]:
    """Headed lists of the annexes with their limits in days."""
    found: list[Checklist] = []
    for flows in annexes:
        first = next((at for at, flow in enumerate(flows) if read_label(flow.text)), None)
        if first is None or _NOT_A_LIST.search("".join(flow.text for flow in flows[:4])):
            continue
        for node in build(list(flows[first:])):
            if node.children:
                items = tuple(child.paragraphs[0].text[len(child.label.printed) :].strip("；;。") for child in node.children)
                title = heading(node.own.text).title
                found.append(Checklist(title, items, tuple(_limits(node.whole.text))))
    return found


def _limits(text: str) -> Iterator[TimeLimit]:
    for match in _LIMIT.finditer(text):
        days = number(match["days"])
        if isinstance(days, int):
            what = re.split(r"[，。；\n]", text[match.end() :])[0]
            yield TimeLimit(what.strip("，,"), days, match["kind"])
