"""Reminders as rows of `notice`, put together by the database: for one occasion and side all that is not there yet."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, String, Subquery, and_, case, cast, func, inspect, literal, null, or_, select, text
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session

from tracker.models import Notice, NoticeState
from tracker.queries.reminder_people import readers
from tracker.queries.reminder_sources import Column, Side, matters
from tracker.queries.reminder_steps import relation
from tracker.queries.sql import insert_new
from tracker.services.phrases import spell
from tracker.services.reminder_occasions import Occasion
from tracker.services.reminder_texts import ABOUT, SAID, path_of

LONGEST_TITLE = 200
# So that the same state is planned in the same order on every machine.
ORDER = ("due_on", "subject_id", "unit_id", "user_id")

Rows = Select[*tuple[Any, ...]]


# PostgreSQL's for the rest of a transaction: room to group and sort a nation's matters in memory, however many there are beyond
# it; and no compiling, which takes longer than these statements of a thousand words run.
SETTINGS = ("SET LOCAL work_mem = '64MB'", "SET LOCAL jit = off")


def make_room(session: Session) -> None:
    """Make the transaction ready for a sweep."""
    if session.get_bind().dialect.name == "postgresql":
        for setting in SETTINGS:
            session.execute(text(setting))


def messages(session: Session, occasion: Occasion, side: Side, today: date) -> Rows:
    """The messages to one side, to each reader, as rows of `notice` with `to_head` beside them; `enter` leaves out what is there.

    One to a person who holds two posts comes twice, with one key: `enter` lets the liaison's in, who has more to do; lists ask for
    what is distinct.
    """
    source = occasion.source
    matter = matters(source, relation(session, occasion.steps_for(side)), occasion.plans, side)
    told = readers(matter, side, today)
    row = {
        "key": _key(matter, source.ladder.value, side, told.user_id),
        "ladder": literal(source.ladder.value, String),
        "audience": literal(side.value, String),
        "unit_id": told.unit_id,
        "user_id": told.user_id,
        "planned_on": literal(today),
        "state": _state(matter, told.user_id),
        **_facts(matter),
        **_texts(matter, told.to_head, occasion, side),
        "to_head": told.to_head,
    }
    return told.rows.add_columns(*(column.label(name) for name, column in row.items()))


def those_new(rows: Rows) -> Rows:
    """Those of the messages that are not there yet."""
    return rows.where(~_is_there(rows))


def those_there(rows: Rows) -> Rows:
    """Those of the messages that are there."""
    return rows.where(_is_there(rows))


def _is_there(rows: Rows) -> ColumnElement[bool]:
    return select(literal(1)).where(Notice.key == rows.selected_columns["key"]).exists()


def enter(session: Session, rows: Rows) -> int:
    """Enter the messages and say how many were new; the database decides, so that of two sweeps at once one enters each.

    By the key alone: to look first for what is there would be another way through a table that grows from day to day, of which
    PostgreSQL may think that it is empty.
    """
    found = rows.selected_columns
    entered = [column for column in found if column.name != "to_head"]
    ordered = rows.with_only_columns(*entered).order_by(*(found[name] for name in (*ORDER, "to_head")))
    names = [column.name for column in entered]
    table = inspect(Notice).local_table
    statement = insert_new(session, table).from_select(names, ordered).on_conflict_do_nothing(index_elements=["key"])
    result = session.execute(statement, execution_options={"preserve_rowcount": True})
    assert isinstance(result, CursorResult)
    if session.get_bind().dialect.name == "postgresql":
        return int(result.rowcount)
    # Python's driver counts no rows of a statement that begins with WITH.
    return int(session.scalar(select(func.changes())) or 0)


def to_whom(unit: str, person: str | None) -> str:
    """Unit and person as a list names them; of the inbox of a unit the unit alone."""
    return f"{unit}（{person}）" if person else unit


def _key(matter: Subquery, ladder: str, side: Side, user_id: Column) -> ColumnElement[str]:
    """ladder:rung:subject:id:audience:basis:reader, which makes a reminder one of its kind."""
    whose = [] if side is Side.OFFICE else [cast(matter.c.unit_id, String)]
    pieces = [
        matter.c.rung, matter.c.subject, cast(matter.c.subject_id, String), literal(side.value, String), *whose,
        matter.c.basis_text, func.coalesce(cast(user_id, String), literal("unit", String)),
    ]  # fmt: skip
    key: ColumnElement[str] = literal(ladder, String)
    for piece in pieces:
        key = key + literal(":", String) + piece
    return key


def _state(matter: Subquery, user_id: Column) -> Column:
    """For the inbox alone where nobody is there to write to, or no channel is asked for."""
    return case((or_(user_id.is_(None), matter.c.via == ""), NoticeState.INBOX.value), else_=NoticeState.PLANNED.value)


def _facts(matter: Subquery) -> Mapping[str, Column]:
    of_one_task = and_(matter.c.tasks == 1, matter.c.task_id > 0)
    return {
        "rung": matter.c.rung,
        "subject": matter.c.subject,
        "subject_id": matter.c.subject_id,
        "plan_id": matter.c.plan_id,
        "task_id": case((of_one_task, matter.c.task_id), else_=null()),
        "due_on": matter.c.basis,
        "is_urgent": matter.c.is_urgent == 1,
        "via": matter.c.via,
    }


def _texts(matter: Subquery, to_head: Column, occasion: Occasion, side: Side) -> Mapping[str, Column]:
    of_matter: dict[str, Column] = {column.name: column for column in matter.c}
    facts = {**of_matter, "period": literal(occasion.period_name, String), "to_head": to_head}
    title, body = SAID[occasion.source.ladder].for_side(side)
    return {
        "about": spell(ABOUT, facts),
        "title": func.substr(spell(title, facts), 1, LONGEST_TITLE),
        "body": spell(body, facts),
        "path": spell(path_of(occasion.source.ladder, side), facts),
    }
