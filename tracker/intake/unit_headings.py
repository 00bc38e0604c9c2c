"""Lists of duties by unit: 一、县发展改革局 over its tasks, 一、县人社局牵头工作（3项）, （一）县教育局：负责…。"""

import re

from tracker.intake.attribution import Attribution
from tracker.intake.outline import Node
from tracker.intake.roles import LABEL_ROLES, LEAD, RESPONSIBLE, SUPPORTING
from tracker.intake.units import is_certain, split_units

# The first line, or what stands before the colon; behind the names what the list under them is.
_HEAD = re.compile(r"[^\n：:。]{2,60}(?=[\n：:。]|$)")
_UNITS = re.compile(
    rf"(?P<units>.{{2,50}}?)(?P<role>{'|'.join(LABEL_ROLES)})?(?:的)?(?:单位)?"
    r"(?:(?:重点)?(?:工作|任务|事项|职责|责任)(?:任务|事项|清单|分工)?)?(?:[（(](?:共)?\d{1,3}[项条个件][)）])?"
)
# A name that begins with its level, or is one of a ministry: what only ends like an office may be any heading.
_LEVEL = re.compile(r"[省市县区州旗镇乡](?!域|场|政|情|容|貌)|各|国|中|团|共青团|人民|[\u4e00-\u9fff]{2,9}(?:部|委|总局|总署)$")
# Most headings begin like none; this is told at once.
_MAY_NAME = re.compile(rf"{_LEVEL.pattern.removesuffix('$')}")
_LEAST = 2


def unit_headings(roots: list[Node]) -> dict[int, Attribution]:
    """The units that headings name, by the identity of their items, where a list goes by unit.

    It does where most items of one level, two at least, begin with nothing but units. The unit of a heading then answers for
    what stands under it.
    """
    found: dict[int, Attribution] = {}
    left = [roots]
    while left:
        nodes = left.pop()
        left.extend(node.children for node in nodes if node.children)
        read = {id(node): attribution for node in nodes if (attribution := _heading(node))} if len(nodes) >= _LEAST else {}
        if len(read) >= max(_LEAST, len(nodes) / 2):
            found |= read
    return found


def _heading(node: Node) -> Attribution | None:
    text = node.own.text
    head = _HEAD.match(text) if _MAY_NAME.match(text) else None
    if not head or (not node.children and head.end() == len(text)):
        return None
    units = _UNITS.fullmatch(head.group())
    names = split_units(units["units"]) if units else ()
    if not units or not names or not _LEVEL.match(names[0]) or not all(map(is_certain, names)):
        return None
    role = LABEL_ROLES[units["role"]] if units["role"] else RESPONSIBLE
    by_role = {LEAD: (), RESPONSIBLE: (), SUPPORTING: ()} | {role: names}
    return Attribution(0, len(head.group()), False, by_role[LEAD], by_role[RESPONSIBLE], by_role[SUPPORTING])
