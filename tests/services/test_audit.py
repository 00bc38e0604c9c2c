"""The history: appended only, chained by hash, every break found."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError

from tests.factories import NOW, Factory, at_once
from tests.services.test_scores import drawn
from tracker.act_labels import EVENTS, MOVES
from tracker.db import Database
from tracker.event_labels import TITLES
from tracker.models import ChainHead, Event, ScoreSheet
from tracker.rules.permissions import SYSTEM
from tracker.rules.transitions import Subject
from tracker.services import audit
from tracker.services.events import NO_PLAN, Entry, record

Tamper = Callable[[str], None]


@pytest.fixture
def tamper(database: Database) -> Tamper:
    """Runs SQL as one would who has the database in hand and has taken its guards away."""
    unguard = {
        "sqlite": ["DROP TRIGGER event_no_update", "DROP TRIGGER event_no_delete"],
        "postgresql": ["DROP TRIGGER event_append_only ON event"],
    }

    def run(statement: str) -> None:
        with database.transaction() as session:
            for guard in unguard[database.engine.dialect.name]:
                session.execute(text(guard))
            session.execute(text(statement))

    return run


def breaks(database: Database) -> list[tuple[int, str]]:
    """(chain, why) of every break."""
    with database.reading() as session:
        return [(found.plan, found.why) for found in audit.verify(session)[1]]


def test_an_untouched_history_has_no_break(factory: Factory) -> None:
    factory.closed()
    with factory.database.reading() as session:
        count, found = audit.verify(session)
        assert (count, found) == (session.scalar(select(func.count()).select_from(Event)), [])


@pytest.mark.parametrize("statement", ["UPDATE event SET reason = '改写'", "DELETE FROM event"])
def test_the_database_refuses_to_change_or_delete_events(factory: Factory, issued_task: int, statement: str) -> None:
    with pytest.raises(DatabaseError, match="append-only"), factory.database.transaction() as session:
        session.execute(text(statement))


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        pytest.param("UPDATE event SET reason = '改写' WHERE chain = {plan} AND seq = 2", "内容被改动", id="a changed reason"),
        pytest.param("UPDATE event SET actor_name = '别人' WHERE chain = {plan} AND seq = 3", "内容被改动", id="another name"),
        pytest.param("DELETE FROM event WHERE chain = {plan} AND seq = 2", "中间的事件缺失", id="one taken out"),
        pytest.param("DELETE FROM event WHERE chain = {plan} AND seq > 2", "末尾的事件缺失", id="the end cut off"),
        pytest.param("DELETE FROM event WHERE chain = {plan}", "末尾的事件缺失", id="all deleted"),
        pytest.param("DELETE FROM chain_head WHERE chain = {plan}", "末尾的事件缺失", id="the head taken away"),
    ],
)
def test_tampering_is_found_in_its_chain(factory: Factory, issued_task: int, tamper: Tamper, statement: str, why: str) -> None:
    untouched, plan_id = factory.task(), factory.plan_of(issued_task)
    tamper(statement.format(plan=plan_id))
    assert breaks(factory.database) == [(plan_id, why)]
    assert untouched


def test_an_event_put_in_afterwards_is_found(factory: Factory, issued_task: int, tamper: Tamper) -> None:
    plan_id = factory.plan_of(issued_task)
    columns = "chain, at, actor_name, subject, subject_id, action, reason"
    statement = "INSERT INTO event ({0}, seq, previous_hash, hash) SELECT {0}, seq + 100, hash, hash FROM event WHERE {1}"
    tamper(statement.format(columns, f"chain = {plan_id} AND seq = 1"))
    assert breaks(factory.database) == [(plan_id, "中间的事件缺失")]


def test_events_written_at_once_stand_in_one_line(factory: Factory) -> None:
    def write() -> None:
        with factory.database.transaction() as session:
            record(session, NO_PLAN, [Entry("user", 1, "log_in"), Entry("user", 1, "log_out")], actor=SYSTEM, now=NOW)

    with factory.database.reading() as session:
        before = session.get_one(ChainHead, NO_PLAN).seq
    assert at_once(*[write] * 5) == [None] * 5
    assert breaks(factory.database) == []
    with factory.database.reading() as session:
        assert session.get_one(ChainHead, NO_PLAN).seq == before + 10


def test_a_refused_act_leaves_no_event(factory: Factory, issued_task: int) -> None:
    def write() -> None:
        with factory.database.transaction() as session:
            record(session, NO_PLAN, [Entry("user", 1, "log_in")], actor=SYSTEM, now=NOW)
            raise LookupError

    with factory.database.reading() as session:
        count = session.scalar(select(func.count()).select_from(Event))
    with pytest.raises(LookupError):
        write()
    with factory.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Event)) == count


def test_the_history_of_a_task_names_who_did_what_and_why(factory: Factory) -> None:
    task_id = factory.acknowledged()
    factory.returned(task_id, reason="缺少验收单")
    factory.accepted(task_id, percent=100)
    with factory.database.reading() as session:
        query = select(Event).where(Event.task_id == task_id, Event.subject.in_(("update", "task"))).order_by(Event.seq)
        told = [
            (event.actor_name, event.subject, event.action, event.old, event.new, event.reason) for event in session.scalars(query)
        ]
    assert told == [
        ("陈经办", "task", "issue", "draft", "issued", ""),
        ("周联络", "task", "start", "issued", "in_progress", ""),
        ("周联络", "update", "send_for_approval", "draft", "unit_review", ""),
        ("吴局长", "update", "approve", "unit_review", "submitted", ""),
        ("陈经办", "update", "return", "submitted", "returned", "缺少验收单"),
        ("周联络", "update", "send_for_approval", "draft", "unit_review", ""),
        ("吴局长", "update", "approve", "unit_review", "submitted", ""),
        ("陈经办", "update", "accept", "submitted", "accepted", ""),
    ]


def test_every_subject_has_a_title_for_the_history() -> None:
    assert {*Subject, *(subject for subject, _ in (*MOVES, *EVENTS))} <= set(TITLES)


def test_a_worksheet_written_anew_is_found(factory: Factory) -> None:
    sheet_id = drawn(factory, factory.acknowledged())
    with factory.database.transaction() as session:
        sheet = session.get_one(ScoreSheet, sheet_id)
        sheet.content = {**sheet.content, "matters": []}
    assert [why for _, why in breaks(factory.database)] == [f"考核工作表 {sheet_id} 的内容被改动"]
