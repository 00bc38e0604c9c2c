"""Instructions of leaders: given, answered, settled; what they speed up, reopen or open."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from tests.factories import NOW, Factory, refused
from tests.services.test_ad_hoc import NEW
from tracker.errors import Conflict, InvalidInput, NotAllowed
from tracker.models import Event, Instruction, Jurisdiction, Notice, Task
from tracker.queries.instructions import instructions, instructions_to_answer, unsettled
from tracker.rules.matter_statuses import InstructionKind, InstructionState
from tracker.rules.statuses import TaskState
from tracker.services import ad_hoc
from tracker.services import instructions as service

LIMIT = date(2025, 3, 20)


def given(
    factory: Factory,
    task_id: int,
    kind: InstructionKind = InstructionKind.SPEED_UP,
    *,
    who: str = "leader",
    due: date | None = LIMIT,
) -> int:
    with factory.database.transaction() as session:
        task, actor = session.get_one(Task, task_id), getattr(factory.cast, who)
        return service.give(session, task, kind, "请加快推进，确保按时完成。", due, actor=actor, now=NOW).id


def act(factory: Factory, verb: Callable[..., None], row_id: int, *given: Any, who: str) -> None:
    with factory.database.transaction() as session:
        verb(session, session.get_one(Instruction, row_id), *given, actor=getattr(factory.cast, who), now=NOW)


def state_of(factory: Factory, row_id: int) -> InstructionState:
    with factory.database.reading() as session:
        return session.get_one(Instruction, row_id).state


def test_the_units_of_the_task_and_the_office_are_told(factory: Factory) -> None:
    row_id = given(factory, factory.acknowledged())
    with factory.database.reading() as session:
        told = set(session.scalars(select(Notice.user_id).where(Notice.path == f"/instructions/{row_id}")))
    people = (factory.cast.liaison, factory.cast.joint_liaison, factory.cast.clerk, factory.cast.director)
    assert told == {person.user_id for person in people}


def test_the_head_of_the_lead_unit_answers_and_the_office_settles(factory: Factory) -> None:
    row_id = given(factory, factory.acknowledged())
    with refused("instruction_unanswered"):
        act(factory, service.settle, row_id, "已办", who="clerk")
    with refused("unit_head_must_approve"):
        act(factory, service.answer, row_id, "已完成选址。", who="liaison")
    act(factory, service.answer, row_id, "已完成选址。", who="unit_head")
    act(factory, service.return_answer, row_id, "请写明日期", who="clerk")
    act(factory, service.answer, row_id, "3月底开工。", who="unit_head")
    act(factory, service.settle, row_id, "已落实。", who="clerk")
    assert state_of(factory, row_id) is InstructionState.SETTLED
    with factory.database.reading() as session:
        query = select(Event.action).where(Event.subject == "instruction").order_by(Event.id)
        assert session.scalars(query).all() == ["give", "answer", "return_answer", "answer", "settle"]


@pytest.mark.parametrize("who", ["joint_liaison", "other_liaison", "clerk", "leader"])
def test_only_the_unit_that_answers_for_the_task_answers(factory: Factory, who: str) -> None:
    row_id = given(factory, factory.acknowledged())
    with pytest.raises(NotAllowed):
        act(factory, service.answer, row_id, "代答", who=who)


@pytest.mark.parametrize("who", ["clerk", "liaison", "outside_clerk"])
def test_only_a_leader_gives_instructions(factory: Factory, who: str) -> None:
    with pytest.raises(NotAllowed):
        given(factory, factory.acknowledged(), who=who)


def test_to_be_heeded_needs_no_answer(factory: Factory) -> None:
    row_id = given(factory, factory.acknowledged(), InstructionKind.NOTE, due=None)
    act(factory, service.settle, row_id, "已传达。", who="clerk")
    assert state_of(factory, row_id) is InstructionState.SETTLED


@pytest.mark.parametrize(
    ("kind", "due"),
    [
        pytest.param(InstructionKind.SPEED_UP, None, id="to speed up without a day"),
        pytest.param(InstructionKind.NOTE, date(2025, 3, 1), id="a day in the past"),
        pytest.param(InstructionKind.REOPEN, None, id="to reopen what is open"),
        pytest.param(InstructionKind.OPEN, None, id="to open what is there"),
    ],
)
def test_what_makes_no_sense_is_refused(factory: Factory, kind: InstructionKind, due: date | None) -> None:
    with pytest.raises(InvalidInput):
        given(factory, factory.acknowledged(), kind, due=due)


def test_nothing_is_asked_of_those_whose_plan_is_kept_as_facts(factory: Factory) -> None:
    with pytest.raises(InvalidInput, match="只收录了印发的内容"):
        given(factory, factory.task(supervise=False))


def test_the_director_reopens_a_closed_task_for_the_reason_of_the_instruction(factory: Factory) -> None:
    task_id = factory.closed()
    with pytest.raises(InvalidInput):
        given(factory, task_id)
    row_id = given(factory, task_id, InstructionKind.REOPEN, due=None)
    with pytest.raises(NotAllowed):
        act(factory, service.reopen_task, row_id, who="clerk")
    act(factory, service.reopen_task, row_id, who="director")
    with factory.database.reading() as session:
        assert session.get_one(Task, task_id).state is TaskState.IN_PROGRESS
        reason = session.scalars(select(Event.reason).where(Event.action == "reopen")).one()
    assert reason == "按照冯县长批示重新办理：请加快推进，确保按时完成。"
    with pytest.raises(Conflict):
        act(factory, service.reopen_task, row_id, who="director")


def test_something_new_becomes_one_ad_hoc_task(factory: Factory) -> None:
    with factory.database.transaction() as session:
        place = session.get_one(Jurisdiction, factory.cast.place_id)
        row_id = service.give_new(session, place, "请研究解决停车难。", actor=factory.cast.leader, now=NOW).id
    for expected in (None, Conflict):
        try:
            with factory.database.transaction() as session:
                row = session.get_one(Instruction, row_id)
                ad_hoc.enter_task(session, row.plan.jurisdiction, NEW, actor=factory.cast.clerk, now=NOW, instruction=row)
        except Conflict:
            assert expected is Conflict
    with factory.database.reading() as session:
        assert session.get_one(Instruction, row_id).task_id == session.scalars(select(Task.id)).one()


def test_lists_show_each_reader_what_concerns_them(factory: Factory) -> None:
    given(factory, factory.acknowledged())
    cast = factory.cast
    with factory.database.reading() as session:
        for who, seen, to_answer in (
            (cast.leader, 1, 0), (cast.clerk, 1, 0), (cast.liaison, 1, 1), (cast.joint_liaison, 1, 0), (cast.other_liaison, 0, 0),
            (cast.outside_clerk, 0, 0),
        ):  # fmt: skip
            assert instructions(session, who).total == seen
            assert len(instructions_to_answer(session, who, 5)) == to_answer
        assert (unsettled(session, cast.leader), unsettled(session, cast.outside_clerk)) == (1, 0)
