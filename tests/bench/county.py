"""One large plan of an invented body, reported on for a year: for benchmarks only, and always the same.

Every task is given to every unit, which is more than any county asks: of 150 tasks × 60 units × 12 periods come 9,000 shares and
108,000 reports with a file each, and twice as many events. One report in twenty-five is missing, one in thirty late, one in forty
returned; half of the tasks have an indicator with a reading a month, one in ten is under an order.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from tracker.db import Database
from tracker.models import (
    Assignment,
    ChainHead,
    Event,
    Evidence,
    EvidenceFile,
    Indicator,
    IndicatorReading,
    Jurisdiction,
    Measure,
    Membership,
    Plan,
    Section,
    SupervisionOrder,
    Task,
    Unit,
    Update,
    User,
)
from tracker.rules.indicators import name_key

SECTIONS = 10
ISSUED_AT = datetime(2025, 1, 6, 1, tzinfo=UTC)
ISSUED = date(2025, 1, 6)
AS_OF = date(2026, 1, 5)
ROWS = 5_000  # entered at once
FILE = "0" * 64


@dataclass(frozen=True)
class Size:
    """How large the plan is; `base` is what its ids begin from, so that none of another plan's stands in the way."""

    name: str
    body: str  # what a unit is called, after its number
    tasks: int
    units: int
    periods: int
    base: int


COUNTY = Size("示例大县", "局", 150, 60, 12, 1_000_000_000)
PROVINCE = Size("示例省", "县人民政府", 150, 90, 12, 1_100_000_000)


def build(database: Database, size: Size) -> int:
    """Enter the plan with its year; its id."""
    with database.transaction() as session:
        _organise(session, size)
        _give_out(session, size)
    with database.transaction() as session:
        _report(session, size)
    with database.transaction() as session:
        _record(session, size)
    return size.base


