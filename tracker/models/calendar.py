"""Years of the work calendar that were loaded here, and what a limit was counted from."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base


class CalendarYear(Base):
    """放假安排 of one year as it was loaded here; it stands before the file of the year that the product brings along.

    `holidays` and `makeup_days` are days in ISO form, as in `rules.workdays.YearNotice`. Loading the year again writes over it:
    what stood there before is in the history.
    """

    __tablename__ = "calendar_year"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    document: Mapped[str] = mapped_column(Text)
    official: Mapped[bool]
    holidays: Mapped[list[Any]]
    makeup_days: Mapped[list[Any]]
    loaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    loaded_at: Mapped[datetime]


class Counted:
    """What the limit of a row was counted from: so many working days after that day. Neither, where a person set the day.

    With both, the limit can be counted anew when the notice of a year comes (docs/decisions/0027-the-calendar-is-loaded.md).
    """

    counted_from: Mapped[date | None]
    counted_days: Mapped[int | None]


def counted_whole() -> CheckConstraint:
    """Both or neither; each table that is `Counted` has it."""
    return CheckConstraint("(counted_from IS NULL) = (counted_days IS NULL)", name="counted_whole")
