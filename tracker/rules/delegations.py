"""Standing in for somebody (AB角): whose post may be handed to whom, for which days, and that it goes no further.

Practice (domain.md S54, 义马 AB角): each post has a second person of the same body who acts while the first is away. Here the
second person is named for dated days, so that at any time it is known who acts; the rules below keep that answer single.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.rules.refusals import RuleViolation
from tracker.rules.statuses import OFFICE_ROLES, UNIT_ROLES, Role

LONGEST_DAYS = 184  # half a year; who is away for longer has a successor, not a deputy


class DelegationState(StrEnum):
    """How a delegation stands on a day; computed, never stored."""

    COMING = "coming"
    RUNNING = "running"
    OVER = "over"
    ENDED = "ended"


def state_on(from_on: date, to_on: date, was_ended: bool, today: date) -> DelegationState:
    """How a delegation of these days stands; `was_ended`: somebody called it off before its day."""
    if to_on >= today:
        return DelegationState.RUNNING if from_on <= today else DelegationState.COMING
    return DelegationState.ENDED if was_ended else DelegationState.OVER


@dataclass(frozen=True)
class Wanted:
    """Whose post is to be handed to whom, and when. `deputy_roles`: what the deputy holds in the same unit on all those days.

    `post_from_on` and `post_to_on` are the days of the post itself (no last day: until further notice).
    """

    post_id: int
    role: Role
    holder_id: int
    deputy_id: int
    deputy_roles: frozenset[Role]
    from_on: date
    to_on: date
    post_from_on: date
    post_to_on: date | None


@dataclass(frozen=True)
class Standing:
    """A delegation that is entered already and was not called off; `to_on` is its last day as it stands."""

    post_id: int
    holder_id: int
    deputy_id: int
    from_on: date
    to_on: date


def colleagues(role: Role) -> frozenset[Role]:
    """The roles whose holders may stand in for one in this role: of a unit for a unit, of an office for an office.

    Leaders and the three administrators have no deputy: a leader's word is his own, and an administrator is replaced by giving
    somebody else the post, which stands in the history.
    """
    return next((family for family in (UNIT_ROLES, OFFICE_ROLES) if role in family), frozenset())


def check_delegation(wanted: Wanted, standing: Iterable[Standing], today: date) -> None:
    """Nothing for a delegation that may be entered; otherwise RuleViolation with the first rule that it breaks.

    1. only posts of units and of the office are handed on, to somebody who holds such a post in the same unit
       (`delegation_role`, `delegation_to_self`, `delegation_of_others`);
    2. its days begin today or later, are in order, at most LONGEST_DAYS, and lie within the days of the post (`delegation_days`,
       `delegation_beyond_post`);
    3. on no day has a post two deputies (`delegation_overlaps`), and nobody stands in for two (`delegation_second`);
    4. no chains: on none of its days is the deputy away, nor does the absent one stand in for somebody (`delegation_chain`).
    """
    _check_people(wanted)
    _check_days(wanted, today)
    for other in standing:
        if other.from_on <= wanted.to_on and wanted.from_on <= other.to_on:
            _check_beside(wanted, other)


def _check_people(wanted: Wanted) -> None:
    family = colleagues(wanted.role)
    if not family:
        raise RuleViolation("delegation_role", role=wanted.role)
    if wanted.deputy_id == wanted.holder_id:
        raise RuleViolation("delegation_to_self")
    if not wanted.deputy_roles & family:
        raise RuleViolation("delegation_of_others")


def _check_days(wanted: Wanted, today: date) -> None:
    if not today <= wanted.from_on <= wanted.to_on or (wanted.to_on - wanted.from_on).days >= LONGEST_DAYS:
        raise RuleViolation("delegation_days", today=today, longest=LONGEST_DAYS)
    if wanted.from_on < wanted.post_from_on or (wanted.post_to_on is not None and wanted.to_on > wanted.post_to_on):
        raise RuleViolation("delegation_beyond_post")


def _check_beside(wanted: Wanted, other: Standing) -> None:
    days = {"from_on": other.from_on, "to_on": other.to_on}
    if other.post_id == wanted.post_id:
        raise RuleViolation("delegation_overlaps", **days)
    if other.holder_id == wanted.deputy_id or other.deputy_id == wanted.holder_id:
        raise RuleViolation("delegation_chain", **days)
    if other.deputy_id == wanted.deputy_id:
        raise RuleViolation("delegation_second", **days)
