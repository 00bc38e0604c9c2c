from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.calendars import OFFICIAL, plain
from tracker.rules.ladders import LADDERS, OFFICE_LADDERS, checked
from tracker.rules.refusals import RuleViolation
from tracker.rules.reminders import Audience, Ladder, Rung, Step, current_rung, day_of, next_rung

UNIT = (Audience.LIAISON,)
HEAD = (Audience.LIAISON, Audience.UNIT_HEAD)
ALL = (Audience.LIAISON, Audience.UNIT_HEAD, Audience.LEADER, Audience.OFFICE)
DUE = date(2025, 6, 30)  # a Monday, no holiday within a month but the Dragon Boat Festival on 2 June
BASIS = st.dates(date(2020, 6, 1), date(2026, 6, 30))


def walk(ladder, basis, before=45, after=60, calendar=OFFICIAL):
    """The steps met by a sweep on each day around the basis day."""
    days = (basis + timedelta(days=n) for n in range(-before, after))
    return [current_rung(LADDERS[ladder], basis, day, calendar) for day in days]


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        pytest.param(date(2025, 5, 30), None, id="too early"),
        pytest.param(date(2025, 6, 3), Step("due-30d", date(2025, 6, 3), UNIT), id="thirty days, off a weekend and a holiday"),
        pytest.param(date(2025, 6, 16), Step("due-10w", date(2025, 6, 16), UNIT), id="ten working days"),
        pytest.param(date(2025, 6, 22), Step("due-10w", date(2025, 6, 16), UNIT), id="between two rungs"),
        pytest.param(date(2025, 6, 23), Step("due-5w", date(2025, 6, 23), UNIT), id="five working days"),
        pytest.param(date(2025, 6, 27), Step("due-1w", date(2025, 6, 27), HEAD), id="the head from one working day before"),
        pytest.param(date(2025, 6, 30), Step("due+0w", date(2025, 6, 30), HEAD), id="on the day"),
        pytest.param(date(2025, 7, 1), Step("due+1w", date(2025, 7, 1), HEAD), id="one working day late"),
        pytest.param(date(2025, 7, 3), Step("due+3w", date(2025, 7, 3), ALL), id="the office from three working days late"),
        pytest.param(date(2025, 7, 7), Step("due+5w", date(2025, 7, 7), ALL), id="five working days late"),
        pytest.param(date(2025, 7, 11), Step("due+5w", date(2025, 7, 7), ALL), id="nothing new until the next fifth day"),
        pytest.param(date(2025, 7, 14), Step("due+10w", date(2025, 7, 14), ALL), id="ten working days late"),
        pytest.param(date(2025, 7, 30), Step("due+20w", date(2025, 7, 28), ALL), id="missed nights are not replayed"),
    ],
)  # fmt: skip
def test_the_ladder_of_a_due_date(today, expected):
    assert current_rung(LADDERS[Ladder.DUE], DUE, today, OFFICIAL) == expected


@pytest.mark.parametrize(
    ("ladder", "expected"),
    [
        (
            Ladder.DUE,
            "due-30d due-10w due-5w due-1w due+0w due+1w due+3w due+5w due+10w due+15w",
        ),
        (Ladder.ACKNOWLEDGE, "acknowledge+0w acknowledge+5w acknowledge+10w acknowledge+15w"),
        (
            Ladder.PERIOD,
            "period-5w period-1w period+0w period+1w period+3w period+5w period+10w period+15w",
        ),
        (
            Ladder.OBLIGATION,
            "obligation-30d obligation-10w obligation-5w obligation-1w obligation+0w obligation+1w obligation+5w "
            "obligation+10w obligation+15w",
        ),
        (Ladder.ITEM, "item-3w item-1w item+0w item+1w item+3w item+6w item+9w item+12w item+15w item+18w"),
        (
            Ladder.INSTRUCTION,
            "instruction-1w instruction+0w instruction+1w instruction+3w instruction+5w instruction+7w instruction+9w"
            " instruction+11w instruction+13w instruction+15w instruction+17w instruction+19w",
        ),
        (Ladder.RETURNED, "returned+2w returned+4w returned+7w returned+12w returned+17w"),
        (Ladder.REVIEW, "review+3w review+5w review+10w review+15w"),
        (Ladder.EXTENSION, "extension+2w extension+4w extension+7w extension+10w extension+13w extension+16w extension+19w"),
        (Ladder.RECHECK, "recheck-5w recheck+0w recheck+5w recheck+10w recheck+15w"),
        (Ladder.ORDER, "order-1w order+0w order+1w order+3w order+6w order+9w order+12w order+15w order+18w"),
    ],
    ids=lambda value: value.value if isinstance(value, Ladder) else "",
)
def test_the_rungs_in_order(ladder, expected):
    met = [step.rung for step in walk(ladder, DUE, after=28) if step]
    assert list(dict.fromkeys(met)) == expected.split()


def test_a_due_date_on_a_day_off_keeps_its_last_two_warnings_apart():
    saturday = date(2025, 6, 14)
    steps = {step.rung: step.day for step in walk(Ladder.DUE, saturday) if step}
    assert steps["due-1w"] == date(2025, 6, 12)
    assert steps["due+0w"] == date(2025, 6, 13)
    assert steps["due+1w"] == date(2025, 6, 16)


