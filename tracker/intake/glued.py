"""Numbers without a mark of their own: behind a unit list (…区住建局〕02对生育家庭…), before a blank (1 加强…), in decimals (2.1).

They are marked here, where the source or their sequence tells them from figures, so that the outline may trust every mark.
"""

import re

from tracker.intake.outline import GLUE, read_label
from tracker.intake.text import Flow

_HEADING_LENGTH = 28
# 2.1建设城市大脑; 1.5亿元, 2.3倍 and 20.5公里 are figures.
_DECIMAL = re.compile(r"\d{1,2}(?:[.．]\d{1,2}){1,2}(?=[\u4e00-\u9fff“])(?![年月日个万亿元倍公米吨平亩人家所项户岁小天克千百度])")
_BEFORE_FIGURE = re.compile(r"(?P<n>\d{1,2})[.．](?=\d)(?!\d+(?:万|亿|元|%|％|倍))")
_SPACED = re.compile(r"(?P<n>\d{1,2})(?=[\u4e00-\u9fff“])(?![年月日])")
_GLUED = re.compile(r"(?:单位|部门)[:：][^〔（(\[]{2,200}?[〕）)\]](?P<n>\d{1,2})(?=[\u4e00-\u9fff“])(?![年月日])")


def unglue(flows: list[Flow]) -> list[Flow]:
    """The paragraphs with every bare number marked, cut before each that stands right behind a unit list and goes on counting."""
    return _mark_figures(_mark_decimals(_mark_spaced(_cut(flows))))


def _mark_figures(flows: list[Flow]) -> list[Flow]:
    """Mark 3.3岁以下… as the third item where the second stands before it: its own figure follows its number."""
    last, found = 0, []
    for flow in flows:
        match = _BEFORE_FIGURE.match(flow.text)
        if match and last and int(match["n"]) == last + 1:
            flow, last = _with_mark(flow, match.end()), last + 1
        elif label := read_label(flow.text):
            last = label.value if label.kind == "arabic" else 0 if label.kind in ("heading", "chinese", "chapter") else last
        found.append(flow)
    return found


def _mark_spaced(flows: list[Flow]) -> list[Flow]:
    """Mark the numbers that only a blank parts from their items, where at least two follow each other."""
    matches = ((at, flow, _SPACED.match(flow.text)) for at, flow in enumerate(flows))
    numbers = {at: int(match["n"]) for at, flow, match in matches if match and _gap(flow, match.end())}
    values = set(numbers.values())
    if not any(value + 1 in values for value in values):
        return flows
    return [_marked(flow) if at in numbers else flow for at, flow in enumerate(flows)]


def _mark_decimals(flows: list[Flow]) -> list[Flow]:
    """Mark 2.1, 2.2 … where a second number of the same item follows a first."""
    found = {at: match.group() for at, flow in enumerate(flows) if (match := _DECIMAL.match(flow.text))}
    stems = [re.split(r"[.．](?=\d+$)", printed) for printed in found.values()]
    pairs = {(stem, int(last)) for stem, last in stems}
    if not any((stem, last + 1) in pairs for stem, last in pairs):
        return flows
    return [_with_mark(flow, len(found[at])) if at in found else flow for at, flow in enumerate(flows)]


def _gap(flow: Flow, at: int) -> bool:
    return 0 < at < len(flow) and flow.offsets[at] != flow.offsets[at - 1] + 1


def _cut(flows: list[Flow]) -> list[Flow]:
    """The paragraphs, cut before each number that stands right behind a unit list and continues the count."""
    found: list[Flow] = []
    last: int | None = None
    for flow in flows:
        start = 0
        for match in _GLUED.finditer(flow.text):
            value = int(match["n"])
            if last is not None and value != last + 1:
                continue
            if last is None and value == 2:
                _mark_first(found, flow, start)
            last = value
            found.append(_marked(flow.cut(start, match.start("n"))))
            start = match.start("n")
        found.append(_marked(flow.cut(start)) if start else flow)
    return found


def _mark_first(before: list[Flow], flow: Flow, start: int) -> None:
    """Mark the heading of the item whose number one is lost: the last short sentence on a line of its own before its units."""
    if start or read_label(flow.text):
        return
    for at in range(len(before) - 1, -1, -1):
        line = before[at]
        if read_label(line.text):
            return
        if line.text.endswith("。") and len(line.text) <= _HEADING_LENGTH:
            before[at] = Flow(GLUE + line.text, (line.offsets[0], *line.offsets))
            return


def _marked(flow: Flow) -> Flow:
    """The paragraph with a mark behind its bare number, so that it reads as a label; paragraphs without one as they are."""
    digits = re.match(r"\d{1,2}(?=[\u4e00-\u9fff“])", flow.text)
    if not digits:
        return flow
    return _with_mark(flow, digits.end())


def _with_mark(flow: Flow, at: int) -> Flow:
    return Flow(flow.text[:at] + GLUE + flow.text[at:], (*flow.offsets[:at], flow.offsets[at - 1], *flow.offsets[at:]))
