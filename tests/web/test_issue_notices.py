"""Notices of giving out in the browser."""

import re
from collections.abc import Callable
from typing import Any

from tests.factories import Factory, day, parsed_measure
from tests.web.conftest import Browser, words

ClientAs = Callable[[str], Browser]


def test_the_office_sees_who_has_not_signed_in_time(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.task()
    factory.acknowledge(task_id, "joint_liaison")
    clerk = client_as("clerk")
    seen = words(clerk.get("/issue-notices"))
    assert "逾期未签收 只看逾期 县卫生健康局 1 项" in seen
    assert "交办通知〔2025〕2号 县民政局" in seen
    overdue = words(clerk.get("/issue-notices", waiting="overdue"))
    assert ("〔2025〕1号" in overdue, "〔2025〕2号" in overdue) == (True, False)
    assert "还没有交办通知" in words(client_as("outside_clerk").get("/issue-notices"))


def test_a_unit_opens_its_notice_and_prints_it(factory: Factory, client_as: ClientAs) -> None:
    factory.task(issue_at=day(2025, 3, 7))
    liaison = client_as("liaison")
    assert "请于 2025-03-12 前签收" in words(liaison.get("/mine"))
    page = liaison.get("/inbox").get_data(as_text=True)
    assert "请于2025年3月12日前登录签收" in page
    seen = words(liaison.get("/issue-notices/1"))
    assert "〔2025〕1号" in seen
    assert "县领导小组办公室 陈经办" in seen
    sheet = words(liaison.get("/issue-notices/1/sheet"))
    assert "县卫生健康局： 《示例县托育服务实施方案》已经交办，下列 1 项任务由你单位承办。请于 2025-03-12 前签收" in sheet
    assert liaison.get("/issue-notices/2").status_code == 404
    assert client_as("outside_clerk").get("/issue-notices/1/sheet").status_code == 404


def test_a_unit_signs_on_its_notice_for_what_that_notice_gave_out(factory: Factory, client_as: ClientAs) -> None:
    for _ in range(2):
        factory.task(issue_at=day(2025, 3, 7))
    liaison = client_as("liaison")
    assert "签收 有异议" in words(liaison.get("/issue-notices/1"))
    assert "已签收 1 项任务" in words(liaison.post("/assignments/acknowledge", {"notice": "1"}, follow=True))
    assert "有异议" not in words(liaison.get("/issue-notices/1"))
    assert "签收 有异议" not in words(client_as("clerk").get("/issue-notices/2"))
    assert "有异议" in words(liaison.get("/mine"))


def test_who_is_late_to_sign_is_told_on_the_list_of_tasks(factory: Factory, client_as: ClientAs) -> None:
    factory.task()
    assert "请于 2025-02-20 前签收 已超期" in words(client_as("liaison").get("/mine"))


def test_the_list_costs_the_same_whatever_its_length(factory: Factory, client_as: ClientAs, statements: Callable[[], Any]) -> None:
    clerk, counts = client_as("clerk"), []
    for _ in range(2):
        factory.plan(parsed_measure(), parsed_measure(title="规范收费", responsible=("县民政局", "各乡镇人民政府")))
        with statements() as sent:
            clerk.get("/issue-notices")
        counts.append(len(sent))
    assert counts[0] == counts[1] < 20


def test_the_page_of_a_task_leads_to_its_notices(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.task()
    links = re.findall(r'href="(/issue-notices/\d+)"', client_as("clerk").get(f"/tasks/{task_id}").get_data(as_text=True))
    assert links == ["/issue-notices/1", "/issue-notices/2"]
    assert "/issue-notices/1" not in client_as("joint_liaison").get(f"/tasks/{task_id}").get_data(as_text=True)
