"""Whose post may be handed to whom, for which days, and that it goes no further."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.rules.delegations import (
    LONGEST_DAYS,
    DelegationState,
    Standing,
    Wanted,
    check_delegation,
    colleagues,
    state_on,
)
from tracker.rules.refusals import RuleViolation
from tracker.rules.statuses import OFFICE_ROLES, UNIT_ROLES, Role

TODAY = date(2025, 3, 10)
HEAD, LIAISON, THIRD = 1, 2, 3
WANTED = Wanted(
    post_id=10, role=Role.UNIT_HEAD, holder_id=HEAD, deputy_id=LIAISON, deputy_roles=frozenset({Role.LIAISON}), from_on=TODAY,
    to_on=TODAY + timedelta(days=9), post_from_on=date(2025, 1, 1), post_to_on=None,
)  # fmt: skip


def refusal(wanted: Wanted, *standing: Standing) -> str | None:
    try:
        check_delegation(wanted, standing, TODAY)
    except RuleViolation as refused:
        return refused.code
    return None


def days(first: int, last: int) -> dict[str, date]:
    return {"from_on": TODAY + timedelta(days=first), "to_on": TODAY + timedelta(days=last)}


def test_a_colleague_of_the_unit_may_stand_in_from_today_on() -> None:
    assert refusal(WANTED) is None


@pytest.mark.parametrize("role", Role)
def test_posts_of_units_and_of_the_office_alone_are_handed_on_within_their_kind(role: Role) -> None:
    expected = UNIT_ROLES if role in UNIT_ROLES else OFFICE_ROLES if role in OFFICE_ROLES else frozenset()
    assert colleagues(role) == expected
    allowed = {other for other in Role if refusal(replace(WANTED, role=role, deputy_roles=frozenset({other}))) is None}
    assert allowed == expected


@pytest.mark.parametrize(
    ("over", "code"),
    [
        pytest.param({"deputy_id": HEAD}, "delegation_to_self", id="to oneself"),
        pytest.param({"deputy_roles": frozenset()}, "delegation_of_others", id="to somebody of another unit"),
        pytest.param(days(-1, 3), "delegation_days", id="from yesterday"),
        pytest.param(days(3, 2), "delegation_days", id="backwards"),
        pytest.param(days(0, LONGEST_DAYS), "delegation_days", id="for too long"),
        pytest.param({"post_to_on": TODAY + timedelta(days=8)}, "delegation_beyond_post", id="beyond the post"),
        pytest.param({"post_from_on": TODAY + timedelta(days=1)}, "delegation_beyond_post", id="before the post"),
    ],
)
def test_what_may_not_be_handed_on(over: dict[str, object], code: str) -> None:
    assert refusal(replace(WANTED, **over)) == code  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("other", "code"),
    [
        pytest.param((10, HEAD, THIRD), "delegation_overlaps", id="the post has a deputy already"),
        pytest.param((11, LIAISON, THIRD), "delegation_chain", id="the deputy is away"),
        pytest.param((12, THIRD, HEAD), "delegation_chain", id="the absent one stands in for somebody"),
        pytest.param((12, THIRD, LIAISON), "delegation_second", id="the deputy stands in for another"),
    ],
)
def test_beside_each_other_on_one_day_but_not_one_after_the_other(other: tuple[int, int, int], code: str) -> None:
    for first, last, expected in ((9, 20, code), (-5, 0, code), (2, 3, code), (10, 20, None), (-5, -1, None)):
        assert refusal(WANTED, Standing(*other, **days(first, last))) == expected, (first, last)


people = st.integers(1, 4)
terms = st.tuples(st.integers(0, 12), st.integers(0, 6))


@given(st.lists(st.tuples(people, people, terms), max_size=12))
def test_on_no_day_has_a_post_two_deputies_a_person_two_posts_or_a_deputy_a_deputy(
    asked: list[tuple[int, int, tuple[int, int]]],
) -> None:
    entered: list[Standing] = []
    for holder, deputy, (first, length) in asked:
        wanted = replace(WANTED, post_id=holder, holder_id=holder, deputy_id=deputy, **days(first, first + length))
        if refusal(wanted, *entered) is None:
            entered.append(Standing(holder, holder, deputy, wanted.from_on, wanted.to_on))
    for offset in range(20):
        on = TODAY + timedelta(days=offset)
        running = [item for item in entered if item.from_on <= on <= item.to_on]
        away, acting = [item.holder_id for item in running], [item.deputy_id for item in running]
        assert len(set(away)) == len(away)
        assert len(set(acting)) == len(acting)
        assert not set(away) & set(acting)


def test_how_it_stands_is_told_by_the_day() -> None:
    first, last = TODAY, TODAY + timedelta(days=5)
    told = [state_on(first, last, False, TODAY + timedelta(days=n)) for n in (-1, 0, 5, 6)]
    assert told == [DelegationState.COMING, DelegationState.RUNNING, DelegationState.RUNNING, DelegationState.OVER]
    assert state_on(first, TODAY - timedelta(days=1), True, TODAY) is DelegationState.ENDED
