"""The body of a paper in HTML: figures that lead to what they were counted from, charts with their values beside them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from tracker.reports.charts.drawing import to_svg, value_table
from tracker.reports.charts.marks import split_charts
from tracker.reports.charts.svg import Chart
from tracker.reports.markdown import WEB, printable, to_safe_html
from tracker.reports.references import Reference, uncited

SCHEMES = frozenset({"http", "https", "ref"})
LINK = re.compile(r'<a href="ref:([^"]*)"[^>]*>')


@dataclass(frozen=True)
class Body:
    """What bodies are drawn with: the references and charts of the paper, and whether figures are links."""

    references: Mapping[str, Reference]
    charts: Mapping[str, Chart]
    cites: bool

    def html(self, markdown: str) -> str:
        """The HTML of a body; a chart that the paper does not have is left out."""
        parts = split_charts(markdown if self.cites else uncited(markdown))
        return "".join(_chart(self.charts.get(key)) if key else self._text(text) for text, key in parts)

    def _text(self, markdown: str) -> str:
        return LINK.sub(lambda found: self._cite(found[1]), to_safe_html(markdown, SCHEMES if self.cites else WEB))

    def _cite(self, key: str) -> str:
        reference = self.references.get(key)
        counted = f' title="由{len(reference.rows)}条记录得出"' if reference else ""
        return f'<a class="cite" href="#ref-{escape(key)}"{counted}>'


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
