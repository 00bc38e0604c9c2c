"""Columns answer to the history: whatever is written past the program to one that is held is found, and nothing else is."""

import sqlite3
from contextlib import closing
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Boolean, Date, Enum, Integer, Numeric, func, select

from tests.everything import one_of_everything
from tests.factories import Factory, day
from tests.histories import play, random_plan
from tests.services.test_adjustments import RATE, granted, retargeting
from tests.services.test_disputes import objected
from tests.services.test_periods import changed, turned
from tests.services.test_suspensions import resume, suspend
from tracker.column_labels import COLUMNS, OF_SUBJECT, column_title
from tracker.event_labels import TITLES, subject_title
from tracker.models import Assignment, Event
from tracker.models.base import UTCDateTime
from tracker.queries.held import HELD, KEY
from tracker.rules.statuses import Cycle
from tracker.services import audit, disputes
from tracker.services.audit_columns import column_breaks

Cell = tuple[str, str, int]  # subject, column, row


def test_every_held_column_has_a_name_for_the_reader() -> None:
    assert set(HELD) <= set(TITLES)
    assert {name for held in HELD.values() for name in held.columns} == set(COLUMNS)
    assert {(subject, name) for subject, name in OF_SUBJECT if name in HELD[subject].columns} == set(OF_SUBJECT)


@pytest.mark.databases("sqlite")
def test_every_held_column_that_is_changed_past_the_program_is_found_and_named(factory: Factory) -> None:
    live(factory)
    told = cells_told(factory)
    assert {(subject, column) for subject, column, _ in told} == {
        (subject, column) for subject, held in HELD.items() for column in held.columns
    }
    assert said(factory) == []
    for cell in told:
        spoil(factory, *cell)
    found = {why.partition("：")[0] for why in said(factory)}
    assert found == {f"{subject_title(subject)} {row} 的{column_title(subject, column)}被改动" for subject, column, row in told}


def live(factory: Factory) -> None:
    """Something of every kind of which a column is held."""
    made = one_of_everything(factory)
    task_id = factory.acknowledged()
    suspend(factory, task_id)
    resume(factory, task_id)
    turned(factory, made["plan_id"], date(2025, 3, 1))
    changed(factory, made["plan_id"], Cycle.QUARTER, 20)
    other_id = factory.acknowledged(targets=(RATE,))
    granted(factory, other_id, retargeting(factory, other_id))
    share_id = objected(factory, factory.task())
    with factory.database.transaction() as session:
        share = session.get_one(Assignment, share_id)
        disputes.uphold(session, share, "方案已经明确。", actor=factory.cast.clerk, now=day(2025, 3, 12))
    factory.returned(factory.acknowledged())


def cells_told(factory: Factory) -> list[Cell]:
    """One cell of each held column that an event tells of, of a row that is no draft."""
    found: dict[tuple[str, str], Cell] = {}
    with factory.database.reading() as session:
        for data in session.scalars(select(Event.data).where(Event.data.is_not(None)).order_by(Event.id)):
            for key, values in (data or {}).get(KEY, {}).items():
                subject, _, number = key.partition(":")
                held, row = HELD[subject], int(number)
                stored = session.get(held.model, row)
                if stored is not None and not (held.has_drafts and stored.state == "draft"):
                    found |= {(subject, column): (subject, column, row) for column in values}
    return list(found.values())


def said(factory: Factory) -> list[str]:
    with factory.database.reading() as session:
        return [found.why for found in column_breaks(session)]


def spoil(factory: Factory, subject: str, column: str, row: int) -> None:
    """Put another value of its kind into the cell."""
    model = HELD[subject].model
    [(before,)] = run(factory, f'SELECT "{column}" FROM {model.__tablename__} WHERE id = ?', row)  # noqa: S608
    write(factory, subject, column, row, other_than(getattr(model, column).type, before))


def write(factory: Factory, subject: str, column: str, row: int, value: Any) -> None:
    run(factory, f'UPDATE {HELD[subject].model.__tablename__} SET "{column}" = ? WHERE id = ?', value, row)  # noqa: S608


def run(factory: Factory, statement: str, *values: Any) -> list[Any]:
    """Past the program, its constraints and its guards."""
    with closing(sqlite3.connect(str(factory.database.engine.url.database))) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        rows = connection.execute(statement, values).fetchall()
        connection.commit()
        return rows


def other_than(kind: Any, value: Any) -> Any:
    if isinstance(kind, Boolean):
        return 1 - value
    if isinstance(kind, Integer | Numeric):
        return (value or 0) + 1000
    if isinstance(kind, UTCDateTime):
        return "2031-01-01 00:00:00.000000"
    if isinstance(kind, Date):
        return "2031-01-01"
    if isinstance(kind, Enum):
        return next(name for name in kind.enums if name != value)
    return "2031-01"


@pytest.mark.databases("sqlite")
def test_a_value_that_is_none_of_its_column_is_found_as_well(factory: Factory) -> None:
    task_id = factory.task()
    share_id = factory.share(task_id)
    for subject, column, row in (("task", "due_on", task_id), ("task", "percent", task_id), ("assignment", "role", share_id)):
        write(factory, subject, column, row, "乱写")
    assert [why.partition("，")[0] for why in said(factory)] == [
        f"任务 {task_id} 的时限被改动：库中为“乱写”",
        f"任务 {task_id} 的完成比例被改动：库中为“乱写”",
        f"承办 {share_id} 的承办方式被改动：库中为“乱写”",
    ]


@pytest.mark.databases("sqlite")
def test_what_no_event_tells_of_is_not_judged(factory: Factory) -> None:
    """As of rows from before events told of columns."""
    task_id = factory.acknowledged()
    for (trigger,) in run(factory, "SELECT name FROM sqlite_master WHERE type = 'trigger'"):
        run(factory, f"DROP TRIGGER {trigger}")
    run(factory, "UPDATE event SET data = json_remove(data, '$.wrote') WHERE data IS NOT NULL")
    spoil(factory, "task", "due_on", task_id)
    assert said(factory) == []


@pytest.mark.databases("sqlite")
def test_an_objection_that_was_taken_away_is_missed(factory: Factory) -> None:
    objected(factory, factory.task())
    run(factory, "DELETE FROM dispute")
    assert said(factory) == ["承办异议 1 在库中缺失"]


@pytest.mark.parametrize("seed", [6, 11])
def test_a_random_life_verifies_clean(factory: Factory, seed: int) -> None:
    plan_id = random_plan(factory)
    for _ in play(factory, plan_id, seed, steps=90):
        pass
    with factory.database.reading() as session:
        assert audit.verify(session)[1] == []
        assert session.scalar(select(func.max(Assignment.percent))) > 0
