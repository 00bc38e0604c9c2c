from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.calendars import plain
from tracker.rules.lights import REASONS, LightPolicy, TaskFacts, light, planned_percent
from tracker.rules.statuses import Light, TaskState

TODAY = date(2025, 6, 11)
POLICY = LightPolicy()
SOON_UNTIL = plain().add(TODAY, POLICY.soon_workdays)
ON_COURSE = TaskFacts(
    state=TaskState.IN_PROGRESS, supervised=True, ongoing=False, issued_on=date(2025, 3, 3), due_on=date(2025, 9, 19),
    percent=50, missed_periods=0, acknowledged=True,
)  # fmt: skip
FACTS = st.builds(
    TaskFacts,
    state=st.sampled_from(TaskState),
    supervised=st.booleans(),
    ongoing=st.booleans(),
    issued_on=st.none() | st.dates(date(2024, 1, 1), date(2026, 1, 1)),
    due_on=st.none() | st.dates(date(2024, 1, 1), date(2026, 1, 1)),
    percent=st.integers(0, 100),
    missed_periods=st.integers(0, 12),
    acknowledged=st.booleans(),
    missed_by_own=st.none() | st.integers(0, 2),
)
COLOURS = {
    "not_supervised": Light.GREY, "not_issued": Light.GREY, "closed": Light.BLUE, "ended": Light.GREY, "suspended": Light.GREY,
    "merged": Light.GREY, "overdue": Light.RED,
    "unreported_2": Light.RED, "far_behind": Light.RED, "due_soon": Light.YELLOW, "unreported_1": Light.YELLOW,
    "behind": Light.YELLOW, "not_begun": Light.GREY, "ongoing": Light.GREY, "on_course": Light.GREEN,
}  # fmt: skip


def judge(**changes):
    return light(replace(ON_COURSE, **changes), TODAY, SOON_UNTIL, POLICY)


@pytest.mark.parametrize(
    ("changes", "reason", "numbers"),
    [
        pytest.param({}, "on_course", {}, id="on the curve"),
        pytest.param({"percent": 41}, "on_course", {}, id="nine points behind is still on course"),
        pytest.param({"percent": 40}, "behind", {"planned": 50, "percent": 40, "behind": 10}, id="ten points behind"),
        pytest.param({"percent": 20}, "behind", {"planned": 50, "percent": 20, "behind": 30}, id="thirty points behind"),
        pytest.param({"percent": 19}, "far_behind", {"planned": 50, "percent": 19, "behind": 31}, id="more than thirty"),
        pytest.param({"missed_periods": 1}, "unreported_1", {"periods": 1}, id="one period unreported"),
        pytest.param({"missed_periods": 3}, "unreported_2", {"periods": 3}, id="three periods unreported"),
        pytest.param({"missed_periods": 1, "missed_by_own": 0}, "unreported_1", {"periods": 1, "others": 1}, id="by others only"),
        pytest.param({"missed_periods": 1, "missed_by_own": 1}, "unreported_1", {"periods": 1}, id="by the own unit"),
        pytest.param({"missed_periods": 2, "missed_by_own": 1}, "unreported_2", {"periods": 2, "others": 1}, id="twice by others"),
        pytest.param({"missed_periods": 3, "missed_by_own": 2}, "unreported_2", {"periods": 3}, id="twice by the own unit too"),
        pytest.param({"missed_by_own": 0}, "on_course", {}, id="nobody owes anything"),
        pytest.param({"due_on": SOON_UNTIL, "percent": 100}, "due_soon", {"days_left": 7}, id="five working days left"),
        pytest.param({"due_on": SOON_UNTIL + timedelta(1), "percent": 100}, "on_course", {}, id="six working days left"),
        pytest.param({"due_on": TODAY, "percent": 80}, "due_soon", {"days_left": 0}, id="due today is not overdue"),
        pytest.param({"due_on": TODAY - timedelta(1), "percent": 100}, "overdue", {"days_late": 1}, id="one day over"),
        pytest.param({"acknowledged": False, "percent": 50}, "not_begun", {}, id="nobody has acknowledged"),
        pytest.param({"acknowledged": False, "percent": 0}, "far_behind", {"planned": 50, "percent": 0, "behind": 50},
                     id="not acknowledged and far behind is red"),
        pytest.param({"ongoing": True}, "ongoing", {}, id="ongoing with nothing amiss"),
        pytest.param({"ongoing": True, "due_on": date(2025, 1, 1), "percent": 0}, "ongoing", {}, id="ongoing is never overdue"),
        pytest.param({"ongoing": True, "missed_periods": 1}, "unreported_1", {"periods": 1}, id="ongoing, one report missed"),
        pytest.param({"ongoing": True, "missed_periods": 2}, "unreported_2", {"periods": 2}, id="ongoing, two reports missed"),
        pytest.param({"due_on": None, "percent": 0}, "on_course", {}, id="no due date, no curve"),
        pytest.param({"state": TaskState.CLOSED, "due_on": date(2025, 1, 1)}, "closed", {}, id="closed, however late"),
        pytest.param({"state": TaskState.ENDED, "due_on": date(2025, 1, 1)}, "ended", {}, id="ended, however late"),
        pytest.param({"state": TaskState.SUSPENDED, "due_on": date(2025, 1, 1)}, "suspended", {}, id="suspended, however late"),
        pytest.param({"state": TaskState.MERGED, "missed_periods": 3}, "merged", {}, id="another stands for it"),
        pytest.param({"extensions": 2}, "on_course", {"extensions": 2}, id="on the curve, but put off twice"),
        pytest.param({"state": TaskState.DRAFT}, "not_issued", {}, id="draft"),
        pytest.param({"state": TaskState.DRAFT, "supervised": False}, "not_issued", {}, id="draft of a plan not issued yet"),
        pytest.param({"supervised": False, "due_on": date(2025, 1, 1)}, "not_supervised", {}, id="not under supervision"),
        pytest.param({"state": TaskState.CLOSURE_REQUESTED, "due_on": date(2025, 6, 1)}, "overdue", {"days_late": 10},
                     id="closure requested but past the date"),
    ],
)  # fmt: skip
def test_the_light_and_its_reason(changes, reason, numbers):
    verdict = judge(**changes)
    assert (verdict.light, verdict.reason_code, verdict.numbers) == (COLOURS[reason], reason, numbers)


