"""A document of 示例县 with its reading, made by hand so that tests of what the office does with it need no reader."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import NOW, Factory
from tracker.intake.model import (
    Checklist,
    Clause,
    Header,
    Issue,
    Mark,
    MarkKind,
    Measure,
    Obligation,
    ParsedPlan,
    Section,
    Span,
    TimeLimit,
)
from tracker.models import Event, Plan, ReadingIssue, Task
from tracker.models import Measure as MeasureRow
from tracker.services.plans import import_plan

TEXT = """示例县托育服务实施方案
一、重点任务
（一）增加托位供给。年底前新增托位120个；（县卫健局）减免租金。（县民政局）
（二）发放托育补贴。县教育局要审核材料。
（3）公开收费标准。每年公开一次。（县发展改革局）
二、工作要求
（一）定期总结。各单位每季度总结。
附件1
托育补贴申请材料
场地装修条件
"""
FIRST = "（一）增加托位供给。年底前新增托位120个；（县卫健局）减免租金。（县民政局）"
SECOND = "（二）发放托育补贴。县教育局要审核材料。"
THIRD = "（3）公开收费标准。每年公开一次。（县发展改革局）"
LEFT_OUT = "（一）定期总结。各单位每季度总结。"
CHARGED = "县教育局"


def span(words: str, inside: str = TEXT) -> Span:
    """Where the words stand in the text; with `inside`, where they stand within that stretch of it."""
    start = TEXT.index(inside) + inside.index(words)
    return start, start + len(words)


def _measure(ordinal: int, text: str, label: str, title: str, **units: Any) -> Measure:
    return Measure(ordinal, label, "一", None, title, text[len(label) :], span(text), **units)


def _clause(words: str, unit: str) -> Clause:
    return Clause(words, span(words), lead=(unit,))


def reading() -> ParsedPlan:
    """Three measures of which the first has two clauses; a paragraph left out; two checklists, of which one names its measure."""
    measures = (
        _measure(1, FIRST, "（一）", "增加托位供给", lead=("县卫健局", "县民政局"), due="2025-12-31",
                 clauses=(_clause("年底前新增托位120个；（县卫健局）", "县卫健局"), _clause("减免租金。（县民政局）", "县民政局"))),
        _measure(2, SECOND, "（二）", "发放托育补贴"),
        _measure(3, THIRD, "（3）", "公开收费标准", responsible=("县发展改革局",)),
    )  # fmt: skip
    issues = (
        Issue("doubt", "deadline_year", "“年底前”没有写明年份。", span("年底前")),
        Issue("doubt", "no_unit", "“（二）发放托育补贴”没有写明责任单位。", span(SECOND)),
        Issue("doubt", "charged_in_prose", "正文要求“县教育局”办理。", span(CHARGED, SECOND)),
        Issue("doubt", "misprinted_label", "编号“（3）”应为“（三）”。", span("（3）")),
        Issue("note", "not_a_measure", "“（一）定期总结”没有作为措施读入。", span(LEFT_OUT)),
    )
    marks = (
        Mark(MarkKind.LEAD, span("县卫健局", FIRST), 1, "县卫健局"),
        Mark(MarkKind.CLAUSE, span("减免租金。（县民政局）"), 1),
        Mark(MarkKind.LABEL, span("（二）"), 2, "（二）"),
        Mark(MarkKind.LABEL, span("（3）"), 3, "（3）"),
        Mark(MarkKind.RESPONSIBLE, span("县发展改革局", THIRD), 3, "县发展改革局"),
        Mark(MarkKind.NOT_MEASURE, span(LEFT_OUT), None, "没有列出责任单位"),
        Mark(MarkKind.CHECKLIST, span("托育补贴申请材料"), None, "托育补贴申请材料"),
    )
    return ParsedPlan(
        plan=Header(title="示例县托育服务实施方案", jurisdiction="示例县", level="county", issued_on="2025-02-10"),
        sections=(Section("一", "重点任务"), Section("二", "工作要求")), measures=measures,
        obligations=(Obligation(("县教育局",), "报送情况", "yearly", "12-01", (), (), 2, "报送情况"),),
        plan_targets=(), abbreviations=(), leading_group=None,
        checklists=(Checklist("托育补贴申请材料", ("营业执照",), (TimeLimit("办结", 5, "工作日"),)),
                    Checklist("场地装修条件", ("场地证明",), ())),
        issues=issues, marks=marks, source=TEXT,
    )  # fmt: skip


@dataclass
class Desk:
    """The office's desk in one transaction: the draft plan, its tasks in the order of the text, and what it asks."""

    session: Session
    plan: Plan

    @property
    def tasks(self) -> list[Task]:
        query = select(Task).join(MeasureRow).where(Task.plan_id == self.plan.id).order_by(MeasureRow.ordinal)
        return list(self.session.scalars(query))

    def issue(self, code: str) -> ReadingIssue:
        """The only issue of that code."""
        query = select(ReadingIssue).where(ReadingIssue.plan_id == self.plan.id, ReadingIssue.code == code)
        return self.session.scalars(query.execution_options(populate_existing=True)).one()

    def waiting(self) -> set[str]:
        """The codes of the doubts without an answer."""
        query = select(ReadingIssue.code).where(ReadingIssue.settled_at.is_(None), ReadingIssue.severity == "doubt")
        return set(self.session.scalars(query))

    def last_event(self) -> Event:
        return self.session.scalars(select(Event).where(Event.chain == self.plan.id).order_by(Event.seq.desc())).first()  # type: ignore[return-value]

    def shares(self, task: Task) -> list[tuple[str, str, int | None]]:
        """(unit, role, ordinal of the clause) of the task, by unit."""
        self.session.expire(task, ["assignments"])
        return sorted((row.unit.name, row.role.value, row.clause.ordinal if row.clause else None) for row in task.assignments)


def load(factory: Factory, parsed: ParsedPlan | None = None) -> int:
    """The id of the plan of the reading, imported as a draft."""
    draft = parsed or reading()
    with factory.database.transaction() as session:
        actor = factory.cast.clerk
        return import_plan(
            session, factory.storage, draft.source.encode(), "方案.txt", actor=actor, now=NOW, parsed=draft
        ).plan.id  # fmt: skip
