"""What the page of a reading shows, out of what the queries give: the text with its marks, and beside it each measure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext

from tracker.intake.model import Mark, MarkKind
from tracker.labels import N_
from tracker.models import Assignment, Plan, ReadingIssue, Task
from tracker.queries.documents import Place
from tracker.rules.reading import TO_SETTLE
from tracker.rules.statuses import AssignmentRole
from tracker.web.marked_text import DOUBT, ORDER, Passage, Stretch, passages

Roles = list[tuple[AssignmentRole, list[str]]]

# The name of a group of marks in the legend, and the letter that stands before each of its stretches.
LEGEND: dict[str, tuple[str, str]] = {
    "measure": (N_("措施标题"), N_("措")),
    "lead": (N_("牵头单位"), N_("牵")),
    "responsible": (N_("责任单位"), N_("责")),
    "supporting": (N_("配合单位"), N_("配")),
    "clause": (N_("事项"), N_("项")),
    "target": (N_("量化指标"), N_("数")),
    "deadline": (N_("时限"), N_("期")),
    "obligation": (N_("定期报告"), N_("报")),
    "section": (N_("部分标题"), N_("章")),
    "header": (N_("文件信息"), N_("文")),
    "annex": (N_("附件内容"), N_("附")),
    "not_measure": (N_("不作为措施"), N_("非")),
    DOUBT: (N_("待确认"), N_("疑")),
}
assert set(LEGEND) == set(ORDER)
_EXCERPT = 28
_LONG = 60
_RECURS = {
    "yearly": N_("每年"), "half-yearly": N_("每半年"), "quarterly": N_("每季度"), "monthly": N_("每月"), "weekly": N_("每周"),
}  # fmt: skip
# By the word of the text: what is counted, as it stands behind its number.
_COUNTED = {
    "工作日": N_("个工作日"), "自然日": N_("个自然日"), "日": N_("日"), "周": N_("周"), "月": N_("个月"), "年": N_("年"),
}  # fmt: skip


@dataclass(frozen=True)
class ClauseCard:
    ordinal: int
    excerpt: str
    roles: Roles


@dataclass(frozen=True)
class Card:
    """One measure as it was read: its units by role, its clauses with theirs, its time limits in words, what is in doubt."""

    task: Task
    roles: Roles
    clauses: tuple[ClauseCard, ...]
    limits: tuple[str, ...]
    doubts: tuple[ReadingIssue, ...]


@dataclass(frozen=True)
class LeftOut:
    """A stretch that was not read as a measure, and why; `anchor` leads to it."""

    anchor: str
    start: int
    end: int
    excerpt: str
    reason: str


def open_doubts(issues: Iterable[ReadingIssue]) -> list[ReadingIssue]:
    """The errors and doubts among them that wait for an answer."""
    return [issue for issue in issues if issue.settled_at is None and issue.severity in TO_SETTLE]


def text_of(plan: Plan, tasks: Sequence[Task], marks: Iterable[Mark], issues: Iterable[ReadingIssue]) -> list[Passage]:
    """The plan's text with what each stretch of it became; empty for a plan without its document."""
    if plan.source_document is None:
        return []
    stretches = _stretches(marks)
    text = plan.source_document.text
    stretches += [_doubtful(text, issue) for issue in open_doubts(issues) if issue.span_from is not None]
    return passages(text, _owners(tasks), stretches)


def _doubtful(text: str, issue: ReadingIssue) -> Stretch:
    """Where the doubt lies; of one about a whole paragraph only the beginning, or everything would be underlined."""
    start, end = issue.span_from or 0, issue.span_to or 0
    if end - start > _LONG:
        line = text.find("\n", start)
        end = min(start + _EXCERPT, end, line if line > start else end)
    return Stretch(start, end, DOUBT, issue.message, f"doubt-{issue.id}")


def document_text(plan: Plan, places: Iterable[Place], marks: Iterable[Mark]) -> list[Passage]:
    """The plan's text with what each stretch of it became, without what was doubtful."""
    if plan.source_document is None:
        return []
    owners = {place.task_id: place.span for place in places if place.span}
    return passages(plan.source_document.text, owners, _stretches(marks))


