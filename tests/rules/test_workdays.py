from datetime import date, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.calendars import DAYS, FOLDER, OFFICIAL, RECORDS, WORKDAYS, YEARS
from tracker.rules.refusals import RuleViolation
from tracker.rules.workdays import calendar_from, day_changes, missing_year, stretches, year_notice

STEPS = st.integers(-60, 60)


def record(year=2027, official=True, holidays=(), makeup_days=()):
    """The content of a year's file."""
    return {
        "year": year, "document": "国办发明电〔2026〕9号", "official": official,
        "holidays": [date(year, 10, 1), *holidays], "makeup_days": list(makeup_days),
    }  # fmt: skip


@pytest.mark.parametrize("year", YEARS)
def test_every_day_of_the_year_is_as_chinesecalendar_has_it(year):
    first = date(year, 1, 1)
    days = [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]
    assert [day for day in days if OFFICIAL.is_workday(day) != chinese_calendar.is_workday(day)] == []


@pytest.mark.parametrize("year", YEARS)
def test_each_file_names_its_year_and_its_notice(year):
    content = RECORDS[year]
    assert content["year"] == year
    assert content["official"] is True
    assert f"〔{year - 1}〕" in content["document"]
    assert content["holidays"] == sorted(set(content["holidays"]))
    assert content["makeup_days"] == sorted(set(content["makeup_days"]))


def test_no_year_is_seeded_for_which_no_notice_was_published():
    assert sorted(int(path.stem) for path in FOLDER.glob("*.yaml")) == list(YEARS)


@pytest.mark.parametrize(
    ("day", "n", "expected"),
    [
        pytest.param(date(2025, 9, 30), 1, date(2025, 10, 9), id="over the National Day week of eight days"),
        pytest.param(date(2025, 9, 26), 1, date(2025, 9, 28), id="a worked Sunday counts"),
        pytest.param(date(2025, 10, 9), -1, date(2025, 9, 30), id="back over the holiday"),
        pytest.param(date(2026, 2, 13), 2, date(2026, 2, 24), id="worked Saturday, then the Spring Festival"),
        pytest.param(date(2025, 12, 31), 5, date(2026, 1, 8), id="into a year with its own notice"),
        pytest.param(date(2025, 10, 1), 0, date(2025, 10, 1), id="nought days is the day itself, worked or not"),
        pytest.param(date(2025, 5, 31), 3, date(2025, 6, 5), id="an event on a Saturday"),
    ],
)
def test_adding_working_days(day, n, expected):
    assert OFFICIAL.add(day, n) == expected


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        pytest.param(date(2025, 3, 3), date(2025, 3, 7), 4, id="the first day is not counted, the last is"),
        pytest.param(date(2025, 3, 7), date(2025, 3, 3), -4, id="backwards is negative"),
        pytest.param(date(2025, 3, 8), date(2025, 3, 9), 0, id="a weekend"),
        pytest.param(date(2025, 9, 30), date(2025, 10, 8), 0, id="the National Day week"),
    ],
)
def test_counting_working_days(start, end, expected):
    assert OFFICIAL.count(start, end) == expected


@given(WORKDAYS, STEPS)
def test_counting_undoes_adding(day, n):
    assert OFFICIAL.count(day, OFFICIAL.add(day, n)) == n


@given(WORKDAYS, STEPS)
def test_going_there_and_back_ends_where_it_began(day, n):
    assert OFFICIAL.add(OFFICIAL.add(day, n), -n) == day


@given(DAYS, DAYS, DAYS)
def test_counts_of_two_stretches_add_up(start, middle, end):
    assert OFFICIAL.count(start, middle) + OFFICIAL.count(middle, end) == OFFICIAL.count(start, end)


@given(DAYS)
def test_the_nearest_working_days_enclose_a_day_off(day):
    before, after = OFFICIAL.last_on_or_before(day), OFFICIAL.first_on_or_after(day)
    assert before <= day <= after
    assert OFFICIAL.is_workday(before)
    assert OFFICIAL.is_workday(after)
    assert OFFICIAL.count(before, after) == (0 if OFFICIAL.is_workday(day) else 1)


@pytest.mark.parametrize(
    ("day", "provisional"),
    [(date(2026, 12, 31), False), (date(2027, 1, 4), True)],
    ids=["2026 has its notice", "2027 has none yet"],
)
def test_a_year_without_notice_is_provisional(day, provisional):
    assert OFFICIAL.is_provisional(day) is provisional


def test_an_estimated_year_gives_holidays_and_stays_provisional():
    estimated = calendar_from(map(year_notice, [*RECORDS.values(), record(official=False, holidays=[date(2027, 1, 1)])]))
    assert not estimated.is_workday(date(2027, 1, 1))
    assert estimated.is_provisional(date(2027, 1, 1))
    assert not estimated.is_provisional(date(2026, 1, 1))


