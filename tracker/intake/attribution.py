"""Who answers for a text: 牵头, 责任 and 配合 units, in brackets at its end or on lines of their own.

Three ways of printing are read: with labels （牵头单位：A；责任单位：B、C）, with a verb behind the names
（A牵头，B、C按职责分工负责；各乡镇、街道落实）, and names alone in the bracket that ends a paragraph （A、B）.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from tracker.intake.roles import LABEL, LEAD, LINE_LABEL, RESPONSIBLE, SUPPORTING
from tracker.intake.standing import Standing, cut_standing, find_standing
from tracker.intake.text import brackets
from tracker.intake.unit_lists import DUE, Parts, by_verb, labelled, listed, marked, mostly_units, of_role, without_people
from tracker.intake.units import STARS, is_certain, split_units

_SHORT_FORM = re.compile(r"[（(〔\[](?:以下)?(?:统一)?(?:简称|统称)[^）)〕\]]{0,60}[）)〕\]]")
# A line of nothing but units and their verbs.
_SPOKEN = re.compile(r"(?<=\n)[^\n。（(]{4,200}(?:牵头|负责|配合|落实|实施|参与|推进)[。；;]?(?=\n|$)")
# ——县甲局、县乙局 on the line below a measure.
_DASHED = re.compile(r"(?<=\n)[—－─]{1,3}(?P<names>[^\n。：:（(]{3,120})(?=\n|$)")
# 此项工作由…牵头，…配合。 a sentence of its own; without its first words, the last of a paragraph.
_CHARGE = re.compile(
    r"(?:[此该本]|上述|以上)(?:几?[项条些])?(?:工作|任务|措施|事项|项目|内容)?由"
    r"(?P<said>[^。；;\n（(]{4,200}(?:牵头|负责|配合|落实|实施|推进))[。；;]"
    r"|由(?<=[。；;！\n]由)(?P<last>[^。；;\n（(]{2,80}牵头[^。；;\n（(]{0,160}(?:牵头|负责|配合|落实|实施|推进))[。；;]?(?=\n|$)"
    # …的问题，由国土部门会同农业部门等负责落实。 the last words of a paragraph.
    r"|(?<=[，,。；;])由(?P<led>[^。；;，,\n（(]{2,40})会同(?P<joined>[^。；;\n（(]{2,160}?)"
    r"(?:负责|落实|(?:研究)?提出[^。；;，,\n、]{0,8}意见|组织实施)+[。；;]?(?=\n|$)"
)
Names = tuple[str, ...]
_BLANK = "\n"
# What is longer is no list of units; a star in it marks no lead.
_LONGEST_STARRED = 5_000
_ENDS = re.compile(r"[。；;]?(?:\n|$)")


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
        reading = _read(inner, start, end, inline=True)
        if not reading or not reading.units:
            reading = _bare(inner, start, end, text) or reading
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
    plain, said = cut_standing(inner)
    parts = marked(split_units(plain), RESPONSIBLE)
    if not parts or not all(is_certain(name) for _, names in parts for name in names):
        return None
    return _of(parts, start, end, inline=True, standing=find_standing(said))


def _of(parts: Parts, start: int, end: int, *, inline: bool, standing: Iterable[Standing] = (), starred: Names = ()) -> Attribution:
    due = "".join(of_role(parts, DUE)) or None
    roles = of_role(parts, LEAD), of_role(parts, RESPONSIBLE), of_role(parts, SUPPORTING)
    return Attribution(start, end, inline, *roles, due=due, standing=tuple(standing), starred=starred)


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
        yield from _charges(text, outside)
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
    """Lines that hold nothing but units: with their verbs (县甲局牵头，县乙局、各乡镇配合), or behind a dash."""
    for match in _DASHED.finditer(text):
        dashed = marked(split_units(match["names"]), RESPONSIBLE) if outside[match.start()] == text[match.start()] else []
        if mostly_units(dashed) and is_certain(dashed[0][1][0]):
            yield _of(dashed, *match.span(), inline=False)
    for match in _SPOKEN.finditer(text):
        start, end = match.span()
        parts = listed(text[start:end].rstrip("。；;"), None) if outside[start:end] == text[start:end] else None
        if parts and all(is_certain(name) for _, names in parts for name in names):
            yield _of(parts, start, end, inline=False)


def _charges(text: str, outside: str) -> Iterator[Attribution]:
    """Sentences that lay the whole of what stands before them on units: 此项工作由县甲局牵头，县乙局、各乡镇配合。"""
    for match in _CHARGE.finditer(text):
        start, end = match.span()
        if outside[start:end] != text[start:end] or (start and text[start - 1] not in "。；;！\n" and not match["led"]):
            continue
        parts = _joined(match) if match["led"] else listed(match["said"] or match["last"], None)
        if parts and all(is_certain(name) for _, names in parts for name in names):
            yield _of(parts, start, end, inline=True)


def _joined(match: re.Match[str]) -> Parts:
    """Who leads and with whom, of a charge that says 会同."""
    return [*marked(split_units(match["led"]), LEAD), *marked(split_units(match["joined"]), RESPONSIBLE)]


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
        before = by_verb(plain[: labels[0].start()])[0]
        parts, rest = labelled(plain, labels)
        parts = before + parts
    else:
        parts, rest = by_verb(plain)
    standing = find_standing(rest + said)
    if not any(role != DUE for role, _ in parts) and not standing:
        return None
    stars = [star for star in STARS if star in plain] if len(plain) <= _LONGEST_STARRED else []
    starred = tuple(n for _, names in parts for n in names if any(s + n in plain for s in stars))
    return _of(parts, start, end, inline=inline, standing=standing, starred=starred)


def read_cell(text: str, role: str, *, people: bool = False) -> Attribution:
    """The units of a table cell, under the role of its column where it prints no other (县甲局牵头，…; 配合单位：…).

    With `people`, names of people stand among the units, as under 责任单位及责任人, and are left out.
    """
    labels = list(LABEL.finditer(text))
    if labels and _opens(text, labels[0].start()):
        parts = (listed(text[: labels[0].start()], role) or []) + labelled(text, labels)[0]
    else:
        parts = [part for sentence in text.split("。") for part in listed(sentence, role) or []]
    return _of(without_people(parts) if people else parts, 0, len(text), inline=False)


def _opens(text: str, at: int) -> bool:
    """True where the first label of a bracket begins it, or follows another part of the same list."""
    return at <= 2 or text[at - 1] in "。；;，,、\n"
