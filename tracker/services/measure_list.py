"""Which paragraphs of a draft plan are measures: take one out, enter one that was not read, correct its number and place."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from tracker.errors import InvalidInput
from tracker.intake import model as parsed
from tracker.intake.outline import read_label
from tracker.models import Assignment, Clause, Indicator, Measure, Obligation, Plan, ReadingIssue, SourceDocument, Task
from tracker.rules.permissions import Actor
from tracker.rules.reading import NOTE, Answer, Part, settled_by
from tracker.services import checklists, marks, reading_rows
from tracker.services.drafts import require_draft
from tracker.services.measures import enter_shares, require_due, require_title, units_by_role

Span = tuple[int, int]
LONGEST_REASON, LONGEST_LABEL = 300, 20


@dataclass(frozen=True)
class NewMeasure:
    """A stretch of the document that is a measure though it was not read as one; `span` are offsets into the source text."""

    span: Span
    title: str
    label: str = ""
    lead: tuple[str, ...] = ()
    responsible: tuple[str, ...] = ()
    supporting: tuple[str, ...] = ()
    due_on: date | None = None
    is_ongoing: bool = False


def drop_measure(session: Session, task: Task, reason: str, *, actor: Actor, now: datetime) -> None:
    """Take a paragraph that is no measure out of the plan, with its task; the reason stays with the text.

    Its doubts are settled as not belonging to any task; duties that it laid on units stay with the plan. The other measures
    keep their ordinals.
    """
    plan, measure, reason = task.plan, task.measure, reason.strip()
    require_draft(session, plan, actor=actor)
    if not 0 < len(reason) <= LONGEST_REASON:
        raise InvalidInput("请说明这一段为什么不是措施，不超过 %(limit)s 字。", limit=LONGEST_REASON)
    assert measure is not None  # a task of a draft is one of its document
    old = _content(task, measure)
    span = (measure.span_from or 0, measure.span_to or 0)
    for issue in session.scalars(select(ReadingIssue).where(ReadingIssue.task_id == task.id)):
        if issue.settled_at is None:
            reading_rows.write_answer(issue, Answer.IGNORED, "", actor=actor, now=now)
        issue.task_id = None
    said = f"“{measure.label}{measure.title}”不作为措施，因为{reason.rstrip('。')}。"
    reading_rows.store(session, plan, [reading_rows.Found(NOTE, "not_a_measure", said, span)], ())
    if plan.source_document:
        plan.source_document.marks = marks.without_measure(plan.source_document.marks, measure.ordinal, span, reason)
    checklists.let_go(session, plan, task)
    change = reading_rows.Change("drop_measure", old, {}, reason)
    reading_rows.write_change(session, plan, task, change, actor=actor, now=now)
    _delete(session, task, measure)


def _content(task: Task, measure: Measure) -> dict[str, Any]:
    """All that goes with the task, for the history."""
    lead, responsible, supporting = units_by_role(task)
    return {
        "ordinal": measure.ordinal, "label": measure.label, "title": task.title, "span": [measure.span_from, measure.span_to],
        "due_on": str(task.due_on) if task.due_on else None, "is_ongoing": task.is_ongoing,
        "lead": list(lead), "responsible": list(responsible), "supporting": list(supporting),
        "indicators": [item.name for item in measure.indicators],
    }  # fmt: skip


def _delete(session: Session, task: Task, measure: Measure) -> None:
    session.execute(update(Obligation).where(Obligation.measure_id == measure.id).values(measure_id=None))
    for table, condition in (
        (Assignment, Assignment.task_id == task.id),
        (Task, Task.id == task.id),
        (Clause, Clause.measure_id == measure.id),
        (Indicator, Indicator.measure_id == measure.id),
        (Measure, Measure.id == measure.id),
    ):
        session.execute(delete(table).where(condition))
    session.expire_all()


def add_measure(session: Session, plan: Plan, given: NewMeasure, *, actor: Actor, now: datetime) -> Task:
    """The task of a measure that the reader left out, entered at its place in the order of the text.

    Its number is read from the text where none is given; its text is the stretch behind the number.
    """
    require_draft(session, plan, actor=actor)
    require_title(given.title)
    require_due(given.due_on, given.is_ongoing)
    document = _document(plan)
    measure = _new_measure(session, plan, document, given)
    task = Task(
        plan_id=plan.id, plan=plan, measure=measure, title=measure.title,
        due_on=given.due_on, original_due_on=given.due_on, is_ongoing=given.is_ongoing,
    )  # fmt: skip
    session.add(task)
    session.flush()
    reading = parsed.Measure(
        ordinal=measure.ordinal, label=measure.label, section=None, subsection=None, title=measure.title, text=measure.text,
        span=given.span, lead=given.lead, responsible=given.responsible, supporting=given.supporting,
    )  # fmt: skip
    enter_shares(session, task, reading)
    _take_up_issues(session, task, actor, now)
    change = reading_rows.Change("add_measure", {}, _content(task, measure))
    reading_rows.write_change(session, plan, task, change, actor=actor, now=now)
    return task


def _new_measure(session: Session, plan: Plan, document: SourceDocument, given: NewMeasure) -> Measure:
    """The row, at its place among the others, and its marks."""
    others = list(session.scalars(select(Measure).where(Measure.plan_id == plan.id).order_by(Measure.ordinal)))
    start, end = _stretch(document.text, given.span, others)
    text = document.text[start:end]
    printed = read_label(text)
    length = len(printed.printed) if printed else 0
    before = max((item for item in others if (item.span_from or 0) < start), key=lambda item: item.span_from or 0, default=None)
    measure = Measure(
        plan_id=plan.id,
        section_id=_section_at(plan, document.text, start) or (before.section_id if before else None),
        ordinal=_free_place(session, plan, others, before.ordinal + 1 if before else 1),
        label=_label(given.label or (printed.shown if printed else "")),
        subsection=before.subsection if before else None,
        title=given.title.strip(),
        text=text[length:].strip(),
        span_from=start,
        span_to=end,
        deadlines=[],
    )
    session.add(measure)
    at = document.text.find(measure.title, start, end)
    title = (at, at + len(measure.title)) if at >= 0 else None
    number = (start, start + length) if length else None
    document.marks = marks.with_measure(document.marks, measure.ordinal, (start, end), number, title)
    return measure


def _document(plan: Plan) -> SourceDocument:
    if plan.source_document is None:
        raise InvalidInput("这份方案只收录了要点，没有原文，不能从原文中补录措施。")
    return plan.source_document


def _stretch(text: str, span: Span, others: list[Measure]) -> Span:
    """The span without white space at its ends, where it holds words and no part of another measure."""
    start, end = span
    if not 0 <= start < end <= len(text) or not text[start:end].strip():
        raise InvalidInput("没有在原文中找到这段文字，请重新选取。")
    start, end = start + len(text[start:end]) - len(text[start:end].lstrip()), start + len(text[start:end].rstrip())
    inside = next((item for item in others if (item.span_from or 0) < end and start < (item.span_to or 0)), None)
    if inside is not None:
        raise InvalidInput(
            "这段文字与“%(label)s%(title)s”重叠，请只选取尚未读作措施的文字。", label=inside.label, title=inside.title
        )
    return start, end


def _label(label: str) -> str:
    if len(label.strip()) > LONGEST_LABEL:
        raise InvalidInput("编号不能超过 %(limit)s 字，请按原文填写，如“（一）”。", limit=LONGEST_LABEL)
    return label.strip()


def _section_at(plan: Plan, text: str, place: int) -> int | None:
    """The section whose heading the text has last before the place."""
    headings = [(text.rfind(f"{section.number}、{section.title}", 0, place), section.id) for section in plan.sections]
    return max((found for found in headings if found[0] >= 0), default=(0, None))[1]


def _free_place(session: Session, plan: Plan, others: list[Measure], ordinal: int) -> int:
    """The ordinal, those that stand there and behind it moved on by one unless a measure taken out has left it free."""
    if any(item.ordinal == ordinal for item in others):
        _place(session, plan, {item.ordinal: item.ordinal + 1 for item in others if item.ordinal >= ordinal})
    return ordinal


def _place(session: Session, plan: Plan, places: dict[int, int]) -> None:
    """Change ordinals from the keys to the values, by way of negative ones: two measures never share one meanwhile."""
    session.flush()
    moved = {item: places[item.ordinal] for item in session.scalars(select(Measure).where(Measure.plan_id == plan.id))
             if item.ordinal in places}  # fmt: skip
    for item, ordinal in moved.items():
        item.ordinal = -ordinal
    session.flush()
    for item, ordinal in moved.items():
        item.ordinal = ordinal
    session.flush()
    if plan.source_document:
        plan.source_document.marks = marks.renumbered(plan.source_document.marks, places)


def _take_up_issues(session: Session, task: Task, actor: Actor, now: datetime) -> None:
    """What was asked about the stretch is now the task's; that it was read over, or had no number, is settled."""
    assert task.measure is not None
    query = select(ReadingIssue).where(
        ReadingIssue.plan_id == task.plan_id, ReadingIssue.task_id.is_(None),
        ReadingIssue.span_from >= task.measure.span_from, ReadingIssue.span_from < task.measure.span_to,
    )  # fmt: skip
    for issue in session.scalars(query):
        issue.task_id = task.id
    session.flush()
    codes = settled_by(Part.MEASURE) | {"unnumbered"}
    reading_rows.settle_corrected(reading_rows.asking(session, task.plan_id, codes, task), actor=actor, now=now)


