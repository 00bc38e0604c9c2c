"""量化指标: how many stand how, those that lag with their figures, and the annexes that list and draw them all."""

from tracker.indicator_words import amount, planned_amount, target_text
from tracker.labels import label
from tracker.reports.composition import Composition
from tracker.reports.figure_indicators import IndicatorLine
from tracker.reports.markdown import cell
from tracker.reports.paper import Annex
from tracker.reports.references import Rows, Rule, rows_of
from tracker.reports.wording import NONE, day_text, table
from tracker.rules.curves import IndicatorStanding

ANNEX = "量化指标完成情况一览表"
COURSES = "落后指标进度图"
SHOWN = 5
LAGGING = (IndicatorStanding.MISSED, IndicatorStanding.FAR_BEHIND, IndicatorStanding.BEHIND)


def indicator_part(work: Composition) -> list[str]:
    """The sentence that counts the indicators, and the worst of those that lag; nothing where the plan has none."""
    lines = work.figures.indicators
    if not lines:
        return []
    counts = [f"{label(kind)}{_count(work, kind.value, kind)}项" for kind in IndicatorStanding if _of(work, kind)]
    whose = "方案确定的" if work.scope.is_whole else "涉及"
    every = work.count("indicators.all", "indicator", [line.id for line in lines])
    said = f"{whose}量化指标共{every}项。截至{work.day}，据已采信的读数，{'，'.join(counts)}，详见附件“{ANNEX}”。"
    lagging = lagging_indicators(work)
    if not lagging:
        return [f"{said}没有落后序时或者到期未达标的指标。"]
    worst = "；".join(f"{cell(line.name)}（{_situation(work, line)}）" for line in lagging[:SHOWN])
    return [f"{said}{'落后较多的有' if len(lagging) > SHOWN else '落后的有'}：{worst}。"]


def lagging_indicators(work: Composition) -> list[IndicatorLine]:
    """Those that were missed or are behind, the worst first."""
    lines = [line for line in work.figures.indicators if line.standing in LAGGING]
    return sorted(lines, key=lambda line: (LAGGING.index(line.standing), -line.behind, line.id))


def _of(work: Composition, kind: IndicatorStanding) -> list[int]:
    return [line.id for line in work.figures.indicators if line.standing is kind]


def _count(work: Composition, key: str, kind: IndicatorStanding) -> str:
    return work.count(f"indicators.{key}", "indicator", _of(work, kind))


def lagging_table(work: Composition, lines: list[IndicatorLine]) -> str:
    """The indicators with target, reading, what the curve asks for, and by how much they fall short."""
    rows = [
        (
            _place(line), cell(line.name), _target(work, line), day_text(line.due_on), _value(work, line),
            _planned(work, line), _situation(work, line),
        )
        for line in lines
    ]  # fmt: skip
    return table(("任务序号", "指标", "目标", "时限", "最新读数", "序时应达", "情况"), "clclccl", rows)


def _situation(work: Composition, line: IndicatorLine) -> str:
    words = label(line.standing)
    if line.standing is IndicatorStanding.MISSED:
        return f"{words}，完成{_attainment(work, line)}"
    behind = work.cites.cite(f"indicator.{line.id}.behind", Rule.CURVE_BEHIND, line.behind, _rows(line))
    return f"{words}，落后{behind}个百分点"


def indicator_annex(work: Composition) -> Annex | None:
    """Every indicator of the plan in one table, set landscape; None where it has none."""
    if not work.figures.indicators:
        return None
    headers = ("任务序号", "指标", "目标", "时限", "最新读数", "读数日期", "完成比例", "序时应达", "情况", "佐证（件）")
    rows = [
        (
            _place(line), cell(line.name), _target(work, line), day_text(line.due_on), _value(work, line), day_text(line.read_on),
            _attainment(work, line), _planned(work, line), label(line.standing), _files(work, line),
        )
        for line in work.figures.indicators
    ]  # fmt: skip
    return Annex(ANNEX, table(headers, "clclccrclr", rows), landscape=True)


def course_annex(work: Composition) -> Annex | None:
    """The charts of the indicators that lag; None where none is drawn."""
    drawn = courses(work)
    return Annex(COURSES, "\n\n".join(drawn)) if drawn else None


def courses(work: Composition) -> list[str]:
    """A chart of plan and fact for each indicator that lags and has a curve and readings."""
    return [f"![{cell(line.name)}](chart:planned_actual.{line.id})" for line in lagging_indicators(work) if has_course(line)]


def has_course(line: IndicatorLine) -> bool:
    """True where there are a curve and a reading to be set beside each other."""
    planned = [point for point in line.course if point.planned is not None]
    return len(planned) > 1 and any(point.actual is not None for point in line.course)


def method_points() -> list[str]:
    """How the figures of indicators are counted."""
    return [
        "量化指标的读数由承办单位登记并经办公室采信，更正以新的读数代替；按新增数统计的为各次读数之和，其余取最新读数。"
        "完成比例为从基期值（没有设定基期的为零）到目标值的路程中已完成的部分，舍去小数；只有达到目标的为百分之百。",
        "指标的序时进度自起算日至时限按直线推进，办公室设有节点的经过各节点；落后的百分点为序时应完成比例与实际完成比例之差。",
    ]


def _rows(line: IndicatorLine) -> Rows:
    return (("indicator", line.id), *rows_of("indicator_reading", line.reading_ids))


def _place(line: IndicatorLine) -> str:
    return NONE if line.position is None else str(line.position)


def _measured(figure: str, line: IndicatorLine) -> str:
    """The cited figure with its unit; of a duty without a number there is none."""
    return figure if line.target.is_duty else figure + cell(line.quantity_unit or "")


def _target(work: Composition, line: IndicatorLine) -> str:
    value = target_text(line.target, None)
    return _measured(work.cites.cite(f"indicator.{line.id}.target", Rule.TARGET, value, (("indicator", line.id),)), line)


def _value(work: Composition, line: IndicatorLine) -> str:
    if line.value is None:
        return NONE
    value = amount(line.value, line.target, None)
    return _measured(work.cites.cite(f"indicator.{line.id}.value", Rule.READING, value, _rows(line)), line)


def _attainment(work: Composition, line: IndicatorLine) -> str:
    if line.attainment is None:
        return NONE
    return work.cites.cite(f"indicator.{line.id}.attainment", Rule.ATTAINMENT, line.attainment, _rows(line)) + "%"


def _planned(work: Composition, line: IndicatorLine) -> str:
    if line.planned is None:
        return NONE
    value = planned_amount(line.planned, line.target, None)
    return _measured(work.cites.cite(f"indicator.{line.id}.planned", Rule.CURVE, value, (("indicator", line.id),)), line)


def _files(work: Composition, line: IndicatorLine) -> str:
    return work.cites.cite(f"indicator.{line.id}.files", Rule.READING_FILES, line.files, _rows(line))
