"""任务台账单页: all that is known of one task on a page or two, to be laid before whoever asks about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.reports.blocks import Cell, Entry, Form, FormRow, Grid, Heading, Piece
from tracker.reports.paper import chinese_date
from tracker.reports.papers.sheet import Sheet, as_said

TITLE = "任务台账"
REPORT_HEADS = ("单位", "进展情况", "问题和下一步打算")
ORDER_HEADS = ("编号", "承办单位", "发出日期", "答复期限", "状态")


@dataclass(frozen=True)
class UnitReport:
    """The newest report of one unit."""

    unit: str
    period: str
    percent: int
    narrative: str
    problems: str
    next_step: str


@dataclass(frozen=True)
class OrderLine:
    """One order about the task."""

    number: str
    unit: str
    issued_on: date
    reply_due_on: date
    state: str


@dataclass(frozen=True)
class TaskFacts:
    """What the sheet says. `units`: who has which part, in words; `standing`: the light with its word and reason, in words."""

    office: str
    plan: str
    label: str
    title: str
    section: str
    text: str
    units: tuple[tuple[str, str], ...]
    indicators: tuple[str, ...]
    limit: str
    original_limit: str
    state: str
    percent: int
    standing: str
    given_on: date | None
    reports: tuple[UnitReport, ...]
    orders: tuple[OrderLine, ...]
    as_of: date


def task_sheet(facts: TaskFacts) -> Sheet:
    """Return the sheet; what there is none of is left out."""
    rows = (
        FormRow((Entry("方案", facts.plan),)),
        FormRow((Entry("所属领域", facts.section or "—"), Entry("编号", facts.label or "—"))),
        FormRow((Entry("任务", facts.title),)),
        FormRow((Entry("措施原文", facts.text or "—"),)),
        *(FormRow((Entry(role, names),)) for role, names in facts.units),
        *([FormRow((Entry("量化指标", "\n".join(facts.indicators)),))] if facts.indicators else []),
        FormRow((Entry("原定时限", facts.original_limit), Entry("现时限", facts.limit))),
        FormRow((Entry("交办日期", chinese_date(facts.given_on) if facts.given_on else "—"), Entry("状态", facts.state))),
        FormRow((Entry("完成进度", f"{facts.percent}%"), Entry("进度研判", facts.standing))),
    )
    return Sheet(
        mark=facts.office,
        title=TITLE,
        left="",
        right=f"截至{chinese_date(facts.as_of)}",
        blocks=(
            Form(rows),
            *_listed("各单位最近填报", REPORT_HEADS, [_report(report) for report in facts.reports]),
            *_listed("催办督办", ORDER_HEADS, [_order(order) for order in facts.orders]),
        ),
        made_on=facts.as_of,
    )


def _report(report: UnitReport) -> tuple[str, ...]:
    ahead = "\n".join(filter(None, (as_said(report.problems), as_said(report.next_step))))
    return f"{report.unit}\n{report.period}，{report.percent}%", as_said(report.narrative), ahead


def _order(order: OrderLine) -> tuple[str, ...]:
    return order.number, order.unit, order.issued_on.isoformat(), order.reply_due_on.isoformat(), order.state


def _listed(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[Heading | Grid, ...]:
    if not rows:
        return ()
    return Heading(1, (Piece(title),)), Grid(_cells(heads), tuple(map(_cells, rows)))


def _cells(texts: Sequence[str]) -> tuple[Cell, ...]:
    return tuple(Cell((Piece(text),)) for text in texts)
