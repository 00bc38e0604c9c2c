"""The leading group (领导小组) that an annex lists: seats by role, body and post.

A seat is a line (甲某  县卫健局局长; 县卫健局局长  甲某), a row of a table, or an item of a list (甲某（县卫健局局长）、…). Rosters
by post alone are read as well. Names of people are read over and never kept; where a line without blanks could hide a
name, its body must begin as bodies do (县…, or the plan's own place), else the line is left out.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tracker.intake.forms.cells import CELL
from tracker.intake.kinds import MarkKind
from tracker.intake.model import LeadingGroup, Mark, Member, Post, Span
from tracker.intake.text import Flow
from tracker.intake.units import looks_like_unit

_GROUP = re.compile(r"领导小组|工作专班|指挥部|协调小组|工作组|委员会")
# The words may be printed with blanks inside (组  长). 主任 is a post as well: a role only before a colon.
_ROLE_WORDS = (
    "第一组长", "常务副组长", "执行副组长", "副组长", "组长", "副总指挥", "总指挥", "副指挥长", "指挥长", "副召集人", "召集人",
    "成员单位", "成员",
)  # fmt: skip
_SPACED = "|".join(r"\s*".join(word) for word in _ROLE_WORDS)
_ROLE = re.compile(rf"^(?:(?P<role>{_SPACED}|副\s*主\s*任|主\s*任)\s*[:：]|(?P<bare>{_SPACED})(?=\s|$))\s*")
_HAN = r"[\u4e00-\u9fff]"
_PERSON = rf"(?:[\u4e00-\u9fff·]{{2,4}}|{_HAN}\s+{_HAN})"
_NAME_FIRST = re.compile(rf"^(?P<name>{_PERSON})\s+(?=\S)")
_NAME_LAST = re.compile(rf"^(?P<posts>\S.*?)\s+(?P<name>{_PERSON})$")
_NAME_AND_BRACKET = re.compile(rf"{_PERSON}\s*[（(](?P<posts>[^（）()]{{2,60}})[）)]")
_POST = re.compile(
    r"""
    (?P<post>
      (?: 负责[^，、]{2,8}?的? | 常务 | 党组 | 党委 | 党工委 | 执行 | 分管[^，、]{2,8}? )? 副?
      (?: 书记 | 主任 | 主席 | 经理 | 总经理 | 政委 | 主管 | 秘书长 | 检察长 | 支队长 | 大队长 | 理事长 | 董事长
        | [部局省市县区镇乡州旗会院行厅司处科股队站所社校台馆组]长 )
      | (?:党组|党委|领导班子)成员 | 常委 | 委员 | [一二三四]级(?:调研员|主任科员|巡视员) | 调研员
      | (?:主要|分管)?负责(?:同志|人) | (?:主要|分管)领导
    )$
    """,
    re.VERBOSE,
)
# A second post names only the inner body of the first one's committee: 县委常委、组织部部长.
_INNER = re.compile(r"^(?:组织部|宣传部|统战部|政法委|办公室|巡察办|编办|网信办)")
_GOVERNMENT_HEAD = re.compile(r"(?P<level>[省市县区州旗镇乡])长$")
_BODY_BEGINS = re.compile(r"^(?:[省市县区州旗盟乡镇团各]|人民|中共|中国|国[家网有]|政府|党[委政])")
# Posts in these are often held beside another: 县委常委、县委办公室主任 is one person.
_LEADERSHIP = re.compile(r"(?:[省市县区州旗镇乡]委|政府|人大|政协|党[委组])")
_OFFICE = re.compile(r"办公室(?:地点)?设(?:在|于)(?P<unit>[^，。；,;]{2,30})")
_LONGEST_SEAT = 400


@dataclass(frozen=True)
class Roster:
    """The seats of a leading group with the places where they are printed, and where its office sits."""

    seats: tuple[tuple[Member, Span], ...]
    office_at: str | None = None

    @property
    def group(self) -> LeadingGroup:
        """The group as the plan holds it."""
        return LeadingGroup(self.office_at, tuple(member for member, _ in self.seats))

    @property
    def marks(self) -> list[Mark]:
        """One mark for each printed line of seats: role, bodies and posts, never a name."""
        said: dict[Span, list[str]] = {}
        for member, span in self.seats:
            posts = "、".join([f"{member.unit}{member.post}", *(f"{post.unit}{post.post}" for post in member.also)])
            said.setdefault(span, []).append(f"{member.role} {posts}")
        return [Mark(MarkKind.SEAT, span, None, "；".join(seats)) for span, seats in said.items()]


def read_roster(flows: tuple[Flow, ...], body: tuple[Flow, ...], source: str, place: str | None) -> Roster | None:
    """The leading group that an annex lists, with where its office sits (said there or in the body); None without seats."""
    if not _GROUP.search("".join(flow.text for flow in flows[:4])):
        return None
    seats = tuple(_members(flows, source, place))
    return Roster(seats, find_office((*flows, *body))) if seats else None


def find_office(flows: tuple[Flow, ...]) -> str | None:
    """The unit where the office of the leading group sits; None where it is not said."""
    found = (match["unit"] for flow in flows if (match := _OFFICE.search(flow.text)))
    return next(found, None)


def _members(flows: tuple[Flow, ...], source: str, place: str | None) -> Iterator[tuple[Member, Span]]:
    role = ""
    for seat, span in _seats(flows, source):
        opened = _ROLE.match(seat)
        if opened:
            printed = "".join((opened["role"] or opened["bare"]).split())
            role = "成员" if printed.startswith("成员") else printed
        if role:
            for posts in people(seat[opened.end() :] if opened else seat, place):
                yield Member(role, posts[0].unit, posts[0].post, tuple(posts[1:])), span


def _seats(flows: tuple[Flow, ...], source: str) -> list[tuple[str, Span]]:
    """Lines with their blanks and places; a line without role or name is joined to the named seat that it continues."""
    seats: list[tuple[str, Span]] = []
    for flow in flows:
        span = flow.span()
        raw = _row(source[slice(*span)])
        before = seats[-1][0] if seats else ""
        opens = bool(_ROLE.match(raw)) or _named(raw)
        continued = bool(before) and not opens and len(before) <= _LONGEST_SEAT and _named(_ROLE.sub("", before))
        if continued and not flow.text.endswith("。"):
            seats[-1] = before + raw, (seats[-1][1][0], span[1])
        elif not continued:
            seats.append((raw, span))
    return [seat for seat in seats if len(seat[0]) <= _LONGEST_SEAT]


def _row(raw: str) -> str:
    """A row of a table as a line: role, name, posts; a line that is no row as it stands."""
    cells = [cell.strip() for cell in raw.split(CELL) if cell.strip() and not cell.strip().isdecimal()]
    if len(cells) < 2:
        return raw
    role = next((cell for cell in cells if _ROLE.fullmatch(cell)), "")
    rest = [cell for cell in cells if cell != role]
    name = next((cell for cell in rest if re.fullmatch(_PERSON, cell) and not _is_body(cell) and not _POST.search(cell)), "")
    posts = "".join(cell for cell in rest if cell != name)
    return f"{role.rstrip(':：')}{'：' if role else ''}{name}{'  ' if name else ''}{posts}"


def _named(seat: str) -> bool:
    name = _NAME_FIRST.match(seat)
    return name is not None and not _is_body(name["name"])


def _is_body(text: str) -> bool:
    """县妇联 is a body although it is as short as a name."""
    return bool(_BODY_BEGINS.match(text)) and looks_like_unit("".join(text.split()))


def people(seat: str, place: str | None) -> Iterator[list[Post]]:
    """The posts of each person of a line; nothing for a line that is no seat."""
    listed = _NAME_AND_BRACKET.findall(seat)
    last = _NAME_LAST.match(seat)
    if listed:
        found = [_posts(_parts(posts)) for posts in listed]
    elif _named(seat):
        found = [_posts(_parts(_NAME_FIRST.sub("", seat)))]
    elif last and not _POST.search(last["name"]) and _POST.search(last["posts"]):
        found = [_posts(_parts(last["posts"]))]
    else:
        found = _by_post_alone(_parts(seat), place)
    yield from (posts for posts in found if posts)


def _parts(posts: str) -> list[str]:
    return [part for part in re.split(r"[、，,；;]", "".join(posts.split()).rstrip("。；;")) if part]


def _posts(parts: list[str]) -> list[Post]:
    """Body and post of each part; a part without a body belongs to the first one's, 县长 to the government."""
    found: list[Post] = []
    for part in parts:
        match = _POST.search(part)
        if not match:
            continue
        unit = part[: match.start()]
        head = _GOVERNMENT_HEAD.search(match["post"])
        if found and _INNER.match(unit) and found[0].unit.endswith("委"):
            unit = found[0].unit + unit
        elif not unit and head:
            unit = f"{head['level']}政府"
        found.append(Post(unit or (found[0].unit if found else ""), match["post"]))
    return found


