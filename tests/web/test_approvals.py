"""What waits for the head of the unit."""

from collections.abc import Callable
from typing import Any

from tests.factories import Factory
from tests.web.conftest import Browser, words
from tracker.models import Update
from tracker.services import updates

ClientAs = Callable[[str], Browser]


def waiting(factory: Factory, **over: Any) -> int:
    """A report that waits for 吴局长."""
    update_id = factory.draft(factory.acknowledged(), **over)
    with factory.database.transaction() as session:
        update = session.get_one(Update, update_id)
        updates.send(session, update, actor=factory.cast.liaison, now=update.drafted_at)
    return update_id


def state_of(factory: Factory, update_id: int) -> str:
    with factory.database.reading() as session:
        return session.get_one(Update, update_id).state


def test_the_head_reads_the_whole_report_and_lets_it_go_in_one_tap(factory: Factory, client_as: ClientAs) -> None:
    update_id = waiting(factory)
    browser = client_as("unit_head")
    seen = words(browser.get("/approvals"))
    assert "已新增普惠托位 120 个。" in seen
    assert "验收单.pdf" in seen
    assert "周联络 填写" in seen
    after = browser.post(f"/updates/{update_id}/approve", follow=True)
    assert "已同意，并报送领导小组办公室" in words(after)
    assert "没有待审核的填报" in words(after)
    assert state_of(factory, update_id) == "submitted"


def test_sending_back_needs_a_reason(factory: Factory, client_as: ClientAs) -> None:
    update_id = waiting(factory)
    browser = client_as("unit_head")
    answer = browser.post(f"/updates/{update_id}/send-back", {"reason": ""})
    assert answer.status_code == 400
    assert "请写明退回理由" in words(answer)
    browser.post(f"/updates/{update_id}/send-back", {"reason": "数字与台账不符"})
    assert state_of(factory, update_id) == "draft"


def test_the_liaison_reads_why_the_head_gave_the_report_back(factory: Factory, client_as: ClientAs) -> None:
    update_id = waiting(factory)
    client_as("unit_head").post(f"/updates/{update_id}/send-back", {"reason": "数字与台账不符"})
    browser = client_as("liaison")
    mine = words(browser.get("/mine"))
    assert "单位负责人退回2025年3月填报 ：数字与台账不符" in mine
    assert "负责人退回 1" in mine
    assert "待填报 0" in mine
    assert "单位负责人退回：数字与台账不符" in words(browser.get(f"/updates/{update_id}"))
    assert "单位负责人退回，请修改：" in words(browser.get("/inbox"))
    with factory.database.reading() as session:
        share_id = session.get_one(Update, update_id).assignment_id
    assert "单位负责人退回：数字与台账不符" in words(browser.get(f"/assignments/{share_id}/updates/2025-03"))


def test_what_was_given_back_and_sent_again_is_given_back_no_more(factory: Factory, client_as: ClientAs) -> None:
    update_id = waiting(factory)
    client_as("unit_head").post(f"/updates/{update_id}/send-back", {"reason": "数字与台账不符"})
    browser = client_as("liaison")
    browser.post(f"/updates/{update_id}/send")
    browser.post(f"/updates/{update_id}/recall")
    assert "数字与台账不符" not in words(browser.get("/mine"))
    assert "单位负责人退回" not in words(browser.get(f"/updates/{update_id}"))


def test_the_liaison_takes_back_what_the_head_has_not_signed(factory: Factory, client_as: ClientAs) -> None:
    update_id = waiting(factory)
    browser = client_as("liaison")
    assert "可以撤回修改" in words(browser.get(f"/updates/{update_id}"))
    assert "已撤回，可以继续修改" in words(browser.post(f"/updates/{update_id}/recall", follow=True))
    assert state_of(factory, update_id) == "draft"
    assert browser.post(f"/updates/{update_id}/recall").status_code == 409


def test_the_liaison_cannot_approve_and_no_other_head_sees_it(factory: Factory, client_as: ClientAs) -> None:
    update_id = waiting(factory)
    assert client_as("liaison").post(f"/updates/{update_id}/approve").status_code == 403
    assert client_as("liaison").get("/approvals").status_code == 403
    assert state_of(factory, update_id) == "unit_review"


def test_a_second_approval_says_that_it_was_done(factory: Factory, client_as: ClientAs) -> None:
    update_id = waiting(factory)
    browser = client_as("unit_head")
    browser.post(f"/updates/{update_id}/approve")
    answer = browser.post(f"/updates/{update_id}/approve")
    assert answer.status_code == 409
    assert "当前状态为“已报送”" in words(answer)


def test_the_page_costs_the_same_for_many(factory: Factory, client_as: ClientAs, statements: Callable[[], Any]) -> None:
    browser = client_as("unit_head")

    def cost() -> int:
        with statements() as sent:
            assert browser.get("/approvals").status_code == 200
        return len(sent)

    waiting(factory)
    few = cost()
    for _ in range(5):
        waiting(factory)
    assert cost() == few


def test_the_navigation_counts_what_waits_for_the_head(factory: Factory, client_as: ClientAs) -> None:
    waiting(factory)
    assert "单位审核 1" in words(client_as("unit_head").get("/mine"))
