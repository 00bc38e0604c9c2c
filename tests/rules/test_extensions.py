"""How far a due date may be put off, until when that may be asked for, and who decides."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.rules.extensions import ExtensionPolicy, check_new_date, is_for_director, is_in_time
from tracker.rules.refusals import RuleViolation

DUE = date(2025, 6, 30)
DAYS = st.integers(-400, 400).map(lambda n: DUE + timedelta(days=n))
POLICIES = st.builds(ExtensionPolicy, clerk_times=st.integers(0, 3), clerk_days=st.integers(1, 60))


@given(DAYS)
def test_more_time_is_asked_for_up_to_the_due_date_and_not_after(today):
    assert is_in_time(DUE, today) is (today <= DUE)


def test_where_no_due_date_is_set_there_is_nothing_to_put_off():
    assert not is_in_time(None, DUE)
    with pytest.raises(RuleViolation, check=lambda refusal: refusal.code == "extension_without_due"):
        check_new_date(None, DUE)


@given(DAYS)
def test_the_new_date_lies_behind_the_old_one(new):
    if new > DUE:
        check_new_date(DUE, new)
    else:
        with pytest.raises(RuleViolation, check=lambda refusal: refusal.code == "extension_not_later"):
            check_new_date(DUE, new)


@pytest.mark.parametrize(
    ("before", "days", "for_director"),
    [
        pytest.param(0, 30, False, id="the first, as far as the clerk may go"),
        pytest.param(0, 31, True, id="the first, a day too long"),
        pytest.param(1, 1, True, id="the second, however short"),
    ],
)
def test_the_second_and_the_long_go_one_level_up(before, days, for_director):
    assert is_for_director(before, DUE, DUE + timedelta(days=days), ExtensionPolicy()) is for_director


@given(st.integers(0, 5), st.integers(1, 100), st.integers(1, 100), POLICIES)
def test_what_goes_up_still_does_when_it_is_longer_or_asked_for_once_more(before, days, more, policy):
    if is_for_director(before, DUE, DUE + timedelta(days=days), policy):
        assert is_for_director(before, DUE, DUE + timedelta(days=days + more), policy)
        assert is_for_director(before + 1, DUE, DUE + timedelta(days=days), policy)
