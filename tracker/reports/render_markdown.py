"""A paper as one Markdown text: what the office keeps, compares and pastes."""

from tracker.reports.charts.drawing import value_table
from tracker.reports.charts.marks import split_charts
from tracker.reports.charts.svg import Chart
from tracker.reports.markdown import cell, inline
from tracker.reports.paper import Annex, Paper, annex_label, chinese_date
from tracker.reports.references import uncited


def to_markdown(paper: Paper) -> str:
    """Return the paper from its number to its 版记 as Markdown, in the order of the printed one."""
    head = [f"# {inline(paper.title)}"]
    head += [inline(line) for line in (paper.subtitle, paper.number) if line]
    head += [f"{inline(paper.addressee.rstrip('：:'))}："] if paper.addressee else []
    names = [f"{annex_label(paper, n)}：{inline(annex.title)}" for n, annex in enumerate(paper.annexes, 1)]
    signed = [inline(paper.issuer), chinese_date(paper.issued_on)]
    annexes = [_annex(paper, n, annex) for n, annex in enumerate(paper.annexes, 1)]
    foot = ["---", *(inline(line) for line in paper.colophon)] if paper.colophon else []
    parts = [*head, _body(paper, paper.body), *names, *signed, *annexes, *foot]
    return "\n\n".join(parts) + "\n"


def _annex(paper: Paper, number: int, annex: Annex) -> str:
    return f"## {annex_label(paper, number)} {inline(annex.title)}\n\n{_body(paper, annex.body)}"


def _body(paper: Paper, markdown: str) -> str:
    """The text with its figures plain, and with the values of a chart as a table in its place."""
    charts = {str(chart["key"]): chart for chart in paper.charts}
    parts = (_chart(charts.get(key)) if key else text.strip() for text, key in split_charts(uncited(markdown)))
    return "\n\n".join(part for part in parts if part)


def _chart(chart: Chart | None) -> str:
    if chart is None:
        return ""
    head, rows = value_table(chart)
    lines = ["| " + " | ".join(cell(entry) for entry in row) + " |" for row in (head, *rows)]
    return "\n".join([f"**{inline(chart['title'])}**", "", lines[0], "|" + "---|" * len(head), *lines[1:]])
