"""What of the work can be searched, and how the index is kept in step with it: with every flush that touches a text.

One place, and part of the models, so that nobody who writes a text can forget it. What goes past the session (a DELETE in SQL, a
place put under another) is found and mended by night (`services/search.py`); a finding is shown only where its row is there and
may be read, so an entry that outlives its row shows nothing.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Select, String, delete, inspect, literal, null, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from tracker.models.ad_hoc import AdHocMatter
from tracker.models.dispute import TaskWording
from tracker.models.organisation import Jurisdiction
from tracker.models.plan import Measure, Plan
from tracker.models.progress import Evidence, Update
from tracker.models.search import SearchEntry
from tracker.models.task import Assignment, Task
from tracker.rules.grams import bigrams, fold
from tracker.rules.searching import SearchKind, key_of, kind_mark, label_mark, plan_mark, region_marks, task_mark

AT_ONCE = 500
SUBJECTS: dict[SearchKind, Any] = {
    SearchKind.PLAN: Plan, SearchKind.TASK: Task, SearchKind.UPDATE: Update, SearchKind.EVIDENCE: Evidence,
}  # fmt: skip
_KINDS = {subject: kind for kind, subject in SUBJECTS.items()}

# The columns that an entry is made of.
_WATCHED: dict[type, tuple[str, ...]] = {
    Plan: ("title", "document_number", "jurisdiction_id"),
    Task: ("title", "measure_id", "plan_id"),
    Measure: ("label", "title", "text", "summary"),
    AdHocMatter: ("text", "reference"),
    TaskWording: ("text",),
    Update: ("narrative", "problems", "next_step"),
    Evidence: ("name",),
}

Entry = dict[str, Any]
Rows = Select[*tuple[Any, ...]]


def _plans() -> Rows:
    return (
        select(Plan.id, Jurisdiction.path, null().label("task_id"), literal("", String).label("number"))
        .add_columns(Plan.title, Plan.document_number)
        .join(Jurisdiction, Jurisdiction.id == Plan.jurisdiction_id)
    )


def _tasks() -> Rows:
    newest = select(TaskWording.text).where(TaskWording.task_id == Task.id).order_by(TaskWording.version.desc()).limit(1)
    return (
        select(Task.id, Jurisdiction.path, Task.id.label("task_id"), Measure.label.label("number"))
        .add_columns(Measure.label, Task.title, Measure.title, Measure.text, Measure.summary)
        .add_columns(AdHocMatter.text, AdHocMatter.reference, newest.correlate(Task).scalar_subquery())
        .join(Plan, Plan.id == Task.plan_id)
        .join(Jurisdiction, Jurisdiction.id == Plan.jurisdiction_id)
        .outerjoin(Measure, Measure.id == Task.measure_id)
        .outerjoin(AdHocMatter, AdHocMatter.task_id == Task.id)
    )


def _updates() -> Rows:
    query = select(Update.id, Jurisdiction.path, Assignment.task_id, literal("", String).label("number"))
    return _up_from_share(query.add_columns(Update.narrative, Update.problems, Update.next_step).select_from(Update))


def _evidence() -> Rows:
    query = select(Evidence.id, Jurisdiction.path, Assignment.task_id, literal("", String).label("number"))
    return _up_from_share(query.add_columns(Evidence.name).join(Update, Update.id == Evidence.update_id))


def _up_from_share(query: Rows) -> Rows:
    return (
        query.join(Assignment, Assignment.id == Update.assignment_id)
        .join(Task, Task.id == Assignment.task_id)
        .join(Plan, Plan.id == Task.plan_id)
        .join(Jurisdiction, Jurisdiction.id == Plan.jurisdiction_id)
    )


# id, path of the place, task, number in the plan, and behind them the texts.
SOURCES: dict[SearchKind, Rows] = {
    SearchKind.PLAN: _plans(), SearchKind.TASK: _tasks(), SearchKind.UPDATE: _updates(), SearchKind.EVIDENCE: _evidence(),
}  # fmt: skip


def marks_and_text(kind: SearchKind, row: Sequence[Any]) -> tuple[str, str]:
    """The marks and the folded text of an entry, from a row of `SOURCES`."""
    subject_id, path, task_id, number, *texts = row
    own = [plan_mark(subject_id)] if kind is SearchKind.PLAN else [task_mark(task_id)]
    marks = [kind_mark(kind), *own, *region_marks(path), label_mark(number or "")]
    return " ".join(mark for mark in marks if mark), fold("\n".join(text for text in texts if text))


def entry_of(kind: SearchKind, row: Sequence[Any]) -> Entry:
    """The values of an entry, from a row of `SOURCES`."""
    marks, text = marks_and_text(kind, row)
    return {"id": key_of(kind, row[0]), "marks": marks, "text": text, "grams": [*marks.split(), *bigrams(text)]}


def write(connection: Connection, entries: Sequence[Entry]) -> None:
    """Enter the entries, in the place of those that bear their keys."""
    if not entries:
        return
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(SearchEntry)
    new = {name: statement.excluded[name] for name in ("marks", "text", "grams")}
    connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=new), list(entries))


def remove(connection: Connection, keys: Iterable[int]) -> None:
    """Take out the entries with these keys."""
    for some in _batches(sorted(keys)):
        connection.execute(delete(SearchEntry.__table__).where(SearchEntry.id.in_(some)))  # type: ignore[arg-type]


def _batches(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE))


def follow(session: Session, _context: object) -> None:
    """After a flush: enter anew what was written, and take out what was deleted, in the same transaction."""
    written = [*session.new, *(row for row in session.dirty if _is_rewritten(row))]
    touched = [(_KINDS[type(row)], row.id) for row in written if type(row) in _KINDS]
    touched += [(SearchKind.TASK, row.task_id) for row in written if isinstance(row, AdHocMatter | TaskWording)]
    measures = [row.id for row in written if isinstance(row, Measure)]
    gone = [key_of(_KINDS[type(row)], row.id) for row in session.deleted if type(row) in _KINDS]
    if touched or measures or gone:
        _enter(session.connection(), touched, measures)
        remove(session.connection(), gone)


def _is_rewritten(row: object) -> bool:
    watched = _WATCHED.get(type(row), ())
    attributes = inspect(row).attrs if watched else {}
    return any(attributes[name].history.has_changes() for name in watched)


def _enter(connection: Connection, touched: list[tuple[SearchKind, int]], measures: list[int]) -> None:
    for some in _batches(sorted(measures)):
        of_measures = connection.scalars(select(Task.id).where(Task.measure_id.in_(some)))
        touched += [(SearchKind.TASK, task_id) for task_id in of_measures]
    for kind in SearchKind:
        for some in _batches(sorted({row_id for one, row_id in touched if one is kind})):
            rows = connection.execute(SOURCES[kind].where(SUBJECTS[kind].id.in_(some)))
            write(connection, [entry_of(kind, row) for row in rows])
