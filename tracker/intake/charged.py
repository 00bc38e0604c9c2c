"""Units that the prose of a measure charges with something (县发改部门要积极会同…): to be confirmed, never facts by themselves."""

import re
from dataclasses import dataclass

from tracker.intake.model import Span
from tracker.intake.text import Flow
from tracker.intake.units import looks_like_unit, split_units

_CHARGED = re.compile(
    r"""
    (?: (?<![^。；;！，,：:\n]) (?:同时|其中|此外|并)? 由? | 由 )
    (?P<units> [^。；;！，,：:\n（）()由每\d]{2,60}? )
    (?: 等 (?=部门|单位) (?P<tail>部门|单位) )?
    (?: (?:每|于?20\d\d年|于?\d{1,2}月)[^。；;！，,：:\n]{0,16}? )?
    (?= (?:也|均|都|分别|共同|具体|依法|按(?:照)?(?:各自)?职责(?:分工)?|按(?:照)?分工|根据职责)*
        (?:要|应(?!急|对|用)|须|必须|需要?(?!求)|负责|牵头|会同|配合|协助|承担|落实) | [，,：:]负责 )
    """,
    re.VERBOSE,
)
# Public bodies and classes of them; 托育机构要 and 用人单位要 speak of those who are governed.
_PUBLIC = re.compile(
    r"[省市县区州旗乡镇](?!场|面|民) | 各(?:级|地|乡|镇|街道|村|社区|县|市|区|部门|单位|有关|相关|成员)"
    r"| (?:有关|相关)(?:部门|单位) | 国家 | 中共 | 人民",
    re.VERBOSE,
)
_BY_KIND = re.compile(r"[\u4e00-\u9fff、和]{1,30}(?:等)?(?:部门|局|委|办|厅)$")
_NOT_A_BODY = re.compile(r"用人单位|企事业|机构$|组织$|企业$|家庭|学校$|医院$|社会")
_JOINS = re.compile(r"、|和|及|以及|与")


@dataclass(frozen=True)
class Charge:
    """A unit as printed in the prose, and where it stands."""

    unit: str
    span: Span


def find_charged(flow: Flow) -> list[Charge]:
    """Each unit that is the subject of a duty in running text, once, in printed order."""
    found: dict[str, Charge] = {}
    for match in _CHARGED.finditer(flow.text):
        end = match.end("tail") if match["tail"] else match.end("units")
        for name, at in _names(flow.text[match.start("units") : end]):
            start = match.start("units") + at
            found.setdefault(name, Charge(name, flow.span(start, start + len(name))))
    return list(found.values())


def _names(printed: str) -> list[tuple[str, int]]:
    """The units of a subject with their places: one by one where each is a whole name, else the phrase (发改、财政等部门)."""
    names = split_units(printed)
    if names and _is_public(names[0]) and all(map(_may_follow, names)) and not re.search(r"等(?:部门|单位)$", printed):
        places, at = [], 0
        for name in names:
            at = printed.index(name, at)
            places.append((name, at))
            at += len(name)
        return places
    return [(printed, 0)] if _JOINS.search(printed) and _is_public(printed) else []


def _is_public(name: str) -> bool:
    return bool(_PUBLIC.match(name) or _BY_KIND.fullmatch(name)) and _may_follow(name)


def _may_follow(name: str) -> bool:
    return looks_like_unit(name) and not _NOT_A_BODY.search(name)
