"""What an actor finds: plans, tasks, reports and files of evidence by their words, newest first, within what the actor may see.

The index itself (`models/search.py`) is asked for the words and for the marks of the places and tasks that the actor may see, so
what lies elsewhere costs nothing; whatever it gives is then held against the same conditions as on every other page.
"""

from dataclasses import replace
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Select, and_, cast, column, exists, func, or_, select, table, text
from sqlalchemy import Text as TextType
from sqlalchemy.orm import Session, aliased

from tracker.models import Assignment, Evidence, Jurisdiction, Plan, SearchEntry, Task, Update
from tracker.models.search import FULL_TEXT
from tracker.queries.scope import own_share, visible_plan, visible_task
from tracker.queries.tasks import SENT_STATES
from tracker.queries.updates import visible_update
from tracker.rules.grams import fold, phrases
from tracker.rules.permissions import Actor, Permission
from tracker.rules.searching import (
    Question,
    SearchKind,
    key_of,
    keys_of,
    kind_mark,
    match_of,
    plan_mark,
    region_mark,
    subject_of,
    task_mark,
)
from tracker.rules.statuses import UNIT_ROLES

MOST = 200  # findings of a kind; who has more is asked for a further word
WIDE = 20  # places, above which the newest entries are looked through first
NEWEST = 10_000
AT_FIRST = 5  # times as many as are wanted are held against what may be read before all the others are

_FULL_TEXT = table(FULL_TEXT, column("rowid"))
_PERMISSIONS = {SearchKind.PLAN: Permission.PLAN_READ, SearchKind.TASK: Permission.TASK_READ}
Keys = Select[*tuple[Any, ...]]


def find(session: Session, actor: Actor, kind: SearchKind, question: Question, limit: int = MOST + 1) -> list[int]:
    """The ids of what the actor finds of the kind, the newest first, at most `limit` of them."""
    marks = _reach(session, actor, kind)
    if marks == [] or not question.terms:
        return []
    if session.get_bind().dialect.name != "postgresql":
        return _ids(session, _in_sqlite(actor, kind, match_of(question.terms, marks), question).limit(limit))
    if _sees_much(session, actor):
        newest = _readable_among(session, actor, kind, _among_newest(session, kind, marks, question, limit))[:limit]
        if len(newest) == limit:
            return newest
    pairs = [pair for term in question.terms for stretch in phrases(term) for pair in stretch]
    return _newest_readable(session, actor, kind, _in_postgres(kind, pairs, marks, question), limit)


def numbered(session: Session, actor: Actor, question: Question, limit: int) -> list[int]:
    """The ids of the tasks that bear the number in their plans and that the actor may see, those of the newest plans first."""
    marks = _reach(session, actor, SearchKind.TASK)
    if marks == [] or not question.label:
        return []
    bare = Question(())
    if session.get_bind().dialect.name == "postgresql":
        query = _in_postgres(SearchKind.TASK, [question.label], marks, bare)
        return _newest_readable(session, actor, SearchKind.TASK, query, limit)
    wanted = f"{question.label} AND {match_of((), marks)}" if marks else question.label
    return _ids(session, _in_sqlite(actor, SearchKind.TASK, wanted, bare).limit(limit))


def _ids(session: Session, query: Keys) -> list[int]:
    return [subject_of(key) for key in session.scalars(query)]


def _reach(session: Session, actor: Actor, kind: SearchKind) -> list[str] | None:
    """The marks of which an entry bears one where the actor may see it; None where that makes no difference."""
    if actor.trusted:
        return None
    permission = _PERMISSIONS.get(kind, Permission.EVIDENCE_READ)
    marks = [region_mark(path) for path in sorted(actor.regions(permission))]
    if not actor.units(permission):
        return marks
    if kind is SearchKind.PLAN:
        of_units = replace(actor, posts=frozenset(post for post in actor.posts if post.role in UNIT_ROLES))
        own = select(Plan.id).where(visible_plan(of_units))
        return [*marks, *(plan_mark(plan_id) for plan_id in session.scalars(own.order_by(Plan.id)))]
    tasks = select(Assignment.task_id).where(own_share(actor, permission)).distinct().order_by(Assignment.task_id)
    return [*marks, *(task_mark(task_id) for task_id in session.scalars(tasks))]


def _in_sqlite(actor: Actor, kind: SearchKind, wanted: str, question: Question) -> Keys:
    """FTS5 gives the keys in order and is asked no further than the limit."""
    key = _FULL_TEXT.c.rowid
    least, greatest = keys_of(kind)
    query = select(key).select_from(_FULL_TEXT).join(SearchEntry, SearchEntry.id == key)
    matches = text(f"{FULL_TEXT} MATCH :wanted").bindparams(wanted=wanted)
    query = _readable(query, kind, actor).where(matches, key.between(least, greatest), *_holds(question))
    return query.order_by(key.desc())


