"""Whether a printed name means a unit that is known: certainly, likely, or not as far as a name can tell.

Certain is only what two names cannot help meaning; it is merged without a question. Likely is asked and never merged. A wrong
silent match sends a duty to the wrong body, a needless question costs a minute: in doubt, likely. Measures of likeness are of
no use here (省体育厅 is as near to 省教育厅 as to 省体育局), so everything rests on what the parts of a name say.
"""

import re
from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from functools import partial
from typing import Generic, TypeVar

from tracker.rules.unit_forms import BARE, NEAR, OWN, Form, Place, is_one_place, read_form
from tracker.rules.unit_names import town_class
from tracker.rules.unit_terms import BUREAU_OR_COMMISSION, ORGANS, are_kin

Key = TypeVar("Key", bound=Hashable)

_DEPARTMENTS = frozenset({"bureau", "commission"})
_OFFICIAL = _DEPARTMENTS | {"office", "branch"}
# Collective names of departments: 县直各单位, 各部门, 有关单位.
_OFFICES = re.compile(r"^(?:[省市县区州旗]直)?(?:各?(?:相关|有关)?)(?:部门|单位)$")
_NUMERAL = re.compile(r"[0-9〇一二三四五六七八九十甲乙丙丁]")
_SHORTEST_MISPRINT = 4  # of shorter words too many pairs are one character apart: 民政, 财政


class Certainty(StrEnum):
    """How sure a match is."""

    CERTAIN = "certain"
    LIKELY = "likely"
    UNKNOWN = "unknown"


class Why(StrEnum):
    """What a match rests on."""

    SAME_NAME = "same_name"  # alike but for width, white space, brackets, 人民政府 for 政府
    SAME_BODY = "same_body"  # every part means the same: 示例县教育局, 县教育局; 县卫健委, 县卫生健康局
    TWO_UNITS = "two_units"  # the same body as two units that are kept apart, or as another name of the same list
    PLACE_UNSAID = "place_unsaid"  # the same but for the place, which one of them leaves out or cuts short
    OTHER_SORT = "other_sort"  # in charge of the same, but 局 and 办, 中心, 部门
    SHARED_CHARGE = "shared_charge"  # one is in charge of part of what the other is: 教育局, 教育体育局
    KIN = "kin"  # one replaced the other at some reform: 国土资源局, 自然资源局
    BRANCH = "branch"  # a branch of a higher body beside a body of the place
    MISPRINT = "misprint"  # one character apart
    SAME_CLASS = "same_class"  # collective names of bodies of the same kind
    NONE = "none"


@dataclass(frozen=True)
class Match(Generic[Key]):
    """The units that a name may mean: one where it is certain, one or more where it is likely, none where it is unknown."""

    certainty: Certainty
    keys: tuple[Key, ...]
    why: Why


def match(printed: str, known: Mapping[str, Key], place: Place, beside: Collection[str] = ()) -> Match[Key]:
    """What the printed name means among the known names, in a document of that place.

    `known` gives the unit of every name in use; a unit may have several. A name that certainly means two units which are kept
    apart is no certain match of either. `beside` are the names printed in the same list, which can make a certain match a
    likely one: see _objection.
    """
    form = read_form(printed, place)
    forms = [(read_form(name, place), key) for name, key in known.items()]
    for why, agrees in ((Why.SAME_NAME, _same_name), (Why.SAME_BODY, partial(_same_body, place=place))):
        keys = tuple(dict.fromkeys(key for other, key in forms if agrees(form, other)))
        if keys:
            against = Why.TWO_UNITS if len(keys) > 1 else _objection(form, [read_form(name, place) for name in beside], place)
            return Match(Certainty.LIKELY if against else Certainty.CERTAIN, keys, against or why)
    likely = [(key, why) for other, key in forms if (why := _likeness(form, other)) is not Why.NONE]
    if not likely:
        return Match(Certainty.UNKNOWN, (), Why.NONE)
    return Match(Certainty.LIKELY, tuple(dict.fromkeys(key for key, _ in likely)), likely[0][1])


def _objection(form: Form, beside: list[Form], place: Place) -> Why | None:
    """Why the list in which a name stands speaks against an otherwise certain match, if it does.

    Beside a body of another place, a name that says no place may mean that one: 市住建局、税务局. And a list that prints two
    names for one body may mean two bodies.
    """
    if form.whose == BARE and any(_is_elsewhere(other) for other in beside):
        return Why.PLACE_UNSAID
    if any(other.text != form.text and _same_body(form, other, place) for other in beside):
        return Why.TWO_UNITS
    return None


def _same_name(one: Form, other: Form) -> bool:
    return one.text == other.text


def is_place_in_doubt(printed: str, others: Mapping[str, Key], place: Place, beside: Collection[str]) -> bool:
    """True for a name which is kept as one of a unit's, and yet may mean another place's body, since it does not say whose it is.

    So it is beside a body of a higher or another place (市住建局、税务局), and where it certainly means, by rule, one of the
    `others`, the names of other units. Towns printed beside a department say nothing.
    """
    form = read_form(printed, place)
    if form.whose != BARE or form.is_collective or not (form.terms or form.core in ORGANS):
        return False
    if any(_is_elsewhere(other) and not town_class(other.text) for other in (read_form(name, place) for name in beside)):
        return True
    return match(printed, others, place).certainty is Certainty.CERTAIN


def is_placeless(printed: str, place: Place) -> bool:
    """True for a name that does not say whose it is, and may mean another place's body in another list."""
    return read_form(printed, place).whose == BARE


def _is_elsewhere(form: Form) -> bool:
    return not form.is_collective and form.whose not in {OWN, BARE, NEAR}


