"""Correcting a measure of a draft: title, units, roles, due date."""

from datetime import date

import pytest

from tests.factories import NOW, Factory
from tests.readings import Desk
from tracker.errors import Conflict, InvalidInput
from tracker.rules.permissions import Actor
from tracker.rules.statuses import AssignmentRole
from tracker.services.issuing import issue_plan
from tracker.services.measures import Correction, correct_measure, correct_role_of


@pytest.fixture
def clerk(factory: Factory) -> Actor:
    return factory.cast.clerk


def corrected(**over: object) -> Correction:
    return Correction(**{
        "title": "增加普惠托位", "lead": ("县民政局",), "responsible": (), "supporting": ("县教育局",),
        "due_on": date(2025, 6, 30), "is_ongoing": False, **over,
    })  # type: ignore[arg-type]  # fmt: skip


def test_the_office_corrects_what_was_read(desk: Desk, clerk: Actor) -> None:
    task = desk.tasks[0]
    correct_measure(desk.session, task, corrected(), actor=clerk, now=NOW)
    assert desk.shares(task) == [("县教育局", "supporting", None), ("县民政局", "lead", None)]
    assert (task.title, task.due_on, task.original_due_on) == ("增加普惠托位", date(2025, 6, 30), date(2025, 6, 30))
    data = desk.last_event().data or {}
    assert (data["old"]["title"], data["new"]["title"]) == ("增加托位供给", "增加普惠托位")
    assert (data["old"]["lead"], data["new"]["lead"]) == (["县卫生健康局", "县民政局"], ["县民政局"])


def test_units_of_clauses_stay_when_only_the_title_is_corrected(desk: Desk, clerk: Actor) -> None:
    task = desk.tasks[0]
    kept = corrected(lead=("县卫生健康局", "县民政局"), supporting=(), due_on=task.due_on)
    correct_measure(desk.session, task, kept, actor=clerk, now=NOW)
    assert all(clause for _, _, clause in desk.shares(task))


def test_a_correction_settles_the_doubts_that_asked_for_it_and_no_others(desk: Desk, clerk: Actor) -> None:
    first, second, _ = desk.tasks
    correct_measure(desk.session, first, corrected(), actor=clerk, now=NOW)
    assert "deadline_year" not in desk.waiting()
    correct_measure(desk.session, second, corrected(lead=(), supporting=(), due_on=None), actor=clerk, now=NOW)
    assert "no_unit" in desk.waiting()
    correct_measure(desk.session, second, corrected(due_on=None), actor=clerk, now=NOW)
    assert "no_unit" not in desk.waiting()
    assert "charged_in_prose" in desk.waiting()
    assert desk.issue("no_unit").answer == "corrected"


@pytest.mark.parametrize(
    ("over", "sentence"),
    [({"title": "  "}, "标题"), ({"title": "长" * 301}, "300"), ({"is_ongoing": True}, "长期坚持")],
)
def test_a_correction_that_makes_no_sense_is_refused(desk: Desk, clerk: Actor, over: dict[str, object], sentence: str) -> None:
    with pytest.raises(InvalidInput, match=sentence):
        correct_measure(desk.session, desk.tasks[0], corrected(**over), actor=clerk, now=NOW)


def test_an_issued_measure_is_not_corrected(desk: Desk, clerk: Actor) -> None:
    issue_plan(desk.session, desk.plan, actor=clerk, now=NOW)
    with pytest.raises(Conflict):
        correct_measure(desk.session, desk.tasks[0], corrected(), actor=clerk, now=NOW)


def test_one_unit_is_given_another_role_or_taken_off(desk: Desk, clerk: Actor) -> None:
    task = desk.tasks[2]
    correct_role_of(desk.session, task, "县发展改革局", AssignmentRole.LEAD, actor=clerk, now=NOW)
    assert desk.shares(task) == [("县发展改革局", "lead", None)]
    correct_role_of(desk.session, task, "县民政局", AssignmentRole.SUPPORTING, actor=clerk, now=NOW)
    correct_role_of(desk.session, task, "县发展改革局", None, actor=clerk, now=NOW)
    assert desk.shares(task) == [("县民政局", "supporting", None)]
    assert desk.last_event().action == "correct_role"


def test_a_role_in_one_clause_leaves_the_others(desk: Desk, clerk: Actor) -> None:
    task = desk.tasks[0]
    assert task.measure is not None
    clause = task.measure.clauses[1]
    correct_role_of(desk.session, task, "县教育局", AssignmentRole.SUPPORTING, clause_id=clause.id, actor=clerk, now=NOW)
    assert desk.shares(task) == [("县卫生健康局", "lead", 1), ("县教育局", "supporting", 2), ("县民政局", "lead", 2)]


def test_a_unit_more_settles_that_there_was_none(desk: Desk, clerk: Actor) -> None:
    correct_role_of(desk.session, desk.tasks[1], "县教育局", AssignmentRole.LEAD, actor=clerk, now=NOW)
    assert "no_unit" not in desk.waiting()


def test_a_unit_that_has_no_part_cannot_be_taken_off(desk: Desk, clerk: Actor) -> None:
    with pytest.raises(InvalidInput, match="县财政局"):
        correct_role_of(desk.session, desk.tasks[0], "县财政局", None, actor=clerk, now=NOW)
    with pytest.raises(InvalidInput, match="事项"):
        correct_role_of(desk.session, desk.tasks[2], "县教育局", AssignmentRole.LEAD, clause_id=10**6, actor=clerk, now=NOW)
