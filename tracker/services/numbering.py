"""Numbers of papers without gaps: 〔2025〕3号 of a place, a kind and a year."""

from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from tracker.models import Jurisdiction


def next_number(session: Session, jurisdiction_id: int, highest: Select[*tuple[Any, ...]]) -> int:
    """The number after the highest one that the query finds, 1 after none.

    The jurisdiction's row stays locked until the transaction ends, so that two papers at once cannot take the same number and
    one that is given up leaves no gap. Whoever holds a plan's chain as well has taken that first.
    """
    session.execute(select(Jurisdiction.id).where(Jurisdiction.id == jurisdiction_id).with_for_update())
    return (session.scalar(highest) or 0) + 1
