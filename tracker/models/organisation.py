"""Places, government bodies, and the people who act for them."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.models.base import Base, enum_type
from tracker.rules.statuses import NameOrigin, Role


class Jurisdiction(Base):
    """A place that governs: province, city, county, town. `path` lists the ids from the root, `/1/4/`, for scoping by prefix."""

    __tablename__ = "jurisdiction"
    __table_args__ = (UniqueConstraint("parent_id", "name"), Index("ix_jurisdiction_path", "path"))

    id: Mapped[int] = mapped_column(primary_key=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("jurisdiction.id"))
    name: Mapped[str] = mapped_column(String(80), index=True)
    level: Mapped[str] = mapped_column(String(20))
    path: Mapped[str] = mapped_column(String(120), default="")


class Unit(Base):
    """A government body of one jurisdiction. A collective one (各乡镇人民政府) has members that answer in its place.

    `level` is its own where that is not its jurisdiction's (省直各相关部门 in a county's plan). A body that a reform ended has
    its last day in `to_on`, and in `successor_id` the body that took over its duties.
    """

    __tablename__ = "unit"
    __table_args__ = (
        UniqueConstraint("jurisdiction_id", "name"),
        CheckConstraint("to_on IS NULL OR from_on IS NULL OR to_on >= from_on", name="ends_after_it_begins"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    name: Mapped[str] = mapped_column(String(120))
    official_name: Mapped[str | None] = mapped_column(String(160))
    kind: Mapped[str] = mapped_column(String(24), default="other")
    level: Mapped[str | None] = mapped_column(String(20))
    is_collective: Mapped[bool] = mapped_column(default=False)
    from_on: Mapped[date | None]
    to_on: Mapped[date | None]
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)

    jurisdiction: Mapped[Jurisdiction] = relationship()
    successor: Mapped["Unit | None"] = relationship(remote_side=[id])


class UnitName(Base):
    """Every name under which a unit is known in its jurisdiction, its own included; one name, one unit.

    `origin` tells how it came to be one: entered with the unit, matched by rule when a plan was read, or answered by the office.
    """

    __tablename__ = "unit_name"
    __table_args__ = (UniqueConstraint("jurisdiction_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    name: Mapped[str] = mapped_column(String(160))
    origin: Mapped[NameOrigin] = mapped_column(enum_type(NameOrigin), default=NameOrigin.ENTERED)


class UnitMember(Base):
    """One member of a collective unit, from one day to another; without a day, from the beginning, or until further notice."""

    __tablename__ = "unit_member"
    __table_args__ = (CheckConstraint("to_on IS NULL OR from_on IS NULL OR to_on >= from_on", name="ends_after_it_begins"),)

    collective_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True, index=True)
    from_on: Mapped[date | None]
    to_on: Mapped[date | None]


class User(Base):
    __tablename__ = "user_account"  # `user` is a reserved word in PostgreSQL

    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(60))
    email: Mapped[str | None] = mapped_column(String(120))
    phone: Mapped[str | None] = mapped_column(String(20))  # bare figures; shown masked (rules/phones.py)
    password_hash: Mapped[str] = mapped_column(String(200))
    must_change_password: Mapped[bool] = mapped_column(default=True)
    is_active: Mapped[bool] = mapped_column(default=True)

    memberships: Mapped[list["Membership"]] = relationship(back_populates="user")


class Membership(Base):
    """A role held in a unit from one day to another; an ended one stays, for the history to name its holder."""

    __tablename__ = "membership"
    __table_args__ = (
        UniqueConstraint("user_id", "unit_id", "role", "from_on"),
        CheckConstraint("to_on IS NULL OR to_on >= from_on", name="ends_after_it_begins"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    role: Mapped[Role] = mapped_column(enum_type(Role))
    from_on: Mapped[date]
    to_on: Mapped[date | None]

    user: Mapped[User] = relationship(back_populates="memberships")
    unit: Mapped[Unit] = relationship()


class LoginAttempt(Base):
    """One try to log in, so that the limit on failures holds across web processes."""

    __tablename__ = "login_attempt"
    __table_args__ = (
        Index("ix_login_attempt_login_at", "login", "at"),
        Index("ix_login_attempt_address_at", "address", "at"),
        Index("ix_login_attempt_at", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(String(60))
    address: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime]
    succeeded: Mapped[bool]
