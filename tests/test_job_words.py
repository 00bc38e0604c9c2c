from datetime import date

import pytest

from tracker.job_words import made_up_words, minutes_words


@pytest.mark.parametrize(
    ("number", "first", "last", "words"),
    [
        (1, date(2025, 11, 18), date(2025, 11, 18), "补做 1 天（11月18日）"),
        (3, date(2025, 11, 18), date(2025, 11, 20), "补做 3 天（11月18日至20日）"),
        (5, date(2025, 11, 28), date(2025, 12, 2), "补做 5 天（11月28日至12月2日）"),
        (9, date(2025, 12, 28), date(2026, 1, 5), "补做 9 天（2025年12月28日至2026年1月5日）"),
    ],
)
def test_days_made_up_in_words(number: int, first: date, last: date, words: str) -> None:
    assert made_up_words(number, first, last) == words


@pytest.mark.parametrize(("seconds", "words"), [(-3600, ""), (0.2, "不到 1 秒"), (12.7, "12 秒"), (185, "3 分 5 秒")])
def test_how_long_a_run_took(seconds: float, words: str) -> None:
    assert minutes_words(seconds) == words
