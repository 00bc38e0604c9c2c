"""A grid of figures, a row for each unit and a column for each section; the darker a cell, the larger its figure."""

from tracker.reports.charts.svg import (
    INK,
    RULE,
    SMALL,
    SOFT,
    TITLE_HEIGHT,
    WIDTH,
    Chart,
    box,
    figure,
    largest_of,
    picture,
    scale_end,
    shortened,
    words,
)

ROW = 16.0
LEFT = 128.0
NAME_CHARACTERS = 12
KEY_ROW = 14.0
KEY_CHARACTERS = 20
# Five steps of one colour, the darkest with white letters: in grey the steps stay apart.
SHADES = (("#ffffff", INK), ("#dbe5f1", INK), ("#a9c1de", INK), ("#5f8abb", "#ffffff"), ("#1f4878", "#ffffff"))


def unit_section_grid(chart: Chart) -> str:
    """The grid. Columns bear numbers, and what they stand for is listed below: names of sections would not fit over them."""
    labels, rows = chart["labels"], chart["series"]
    end = scale_end([largest_of(chart)], chart["unit"])
    width = (WIDTH - LEFT) / max(len(labels), 1)
    parts = [
        words(str(n + 1), LEFT + (n + 0.5) * width, TITLE_HEIGHT + 10, size=SMALL, anchor="middle") for n in range(len(labels))
    ]
    top = TITLE_HEIGHT + 15
    for row in rows:
        parts.append(words(shortened(row["name"], NAME_CHARACTERS), LEFT - 5, top + ROW - 5, anchor="end", size=SMALL))
        parts += [_cell(value, LEFT + n * width, top, width, end, chart["unit"]) for n, value in enumerate(row["values"])]
        top += ROW
    parts += _key(labels, top + 16)
    return picture(chart, top + 12 + KEY_ROW * -(-len(labels) // 2), parts)


def _cell(value: float | None, x: float, y: float, width: float, end: float, unit: str) -> str:
    if value is None:
        return box(x, y, width, ROW, "#ffffff", RULE) + words(
            "—", x + width / 2, y + ROW - 5, anchor="middle", size=SMALL, fill=SOFT
        )
    fill, ink = SHADES[min(int(value / end * len(SHADES)), len(SHADES) - 1)]
    said = figure(value, unit if width >= 30 else "")
    return box(x, y, width, ROW, fill, RULE) + words(said, x + width / 2, y + ROW - 5, anchor="middle", size=SMALL, fill=ink)


def _key(labels: list[str], top: float) -> list[str]:
    half = WIDTH / 2
    return [
        words(f"{n + 1}　{shortened(label, KEY_CHARACTERS)}", 6 + half * (n % 2), top + KEY_ROW * (n // 2), size=SMALL, fill=SOFT)
        for n, label in enumerate(labels)
    ]