def test_every_reason_has_its_one_colour():
    assert REASONS == COLOURS


def test_a_stricter_policy_gives_its_own_light():
    verdict = light(replace(ON_COURSE, percent=45), TODAY, SOON_UNTIL, replace(POLICY, behind_yellow=5))
    assert verdict.reason_code == "behind"


@given(FACTS, st.dates(date(2024, 1, 1), date(2026, 1, 1)))
def test_every_combination_of_facts_has_one_light_that_its_reason_explains(facts, today):
    verdict = light(facts, today, plain().add(today, 5), POLICY)
    assert REASONS[verdict.reason_code] is verdict.light
    assert all(number >= 0 for number in verdict.numbers.values())


@given(FACTS, st.dates(date(2024, 1, 1), date(2026, 1, 1)))
def test_more_progress_never_worsens_the_light(facts, today):
    order = [Light.GREY, Light.BLUE, Light.GREEN, Light.YELLOW, Light.RED]
    before = light(facts, today, today, POLICY).light
    after = light(replace(facts, percent=100), today, today, POLICY).light
    assert order.index(after) <= order.index(before)


@pytest.mark.parametrize(
    ("issued_on", "due_on", "today", "expected"),
    [
        pytest.param(date(2025, 1, 1), date(2025, 4, 11), date(2025, 1, 31), 30, id="thirty of a hundred days"),
        pytest.param(date(2025, 1, 1), date(2025, 1, 4), date(2025, 1, 3), 66, id="rounded down"),
        pytest.param(date(2025, 1, 1), date(2025, 1, 4), date(2024, 12, 1), 0, id="before issue"),
        pytest.param(date(2025, 1, 1), date(2025, 1, 4), date(2025, 1, 4), 100, id="on the due date"),
        pytest.param(date(2025, 1, 1), date(2025, 1, 1), date(2025, 1, 1), 100, id="issued on its due date"),
        pytest.param(date(2025, 1, 5), date(2025, 1, 1), date(2025, 1, 5), 100, id="issued after its due date"),
        pytest.param(date(2025, 1, 1), None, date(2025, 6, 1), 0, id="no due date"),
        pytest.param(None, date(2025, 1, 4), date(2025, 6, 1), 0, id="not issued"),
    ],
)
def test_the_planned_curve(issued_on, due_on, today, expected):
    assert planned_percent(issued_on, due_on, today) == expected


@given(st.dates(), st.dates(), st.dates(max_value=date(9999, 12, 30)))
def test_the_planned_curve_never_falls_nor_leaves_its_bounds(issued_on, due_on, today):
    now, tomorrow = (planned_percent(issued_on, due_on, day) for day in (today, today + timedelta(1)))
    assert 0 <= now <= tomorrow <= 100
