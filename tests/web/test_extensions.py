"""Asking for more time, and deciding about it, in the browser."""

import io
import re
from collections.abc import Callable
from datetime import date
from typing import Any

from tests.factories import PDF, Factory
from tests.web.conftest import Browser, words
from tracker.models import Extension, Task

ClientAs = Callable[[str], Browser]
ASKED = {"asked_due_on": "2026-01-20", "reason": "场地审批尚未完成。", "progress": "已完成选址。", "do": "send"}


def only(factory: Factory) -> Extension:
    with factory.database.reading() as session:
        return session.query(Extension).one()


def waiting(factory: Factory, client_as: ClientAs, **over: str) -> int:
    """An application that waits for the office; its id."""
    task_id = factory.acknowledged()
    client_as("liaison").post(f"/tasks/{task_id}/extensions/new", {**ASKED, **over})
    extension_id = only(factory).id
    client_as("unit_head").post(f"/extensions/{extension_id}/approve")
    return extension_id


def due_on(factory: Factory) -> date | None:
    with factory.database.reading() as session:
        return session.get_one(Task, only(factory).task_id).due_on


def test_the_liaison_asks_from_the_page_of_the_task(factory: Factory, client_as: ClientAs) -> None:
    task_id, browser = factory.acknowledged(), client_as("liaison")
    factory.accepted(task_id, narrative="已新增普惠托位 120 个。")
    assert f"/tasks/{task_id}/extensions/new" in browser.get(f"/tasks/{task_id}").get_data(as_text=True)
    page = words(browser.get(f"/tasks/{task_id}/extensions/new"))
    assert "现在的时限 2025-12-31" in page
    assert "已新增普惠托位 120 个。" in page  # what was reported last need not be typed again
    seen = words(browser.post(f"/tasks/{task_id}/extensions/new", ASKED, follow=True))
    assert "已送单位负责人审核" in seen
    assert "2025-12-31 → 2026-01-20" in seen


def test_the_head_signs_and_the_clerk_grants(factory: Factory, client_as: ClientAs) -> None:
    extension_id = waiting(factory, client_as)
    office = client_as("clerk")
    assert "延期申请 1 件" in words(office.get("/board"))
    form = {"decision": "grant", "due_on": "2026-01-15", "note": "同意"}
    seen = words(office.post(f"/extensions/{extension_id}/decide", form, follow=True))
    assert "已批准延期" in seen
    assert due_on(factory) == date(2026, 1, 15)
    task = words(client_as("liaison").get(f"/tasks/{only(factory).task_id}"))
    assert "2026-01-15 原定 2025-12-31" in task
    assert "已延期 1 次" in task
    assert "时限 2025-12-31 → 2026-01-15" in task


def test_a_refusal_asks_for_its_reason_and_keeps_the_choice(factory: Factory, client_as: ClientAs) -> None:
    extension_id = waiting(factory, client_as)
    office = client_as("clerk")
    answer = office.post(f"/extensions/{extension_id}/decide", {"decision": "refuse", "note": ""})
    assert answer.status_code == 400
    assert "不批准须写明理由" in words(answer)
    seen = words(office.post(f"/extensions/{extension_id}/decide", {"decision": "refuse", "note": "时间尚充裕"}, follow=True))
    assert "未批准延期" in seen
    assert "时间尚充裕" in words(client_as("liaison").get(f"/extensions/{extension_id}"))


def test_a_grant_says_until_when(factory: Factory, client_as: ClientAs) -> None:
    answer = client_as("clerk").post(f"/extensions/{waiting(factory, client_as)}/decide", {"decision": "grant", "due_on": ""})
    assert answer.status_code == 400
    assert "批准延期须写明延至哪一天" in words(answer)


def test_a_long_one_is_shown_to_the_clerk_as_the_directors(factory: Factory, client_as: ClientAs) -> None:
    extension_id = waiting(factory, client_as, asked_due_on="2026-06-30")
    page = client_as("clerk").get(f"/extensions/{extension_id}")
    assert "由办公室主任审批" in words(page)
    assert "/decide" not in page.get_data(as_text=True)
    form = {"decision": "grant", "due_on": "2026-06-30"}
    assert client_as("clerk").post(f"/extensions/{extension_id}/decide", form).status_code == 409
    client_as("director").post(f"/extensions/{extension_id}/decide", form)
    assert due_on(factory) == date(2026, 6, 30)


