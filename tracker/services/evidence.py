"""What is done with a file of evidence after it was uploaded: cited again, read."""

from datetime import datetime

from sqlalchemy.orm import Session

from tracker.errors import InvalidInput
from tracker.models import Evidence, Update
from tracker.rules.permissions import Actor, Permission
from tracker.services.events import Entry, record
from tracker.services.moves import require
from tracker.services.updates import hold_draft


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
