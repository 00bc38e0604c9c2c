"""Take a list of tasks away as a workbook, with the columns that its reader has chosen."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.errors import InvalidInput, NotAllowed
from tracker.labels import label
from tracker.ledger_view_labels import COLUMNS
from tracker.queries.ledger import TaskRow, task_rows
from tracker.queries.ledger_facts import RowFacts, facts_of
from tracker.queries.lights import LightClock
from tracker.reports.tables import Cell, Row, Table
from tracker.rules.ledger_shown import Shown
from tracker.rules.permissions import Actor, Permission, holds
from tracker.rules.statuses import AssignmentRole
from tracker.sentences import light_reason
from tracker.services.events import NO_PLAN, Entry, record

MOST = 2000  # rows of one workbook; a whole plan with its reports leaves as a ledger (services/ledger_exports.py)
HEADS = ("方案", "编号", "任务")
WIDTHS = (24, 8, 40)
UNIT_COLUMNS = {"牵头单位": AssignmentRole.LEAD, "责任单位": AssignmentRole.RESPONSIBLE, "配合单位": AssignmentRole.SUPPORTING}

Write = Callable[[TaskRow, RowFacts], Cell]


def export_tasks(
    session: Session, task_ids: Sequence[int], shown: Sequence[Shown], clock: LightClock, *, actor: Actor, now: datetime
) -> Table:
    """The tasks, in this order, that the actor may see; that they were taken away goes into the history.

    The units take three columns, one for each role, and a light takes two: its word and the reason. The words are Chinese, as in
    all files. Refused for more than `MOST` tasks, and where none is left.
    """
    if not holds(actor, Permission.TASK_READ):
        raise NotAllowed("您的岗位不能导出任务清单。")
    if len(task_ids) > MOST:
        raise InvalidInput("一次最多导出 %(most)s 项任务，请先用筛选缩小范围。", most=MOST)
    rows = task_rows(session, actor, task_ids, clock)
    found = [rows[task_id] for task_id in dict.fromkeys(task_ids) if task_id in rows]
    if not found:
        raise InvalidInput("没有可以导出的任务，请回到台账重新选择。")
    facts = facts_of(session, actor, [row.id for row in found], shown, clock)
    entry = Entry("task_list", 0, "download", data={"rows": len(found), "columns": [column.value for column in shown]})
    record(session, NO_PLAN, [entry], actor=actor, now=now)
    heads = [head for column in shown for head in _heads(column)]
    return Table("任务清单", (*HEADS, *heads), _lines(found, facts, shown), (*WIDTHS, *(14 for _ in heads)))


def _heads(column: Shown) -> tuple[str, ...]:
    if column is Shown.UNITS:
        return tuple(UNIT_COLUMNS)
    if column is Shown.LIGHT:
        return "亮灯", "亮灯原因"
    return () if column is Shown.NUMBER else (COLUMNS[column],)  # the number stands beside the task in any case


def _lines(rows: Sequence[TaskRow], facts: RowFacts, shown: Sequence[Shown]) -> Iterator[Row]:
    for row in rows:
        cells = [cell for column in shown for cell in _cells(column, row, facts)]
        yield (row.plan_title, row.label, row.title, *cells)


def _cells(column: Shown, row: TaskRow, facts: RowFacts) -> tuple[Cell, ...]:
    if column is Shown.UNITS:
        return tuple("、".join(unit.name for unit in row.units if unit.role is role) for role in UNIT_COLUMNS.values())
    if column is Shown.LIGHT:
        return label(row.verdict.light), light_reason(row.verdict.reason_code, row.verdict.numbers)
    return () if column is Shown.NUMBER else (_WRITE[column](row, facts),)


def _due(row: TaskRow, _: RowFacts) -> Cell:
    return row.due_on.isoformat() if row.due_on else "长期坚持" if row.is_ongoing else ""


_WRITE: Mapping[Shown, Write] = {
    Shown.SECTION: lambda row, _: row.section or "",
    Shown.DUE: _due,
    Shown.PERCENT: lambda row, _: row.percent,
    Shown.PLANNED: lambda row, _: "" if row.planned is None else row.planned,
    Shown.REPORTED: lambda row, facts: str(facts.reported.get(row.id, "")),
    Shown.NEXT: lambda row, facts: str(facts.next_report.get(row.id, "")),
    Shown.INDICATORS: lambda row, facts: facts.indicators.get(row.id, 0),
    Shown.ORDERS: lambda row, facts: facts.orders.get(row.id, 0),
    Shown.STATE: lambda row, _: label(row.state),
}
