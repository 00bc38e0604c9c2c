"""Plans pasted as one line: …实施方案 一、主要任务（一）甲项。…（责任单位：县甲局）（二）乙项。… cut before each number again.

A number opens a paragraph where it goes on with its own count, and stands at a blank of the source or behind the mark of an
ended sentence or bracket. Only text that has lost its line ends is cut: whole paragraphs keep the numbers inside them.
"""

import re

from tracker.intake.numerals import CHINESE, number
from tracker.intake.text import CLOSING, SENTENCE_END, Flow

# One line holds most of the document, and is longer than any paragraph of it should be.
_SHARE, _LONGEST = 0.7, 60
_LABEL = re.compile(
    rf"""
      第(?P<chapter>[{CHINESE}]{{1,4}})章
    | 第(?P<article>[{CHINESE}\d]{{1,4}})条
    | [（(](?P<chinese>[{CHINESE}]{{1,4}})[)）]
    | [（(](?P<bracketed>\d{{1,2}})[)）]
    | (?P<heading>[{CHINESE}]{{1,4}})、
    | (?<!\d)(?P<arabic>\d{{1,2}})[.．、](?!\d)
    """,
    re.VERBOSE,
)
_RANK = ("chapter", "heading", "article", "chinese", "arabic", "bracketed")
# Behind these a first heading may stand without any mark: …实施方案一、总体要求.
_TITLE_END = re.compile(r"(?:方案|意见|措施|办法|计划|要点|细则|如下)$")


def unroll(flows: list[Flow]) -> list[Flow]:
    """The paragraphs, a line that holds most of the document cut before each of its numbers."""
    total = sum(len(flow) for flow in flows)
    found: list[Flow] = []
    for flow in flows:
        if len(flow) > _LONGEST and len(flow) > _SHARE * total:
            found.extend(_cut(flow))
        else:
            found.append(flow)
    return found


def _cut(flow: Flow) -> list[Flow]:
    """The parts of a line from number to number."""
    counts: dict[str, int] = {}
    running: dict[str, int] = {}
    starts: list[int] = []
    for match in _LABEL.finditer(flow.text):
        kind = str(match.lastgroup)
        value = number(match[kind])
        if isinstance(value, int) and _follows(value, kind, counts, running) and _opens(flow, match, kind, value, counts):
            counts = {k: v for k, v in counts.items() if _RANK.index(k) < _RANK.index(kind)} | {kind: value}
            running[kind] = value
            starts.append(match.start())
    # The lines of the title are parted by blanks alone.
    head = range(1, starts[0] if starts else 0)
    bounds = [*(at for at in (0, *head) if not at or _gap(flow, at)), *(at for at in starts if at), len(flow)]
    return [flow.cut(start, end) for start, end in zip(bounds, bounds[1:], strict=False)]


def _follows(value: int, kind: str, counts: dict[str, int], running: dict[str, int]) -> bool:
    """True for the next number of its list, which may run on across sections."""
    return value in (counts.get(kind, 0) + 1, running.get(kind, 0) + 1)


def _gap(flow: Flow, at: int) -> bool:
    """True where the source has white space before a character."""
    return flow.offsets[at] != flow.offsets[at - 1] + 1


def _opens(flow: Flow, match: re.Match[str], kind: str, value: int, counts: dict[str, int]) -> bool:
    at = match.start()
    if at == 0 or _gap(flow, at) or flow.text[at - 1] in SENTENCE_END + CLOSING:
        return True
    # The first item under a heading that has no mark of its own: 一、主要任务（一）…
    after_heading = value == 1 and kind == "chinese" and "heading" in counts
    return after_heading or (value == 1 and kind == "heading" and bool(_TITLE_END.search(flow.text, max(0, at - 6), at)))