def test_a_natural_day_off_moves_to_the_next_working_day_but_not_past_the_basis_day():
    due = date(2025, 7, 31)
    month_off = plain(*(date(2025, 7, day) for day in range(1, 32)))
    assert current_rung(LADDERS[Ladder.DUE], due, date(2025, 7, 1), month_off).day <= date(2025, 6, 30)


@given(st.sampled_from(Ladder), BASIS)
def test_steps_only_go_forward_and_each_name_falls_on_one_working_day(ladder, basis):
    steps = [step for step in walk(ladder, basis) if step]
    days = [step.day for step in steps]
    assert days == sorted(days)
    assert all(OFFICIAL.is_workday(day) for day in days)
    distinct = list(dict.fromkeys(steps))
    assert len({step.rung for step in distinct}) == len(distinct)


@given(st.sampled_from(Ladder), BASIS)
def test_a_new_step_begins_on_its_own_day(ladder, basis):
    steps = walk(ladder, basis)
    days = (basis + timedelta(days=n) for n in range(-45, 60))
    begins = [(step, day) for step, day, earlier in zip(steps, days, [None, *steps], strict=False) if step != earlier]
    assert all(step.day == day for step, day in begins)


@given(st.sampled_from(Ladder), BASIS)
def test_once_told_an_audience_keeps_being_told(ladder, basis):
    sizes = [len(step.audiences) for step in walk(ladder, basis) if step]
    assert sizes == sorted(sizes)


@pytest.mark.parametrize("ladder", Ladder)
def test_only_the_last_rung_repeats_so_that_nothing_is_forgotten(ladder):
    *others, last = LADDERS[ladder]
    assert [rung for rung in others if rung.every] == []
    assert last.every
    assert Audience.OFFICE in last.audiences


@given(st.sampled_from(Ladder), BASIS, st.integers(-45, 90))
def test_the_next_step_is_the_one_met_next(ladder, basis, days):
    today = basis + timedelta(days=days)
    coming = next_rung(LADDERS[ladder], basis, today, OFFICIAL)
    assert coming.day > today
    assert current_rung(LADDERS[ladder], basis, coming.day, OFFICIAL) == coming
    before = current_rung(LADDERS[ladder], basis, coming.day - timedelta(days=1), OFFICIAL)
    assert before == current_rung(LADDERS[ladder], basis, today, OFFICIAL)


@pytest.mark.parametrize("ladder", Ladder)
def test_the_default_ladders_keep_their_own_bounds(ladder):
    assert checked(LADDERS[ladder]) == LADDERS[ladder]


@pytest.mark.parametrize("ladder", sorted(OFFICE_LADDERS))  # a set has another order in each process
def test_nobody_outside_the_office_hears_what_waits_for_it(ladder):
    heard = {audience for rung in LADDERS[ladder] for audience in rung.audiences}
    assert heard <= {Audience.CLERK, Audience.OFFICE}


def test_a_text_message_is_asked_for_by_urgent_rungs_only():
    rungs = [rung for ladder in LADDERS.values() for rung in ladder]
    assert {rung.name for rung in rungs if "sms" in rung.via} == {rung.name for rung in rungs if rung.is_urgent}
    assert {rung.name for rung in rungs if rung.is_urgent} == {
        "order+0w", "order+1w", "item+0w", "item+1w", "instruction+0w", "instruction+1w",
    }  # fmt: skip


def due(offset, day_kind="working", audiences=UNIT, **over):
    return Rung(Ladder.DUE, offset, day_kind, audiences, **over)


@pytest.mark.parametrize(
    ("rungs", "code"),
    [
        pytest.param([], "ladder_empty", id="none"),
        pytest.param([due(n) for n in range(21)], "ladder_too_long", id="too many"),
        pytest.param([due(-1), due(-1)], "ladder_twice", id="two on one day"),
        pytest.param([due(1, every=5), due(3)], "ladder_repeats_early", id="one behind the repeating one"),
        pytest.param([due(366)], "rung_too_far", id="too far"),
        pytest.param([due(1, "natural", every=5)], "rung_every", id="repeats in natural days"),
        pytest.param([due(1, every=0)], "rung_every", id="repeats at once"),
        pytest.param([due(1, audiences=())], "rung_audience", id="to nobody"),
        pytest.param([Rung(Ladder.REVIEW, 1, "working", UNIT)], "rung_audience", id="a unit of the office's own"),
        pytest.param([due(1, via=("mail", "sms"))], "rung_via", id="a text message that does not press"),
        pytest.param([due(1, note="请" * 101)], "rung_note", id="too long a sentence"),
    ],
)
def test_what_a_plan_s_own_ladder_may_not_be(rungs, code):
    with pytest.raises(RuleViolation) as refused:
        checked(rungs)
    assert refused.value.code == code


def test_a_plan_s_own_rungs_are_put_in_order_of_time():
    assert [rung.name for rung in checked([due(0), due(-30, "natural"), due(-10), due(3)])] == [
        "due-30d",
        "due-10w",
        "due+0w",
        "due+3w",
    ]


def test_a_rung_in_natural_days_falls_on_a_working_day():
    assert day_of(due(-30, "natural"), DUE, OFFICIAL) == date(2025, 6, 3)
