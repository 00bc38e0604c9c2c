"""The kinds of papers as data: title, to whom, under which head, and which parts in which order (outlines: domain.md d2, d3).

A part that has nothing to say is left out, and the numbers of the headings close up.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tracker.reports.compose_adjustments import adjustment_annex
from tracker.reports.compose_annexes import method_annex, task_annex
from tracker.reports.compose_brief import asked_for, brief_opening, going_well, lagging, measures_taken
from tracker.reports.compose_indicators import course_annex, indicator_annex, indicator_part
from tracker.reports.compose_joint import coordination_part, joint_annex, joint_part
from tracker.reports.compose_movement import main_table, movement_part, trend_part, trend_said
from tracker.reports.compose_orders import orders_annex, orders_part
from tracker.reports.compose_overall import opening, overall, yearly_opening
from tracker.reports.compose_problems import common_difficulties, late_annex, overdue_part
from tracker.reports.compose_reporting import reporting_annex, reporting_chart_annex, reporting_part
from tracker.reports.compose_requests import next_steps, requests
from tracker.reports.compose_results import results_part
from tracker.reports.compose_sections import chart_annex, progress_by_section
from tracker.reports.compose_special import conclusion_part, findings_part, rectification_part, right_to_objection, sample_part
from tracker.reports.compose_unit import unit_difficulties, unit_next_steps, unit_summary, unit_tasks
from tracker.reports.composition import Composition
from tracker.reports.paper import Annex
from tracker.rules.report_kinds import ReportKind

Write = Callable[[Composition], list[str]]


@dataclass(frozen=True)
class Part:
    """A part of a paper under its heading: written in one go, or in `under`, each with a heading of its own."""

    title: str
    write: Write | None = None
    under: tuple[tuple[str, Write], ...] = ()


@dataclass(frozen=True)
class Outline:
    """One kind of paper.

    `title` and `subtitle` are filled with {plan}, {object}, {day}, {stretch} and {period}; `part_title` stands in the place of
    `title` where the paper speaks of a part of the plan. `addressee`: "superior", "units" or "office". `mark`: the red head, filled
    with {place} and {issuer}; empty for none. `by_unit`: the unit signs, not the office.
    """

    title: str
    opening: Write
    parts: tuple[Part, ...]
    annexes: tuple[Callable[[Composition], Annex | None], ...]
    subtitle: str = "（截至{day}）"
    part_title: str = ""
    addressee: str = "superior"
    mark: str = ""
    by_unit: bool = False


def _nothing(_: Composition) -> list[str]:
    return []


_PROBLEMS = Part(
    "存在问题",
    under=(
        ("逾期和滞后事项", overdue_part),
        ("报送情况", reporting_part),
        ("催办督办和协同情况", lambda work: [*orders_part(work), *joint_part(work)]),
        ("共性困难", common_difficulties),
    ),
)
_PROGRESS = Part("主要进展", progress_by_section)
_INDICATORS = Part("量化指标完成情况", indicator_part)
_ALL_ANNEXES = (
    task_annex, late_annex, adjustment_annex, reporting_annex, orders_annex, indicator_annex, joint_annex, chart_annex,
    method_annex,
)  # fmt: skip

OUTLINES: Mapping[ReportKind, Outline] = {
    ReportKind.REPORT: Outline(
        title="关于《{plan}》落实情况的督查报告",
        part_title="关于“{object}”落实情况的督查报告",
        opening=opening,
        parts=(
            Part("总体情况", lambda work: [*overall(work), *trend_said(work)]),
            _PROGRESS,
            _INDICATORS,
            _PROBLEMS,
            Part("需协调事项", coordination_part),
            Part("整改意见和下一步要求", requests),
            Part("结果运用", results_part),
        ),
        annexes=_ALL_ANNEXES,
    ),
    ReportKind.BULLETIN: Outline(
        title="关于《{plan}》落实情况的督查通报",
        part_title="关于“{object}”落实情况的督查通报",
        opening=opening,
        parts=(
            Part("总体情况", overall),
            Part("存在问题", under=(("逾期和滞后事项", overdue_part), ("报送情况", reporting_part), ("催办督办情况", orders_part))),
            Part("工作要求", requests),
            Part("结果运用", results_part),
            Part("复核", right_to_objection),
        ),
        annexes=(late_annex, reporting_annex, orders_annex, adjustment_annex, method_annex),
        addressee="units",
        mark="{place}政务督查",
    ),
    ReportKind.SPECIAL: Outline(
        title="关于《{plan}》的专项督查报告",
        part_title="关于“{object}”的专项督查报告",
        opening=_nothing,
        parts=(
            Part("督查范围和方式", sample_part),
            Part("督查情况", findings_part),
            Part("量化指标完成情况", indicator_part),
            Part("催办督办和协同情况", under=(("催办督办情况", orders_part), ("协同情况", joint_part))),
            Part("督查结论", conclusion_part),
            Part("整改清单", rectification_part),
            Part("复核", right_to_objection),
        ),
        annexes=(
            task_annex,
            adjustment_annex,
            reporting_annex,
            orders_annex,
            indicator_annex,
            course_annex,
            joint_annex,
            method_annex,
        ),
    ),
    ReportKind.BRIEF: Outline(
        title="关于《{plan}》落实情况的督查专报",
        part_title="关于“{object}”落实情况的督查专报",
        opening=brief_opening,
        parts=(
            Part("进展情况", going_well),
            Part("滞后情况和原因", lagging),
            Part("已采取的措施", measures_taken),
            Part("请示事项", asked_for),
        ),
        annexes=(adjustment_annex, orders_annex, indicator_annex, joint_annex, method_annex),
        mark="{place}督查专报",
    ),
    ReportKind.MONTHLY: Outline(
        title="《{plan}》{period}落实情况小结",
        subtitle="（{stretch}）",
        opening=_nothing,
        parts=(
            Part("主要数据", main_table),
            Part("本月变化", movement_part),
            Part("报送情况", reporting_part),
            Part("逾期和滞后事项", overdue_part),
            Part("下一步工作", requests),
        ),
        annexes=(late_annex, reporting_annex, reporting_chart_annex, orders_annex, method_annex),
    ),
    ReportKind.QUARTERLY: Outline(
        title="《{plan}》{period}落实情况小结",
        subtitle="（{stretch}）",
        opening=_nothing,
        parts=(
            Part("主要数据", main_table),
            Part("本季度变化", movement_part),
            Part("总体情况", overall),
            Part("各期走势", trend_part),
            Part("量化指标完成情况", indicator_part),
            _PROBLEMS,
            Part("下一步工作", requests),
        ),
        annexes=(late_annex, adjustment_annex, reporting_annex, orders_annex, indicator_annex, joint_annex, method_annex),
    ),
    ReportKind.YEARLY: Outline(
        title="关于《{plan}》{period}落实情况的报告",
        opening=yearly_opening,
        parts=(
            Part("总体情况", under=(("总体进度", overall), ("本年度变化", movement_part), ("各期走势", trend_said))),
            _PROGRESS,
            _INDICATORS,
            Part(
                "存在问题",
                under=(("逾期和滞后事项", overdue_part), ("报送情况", reporting_part), ("共性困难", common_difficulties)),
            ),
            Part("需协调事项", coordination_part),
            Part("下一步安排", next_steps),
        ),
        annexes=_ALL_ANNEXES,
        mark="{issuer}",
    ),
    ReportKind.UNIT_YEARLY: Outline(
        title="{object}关于《{plan}》{period}落实情况的报告",
        opening=_nothing,
        parts=(
            Part("总体情况", unit_summary),
            Part("任务办理情况", unit_tasks),
            Part("存在问题", unit_difficulties),
            Part("下一步打算", unit_next_steps),
        ),
        annexes=(),
        addressee="office",
        by_unit=True,
    ),
}
