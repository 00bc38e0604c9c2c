"""When a plan's term is over, out of its own words; where no day can be told, none is guessed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.intake.sunsets import last_day

ISSUED = date(2024, 5, 20)


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        ("有效期至2027年12月31日", date(2027, 12, 31)),
        ("有效期到2027年底", date(2027, 12, 31)),
        ("施行有效期至2026年6月30日", date(2026, 6, 30)),
        ("本方案自印发之日起施行，执行至2025年12月31日", date(2025, 12, 31)),
        ("有效期3年", date(2027, 5, 20)),
        ("自印发之日起施行，有效期五年", date(2029, 5, 20)),
        ("本方案自2025年1月1日起施行，有效期2年", date(2027, 1, 1)),
        ("有效期为十二个月", date(2025, 5, 20)),
        ("试行一年", date(2025, 5, 20)),
        ("有效期 ５ 年", date(2029, 5, 20)),
        ("上级另出新政策时，本方案随之失效", None),
        ("有效期届满自动失效", None),
        ("有效期至上级政策调整之日", None),
        ("有效期99年", None),
        ("", None),
    ],
)
def test_the_last_day_of_the_term(clause: str, expected: date | None) -> None:
    assert last_day(clause, ISSUED) == expected


def test_a_length_without_a_day_to_run_from_names_no_day() -> None:
    assert last_day("自印发之日起施行，有效期3年", None) is None


def test_a_day_that_the_month_does_not_have_is_its_last() -> None:
    assert last_day("有效期6个月", date(2024, 8, 31)) == date(2025, 2, 28)
    assert last_day("有效期1年", date(2024, 2, 29)) == date(2025, 2, 28)


@given(st.dates(date(2000, 1, 1), date(2090, 12, 31)), st.integers(1, 50))
def test_a_term_in_years_ends_that_many_years_later(begins: date, years: int) -> None:
    ends = last_day(f"有效期{years}年", begins)
    assert ends is not None
    assert (ends.year - begins.year, ends.month) == (years, begins.month)
