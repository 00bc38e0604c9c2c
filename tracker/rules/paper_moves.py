"""The moves of the papers beside the work: orders and what they want put right, applications, objections, reports by duty,
instructions. One half of the table of `rules/transitions.py`, and no room of its own: read it there.
"""

from tracker.rules.adjustments import AdjustmentState as D
from tracker.rules.closing import RecheckState as H
from tracker.rules.giving_out import IssueRequestState as Q
from tracker.rules.matter_statuses import ExemptionState as X
from tracker.rules.matter_statuses import InstructionState as N
from tracker.rules.matter_statuses import OccurrenceState as C
from tracker.rules.moves import Move, Proof, Subject
from tracker.rules.permissions import Permission
from tracker.rules.scores import ScoreState as Z
from tracker.rules.statuses import ExtensionState as E
from tracker.rules.statuses import ItemState as I
from tracker.rules.statuses import ObjectionState as B
from tracker.rules.statuses import OrderState as O

PAPER_MOVES: tuple[Move, ...] = (
    Move(Subject.ORDER, "receive", (O.ISSUED,), O.RECEIVED, Permission.ORDER_REPLY),
    Move(
        Subject.ORDER, "send_for_approval", (O.RECEIVED,), O.UNIT_REVIEW, Permission.ORDER_REPLY, needs_reason=True
    ),
    Move(
        Subject.ORDER, "reply", (O.RECEIVED,), O.REPLIED, Permission.ORDER_REPLY,
        needs_reason=True, proofs=(Proof.NO_HEAD_OR_HEAD_ACTS,),
    ),
    Move(Subject.ORDER, "approve", (O.UNIT_REVIEW,), O.REPLIED, Permission.ORDER_APPROVE),
    Move(Subject.ORDER, "recall", (O.UNIT_REVIEW,), O.RECEIVED, Permission.ORDER_REPLY),
    Move(Subject.ORDER, "send_back", (O.UNIT_REVIEW,), O.RECEIVED, Permission.ORDER_APPROVE, needs_reason=True),
    Move(Subject.ORDER, "accept", (O.REPLIED,), O.ACCEPTED, Permission.ORDER_ISSUE),
    Move(Subject.ORDER, "return", (O.REPLIED,), O.RECEIVED, Permission.ORDER_ISSUE, needs_reason=True),
    Move(
        Subject.ORDER, "close", (O.ACCEPTED,), O.CLOSED, Permission.ORDER_ISSUE,
        needs_reason=True, proofs=(Proof.ITEMS_SETTLED,),
    ),
    Move(
        Subject.ORDER, "escalate", (O.ISSUED, O.RECEIVED, O.UNIT_REVIEW, O.ACCEPTED), O.CLOSED, Permission.ORDER_ISSUE,
        needs_reason=True, proofs=(Proof.ORDER_IGNORED,),
    ),
    Move(
        Subject.ORDER, "withdraw", (O.ISSUED, O.RECEIVED, O.UNIT_REVIEW, O.REPLIED, O.ACCEPTED), O.CLOSED,
        Permission.ORDER_ISSUE, needs_reason=True,
    ),
    Move(
        Subject.ITEM, "send_for_approval", (I.OPEN, I.RETURNED), I.UNIT_REVIEW, Permission.ORDER_REPLY,
        needs_reason=True, proofs=(Proof.ORDER_IN_HAND,),
    ),
    Move(
        Subject.ITEM, "reply", (I.OPEN, I.RETURNED), I.REPORTED, Permission.ORDER_REPLY,
        needs_reason=True, proofs=(Proof.ORDER_IN_HAND, Proof.NO_HEAD_OR_HEAD_ACTS),
    ),
    Move(Subject.ITEM, "approve", (I.UNIT_REVIEW,), I.REPORTED, Permission.ORDER_APPROVE, proofs=(Proof.ORDER_IN_HAND,)),
    Move(Subject.ITEM, "recall", (I.UNIT_REVIEW,), I.OPEN, Permission.ORDER_REPLY),
    Move(Subject.ITEM, "send_back", (I.UNIT_REVIEW,), I.OPEN, Permission.ORDER_APPROVE, needs_reason=True),
    Move(Subject.ITEM, "verify", (I.REPORTED,), I.VERIFIED, Permission.ORDER_ISSUE, needs_reason=True),
    Move(Subject.ITEM, "return", (I.REPORTED,), I.RETURNED, Permission.ORDER_ISSUE, needs_reason=True),
    Move(
        Subject.ITEM, "withdraw", (I.OPEN, I.UNIT_REVIEW, I.REPORTED, I.RETURNED), I.WITHDRAWN, Permission.ORDER_ISSUE,
        needs_reason=True,
    ),
    # The office judges what reached it in time, also when the due date has passed meanwhile.
    Move(Subject.EXTENSION, "send_for_approval", (E.DRAFT,), E.UNIT_REVIEW, Permission.EXTENSION_ASK,
         needs_reason=True, proofs=(Proof.TASK_OPEN, Proof.DUE_NOT_PAST)),
    Move(Subject.EXTENSION, "submit", (E.DRAFT,), E.SUBMITTED, Permission.EXTENSION_ASK,
         needs_reason=True, proofs=(Proof.TASK_OPEN, Proof.DUE_NOT_PAST, Proof.NO_HEAD_OR_HEAD_ACTS)),
    Move(Subject.EXTENSION, "approve", (E.UNIT_REVIEW,), E.SUBMITTED, Permission.EXTENSION_APPROVE,
         proofs=(Proof.TASK_OPEN, Proof.DUE_NOT_PAST)),
    Move(Subject.EXTENSION, "send_back", (E.UNIT_REVIEW,), E.DRAFT, Permission.EXTENSION_APPROVE, needs_reason=True),
    Move(Subject.EXTENSION, "discard", (E.DRAFT, E.UNIT_REVIEW), E.WITHDRAWN, Permission.EXTENSION_ASK),
    Move(Subject.EXTENSION, "withdraw", (E.SUBMITTED,), E.WITHDRAWN, Permission.EXTENSION_ASK),
    Move(Subject.EXTENSION, "grant", (E.SUBMITTED,), E.GRANTED, Permission.EXTENSION_DECIDE,
         proofs=(Proof.TASK_OPEN, Proof.ONE_LEVEL_UP)),
    Move(Subject.EXTENSION, "refuse", (E.SUBMITTED,), E.REFUSED, Permission.EXTENSION_DECIDE,
         needs_reason=True, proofs=(Proof.ONE_LEVEL_UP,)),
    Move(
        Subject.OCCURRENCE, "send_for_approval", (C.OPEN, C.RETURNED), C.UNIT_REVIEW, Permission.OBLIGATION_REPORT,
        proofs=(Proof.REPORT_WRITTEN,),
    ),
    Move(
        Subject.OCCURRENCE, "submit", (C.OPEN, C.RETURNED), C.SUBMITTED, Permission.OBLIGATION_REPORT,
        proofs=(Proof.REPORT_WRITTEN, Proof.NO_HEAD_OR_HEAD_ACTS),
    ),
    Move(Subject.OCCURRENCE, "approve", (C.UNIT_REVIEW,), C.SUBMITTED, Permission.OBLIGATION_APPROVE),
    Move(Subject.OCCURRENCE, "recall", (C.UNIT_REVIEW,), C.OPEN, Permission.OBLIGATION_REPORT),
    Move(Subject.OCCURRENCE, "send_back", (C.UNIT_REVIEW,), C.OPEN, Permission.OBLIGATION_APPROVE, needs_reason=True),
    Move(Subject.OCCURRENCE, "receive", (C.SUBMITTED,), C.RECEIVED, Permission.OBLIGATION_RECEIVE, proofs=(Proof.NOT_OWN_WORK,)),
    Move(
        Subject.OCCURRENCE, "return", (C.SUBMITTED,), C.RETURNED, Permission.OBLIGATION_RECEIVE,
        needs_reason=True, proofs=(Proof.NOT_OWN_WORK,),
    ),
    Move(Subject.OCCURRENCE, "withdraw", (C.OPEN, C.UNIT_REVIEW, C.RETURNED), C.WITHDRAWN, Permission.OBLIGATION_RECEIVE,
         needs_reason=True),
    Move(
        Subject.INSTRUCTION, "answer", (N.GIVEN,), N.ANSWERED, Permission.INSTRUCTION_ANSWER,
        needs_reason=True, proofs=(Proof.NO_HEAD_OR_HEAD_ACTS,),
    ),
    Move(Subject.INSTRUCTION, "return_answer", (N.ANSWERED,), N.GIVEN, Permission.INSTRUCTION_SETTLE, needs_reason=True),
    Move(
        Subject.INSTRUCTION, "settle", (N.GIVEN, N.ANSWERED), N.SETTLED, Permission.INSTRUCTION_SETTLE,
        needs_reason=True, proofs=(Proof.ANSWERED,),
    ),
    Move(Subject.ISSUE_REQUEST, "approve", (Q.SUBMITTED,), Q.APPROVED, Permission.PLAN_APPROVE, proofs=(Proof.SECOND_PERSON,)),
    Move(Subject.ISSUE_REQUEST, "return", (Q.SUBMITTED,), Q.RETURNED, Permission.PLAN_APPROVE, needs_reason=True),
    Move(Subject.ISSUE_REQUEST, "withdraw", (Q.SUBMITTED,), Q.WITHDRAWN, Permission.PLAN_ISSUE, proofs=(Proof.OWN_REQUEST,)),
    Move(Subject.ADJUSTMENT, "send_for_approval", (D.DRAFT,), D.UNIT_REVIEW, Permission.ADJUSTMENT_ASK,
         needs_reason=True, proofs=(Proof.TASK_OPEN,)),
    Move(Subject.ADJUSTMENT, "submit", (D.DRAFT,), D.SUBMITTED, Permission.ADJUSTMENT_ASK,
         needs_reason=True, proofs=(Proof.TASK_OPEN, Proof.NO_HEAD_OR_HEAD_ACTS)),
    Move(Subject.ADJUSTMENT, "approve", (D.UNIT_REVIEW,), D.SUBMITTED, Permission.ADJUSTMENT_APPROVE, proofs=(Proof.TASK_OPEN,)),
    Move(Subject.ADJUSTMENT, "send_back", (D.UNIT_REVIEW,), D.DRAFT, Permission.ADJUSTMENT_APPROVE, needs_reason=True),
    Move(Subject.ADJUSTMENT, "discard", (D.DRAFT, D.UNIT_REVIEW), D.WITHDRAWN, Permission.ADJUSTMENT_ASK),
    Move(Subject.ADJUSTMENT, "withdraw", (D.SUBMITTED, D.REVIEWED), D.WITHDRAWN, Permission.ADJUSTMENT_ASK),
    Move(Subject.ADJUSTMENT, "return", (D.SUBMITTED,), D.DRAFT, Permission.ADJUSTMENT_DECIDE, needs_reason=True),
    Move(Subject.ADJUSTMENT, "review", (D.SUBMITTED,), D.REVIEWED, Permission.ADJUSTMENT_DECIDE, needs_reason=True),
    Move(Subject.ADJUSTMENT, "grant", (D.REVIEWED,), D.GRANTED, Permission.ADJUSTMENT_DECIDE,
         proofs=(Proof.TASK_OPEN, Proof.DIRECTOR_WHERE_NEEDED, Proof.APPROVAL_NAMED)),
    Move(Subject.ADJUSTMENT, "refuse", (D.REVIEWED,), D.REFUSED, Permission.ADJUSTMENT_DECIDE,
         needs_reason=True, proofs=(Proof.DIRECTOR_WHERE_NEEDED,)),
    Move(Subject.RECHECK, "confirm", (H.PLANNED,), H.HELD, Permission.TASK_CLOSE,
         needs_reason=True, proofs=(Proof.VERIFICATION_RECORDED,)),
    Move(Subject.RECHECK, "rebound", (H.PLANNED,), H.REBOUNDED, Permission.TASK_REOPEN,
         needs_reason=True, proofs=(Proof.VERIFICATION_RECORDED,)),
    Move(Subject.RECHECK, "withdraw", (H.PLANNED,), H.WITHDRAWN, Permission.TASK_CLOSE, needs_reason=True),
    Move(Subject.EXEMPTION, "revoke", (X.GRANTED,), X.REVOKED, Permission.UPDATE_EXEMPT, needs_reason=True),
    Move(Subject.SCORE_SHEET, "approve", (Z.DRAFT,), Z.APPROVED, Permission.SCORE_APPROVE, proofs=(Proof.REMARKS_ANSWERED,)),
    Move(Subject.SCORE_SHEET, "withdraw", (Z.DRAFT, Z.APPROVED), Z.WITHDRAWN, Permission.SCORE_APPROVE, needs_reason=True),
    Move(Subject.OBJECTION, "approve", (B.UNIT_REVIEW,), B.SUBMITTED, Permission.OBJECTION_APPROVE,
         proofs=(Proof.WITHIN_THIRTY_DAYS,)),
    Move(Subject.OBJECTION, "stop", (B.UNIT_REVIEW,), B.WITHDRAWN, Permission.OBJECTION_APPROVE, needs_reason=True),
    Move(Subject.OBJECTION, "withdraw", (B.UNIT_REVIEW, B.SUBMITTED), B.WITHDRAWN, Permission.OBJECTION_FILE),
    Move(Subject.OBJECTION, "uphold", (B.SUBMITTED,), B.UPHELD, Permission.OBJECTION_DECIDE,
         needs_reason=True, proofs=(Proof.TOOK_NO_PART,)),
    Move(Subject.OBJECTION, "change", (B.SUBMITTED,), B.CHANGED, Permission.OBJECTION_DECIDE,
         needs_reason=True, proofs=(Proof.TOOK_NO_PART,)),
)  # fmt: skip
