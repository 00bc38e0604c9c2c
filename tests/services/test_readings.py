"""Answering the doubts of a reading, and what an import asks."""

import pytest
from sqlalchemy import select

from tests.factories import NOW, Factory
from tests.readings import CHARGED, SECOND, THIRD, Desk, load, span
from tracker.errors import Conflict, InvalidInput, NotAllowed
from tracker.models import Assignment, Plan, Unit, UnitName
from tracker.queries import readings as queries
from tracker.rules.permissions import Actor
from tracker.rules.reading import Answer
from tracker.services.issuing import issue_plan
from tracker.services.readings import reopen_issue, settle


@pytest.fixture
def clerk(factory: Factory) -> Actor:
    return factory.cast.clerk


def test_each_doubt_is_kept_with_its_place_and_its_task(desk: Desk) -> None:
    first, second, _ = desk.tasks
    year, charged, loose = (desk.issue(code) for code in ("deadline_year", "charged_in_prose", "checklist_loose"))
    assert (year.task_id, charged.task_id, loose.task_id) == (first.id, second.id, None)
    assert (charged.span_from, charged.span_to) == span(CHARGED, SECOND)
    assert "场地装修条件" in loose.message


def test_a_doubt_about_a_unit_stands_where_the_document_prints_it_first(desk: Desk) -> None:
    entered = desk.issue("unit_entered")
    assert (entered.span_from, entered.span_to) == span("县发展改革局", THIRD)
    assert entered.task_id == desk.tasks[2].id
    assert desk.session.get_one(Unit, entered.unit_id).name == "县发展改革局"


def test_issues_come_in_the_order_of_the_text(desk: Desk) -> None:
    places = [issue.span_from for issue in queries.issues_of(desk.session, desk.plan.id)]
    assert None not in places
    assert places == sorted(places)  # type: ignore[type-var]


def test_marks_and_the_time_limits_of_the_days_are_kept(desk: Desk) -> None:
    marks = queries.marks_of(desk.plan)
    assert {mark.measure for mark in marks} == {1, 2, 3, None}
    assert marks[0].value == "县卫健局"


def test_an_answer_settles_a_doubt_and_is_in_the_history(desk: Desk, clerk: Actor) -> None:
    before = queries.unsettled(desk.session, desk.plan.id)
    settle(desk.session, desk.issue("deadline_year"), Answer.CHECKED, note="按文件年份", actor=clerk, now=NOW)
    issue, event = desk.issue("deadline_year"), desk.last_event()
    assert (issue.answer, issue.note, issue.settled_by_id, issue.settled_at) == ("checked", "按文件年份", clerk.user_id, NOW)
    assert (event.subject, event.action, event.new, event.reason) == ("reading", "settle", "checked", "按文件年份")
    assert queries.unsettled(desk.session, desk.plan.id) == before - 1


def test_an_answer_is_given_once_and_can_be_taken_back(desk: Desk, clerk: Actor) -> None:
    settle(desk.session, desk.issue("no_unit"), Answer.IGNORED, actor=clerk, now=NOW)
    with pytest.raises(Conflict):
        settle(desk.session, desk.issue("no_unit"), Answer.CHECKED, actor=clerk, now=NOW)
    reopen_issue(desk.session, desk.issue("no_unit"), actor=clerk, now=NOW)
    assert (desk.issue("no_unit").answer, desk.last_event().action) == (None, "reopen")
    with pytest.raises(Conflict):
        reopen_issue(desk.session, desk.issue("no_unit"), actor=clerk, now=NOW)


def test_an_answer_that_is_none_to_this_doubt_is_refused(desk: Desk, clerk: Actor) -> None:
    with pytest.raises(InvalidInput):
        settle(desk.session, desk.issue("no_unit"), Answer.SAME_UNIT, actor=clerk, now=NOW)


def test_a_unit_charged_in_prose_becomes_responsible_on_the_offices_word(desk: Desk, clerk: Actor) -> None:
    settle(desk.session, desk.issue("charged_in_prose"), Answer.RESPONSIBLE, actor=clerk, now=NOW)
    assert desk.shares(desk.tasks[1]) == [("县教育局", "responsible", None)]
    assert desk.waiting().isdisjoint({"charged_in_prose", "no_unit"})


def test_two_names_of_one_unit_are_joined_and_the_name_remembered(desk: Desk, factory: Factory, clerk: Actor) -> None:
    known = factory.unit("县民政局")
    settle(desk.session, desk.issue("unit_entered"), Answer.SAME_UNIT, into_id=known, actor=clerk, now=NOW)
    assert desk.shares(desk.tasks[2]) == [("县民政局", "responsible", None)]
    name = desk.session.scalars(select(UnitName).where(UnitName.name == "县发展改革局")).one()
    assert name.unit_id == known
    with pytest.raises(Conflict, match="不能撤回"):
        reopen_issue(desk.session, desk.issue("unit_entered"), actor=clerk, now=NOW)


def test_which_unit_is_the_same_must_be_said(desk: Desk, clerk: Actor) -> None:
    with pytest.raises(InvalidInput, match="哪个单位"):
        settle(desk.session, desk.issue("unit_entered"), Answer.SAME_UNIT, actor=clerk, now=NOW)


def test_only_the_office_of_the_place_answers(desk: Desk, factory: Factory) -> None:
    for actor in (factory.cast.outside_clerk, factory.cast.liaison):
        with pytest.raises(NotAllowed):
            settle(desk.session, desk.issue("no_unit"), Answer.CHECKED, actor=actor, now=NOW)


def test_an_error_without_an_answer_keeps_a_plan_from_being_issued_a_doubt_does_not(desk: Desk, clerk: Actor) -> None:
    desk.issue("no_unit").severity = "error"
    with pytest.raises(Conflict, match="1 处读取有误"):
        issue_plan(desk.session, desk.plan, actor=clerk, now=NOW)
    settle(desk.session, desk.issue("no_unit"), Answer.IGNORED, actor=clerk, now=NOW)
    issue_plan(desk.session, desk.plan, actor=clerk, now=NOW)
    assert desk.waiting()
    with pytest.raises(Conflict):
        settle(desk.session, desk.issue("deadline_year"), Answer.CHECKED, actor=clerk, now=NOW)


def test_doubts_are_counted_for_many_plans_at_once(factory: Factory) -> None:
    plans = [load(factory), factory.plan(issue_at=None)]
    with factory.database.reading() as session:
        assert queries.unsettled_by_plan(session, plans) == {plans[0]: queries.unsettled(session, plans[0])}
        assert queries.marks_of(session.get_one(Plan, plans[1])) == []
        assert session.scalars(select(Assignment.id)).first()
