"""Which posts one person may hold beside each other."""

from datetime import date

import pytest

from tracker.rules.posts import ADMINISTRATORS, is_held_on, may_stand_beside
from tracker.rules.statuses import Role


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("held", Role)
def test_an_administrator_holds_no_post_of_another_kind(role: Role, held: Role) -> None:
    apart = role is not held and bool({role, held} & ADMINISTRATORS)
    assert may_stand_beside(role, [held]) is not apart


@pytest.mark.parametrize("role", Role)
def test_a_first_post_stands_beside_nothing(role: Role) -> None:
    assert may_stand_beside(role, [])


def test_first_and_last_day_are_counted() -> None:
    first, last = date(2025, 3, 1), date(2025, 3, 31)
    days = [date(2025, 2, 28), first, last, date(2025, 4, 1)]
    assert [is_held_on(first, last, on) for on in days] == [False, True, True, False]
    assert is_held_on(first, None, date(2099, 1, 1))
