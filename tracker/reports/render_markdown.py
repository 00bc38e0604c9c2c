"""A paper as one Markdown text: what the office keeps, compares and pastes."""

from tracker.reports.markdown import inline
from tracker.reports.paper import Annex, Paper, annex_label, chinese_date


def to_markdown(paper: Paper) -> str:
    """Return the paper from its number to its 版记 as Markdown, in the order of the printed one."""
    head = [f"# {inline(paper.title)}"]
    head += [inline(line) for line in (paper.subtitle, paper.number) if line]
    head += [f"{inline(paper.addressee.rstrip('：:'))}："] if paper.addressee else []
    names = [f"{annex_label(paper, n)}：{inline(annex.title)}" for n, annex in enumerate(paper.annexes, 1)]
    signed = [inline(paper.issuer), chinese_date(paper.issued_on)]
    annexes = [_annex(paper, n, annex) for n, annex in enumerate(paper.annexes, 1)]
    foot = ["---", *(inline(line) for line in paper.colophon)] if paper.colophon else []
    parts = [*head, paper.body.strip(), *names, *signed, *annexes, *foot]
    return "\n\n".join(parts) + "\n"


def _annex(paper: Paper, number: int, annex: Annex) -> str:
    return f"## {annex_label(paper, number)} {inline(annex.title)}\n\n{annex.body.strip()}"
