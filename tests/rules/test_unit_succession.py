"""Which body answers on a day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.rules.unit_succession import OnDay, Standing, Term, on_day, would_turn_in_a_circle

END = date(2024, 12, 31)
TERMS = {
    1: Term(to_on=END, successor=2),
    2: Term(from_on=END, to_on=END + timedelta(days=30), successor=3),
    3: Term(from_on=END + timedelta(days=31)),
    4: Term(to_on=END),
    5: Term(to_on=END, successor=6),
    6: Term(to_on=END, successor=5),
}


@pytest.mark.parametrize(
    ("key", "day", "answer"),
    [
        (1, END, OnDay(1, Standing.IN_FORCE)),
        (1, END + timedelta(days=1), OnDay(2, Standing.SUCCEEDED)),
        (1, END + timedelta(days=40), OnDay(3, Standing.SUCCEEDED)),
        (1, None, OnDay(3, Standing.SUCCEEDED)),
        (3, END, OnDay(3, Standing.NOT_FOUNDED)),
        (3, None, OnDay(3, Standing.IN_FORCE)),
        (4, END + timedelta(days=1), OnDay(4, Standing.ENDED)),
        (5, None, OnDay(6, Standing.ENDED)),
        (99, None, OnDay(99, Standing.IN_FORCE)),
    ],
)
def test_who_answers_on_a_day(key: int, day: date | None, answer: OnDay[int]) -> None:
    assert on_day(key, TERMS, day) == answer


def test_a_circle_is_told_before_it_is_closed() -> None:
    assert would_turn_in_a_circle(3, 1, TERMS)
    assert would_turn_in_a_circle(4, 4, TERMS)
    assert not would_turn_in_a_circle(4, 1, TERMS)
    assert not would_turn_in_a_circle(1, 5, TERMS)  # a circle of others is none of its own


@given(
    st.dictionaries(
        st.integers(0, 8), st.builds(Term, to_on=st.none() | st.just(END), successor=st.none() | st.integers(0, 8)), max_size=9
    ),
    st.integers(0, 8),
)
def test_it_always_ends_and_the_answer_stands_unless_it_says_not(terms: dict[int, Term[int]], key: int) -> None:
    answer = on_day(key, terms, None)
    if answer.standing in (Standing.IN_FORCE, Standing.SUCCEEDED):
        assert terms.get(answer.key, Term()).to_on is None
