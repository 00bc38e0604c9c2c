"""The summary of a month's reminders as a file: units and matters, each matter with the message and the event behind it."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from tracker.labels import label
from tracker.reports.tables import Row, Table
from tracker.rules.reminders import Ladder
from tracker.rules.settling import Outcome

REACHED = ("单位收件箱", "联络员", "单位负责人", "分管领导", "办公室")
UNIT_HEADS = (
    "单位", "提醒事项", "当月提醒次数", "首次提醒后办结", "第二次提醒后办结", "多次提醒后办结", "督办后办结", "尚未办结",
    "不再要求", "报到分管领导或办公室", "发送失败", "单位无人接收", "暂停提醒",
)  # fmt: skip
MATTER_HEADS = (
    "单位", "事项", "类别", "时限或起算日", "首次提醒", "当月提醒次数", "累计提醒次数", "最高提醒到", "结果", "办结或终止日期",
    "首次提醒后天数", "发送失败", "单位无人接收", "暂停提醒", "首条消息编号", "操作记录编号",
)  # fmt: skip


def tables(units: Iterable[Any], matters: Iterable[Any]) -> tuple[Table, Table]:
    """Both tables, of rows of `queries/reminder_summary.py`."""
    return Table("按单位", UNIT_HEADS, map(_unit, units)), Table("按事项", MATTER_HEADS, _matters(matters))


def _unit(row: Any) -> Row:
    return (
        row.unit, row.matters, row.in_month, row.after_first, row.after_second, row.after_later, row.after_order, row.open,
        row.lifted, row.escalated, row.failed, row.unread_by_any, row.muted,
    )  # fmt: skip


def _matters(matters: Iterable[Any]) -> Iterator[Row]:
    for row in matters:
        yield (
            row.unit, row.about, label(Ladder(row.ladder)), _day(row.due_on), _day(row.first_on), row.in_month, row.reminders,
            REACHED[row.reached], label(Outcome(row.outcome)), _day(row.closed_on), "" if row.days is None else row.days,
            row.failed, row.unread_by_any, row.muted, row.no, row.event_id or "",
        )  # fmt: skip


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
