"""The moves of readings of indicators. One part of the table of `rules/transitions.py`, and no room of its own: read it there."""

from tracker.rules.indicators import IndicatorReadingState as R
from tracker.rules.moves import Move, Proof, Subject
from tracker.rules.permissions import Permission

INDICATOR_MOVES: tuple[Move, ...] = (
    Move(Subject.INDICATOR_READING, "approve", (R.UNIT_REVIEW,), R.SUBMITTED, Permission.INDICATOR_APPROVE),
    Move(Subject.INDICATOR_READING, "stop", (R.UNIT_REVIEW,), R.WITHDRAWN, Permission.INDICATOR_APPROVE, needs_reason=True),
    Move(Subject.INDICATOR_READING, "withdraw", (R.UNIT_REVIEW, R.SUBMITTED), R.WITHDRAWN, Permission.INDICATOR_REPORT,
         proofs=(Proof.OWN_READING,)),
    Move(Subject.INDICATOR_READING, "accept", (R.SUBMITTED,), R.ACCEPTED, Permission.INDICATOR_REVIEW,
         proofs=(Proof.NOT_OWN_WORK,)),
    Move(Subject.INDICATOR_READING, "return", (R.SUBMITTED,), R.RETURNED, Permission.INDICATOR_REVIEW,
         needs_reason=True, proofs=(Proof.NOT_OWN_WORK,)),
)  # fmt: skip
