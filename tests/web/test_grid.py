"""Units by sections of a plan: the worst light of each cell, the way from it into the ledger, what it costs."""

import re
from collections.abc import Callable
from typing import Any

from werkzeug.test import TestResponse

from tests.factories import Factory, parsed_measure
from tests.web.conftest import Browser, words
from tracker.intake.model import Section

ClientAs = Callable[[str], Browser]
TWO = (Section("一", "托育服务"), Section("二", "住房支持"))


def two_sections(factory: Factory) -> int:
    """县卫生健康局 leads three tasks, two of them late, in both sections; 县民政局 is in all of them, 县教育局 in one alone."""
    return factory.plan(
        parsed_measure(title="逾期的", due="2025-03-01"),
        parsed_measure(title="不急的", due="2026-12-31"),
        parsed_measure(title="也逾期的", due="2025-03-03", section="二"),
        parsed_measure(title="教育局的", due="2026-12-31", section="二", lead=("县教育局",), responsible=()),
        sections=TWO,
    )


def cells(page: TestResponse) -> dict[str, list[str]]:
    """What the cells of each row say, under the name of the unit; an empty cell says nothing."""
    rows = re.findall(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', page.get_data(as_text=True))
    return {re.sub("<[^>]+>", "", name): re.findall(r'<td[^>]*>(?:<a [^>]*aria-label="([^"]*)")?', row) for name, row in rows}


def test_each_cell_says_its_worst_light_and_how_many_there_are(factory: Factory, client_as: ClientAs) -> None:
    page = client_as("clerk").get(f"/plans/{two_sections(factory)}/grid")
    assert "单位 合计 一、托育服务 二、住房支持" in words(page)
    found = cells(page)
    assert found["县卫生健康局"] == ["滞后 2 项，共 3 项", "滞后 1 项，共 2 项", "滞后 1 项，共 1 项"]
    assert found["县教育局"][1] == ""  # nothing in the first section
    assert found["全部任务"][0] == "滞后 2 项，共 4 项"  # a task of several units counts once


def test_a_cell_leads_to_just_its_tasks(factory: Factory, client_as: ClientAs) -> None:
    plan_id = two_sections(factory)
    browser = client_as("leader")
    page = browser.get(f"/plans/{plan_id}/grid").get_data(as_text=True)
    unit_id = factory.cast.unit_id("liaison")
    sections = re.findall(rf'href="/tasks\?plan={plan_id}&amp;unit={unit_id}&amp;section=(\d+)"', page)
    assert len(sections) == 2
    listed = words(browser.get("/tasks", plan=plan_id, unit=unit_id, section=sections[1]))
    assert "也逾期的" in listed
    assert "不急的" not in listed
    assert "教育局的" not in listed


def test_tasks_of_no_section_have_a_column_and_a_ledger_of_their_own(factory: Factory, client_as: ClientAs) -> None:
    plan_id = factory.plan(parsed_measure(title="有部分的"), parsed_measure(title="没有部分的", section=None))
    browser = client_as("clerk")
    assert "其他任务" in words(browser.get(f"/plans/{plan_id}/grid"))
    listed = words(browser.get("/tasks", plan=plan_id, section=0))
    assert "没有部分的" in listed
    assert "（一）有部分的" not in listed


def test_the_unit_with_the_most_late_tasks_stands_first(factory: Factory, client_as: ClientAs) -> None:
    plan_id = factory.plan(
        parsed_measure(lead=("县卫健局",), responsible=()),
        parsed_measure(lead=("县教育局",), responsible=(), due="2025-03-01"),
    )
    seen = words(client_as("clerk").get(f"/plans/{plan_id}/grid"))
    assert seen.index("县教育局") < seen.index("县卫生健康局")


def test_the_grid_is_for_those_who_see_the_whole_plan(factory: Factory, client_as: ClientAs) -> None:
    plan_id = two_sections(factory)
    assert client_as("liaison").get(f"/plans/{plan_id}/grid").status_code == 403
    assert client_as("outside_clerk").get(f"/plans/{plan_id}/grid").status_code == 404
    assert "/grid" not in client_as("liaison").get(f"/plans/{plan_id}").get_data(as_text=True)


def test_the_grid_costs_the_same_however_many_units_and_sections(
    factory: Factory, client_as: ClientAs, statements: Callable[[], Any]
) -> None:
    small, large = factory.plan(parsed_measure()), two_sections(factory)
    browser = client_as("clerk")
    cost = []
    for plan_id in (small, small, large):
        with statements() as sent:
            assert browser.get(f"/plans/{plan_id}/grid").status_code == 200
        cost.append(len(sent))
    assert cost[1] == cost[2]
