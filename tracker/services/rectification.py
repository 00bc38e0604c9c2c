"""Things to be put right (整改事项): the files that show it, and how the office checks them one by one."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from tracker.errors import Conflict, InvalidInput
from tracker.models import Evidence, ItemFile, RectificationItem
from tracker.queries.orders import citable_evidence
from tracker.rules import evidence as evidence_rules
from tracker.rules.days import official_day
from tracker.rules.permissions import Actor, Permission
from tracker.rules.statuses import CheckMethod, ItemState
from tracker.services.events import Entry, record
from tracker.services.files import NewFile, keep_file
from tracker.services.moves import hold, make_move, require
from tracker.services.order_answers import BY_HAND, reply, tell
from tracker.storage import Storage

EDITABLE = (ItemState.OPEN, ItemState.RETURNED)


def report_item(
    session: Session,
    storage: Storage,
    item: RectificationItem,
    text: str,
    *,
    cited: Sequence[int] = (),
    uploads: Sequence[NewFile] = (),
    actor: Actor,
    now: datetime,
) -> None:
    """The unit says what it put right, with its proof: evidence of its reports (`cited`, by id) or files of its own.

    Evidence that is not the unit's, or has not left it yet, is refused. Through the head of the unit where it has one.
    """
    require(actor, Permission.ORDER_REPLY, item)
    hold(session, item)
    if item.state not in EDITABLE:
        raise Conflict("该整改事项已经报送或者已经核查，不能再修改。")
    known = {evidence.id: evidence for evidence in citable_evidence(session, item.order)}
    if not set(cited) <= set(known):
        raise InvalidInput("只能引用本单位在这项任务中已经报送的佐证材料，请重新选择。")
    for evidence_id in cited:
        evidence = known[evidence_id]
        _attach(session, item, evidence.sha256, evidence.name, evidence, actor=actor, now=now)
    for file in uploads:
        digest = keep_file(session, storage, file.name, file.data)
        _attach(session, item, digest, evidence_rules.display_name(file.name), None, actor=actor, now=now)
    reply(session, item, text, actor=actor, now=now)


def _attach(
    session: Session, item: RectificationItem, digest: str, name: str, evidence: Evidence | None, *, actor: Actor, now: datetime
) -> None:
    if digest in {file.sha256 for file in item.files}:
        return
    cited = evidence.id if evidence else None
    file = ItemFile(sha256=digest, name=name, evidence_id=cited, added_by_id=actor.user_id, added_at=now)
    item.files.append(file)
    session.flush()
    facts = {"sha256": digest, "name": name, "item": item.id, "evidence": cited}
    entry = Entry("item_file", file.id, "attach", task_id=item.task_id, data=facts)
    record(session, item.task.plan_id, [entry], actor=actor, now=now)


def record_reading(session: Session, file: ItemFile, *, actor: Actor, now: datetime) -> None:
    """Who opened a file, and when (design.md section 7)."""
    item = file.item
    entry = Entry("item_file", file.id, "read", task_id=item.task_id, data={"sha256": file.sha256, "name": file.name})
    record(session, item.task.plan_id, [entry], actor=actor, now=now)


def verify(session: Session, item: RectificationItem, method: CheckMethod, finding: str, *, actor: Actor, now: datetime) -> None:
    """The office has made sure that the item was put right: how, who, when, and what it found."""
    values: dict[str, Any] = {"method": method, "finding": finding.strip(), "verified_at": now, "verified_by_id": actor.user_id}
    make_move(session, item, "verify", actor=actor, now=now, reason=finding, data={"method": method}, **values)


def return_item(session: Session, item: RectificationItem, reason: str, due_on: date, *, actor: Actor, now: datetime) -> None:
    """Not put right: back to the unit, with the reason and a new limit."""
    if due_on < official_day(now):
        raise InvalidInput("新的整改期限不能早于今天。")
    facts = {"due_on": due_on.isoformat(), "before": item.due_on.isoformat()}
    values: dict[str, Any] = {"finding": reason.strip(), "due_on": due_on, **BY_HAND}
    make_move(session, item, "return", actor=actor, now=now, reason=reason, data=facts, **values)
    text = f"{item.text} {reason.strip()} 请于{due_on.isoformat()}前完成整改。"
    tell(session, item.order, "整改事项被退回", text, f"item:{item.id}:{now.isoformat()}", now=now, owed=item)


def withdraw_item(session: Session, item: RectificationItem, reason: str, *, actor: Actor, now: datetime) -> None:
    """The office asks for this no longer."""
    make_move(session, item, "withdraw", actor=actor, now=now, reason=reason, finding=reason.strip())
