"""What became of each measure from one edition of a plan to the next: which text is which, and what changed in it.

The measures are paired so that the pairs are as alike as can be in all, not each for itself, or two neighbours that were
worded alike would take each other's place. Likeness is that of the pairs of characters that both texts have (Dice), which needs
no segmentation of Chinese and does not depend on the order of clauses. The same two editions always give the same pairs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from tracker.rules.likeness import Fragments, contained, fragments, likeness
from tracker.rules.pairing import heaviest_pairs

ALIKE = 0.5  # two texts that share less are two measures; what is left over is said of them as `relative`
RELATED = 0.5  # of the shorter text that must be found in the longer for one to be called a part of the other
_WEIGHT = 1_000_000
_PLACE, _NEAR = 2_000, 1_000  # where texts are equally alike, that in the same place and then the nearer one is taken


class Change(StrEnum):
    """What became of a measure. One that was both reworded and moved counts as reworded; the flags of its pair say both."""

    UNCHANGED = "unchanged"
    REWORDED = "reworded"
    MOVED = "moved"
    NEW = "new"
    DROPPED = "dropped"


@dataclass(frozen=True)
class MeasureText:
    """One measure as an edition prints it. `key` tells it from the others of its edition; `text` is empty where only facts are
    known. `units` are (role, name), `figures` the commitments in words, each as it would be printed in a list of changes."""

    key: int
    label: str
    section: str
    title: str
    text: str
    section_title: str = ""
    units: tuple[tuple[str, str], ...] = ()
    figures: tuple[str, ...] = ()
    due: str = ""

    @cached_property
    def words(self) -> str:
        """The wording without white space, which differs with the file and not with the text."""
        return "".join(f"{self.title}\n{self.text}".split())

    @cached_property
    def parts(self) -> Fragments:
        """What likeness is measured by: of the text, or of the title where there is none."""
        return fragments("".join((self.text or self.title).split()))

    @cached_property
    def title_parts(self) -> Fragments:
        return fragments("".join(self.title.split()))


@dataclass(frozen=True)
class Listed:
    """What a list had before and has now: entries taken out and put in, in the order of their edition."""

    gone: tuple[str, ...]
    come: tuple[str, ...]


@dataclass(frozen=True)
class Pair:
    """A measure of the old edition and the one that it became. `is_chosen`: the office said so."""

    old: MeasureText
    new: MeasureText
    is_chosen: bool = False

    @cached_property
    def is_reworded(self) -> bool:
        """True where the wording, or what was read of it (units, figures, time limit), is not the same."""
        old, new = self.old, self.new
        return old.words != new.words or (old.units, old.figures, old.due) != (new.units, new.figures, new.due)

    @property
    def is_moved(self) -> bool:
        """True where it stands in another section or under another number; a section may be renamed and stay what it was."""
        return self.old.label != self.new.label or not _same_section(self.old, self.new)

    @property
    def change(self) -> Change:
        if self.is_reworded:
            return Change.REWORDED
        return Change.MOVED if self.is_moved else Change.UNCHANGED

    def units(self, role: str) -> Listed:
        """The units of one role that are named no more, and those newly named."""
        before, now = ([name for own, name in side.units if own == role] for side in (self.old, self.new))
        return _listed(before, now)

    @property
    def figures(self) -> Listed:
        return _listed(self.old.figures, self.new.figures)


@dataclass(frozen=True)
class Alone:
    """A measure without a counterpart. `relative` is one of the other edition that it may have been split from or merged into."""

    measure: MeasureText
    relative: MeasureText | None


@dataclass(frozen=True)
class Diff:
    """The pairs and the new measures in the order of the new edition, what was dropped in that of the old."""

    pairs: tuple[Pair, ...]
    new: tuple[Alone, ...]
    dropped: tuple[Alone, ...]

    def count(self, change: Change) -> int:
        """How many measures the change befell."""
        alone = {Change.NEW: len(self.new), Change.DROPPED: len(self.dropped)}
        return alone[change] if change in alone else sum(pair.change is change for pair in self.pairs)


def compare(old: Sequence[MeasureText], new: Sequence[MeasureText], chosen: Mapping[int, int | None] | None = None) -> Diff:
    """What became of every measure; each of either edition stands in exactly one place of the answer.

    `chosen` are the office's own decisions: by the key of a new measure that of the old one it goes on with, or None for a
    measure that goes on with none. Keys that do not exist, and an old measure chosen twice, are a ValueError.
    """
    decided = dict(chosen or {})
    _check(old, new, decided)
    taken = {key for key in decided.values() if key is not None}
    free_old = [item for item in old if item.key not in taken]
    free_new = [item for item in new if item.key not in decided]
    partner = {free_new[j].key: free_old[i].key for i, j in _matched(free_old, free_new)}
    partner |= {key: value for key, value in decided.items() if value is not None}
    by_key = {item.key: item for item in old}
    pairs = tuple(Pair(by_key[partner[item.key]], item, item.key in decided) for item in new if item.key in partner)
    used = set(partner.values())
    return Diff(
        pairs,
        tuple(Alone(item, _relative(item, old)) for item in new if item.key not in partner),
        tuple(Alone(item, _relative(item, new)) for item in old if item.key not in used),
    )


def most_alike(item: MeasureText, others: Sequence[MeasureText], limit: int) -> list[MeasureText]:
    """The others that the measure is most like, the most alike first; those that share nothing with it are left out."""
    rated = [(likeness_of(item, other), -place, other) for place, other in enumerate(others)]
    return [other for degree, _, other in sorted(rated, key=lambda entry: entry[:2], reverse=True)[:limit] if degree > 0]


def likeness_of(one: MeasureText, other: MeasureText) -> float:
    """How alike two measures are, 0 to 1: text for two thirds and title for one, or the title alone where a text is missing."""
    titles = likeness(one.title_parts, other.title_parts)
    if not (one.text and other.text):
        return titles
    return (2 * likeness(one.parts, other.parts) + titles) / 3


def _check(old: Sequence[MeasureText], new: Sequence[MeasureText], decided: Mapping[int, int | None]) -> None:
    named = [key for key in decided.values() if key is not None]
    unknown = (set(decided) - {item.key for item in new}) | (set(named) - {item.key for item in old})
    if unknown or len(named) != len(set(named)):
        raise ValueError(f"no such pairing: {decided}")


def _matched(old: Sequence[MeasureText], new: Sequence[MeasureText]) -> list[tuple[int, int]]:
    """Places in both lists. Whichever edition is called the old one, of equally good pairings the same is found."""
    if [item.words for item in old] > [item.words for item in new]:
        return [(i, j) for j, i in _matched(new, old)]
    weights = {}
    for i, one in enumerate(old):
        for j, other in enumerate(new):
            degree = likeness_of(one, other)
            if degree >= ALIKE:
                weights[i, j] = round(degree * _WEIGHT) + _in_place(one, other) + _nearness(i / len(old), j / len(new))
    return heaviest_pairs(weights)


def _in_place(one: MeasureText, other: MeasureText) -> int:
    return _PLACE if (one.section, one.label) == (other.section, other.label) else 0


def _same_section(one: MeasureText, other: MeasureText) -> bool:
    if one.section != other.section or not (one.section_title and other.section_title):
        return one.section == other.section
    return likeness(fragments(one.section_title), fragments(other.section_title)) >= ALIKE


def _nearness(one: float, other: float) -> int:
    return round(_NEAR * (1 - abs(one - other)))


def _relative(item: MeasureText, others: Sequence[MeasureText]) -> MeasureText | None:
    """The measure of which this one may be a part, or the other way round: most of the shorter text stands in the longer."""
    rated = [(contained(item.parts, other.parts), -place, other) for place, other in enumerate(others)]
    degree, _, other = max(rated, key=lambda entry: entry[:2], default=(0.0, 0, None))
    return other if degree >= RELATED else None


def _listed(before: Sequence[str], now: Sequence[str]) -> Listed:
    return Listed(tuple(item for item in before if item not in now), tuple(item for item in now if item not in before))
