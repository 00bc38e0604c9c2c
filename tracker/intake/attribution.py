"""Who answers for a text: 牵头, 责任 and 配合 units, in brackets at its end or on lines of their own.

Three ways of printing are read: with labels （牵头单位：A；责任单位：B、C）, with a verb behind the names
（A牵头，B、C按职责分工负责；各乡镇、街道落实）, and names alone in the bracket that ends a paragraph （A、B）.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from tracker.intake.roles import LABEL, LABEL_ROLES, LEAD, LINE_LABEL, RESPONSIBLE, SUPPORTING, is_time, verb
from tracker.intake.standing import Standing, cut_standing, find_standing
from tracker.intake.text import brackets, outer_split
from tracker.intake.units import STARS, is_certain, looks_like_unit, split_units

_DUE = "due"
_OWN_MARK = re.compile(r"(?P<name>.+?)[（(〔\[【](?P<role>牵头|配合|主办|协办|主责|负责|责任|参与)(?:单位|部门)?[)）〕\]】]$")
_SHORT_FORM = re.compile(r"[（(〔\[](?:以下)?(?:统一)?(?:简称|统称)[^）)〕\]]{0,60}[）)〕\]]")
# A牵头、B配合: a role ends there, whatever mark stands behind it.
_ROLE_ENDS = re.compile(r"(牵头|主办|配合|负责|落实|参与|实施)(?:、|(?<=牵头)(?=[省市县区州][\u4e00-\u9fff]))")
# A line of nothing but units and their verbs.
_SPOKEN = re.compile(r"(?<=\n)[^\n。（(]{4,200}(?:牵头|负责|配合|落实|实施|参与|推进)[。；;]?(?=\n|$)")
_BLANK = "\n"
# What is longer is no list of units; a star in it marks no lead.
_LONGEST_STARRED = 5_000
_ENDS = re.compile(r"[。；;]?(?:\n|$)")

Parts = list[tuple[str, tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class Attribution:
    """One attribution: where it stands in the text that was searched, and whom it names, by role.

    `inline` tells a bracket, which closes the text before it, from lines after the whole measure. `starred` are names
    printed with a ★, which leads where the plan says so.
    """

    start: int
    end: int
    inline: bool
    lead: tuple[str, ...] = ()
    responsible: tuple[str, ...] = ()
    supporting: tuple[str, ...] = ()
    due: str | None = None
    standing: tuple[Standing, ...] = field(default=())
    starred: tuple[str, ...] = ()

    @property
    def units(self) -> tuple[str, ...]:
        """All names, whatever the role."""
        return self.lead + self.responsible + self.supporting


def find_attributions(text: str) -> list[Attribution]:
    """Every attribution of a text, in order: brackets first found, then labelled lines outside them."""
    found: list[Attribution] = []
    for start, end in brackets(text):
        inner = _inner(text[start:end])
        reading = _read(inner, start, end, inline=True) or _bare(inner, start, end, text)
        if reading:
            found.append(reading)
    found.extend(_lines(text, found))
    return sorted(found, key=lambda a: a.start)


def _inner(bracketed: str) -> str:
    """What stands between the brackets; a bracket that its line leaves open has no closing one to drop."""
    return bracketed[1:-1] if bracketed[-1] in "）)〕]】］" else bracketed[1:]


def _bare(inner: str, start: int, end: int, text: str) -> Attribution | None:
    """Names alone (县教育局、县财政局), where their bracket ends a paragraph and nobody would take them for anything else."""
    if not _ENDS.match(text, end):
        return None
    parts = _marked(split_units(inner), RESPONSIBLE)
    if not parts or not all(is_certain(name) for _, names in parts for name in names):
        return None
    return Attribution(start, end, True, _of(parts, LEAD), _of(parts, RESPONSIBLE), _of(parts, SUPPORTING))


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
    starts = [m.start() for m in LINE_LABEL.finditer(text) if outside[m.start()] == text[m.start()]]
    if not starts:
        yield from _spoken_lines(text, outside)
    group: list[tuple[int, int]] = []
    end = -1
    for start in starts:
        if start > end:
            line_end = text.find("\n", start)
            end = len(text) if line_end < 0 else line_end
        if group and text[group[-1][1] : start].strip():
            yield from _group(text, group)
            group = []
        group.append((start, end))
    if group:
        yield from _group(text, group)


def _spoken_lines(text: str, outside: str) -> Iterator[Attribution]:
    """Lines that hold nothing but units and their verbs: 县甲局牵头，县乙局、各乡镇配合."""
    for match in _SPOKEN.finditer(text):
        start, end = match.span()
        parts = _listed(text[start:end].rstrip("。；;"), None) if outside[start:end] == text[start:end] else None
        if parts and all(is_certain(name) for _, names in parts for name in names):
            yield Attribution(start, end, False, _of(parts, LEAD), _of(parts, RESPONSIBLE), _of(parts, SUPPORTING))


def _group(text: str, group: list[tuple[int, int]]) -> Iterator[Attribution]:
    start, end = group[0][0], group[-1][1]
    reading = _read(text[start:end], start, end, inline=False)
    if reading:
        yield reading


def _read(inner: str, start: int, end: int, *, inline: bool) -> Attribution | None:
    """The attribution that a bracket or a line holds, or None when it is about something else."""
    plain, said = cut_standing(_SHORT_FORM.sub("", inner))
    labels = list(LABEL.finditer(plain))
    if labels and _opens(plain, labels[0].start()):
        before = _by_verb(plain[: labels[0].start()])[0]
        parts, rest = _labelled(plain, labels)
        parts = before + parts
    else:
        parts, rest = _by_verb(plain)
    standing = find_standing(rest + said)
    if not any(role != _DUE for role, _ in parts) and not standing:
        return None
    stars = [star for star in STARS if star in plain] if len(plain) <= _LONGEST_STARRED else []
    starred = tuple(n for _, names in parts for n in names if any(s + n in plain for s in stars))
    return Attribution(
        start, end, inline, _of(parts, LEAD), _of(parts, RESPONSIBLE), _of(parts, SUPPORTING),
        due="".join(_of(parts, _DUE)) or None, standing=tuple(standing), starred=starred,
    )  # fmt: skip


def read_cell(text: str, role: str) -> Attribution:
    """The units of a table cell, under the role of its column where it prints no other (县甲局牵头，…; 配合单位：…)."""
    labels = list(LABEL.finditer(text))
    if labels and _opens(text, labels[0].start()):
        parts = (_listed(text[: labels[0].start()], role) or []) + _labelled(text, labels)[0]
    else:
        parts = [part for sentence in text.split("。") for part in _listed(sentence, role) or []]
    return Attribution(0, len(text), False, _of(parts, LEAD), _of(parts, RESPONSIBLE), _of(parts, SUPPORTING))


def _opens(text: str, at: int) -> bool:
    """True where the first label of a bracket begins it, or follows another part of the same list."""
    return at <= 2 or text[at - 1] in "。；;，,、\n"


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
        if label["person"] or label["other"]:
            continue  # names of people are not kept
        if label["due"]:
            parts.append((_DUE, (listed,)))
        else:
            parts.extend(_under(label, listed))
    return parts, "。".join(s for s in said if s)


def _under(label: re.Match[str], listed: str) -> Parts:
    """The names behind one label; behind a short one (配合：) only where they are units."""
    parts = _listed(listed, LABEL_ROLES[label["role"] or label["short"] or "责任"]) or []
    return parts if label["role"] or _mostly_units(parts) else []


def _mostly_units(parts: Parts) -> bool:
    names = [name for role, part in parts if role != _DUE for name in part]
    return bool(names) and sum(map(looks_like_unit, names)) * 2 >= len(names) + 1


def _by_verb(text: str) -> tuple[Parts, str]:
    """Parts by the verb behind the names, sentence by sentence; what does not name units is a statement."""
    parts: Parts = []
    said: list[str] = []
    for sentence in text.split("。"):
        found = _listed(sentence, None) or []
        if _mostly_units(found) or (parts and found):
            parts += found
        else:
            said.append(sentence)
    return parts, "。".join(said)


def _listed(text: str, default: str | None) -> Parts | None:
    """Names with their role: by verb, by （牵头） behind a name, else by the default; None when no role is told."""
    parts: Parts = []
    pending: list[str] = []
    for segment in outer_split(_ROLE_ENDS.sub(r"\1，", text), "，,；;\n"):
        if is_time(segment):
            parts.append((_DUE, (segment,)))
            continue
        names, role = verb(segment)
        if role and default and pending:
            # 牵头单位：A；B、C配合: the names before keep the role of the label.
            parts.extend(_marked(split_units("、".join(pending)), default))
            pending = []
        pending.append(names)
        if role:
            parts.extend(_marked(split_units("、".join(pending)), role))
            pending = []
    if pending:
        role = default or (RESPONSIBLE if any(r != _DUE for r, _ in parts) else None)
        if role is None:
            return None
        parts.extend(_marked(split_units("、".join(pending)), role))
    return parts


def _marked(names: tuple[str, ...], role: str) -> Parts:
    """Names under their role, a mark behind one name (县卫健局（牵头）) counting more than the list's own role."""
    parts: Parts = []
    for name in names:
        mark = _OWN_MARK.match(name)
        if is_time(name):
            parts.append((_DUE, (name,)))
        else:
            parts.append((LABEL_ROLES[mark["role"]], (mark["name"],)) if mark else (role, (name,)))
    return parts
