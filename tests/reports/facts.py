"""Facts of an invented plan of 示例县 for tests of figures and papers, with no database: any field can be given."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from tracker.reports.paper import Paper
from tracker.reports.references import uncited
from tracker.rules.periods import Rhythm, period_named
from tracker.rules.report_facts import (
    DutyRecord,
    HistoryHead,
    OrderRecord,
    PlanRecord,
    ReportFacts,
    SectionRecord,
    ShareRecord,
    TaskRecord,
    TextRecord,
    UpdateRecord,
)
from tracker.rules.statuses import (
    AssignmentRole,
    AssignmentState,
    Cycle,
    OrderKind,
    OrderState,
    TaskState,
    UpdateKind,
    UpdateState,
)

AS_OF = date(2025, 11, 30)
ISSUED_ON = date(2025, 1, 15)
SECTIONS = (SectionRecord(1, "一", "扩大托育供给"), SectionRecord(2, "二", "健全工作机制"))


def plan(**over: Any) -> PlanRecord:
    given: dict[str, Any] = {
        "id": 1, "key": "shili", "title": "示例县托育服务实施方案", "document_number": "示政发〔2025〕6号",
        "document_date": date(2025, 1, 10), "jurisdiction": "示例县", "issuers": ("示例县人民政府办公室",),
        "office": "县领导小组办公室", "issued_on": ISSUED_ON, "supervised_from": ISSUED_ON, "rhythm": Rhythm(Cycle.MONTH, 25),
        "measures": 1, **over,
    }  # fmt: skip
    return PlanRecord(**given)


def task(number: int = 1, **over: Any) -> TaskRecord:
    given: dict[str, Any] = {
        "id": number, "section_id": 1, "ordinal": number, "label": "（一）", "title": f"增加托位{number}",
        "state": TaskState.IN_PROGRESS, "issued_on": ISSUED_ON, "due_on": date(2025, 12, 31), "is_ongoing": False, **over,
    }  # fmt: skip
    return TaskRecord(**given)


def share(number: int = 1, task_id: int = 1, unit: str = "县卫健局", **over: Any) -> ShareRecord:
    state = over.get("state", AssignmentState.REPORTING)
    given: dict[str, Any] = {
        "id": number, "task_id": task_id, "unit_id": number, "unit": unit, "role": AssignmentRole.LEAD,
        "issued_on": ISSUED_ON, "state": state, "state_at_cutoff": state, **over,
    }  # fmt: skip
    return ShareRecord(**given)


def update(number: int = 1, share_id: int = 1, percent: int = 90, **over: Any) -> UpdateRecord:
    given: dict[str, Any] = {
        "id": number, "share_id": share_id, "period": "2025-11", "version": 1, "kind": UpdateKind.PROGRESS,
        "state": UpdateState.ACCEPTED, "percent": percent, "submitted_on": date(2025, 11, 20),
        "decided_at": datetime(2025, 11, 21, tzinfo=UTC), **over,
    }  # fmt: skip
    return UpdateRecord(**given)


def text(share_id: int = 1, narrative: str = "已新增普惠托位120个。", problems: str = "", update_id: int = 1) -> TextRecord:
    return TextRecord(update_id, share_id, UpdateKind.PROGRESS, datetime(2025, 11, 21, tzinfo=UTC), narrative, problems)


def order(number: int = 1, **over: Any) -> OrderRecord:
    given: dict[str, Any] = {
        "id": number, "kind": OrderKind.URGE, "year": 2025, "number": number, "task_id": 1, "unit": "县卫健局",
        "issued_on": date(2025, 11, 3), "reply_due_on": date(2025, 11, 10), "replied_on": None, "state": OrderState.ISSUED, **over,
    }  # fmt: skip
    return OrderRecord(**given)


def facts(**over: Any) -> ReportFacts:
    """One task led by 县卫健局 at 90 percent, its report of November accepted in time, unless told otherwise."""
    tasks = over.get("tasks", (task(),))
    given: dict[str, Any] = {
        "as_of": AS_OF, "plan": plan(measures=len(tasks)), "sections": SECTIONS, "tasks": tasks, "shares": (share(),),
        "updates": (update(),), "texts": {1: (text(),)}, "evidence": (), "orders": (), "duties": (),
        "period": period_named("2025-11"), "head": HistoryHead(42, "ab" * 32), **over,
    }  # fmt: skip
    return ReportFacts(**given)


def duty(**over: Any) -> DutyRecord:
    given: dict[str, Any] = {
        "id": 1, "who": ("各乡镇",), "what": "报告工作进展", "recurs": "yearly", "month_day": "12-25", "to": ("县政府",), **over,
    }  # fmt: skip
    return DutyRecord(**given)


def plain(paper: Paper) -> Paper:
    """The paper with its figures alone, as it is printed."""
    annexes = tuple(replace(annex, body=uncited(annex.body)) for annex in paper.annexes)
    return replace(paper, body=uncited(paper.body), annexes=annexes)


def annex(paper: Paper, title: str) -> str:
    """The body of the annex of that title."""
    return next(found.body for found in paper.annexes if found.title == title)