def test_after_the_due_date_the_page_says_what_to_do_instead(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.acknowledged(due="2025-03-05")
    page = words(client_as("liaison").get(f"/tasks/{task_id}/extensions/new"))
    assert "不能再申请延期。请报送进展" in page


def test_a_unit_beside_the_lead_is_sent_to_the_lead(factory: Factory, client_as: ClientAs) -> None:
    task_id, browser = factory.acknowledged(), client_as("joint_liaison")
    assert "extensions/new" not in browser.get(f"/tasks/{task_id}").get_data(as_text=True)
    assert "请向牵头单位说明情况" in words(browser.get(f"/tasks/{task_id}/extensions/new"))


def test_a_draft_is_the_units_own_until_it_is_sent(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.acknowledged()
    browser = client_as("liaison")
    browser.post(f"/tasks/{task_id}/extensions/new", {**ASKED, "do": "save"})
    extension_id = only(factory).id
    assert client_as("clerk").get(f"/extensions/{extension_id}").status_code == 404
    assert "还没有申请" in words(client_as("clerk").get("/requests"))
    browser.post(f"/extensions/{extension_id}/edit", {**ASKED, "asked_due_on": "2026-01-25", "do": "send"})
    client_as("unit_head").post(f"/extensions/{extension_id}/send_back", {"reason": "写清进展"})
    assert only(factory).state == "draft"
    assert "待您办理" in words(browser.get("/requests", waits="yes"))
    assert "写清进展" in words(browser.get(f"/extensions/{extension_id}"))
    assert "已撤回" in words(browser.post(f"/extensions/{extension_id}/withdraw", follow=True))


def test_evidence_is_attached_and_its_reading_recorded(factory: Factory, client_as: ClientAs) -> None:
    files = {"files": (io.BytesIO(PDF), "会议纪要.pdf")}
    task_id = factory.acknowledged()
    client_as("liaison").post(f"/tasks/{task_id}/extensions/new", {**ASKED, **files})
    extension_id = only(factory).id
    client_as("unit_head").post(f"/extensions/{extension_id}/approve")
    page = client_as("clerk").get(f"/extensions/{extension_id}").get_data(as_text=True)
    found = re.search(r"/extensions/files/\d+", page)
    assert found
    assert client_as("clerk").get(found[0]).data == PDF
    assert client_as("other_liaison").get(found[0]).status_code == 404
    assert "查阅延期证明材料 “会议纪要.pdf”" in words(client_as("clerk").get(f"/tasks/{task_id}"))


def test_the_list_shows_what_waits_for_the_reader(factory: Factory, client_as: ClientAs) -> None:
    waiting(factory, client_as)
    office = client_as("clerk")
    assert "待您办理" in words(office.get("/requests", waits="yes"))
    assert "没有符合条件" in words(office.get("/requests", state="granted"))
    assert "增加托位供给" in words(client_as("leader").get("/requests"))
    assert "增加托位供给" not in words(client_as("other_liaison").get("/requests"))
    assert "没有符合条件" in words(client_as("unit_head").get("/requests", waits="yes"))


def test_the_list_costs_the_same_for_many(factory: Factory, client_as: ClientAs, statements: Callable[[], Any]) -> None:
    office, liaison = client_as("clerk"), client_as("liaison")

    def cost() -> int:
        with statements() as sent:
            assert office.get("/requests").status_code == 200
        return len(sent)

    def one() -> None:
        liaison.post(f"/tasks/{factory.acknowledged()}/extensions/new", ASKED)
        with factory.database.reading() as session:
            newest = session.query(Extension.id).order_by(Extension.id.desc()).first()
        client_as("unit_head").post(f"/extensions/{newest[0]}/approve")  # type: ignore[index]

    one()
    few = cost()
    for _ in range(5):
        one()
    assert cost() == few
