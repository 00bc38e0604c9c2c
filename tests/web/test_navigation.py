"""The main navigation: what waits behind its entries."""

import re
from collections.abc import Callable

from tests.factories import Factory
from tests.services.test_disputes import objected
from tests.web.conftest import Browser

ClientAs = Callable[[str], Browser]


def count_of(browser: Browser, title: str) -> int:
    page = browser.get("/tasks").get_data(as_text=True)
    found = re.search(rf'>{title}(?: <span class="count">(\d+)</span>)?</a>', page)
    assert found, title
    return int(found[1] or 0)


def test_the_office_sees_how_many_reports_wait(factory: Factory, client_as: ClientAs) -> None:
    clerk = client_as("clerk")
    assert count_of(clerk, "审核") == 0
    factory.submitted(factory.acknowledged(), "joint_liaison")
    assert count_of(clerk, "审核") == 1
    assert count_of(client_as("outside_clerk"), "审核") == 0


def test_messages_count_until_they_are_read(factory: Factory, client_as: ClientAs) -> None:
    factory.task()
    liaison = client_as("liaison")
    assert count_of(liaison, "消息") == 1
    liaison.post("/inbox/read")
    assert count_of(liaison, "消息") == 0


def links(browser: Browser, address: str, label: str) -> list[str]:
    page = browser.get(address).get_data(as_text=True)
    found = re.search(rf'<nav class="\w+" aria-label="{label}">(.*?)</nav>', page, re.S)
    return re.findall(r"<a [^>]*>([^< ]+)", found[1]) if found else []


def test_a_reader_sees_a_row_of_groups_and_below_it_the_pages_of_the_one_where_they_are(client_as: ClientAs) -> None:
    clerk = client_as("clerk")
    assert links(clerk, "/plans", "主导航") == ["看板", "任务", "审核", "督办", "申请", "报告", "单位", "消息"]
    assert links(clerk, "/plans", "本栏目")[:2] == ["台账", "方案"]
    assert links(clerk, "/", "本栏目") == []


def test_a_group_of_which_a_reader_may_use_one_page_bears_its_name(client_as: ClientAs) -> None:
    assert "定期报告" in links(client_as("liaison"), "/mine", "主导航")
    assert links(client_as("clerk"), "/units", "主导航")[-2:] == ["单位", "消息"]
    assert links(client_as("auditor"), "/events", "本栏目") == ["操作记录", "权限表", "安全自查"]


def test_the_system_administrator_finds_the_calendar_beside_the_jobs(client_as: ClientAs) -> None:
    assert "放假安排" in links(client_as("system_admin"), "/jobs", "本栏目")
    assert "放假安排" not in links(client_as("clerk"), "/units", "主导航")


def test_a_group_leads_to_the_first_page_on_which_something_waits(factory: Factory, client_as: ClientAs) -> None:
    objected(factory, factory.task())
    clerk = client_as("clerk")
    page = clerk.get("/tasks").get_data(as_text=True)
    assert re.search(r'<a href="/disputes">申请 <span class="count">1</span></a>', page)
    assert links(clerk, "/disputes", "本栏目") == ["延期", "调整", "复核", "承办异议", "配合意见", "协调事项"]