@pytest.mark.parametrize(
    ("content", "code", "day"),
    [
        pytest.param(
            record(holidays=[date(2026, 1, 1)]), "calendar_day_outside_year", date(2026, 1, 1), id="a day of another year"
        ),
        pytest.param(
            record(holidays=[date(2027, 1, 2)], makeup_days=[date(2027, 1, 2)]), "calendar_day_twice", date(2027, 1, 2),
            id="both off and worked",
        ),
        pytest.param(
            record(makeup_days=[date(2027, 1, 4)]), "calendar_makeup_on_weekday", date(2027, 1, 4), id="a Monday made up for"
        ),
    ],
)  # fmt: skip
def test_a_record_that_contradicts_itself_is_refused(content, code, day):
    with pytest.raises(RuleViolation) as refusal:
        year_notice(content)
    assert refusal.value.code == code
    assert refusal.value.facts == {"year": 2027, "day": day}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param({"year": 2027, "holiday": [], "makeup_days": []}, "calendar_key", id="a name misspelt"),
        pytest.param({**record(), "note": "…"}, "calendar_key", id="a name unknown"),
        pytest.param({**record(), "year": "2027年"}, "calendar_year_bad", id="a year in words"),
        pytest.param({**record(), "document": " "}, "calendar_document_missing", id="official without its number"),
        pytest.param({**record(), "holidays": ["1月1日"]}, "calendar_not_a_day", id="a day in words"),
        pytest.param({**record(), "holidays": [[date(2027, 1, 1)]]}, "calendar_not_a_day", id="a list in the list"),
        pytest.param({**record(), "holidays": None}, "calendar_no_holidays", id="no day off"),
    ],
)
def test_a_file_that_cannot_be_a_year_is_refused(content, code):
    with pytest.raises(RuleViolation) as refusal:
        year_notice(content)
    assert refusal.value.code == code


def test_days_off_stand_in_order_and_at_weekends_change_nothing():
    notice = year_notice(record(holidays=[date(2027, 5, 4), date(2027, 5, 1), date(2027, 5, 3)]))
    assert notice.holidays == (date(2027, 5, 1), date(2027, 5, 3), date(2027, 5, 4), date(2027, 10, 1))
    assert year_notice(notice.to_content()) == notice
    plain = year_notice(record(holidays=[date(2027, 5, 3), date(2027, 5, 4)]))
    assert day_changes(plain, notice) == []


def said(notice):
    return [(item.first.isoformat(), item.days) for item in stretches(notice) if item.is_off]


def test_a_festival_has_the_days_that_the_notice_gives_it():
    """春节 from Saturday 6 to Friday 12 February, 7 days; the plain weekend after it is not of it, nor is the Sunday worked."""
    festival = [date(2027, 2, n) for n in range(6, 13)]
    notice = year_notice(record(holidays=festival, makeup_days=[date(2027, 1, 31)]))
    assert said(notice) == [("2027-02-06", 7), ("2027-10-01", 1)]
    assert [item.first for item in stretches(notice) if not item.is_off] == [date(2027, 1, 31)]
    weekdays_only = year_notice(record(holidays=[day for day in festival if day.weekday() < 5]))
    assert said(weekdays_only)[0] == ("2027-02-06", 9)


def test_a_rest_that_begins_in_the_year_before_is_counted_whole():
    notice = year_notice({**record(), "year": 2023, "holidays": [date(2023, 1, 1), date(2023, 1, 2)]})
    assert said(notice) == [("2022-12-31", 3)]


def test_two_notices_of_a_year_are_compared_day_by_day():
    before = year_notice(record(holidays=[date(2027, 2, 8)], makeup_days=[date(2027, 1, 31)]))
    after = year_notice(record(holidays=[date(2027, 2, 9)], makeup_days=[date(2027, 2, 20)]))
    assert [(change.day.isoformat(), change.is_off) for change in day_changes(before, after)] == [
        ("2027-01-31", True), ("2027-02-08", False), ("2027-02-09", True), ("2027-02-20", False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("today", "missing"),
    [
        pytest.param(date(2026, 10, 31), None, id="in October nobody has next year's yet"),
        pytest.param(date(2026, 11, 1), 2027, id="from November on it is asked for"),
        pytest.param(date(2027, 3, 1), 2027, id="the current year is missing all year"),
        pytest.param(date(2025, 12, 31), None, id="both years are known"),
    ],
)
def test_the_year_whose_notice_is_missing(today, missing):
    assert missing_year(today, OFFICIAL) == missing
