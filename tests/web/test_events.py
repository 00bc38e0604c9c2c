"""The history, read by the auditor."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text

from tests.factories import Factory
from tests.web.conftest import Browser, words
from tracker.web import events

ClientAs = Callable[[str], Browser]


def test_the_auditor_reads_who_did_what_and_why(factory: Factory, client_as: ClientAs) -> None:
    factory.returned(factory.acknowledged(), reason="缺少验收单")
    seen = words(client_as("auditor").get("/events"))
    assert "陈经办 退回" in seen
    assert "缺少验收单" in seen


def test_events_narrow_by_plan_subject_person_and_day(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.acknowledged()
    factory.returned(task_id, reason="缺少验收单")
    auditor = client_as("auditor")
    kept = {"subject": "update", "who": "陈", "plan": factory.plan_of(task_id), "from_on": "2025-03-10", "to_on": "2025-03-10"}
    seen = words(auditor.get("/events", **kept))
    assert "缺少验收单" in seen
    assert "周联络" not in seen
    assert "没有符合条件的记录" in words(auditor.get("/events", **{**kept, "to_on": "2025-03-09", "from_on": "2025-03-09"}))


def test_logins_are_in_the_history(client_as: ClientAs) -> None:
    client_as("liaison")
    assert "周联络 登录" in words(client_as("auditor").get("/events", plan="0"))


def test_older_events_are_a_page_further(factory: Factory, client_as: ClientAs) -> None:
    for _ in range(8):
        factory.acknowledged()
    auditor = client_as("auditor")
    page = auditor.get("/events").get_data(as_text=True)
    older = page.split('rel="next"')[0].rsplit("before=", 1)[1].split('"')[0]
    assert "最新的" in words(auditor.get("/events", before=older))


@pytest.mark.parametrize("who", ["clerk", "director", "system_admin", "liaison", "leader"])
def test_nobody_else_reads_the_history(client_as: ClientAs, who: str) -> None:
    assert client_as(who).get("/events").status_code == 403


def test_the_history_costs_the_same_however_long(factory: Factory, client_as: ClientAs, statements: Callable[[], Any]) -> None:
    auditor = client_as("auditor")

    def cost() -> int:
        with statements() as sent:
            assert auditor.get("/events").status_code == 200
        return len(sent)

    factory.task()
    few = cost()
    for _ in range(10):
        factory.acknowledged()
    assert cost() == few


def test_the_auditor_has_the_history_verified_and_sees_what_was_found(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.acknowledged()
    auditor = client_as("auditor")
    assert "还没有核对过" in words(auditor.get("/events/verification"))
    seen = words(auditor.post("/events/verification", follow=True))
    assert "没有发现改动" in seen
    assert "由谁 审计员" in seen
    with factory.database.transaction() as session:
        session.execute(text("UPDATE task SET percent = 99, state = 'suspended' WHERE id = :id"), {"id": task_id})
    seen = words(auditor.post("/events/verification", follow=True))
    assert "发现 2 处问题" in seen
    assert f"任务 {task_id} 的完成比例被改动：库中为“99”，操作记录为“0”" in seen
    assert f"任务 {task_id} 的状态被改动：库中为“已中止”，操作记录为“推进中”" in seen
    assert "核对操作记录" in words(auditor.get("/events", subject="audit"))


@pytest.mark.parametrize("who", ["clerk", "system_admin", "liaison"])
def test_nobody_else_has_the_history_verified(client_as: ClientAs, who: str) -> None:
    assert client_as(who).post("/events/verification").status_code == 403


def test_a_history_too_long_for_a_page_is_left_to_the_night(
    factory: Factory, client_as: ClientAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    factory.task()
    monkeypatch.setattr(events, "EVENTS_ON_DEMAND", 1)
    auditor = client_as("auditor")
    page = words(auditor.get("/events/verification"))
    assert "操作记录太多，不能在网页上核对" in page
    assert "立即核对 " not in page.replace("“立即核对”", "")
    assert auditor.post("/events/verification").status_code == 409
