"""Carry a corrected form of a measure over to the services: only what was changed, the parts that decide others first."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from flask_babel import gettext
from sqlalchemy.orm import Session

from tracker.errors import InvalidInput
from tracker.intake.kinds import DeadlineKind
from tracker.intake.model import Deadline
from tracker.models import SourceDocument, Task
from tracker.services import clauses, deadlines, indicators, measure_list, measures
from tracker.services.clauses import ClauseCorrection
from tracker.services.indicators import IndicatorCorrection
from tracker.web.context import actor, now
from tracker.web.forms.measures import MeasureForm, correction_of, names, reading_of
from tracker.web.marked_text import find_stretch

Row = dict[str, Any]
Span = tuple[int, int]
_UNITS = ("lead", "responsible", "supporting")
# What makes a row of each list a row: one without it was left blank, or emptied to be taken out.
_KEYS = {"clauses": "text", "figures": "name", "limits": "kind"}


def apply(session: Session, task: Task, form: MeasureForm) -> None:
    """Write what the form changed. Raises InvalidInput where a clause quotes words that are not in the measure."""
    before = reading_of(task)
    said = {part: [row for row in getattr(form, part).data if (row.get(key) or "").strip()] for part, key in _KEYS.items()}
    changed = {part for part in _KEYS if _plain(said[part]) != _plain(before.get(part, ()))}
    who: dict[str, Any] = {"actor": actor(), "now": now()}
    if form.label.data != before.get("label") and task.measure is not None:
        measure_list.renumber(session, task, form.label.data or "", **who)
    if "limits" in changed:
        deadlines.correct_deadlines(session, task, _deadlines(session, task, said["limits"]), **who)
    if "clauses" in changed:
        clauses.correct_clauses(session, task, _clauses(session, task, said["clauses"]), **who)
    if "figures" in changed:
        indicators.correct_indicators(session, task, [_figure(row) for row in said["figures"]], **who)
    correction = correction_of(task, **_over(form, before, in_clauses=bool(before.get("clauses") or said["clauses"])))
    if correction != correction_of(task):
        measures.correct_measure(session, task, correction, **who)


def _over(form: MeasureForm, before: Row, *, in_clauses: bool) -> Row:
    """What of the measure itself was changed; its lists of units only where no clause has units of its own."""
    over: Row = {"title": form.title.data}
    if not in_clauses:
        over |= {role: names(form[role].data) for role in _UNITS}
    if (form.due_on.data, form.is_ongoing.data) != (before["due_on"], before["is_ongoing"]):
        over |= {"due_on": form.due_on.data, "is_ongoing": form.is_ongoing.data}
    return over


def _plain(rows: Iterable[Row]) -> list[Row]:
    """The rows so that what a form gives back unchanged equals what was put into it."""
    return [{name: _value(name, value) for name, value in row.items() if name != "csrf_token"} for row in rows]


def _value(name: str, value: Any) -> Any:
    if name in _UNITS:
        return names(value)
    if isinstance(value, Decimal):
        return value.normalize()
    return "\n".join(str(value).split()) if value not in (None, "") else ""


def _clauses(session: Session, task: Task, rows: Sequence[Row]) -> list[ClauseCorrection]:
    known = {str(clause.ordinal): clause for clause in task.measure.clauses} if task.measure else {}
    found, place = [], task.measure.span_from if task.measure and task.measure.span_from else 0
    for number, row in enumerate(rows, start=1):
        clause = known.get(str(row["at"] or ""))
        if clause and clause.span_from is not None and clause.span_to is not None and _same(clause.text, row["text"]):
            span: Span | None = (clause.span_from, clause.span_to)
        else:
            span = _place(session, task, row["text"], place)
        if span is None:
            raise InvalidInput(gettext("第 %(n)s 个事项的文字在这条措施里没有找到，请从原文中原样复制。", n=number))
        place = span[1]
        found.append(ClauseCorrection(span, *(names(row[role]) for role in _UNITS)))
    return found


def _same(one: str, other: str) -> bool:
    return one.split() == other.split()


def _place(session: Session, task: Task, words: str, start: int) -> Span | None:
    """Where the words stand in the measure from `start` on; line breaks as the browser sends them are those of the text."""
    measure, document_id = task.measure, task.plan.source_document_id
    document = session.get(SourceDocument, document_id) if document_id else None
    if measure is None or measure.span_to is None or document is None:
        return None
    return find_stretch(document.text[: measure.span_to], words.replace("\r\n", "\n"), "", start)


def _deadlines(session: Session, task: Task, rows: Sequence[Row]) -> list[Deadline]:
    read = task.measure.deadlines if task.measure else []
    return [_deadline(session, task, row, {str(place): item for place, item in enumerate(read)}) for row in rows]


def _deadline(session: Session, task: Task, row: Row, read: dict[str, Row]) -> Deadline:
    """The limit of a row; its place in the text is that of the one it corrects, of its words, or the whole measure."""
    measure = task.measure
    old = read.get(str(row["at"] if row["at"] is not None else ""))
    whole = (measure.span_from or 0, measure.span_to or 0) if measure else (0, 0)
    quote = (row["quote"] or "").strip()
    if old and quote == old["quote"]:
        span: Span = (old["span"][0], old["span"][1])
    else:
        span = (quote and _place(session, task, quote, whole[0])) or whole
    return Deadline(
        kind=DeadlineKind(row["kind"]),
        due=row["due"].isoformat() if row["due"] else None,
        count=row["count"],
        day_kind=row["day_kind"] or None,
        event=row["event"] or None,
        recurs=row["recurs"] or None,
        month_day=row["month_day"] or None,
        quote=quote,
        span=span,
    )


def _figure(row: Row) -> IndicatorCorrection:
    return IndicatorCorrection(
        name=row["name"].strip(),
        value=row["value"],
        value_high=row["value_high"],
        comparison=row["comparison"] or None,
        quantity_unit=row["quantity_unit"] or None,
        due_on=row["due_on"],
        from_on=row["from_on"],
        id=int(row["id"]) if row["id"] else None,
    )
