"""How the channels fared: the last message that each sent, and the last that it could not, deliveries and tests together."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from tracker.models import Delivery, Event, UnitName

LOOKED_BACK = timedelta(days=7)  # further back nobody looks for the state of a channel, and there are millions of deliveries
TESTS_READ = 200


@dataclass(frozen=True)
class Fared:
    """The last success and the last failure of a channel, and why it failed; None where there was none lately."""

    sent_at: datetime | None = None
    failed_at: datetime | None = None
    error: str = ""


def fared(session: Session, names: Sequence[str], now: datetime) -> dict[str, Fared]:
    """How each of the channels fared; two statements."""
    columns = [column for name in names for column in _of_deliveries(name, now - LOOKED_BACK)]
    row = iter(session.execute(select(*columns)).one()) if columns else iter(())
    found = {name: Fared(next(row), next(row), next(row) or "") for name in names}
    tests = select(Event).where(Event.subject == "channel", Event.action == "test").order_by(Event.id.desc()).limit(TESTS_READ)
    for event in session.scalars(tests):
        name = (event.data or {}).get("channel")
        if name in found:
            found[name] = _with_test(found[name], event)
    return found


def _of_deliveries(name: str, since: datetime) -> list[Any]:
    recent: Select[Any] = select(Delivery.sent_at).where(Delivery.channel == name, Delivery.claimed_at >= since)
    newest = recent.order_by(Delivery.claimed_at.desc(), Delivery.id.desc()).limit(1)
    failed = newest.where(Delivery.error.is_not(None), Delivery.sent_at.is_(None))
    return [
        newest.where(Delivery.sent_at.is_not(None)).scalar_subquery(),
        failed.with_only_columns(Delivery.claimed_at).scalar_subquery(),
        failed.with_only_columns(Delivery.error).scalar_subquery(),
    ]


def _with_test(known: Fared, event: Event) -> Fared:
    if event.new == "sent":
        return replace(known, sent_at=event.at) if known.sent_at is None or known.sent_at < event.at else known
    if known.failed_at is None or known.failed_at < event.at:
        return replace(known, failed_at=event.at, error=event.reason)
    return known


def unknown_units(session: Session, names: Sequence[str]) -> set[str]:
    """Those of the names under which the register knows no unit: a robot of such a group would never speak."""
    known = set(session.scalars(select(UnitName.name).where(UnitName.name.in_(names))))
    return set(names) - known
