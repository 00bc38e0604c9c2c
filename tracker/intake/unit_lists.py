"""Lists of units with their roles: by labels before the names, by verbs behind them, by a mark behind one name."""

import re

from tracker.intake.persons import is_person, names_people
from tracker.intake.roles import LABEL_ROLES, LEAD, RESPONSIBLE, is_time, verb
from tracker.intake.text import outer_split
from tracker.intake.units import looks_like_unit, split_units

DUE = "due"
_OWN_MARK = re.compile(r"(?P<name>.+?)[（(〔\[【](?P<role>牵头|配合|主办|协办|主责|负责|责任|参与)(?:单位|部门)?[)）〕\]】]$")
# A牵头、B配合: a role ends there, whatever mark stands behind it.
_ROLE_ENDS = re.compile(r"(牵头|主办|配合|负责|落实|参与|实施)(?:、|(?<=牵头)(?=[省市县区州][\u4e00-\u9fff]))")

# Names by role, in printed order; the role `DUE` holds a time limit that stands among them.
Parts = list[tuple[str, tuple[str, ...]]]


def of_role(parts: Parts, role: str) -> tuple[str, ...]:
    """The names under one role."""
    return tuple(name for part_role, names in parts if part_role == role for name in names)


def labelled(text: str, labels: list[re.Match[str]]) -> tuple[Parts, str]:
    """Parts by label; what stands after a full stop inside the bracket is a statement, not a unit."""
    parts: Parts = []
    said: list[str] = []
    led = any(_word(label) == "牵头" for label in labels)
    for label, following in zip(labels, [*labels[1:], None], strict=True):
        value = text[label.end() : following.start() if following else len(text)].strip("；;，,。、 \n【[")
        first, _, rest = value.partition("。")
        said.append(rest)
        if label["person"] or label["other"]:
            continue  # names of people are not kept
        if label["due"]:
            parts.append((DUE, (first,)))
        else:
            parts.extend(_under(label, first, led=led))
    return parts, "。".join(s for s in said if s)


def _word(label: re.Match[str]) -> str:
    return label["role"] or label["short"] or "责任"


def _under(label: re.Match[str], names: str, *, led: bool) -> Parts:
    """The names behind one label; behind a short one (配合：) only where they are units, behind 责任单位及责任人： no people.

    Where another label prints 牵头 (`led`), 主责单位 and 主办单位 carry out what that one leads.
    """
    role = LABEL_ROLES[_word(label)]
    parts = listed(names, RESPONSIBLE if led and role == LEAD and _word(label) != "牵头" else role) or []
    if names_people(label.group()):
        parts = without_people(parts)
    return parts if label["role"] or mostly_units(parts) else []


def without_people(parts: Parts) -> Parts:
    """The parts without names that are people's, of a list in which people stand among the units."""
    return [(role, tuple(name for name in names if not is_person(name))) for role, names in parts]


def mostly_units(parts: Parts) -> bool:
    names = [name for role, part in parts if role != DUE for name in part]
    return bool(names) and sum(map(looks_like_unit, names)) * 2 >= len(names) + 1


def by_verb(text: str) -> tuple[Parts, str]:
    """Parts by the verb behind the names, sentence by sentence; what does not name units is a statement."""
    parts: Parts = []
    said: list[str] = []
    for sentence in text.split("。"):
        found = listed(sentence, None) or []
        if mostly_units(found) or (parts and found):
            parts += found
        else:
            said.append(sentence)
    return parts, "。".join(said)


def listed(text: str, default: str | None) -> Parts | None:
    """Names with their role: by verb, by （牵头） behind a name, else by the default; None when no role is told."""
    parts: Parts = []
    pending: list[str] = []
    for segment in outer_split(_ROLE_ENDS.sub(r"\1，", text), "，,；;\n"):
        if is_time(segment):
            parts.append((DUE, (segment,)))
            continue
        names, role = verb(segment)
        if role == RESPONSIBLE and default == LEAD and not (parts or pending):
            role = LEAD  # 牵头单位：A、B按职责分工负责: they share the lead
        if role and default and pending:
            # 牵头单位：A；B、C配合: the names before keep the role of the label.
            parts.extend(marked(split_units("、".join(pending)), default))
            pending = []
        pending.append(names)
        if role:
            parts.extend(marked(split_units("、".join(pending)), role))
            pending = []
    if pending:
        role = default or (RESPONSIBLE if any(r != DUE for r, _ in parts) else None)
        if role is None:
            return None
        parts.extend(marked(split_units("、".join(pending)), role))
    return parts


def marked(names: tuple[str, ...], role: str) -> Parts:
    """Names under their role, a mark behind one name (县卫健局（牵头）) counting more than the list's own role."""
    parts: Parts = []
    for name in names:
        mark = _OWN_MARK.match(name)
        if is_time(name):
            parts.append((DUE, (name,)))
        else:
            parts.append((LABEL_ROLES[mark["role"]], (mark["name"],)) if mark else (role, (name,)))
    return parts
