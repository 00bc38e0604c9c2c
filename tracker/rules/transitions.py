"""The one table of moves: from which state, to which, under which permission, with what proof.

Sources: design.md section 5; domain.md a4-a6 (states and guards found in practice); order 733 art. 16 (a conclusion needs
sufficient evidence) for the proofs asked at closing. Anything not in the table is refused. The rows of the work itself stand
here, those of the papers beside it in `rules/paper_moves.py`.
"""

from collections.abc import Collection

from tracker.rules.indicator_moves import INDICATOR_MOVES
from tracker.rules.joint_moves import JOINT_MOVES
from tracker.rules.moves import Move as Move
from tracker.rules.moves import Proof as Proof
from tracker.rules.moves import State as State
from tracker.rules.moves import Subject as Subject
from tracker.rules.paper_moves import PAPER_MOVES
from tracker.rules.permissions import Permission
from tracker.rules.refusals import RuleViolation
from tracker.rules.report_moves import REPORT_MOVES
from tracker.rules.statuses import AssignmentState as A
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
        needs_reason=True,
        proofs=(
            Proof.EVERY_SHARE_DONE, Proof.OPINIONS_SETTLED, Proof.NOTHING_TO_RECTIFY, Proof.VERIFICATION_RECORDED,
            Proof.EVERYTHING_CHECKED,
        ),
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
    Move(Subject.ASSIGNMENT, "reassign", (A.OBJECTED,), A.ENDED, Permission.TASK_ADMINISTER,
         needs_reason=True, proofs=(Proof.TASK_OPEN,)),
    # A collective name had no members in the register when the task was given out: they get what it was given.
    Move(Subject.ASSIGNMENT, "share_out", (A.PENDING,), A.ENDED, Permission.TASK_ADMINISTER, proofs=(Proof.TASK_OPEN,)),
    Move(Subject.ASSIGNMENT, "reword", (A.OBJECTED,), A.PENDING, Permission.TASK_ADMINISTER,
         needs_reason=True, proofs=(Proof.TASK_OPEN,)),
    # A unit that takes over the stronger part of another has no use for its own weaker one.
    Move(Subject.ASSIGNMENT, "give_way", (A.PENDING, A.ACKNOWLEDGED, A.REPORTING, A.OBJECTED), A.ENDED,
         Permission.TASK_ADMINISTER, needs_reason=True),
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
    # By an adjustment (调整) that gives the part to another unit.
    Move(Subject.ASSIGNMENT, "replace", (A.PENDING, A.ACKNOWLEDGED, A.REPORTING, A.OBJECTED), A.ENDED,
         Permission.ADJUSTMENT_DECIDE, needs_reason=True),
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
    *PAPER_MOVES,
    *JOINT_MOVES,
    *INDICATOR_MOVES,
    *REPORT_MOVES,
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
