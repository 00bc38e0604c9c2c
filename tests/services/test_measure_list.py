"""Taking a paragraph out of a draft's measures, entering one, correcting numbers and places."""

import pytest
from sqlalchemy import func, select

from tests.factories import NOW, Factory
from tests.readings import FIRST, LEFT_OUT, SECOND, TEXT, Desk, span
from tracker.errors import Conflict, InvalidInput
from tracker.models import Checklist, Measure, Obligation, Task
from tracker.queries.readings import issues_of, marks_of
from tracker.rules.permissions import Actor
from tracker.rules.statuses import AssignmentRole
from tracker.services import audit
from tracker.services.issuing import issue_plan
from tracker.services.measure_list import NewMeasure, add_measure, drop_measure, renumber
from tracker.services.measures import correct_role_of


@pytest.fixture
def clerk(factory: Factory) -> Actor:
    return factory.cast.clerk


def ordinals(desk: Desk) -> list[tuple[int, str]]:
    return [(task.measure.ordinal, task.measure.label) for task in desk.tasks if task.measure]


def test_what_is_no_measure_goes_with_its_task_and_says_why(desk: Desk, clerk: Actor) -> None:
    task = desk.tasks[1]
    correct_role_of(desk.session, task, "县教育局", AssignmentRole.LEAD, actor=clerk, now=NOW)
    drop_measure(desk.session, task, "只是工作要求。", actor=clerk, now=NOW)
    assert ordinals(desk) == [(1, "（一）"), (3, "（3）")]
    assert desk.waiting().isdisjoint({"no_unit", "charged_in_prose"})
    assert (desk.issue("no_unit").answer, desk.issue("charged_in_prose").answer) == ("corrected", "ignored")
    (mark,) = [mark for mark in marks_of(desk.plan) if mark.span == span(SECOND)]
    assert (mark.kind, mark.value, mark.measure) == ("not_measure", "只是工作要求。", None)
    event = desk.last_event()
    assert (event.action, event.reason, (event.data or {})["old"]["title"]) == ("drop_measure", "只是工作要求。", "发放托育补贴")


def test_what_hung_on_the_measure_stays_with_the_plan(desk: Desk, clerk: Actor) -> None:
    drop_measure(desk.session, desk.tasks[1], "只是工作要求", actor=clerk, now=NOW)
    assert desk.session.scalars(select(Obligation.measure_id)).all() == [None]
    assert desk.session.scalars(select(Checklist.task_id)).all() == [None, None]
    asked = {issue.message[:10] for issue in issues_of(desk.session, desk.plan.id) if issue.code == "checklist_loose"}
    assert asked == {"“托育补贴申请材料”", "“场地装修条件”（1"}


def test_the_history_of_a_task_taken_out_can_still_be_verified(desk: Desk, clerk: Actor) -> None:
    drop_measure(desk.session, desk.tasks[0], "只是目标", actor=clerk, now=NOW)
    assert audit.verify(desk.session)[1] == []
    assert desk.session.scalar(select(func.count()).select_from(Task)) == 2


def test_why_it_is_no_measure_must_be_said(desk: Desk, clerk: Actor) -> None:
    with pytest.raises(InvalidInput, match="为什么"):
        drop_measure(desk.session, desk.tasks[0], " ", actor=clerk, now=NOW)


def test_an_issued_measure_is_not_taken_out(desk: Desk, clerk: Actor) -> None:
    issue_plan(desk.session, desk.plan, actor=clerk, now=NOW)
    with pytest.raises(Conflict):
        drop_measure(desk.session, desk.tasks[0], "不是措施", actor=clerk, now=NOW)


def test_a_paragraph_that_was_read_over_becomes_a_measure(desk: Desk, clerk: Actor) -> None:
    given = NewMeasure(span(LEFT_OUT + "\n"), "定期总结", responsible=("县教育局",))
    task = add_measure(desk.session, desk.plan, given, actor=clerk, now=NOW)
    measure = task.measure
    assert measure is not None
    assert (measure.ordinal, measure.label, measure.text) == (4, "（一）", "定期总结。各单位每季度总结。")
    assert (measure.section.title if measure.section else None, measure.span_to) == ("工作要求", span(LEFT_OUT)[1])
    assert desk.shares(task) == [("县教育局", "responsible", None)]
    assert (desk.issue("not_a_measure").answer, desk.issue("not_a_measure").task_id) == ("corrected", task.id)
    own = [(mark.kind.value, TEXT[slice(*mark.span)]) for mark in marks_of(desk.plan) if mark.measure == 4]
    assert own == [("label", "（一）"), ("measure_title", "定期总结")]


def test_a_measure_added_between_others_moves_those_behind_it_on_with_their_marks(desk: Desk, clerk: Actor) -> None:
    drop_measure(desk.session, desk.tasks[1], "误删", actor=clerk, now=NOW)
    drop_measure(desk.session, desk.tasks[0], "误删", actor=clerk, now=NOW)
    add_measure(desk.session, desk.plan, NewMeasure(span(SECOND), "发放托育补贴"), actor=clerk, now=NOW)
    add_measure(desk.session, desk.plan, NewMeasure(span(FIRST), "增加托位供给"), actor=clerk, now=NOW)
    assert ordinals(desk) == [(1, "（一）"), (2, "（二）"), (4, "（3）")]
    labels = {mark.measure: TEXT[slice(*mark.span)] for mark in marks_of(desk.plan) if mark.kind.value == "label"}
    assert labels == {1: "（一）", 2: "（二）", 4: "（3）"}


@pytest.mark.parametrize(
    ("where", "sentence"),
    [((0, 0), "原文"), ((5, 10**6), "原文"), (span(FIRST[:8]), "重叠")],
)
def test_only_text_that_is_no_measure_yet_can_be_added(desk: Desk, clerk: Actor, where: tuple[int, int], sentence: str) -> None:
    with pytest.raises(InvalidInput, match=sentence):
        add_measure(desk.session, desk.plan, NewMeasure(where, "新措施"), actor=clerk, now=NOW)


def test_a_misprinted_number_is_corrected(desk: Desk, clerk: Actor) -> None:
    renumber(desk.session, desk.tasks[2], "（三）", actor=clerk, now=NOW)
    assert ordinals(desk)[2] == (3, "（三）")
    assert "misprinted_label" not in desk.waiting()


def test_a_measure_is_put_in_another_place(desk: Desk, clerk: Actor) -> None:
    renumber(desk.session, desk.tasks[2], "（3）", ordinal=1, actor=clerk, now=NOW)
    assert ordinals(desk) == [(1, "（3）"), (2, "（一）"), (3, "（二）")]
    assert {mark.measure for mark in marks_of(desk.plan) if mark.value == "县发展改革局"} == {1}
    with pytest.raises(InvalidInput, match="第 9 条"):
        renumber(desk.session, desk.tasks[2], "（3）", ordinal=9, actor=clerk, now=NOW)
    assert desk.session.scalar(select(func.count()).select_from(Measure)) == 3
