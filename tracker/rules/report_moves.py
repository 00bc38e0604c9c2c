"""The moves of the office's own reports. A part of the table of `rules/transitions.py`, and no room of its own: read it there.

Whoever wrote a paper does not approve it (order 733 art. 17 asks two persons of a conclusion; office practice of 拟稿, 审核, 签发).
"""

from tracker.rules.moves import Move, Proof, Subject
from tracker.rules.permissions import Permission
from tracker.rules.report_states import ReportState as R

REPORT_MOVES: tuple[Move, ...] = (
    Move(
        Subject.REPORT, "approve", (R.DRAFT,), R.APPROVED, Permission.REPORT_APPROVE,
        proofs=(Proof.NOT_OWN_DRAFT, Proof.FIGURES_CITED, Proof.STATEMENTS_PROVED),
    ),
    Move(Subject.REPORT, "return", (R.APPROVED,), R.DRAFT, Permission.REPORT_APPROVE, needs_reason=True),
    Move(Subject.REPORT, "issue", (R.APPROVED,), R.ISSUED, Permission.REPORT_APPROVE, proofs=(Proof.REBUILT,)),
    Move(Subject.REPORT, "withdraw", (R.DRAFT,), R.WITHDRAWN, Permission.REPORT_DRAW, needs_reason=True),
)  # fmt: skip
