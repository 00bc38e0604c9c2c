"""Measures run together by a web page: …区住建局〕02对生育家庭实施补助。 The next number stands right behind a unit list."""

import re

from tracker.intake.outline import GLUE, read_label
from tracker.intake.text import Flow

_HEADING_LENGTH = 28
_GLUED = re.compile(r"(?:单位|部门)[:：][^〔（(\[]{2,200}?[〕）)\]](?P<n>\d{1,2})(?=[\u4e00-\u9fff“])(?![年月日])")


def unglue(flows: list[Flow]) -> list[Flow]:
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
    at = digits.end()
    return Flow(flow.text[:at] + GLUE + flow.text[at:], (*flow.offsets[:at], flow.offsets[at - 1], *flow.offsets[at:]))
