"""Walk the chains of events and name the first break of each."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import ChainHead, Event
from tracker.services.events import GENESIS, event_hash
from tracker.witness import Head


@dataclass(frozen=True)
class Break:
    plan: int
    event: int
    why: str


def verify(session: Session, witnessed: Mapping[int, Head] | None = None) -> tuple[int, list[Break]]:
    """The number of events walked, and the first break of every chain that has one.

    `witnessed` are the heads kept outside the database (tracker/witness.py): each must stand in its chain as it was noted.
    """
    heads = {head.chain: head for head in session.scalars(select(ChainHead))}
    walked: dict[int, tuple[int, str]] = {}
    breaks: dict[int, Break] = {}
    count = 0
    for event in session.scalars(select(Event).order_by(Event.chain, Event.seq).execution_options(yield_per=1000)):
        count += 1
        seq, digest = walked.get(event.chain, (0, GENESIS))
        why = _fault(event, seq, digest)
        if why and event.chain not in breaks:
            breaks[event.chain] = Break(event.chain, event.id, why)
        walked[event.chain] = (event.seq, event.hash)
    for chain in heads.keys() | walked.keys():
        head, end = heads.get(chain), walked.get(chain, (0, GENESIS))
        if chain not in breaks and (head is None or end != (head.seq, head.hash)):
            breaks[chain] = Break(chain, head.seq if head else end[0], "末尾的事件缺失")
    for chain, (seq, digest) in (witnessed or {}).items():
        noted = session.scalar(select(Event.hash).where(Event.chain == chain, Event.seq == seq))
        if chain not in breaks and noted != digest:
            breaks[chain] = Break(chain, seq, "与库外留存的链尾不符")
    return count, [breaks[chain] for chain in sorted(breaks)]


def _fault(event: Event, seq: int, digest: str) -> str | None:
    if event.seq != seq + 1:
        return "中间的事件缺失"
    if event.previous_hash != digest:
        return "与上一事件不相接"
    columns: dict[str, Any] = {column.key: getattr(event, column.key) for column in Event.__table__.columns}
    return None if event_hash(columns) == event.hash else "内容被改动"
