"""Verifying (核查): how, by whom and when the office made sure of what a unit says of a task, and what it found."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from tracker.errors import Conflict, InvalidInput
from tracker.models import Task, Verification, VerificationFile
from tracker.queries.held import told
from tracker.rules.days import official_day
from tracker.rules.permissions import Actor, Permission
from tracker.rules.statuses import CheckMethod, TaskState
from tracker.services.events import Entry, record
from tracker.services.files import Uploads, keep_files
from tracker.services.moves import hold, require


@dataclass(frozen=True)
class Findings:
    """What a verification says: `verified_by` names the people of the office who made it."""

    method: CheckMethod
    verified_by: str
    verified_on: date
    finding: str


def record_verification(
    session: Session, task: Task, said: Findings, files: Uploads | None = None, *, actor: Actor, now: datetime
) -> Verification:
    """The verification of a task whose unit has asked to have it struck off; without one no task is (order 733 art. 16).

    A file whose content or name is refused raises RuleViolation. Once recorded it is never changed: what was wrong is said in
    another one.
    """
    require(actor, Permission.TASK_CLOSE, task)
    hold(session, task)
    if task.state is not TaskState.CLOSURE_REQUESTED:
        raise Conflict("单位申请销号以后，才登记核查情况。请刷新页面查看任务现在的状态。")
    return kept(session, task, said, files, actor=actor, now=now)


def kept(
    session: Session, task: Task, said: Findings, files: Uploads | None = None, *, actor: Actor, now: datetime
) -> Verification:
    """The verification as stored with its files and told in the history; the caller has found that it may be made now."""
    if not said.finding.strip() or not said.verified_by.strip():
        raise InvalidInput("请写明核查人员和核查结果。")
    if said.verified_on > official_day(now):
        raise InvalidInput("核查日期不能晚于今天，请改正日期。")
    row = Verification(
        task_id=task.id, method=said.method, verified_by=said.verified_by.strip(), verified_on=said.verified_on,
        finding=said.finding.strip(), recorded_at=now, recorded_by_id=actor.user_id,
    )  # fmt: skip
    session.add(row)
    kept_files = keep_files(session, files) if files else {}
    row.files.extend(VerificationFile(sha256=digest, name=name) for digest, name in kept_files.items())
    session.flush()
    facts = {
        "method": said.method, "by": row.verified_by, "on": said.verified_on.isoformat(),
        "files": [{"sha256": file.sha256, "name": file.name} for file in row.files],
    }  # fmt: skip
    entry = Entry("verification", row.id, "record", reason=row.finding, task_id=task.id, data=facts, wrote=told(row))
    record(session, task.plan_id, [entry], actor=actor, now=now)
    return row


def record_reading(session: Session, file: VerificationFile, *, actor: Actor, now: datetime) -> None:
    """Who opened a file, and when (design.md section 7)."""
    task = file.verification.task
    data = {"sha256": file.sha256, "name": file.name}
    entry = Entry("verification", file.verification_id, "read", task_id=task.id, data=data)
    record(session, task.plan_id, [entry], actor=actor, now=now)