def renumber(session: Session, task: Task, label: str, *, ordinal: int | None = None, actor: Actor, now: datetime) -> None:
    """Correct the printed number of a measure, and (with `ordinal`) its place among the measures of the plan."""
    plan, measure = task.plan, task.measure
    require_draft(session, plan, actor=actor)
    assert measure is not None  # a task of a draft is one of its document
    old = {"label": measure.label, "ordinal": measure.ordinal}
    measure.label = _label(label)
    if ordinal is not None and ordinal != measure.ordinal:
        _move(session, plan, measure.ordinal, ordinal)
    asked = reading_rows.asking(session, plan.id, settled_by(Part.LABEL), task)
    reading_rows.settle_corrected(asked, actor=actor, now=now)
    change = reading_rows.Change("renumber", old, {"label": measure.label, "ordinal": measure.ordinal})
    reading_rows.write_change(session, plan, task, change, actor=actor, now=now)


def _move(session: Session, plan: Plan, old: int, new: int) -> None:
    """Put the measure at the place of another; those between move up or down by one."""
    taken = sorted(session.scalars(select(Measure.ordinal).where(Measure.plan_id == plan.id)))
    if new not in taken:
        raise InvalidInput(
            "没有第 %(new)s 条措施，请填 %(first)s 到 %(last)s 之间已有的序号。", new=new, first=taken[0], last=taken[-1]
        )
    order = [ordinal for ordinal in taken if ordinal != old]
    order.insert(taken.index(new), old)
    _place(session, plan, dict(zip(order, taken, strict=True)))