def _same_body(one: Form, other: Form, place: Place) -> bool:
    """True where every part means the same, and the place is printed alike or left out of a department's name."""
    if one.is_collective or other.is_collective or not (is_one_place(one, place) and is_one_place(other, place)):
        return False
    if (one.side, one.core) != (other.side, other.core) or not _same_sort(one, other):
        return False
    return one.whose == other.whose or ({one.whose, other.whose} == {BARE, OWN} and _is_department(one) and _is_department(other))


def _same_sort(one: Form, other: Form) -> bool:
    if one.suffix == other.suffix:
        return True
    return {one.suffix, other.suffix} == _DEPARTMENTS and len(one.terms) == 1 and one.terms[0] in BUREAU_OR_COMMISSION


def _is_department(form: Form) -> bool:
    return form.suffix in _DEPARTMENTS and bool(form.terms) and not form.side


def _likeness(one: Form, other: Form) -> Why:
    """Why the two may be one body, or Why.NONE. Bodies of different levels never are."""
    if one.is_collective or other.is_collective:
        return Why.SAME_CLASS if _same_class(one, other) else Why.NONE
    if _is_branch_beside(one, other) or _is_branch_beside(other, one):
        return Why.BRANCH
    if _is_place_of(one, other) or _is_place_of(other, one):
        return Why.OTHER_SORT
    if not _may_share_place(one, other):
        return Why.NONE
    if one.terms and one.terms == other.terms:
        return _likeness_in_charge(one, other)
    if one.side != other.side:
        return Why.NONE
    if are_kin(one.terms, other.terms) and {one.suffix, other.suffix} <= _OFFICIAL:
        return Why.KIN
    return _likeness_of_cores(one, other) if _comparable_sorts(one, other) else Why.NONE


def _likeness_in_charge(one: Form, other: Form) -> Why:
    """Two names of the same charge: 县委 and 县政府 keep offices of one charge apart, but 县政府国资委 is 县国资委."""
    if {one.side, other.side} - {"", "government"}:
        return Why.NONE
    return Why.PLACE_UNSAID if one.suffix == other.suffix and one.side == other.side else Why.OTHER_SORT


def _likeness_of_cores(one: Form, other: Form) -> Why:
    if one.core == other.core:
        return Why.PLACE_UNSAID
    if _shares_charge(one.terms, other.terms) or _contains(one, other) or _contains(other, one):
        return Why.SHARED_CHARGE
    return Why.MISPRINT if _is_misprint(one.core, other.core) and one.suffix == other.suffix else Why.NONE


def _may_share_place(one: Form, other: Form) -> bool:
    here = {OWN, BARE, NEAR}
    if one.whose in here and other.whose in here:
        return True
    if one.whose in here or other.whose in here:
        return False
    short, long = sorted((one.whose, other.whose), key=len)
    return short == long or (len(short) == 1 and long.endswith(short))


def _comparable_sorts(one: Form, other: Form) -> bool:
    """Bodies of one sort, or one of them named by its charge alone (公安, 卫生健康部门)."""
    sorts = {"bureau" if form.suffix in {"commission", "branch"} else form.suffix for form in (one, other)}
    return len(sorts) == 1 or (bool(sorts & {"", "sector"}) and bool(sorts & {"bureau"}))


def _shares_charge(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    if not one or not other:
        return False
    return set(one) <= set(other) or set(other) <= set(one) or one[0] == other[0]


def _contains(one: Form, other: Form) -> bool:
    """True where the longer core holds the shorter: 总工会, 工会; 住房城乡建设管理, 住房城乡建设."""
    inner, outer = (re.sub(r"[和与及、]", "", core) for core in (other.core, one.core))
    return 2 <= len(inner) < len(outer) and inner in outer


def _is_misprint(one: str, other: str) -> bool:
    if min(len(one), len(other)) < _SHORTEST_MISPRINT or abs(len(one) - len(other)) > 1:
        return False
    changes = [change for change in SequenceMatcher(None, one, other, autojunk=False).get_opcodes() if change[0] != "equal"]
    if len(changes) != 1:
        return False
    _, i1, i2, j1, j2 = changes[0]
    return max(i2 - i1, j2 - j1) == 1 and not _NUMERAL.search(one[i1:i2] + other[j1:j2])


def _is_branch_beside(branch: Form, other: Form) -> bool:
    return bool(branch.upper) and branch.upper == other.terms and other.whose in {OWN, BARE}


def _is_place_of(one: Form, other: Form) -> bool:
    """True for a town beside its government: in a plan 青禾镇 is mostly 青禾镇人民政府, and sometimes its party committee too."""
    return other.text in {f"{one.text}政府", f"{one.text}办事处"}


def _same_class(one: Form, other: Form) -> bool:
    """True for collective names of places of which the one lists all that the other does, or for two of departments."""
    if not (one.is_collective and other.is_collective):
        return False
    if one.text in other.text or other.text in one.text:
        return True
    places, others = _places_in(one.text), _places_in(other.text)
    if places and others:
        return places <= others or others <= places
    return bool(_OFFICES.match(one.text) and _OFFICES.match(other.text)) and _same_level(one.text, other.text)


def _same_level(one: str, other: str) -> bool:
    return one[0] == other[0] or not (one[1:2] == other[1:2] == "直")


def _places_in(text: str) -> frozenset[str]:
    """The classes of places that a collective name lists; none where it lists departments or offices."""
    if re.search(r"部门|单位|机构|企业|公司", text):
        return frozenset()
    plain = re.sub(r"社区|示范区|园区|开发区|功能区|自治", "", text)
    return frozenset(re.findall(r"街道|[省市县区州旗乡镇村]", plain))
