"""The moves of joint tasks: consolidated reports, opinions of the units beside the lead, matters to coordinate. One part of
the table of `rules/transitions.py`, and no room of its own: read it there.
"""

from tracker.rules.joint_statuses import ConsolidationState as J
from tracker.rules.joint_statuses import CoordinationState as K
from tracker.rules.joint_statuses import OpinionState as V
from tracker.rules.moves import Move, Proof, Subject
from tracker.rules.permissions import Permission

JOINT_MOVES: tuple[Move, ...] = (
    Move(Subject.CONSOLIDATION, "send_for_approval", (J.DRAFT, J.RETURNED), J.UNIT_REVIEW, Permission.UPDATE_WRITE,
         proofs=(Proof.TASK_OPEN, Proof.CONSOLIDATION_WRITTEN)),
    Move(Subject.CONSOLIDATION, "submit", (J.DRAFT, J.RETURNED), J.SUBMITTED, Permission.UPDATE_WRITE,
         proofs=(Proof.TASK_OPEN, Proof.CONSOLIDATION_WRITTEN, Proof.NO_HEAD_OR_HEAD_ACTS)),
    Move(Subject.CONSOLIDATION, "approve", (J.UNIT_REVIEW,), J.SUBMITTED, Permission.UPDATE_APPROVE, proofs=(Proof.TASK_OPEN,)),
    Move(Subject.CONSOLIDATION, "recall", (J.UNIT_REVIEW,), J.DRAFT, Permission.UPDATE_WRITE),
    Move(Subject.CONSOLIDATION, "send_back", (J.UNIT_REVIEW,), J.DRAFT, Permission.UPDATE_APPROVE, needs_reason=True),
    Move(Subject.CONSOLIDATION, "accept", (J.SUBMITTED,), J.ACCEPTED, Permission.UPDATE_REVIEW, proofs=(Proof.NOT_OWN_WORK,)),
    Move(Subject.CONSOLIDATION, "return", (J.SUBMITTED,), J.RETURNED, Permission.UPDATE_REVIEW,
         needs_reason=True, proofs=(Proof.NOT_OWN_WORK,)),
    # A unit may come round, or think better of it, as long as the matter is open; each word stays in the history.
    Move(Subject.OPINION, "agree", (V.PENDING, V.DISSENTED), V.AGREED, Permission.OPINION_STATE,
         proofs=(Proof.MATTER_OPEN, Proof.NO_HEAD_OR_HEAD_ACTS)),
    Move(Subject.OPINION, "dissent", (V.PENDING, V.AGREED), V.DISSENTED, Permission.OPINION_STATE,
         needs_reason=True, proofs=(Proof.MATTER_OPEN, Proof.NO_HEAD_OR_HEAD_ACTS)),
    Move(Subject.OPINION, "note", (V.DISSENTED,), V.NOTED, Permission.TASK_CLOSE, needs_reason=True, proofs=(Proof.MATTER_OPEN,)),
    Move(Subject.OPINION, "waive", (V.PENDING,), V.WAIVED, Permission.TASK_CLOSE, needs_reason=True, proofs=(Proof.MATTER_OPEN,)),
    Move(Subject.COORDINATION, "approve", (K.UNIT_REVIEW,), K.SUBMITTED, Permission.COORDINATION_APPROVE,
         proofs=(Proof.TASK_OPEN,)),
    Move(Subject.COORDINATION, "stop", (K.UNIT_REVIEW,), K.WITHDRAWN, Permission.COORDINATION_APPROVE, needs_reason=True),
    Move(Subject.COORDINATION, "withdraw", (K.UNIT_REVIEW, K.SUBMITTED), K.WITHDRAWN, Permission.COORDINATION_ASK),
    Move(Subject.COORDINATION, "take_up", (K.SUBMITTED,), K.TAKEN_UP, Permission.COORDINATION_SETTLE),
    Move(Subject.COORDINATION, "settle", (K.TAKEN_UP,), K.SETTLED, Permission.COORDINATION_SETTLE, needs_reason=True),
)  # fmt: skip
