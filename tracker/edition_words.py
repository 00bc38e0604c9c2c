"""Chinese words for what changes from one edition of a plan to the next: for pages, the command line and messages alike."""

from dataclasses import dataclass

from tracker.labels import N_
from tracker.rules.editions import Change, Pair
from tracker.rules.statuses import AssignmentRole

CHANGES: dict[Change, str] = {
    Change.UNCHANGED: N_("未变"),
    Change.REWORDED: N_("改写"),
    Change.MOVED: N_("移动"),
    Change.NEW: N_("新增"),
    Change.DROPPED: N_("不再列入"),
}
# As the tones of states in `labels`: neutral nothing to do, info goes on, good is new, warn was changed, bad ends.
TONES: dict[Change, str] = {
    Change.UNCHANGED: "neutral",
    Change.REWORDED: "warn",
    Change.MOVED: "info",
    Change.NEW: "good",
    Change.DROPPED: "bad",
}
_UNITS: dict[AssignmentRole, str] = {
    AssignmentRole.LEAD: N_("牵头单位"),
    AssignmentRole.RESPONSIBLE: N_("责任单位"),
    AssignmentRole.SUPPORTING: N_("配合单位"),
}
_FIGURES = N_("量化指标")
_DUE = N_("完成时限")


@dataclass(frozen=True)
class Changed:
    """One thing besides the wording that is not as it was: what it is, and the entries taken out and put in."""

    what: str
    gone: tuple[str, ...]
    come: tuple[str, ...]


def change_title(change: Change) -> str:
    """What became of a measure, in a word."""
    return CHANGES[change]


def changes_of(pair: Pair) -> list[Changed]:
    """The units by role, the figures and the time limit that changed between the two measures; nothing of the wording."""
    found = []
    for role in AssignmentRole:
        listed = pair.units(role.value)
        found.append(Changed(_UNITS[role], listed.gone, listed.come))
    found.append(Changed(_FIGURES, pair.figures.gone, pair.figures.come))
    if pair.old.due != pair.new.due:
        found.append(Changed(_DUE, tuple(filter(None, [pair.old.due])), tuple(filter(None, [pair.new.due]))))
    return [item for item in found if item.gone or item.come]
