"""Whether what runs from a day to a day (or for good), such as a post, a charge or a unit, runs on a given day."""

from datetime import date

from sqlalchemy import ColumnElement, and_, or_

from tracker.models import Membership, Unit, UnitCharge, UnitMember

Day = date | ColumnElement[date]


def not_ended(day: Day, row: type[Membership] | type[Unit] | type[UnitCharge] | type[UnitMember]) -> ColumnElement[bool]:
    """A condition on the rows: they have no last day, or it is the day or later."""
    return or_(row.to_on.is_(None), row.to_on >= day)


def holds_on(day: Day, post: type[Membership] | type[UnitCharge] = Membership) -> ColumnElement[bool]:
    """A condition on Membership, or on a charge of a unit: it is held on the day."""
    return and_(post.from_on <= day, not_ended(day, post))