def elsewhere(issues: Iterable[ReadingIssue]) -> list[ReadingIssue]:
    """The open doubts that lie in no measure."""
    return [issue for issue in open_doubts(issues) if issue.task_id is None]


def _stretches(marks: Iterable[Mark]) -> list[Stretch]:
    """The marks to show. The only clause of a measure is the measure itself, and is not told apart."""
    listed = list(marks)
    clauses = Counter(mark.measure for mark in listed if mark.kind is MarkKind.CLAUSE)
    return [_stretch(mark) for mark in listed if mark.kind is not MarkKind.CLAUSE or clauses[mark.measure] > 1]


def _stretch(mark: Mark) -> Stretch:
    anchor = f"left-{mark.span[0]}" if mark.kind is MarkKind.NOT_MEASURE else None
    return Stretch(mark.span[0], mark.span[1], mark.kind, mark.value, anchor)


def _owners(tasks: Iterable[Task]) -> dict[int, tuple[int, int]]:
    measures = [(task.id, task.measure) for task in tasks]
    return {
        task_id: (measure.span_from, measure.span_to)
        for task_id, measure in measures
        if measure and measure.span_from is not None and measure.span_to is not None
    }


def legend_of(text: Iterable[Passage]) -> list[tuple[str, str, str]]:
    """The groups of marks that the text has, each as (group, name, letter)."""
    present = {group for passage in text for piece in passage.pieces for group in piece.groups}
    return [(group, gettext(name), gettext(letter)) for group, (name, letter) in LEGEND.items() if group in present]


def left_out(text: str, marks: Iterable[Mark]) -> list[LeftOut]:
    """The numbered stretches that are no measures, each with its reason."""
    return [
        LeftOut(f"left-{start}", start, end, excerpt(text[start:end]), mark.value or "")
        for mark in marks
        if mark.kind is MarkKind.NOT_MEASURE
        for start, end in [mark.span]
    ]


def cards(tasks: Iterable[Task], issues: Iterable[ReadingIssue]) -> list[Card]:
    """The measures in order, each with what was read of it."""
    waiting: dict[int | None, list[ReadingIssue]] = {}
    for issue in open_doubts(issues):
        waiting.setdefault(issue.task_id, []).append(issue)
    return [_card(task, waiting.get(task.id, [])) for task in tasks]


def _card(task: Task, doubts: Sequence[ReadingIssue]) -> Card:
    measure = task.measure
    clauses = [
        ClauseCard(clause.ordinal, excerpt(clause.text), roles_of(task.assignments, clause.id))
        for clause in (measure.clauses if measure else ())
    ]
    limits = tuple(limit_words(item) for item in (measure.deadlines if measure else ()))
    return Card(task, roles_of(task.assignments, None), tuple(clauses), limits, tuple(doubts))


def roles_of(shares: Iterable[Assignment], clause_id: int | None) -> Roles:
    """The units of a clause, or (None) of the measure as a whole, by role and each once."""
    found: dict[AssignmentRole, dict[str, None]] = {role: {} for role in AssignmentRole}
    for share in shares:
        if share.clause_id == clause_id:
            found[share.role][share.unit.name] = None
    return [(role, list(names)) for role, names in found.items() if names]


def excerpt(text: str) -> str:
    """The beginning of a text, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= _EXCERPT else line[:_EXCERPT] + "…"


def limit_words(limit: Mapping[str, Any]) -> str:
    """A typed time limit in words: 2025-12-31；受理后 5 个工作日内；每年 12-01 前；长期坚持."""
    if limit["kind"] == "ongoing":
        return gettext("长期坚持")
    if limit.get("recurs"):
        return f"{gettext(_RECURS.get(limit['recurs'], ''))} {_before(limit.get('month_day'))}".strip()
    if limit.get("count"):
        after = gettext("%(event)s后", event=limit["event"]) if limit.get("event") else ""
        counted = gettext(_COUNTED.get(limit.get("day_kind") or "日", limit.get("day_kind") or ""))
        return gettext("%(after)s %(n)s %(kind)s内", after=after, n=limit["count"], kind=counted).strip()
    return str(limit.get("due") or limit.get("quote") or "")


def _before(month_day: str | None) -> str:
    return gettext("%(day)s 前", day=month_day) if month_day else ""
