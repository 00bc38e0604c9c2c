"""The timeline of a plan: what stands where, what a phone lists, who sees what, what it costs."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from tests.factories import Factory, parsed_measure
from tests.services.test_occurrences import owed
from tests.web.conftest import Browser, words
from tests.web.test_grid import two_sections
from tracker.models import Task
from tracker.web.timeline_axis import MOST_MONTHS, axis_for

ClientAs = Callable[[str], Browser]


@pytest.mark.parametrize(
    ("day", "place"),
    [
        pytest.param(date(2025, 1, 1), 0.0, id="where it begins"),
        pytest.param(date(2025, 7, 1), 50.0, id="half of twelve months"),
        pytest.param(date(2025, 2, 15), 12.5, id="the middle of February"),
        pytest.param(date(2024, 5, 1), 0.0, id="before it begins"),
        pytest.param(date(2027, 5, 1), 100.0, id="after it ends"),
    ],
)
def test_a_day_has_its_place_among_months_of_equal_width(day: date, place: float) -> None:
    assert axis_for(date(2025, 1, 15), date(2025, 12, 31), date(2025, 3, 10)).x(day) == place


def test_today_is_always_in_the_picture_and_a_long_plan_is_cut_about_it() -> None:
    assert axis_for(date(2025, 1, 15), date(2025, 2, 1), date(2025, 6, 1)).months == 6
    long = axis_for(date(2020, 1, 1), date(2035, 12, 31), date(2026, 11, 22))
    assert long.months == MOST_MONTHS
    assert 0 < long.x(date(2026, 11, 22)) < 100
    assert len(long.labels()) <= 12


def test_tasks_are_listed_by_the_month_in_which_they_are_due(factory: Factory, client_as: ClientAs) -> None:
    plan_id = factory.plan(
        parsed_measure(title="晚的", due="2025-12-31"), parsed_measure(title="早的", due="2025-04-30"),
        parsed_measure(title="长期的", due=None, ongoing=True),
    )  # fmt: skip
    table = words(client_as("clerk").get(f"/plans/{plan_id}/timeline")).partition("按月列出")[2]
    order = ["2025年4月", "早的", "2025年12月", "晚的", "没有时限", "长期的"]
    assert re.findall("|".join(order), table) == order


def test_a_task_that_was_put_off_shows_both_days(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.task(due="2025-06-30")
    with factory.database.transaction() as session:
        session.get_one(Task, task_id).due_on = date(2025, 9, 30)
    page = client_as("clerk").get(f"/plans/{factory.plan_of(task_id)}/timeline")
    assert "2025-09-30 原定 2025-06-30" in words(page)
    assert 'class="tl-more"' in page.get_data(as_text=True)


def test_late_and_closed_tasks_are_marked(factory: Factory, client_as: ClientAs) -> None:
    late, closed = factory.task(due="2025-03-01"), factory.closed()
    browser = client_as("clerk")
    assert 'class="tl-late"' in browser.get(f"/plans/{factory.plan_of(late)}/timeline").get_data(as_text=True)
    assert "销号 2025-03-10" in words(browser.get(f"/plans/{factory.plan_of(closed)}/timeline"))


def test_cut_offs_and_recurring_reports_stand_over_the_tasks(factory: Factory, client_as: ClientAs) -> None:
    plan_id = next(iter(owed(factory).values())).plan_id
    seen = words(client_as("clerk").get(f"/plans/{plan_id}/timeline"))
    assert "2025年3月填报截止，2025-03-25" in seen


def test_a_section_can_be_shown_alone(factory: Factory, client_as: ClientAs) -> None:
    plan_id = two_sections(factory)
    browser = client_as("clerk")
    page = browser.get(f"/plans/{plan_id}/timeline").get_data(as_text=True)
    section = re.findall(r'<option value="(\d+)">二、住房支持', page)[0]
    seen = words(browser.get(f"/plans/{plan_id}/timeline", section=section))
    assert "也逾期的" in seen
    assert "不急的" not in seen


def test_a_liaison_sees_the_tasks_of_the_own_unit(factory: Factory, client_as: ClientAs) -> None:
    plan_id = factory.plan(parsed_measure(title="两家的"), parsed_measure(title="教育局的", lead=("县教育局",), responsible=()))
    seen = words(client_as("other_liaison").get(f"/plans/{plan_id}/timeline"))
    assert "教育局的" in seen
    assert "两家的" not in seen
    assert client_as("outside_clerk").get(f"/plans/{plan_id}/timeline").status_code == 404


def test_the_picture_has_no_inline_style_and_costs_the_same_for_many_tasks(
    factory: Factory, client_as: ClientAs, statements: Callable[[], Any]
) -> None:
    small, large = factory.plan(parsed_measure()), factory.plan(*(parsed_measure(title=f"任务{n}") for n in range(12)))
    browser = client_as("clerk")
    cost = []
    for plan_id in (small, small, large):
        with statements() as sent:
            page = browser.get(f"/plans/{plan_id}/timeline").get_data(as_text=True)
        cost.append(len(sent))
    assert cost[1] == cost[2]
    assert "style=" not in page
