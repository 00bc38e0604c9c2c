"""Which event ends what was reminded of, and how that is told beside the reminders."""

import pytest

from tracker.rules.moves import Subject
from tracker.rules.reminders import Ladder
from tracker.rules.settling import DOORS, Ending, Outcome, outcome_of, settled_by
from tracker.rules.transitions import MOVES

EVENTS = [
    (Ladder.DUE, Subject.ASSIGNMENT, "complete", "reporting", "done", Ending.ANSWERED),
    (Ladder.DUE, Subject.TASK, "close", "closure_requested", "closed", Ending.ANSWERED),
    (Ladder.DUE, Subject.TASK, "request_closure", "in_progress", "closure_requested", None),
    (Ladder.DUE, Subject.TASK, "suspend", "in_progress", "suspended", Ending.LIFTED),
    (Ladder.DUE, Subject.TASK, "put_off", None, None, Ending.LIFTED),
    (Ladder.ACKNOWLEDGE, Subject.ASSIGNMENT, "acknowledge", "pending", "acknowledged", Ending.ANSWERED),
    (Ladder.ACKNOWLEDGE, Subject.ASSIGNMENT, "replace", "pending", "ended", Ending.LIFTED),
    (Ladder.PERIOD, Subject.UPDATE, "approve", "unit_review", "submitted", Ending.ANSWERED),
    (Ladder.PERIOD, Subject.UPDATE, "accept", "submitted", "accepted", None),
    (Ladder.PERIOD, Subject.UPDATE, "return", "submitted", "returned", None),
    (Ladder.PERIOD, Subject.EXEMPTION, "grant", None, "granted", Ending.LIFTED),
    (Ladder.ORDER, Subject.ORDER, "reply", "received", "replied", Ending.ANSWERED),
    (Ladder.ORDER, Subject.ORDER, "withdraw", "issued", "closed", Ending.LIFTED),
    (Ladder.REVIEW, Subject.UPDATE, "return", "submitted", "returned", Ending.ANSWERED),
    (Ladder.OFFICE_WAIT, Subject.TASK, "return_closure", "closure_requested", "in_progress", Ending.ANSWERED),
    (Ladder.RECHECK, Subject.TASK, "close", "closure_requested", "closed", None),
]


@pytest.mark.parametrize(("ladder", "subject", "action", "old", "new", "ending"), EVENTS)
def test_a_matter_ends_by_the_event_that_leads_out_of_what_is_owed(
    ladder: Ladder, subject: str, action: str, old: str | None, new: str | None, ending: Ending | None
) -> None:
    assert settled_by(ladder, subject, action, old, new) is ending


@pytest.mark.parametrize(
    ("ending", "reminders", "ordered", "outcome"),
    [
        (Ending.ANSWERED, 1, False, Outcome.AFTER_FIRST),
        (Ending.ANSWERED, 2, False, Outcome.AFTER_SECOND),
        (Ending.ANSWERED, 7, False, Outcome.AFTER_LATER),
        (Ending.ANSWERED, 1, True, Outcome.AFTER_ORDER),
        (Ending.LIFTED, 3, True, Outcome.LIFTED),
        (None, 3, True, Outcome.OPEN),
        (None, 0, False, Outcome.MUTED),
        (Ending.ANSWERED, 0, False, Outcome.MUTED),
    ],
)
def test_what_stands_beside_the_reminders(ending: Ending | None, reminders: int, ordered: bool, outcome: Outcome) -> None:
    assert outcome_of(ending, reminders, ordered=ordered) is outcome


def test_every_ladder_but_that_of_indicators_ends_by_moves_that_there_are() -> None:
    assert {ladder for ladder, doors in DOORS.items() if not doors} == {Ladder.INDICATOR}
    reached = {(move.subject, str(move.target)) for move in MOVES}
    for ladder, doors in DOORS.items():
        for door in doors:
            assert not door.owed & door.answered, ladder
            assert {(door.subject, state) for state in door.answered} <= reached, ladder
