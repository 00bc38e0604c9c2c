"""Consolidated reports of joint tasks: who writes them, out of what, and what becomes of the units' shares."""

import pytest

from tests.factories import NOW, PERIOD, Factory, refused
from tracker.errors import Conflict, InvalidInput, NotAllowed
from tracker.models import Consolidation, Event, Task
from tracker.queries.opinions import opinions_on, waiting_query
from tracker.rules.joint_statuses import ConsolidationState, OpinionState
from tracker.services import audit, consolidations


def begun(factory: Factory, task_id: int, who: str = "liaison", period: str = PERIOD) -> int:
    with factory.database.transaction() as session:
        task = session.get_one(Task, task_id)
        return consolidations.begin(session, task, period, actor=getattr(factory.cast, who), now=NOW).id


def sent(factory: Factory, number: int) -> None:
    with factory.database.transaction() as session:
        consolidations.send(session, session.get_one(Consolidation, number), actor=factory.cast.unit_head, now=NOW)


def test_only_who_answers_for_the_whole_of_a_joint_task_consolidates(factory: Factory) -> None:
    joint, single = factory.acknowledged(), factory.acknowledged(("liaison",), responsible=())
    for task_id, who in ((joint, "joint_liaison"), (joint, "clerk"), (single, "liaison")):
        with pytest.raises(NotAllowed):
            begun(factory, task_id, who)
    assert begun(factory, joint) == begun(factory, joint, "unit_head")


def test_there_is_no_report_for_a_period_to_come(factory: Factory) -> None:
    task_id = factory.acknowledged()
    for period in ("2025-04", "nonsense"):
        with pytest.raises(InvalidInput):
            begun(factory, task_id, period=period)


def test_the_draft_names_who_has_not_reported(factory: Factory) -> None:
    task_id = factory.acknowledged()
    factory.accepted(task_id, narrative="新增托位三十个。")
    factory.submitted(task_id, "joint_liaison", narrative="还没有采信的话。")
    with factory.database.reading() as session:
        text = session.get_one(Consolidation, begun(factory, task_id)).text
    assert "尚无已采信填报的：县民政局" in text
    assert "新增托位三十个。" in text
    assert "还没有采信的话" not in text


def test_what_was_sent_stays_in_the_history_and_the_units_are_asked_anew(factory: Factory) -> None:
    task_id = factory.acknowledged()
    number = begun(factory, task_id)
    for text in ("第一稿", "第二稿"):
        with factory.database.transaction() as session:
            consolidations.save_text(session, session.get_one(Consolidation, number), text, actor=factory.cast.liaison)
        sent(factory, number)
        with factory.database.transaction() as session:
            row = session.get_one(Consolidation, number)
            with pytest.raises(Conflict):
                consolidations.save_text(session, row, "改一改", actor=factory.cast.liaison)
            consolidations.return_report(session, row, "请核对", actor=factory.cast.clerk, now=NOW)
    with factory.database.reading() as session:
        events = session.query(Event).filter(Event.subject == "consolidation", Event.action == "submit").order_by(Event.id)
        assert [event.data["text"] for event in events] == ["第一稿", "第二稿"]
        assert [(row.round, row.state) for row in opinions_on(session, task_id, number)] == [(2, OpinionState.PENDING)]
        assert audit.verify(session)[1] == []


def test_what_was_returned_waits_for_no_opinion(factory: Factory) -> None:
    number = begun(factory, factory.acknowledged())
    sent(factory, number)
    with factory.database.reading() as session:
        assert session.scalar(waiting_query(factory.cast.joint_liaison)) == 1
    with factory.database.transaction() as session:
        consolidations.return_report(session, session.get_one(Consolidation, number), "请核对", actor=factory.cast.clerk, now=NOW)
    with factory.database.reading() as session:
        assert session.scalar(waiting_query(factory.cast.joint_liaison)) == 0


def test_nobody_accepts_what_they_wrote(factory: Factory) -> None:
    number = begun(factory, factory.acknowledged(), "unit_head")
    sent(factory, number)
    head = factory.cast.unit_head
    both = type(head)(head.user_id, head.name, head.posts | factory.cast.clerk.posts)
    with factory.database.transaction() as session, refused("own_work"):
        consolidations.accept(session, session.get_one(Consolidation, number), actor=both, now=NOW)
    with factory.database.transaction() as session:
        row = session.get_one(Consolidation, number)
        consolidations.accept(session, row, actor=factory.cast.clerk, now=NOW)
        assert row.state is ConsolidationState.ACCEPTED
