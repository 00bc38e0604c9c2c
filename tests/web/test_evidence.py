"""Files of evidence: who may open them, how they are given out, and that it is recorded."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from tests.factories import PDF, Factory
from tests.services.test_checklist_ticks import send
from tests.web.conftest import Browser, words
from tracker.models import Event, Update
from tracker.services import evidence

ClientAs = Callable[[str], Browser]


@pytest.fixture
def task_id(factory: Factory) -> int:
    return factory.acknowledged()


def address(factory: Factory, update_id: int) -> str:
    with factory.database.reading() as session:
        return f"/evidence/{session.get_one(Update, update_id).evidence[-1].id}"


def attach(factory: Factory, update_id: int, name: str, data: bytes) -> str:
    with factory.database.transaction() as session:
        update = session.get_one(Update, update_id)
        evidence.attach(session, factory.storage, update, name, data, actor=factory.cast.liaison, now=update.drafted_at)
    return address(factory, update_id)


def test_the_file_comes_back_whole_under_its_name(factory: Factory, client_as: ClientAs, task_id: int) -> None:
    answer = client_as("liaison").get(address(factory, factory.draft(task_id)))
    assert answer.data == PDF
    assert answer.mimetype == "application/pdf"
    assert "filename*=UTF-8''%E9%AA%8C%E6%94%B6%E5%8D%95.pdf" in answer.headers["Content-Disposition"]


def test_what_could_run_in_a_browser_is_saved_and_never_shown(factory: Factory, client_as: ClientAs, task_id: int) -> None:
    path = attach(factory, factory.draft(task_id), "网页.txt", b"<html><script>alert(1)</script></html>")
    answer = client_as("liaison").get(path)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")


def test_pictures_open_in_the_browser(factory: Factory, client_as: ClientAs, task_id: int) -> None:
    path = attach(factory, factory.draft(task_id), "现场.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 20)
    assert client_as("liaison").get(path).headers["Content-Disposition"].startswith("inline")


def test_opening_is_recorded(factory: Factory, client_as: ClientAs, task_id: int) -> None:
    path = address(factory, factory.submitted(task_id))
    client_as("clerk").get(path)
    with factory.database.reading() as session:
        event = session.scalars(select(Event).order_by(Event.id.desc()).where(Event.subject == "evidence")).first()
    assert event is not None
    assert (event.action, event.actor_name, event.chain) == ("read", "陈经办", factory.plan_of(task_id))


def test_a_draft_opens_for_its_own_unit_only(factory: Factory, client_as: ClientAs, task_id: int) -> None:
    path = address(factory, factory.draft(task_id))
    assert client_as("unit_head").get(path).status_code == 200
    for who in ("clerk", "leader", "joint_liaison", "other_liaison", "outside_clerk"):
        assert client_as(who).get(path).status_code == 404, who


def test_sent_evidence_opens_for_office_leader_and_lead(factory: Factory, client_as: ClientAs, task_id: int) -> None:
    path = address(factory, factory.submitted(task_id, "joint_liaison"))
    for who in ("clerk", "director", "leader", "liaison", "joint_liaison"):
        assert client_as(who).get(path).status_code == 200, who
    for who in ("other_liaison", "outside_clerk", "outside_liaison"):
        assert client_as(who).get(path).status_code == 404, who
    assert client_as("system_admin").get(path).status_code == 403


def test_what_was_sent_keeps_its_evidence(factory: Factory, client_as: ClientAs, task_id: int) -> None:
    path = address(factory, factory.submitted(task_id))
    assert client_as("liaison").post(f"{path}/remove").status_code == 409
    assert client_as("liaison").get(path).status_code == 200


def test_evidence_of_a_draft_can_be_removed_by_its_unit(factory: Factory, client_as: ClientAs, task_id: int) -> None:
    path = address(factory, factory.draft(task_id))
    assert client_as("joint_liaison").post(f"{path}/remove").status_code == 404
    assert client_as("liaison").post(f"{path}/remove").status_code == 302
    assert client_as("liaison").get(path).status_code == 404


def test_a_file_handed_in_once_serves_another_report(factory: Factory, client_as: ClientAs, task_id: int) -> None:
    uploaded = address(factory, factory.accepted(task_id, period="2025-02"))
    other = factory.acknowledged(title="培训保育人员")
    draft = factory.draft(other, evidence=False)
    browser = client_as("liaison")
    form = f"/assignments/{factory.share(other, 'liaison')}/updates/2025-03"
    browser.get(form)
    typed = {"kind": "progress", "percent": "45", "narrative": "培训三期。", "do": "pick"}
    listed = browser.post(form, typed, follow=True)
    assert ["培训三期。" in words(browser.get(form)), "验收单.pdf" in words(listed)] == [True, True]
    chosen = browser.post(f"/updates/{draft}/files", {"chosen": uploaded.rsplit("/", 1)[-1]}, follow=True)
    assert "已附材料（1 个）" in words(chosen)
    assert len([path for path in factory.storage.folder.rglob("*") if path.is_file()]) == 1
    assert "没有可选用的材料" in words(browser.get(f"/updates/{draft}/files"))


def test_only_files_of_ones_own_unit_are_listed_and_taken(factory: Factory, client_as: ClientAs, task_id: int) -> None:
    of_lead = address(factory, factory.accepted(task_id, period="2025-02"))
    draft = factory.draft(task_id, "joint_liaison", evidence=False)
    browser = client_as("joint_liaison")
    assert "没有可选用的材料" in words(browser.get(f"/updates/{draft}/files"))
    assert browser.post(f"/updates/{draft}/files", {"chosen": of_lead.rsplit("/", 1)[-1]}).status_code == 404
    lead, theirs = client_as("liaison"), address(factory, factory.submitted(task_id, "joint_liaison", period="2025-02"))
    mine = factory.draft(task_id, evidence=False)
    lead.get(f"/updates/{mine}/files")
    assert lead.post(f"/updates/{mine}/files", {"chosen": theirs.rsplit("/", 1)[-1]}).status_code == 403


def test_files_are_found_by_name_and_by_day(factory: Factory, client_as: ClientAs, task_id: int) -> None:
    earlier = factory.draft(task_id, period="2025-02", evidence=False)
    attach(factory, earlier, "现场.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 20)
    attach(factory, earlier, "名单.txt", "一、某某幼儿园".encode())
    path, browser = f"/updates/{factory.draft(task_id, evidence=False)}/files", client_as("liaison")
    named = words(browser.get(path, name="现场"))
    assert ("现场.png" in named, "名单.txt" in named) == (True, False)
    assert "名单.txt" in words(browser.get(path, since="2025-03-10", until="2025-03-10"))
    assert "没有符合条件的材料" in words(browser.get(path, since="2025-03-11"))
    assert browser.get(path, since="昨天").status_code == 200


def test_a_list_of_files_costs_the_same_however_long(
    factory: Factory, client_as: ClientAs, task_id: int, statements: Callable[[], Any]
) -> None:
    earlier = factory.draft(task_id, period="2025-02")
    path, browser = f"/updates/{factory.draft(task_id, evidence=False)}/files", client_as("liaison")

    def cost() -> int:
        with statements() as sent:
            assert browser.get(path).status_code == 200
        return len(sent)

    few = cost()
    for number in range(35):
        attach(factory, earlier, f"名单{number}.txt", f"第{number}份".encode())
    assert cost() == few
    assert "共 36 个" in words(browser.get(path))


def test_a_picture_or_pdf_stands_beside_the_report_and_nowhere_else(factory: Factory, client_as: ClientAs, task_id: int) -> None:
    draft = factory.draft(task_id)
    other = attach(factory, draft, "动图.gif", b"GIF89a" + b"\x00" * 20)
    send(factory, draft)
    browser = client_as("clerk")
    page = browser.get(f"/reviews/{draft}")
    assert "预览：验收单.pdf" in words(page)
    assert "预览：动图.gif" not in words(page)
    shown = browser.get(other.replace(other.rsplit("/", 1)[-1], "1")).headers
    assert shown["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in shown["Content-Security-Policy"]
    assert browser.get(other).headers["Content-Disposition"].startswith("attachment")