def _insert(session: Session, table: Any, rows: Iterable[dict[str, Any]]) -> None:
    batch: list[dict[str, Any]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == ROWS:
            session.execute(insert(table), batch)
            batch = []
    if batch:
        session.execute(insert(table), batch)


def _organise(session: Session, size: Size) -> None:
    base, units = size.base, range(size.units + 1)
    _insert(session, Jurisdiction, [{"id": base, "name": size.name, "level": "county", "path": f"/{base}/"}])
    names = [f"{size.name}第{k}{size.body}" if k else f"{size.name}领导小组办公室" for k in units]
    _insert(session, Unit, ({"id": base + k, "jurisdiction_id": base, "name": names[k]} for k in units))
    _insert(session, User, [{"id": base, "login": f"u{base}", "name": "用户", "password_hash": "-"}])
    _insert(session, Membership, [{"id": base, "user_id": base, "unit_id": base, "role": "clerk", "from_on": ISSUED}])


def _give_out(session: Session, size: Size) -> None:
    base = size.base
    plan = {
        "id": base, "key": f"bench-{base}", "title": f"{size.name}托育服务实施方案", "jurisdiction_id": base, "issuers": [],
        "basis": [], "abbreviations": [], "state": "issued", "issued_at": ISSUED_AT, "supervised_from": ISSUED,
    }  # fmt: skip
    _insert(session, Plan, [plan])
    sections = range(SECTIONS)
    _insert(
        session, Section,
        ({"id": base + k, "plan_id": base, "position": k, "number": str(k + 1), "title": f"第{k + 1}方面"} for k in sections),
    )  # fmt: skip
    _insert(session, Measure, (_measure(size, k) for k in range(size.tasks)))
    _insert(session, Task, (_task(size, k) for k in range(size.tasks)))
    _insert(session, Assignment, (_share(size, k, unit) for k in range(size.tasks) for unit in range(size.units)))
    _insert(session, Indicator, (_indicator(size, k) for k in range(0, size.tasks, 2)))
    _insert(session, SupervisionOrder, (_order(size, k) for k in range(0, size.tasks, 10)))


def _measure(size: Size, k: int) -> dict[str, Any]:
    return {
        "id": size.base + k, "plan_id": size.base, "section_id": size.base + k % SECTIONS, "ordinal": k + 1, "label": f"{k + 1}.",
        "title": f"第{k + 1}项：增加普惠托位供给", "text": "增加普惠托位供给。", "deadlines": [],
    }  # fmt: skip


def _task(size: Size, k: int) -> dict[str, Any]:
    due = ISSUED + timedelta(days=120 + k * 97 % 480)
    return {
        "id": size.base + k, "plan_id": size.base, "measure_id": size.base + k, "title": f"第{k + 1}项：增加普惠托位供给",
        "state": "in_progress", "due_on": due, "original_due_on": due, "issued_on": ISSUED, "percent": 60,
    }  # fmt: skip


def _share(size: Size, k: int, unit: int) -> dict[str, Any]:
    return {
        "id": size.base + k * size.units + unit, "task_id": size.base + k, "unit_id": size.base + unit + 1,
        "role": "lead" if unit == k % size.units else "responsible", "state": "reporting", "issued_on": ISSUED,
        "acknowledge_by": date(2025, 1, 9), "acknowledged_at": ISSUED_AT, "percent": 60, "reported_through": "2025-12",
    }  # fmt: skip


def _indicator(size: Size, k: int) -> dict[str, Any]:
    name = f"第{k + 1}项托位数"
    return {
        "id": size.base + k, "plan_id": size.base, "measure_id": size.base + k, "name": name, "name_key": name_key(name),
        "value": 1000 + k, "comparison": ">=", "quantity_unit": "个", "due_on": date(2026, 12, 31), "quote": "",
    }  # fmt: skip


def _order(size: Size, k: int) -> dict[str, Any]:
    return {
        "id": size.base + k, "jurisdiction_id": size.base, "task_id": size.base + k, "unit_id": size.base + k % size.units + 1,
        "kind": "supervision", "level": "blue", "proposed_level": "blue", "policy_version": 1, "year": 2025, "number": k + 1,
        "demand": "请说明滞后原因。", "reply_due_on": date(2025, 12, 20), "issued_at": _at(12, 8),
    }  # fmt: skip


def _at(month: int, day: int) -> datetime:
    return datetime(2025, month, day, 2, tzinfo=UTC)


@dataclass(frozen=True)
class _Sent:
    """One report: its number and the share's, and what became of it."""

    number: int
    share: int
    month: int
    state: str

    @property
    def sent_at(self) -> datetime:
        return _at(self.month, 27 if self.number % 30 == 0 else 20)

    @property
    def decided_at(self) -> datetime:
        return self.sent_at + timedelta(days=1)


def _sent(size: Size) -> Iterator[_Sent]:
    for share in range(size.tasks * size.units):
        for month in range(1, size.periods + 1):
            number = share * size.periods + month - 1
            if number % 25:
                yield _Sent(number, share, month, "returned" if number % 40 == 1 else "accepted")


def _report(session: Session, size: Size) -> None:
    base = size.base
    if session.get(EvidenceFile, FILE) is None:
        _insert(session, EvidenceFile, [{"sha256": FILE, "size": 1, "media_type": "application/pdf"}])
    _insert(session, Update, (_update(base, one) for one in _sent(size)))
    files = {"sha256": FILE, "name": "验收单.pdf", "uploaded_by_id": base, "uploaded_at": ISSUED_AT}
    _insert(session, Evidence, ({"id": base + one.number, "update_id": base + one.number, **files} for one in _sent(size)))
    readings = ((k, month) for k in range(0, size.tasks, 2) for month in range(1, size.periods + 1))
    _insert(session, IndicatorReading, (_reading(size, k, month) for k, month in readings))


def _update(base: int, one: _Sent) -> dict[str, Any]:
    return {
        "id": base + one.number, "assignment_id": base + one.share, "period": f"2025-{one.month:02d}", "version": 1,
        "kind": "progress", "state": one.state, "percent": min(100, one.month * (5 + one.share % 5)),
        "narrative": f"本期新增普惠托位{one.number % 90}个，已开展检查{one.month}次。",
        "problems": "资金尚未到位。" if one.number % 50 == 0 else "", "drafted_by_id": base, "drafted_at": one.sent_at,
        "submitted_by_id": base, "submitted_at": one.sent_at, "decided_by_id": base, "decided_at": one.decided_at,
        "decision_reason": "材料不全" if one.state == "returned" else "",
    }  # fmt: skip


def _reading(size: Size, k: int, month: int) -> dict[str, Any]:
    at = _at(month, 21)
    return {
        "id": size.base + k * size.periods + month, "indicator_id": size.base + k, "task_id": size.base + k,
        "unit_id": size.base + 1, "value": month * 70 + k, "fact_on": date(2025, month, 20), "state": "accepted", "entered_at": at,
        "entered_by_id": size.base, "submitted_at": at, "decided_at": at,
    }  # fmt: skip


def _record(session: Session, size: Size) -> None:
    base, count = size.base, 0
    for count, row in enumerate(_events(size), start=1):
        row |= {"id": base + count, "chain": base, "seq": count, "actor_id": base, "actor_name": "用户"}
        row |= {"reason": "", "previous_hash": FILE, "hash": FILE}
        session.info.setdefault("bench", []).append(row)
        if len(session.info["bench"]) == ROWS:
            session.execute(insert(Event), session.info.pop("bench"))
    session.execute(insert(Event), session.info.pop("bench"))
    _insert(session, ChainHead, [{"chain": base, "seq": count, "hash": FILE}])


def _events(size: Size) -> Iterator[dict[str, Any]]:
    yield _event("plan", size.base, "issue", "issued", ISSUED_AT)
    for k in range(size.tasks):
        yield _event("task", size.base + k, "issue", "issued", ISSUED_AT)
        yield _event("task", size.base + k, "start", "in_progress", ISSUED_AT)
        if k % 10 == 0:
            yield _event("order", size.base + k, "issue", "issued", _at(12, 8))
    for share in range(size.tasks * size.units):
        yield _event("assignment", size.base + share, "issue", "pending", ISSUED_AT)
        yield _event("assignment", size.base + share, "acknowledge", "acknowledged", ISSUED_AT)
        yield _event("assignment", size.base + share, "begin", "reporting", _at(1, 20))
    for one in sorted(_sent(size), key=lambda one: one.sent_at):
        yield _event("update", size.base + one.number, "submit", "submitted", one.sent_at)
        yield _event("update", size.base + one.number, "accept", one.state, one.decided_at)


def _event(subject: str, number: int, action: str, new: str, at: datetime) -> dict[str, Any]:
    return {"subject": subject, "subject_id": number, "action": action, "new": new, "at": at}
