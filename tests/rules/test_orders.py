from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.rules.orders import LEVELS, OrderPolicy, PastOrder, is_ignored, is_right_kind, owed_by, propose
from tracker.rules.statuses import Light, OrderKind, OrderLevel, OrderState

TODAY = date(2025, 3, 10)
PAST, COMING = date(2025, 3, 7), date(2025, 3, 10)
POLICY = OrderPolicy()
BLUE, YELLOW, RED = LEVELS


def order(level=BLUE, state=OrderState.RECEIVED, due=PAST, items=None, number=1):
    return PastOrder(number, level, state, due, items)


ORDERS = st.builds(
    PastOrder, st.integers(1, 50), st.sampled_from(OrderLevel), st.sampled_from(OrderState),
    st.dates(date(2025, 1, 1), date(2025, 6, 1)), st.none() | st.dates(date(2025, 1, 1), date(2025, 6, 1)),
)  # fmt: skip


@pytest.mark.parametrize(
    ("history", "light", "late", "level", "reason"),
    [
        pytest.param([], Light.GREEN, 0, BLUE, "not_behind", id="a task on course"),
        pytest.param([], Light.YELLOW, 0, BLUE, "behind", id="slow"),
        pytest.param([], Light.RED, 14, BLUE, "behind", id="late, not yet gravely"),
        pytest.param([], Light.RED, 15, YELLOW, "grave", id="late for fifteen days"),
        pytest.param([order(BLUE)], Light.RED, 0, YELLOW, "ignored", id="blue ignored"),
        pytest.param([order(YELLOW)], Light.RED, 99, RED, "ignored", id="yellow ignored"),
        pytest.param([order(RED)], Light.RED, 99, RED, "ignored", id="red ignored: no further"),
        pytest.param([order(BLUE), order(YELLOW)], Light.RED, 0, RED, "ignored", id="the strictest counts"),
        pytest.param([order(BLUE, due=COMING)], Light.RED, 0, BLUE, "behind", id="the last day is still in time"),
        pytest.param([order(BLUE, OrderState.REPLIED)], Light.RED, 0, BLUE, "behind", id="answered, if late"),
        pytest.param([order(BLUE, OrderState.UNIT_REVIEW)], Light.RED, 0, YELLOW, "ignored", id="stuck within the unit"),
        pytest.param([order(BLUE, OrderState.ACCEPTED, items=PAST)], Light.RED, 0, YELLOW, "ignored", id="not put right"),
        pytest.param([order(BLUE, OrderState.ACCEPTED)], Light.RED, 0, BLUE, "behind", id="all put right"),
        pytest.param([order(RED, OrderState.CLOSED)], Light.RED, 0, BLUE, "behind", id="closed: it begins anew"),
    ],
)
def test_the_level_follows_from_what_was_ignored_and_from_the_light(history, light, late, level, reason):
    proposal = propose(history, light, late, TODAY, POLICY)
    assert (proposal.level, proposal.reason_code) == (level, reason)


@given(st.lists(ORDERS, max_size=5), st.sampled_from(Light), st.integers(-400, 400), st.dates(date(2025, 1, 1), date(2025, 6, 1)))
def test_a_proposal_names_exactly_what_was_ignored_and_is_stricter_than_that(history, light, late, today):
    proposal = propose(history, light, late, today, POLICY)
    ignored = [past for past in history if is_ignored(past, today)]
    assert sorted(proposal.ignored) == sorted(past.id for past in ignored)
    for past in ignored:
        assert LEVELS.index(proposal.level) > LEVELS.index(past.level) or proposal.level is RED


@given(ORDERS, st.dates(date(2025, 1, 1), date(2025, 6, 1)))
def test_what_is_ignored_today_is_ignored_tomorrow(past, today):
    assert not is_ignored(past, today) or is_ignored(past, today + timedelta(days=1))


@given(ORDERS)
def test_nothing_is_owed_by_an_answer_on_the_office_s_table_or_a_closed_order(past):
    if past.state in (OrderState.REPLIED, OrderState.CLOSED):
        assert owed_by(past) is None


def test_the_stricter_the_level_the_shorter_the_limit():
    limits = [POLICY.limits[level] for level in LEVELS]
    assert limits == sorted(limits, reverse=True)
    assert all(limit > 0 for limit in limits)


def test_an_urging_notice_is_blue_only():
    assert [is_right_kind(OrderKind.URGE, level) for level in LEVELS] == [True, False, False]
    assert all(is_right_kind(OrderKind.SUPERVISION, level) for level in LEVELS)
