"""Where a chart stands in the Markdown of a paper: `![标题](chart:key)` on a line of its own."""

import re

CHART_LINE = re.compile(r"^!\[([^\[\]\n]*)\]\(chart:([a-z0-9_.-]+)\)[ \t]*$", re.MULTILINE)


def split_charts(markdown: str) -> list[tuple[str, str]]:
    """The text cut at its charts: (text, "") for text, (title, key) for a chart, in order."""
    parts: list[tuple[str, str]] = []
    place = 0
    for found in CHART_LINE.finditer(markdown):
        parts += [(markdown[place : found.start()], ""), (found[1], found[2])]
        place = found.end()
    return [*parts, (markdown[place:], "")]
