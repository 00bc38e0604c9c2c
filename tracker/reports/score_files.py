"""An approved worksheet of scores as a file: every line with its points and the reason, for a spreadsheet or any program."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from io import BytesIO, StringIO
from typing import Any

import xlsxwriter

from tracker.labels import label, period_title
from tracker.rules.scores import Line, UnitScore

MEDIA_TYPES = {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "csv": "text/csv"}
LINE_HEADS = ("单位", "任务", "承办角色", "事项", "所属", "日期", "应扣分", "实扣分", "说明", "理由")
UNIT_HEADS = ("单位", "承办任务数", "扣分合计", "得分", "提示")
FEW = "承办任务少，不宜与其他单位比较"

Cell = str | float | int
Row = Sequence[Cell]


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


def to_csv(units: Iterator[Row], lines: Iterator[Row]) -> bytes:
    """Both tables, one below the other, in UTF-8 with the mark by which spreadsheets know it."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for row in (UNIT_HEADS, *units, (), LINE_HEADS, *lines):
        writer.writerow([_harmless(cell) for cell in row])
    return out.getvalue().encode("utf-8-sig")


def _harmless(cell: Cell) -> Cell:
    """The cell, kept from being taken for a formula by whoever opens the file."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t") else cell


def to_xlsx(title: str, units: Iterator[Row], lines: Iterator[Row], made_on: date) -> bytes:
    """Both tables, a sheet each."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    # The same content gives the same bytes.
    book.set_properties({"title": title, "created": made_on})
    bold = book.add_format({"bold": True, "text_wrap": True})
    for name, heads, rows in (("得分", UNIT_HEADS, units), ("扣分事项", LINE_HEADS, lines)):
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, heads, bold)
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, 1, 28)
        sheet.set_column(2, len(heads) - 1, 14)
        for number, row in enumerate(rows, start=1):
            sheet.write_row(number, 0, row)
    book.close()
    return out.getvalue()
