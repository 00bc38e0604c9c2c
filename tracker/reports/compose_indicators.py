"""量化指标: how many stand how, those that lag with their figures, and the annex that lists them all."""

from tracker.indicator_words import amount, planned_amount, target_text
from tracker.labels import label
from tracker.reports.figure_indicators import IndicatorLine
from tracker.reports.figures import Figures
from tracker.reports.markdown import cell
from tracker.reports.paper import Annex, chinese_date
from tracker.reports.wording import NONE, day_text, percent_text, table
from tracker.rules.curves import IndicatorStanding

ANNEX = "量化指标完成情况一览表"
LAGGING = (IndicatorStanding.MISSED, IndicatorStanding.FAR_BEHIND, IndicatorStanding.BEHIND)


def indicator_section(figures: Figures, number: str) -> list[str]:
    """The section of the paper; nothing where the plan has no indicators."""
    return [f"### （{number}）量化指标完成情况", _indicator_part(figures)] if figures.indicators else []


def _indicator_part(figures: Figures) -> str:
    """The sentence that counts the indicators, and the table of those that lag; each figure stands in the annex as well."""
    lines = figures.indicators
    counts = [f"{label(kind)}{n}项" for kind in IndicatorStanding if (n := sum(line.standing is kind for line in lines))]
    said = (
        f"方案确定的量化指标共{len(lines)}项。截至{chinese_date(figures.as_of)}，据已采信的读数，{'，'.join(counts)}，"
        f"各项指标的目标、读数和完成比例见附件“{ANNEX}”。"
    )
    lagging = sorted(
        (line for line in lines if line.standing in LAGGING), key=lambda line: (LAGGING.index(line.standing), -line.behind, line.id)
    )
    if not lagging:
        return said + "没有落后序时或者到期未达标的指标。"
    return f"{said}落后序时和到期未达标的见下表。\n\n{_lagging_table(lagging)}"


def _lagging_table(lines: list[IndicatorLine]) -> str:
    rows = [
        (
            _place(line), cell(line.name), cell(_target(line)), day_text(line.due_on), cell(_value(line)),
            cell(_planned(line)), _situation(line),
        )
        for line in lines
    ]  # fmt: skip
    return table(("任务序号", "指标", "目标", "时限", "最新读数", "序时应达", "情况"), "clclccl", rows)


def _situation(line: IndicatorLine) -> str:
    words = label(line.standing)
    return (
        f"{words}，完成{line.attainment}%" if line.standing is IndicatorStanding.MISSED else f"{words}，落后{line.behind}个百分点"
    )


def indicator_annex(figures: Figures) -> Annex | None:
    """Every indicator of the plan in one table, set landscape; None where it has none."""
    if not figures.indicators:
        return None
    headers = ("任务序号", "指标", "目标", "时限", "最新读数", "读数日期", "完成比例", "序时应达", "情况", "佐证（件）")
    rows = [
        (
            _place(line), cell(line.name), cell(_target(line)), day_text(line.due_on), cell(_value(line)), day_text(line.read_on),
            percent_text(line.attainment), cell(_planned(line)), label(line.standing), str(line.files),
        )
        for line in figures.indicators
    ]  # fmt: skip
    return Annex(ANNEX, table(headers, "clclccrclr", rows), landscape=True)


def method_points() -> list[str]:
    """How the figures of indicators are counted."""
    return [
        "量化指标的读数由承办单位登记并经办公室采信，更正以新的读数代替；按新增数统计的为各次读数之和，其余取最新读数。"
        "完成比例为从基期值（没有设定基期的为零）到目标值的路程中已完成的部分，舍去小数；只有达到目标的为100%。",
        "指标的序时进度自起算日至时限按直线推进，办公室设有节点的经过各节点；落后的百分点为序时应完成比例与实际完成比例之差。",
    ]


def _place(line: IndicatorLine) -> str:
    return NONE if line.position is None else str(line.position)


def _target(line: IndicatorLine) -> str:
    return target_text(line.target, line.quantity_unit)


def _value(line: IndicatorLine) -> str:
    return amount(line.value, line.target, line.quantity_unit)


def _planned(line: IndicatorLine) -> str:
    return planned_amount(line.planned, line.target, line.quantity_unit)
