"""Take the ledger (台账) of a plan away as a workbook, and keep what each of its rows said, for when it comes back."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.errors import InvalidInput, NotAllowed
from tracker.indicator_words import target_text
from tracker.labels import label, period_title
from tracker.models import Indicator, LedgerExport, Plan
from tracker.queries.ledger import TaskRow, task_rows
from tracker.queries.ledger_shares import LedgerShare, indicators_of, ledger_shares, reported
from tracker.queries.lights import LightClock
from tracker.reports.ledger_book import Book, BookRow
from tracker.rules.days import OFFICIAL_ZONE, end_of_day, official_day
from tracker.rules.indicators import Target
from tracker.rules.ledger_columns import COLUMNS_VERSION, NUMBER_MARK, LedgerColumn
from tracker.rules.permissions import Actor, Permission, holds
from tracker.rules.statuses import AssignmentRole
from tracker.services.events import NO_PLAN, Entry, record


def export_ledger(session: Session, plan: Plan, period: str, clock: LightClock, *, actor: Actor, now: datetime) -> Book:
    """The ledger of the plan for the period as the actor may read it: all shares for the office, its own ones for a unit.

    What it says is kept, for what comes back is compared with that and not with anything that a file says of itself.
    """
    if not holds(actor, Permission.TASK_READ):
        raise NotAllowed("您的岗位不能下载台账。")
    today = official_day(now)
    named = plan.rhythm.named(period)
    if named is None or named.start > today:
        raise InvalidInput("填报期有误，请从列表中选择。")
    rows = _rows(session, ledger_shares(session, actor, plan.id, period), plan, clock, actor)
    if not rows:
        raise InvalidInput("这份方案还没有交办到您这里的任务，没有台账可以下载。")
    again = _is_second(session, plan, period, today, actor)
    kept = LedgerExport(
        plan_id=plan.id, period=period, columns_version=COLUMNS_VERSION, exported_at=now, exported_by_id=actor.user_id,
        rows=[{"share": row.share_id, "values": dict(row.values)} for row in rows],
    )  # fmt: skip
    session.add(kept)
    session.flush()
    entry = Entry("ledger_export", kept.id, "download", data={"plan": plan.key, "period": period, "rows": len(rows)})
    record(session, NO_PLAN, [entry], actor=actor, now=now)
    note = (
        f"填报期：{period_title(period)}　截至：{today.year}年{today.month}月{today.day}日　{NUMBER_MARK}{kept.id}　"
        "黄色各列由承办单位填写，其余各列供对照"
    )
    hour = f"{now.astimezone(OFFICIAL_ZONE):%H%M}" if again else ""
    return Book(kept.id, plan.key, f"{plan.title}任务台账", note, period, today, rows, _scope(rows, plan, actor), hour)


def _is_second(session: Session, plan: Plan, period: str, today: date, actor: Actor) -> bool:
    """True where the actor took a ledger of the same period away earlier that day."""
    query = select(LedgerExport.id).where(
        LedgerExport.plan_id == plan.id, LedgerExport.period == period, LedgerExport.exported_by_id == actor.user_id,
        LedgerExport.exported_at >= end_of_day(today - timedelta(days=1)),
    )  # fmt: skip
    return session.scalar(query.limit(1)) is not None


def _scope(rows: Sequence[BookRow], plan: Plan, actor: Actor) -> str:
    """Of which units the ledger has rows, in words."""
    if actor.trusted or any(plan.jurisdiction.path.startswith(path) for path in actor.regions(Permission.TASK_READ)):
        return "全部单位"
    first, *others = dict.fromkeys(row.values[LedgerColumn.UNIT] for row in rows)
    return f"{first}等{len(others) + 1}个单位" if others else first


def _rows(session: Session, shares: Sequence[LedgerShare], plan: Plan, clock: LightClock, actor: Actor) -> list[BookRow]:
    tasks = task_rows(session, actor, {row.share.task_id for row in shares}, clock)
    indicators = indicators_of(session, plan.id)
    return [_row(row, tasks[row.share.task_id], indicators) for row in shares]


def _row(row: LedgerShare, task: TaskRow, indicators: Mapping[int, Sequence[Indicator]]) -> BookRow:
    share = row.share
    leads = (unit.name for unit in task.units if unit.role is AssignmentRole.LEAD)
    values = {
        LedgerColumn.LABEL: task.label,
        LedgerColumn.TITLE: task.title,
        LedgerColumn.INDICATORS: "；".join(map(_indicator, indicators.get(share.task.measure_id or 0, ()))),
        LedgerColumn.CLAUSE: share.clause.text if share.clause else "",
        LedgerColumn.UNIT: share.unit.name,
        LedgerColumn.ROLE: label(share.role),
        LedgerColumn.LEAD: "、".join(leads),
        LedgerColumn.DUE: task.due_on.isoformat() if task.due_on else "",
        LedgerColumn.LIGHT: label(task.verdict.light),
        LedgerColumn.STATE: label(task.state),
        LedgerColumn.ACCEPTED: str(share.percent),
        LedgerColumn.EVIDENCE: str(len(row.latest.evidence)) if row.latest else "",
        LedgerColumn.CLOSED: official_day(share.task.closed_at).isoformat() if share.task.closed_at else "",
        **reported(row),
    }
    return BookRow(share.id, {str(column): str(value) for column, value in values.items() if value}, task.verdict.light)


def _indicator(item: Indicator) -> str:
    return f"{item.name} {target_text(Target(item.value, item.value_high, item.comparison), item.quantity_unit)}"
