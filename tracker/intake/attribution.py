"""Who answers for a text: 牵头, 责任 and 配合 units, in brackets at its end or on lines of their own.

Two ways of printing are read: with labels （牵头单位：A；责任单位：B、C）, and with a verb behind the names
（A牵头，B、C按职责分工负责；各乡镇、街道落实）.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from tracker.intake.standing import Standing, find_standing
from tracker.intake.text import brackets, outer_split
from tracker.intake.units import looks_like_unit, split_units

LEAD, RESPONSIBLE, SUPPORTING = "lead", "responsible", "supporting"
_DUE, _PERSON = "due", "person"

_LABEL_ROLES = {
    "牵头": LEAD, "主办": LEAD, "主责": LEAD, "总牵头": LEAD,
    "责任": RESPONSIBLE, "落实": RESPONSIBLE, "承办": RESPONSIBLE, "实施": RESPONSIBLE, "主管": RESPONSIBLE,
    "完成": RESPONSIBLE, "负责": RESPONSIBLE,
    "配合": SUPPORTING, "协办": SUPPORTING, "参与": SUPPORTING, "参加": SUPPORTING, "协作": SUPPORTING,
    "支持": SUPPORTING, "协同": SUPPORTING, "协助": SUPPORTING, "指导": SUPPORTING,
}  # fmt: skip
_LABEL = re.compile(
    rf"""
    (?: (?P<role>{"|".join(sorted(_LABEL_ROLES, key=len, reverse=True))}) (?:责任|实施|落实)? (?:单位|部门|主体)
      | (?P<due>(?:完成|办理|办结|整改)?(?:时限|时间)(?:要求)?|完成期限)
      | (?P<person>(?:牵头|责任|分管|包保|配合|市级|县级)(?:领导|人|负责人)) )
    (?:[（(][^）)]{{0,8}}[）)])? [：:]
    """,
    re.VERBOSE,
)
# Outside brackets a label counts only where a line or a sentence begins.
_LINE_LABEL = re.compile(rf"(?:(?<=\n)|(?<=[。；！])|^)[【\[]?{_LABEL.pattern}", re.VERBOSE)
_VERB = re.compile(
    r"""
    (?:等)? (?:按(?:照)?(?:各自)?(?:工作)?(?:职责|分工|职能)(?:分工)?)? (?:分别|共同|具体|依法|各自)?
    (?: (?P<lead>(?:负责)?牵头(?:负责|组织|实施|落实|抓总|推进)?)
      | (?P<supporting>配合(?:落实|实施|做好)?|协助|参与|参加|协同(?:配合)?|支持|协办)
      | (?P<responsible>负责(?:落实|实施|组织)?|(?:组织)?(?:落实|实施)|承担|承办) ) $
    """,
    re.VERBOSE,
)
_OWN_MARK = re.compile(r"(?P<name>.+?)[（(](?P<role>牵头|配合|主办|协办)(?:单位|部门)?[)）]$")
_SHORT_FORM = re.compile(r"[（(〔\[](?:以下)?(?:统一)?(?:简称|统称)[^）)〕\]]{0,60}[）)〕\]]")
_BLANK = "\n"

Parts = list[tuple[str, tuple[str, ...]]]


@dataclass(frozen=True)
class Attribution:
    """One attribution: where it stands in the text that was searched, and whom it names, by role.

    `inline` tells a bracket, which closes the text before it, from lines after the whole measure.
    """

    start: int
    end: int
    inline: bool
    lead: tuple[str, ...] = ()
    responsible: tuple[str, ...] = ()
    supporting: tuple[str, ...] = ()
    due: str | None = None
    standing: tuple[Standing, ...] = field(default=())

    @property
    def units(self) -> tuple[str, ...]:
        """All names, whatever the role."""
        return self.lead + self.responsible + self.supporting


def find_attributions(text: str) -> list[Attribution]:
    """Every attribution of a text, in order: brackets first found, then labelled lines outside them."""
    found = [reading for start, end in brackets(text) if (reading := _read(_inner(text[start:end]), start, end, inline=True))]
    found.extend(_lines(text, found))
    return sorted(found, key=lambda a: a.start)


def _inner(bracketed: str) -> str:
    """What stands between the brackets; a bracket that its line leaves open has no closing one to drop."""
    return bracketed[1:-1] if bracketed[-1] in "）)〕]】］" else bracketed[1:]


def blank_out(text: str, attributions: Iterable[Attribution]) -> str:
    """The text with every attribution made blank, its length kept; attributions in printed order."""
    parts: list[str] = []
    at = 0
    for a in attributions:
        parts += text[at : a.start], _BLANK * (a.end - a.start)
        at = a.end
    return "".join([*parts, text[at:]])


def _lines(text: str, brackets_before: list[Attribution]) -> Iterator[Attribution]:
    """Labelled lines outside the brackets; those that follow each other are one attribution."""
    outside = blank_out(text, brackets_before)
    # A blanked bracket must not look like the beginning of a line: labels are sought in the printed text.
    starts = [m.start() for m in _LINE_LABEL.finditer(text) if outside[m.start()] == text[m.start()]]
    group: list[tuple[int, int]] = []
    for start in starts:
        line_end = text.find("\n", start)
        end = len(text) if line_end < 0 else line_end
        if group and text[group[-1][1] : start].strip():
            yield from _group(text, group)
            group = []
        group.append((start, end))
    if group:
        yield from _group(text, group)


def _group(text: str, group: list[tuple[int, int]]) -> Iterator[Attribution]:
    start, end = group[0][0], group[-1][1]
    reading = _read(text[start:end], start, end, inline=False)
    if reading:
        yield reading


def _read(inner: str, start: int, end: int, *, inline: bool) -> Attribution | None:
    """The attribution that a bracket or a line holds, or None when it is about something else."""
    plain = _SHORT_FORM.sub("", inner)
    labels = list(_LABEL.finditer(plain))
    if labels and labels[0].start() <= 2:
        parts, said = _labelled(plain, labels)
    else:
        parts, said = _by_verb(plain)
    standing = find_standing(said)
    if not parts and not standing:
        return None
    return Attribution(
        start, end, inline, _of(parts, LEAD), _of(parts, RESPONSIBLE), _of(parts, SUPPORTING),
        due="".join(_of(parts, _DUE)) or None, standing=tuple(standing),
    )  # fmt: skip


def _of(parts: Parts, role: str) -> tuple[str, ...]:
    return tuple(name for part_role, names in parts if part_role == role for name in names)


def _labelled(text: str, labels: list[re.Match[str]]) -> tuple[Parts, str]:
    """Parts by label; what stands after a full stop inside the bracket is a statement, not a unit."""
    parts: Parts = []
    said: list[str] = []
    for label, following in zip(labels, [*labels[1:], None], strict=True):
        value = text[label.end() : following.start() if following else len(text)].strip("；;，,。、 \n【[")
        listed, _, rest = value.partition("。")
        said.append(rest)
        if label["person"]:
            continue  # names of people are not kept
        if label["due"]:
            parts.append((_DUE, (listed,)))
        else:
            parts.extend(_listed(listed, _LABEL_ROLES[label["role"]]) or [])
    return parts, "。".join(s for s in said if s)


def _by_verb(text: str) -> tuple[Parts, str]:
    """Parts by the verb behind the names; nothing where the names are not units."""
    listed, _, rest = text.partition("。")
    parts = _listed(listed, None)
    names = [name for _, part in parts or [] for name in part]
    if not names or sum(map(looks_like_unit, names)) * 2 < len(names) + 1:
        return [], text
    return parts or [], rest


def _listed(text: str, default: str | None) -> Parts | None:
    """Names with their role: by verb, by （牵头） behind a name, else by the default; None when no role is told."""
    parts: Parts = []
    pending: list[str] = []
    for segment in outer_split(text, "，,；;\n"):
        verb = _VERB.search(segment)
        pending.append(segment[: verb.start()] if verb else segment)
        if verb:
            parts.extend(_marked(split_units("、".join(pending)), str(verb.lastgroup)))
            pending = []
    if pending:
        if default is None:
            return None
        parts.extend(_marked(split_units("、".join(pending)), default))
    return parts


def _marked(names: tuple[str, ...], role: str) -> Parts:
    """Names under their role, a mark behind one name (县卫健局（牵头）) counting more than the list's own role."""
    parts: Parts = []
    for name in names:
        mark = _OWN_MARK.match(name)
        parts.append((_LABEL_ROLES[mark["role"]], (mark["name"],)) if mark else (role, (name,)))
    return parts
