"""Where the units of one attribution are printed: each name to its place inside the bracket, the line or the cell."""

from collections.abc import Iterable, Iterator

from tracker.intake.model import Span
from tracker.intake.text import Flow


def locate(flow: Flow, start: int, end: int, names: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str, Span]]:
    """Each (key, name) with its place in the flow between two offsets, for every name that is printed in one piece.

    A stretch is given to one name only and to longer names first, so 县教育局 is not found inside 县教育局办公室; a name
    that is printed twice takes its places in turn.
    """
    taken = bytearray(end - start)
    after: dict[str, int] = {}
    for key, name in sorted(names, key=lambda pair: -len(pair[1])):
        at = flow.text.find(name, after.get(name, start), end)
        while at >= 0 and taken.find(1, at - start, at - start + len(name)) >= 0:
            at = flow.text.find(name, at + 1, end)
        after[name] = at + len(name) if at >= 0 else end
        if at >= 0 and name:
            taken[at - start : at - start + len(name)] = b"\1" * len(name)
            yield key, name, flow.span(at, at + len(name))
