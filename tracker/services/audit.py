"""Walk the chains of events and name the first break of each; then hold the rows of the database against them."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.models import ChainHead, Event
from tracker.queries.replay import hash_at
from tracker.services.audit_breaks import Break as Break
from tracker.services.audit_rows import row_breaks
from tracker.services.events import GENESIS, NO_PLAN, event_hash
from tracker.witness import Head


def verify(session: Session, witnessed: Mapping[int, Head] | None = None) -> tuple[int, list[Break]]:
    """The number of events walked, and what was found: the first break of every chain, then every row that departs from it.

    `witnessed` are the heads kept outside the database (tracker/witness.py): each must stand in its chain as it was noted. Rows are
    judged by whole chains only: what a broken one says of them proves nothing.
    """
    count, breaks = _chain_breaks(session)
    for found in _head_breaks(session, witnessed):
        breaks.setdefault(found.plan, found)
    rows = [found for found in row_breaks(session) if found.plan not in breaks]
    return count, [breaks[chain] for chain in sorted(breaks)] + sorted(rows, key=lambda found: (found.plan, found.event))


def _chain_breaks(session: Session) -> tuple[int, dict[int, Break]]:
    """How many events there are, and the first of each chain that does not follow from the one before."""
    breaks: dict[int, Break] = {}
    ends: dict[int, tuple[int, int, str]] = {}
    count = 0
    for event in session.scalars(select(Event).order_by(Event.chain, Event.seq).execution_options(yield_per=1000)):
        count += 1
        last_id, seq, digest = ends.get(event.chain, (0, 0, GENESIS))
        why = _fault(event, last_id, seq, digest)
        if why and event.chain not in breaks:
            breaks[event.chain] = Break(event.chain, event.id, why)
        ends[event.chain] = (event.id, event.seq, event.hash)
    heads = {head.chain: (head.seq, head.hash) for head in session.scalars(select(ChainHead))}
    for chain in heads.keys() | ends.keys():
        _, seq, digest = ends.get(chain, (0, 0, GENESIS))
        if chain not in breaks and heads.get(chain) != (seq, digest):
            breaks[chain] = Break(chain, max(seq, heads.get(chain, (0, ""))[0]), "末尾的事件缺失")
    return count, breaks


def _head_breaks(session: Session, witnessed: Mapping[int, Head] | None) -> list[Break]:
    """Where the history is not what was noted outside the database; an empty note beside a history was taken away."""
    if witnessed is None:
        return []
    if not witnessed and session.scalar(select(func.count()).select_from(Event)):
        return [Break(NO_PLAN, 0, "库外留存的链尾缺失")]
    return [
        Break(chain, seq, "与库外留存的链尾不符")
        for chain, (seq, digest) in sorted(witnessed.items())
        if hash_at(session, chain, seq) != digest
    ]


def _fault(event: Event, last_id: int, seq: int, digest: str) -> str | None:
    if event.seq != seq + 1:
        return "中间的事件缺失"
    if event.previous_hash != digest:
        return "与上一事件不相接"
    columns: dict[str, Any] = {column.key: getattr(event, column.key) for column in Event.__table__.columns}
    if event_hash(columns) != event.hash:
        return "内容被改动"
    return None if event.id > last_id else "先后次序被调换"
