"""Whatever happened, the history tells it: replayed it gives every stored state, and every past day as it was said that day."""

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.every_move import ROWS, Life, name_of
from tests.factories import Factory, day
from tests.move_verbs import VERBS
from tracker.models import Event, Plan
from tracker.queries.history import PlanStates, states_on
from tracker.rules.days import end_of_day
from tracker.rules.permissions import SYSTEM
from tracker.rules.transitions import MOVES, Subject
from tracker.services import audit, editions
from tracker.services.reports import draw_report

STEPS = 800  # at most: the life is over as soon as every move was made
# The rarest moves need luck, and what others write decides on it; that none was forgotten is asked apart.
UNLUCKY = 10
# Moves that such a life does not come to, and where they are played instead.
ELSEWHERE = {
    ("task", "end"): "below, by the end of the plan's term",
    ("assignment", "end"): "below, by the end of the plan's term",
    ("assignment", "give_way"): "wants two shares of one unit of which one is taken over: test_disputes, test_adjustments",
    ("assignment", "share_out"): "wants a collective unit that gets members after the issue: test_sharing_out",
    ("assignment", "replace"): "wants a granted change of units: tests/later_acts.py, test_adjustments",
    ("assignment", "give_again"): "wants a unit that lost its part and gets it again: test_editions, test_suspensions",
    ("order", "escalate"): "wants an order that its unit has ignored: test_orders",
}


# What the system does by itself after what people did.
FOLLOWING = {
    ("task", "issue"), ("task", "start"), ("assignment", "issue"), ("assignment", "begin"), ("assignment", "complete"),
    ("assignment", "merge"),
}  # fmt: skip


def test_every_subject_of_the_moves_has_rows_to_hold_against_the_history() -> None:
    assert set(ROWS) == set(Subject)


def test_every_move_is_made_by_a_verb_or_follows_from_another() -> None:
    names = {name_of(move) for move in MOVES}
    assert set(VERBS) | FOLLOWING | set(ELSEWHERE) == names
    assert not set(VERBS) & (FOLLOWING | set(ELSEWHERE))


@pytest.mark.databases("sqlite")
def test_every_move_is_played_and_the_history_replays_to_what_is_stored(factory: Factory) -> None:
    life = Life(factory, seed=1)
    plan_id, drawn, seen = life.begin(), dict[date, str](), dict[date, PlanStates]()
    for number, (night, now) in enumerate(life.play(STEPS)):
        with factory.database.transaction() as session:
            seen[night] = states_on(session, plan_id, night)
            if number % 8 == 0:
                drawn[night] = draw_report(session, session.get_one(Plan, plan_id), night, actor=SYSTEM, now=now).sha256
                life.wanted = _missing(session)
        if not life.wanted:
            break
    with factory.database.transaction() as session:
        assert len(_missing(session)) <= UNLUCKY, life.refused
        plan = session.get_one(Plan, plan_id)
        editions.lapse(session, plan, max(seen), actor=factory.cast.clerk, now=end_of_day(max(seen)) + timedelta(hours=9))
    with factory.database.transaction() as session:
        assert audit.verify(session)[1] == []
        assert {night: states_on(session, plan_id, night) for night in seen} == seen
        assert _drawn_again(session, plan_id, drawn) == drawn


def _missing(session: Session) -> set[tuple[str, str]]:
    played = {(row.subject, row.action) for row in session.execute(select(Event.subject, Event.action).distinct())}
    return {name_of(move) for move in MOVES} - played - set(ELSEWHERE)


def _drawn_again(session: Session, plan_id: int, drawn: Mapping[date, str]) -> dict[date, str]:
    plan, later = session.get_one(Plan, plan_id), day(2027, 1, 4)
    return {night: draw_report(session, plan, night, actor=SYSTEM, now=later).sha256 for night in drawn}