def _surely_a_body(text: str, place: str | None) -> bool:
    return bool(_BODY_BEGINS.match(text) or _INNER.match(text)) or bool(place and text.startswith(place))


def _by_post_alone(parts: list[str], place: str | None) -> list[list[Post]]:
    """Seats without names: one line is one seat, unless it lists three or more bodies.

    县委常委、县政府常务副县长 is one person; 县甲局局长、县乙局局长 are two. The last post of a list of bodies
    (县甲局、县乙局主要负责同志) is everyone's; without one (成员单位：县甲局、县乙局) the post stays empty.
    """
    bodies = [_POST.sub("", part) for part in parts]
    # 县长 names its body itself.
    if not parts or not all(not body or (_surely_a_body(body, place) and looks_like_unit(body)) for body in bodies):
        return []
    only_units = [looks_like_unit(part) and not _POST.search(part) for part in parts]
    if all(only_units[:-1]) and (len(parts) > 1 or only_units[-1]) and all(bodies):
        shared = _POST.search(parts[-1])
        return [[Post(body, shared["post"] if shared else "")] for body in bodies]
    if all(bodies) and (len(parts) >= 3 or (len(set(bodies)) == len(parts) and not any(map(_LEADERSHIP.search, bodies)))):
        return [_posts([part]) for part in parts]
    return [_posts(parts)]
