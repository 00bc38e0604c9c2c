"""Write the history: append events to a plan's chain."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from tracker.db import EVENT_HEADS
from tracker.models import ChainHead, Event
from tracker.queries.held import KEY, Wrote
from tracker.rules.permissions import Actor, Principal

NO_PLAN = 0
GENESIS = "0" * 64
NAME_LENGTH = 60  # as the column has it
HELD_CHAINS = "held_chains"  # in `session.info`: the heads that the transaction has locked


@dataclass(frozen=True)
class Entry:
    """What happened to one thing. `task_id` lets a task's page show it; `data` holds what the reader may want besides.

    `wrote` tells what the act wrote to held columns (queries/held.py), of its subject and of other rows of the same task.
    """

    subject: str
    subject_id: int
    action: str
    old: str | None = None
    new: str | None = None
    reason: str = ""
    task_id: int | None = None
    data: dict[str, Any] | None = None
    behalf: tuple[Principal, ...] = ()  # for whom the actor acted, where no post of the actor's own allowed it
    wrote: Wrote = field(default_factory=dict)


def record(session: Session, chain: int, entries: Sequence[Entry], *, actor: Actor, now: datetime) -> None:
    """Append the entries, in order, to the chain of a plan (or NO_PLAN)."""
    head = hold_chain(session, chain)
    rows = []
    for entry in entries:
        row: dict[str, Any] = {
            "chain": chain,
            "seq": head.seq + 1,
            "at": now,
            "actor_id": actor.user_id,
            "actor_name": _said(actor, entry.behalf),
            "subject": entry.subject,
            "subject_id": entry.subject_id,
            "task_id": entry.task_id,
            "action": entry.action,
            "old": entry.old,
            "new": entry.new,
            "reason": entry.reason,
            "data": _data(entry),
            "previous_hash": head.hash,
        }
        row["hash"] = event_hash(row)
        head.seq, head.hash = row["seq"], row["hash"]
        rows.append(row)
    if rows:
        session.execute(insert(Event), rows)
        session.info.setdefault(EVENT_HEADS, {})[chain] = (head.seq, head.hash)


def _said(actor: Actor, behalf: Sequence[Principal]) -> str:
    """李四（代王五）: whoever reads the history sees both names."""
    names = "、".join(principal.name for principal in behalf)
    return f"{actor.name}（代{names}）"[:NAME_LENGTH] if names else actor.name


def _data(entry: Entry) -> dict[str, Any] | None:
    data = dict(entry.data or {})
    if entry.behalf:
        data["on_behalf_of"] = [principal.user_id for principal in entry.behalf]
    if entry.wrote:
        data[KEY] = entry.wrote
    return data or entry.data


def event_hash(row: dict[str, Any]) -> str:
    """The sha256 of an event's content and of the hash before it, over a text that is the same on every database."""
    content = {name: value for name, value in row.items() if name not in ("hash", "id")}
    content["at"] = row["at"].astimezone(UTC).isoformat(timespec="microseconds")
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def hold_chain(session: Session, chain: int) -> ChainHead:
    """The end of the chain, locked until the transaction ends: its holder is the only one who changes anything of the plan.

    Whoever changes tasks, shares or reports holds the chain of their plan before any other lock, so that no two transactions
    can wait for each other. What the session had read before is read anew, for another may have changed it until now.
    """
    held = session.info.setdefault(HELD_CHAINS, {})
    transaction, head = held.get(chain, (None, None))
    if head is None or transaction is not session.get_transaction():
        session.flush()
        session.expire_all()
        head = session.scalar(select(ChainHead).where(ChainHead.chain == chain).with_for_update())
        if head is None:
            head = ChainHead(chain=chain, seq=0, hash=GENESIS)
            session.add(head)
            session.flush()
        held[chain] = (session.get_transaction(), head)
    assert isinstance(head, ChainHead)
    return head
