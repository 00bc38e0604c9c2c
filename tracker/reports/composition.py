"""What every part of a paper is written from, and the words that all of them share: the plan's name, the office, the day."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from tracker.reports.figure_tasks import TaskLine
from tracker.reports.figures import Figures
from tracker.reports.markdown import inline
from tracker.reports.paper import chinese_date
from tracker.reports.references import Citations, Rule, rows_of
from tracker.reports.wording import units_text
from tracker.rules.report_kinds import ReportKind, ReportScope

OTHER_TASKS = "其他任务"


@dataclass(frozen=True)
class Composition:
    """One paper being written: figures of what it speaks of, which kind it is, and the figures cited so far."""

    figures: Figures
    kind: ReportKind
    scope: ReportScope
    cites: Citations = field(default_factory=Citations)

    @property
    def day(self) -> str:
        """The day that the paper speaks of."""
        return chinese_date(self.figures.as_of)

    def count(self, key: str, table: str, ids: Sequence[int]) -> str:
        """How many rows there are, cited."""
        return self.cites.count(key, table, ids)

    def set_by_rule(self, key: str, value: int) -> str:
        """A figure that is counted from nothing: a threshold of the rule, or a choice of the form."""
        return self.cites.cite(key, Rule.THRESHOLD, value)

    def units(self, key: str, names: Sequence[str]) -> str:
        """The units by name, capped as a sentence wants it; how many there are is cited."""
        ids = [self.figures.unit_ids[name] for name in names if name in self.figures.unit_ids]
        known = len(ids) == len(names)
        return units_text(names, self.count(key, "unit", ids) if known and len(names) else "")

    def task(self, line: TaskLine) -> str:
        """The task as a sentence names it: 第3项“…”."""
        return f"第{line.position}项“{inline(line.title)}”"


def plan_title(figures: Figures) -> str:
    """The plan's title as it stands inside another pair of 《》 (GB/T 15834)."""
    return figures.plan.title.replace("《", "〈").replace("》", "〉")


def plan_name(figures: Figures) -> str:
    """《title》 with the document number, as Markdown."""
    plan = figures.plan
    number = f"（{inline(plan.document_number)}）" if plan.document_number else ""
    return f"《{inline(plan.title)}》{number}"


def issuer(figures: Figures) -> str:
    """The office in full: 县领导小组办公室 of 示例县 signs as 示例县领导小组办公室."""
    place, office = figures.plan.jurisdiction, figures.plan.office or "领导小组办公室"
    if place in office:
        return office
    return place + (office[1:] if office[0] == place[-1] else office)


def superior(figures: Figures) -> str | None:
    """Who issued the plan; where its general office did, the body whose office that is."""
    return "、".join(dict.fromkeys(name.removesuffix("办公室") for name in figures.plan.issuers)) or None


def object_of(work: Composition) -> str:
    """The name of the part that the paper speaks of; the plan's title where it is the whole."""
    figures, scope = work.figures, work.scope
    if scope.task_id is not None:
        return figures.task(scope.task_id).title
    if scope.section_id is not None:
        return figures.sections[0].title or OTHER_TASKS
    if scope.unit_id is not None:
        return figures.shares[0].unit
    return figures.plan.title


def stretch_text(first: date, last: date) -> str:
    """From a day to a day of the same year: 2025年11月1日至11月30日."""
    return f"{chinese_date(first)}至{last.month}月{last.day}日"


def task_percent(work: Composition, line: TaskLine) -> str:
    """How far the task has come, with its sign."""
    return work.cites.cite(f"task.{line.id}.percent", Rule.PERCENT, line.percent, percent_rows(line), (), line.evidence_ids) + "%"


def percent_rows(line: TaskLine) -> tuple[tuple[str, int], ...]:
    """The rows that the percent of a task is made of."""
    return (("task", line.id), *rows_of("assignment", line.assignment_ids), *rows_of("update", line.update_ids))


def days_late(work: Composition, line: TaskLine) -> str:
    """By how many days the task is over its limit."""
    return work.cites.cite(f"task.{line.id}.days_late", Rule.DAYS_LATE, line.days_late, (("task", line.id),), (), line.evidence_ids)


def evidence_count(work: Composition, line: TaskLine) -> str:
    """How many different files the units have shown for the task."""
    rows = rows_of("evidence", line.evidence_ids)
    return work.cites.cite(f"task.{line.id}.evidence", Rule.FILES, len(rows), rows, (), line.evidence_ids)
