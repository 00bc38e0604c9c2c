"""What is done with a file of evidence: attached to a draft, taken off it, cited again, read."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from tracker.errors import Conflict, InvalidInput
from tracker.models import Evidence, Update
from tracker.rules import evidence as evidence_rules
from tracker.rules.permissions import Actor, Permission
from tracker.rules.statuses import UpdateState
from tracker.services.events import Entry, record
from tracker.services.files import keep_file
from tracker.services.moves import hold, require
from tracker.storage import Storage


def attach(
    session: Session,
    storage: Storage,
    update: Update,
    name: str,
    data: bytes,
    fact_on: date | None = None,
    *,
    actor: Actor,
    now: datetime,
) -> Evidence:
    """The file, stored and cited by the draft. Its type is told by its content; a refused one raises RuleViolation.

    Chosen once more, it stays one; a day given then is kept, for the first time it may have been wrong or left out.
    """
    require(actor, Permission.UPDATE_WRITE, update)
    hold_draft(session, update)
    assert actor.user_id is not None
    digest = keep_file(session, storage, name, data)
    known = next((item for item in update.evidence if item.sha256 == digest), None)
    if known is not None:
        known.fact_on = fact_on or known.fact_on
        return known
    item = Evidence(
        sha256=digest, name=evidence_rules.display_name(name), fact_on=fact_on, uploaded_by_id=actor.user_id, uploaded_at=now
    )
    update.evidence.append(item)
    session.flush()
    task = update.assignment.task
    entry = Entry("evidence", item.id, "attach", task_id=task.id, data={"sha256": digest, "name": item.name, "update": update.id})
    record(session, task.plan_id, [entry], actor=actor, now=now)
    return item


def detach(session: Session, item: Evidence, *, actor: Actor, now: datetime) -> None:
    """Take a file off a draft; what was once submitted keeps its evidence for good."""
    update = item.update
    require(actor, Permission.UPDATE_WRITE, update)
    hold_draft(session, update)
    task = update.assignment.task
    facts = {"sha256": item.sha256, "name": item.name, "update": update.id}
    entry = Entry("evidence", item.id, "detach", task_id=task.id, data=facts)
    item.ticks.clear()
    update.evidence.remove(item)
    session.delete(item)
    record(session, task.plan_id, [entry], actor=actor, now=now)


def hold_draft(session: Session, update: Update) -> None:
    """Hold the report's plan; Conflict where the report has left the unit's hands."""
    hold(session, update)
    if update.state is not UpdateState.DRAFT:
        raise Conflict("进展已经送出，佐证材料不能再增减。")


def cite_again(session: Session, update: Update, handed_in: Evidence, *, actor: Actor, now: datetime) -> Evidence:
    """The file that the unit handed in before, cited by its draft too; the bytes stay one.

    The dates of the fact and of the upload stay those of the file: a reviewer sees that it is not new. A file of another unit
    is refused, for each answers for its own.
    """
    require(actor, Permission.UPDATE_WRITE, update)
    require(actor, Permission.UPDATE_WRITE, handed_in.update)
    if handed_in.update.assignment.unit_id != update.assignment.unit_id:
        raise InvalidInput("只能选用本单位上传过的材料，请重新选择。")
    hold_draft(session, update)
    known = next((item for item in update.evidence if item.sha256 == handed_in.sha256), None)
    if known is not None:
        return known
    item = Evidence(
        sha256=handed_in.sha256, name=handed_in.name, fact_on=handed_in.fact_on,
        uploaded_by_id=handed_in.uploaded_by_id, uploaded_at=handed_in.uploaded_at,
    )  # fmt: skip
    update.evidence.append(item)
    session.flush()
    task = update.assignment.task
    facts = {"sha256": item.sha256, "name": item.name, "update": update.id, "from": handed_in.id}
    record(session, task.plan_id, [Entry("evidence", item.id, "cite_again", task_id=task.id, data=facts)], actor=actor, now=now)
    return item


def record_reading(session: Session, item: Evidence, *, actor: Actor, now: datetime) -> None:
    """Who opened a file of evidence, and when (design.md section 7)."""
    task = item.update.assignment.task
    entry = Entry("evidence", item.id, "read", task_id=task.id, data={"sha256": item.sha256, "name": item.name})
    record(session, task.plan_id, [entry], actor=actor, now=now)
