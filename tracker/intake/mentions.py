"""Where the units of one attribution are printed: each name to its place inside the bracket, the line or the cell."""

import re
from collections.abc import Iterable, Iterator

from tracker.intake.model import Span
from tracker.intake.text import Flow

# A name may be printed around its own short form, 各乡镇（以下简称乡镇）党委, and with another comma, 各乡镇党委，政府.
_SHORT_FORM = r"(?:[（(〔\[](?:以下)?(?:统一)?(?:简称|统称)[^）)〕\]]{0,60}[）)〕\]])?"
_LONGEST_NAME = 40
# No list of units needs more names sought from its beginning; a forged one could, without end.
_MOST_AGAIN = 200


def locate(flow: Flow, start: int, end: int, names: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str, Span]]:
    """Each (key, name) with its place in the flow between two offsets, for every name that is printed there.

    A stretch is given to one name only and to longer names first, so 县教育局 is not found inside 县教育局办公室. Names of
    one length are sought onwards from each other, as they are printed, and only then from the beginning.
    """
    taken = bytearray(end - start)
    onwards: dict[int, int] = {}
    again = _MOST_AGAIN
    for key, name in sorted(names, key=lambda pair: -len(pair[1])):
        place = _free(flow.text, onwards.get(len(name), start), end, name, start, taken)
        if not place and again:
            again -= 1
            place = _free(flow.text, start, end, name, start, taken) or _varied(flow.text, start, end, name)
        if place and taken.find(1, place[0] - start, place[1] - start) < 0:
            onwards[len(name)] = place[1]
            taken[place[0] - start : place[1] - start] = b"\1" * (place[1] - place[0])
            yield key, name, flow.span(*place)


def _free(text: str, at: int, end: int, name: str, start: int, taken: bytearray) -> tuple[int, int] | None:
    """The first place of a name from `at` on that no other name has; `taken` tells of each character from `start` on."""
    found = text.find(name, at, end) if name else -1
    while found >= 0 and taken.find(1, found - start, found - start + len(name)) >= 0:
        found = text.find(name, found + 1, end)
    return (found, found + len(name)) if found >= 0 else None


def _varied(text: str, start: int, end: int, name: str) -> tuple[int, int] | None:
    """The place of a name that is printed around a short form, or with another comma."""
    if len(name) > _LONGEST_NAME or not any(mark in text for mark in ("简称", "统称", "，", ",", "；", ";")):
        return None
    letters = ("[、，,；;\n]" if c == "、" else re.escape(c) for c in name)
    found = re.compile(_SHORT_FORM.join(letters)).search(text, start, end)
    return found.span() if found else None
