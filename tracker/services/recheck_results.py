"""What a look back finds (回头看): it holds, or it has fallen back and the task is taken up again (反弹, domain.md a3, a4)."""

from datetime import datetime

from sqlalchemy.orm import Session

from tracker.errors import Conflict
from tracker.models import Recheck
from tracker.rules.closing import RecheckState
from tracker.rules.permissions import Actor, Permission
from tracker.rules.transitions import Proof
from tracker.services import closures, verifications
from tracker.services.files import Uploads
from tracker.services.moves import hold, make_move, require
from tracker.services.verifications import Findings


def confirm(session: Session, row: Recheck, said: Findings, files: Uploads | None = None, *, actor: Actor, now: datetime) -> None:
    """What was achieved holds; the task stays struck off."""
    _end(session, row, "confirm", Permission.TASK_CLOSE, said, files, actor, now)


def rebound(session: Session, row: Recheck, said: Findings, files: Uploads | None = None, *, actor: Actor, now: datetime) -> None:
    """It has fallen back: the director says so, and by that the task is taken up again."""
    _end(session, row, "rebound", Permission.TASK_REOPEN, said, files, actor, now)
    closures.reopen(session, row.task, f"回头看发现反弹：{said.finding.strip()}", actor=actor, now=now)


def _end(
    session: Session,
    row: Recheck,
    name: str,
    permission: Permission,
    said: Findings,
    files: Uploads | None,
    actor: Actor,
    now: datetime,
) -> None:
    """Make the move, its proof being the verification, which is told in the history before it."""
    require(actor, permission, row)
    hold(session, row)
    if row.state is not RecheckState.PLANNED:
        raise Conflict("这次回头看已经登记结果或者已经取消，请刷新页面查看。")
    found = verifications.kept(session, row.task, said, files, actor=actor, now=now)
    make_move(
        session, row, name, actor=actor, now=now, reason=said.finding, proven={Proof.VERIFICATION_RECORDED},
        ended_at=now, verification_id=found.id,
    )  # fmt: skip
