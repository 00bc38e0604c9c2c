"""An approved worksheet of scores as a file: every line with its points and the reason, for a spreadsheet or any program."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tracker.labels import label, period_title
from tracker.reports.tables import Row, Table
from tracker.rules.scores import Line, UnitScore

LINE_HEADS = ("单位", "任务", "承办角色", "事项", "所属", "日期", "应扣分", "实扣分", "说明", "理由")
UNIT_HEADS = ("单位", "承办任务数", "扣分合计", "得分", "提示")
FEW = "承办任务少，不宜与其他单位比较"


def about_title(about: str) -> str:
    """What a matter is about, in words: a period, a due date, an order."""
    if about == "due":
        return "完成时限"
    if about == "original_due":
        return "原定时限"
    return "督办单" if about.startswith("order_") else period_title(about)


def unit_rows(content: Mapping[str, Any], scores: Sequence[UnitScore]) -> Iterator[Row]:
    """One row for each unit, in the order of the sheet."""
    names = {unit["id"]: unit["name"] for unit in content["units"]}
    for unit in scores:
        yield names[unit.unit_id], unit.tasks, float(unit.taken), float(unit.score), FEW if unit.few else ""


def line_rows(content: Mapping[str, Any], scores: Sequence[UnitScore], reasons: Mapping[str, str]) -> Iterator[Row]:
    """One row for each line of each unit; `reasons` are those of the exclusions, by the key of the matter."""
    names = {unit["id"]: unit["name"] for unit in content["units"]}
    for unit in scores:
        for line in unit.lines:
            yield (names[unit.unit_id], content["tasks"][str(line.matter.task_id)], *_line(line), reasons.get(line.matter.key, ""))


def _line(line: Line) -> Row:
    matter, why = line.matter, label(line.excuse) if line.excuse else ""
    return (
        label(matter.role), label(matter.fault), about_title(matter.about), matter.on.isoformat(),
        float(line.step), float(line.points), why,
    )  # fmt: skip


def tables(content: Mapping[str, Any], scores: Sequence[UnitScore], reasons: Mapping[str, str]) -> tuple[Table, Table]:
    """Both tables of the sheet."""
    return (
        Table("得分", UNIT_HEADS, unit_rows(content, scores)),
        Table("扣分事项", LINE_HEADS, line_rows(content, scores, reasons)),
    )