def _newest_readable(session: Session, actor: Actor, kind: SearchKind, query: Keys, limit: int) -> list[int]:
    """The newest that may be read among what the query finds: of the first so many, which mostly hold enough, else of all."""
    first = list(session.scalars(query.limit(AT_FIRST * limit)))
    ids = _readable_among(session, actor, kind, first)[:limit]
    if len(ids) == limit or len(first) < AT_FIRST * limit:
        return ids
    return _ids(session, _readable(query, kind, actor).limit(limit))


def _readable_among(session: Session, actor: Actor, kind: SearchKind, keys: list[int]) -> list[int]:
    """Those of the entries that may be read, the newest first; put into order here, for a LIMIT misleads PostgreSQL's planner."""
    query = _readable(select(SearchEntry.id), kind, actor).where(SearchEntry.id.in_(keys))
    return sorted(_ids(session, query), reverse=True) if keys else []


def _in_postgres(kind: SearchKind, pairs: list[str], marks: list[str] | None, question: Question) -> Keys:
    """All from the index of pairs, then into order: `+ 0` keeps PostgreSQL from going through the entries by their keys instead."""
    all_of = [*pairs, *(mark for mark in [kind_mark(kind), *(marks if marks and len(marks) == 1 else [])] if mark)]
    key = SearchEntry.id + 0
    conditions = [SearchEntry.grams.op("@>")(_array(all_of)), key.between(*keys_of(kind)), *_holds(question)]
    if marks and len(marks) > 1:
        conditions.append(SearchEntry.grams.op("&&")(_array(marks)))
    return select(SearchEntry.id).where(*conditions).order_by(key.desc())


def _among_newest(session: Session, kind: SearchKind, marks: list[str] | None, question: Question, limit: int) -> list[int]:
    """For words that stand everywhere: the newest entries of the kind looked through one by one, without the index of pairs."""
    least, greatest = keys_of(kind)
    last = session.scalar(select(func.max(SearchEntry.id)).where(SearchEntry.id.between(least, greatest))) or least
    conditions = [SearchEntry.id.between(max(least, last - NEWEST), last), *_holds(question)]
    if marks and len(marks) == 1:
        conditions.append((SearchEntry.marks + " ").contains(f" {marks[0]} "))
    query = select(SearchEntry.id).where(*conditions).order_by(SearchEntry.id.desc())
    return list(session.scalars(query.limit(AT_FIRST * limit)))


def _sees_much(session: Session, actor: Actor) -> bool:
    """True where the actor reads so many places that a word may stand in very many entries."""
    paths = sorted(actor.regions(Permission.TASK_READ))
    if not paths:
        return actor.trusted
    inside = or_(*(Jurisdiction.path.startswith(path) for path in paths))
    some = select(Jurisdiction.id).where(inside).limit(WIDE + 1).subquery()
    return (session.scalar(select(func.count()).select_from(some)) or 0) > WIDE


def _array(words: list[str]) -> ColumnElement[Any]:
    return cast(words, ARRAY(TextType()))


def _holds(question: Question) -> list[ColumnElement[bool]]:
    """The words as they stand in the text: pairs tell no order (PostgreSQL), and nothing of single characters and signs."""
    return [SearchEntry.text.contains(term, autoescape=True) for term in question.terms]


def _readable(query: Keys, kind: SearchKind, actor: Actor) -> Keys:
    """The entries whose rows are there and may be read; of reports and their files, those of the newest version."""
    subject_id = SearchEntry.id - key_of(kind, 0)
    if kind is SearchKind.PLAN:
        return query.join(Plan, Plan.id == subject_id).where(visible_plan(actor))
    if kind is SearchKind.TASK:
        return query.join(Task, Task.id == subject_id).join(Plan, Plan.id == Task.plan_id).where(visible_task(actor))
    if kind is SearchKind.UPDATE:
        query = query.join(Update, Update.id == subject_id)
    else:
        query = query.join(Evidence, Evidence.id == subject_id).join(Update, Update.id == Evidence.update_id)
    return (
        query.join(Assignment, Assignment.id == Update.assignment_id)
        .join(Task, Task.id == Assignment.task_id)
        .join(Plan, Plan.id == Task.plan_id)
        .where(visible_update(actor), ~_has_later(actor))
    )


def _has_later(actor: Actor) -> ColumnElement[bool]:
    """A later version of the report that the actor may read, of a select from Update and its Assignment."""
    later = aliased(Update)
    same = and_(later.assignment_id == Update.assignment_id, later.period == Update.period, later.version > Update.version)
    return exists().where(same, or_(own_share(actor, Permission.EVIDENCE_READ), later.state.in_(SENT_STATES)))


def find_tasks(session: Session, actor: Actor, question: Question, limit: int = MOST + 1) -> list[int]:
    """As `find`, of tasks, the best first: those that bear the number, those with all words in the title, then the others."""
    ids = find(session, actor, SearchKind.TASK, question)
    titles = session.execute(select(Task.id, Task.title).where(Task.id.in_(ids))) if ids else ()
    named = {task_id for task_id, title in titles if all(term in fold(title) for term in question.terms)}
    ranked = [*numbered(session, actor, question, limit), *sorted(ids, key=lambda task_id: task_id not in named)]
    return list(dict.fromkeys(ranked))[:limit]
