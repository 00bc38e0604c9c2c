"""The board, for the office and for leaders."""

from collections.abc import Callable
from datetime import date
from typing import Any

from tests.factories import NOW, Factory, parsed_measure
from tests.web.conftest import Browser, words
from tracker.models import Assignment
from tracker.services import disputes
from tracker.services.light_counts import counts_today, keep_counts

ClientAs = Callable[[str], Browser]


def test_board_counts_by_light_and_each_tile_leads_to_its_tasks(factory: Factory, client_as: ClientAs) -> None:
    factory.acknowledged(title="新建托育园", due="2025-03-01")
    page = client_as("clerk").get("/board")
    assert "◆ 滞后 红灯 1 项" in words(page)
    assert 'href="/tasks?light=red&amp;supervised=yes"' in page.get_data(as_text=True)
    assert "新建托育园" in words(client_as("clerk").get("/tasks", light="red", supervised="yes"))


def test_a_board_without_plans_says_what_comes_first(client_as: ClientAs) -> None:
    page = client_as("clerk").get("/board")
    assert "先导入一份实施方案" in words(page)
    assert 'href="/plans/new"' in page.get_data(as_text=True)
    leader = client_as("leader").get("/board")
    assert "办公室交办以后" in words(leader)
    assert 'href="/plans/new"' not in leader.get_data(as_text=True)


def test_late_tasks_stand_first_with_days_and_reason(factory: Factory, client_as: ClientAs) -> None:
    factory.plan(parsed_measure(title="晚一些", due="2025-03-07"), parsed_measure(title="最晚的", due="2025-03-01"))
    seen = words(client_as("leader").get("/board"))
    assert "逾期 9 天" in seen
    assert seen.index("最晚的") < seen.index("晚一些")


def test_board_says_what_waits_for_the_office(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.task()
    with factory.database.transaction() as session:
        share = session.get_one(Assignment, factory.share(task_id, "joint_liaison"))
        disputes.object_to(session, share, "职责已划转。", actor=factory.cast.joint_liaison, now=NOW)
    factory.submitted(factory.acknowledged())
    seen = words(client_as("clerk").get("/board"))
    assert "待审核的填报 1 件" in seen
    assert "承办异议 1 件" in seen
    assert "目前没有：申请销号、延期申请" in seen
    for who, leads_to_reviews in (("clerk", True), ("leader", False)):
        assert ('href="/reviews"' in client_as(who).get("/board").get_data(as_text=True)) is leads_to_reviews


def test_board_names_units_that_have_not_signed_or_reported(factory: Factory, client_as: ClientAs) -> None:
    factory.submitted(factory.acknowledged(["liaison"]))
    seen = words(client_as("clerk").get("/board"))
    assert "县民政局 1 件" in seen
    assert "县民政局 1 0 1" in seen
    assert "县卫生健康局 1 1 0" in seen


def test_tasks_due_this_week_are_listed(factory: Factory, client_as: ClientAs) -> None:
    factory.task(title="本周要办完", due="2025-03-14")
    factory.task(title="下周再说", due="2025-03-17")
    due = words(client_as("clerk").get("/board")).partition("本周到期")[2]
    assert "本周要办完" in due
    assert "下周再说" not in due


def test_plans_loaded_as_facts_stand_apart_and_colour_nothing(factory: Factory, client_as: ClientAs) -> None:
    factory.task(title="只作资料", due="2025-01-31", supervise=False)
    seen = words(client_as("clerk").get("/board"))
    assert "◆ 滞后 红灯 0 项" in seen
    assert "已收录、未纳入督办的方案（1 份）" in seen


def test_board_is_for_office_and_leaders(client_as: ClientAs) -> None:
    assert client_as("leader").get("/board").status_code == 200
    assert client_as("liaison").get("/board").status_code == 403


def test_board_shows_nothing_of_another_county(factory: Factory, client_as: ClientAs) -> None:
    factory.task(title="邻县的任务", outside=True, due="2025-03-01")
    assert "邻县的任务" not in words(client_as("clerk").get("/board"))


def test_empty_board_says_what_comes_next(client_as: ClientAs) -> None:
    assert "导入一份实施方案" in words(client_as("clerk").get("/board"))


def test_board_costs_the_same_for_ten_tasks_and_for_sixty(factory: Factory, client_as: ClientAs, statements: Any) -> None:
    factory.plan(*(parsed_measure(title=f"措施{n}", due="2025-03-01") for n in range(10)))
    browser = client_as("clerk")
    with statements() as few:
        browser.get("/board")
    factory.plan(*(parsed_measure(title=f"另一措施{n}", due="2025-03-12") for n in range(60)))
    with statements() as many:
        assert browser.get("/board").status_code == 200
    assert len(many) == len(few)


def test_tiles_say_what_has_changed_and_the_chart_has_its_numbers_beside_it(factory: Factory, client_as: ClientAs) -> None:
    factory.acknowledged(due="2025-03-01")
    for counted in (date(2025, 2, 10), date(2025, 2, 28), date(2025, 3, 3)):
        with factory.database.transaction() as session:
            keep_counts(session, counted, [counts_today(session, counted)])
    seen = words(client_as("clerk").get("/board"))
    assert "◆ 滞后 红灯 1 项 较上周 持平" in seen
    factory.acknowledged(due="2025-03-02")
    seen = words(client_as("leader").get("/board"))
    assert "◆ 滞后 红灯 2 项 较上周 +1" in seen
    assert "2025年2月 1 0 0 0 0 今天 2 0 0 0 0" in seen


def test_a_board_without_counts_says_nothing_of_a_trend(factory: Factory, client_as: ClientAs) -> None:
    factory.acknowledged(due="2025-03-01")
    seen = words(client_as("clerk").get("/board"))
    assert "较上周" not in seen
    assert "近一年趋势" not in seen


def test_a_leader_goes_from_a_late_task_to_who_holds_it_up_and_leaves_an_instruction(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.acknowledged(title="新建托育园", due="2025-03-01")
    browser = client_as("leader")
    page = browser.get("/board")
    assert "新建托育园 尚待县卫生健康局办理" in words(page)
    assert f'href="/tasks/{task_id}/instructions/new"' in page.get_data(as_text=True)
    assert f'href="/tasks/{task_id}/instructions/new"' not in client_as("clerk").get("/board").get_data(as_text=True)


def test_what_the_office_has_in_hand_is_a_line_to_a_leader(factory: Factory, client_as: ClientAs) -> None:
    factory.submitted(factory.acknowledged())
    assert "领导小组办公室正在办理：待审核的填报 1 件" in words(client_as("leader").get("/board"))
    assert "待审核的填报 1 件" in words(client_as("clerk").get("/board"))
