"""How alike two texts are, and where they differ, character by character: for editions of a plan."""

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher

Fragments = frozenset[str]

# A figure, a Latin word, or one other character: what a reader takes in as one.
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*[%％‰]?|[A-Za-z]+|.", re.DOTALL)
_ISLAND = 2  # an equal stretch of fewer tokens between two changes is read as changed with them
# Texts that are longer (tokens of both together), or made of so few different tokens that comparing them costs more than linear
# time (pairs of equal ones), are shown as replaced whole. Of ordinary prose, both limits fall together.
_LONGEST = 6_000
_MOST_PAIRS = 100_000


def fragments(text: str) -> Fragments:
    """The pairs of neighbouring characters of a text, each with how often it had come before; of one character, itself."""
    seen: dict[str, int] = {}
    found = []
    for place in range(max(len(text) - 1, 1) if text else 0):
        piece = text[place : place + 2]
        count = seen[piece] = seen.get(piece, -1) + 1
        found.append(f"{piece}{count}")
    return frozenset(found)


def likeness(one: Fragments, other: Fragments) -> float:
    """What two texts share out of all that they have (Dice), 0 to 1; two empty ones are not alike."""
    whole = len(one) + len(other)
    return 2 * len(one & other) / whole if whole else 0.0


def contained(one: Fragments, other: Fragments) -> float:
    """How much of the shorter text stands in the longer one, 0 to 1."""
    least = min(len(one), len(other))
    return len(one & other) / least if least else 0.0


@dataclass(frozen=True)
class Stretch:
    """A part of a text; `is_changed` where the other text does not have it."""

    text: str
    is_changed: bool


def differences(old: str, new: str) -> tuple[tuple[Stretch, ...], tuple[Stretch, ...]]:
    """Both texts cut into what they share and what they do not; joined again they are the texts."""
    before, now = _TOKEN.findall(old), _TOKEN.findall(new)
    if len(before) + len(now) > _LONGEST or _equal_pairs(before, now) > _MOST_PAIRS:
        return (Stretch(old, old != new),), (Stretch(new, old != new),)
    left: list[tuple[str, bool]] = []
    right: list[tuple[str, bool]] = []
    codes = SequenceMatcher(None, before, now, autojunk=False).get_opcodes()
    for place, (tag, i1, i2, j1, j2) in enumerate(codes):
        is_island = tag == "equal" and i2 - i1 < _ISLAND and 0 < place < len(codes) - 1
        left.append(("".join(before[i1:i2]), tag != "equal" or is_island))
        right.append(("".join(now[j1:j2]), tag != "equal" or is_island))
    return _joined(left), _joined(right)


def _equal_pairs(before: list[str], now: list[str]) -> int:
    """How many pairs of equal tokens the texts have between them: what the matcher looks at, over and over."""
    counts = Counter(now)
    return sum(times * counts[token] for token, times in Counter(before).items())


def _joined(pieces: list[tuple[str, bool]]) -> tuple[Stretch, ...]:
    joined: list[Stretch] = []
    for text, is_changed in pieces:
        if joined and joined[-1].is_changed is is_changed:
            joined[-1] = Stretch(joined[-1].text + text, is_changed)
        elif text:
            joined.append(Stretch(text, is_changed))
    return tuple(joined)
