"""Dividing a measure of a draft into clauses anew."""

import pytest

from tests.factories import NOW, Factory
from tests.readings import FIRST, THIRD, Desk, span
from tracker.errors import InvalidInput
from tracker.queries.readings import marks_of
from tracker.rules.permissions import Actor
from tracker.services.clauses import ClauseCorrection, correct_clauses


@pytest.fixture
def clerk(factory: Factory) -> Actor:
    return factory.cast.clerk


YEARLY, PUBLISHED = span("每年", THIRD), span("公开一次。", THIRD)


def test_a_measure_is_divided_and_each_clause_gets_its_units(desk: Desk, clerk: Actor) -> None:
    task = desk.tasks[2]
    clauses = [ClauseCorrection(PUBLISHED, lead=("县教育局",)), ClauseCorrection(YEARLY, responsible=("县民政局", "县教育局"))]
    correct_clauses(desk.session, task, clauses, actor=clerk, now=NOW)
    assert desk.shares(task) == [("县教育局", "lead", 2), ("县教育局", "responsible", 1), ("县民政局", "responsible", 1)]
    assert task.measure is not None
    assert [clause.text for clause in task.measure.clauses] == ["每年", "公开一次。"]
    assert [mark.span for mark in marks_of(desk.plan) if (mark.kind, mark.measure) == ("clause", 3)] == [YEARLY, PUBLISHED]
    data = desk.last_event().data or {}
    assert (data["old"]["clauses"], [clause["lead"] for clause in data["new"]["clauses"]]) == ([], [[], ["县教育局"]])


def test_clauses_are_joined_into_one_piece_with_all_their_units(desk: Desk, clerk: Actor) -> None:
    task = desk.tasks[0]
    correct_clauses(desk.session, task, [], actor=clerk, now=NOW)
    assert desk.shares(task) == [("县卫生健康局", "lead", None), ("县民政局", "lead", None)]
    assert task.measure is not None
    assert task.measure.clauses == []


def test_new_clauses_take_the_place_of_the_old(desk: Desk, clerk: Actor) -> None:
    task = desk.tasks[0]
    clauses = [ClauseCorrection(span(words, FIRST), lead=("县教育局",)) for words in ("增加托位供给", "新增托位", "减免租金")]
    correct_clauses(desk.session, task, clauses, actor=clerk, now=NOW)
    assert [clause for _, _, clause in desk.shares(task)] == [1, 2, 3]


@pytest.mark.parametrize(
    ("spans", "sentence"),
    [
        ([YEARLY], "只有一个事项"),
        ([YEARLY, span("县卫健局")], "这条措施原文"),
        ([YEARLY, (YEARLY[0] + 1, PUBLISHED[1])], "重叠"),
        ([YEARLY, (PUBLISHED[0], PUBLISHED[0])], "这条措施原文"),
    ],
)
def test_a_division_that_makes_no_sense_is_refused(
    desk: Desk, clerk: Actor, spans: list[tuple[int, int]], sentence: str
) -> None:  # fmt: skip
    clauses = [ClauseCorrection(place, lead=("县教育局",)) for place in spans]
    with pytest.raises(InvalidInput, match=sentence):
        correct_clauses(desk.session, desk.tasks[2], clauses, actor=clerk, now=NOW)


def test_a_clause_has_a_unit(desk: Desk, clerk: Actor) -> None:
    clauses = [ClauseCorrection(YEARLY), ClauseCorrection(PUBLISHED, lead=("县教育局",))]
    with pytest.raises(InvalidInput, match="没有单位"):
        correct_clauses(desk.session, desk.tasks[2], clauses, actor=clerk, now=NOW)
