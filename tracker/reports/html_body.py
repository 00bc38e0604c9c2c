"""The body of a paper in HTML: figures that lead to what they were counted from, charts with their values beside them."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from itertools import count

from tracker.reports.charts.drawing import to_svg, value_table
from tracker.reports.charts.marks import split_charts
from tracker.reports.charts.svg import Chart
from tracker.reports.markdown import WEB, printable, to_safe_html
from tracker.reports.references import uncited

# Of the key of a figure and the id of the place where it stands: the address of what is behind it, and that in words; None where
# nothing is known of the key.
Sources = Callable[[str, str], tuple[str, str] | None]

SCHEMES = frozenset({"http", "https", "ref"})
LINK = re.compile(r'<a href="ref:([^"]*)"[^>]*>')


@dataclass(frozen=True)
class Body:
    """What the bodies of one paper are drawn with: its charts, and where its figures lead; without `sources` they are plain."""

    charts: Mapping[str, Chart]
    sources: Sources | None = None
    numbers: Iterator[int] = field(default_factory=lambda: count(1))  # of the figures, for the ids of their places

    def html(self, markdown: str, *, told: bool = True) -> str:
        """The HTML of a body; a chart that the paper does not have is left out.

        `told`: each figure says in words what it counts, for the pointer that rests on it. The annexes do without: row and column
        say it, and on hundreds of figures the words would be a large part of the page.
        """
        parts = split_charts(markdown if self.sources else uncited(markdown))
        return "".join(_chart(self.charts.get(key)) if key else self._text(text, told) for text, key in parts)

    def _text(self, markdown: str, told: bool) -> str:
        sources = self.sources
        if sources is None:
            return to_safe_html(markdown, WEB)
        return LINK.sub(lambda found: self._cite(found[1], sources, told), to_safe_html(markdown, SCHEMES))

    def _cite(self, key: str, sources: Sources, told: bool) -> str:
        place = f"figure-{next(self.numbers)}"
        source = sources(key, place)
        leads = f' href="{escape(source[0])}"' if source else ""
        title = f' title="{escape(source[1])}"' if source and told else ""
        return f'<a class="cite" id="{place}"{leads}{title}>'


def _chart(chart: Chart | None) -> str:
    if chart is None:
        return ""
    box = '<div class="chart-scroll" role="region" tabindex="0" aria-label="图">'
    return f'<figure class="chart">{box}{to_svg(chart)}</div>{_values(chart)}</figure>'


def _values(chart: Chart) -> str:
    head, rows = value_table(chart)
    columns = "".join(f'<th scope="col">{_said(name)}</th>' for name in head)
    lines = "".join(
        f'<tr><th scope="row">{_said(name)}</th>{"".join(f"<td>{_said(value)}</td>" for value in values)}</tr>'
        for name, *values in rows
    )
    table = f'<div class="table-scroll" role="region" tabindex="0" aria-label="表格"><table><thead><tr>{columns}</tr></thead>'
    return f"<details><summary>图中数据</summary>{table}<tbody>{lines}</tbody></table></div></details>"


def _said(text: str) -> str:
    return escape(printable(text))
