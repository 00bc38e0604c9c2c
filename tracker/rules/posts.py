"""Which posts one person may hold beside each other, and which are in force on a day."""

from collections.abc import Collection
from datetime import date

from tracker.rules.statuses import Role

ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR})


def may_stand_beside(role: Role, held: Collection[Role]) -> bool:
    """True where one person may hold the role together with those held.

    The three administrators of GB/T 22239 are three people, and none of them sees what plans hold: so an administrator holds no
    post of another kind, neither a second administrator's nor one that reads plans. The same post in two units is one kind.
    """
    kinds = {role, *held}
    return len(kinds) == 1 or not kinds & ADMINISTRATORS


def is_held_on(from_on: date, to_on: date | None, day: date) -> bool:
    """True where something that lasts from one day to another, both counted, holds on the day; without a last day, ever after."""
    return from_on <= day and (to_on is None or to_on >= day)
