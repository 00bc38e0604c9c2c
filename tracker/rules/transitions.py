"""The one table of moves: from which state, to which, under which permission, with what proof.

Sources: design.md section 5; domain.md a4-a6 (states and guards found in practice); order 733 art. 16 (a conclusion needs
sufficient evidence) for the proofs asked at closing. Anything not in the table is refused.
"""

from collections.abc import Collection

from tracker.rules.matter_statuses import InstructionState as N
from tracker.rules.matter_statuses import OccurrenceState as C
from tracker.rules.moves import Move as Move
from tracker.rules.moves import Proof as Proof
from tracker.rules.moves import State as State
from tracker.rules.moves import Subject as Subject
from tracker.rules.permissions import Permission
from tracker.rules.refusals import RuleViolation
from tracker.rules.statuses import AssignmentState as A
from tracker.rules.statuses import ExtensionState as E
from tracker.rules.statuses import ItemState as I
from tracker.rules.statuses import ObjectionState as B
from tracker.rules.statuses import OrderState as O
from tracker.rules.statuses import TaskState as T
from tracker.rules.statuses import UpdateState as U

MOVES: tuple[Move, ...] = (
    Move(Subject.TASK, "issue", (T.DRAFT,), T.ISSUED, Permission.PLAN_ISSUE),
    Move(Subject.TASK, "start", (T.ISSUED,), T.IN_PROGRESS, Permission.ASSIGNMENT_ANSWER),
    Move(
        Subject.TASK, "request_closure", (T.ISSUED, T.IN_PROGRESS), T.CLOSURE_REQUESTED, Permission.TASK_REQUEST_CLOSURE,
        needs_reason=True, proofs=(Proof.ASKED_BY_ITS_UNIT, Proof.ACCEPTED_REPORT_WITH_EVIDENCE),
    ),
    Move(
        Subject.TASK, "return_closure", (T.CLOSURE_REQUESTED,), T.IN_PROGRESS, Permission.TASK_CLOSE, needs_reason=True
    ),
    Move(
        Subject.TASK, "close", (T.CLOSURE_REQUESTED,), T.CLOSED, Permission.TASK_CLOSE,
        needs_reason=True, proofs=(Proof.EVERY_SHARE_DONE, Proof.VERIFICATION_RECORDED),
    ),
    Move(
        Subject.TASK, "reopen", (T.CLOSED,), T.IN_PROGRESS, Permission.TASK_REOPEN,
        needs_reason=True, proofs=(Proof.PLAN_IN_FORCE,),
    ),
    Move(Subject.TASK, "suspend", (T.ISSUED, T.IN_PROGRESS, T.CLOSURE_REQUESTED), T.SUSPENDED, Permission.TASK_SUSPEND,
         needs_reason=True, proofs=(Proof.APPROVAL_NAMED,)),
    Move(Subject.TASK, "resume", (T.SUSPENDED,), T.IN_PROGRESS, Permission.TASK_SUSPEND,
         needs_reason=True, proofs=(Proof.APPROVAL_NAMED, Proof.PLAN_IN_FORCE)),
    Move(Subject.TASK, "merge", (T.ISSUED, T.IN_PROGRESS, T.CLOSURE_REQUESTED), T.MERGED, Permission.TASK_MERGE,
         needs_reason=True, proofs=(Proof.APPROVAL_NAMED, Proof.SUCCESSOR_OPEN)),
    Move(
        Subject.TASK, "end", (T.ISSUED, T.IN_PROGRESS, T.CLOSURE_REQUESTED, T.SUSPENDED), T.ENDED, Permission.PLAN_ISSUE,
        needs_reason=True, proofs=(Proof.PLAN_OVER,),
    ),
    Move(Subject.ASSIGNMENT, "issue", (A.DRAFT,), A.PENDING, Permission.PLAN_ISSUE),
    Move(Subject.ASSIGNMENT, "acknowledge", (A.PENDING,), A.ACKNOWLEDGED, Permission.ASSIGNMENT_ANSWER),
    Move(Subject.ASSIGNMENT, "object", (A.PENDING,), A.OBJECTED, Permission.ASSIGNMENT_ANSWER, needs_reason=True),
    Move(Subject.ASSIGNMENT, "uphold", (A.OBJECTED,), A.PENDING, Permission.TASK_ADMINISTER, needs_reason=True),
    Move(Subject.ASSIGNMENT, "begin", (A.ACKNOWLEDGED,), A.REPORTING, Permission.UPDATE_WRITE),
    Move(Subject.ASSIGNMENT, "complete", (A.REPORTING,), A.DONE, Permission.UPDATE_REVIEW),
    Move(
        Subject.ASSIGNMENT, "resume", (A.DONE,), A.REPORTING, Permission.TASK_CLOSE, needs_reason=True, proofs=(Proof.TASK_OPEN,)
    ),
    # A unit that a later edition names no more has no part left, whether it had done it or not.
    Move(
        Subject.ASSIGNMENT, "end", (A.PENDING, A.ACKNOWLEDGED, A.REPORTING, A.DONE, A.OBJECTED), A.ENDED, Permission.PLAN_ISSUE,
        needs_reason=True, proofs=(Proof.PLAN_OVER,),
    ),
    Move(Subject.ASSIGNMENT, "merge", (A.PENDING, A.ACKNOWLEDGED, A.REPORTING, A.OBJECTED), A.ENDED, Permission.TASK_MERGE,
         needs_reason=True),
    Move(Subject.ASSIGNMENT, "give_again", (A.ENDED,), A.PENDING, Permission.PLAN_ISSUE),
    Move(
        Subject.UPDATE, "send_for_approval", (U.DRAFT,), U.UNIT_REVIEW, Permission.UPDATE_WRITE,
        proofs=(Proof.TASK_OPEN, Proof.ACKNOWLEDGED, Proof.NARRATIVE_GIVEN),
    ),
    Move(
        Subject.UPDATE, "submit", (U.DRAFT,), U.SUBMITTED, Permission.UPDATE_WRITE,
        proofs=(Proof.TASK_OPEN, Proof.ACKNOWLEDGED, Proof.NARRATIVE_GIVEN, Proof.NO_HEAD_OR_HEAD_ACTS),
    ),
    Move(Subject.UPDATE, "approve", (U.UNIT_REVIEW,), U.SUBMITTED, Permission.UPDATE_APPROVE, proofs=(Proof.TASK_OPEN,)),
    Move(Subject.UPDATE, "recall", (U.UNIT_REVIEW,), U.DRAFT, Permission.UPDATE_WRITE),
    Move(Subject.UPDATE, "send_back", (U.UNIT_REVIEW,), U.DRAFT, Permission.UPDATE_APPROVE, needs_reason=True),
    Move(Subject.UPDATE, "accept", (U.SUBMITTED,), U.ACCEPTED, Permission.UPDATE_REVIEW, proofs=(Proof.NOT_OWN_WORK,)),
    Move(
        Subject.UPDATE, "return", (U.SUBMITTED,), U.RETURNED, Permission.UPDATE_REVIEW,
        needs_reason=True, proofs=(Proof.NOT_OWN_WORK,),
    ),
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
    Move(
        Subject.INSTRUCTION, "answer", (N.GIVEN,), N.ANSWERED, Permission.INSTRUCTION_ANSWER,
        needs_reason=True, proofs=(Proof.NO_HEAD_OR_HEAD_ACTS,),
    ),
    Move(Subject.INSTRUCTION, "return_answer", (N.ANSWERED,), N.GIVEN, Permission.INSTRUCTION_SETTLE, needs_reason=True),
    Move(
        Subject.INSTRUCTION, "settle", (N.GIVEN, N.ANSWERED), N.SETTLED, Permission.INSTRUCTION_SETTLE,
        needs_reason=True, proofs=(Proof.ANSWERED,),
    ),
    Move(Subject.OBJECTION, "approve", (B.UNIT_REVIEW,), B.SUBMITTED, Permission.OBJECTION_APPROVE,
         proofs=(Proof.WITHIN_THIRTY_DAYS,)),
    Move(Subject.OBJECTION, "stop", (B.UNIT_REVIEW,), B.WITHDRAWN, Permission.OBJECTION_APPROVE, needs_reason=True),
    Move(Subject.OBJECTION, "withdraw", (B.UNIT_REVIEW, B.SUBMITTED), B.WITHDRAWN, Permission.OBJECTION_FILE),
    Move(Subject.OBJECTION, "uphold", (B.SUBMITTED,), B.UPHELD, Permission.OBJECTION_DECIDE,
         needs_reason=True, proofs=(Proof.TOOK_NO_PART,)),
    Move(Subject.OBJECTION, "change", (B.SUBMITTED,), B.CHANGED, Permission.OBJECTION_DECIDE,
         needs_reason=True, proofs=(Proof.TOOK_NO_PART,)),
)  # fmt: skip

_BY_NAME = {(move.subject, move.name): move for move in MOVES}


def move_named(subject: Subject, name: str) -> Move:
    """The row of the table; KeyError for a name that is not in it (a programming error, not a user's)."""
    return _BY_NAME[(subject, name)]


def check(move: Move, state: State, *, reason: str = "", proven: Collection[Proof] = ()) -> State:
    """The state that the move leads to.

    Refuses, in this order, with a RuleViolation: a wrong state (`wrong_state`), a missing reason (`reason_missing`),
    the first missing proof (its own code). Whether the actor holds the permission is `permissions.may_touch`.
    """
    if state not in move.sources:
        raise RuleViolation("wrong_state", subject=move.subject, move=move.name, state=state, sources=move.sources)
    if move.needs_reason and not reason.strip():
        raise RuleViolation("reason_missing", subject=move.subject, move=move.name)
    for proof in move.proofs:
        if proof not in proven:
            raise RuleViolation(proof.value, subject=move.subject, move=move.name)
    return move.target


def moves_from(subject: Subject, state: State) -> tuple[Move, ...]:
    """The moves of the table that start from the state, in table order; pages offer no others."""
    return tuple(move for move in MOVES if move.subject is subject and state in move.sources)
