import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.rules.progress import Share, task_percent
from tracker.rules.statuses import AssignmentRole, AssignmentState

SHARES = st.lists(
    st.builds(
        Share, role=st.sampled_from(AssignmentRole), percent=st.integers(0, 100), state=st.sampled_from(AssignmentState)
    )
)  # fmt: skip


def lead(percent, state=AssignmentState.REPORTING):
    return Share(AssignmentRole.LEAD, percent, state)


def responsible(percent, state=AssignmentState.REPORTING):
    return Share(AssignmentRole.RESPONSIBLE, percent, state)


def supporting(percent):
    return Share(AssignmentRole.SUPPORTING, percent, AssignmentState.REPORTING)


@pytest.mark.parametrize(
    ("shares", "expected"),
    [
        pytest.param([], 0, id="no units"),
        pytest.param([lead(40), responsible(90)], 40, id="the lead alone counts"),
        pytest.param([lead(40), lead(45)], 42, id="two leads, averaged and rounded down"),
        pytest.param([responsible(30), responsible(60)], 45, id="no lead: all responsible units"),
        pytest.param([supporting(100)], 0, id="supporting units never count"),
        pytest.param([lead(0), supporting(100)], 0, id="supporting units do not help the lead"),
        pytest.param([lead(70, AssignmentState.DONE)], 100, id="accepted as done counts in full"),
        pytest.param([responsible(0, AssignmentState.OBJECTED), responsible(50)], 25, id="an objection is not progress"),
    ],
)
def test_how_far_a_task_has_come(shares, expected):
    assert task_percent(shares) == expected


@given(SHARES)
def test_a_task_lies_between_nought_and_a_hundred_whatever_the_order(shares):
    assert 0 <= task_percent(shares) == task_percent(reversed(shares)) <= 100
