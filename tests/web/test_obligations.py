"""Recurring reports in the browser, from the list of the unit to the receipt by the office."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import update

from tests.factories import Factory, parsed_measure
from tests.services.test_occurrences import ONCE, opened, owed, submitted, written
from tests.web.conftest import Browser, words
from tracker.models import Occurrence

ClientAs = Callable[[str], Browser]


def test_a_unit_writes_its_report_from_the_draft_and_its_head_sends_it(factory: Factory, client_as: ClientAs) -> None:
    row_id = owed(factory)["县卫生健康局:2025"].id
    liaison = client_as("liaison")
    seen = words(liaison.get("/mine"))
    assert "应报的定期报告" in seen
    assert "请于 2025-12-25 前报送" in seen
    page = words(liaison.get(f"/obligations/{row_id}/edit"))
    assert "一、总体情况" in page
    assert "任务共 1 项" in page
    address = f"/obligations/{row_id}/edit"
    assert "草稿已保存" in words(liaison.post(address, {"text": "## 一、总体情况\n\n已完成。", "do": "save"}, follow=True))
    assert "已送单位负责人审核" in words(liaison.post(address, {"text": "## 情况\n\n已完成。", "do": "send"}, follow=True))
    head = client_as("unit_head")
    assert "待审核的定期报告" in words(head.get("/approvals"))
    head.get(f"/obligations/{row_id}")
    head.post(f"/obligations/{row_id}/send-back", {"reason": "请补充数据"})
    assert "单位负责人退回：请补充数据" in words(liaison.get(address))
    liaison.post(address, {"text": "## 情况\n\n已完成 3 处。", "do": "send"})
    assert "并报送领导小组办公室" in words(head.post(f"/obligations/{row_id}/approve", follow=True))


def test_the_draft_can_be_made_anew_and_nothing_is_saved_by_it(factory: Factory, client_as: ClientAs) -> None:
    row_id = written(factory)
    liaison = client_as("liaison")
    liaison.get(f"/obligations/{row_id}/edit")
    assert "任务共 1 项" in words(liaison.post(f"/obligations/{row_id}/edit", {"text": "旧", "do": "draft"}))
    assert "任务共 1 项" not in words(liaison.get(f"/obligations/{row_id}/edit"))


def test_the_office_takes_receipt_or_returns_with_a_reason(factory: Factory, client_as: ClientAs) -> None:
    row_id = submitted(factory)
    clerk = client_as("clerk")
    clerk.get(f"/obligations/{row_id}")
    assert clerk.post(f"/obligations/{row_id}/return", {"reason": ""}).status_code == 400
    assert "已退回，并通知该单位" in words(clerk.post(f"/obligations/{row_id}/return", {"reason": "缺少数据"}, follow=True))
    assert "缺少数据" in words(client_as("liaison").get("/mine"))
    head = client_as("unit_head")
    head.get(f"/obligations/{row_id}/edit")
    head.post(f"/obligations/{row_id}/edit", {"text": "补充后的报告", "do": "send"})
    clerk.get(f"/obligations/{row_id}")
    assert "已收件" in words(clerk.post(f"/obligations/{row_id}/receive", follow=True))


def test_what_has_not_left_the_unit_is_not_shown_to_the_office(factory: Factory, client_as: ClientAs) -> None:
    row_id = written(factory)
    assert "该单位尚未报送" in words(client_as("clerk").get(f"/obligations/{row_id}"))


def test_the_plan_tells_how_many_came(factory: Factory, client_as: ClientAs) -> None:
    row_id = submitted(factory)
    with factory.database.transaction() as session:
        plan_id = session.get_one(Occurrence, row_id).plan_id
        session.execute(update(Occurrence).where(Occurrence.id != row_id).values(due_on=date(2025, 3, 1)))
    seen = words(client_as("clerk").get(f"/plans/{plan_id}"))
    assert "2025-12-25 应报 1 份 ：已报 1（按期 1）、已收件 0" in seen
    assert "超期未报 3" in seen


@pytest.mark.parametrize(
    ("query", "number"),
    [({}, 4), ({"state": "submitted"}, 1), ({"overdue": "1"}, 0), ({"state": "received"}, 0), ({"plan": "x"}, 4)],
)
def test_the_list_is_narrowed(factory: Factory, client_as: ClientAs, query: dict[str, Any], number: int) -> None:
    submitted(factory)
    assert words(client_as("clerk").get("/obligations", **query)).count("报送年度工作情况") == number


def test_a_longer_list_takes_no_more_statements(factory: Factory, client_as: ClientAs, statements: Any) -> None:
    browser, counts = client_as("clerk"), []
    for _ in range(2):
        owed(factory)
        with statements() as sent:
            browser.get("/obligations")
        counts.append(len(sent))
    assert counts[0] == counts[1]


def test_the_office_asks_for_a_report_whose_day_is_not_printed_and_no_longer(factory: Factory, client_as: ClientAs) -> None:
    plan_id = factory.plan(parsed_measure(), obligations=(ONCE,))
    clerk = client_as("clerk")
    page = clerk.get(f"/plans/{plan_id}").text
    found = re.search(rf"/plans/{plan_id}/duties/\d+/ask", page)
    assert found
    address = found[0]
    assert "由办公室在这里确定" in words(clerk.get(address))
    assert "请填写报送时限" in words(clerk.post(address, {"due_on": ""}))
    assert "不能早于今天" in words(clerk.post(address, {"due_on": "2020-01-01"}))
    assert "已要求 4 个单位报送" in words(clerk.post(address, {"due_on": "2026-05-10"}, follow=True))
    row_id = opened(factory, plan_id)["县卫生健康局:2026"].id
    assert "请写明不再要求的理由" in words(clerk.post(f"/obligations/{row_id}/withdraw", {"withdrawal": ""}))
    assert "不再要求" in words(clerk.post(f"/obligations/{row_id}/withdraw", {"withdrawal": "职责已划出。"}, follow=True))
    liaison = client_as("liaison")
    assert "不再要求报送定期报告" in words(liaison.get("/inbox"))
    assert "办公室不再要求报送：职责已划出。" in words(liaison.get(f"/obligations/{row_id}"))
    assert client_as("liaison").get(address).status_code == 403
