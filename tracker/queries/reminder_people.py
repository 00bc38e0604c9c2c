"""Who is to be told, as relations to join: the people of units, the leaders in charge of them, the offices of places.

As `services.notices._holders`: whoever holds the post on the day, and whoever stands in for the absent.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import CTE, Select, Subquery, case, func, or_, select, union_all

from tracker.models import Delegation, Membership, Unit, UnitCharge, User
from tracker.queries.delegations import holds_on, runs_on
from tracker.rules.statuses import OFFICE_ROLES, UNIT_ROLES, Role


def people_of_units(today: date) -> CTE:
    """(unit_id, user_id, liaison, unit_head): the active people of each unit, with 1 for each post they have."""
    held = _held(UNIT_ROLES, today)
    query = select(held.c.unit_id, held.c.user_id, _has(held, Role.LIAISON, "liaison"), _has(held, Role.UNIT_HEAD, "unit_head"))
    return _cte(query.group_by(held.c.unit_id, held.c.user_id), "people")


def people_of_offices(today: date) -> CTE:
    """(jurisdiction_id, user_id, unit_id, clerk, director): the active people of each place's office, each once."""
    held = _held(OFFICE_ROLES, today)
    query = (
        select(
            Unit.jurisdiction_id, held.c.user_id, func.min(held.c.unit_id).label("unit_id"),
            _has(held, Role.CLERK, "clerk"), _has(held, Role.DIRECTOR, "director"),
        )
        .join_from(held, Unit, Unit.id == held.c.unit_id)
        .group_by(Unit.jurisdiction_id, held.c.user_id)
    )  # fmt: skip
    return _cte(query, "office")


def leaders_in_charge(today: date) -> CTE:
    """(unit_id, user_id): the active leaders in charge of each unit."""
    in_charge = (UnitCharge.from_on <= today, or_(UnitCharge.to_on.is_(None), UnitCharge.to_on >= today))
    query = (
        select(UnitCharge.unit_id, Membership.user_id)
        .join(Membership, Membership.id == UnitCharge.membership_id)
        .join(User, User.id == Membership.user_id)
        .where(*in_charge, Membership.role == Role.LEADER, holds_on(today), User.is_active)
        .distinct()
    )
    return _cte(query, "charge")


def _held(roles: Iterable[Role], today: date) -> Subquery:
    wanted = (Membership.role.in_(list(roles)), holds_on(today))
    holders = select(Membership.unit_id, Membership.user_id.label("user_id"), Membership.role).where(*wanted)
    deputies = (
        select(Membership.unit_id, Delegation.deputy_id.label("user_id"), Membership.role)
        .join(Delegation, Delegation.membership_id == Membership.id)
        .where(*wanted, runs_on(today))
    )
    both = union_all(holders, deputies).subquery()
    return select(both).join(User, User.id == both.c.user_id).where(User.is_active).subquery()


def _has(held: Subquery, role: Role, name: str) -> Any:
    return func.max(case((held.c.role == role, 1), else_=0)).label(name)


def _cte(query: Select[*tuple[Any, ...]], name: str) -> CTE:
    return query.cte(name).prefix_with("MATERIALIZED")
