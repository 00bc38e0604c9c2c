"""A paper out of its figures: the outline of its kind, filled part by part, with what stands behind every figure (domain.md d3).

Every sentence is made of figures. What is said against a body names the rows it rests on. Where there is nothing to say, the paper
says so or leaves the part out.
"""

from collections.abc import Iterable

from tracker.intake.numerals import chinese
from tracker.labels import period_title
from tracker.reports.chart_values import chart_values
from tracker.reports.compose_annexes import method_annex, task_annex
from tracker.reports.compose_overall import plan_only
from tracker.reports.composition import Composition, issuer, object_of, plan_title, stretch_text, superior
from tracker.reports.figures import Figures
from tracker.reports.outlines import OUTLINES, Outline, Part
from tracker.reports.paper import Annex, Masthead, Paper
from tracker.rules.periods import period_of
from tracker.rules.report_kinds import ReportKind, ReportScope
from tracker.rules.statuses import Cycle

_CYCLES = {ReportKind.MONTHLY: Cycle.MONTH, ReportKind.QUARTERLY: Cycle.QUARTER}


def compose(figures: Figures, kind: ReportKind = ReportKind.REPORT, scope: ReportScope = ReportScope()) -> Paper:  # noqa: B008
    """The paper, dated the day it speaks of, so that it is the same whenever it is drawn up.

    `figures`: those of the part that `scope` names (`figure_scope.narrowed`). A plan that is not under supervision (未纳入督办)
    gets a list of its tasks and no word of judgement about anybody, whatever the kind.
    """
    work = Composition(figures, kind, scope)
    outline = OUTLINES[kind]
    words = _words(work)
    if not figures.is_supervised:
        title, body, drawn = "关于《{plan}》任务分解情况的报告", plan_only(work), (task_annex(work), method_annex(work))
        return _paper(work, title.format(**words), "（截至{day}）".format(**words), body, drawn, mark="")
    template = outline.title if scope.is_whole or outline.by_unit else outline.part_title or outline.title
    body = [*outline.opening(work), *_numbered(work, outline.parts)]
    annexes = tuple(annex for draw in outline.annexes if (annex := draw(work)))
    return _paper(work, template.format(**words), outline.subtitle.format(**words), body, annexes, outline.mark.format(**words))


def _paper(work: Composition, title: str, subtitle: str, body: Iterable[str], annexes: tuple[Annex, ...], mark: str) -> Paper:
    outline = OUTLINES[work.kind]
    signed = work.figures.shares[0].unit if outline.by_unit and work.figures.shares else issuer(work.figures)
    texts = "\n\n".join(body)
    charts = chart_values(work, texts + "".join(annex.body for annex in annexes))
    return Paper(
        title=title,
        subtitle=subtitle,
        addressee=_addressee(work, outline),
        issuer=signed,
        issued_on=work.figures.as_of,
        number=None,
        body=texts,
        annexes=annexes,
        colophon=(f"{signed}  {work.day}印发",),
        masthead=Masthead(mark) if mark else None,
        references=work.cites.all(),
        charts=charts,
    )


def _words(work: Composition) -> dict[str, str]:
    """What titles are filled with."""
    figures, moved = work.figures, work.figures.movement
    cycle = _CYCLES.get(work.kind, Cycle.YEAR)
    return {
        "plan": plan_title(figures),
        "object": object_of(work).replace("“", "‘").replace("”", "’"),
        "day": work.day,
        "stretch": stretch_text(moved.first, moved.last) if moved else f"截至{work.day}",
        "period": period_title(period_of(figures.as_of, cycle).key),
        "place": figures.plan.jurisdiction,
        "issuer": issuer(figures),
    }


def _addressee(work: Composition, outline: Outline) -> str | None:
    match outline.addressee:
        case "units":
            return "各承办单位"
        case "office":
            return issuer(work.figures)
        case _:
            return superior(work.figures)


def _numbered(work: Composition, parts: Iterable[Part]) -> list[str]:
    """The parts that have something to say under their headings: 一、二、, within them （一）（二）."""
    found: list[str] = []
    number = 0
    for part in parts:
        text = part.write(work) if part.write else _under(work, part)
        if text:
            number += 1
            found += [f"## {chinese(number)}、{part.title}", *text]
    return found


def _under(work: Composition, part: Part) -> list[str]:
    told = [(title, text) for title, write in part.under if (text := write(work))]
    return [line for position, (title, text) in enumerate(told, start=1) for line in (f"### （{chinese(position)}）{title}", *text)]
