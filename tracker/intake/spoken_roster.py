"""The leading group (领导小组) that a plan tells in running text: 由县长任组长，分管副县长任副组长，县卫健局、县财政局为成员.

Bodies and posts are kept, names of people never: a name behind its post is cut off, and what may still hide one is left out.
"""

import re
from collections.abc import Iterator

from tracker.intake.model import Member, Span
from tracker.intake.roster import people
from tracker.intake.text import Flow
from tracker.intake.units import looks_like_unit

_ROLES = "第一组长|双?组长|(?:第一|常务|执行)?副组长|总指挥长?|副总指挥长?|指挥长|副指挥长|总?召集人|副召集人|成员(?:单位)?"
_HEADS = re.compile("组长|指挥|召集人")
_CLAUSE = re.compile(r"[^，,；;。\n]+")
# 由县长任组长; 县甲局、县乙局为成员单位
_IS_ROLE = re.compile(
    rf"^(?:.*?[由以])?(?P<who>.+?)(?:分别|共同|(?<!负责)同志)*(?:担任|兼任|任|作为|为)(?:领导小组|专班|指挥部)?(?P<role>{_ROLES})(?![\u4e00-\u9fff])"
    rf"|^(?:.*?[由以])?(?P<who_of>.+?)(?:分别|共同|(?<!负责)同志)*(?:担任|兼任|任|作为|为)(?P<role_of>{_ROLES})(?:的|组成)"
)
# 组长由县长担任; 成员由县甲局、县乙局组成
_ROLE_IS = re.compile(rf"(?P<role>{_ROLES})(?:由|为|包括|：|:)(?P<who>.+?)(?:同志)?(?:分别|共同)?(?:担任|兼任|组成|任)?$")
_AND_SO_ON = re.compile(r"等(?:\d+个)?(?:有关|相关|成员)*(?:部门|单位)*(?:和(?:单位|部门))?(?:的)?")
_IN_CHARGE = re.compile(r"分管(?=副)|分管[^，、]{0,12}的(?=副)")
# A name may stand behind a post: 县长甲某某.
_NAMED = re.compile(
    r"(?P<post>(?:书记|主任|主席|[部局省市县区镇乡州旗会院行厅司处科股队站所社校]长|负责人|负责同志|领导))"
    r"[\u4e00-\u9fff]{2,4}$"
)
_LONGEST = 400


def find_spoken(flows: tuple[Flow, ...], place: str | None) -> tuple[tuple[Member, Span], ...]:
    """Each seat that running text gives to a body or a post, with its place; nothing where no head of the group is told."""
    for flow in flows:
        if not _HEADS.search(flow.text):
            continue
        seats = tuple(_seats(flow, place))
        if any(_HEADS.search(member.role) for member, _ in seats):
            return seats
    return ()


def _seats(flow: Flow, place: str | None) -> Iterator[tuple[Member, Span]]:
    for clause in _CLAUSE.finditer(flow.text):
        if len(clause.group()) > _LONGEST:
            continue
        told = _IS_ROLE.search(clause.group()) or _ROLE_IS.search(clause.group())
        if not told:
            continue
        found = {name.removesuffix("_of"): words for name, words in told.groupdict().items() if words}
        role = "成员" if found["role"].startswith("成员") else found["role"].removeprefix("双")
        span = flow.span(clause.start(), clause.end())
        for posts in people(_without_names(found["who"]), place):
            if all(not post.unit or looks_like_unit(post.unit) for post in posts):
                yield Member(role, posts[0].unit, posts[0].post, tuple(posts[1:])), span


def _without_names(who: str) -> str:
    parts = _IN_CHARGE.sub("", _AND_SO_ON.sub("", who)).split("、")
    return "、".join(_NAMED.sub(lambda match: match["post"], part) for part in parts)
