"""SVG in short words, for charts 156 mm wide that are printed in black as often as they are seen in colour.

One unit is one point at that width, so that letters of 10 stand as 10 pt on paper. Attributes only, no style: the content
security policy of the pages forbids it, and typst and browsers read the same.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from tracker.reports.markdown import printable
from tracker.reports.widths import ems

Chart = Mapping[str, Any]

WIDTH = 442.0
LETTERS = 10.0
SMALL = 9.0
TITLE_HEIGHT = 24.0
STEPS = 4
STACKED = ("lights_by_section", "lights_by_month", "on_time_by_unit")
LEGEND_HEIGHT = 20.0
INK, SOFT, RULE = "#1a1a1a", "#4d4d4d", "#bfbfbf"
FONTS = "Noto Sans SC, Microsoft YaHei, PingFang SC, sans-serif"


@dataclass(frozen=True)
class Look:
    """How a surface is told from its neighbours: by colour, and in grey by its pattern; `ink` is for letters on it."""

    fill: str
    pattern: str
    ink: str


# Dark and light alternate, and each pattern is different, so that a black-and-white copy can still be read.
LIGHTS = {
    "红": Look("#b42318", "plain", "#ffffff"),
    "黄": Look("#f2c14e", "slanted", INK),
    "绿": Look("#5b9f6b", "dotted", INK),
    "蓝": Look("#2f5f98", "crossed", "#ffffff"),
    "灰": Look("#dddddd", "plain", INK),
}
PLAIN = Look("#2f5f98", "plain", "#ffffff")


def element(tag: str, *children: str, **attributes: object) -> str:
    """An element; `_` in the name of an attribute is a hyphen, at its end nothing (`class_`)."""
    said = "".join(f' {name.rstrip("_").replace("_", "-")}="{escape(_value(value))}"' for name, value in attributes.items())
    return f"<{tag}{said}>{''.join(children)}</{tag}>"


def _value(value: object) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def words(text: str, x: float, y: float, *, size: float = LETTERS, anchor: str = "start", fill: str = INK, **more: str) -> str:
    """A line of text whose baseline is at `y`."""
    return element("text", escape(printable(text)), x=x, y=y, font_size=size, text_anchor=anchor, fill=fill, **more)


def box(x: float, y: float, width: float, height: float, fill: str, stroke: str = INK) -> str:
    """A rectangle."""
    return element("rect", x=x, y=y, width=width, height=height, fill=fill, stroke=stroke, stroke_width=0.6)


def rule(x1: float, y1: float, x2: float, y2: float, colour: str = RULE) -> str:
    """A straight line."""
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=colour, stroke_width=0.6)


def surface(x: float, y: float, width: float, height: float, look: Look, key: str) -> str:
    """A rectangle in a look; `key` is the chart's, for the names of its patterns."""
    drawn = box(x, y, width, height, look.fill)
    return drawn if look.pattern == "plain" else drawn + box(x, y, width, height, f"url(#{key}-{look.pattern})")


def patterns(key: str) -> str:
    """The definitions of the patterns of a chart; names bear its key, for several charts stand in one page."""
    strokes = {"slanted": "M0 6 L6 0", "crossed": "M0 6 L6 0 M0 0 L6 6", "dotted": "M2 3 h2"}
    colours = {"slanted": INK, "crossed": "#ffffff", "dotted": INK}
    return element(
        "defs",
        *(
            element(
                "pattern",
                element("path", d=path, stroke=colours[name], stroke_width=0.9, fill="none"),
                id=f"{key}-{name}", width=6, height=6, patternUnits="userSpaceOnUse",
            )
            for name, path in strokes.items()
        ),
    )  # fmt: skip


def picture(chart: Chart, height: float, parts: Iterable[str]) -> str:
    """The whole SVG with the title over it. A page may take the ground away (`chart-ground`) and give the words its own ink."""
    title = printable(str(chart["title"]))
    return element(
        "svg",
        element("title", escape(title)),
        element("rect", x=0, y=0, width=WIDTH, height=height, fill="#ffffff", class_="chart-ground"),
        words(title, WIDTH / 2, 14, size=11, anchor="middle"),
        *parts,
        xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {WIDTH:g} {height:g}", role="img", font_family=FONTS,
    )  # fmt: skip


def shortened(text: str, characters: float) -> str:
    """The text, cut with … where it is longer than so many Chinese characters."""
    if ems(text) <= characters:
        return text
    kept = ""
    for sign in text:
        if ems(kept + sign) > characters - 1:
            break
        kept += sign
    return f"{kept}…"


def figure(value: float, unit: str = "") -> str:
    """A number as it is printed: whole ones without a point; the sign of a share beside it."""
    said = f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
    return f"{said}%" if unit == "%" else said


def largest_of(chart: Chart) -> float:
    """The largest value to draw: of a piece that of the whole chart; where several counts stand in one bar, their sum."""
    if "largest" in chart:
        return float(chart["largest"])
    known = [[value or 0 for value in series["values"]] for series in chart["series"]]
    if chart["kind"] in STACKED and len(known) > 1:
        return max(map(sum, zip(*known, strict=True)), default=0)
    return max((value for values in known for value in values), default=0)


def scale_end(values: Iterable[float], unit: str) -> float:
    """The end of the scale, four equal steps from nought: 100 for shares, else the next over the largest value by 1, 2 or 5."""
    largest = max(values, default=0)
    if unit == "%" and largest <= 100:
        return 100.0
    step = 1.0
    while step * STEPS < largest:
        step *= 2.5 if f"{step:g}"[0] == "2" else 2
    return step * STEPS
