"""The liaison's list: what is owed, by when, why; signing and objecting from it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from tests.factories import Factory, day, parsed_measure
from tests.web.conftest import Browser, words
from tracker.models import Assignment, Task, Unit, Update
from tracker.rules.statuses import OrderKind
from tracker.services import orders, reviews, updates

ClientAs = Callable[[str], Browser]


def state_of(factory: Factory, share_id: int) -> str:
    with factory.database.reading() as session:
        return session.get_one(Assignment, share_id).state


def test_list_shows_what_was_returned_why_and_by_when_before_all_else(factory: Factory, client_as: ClientAs) -> None:
    factory.task(title="培训保育人员", due="2025-03-20")
    task_id = factory.acknowledged(title="增加托位供给")
    update_id = factory.submitted(task_id)
    with factory.database.transaction() as session:
        update = session.get_one(Update, update_id)
        reviews.return_update(session, update, "缺少验收单", date(2025, 3, 14), actor=factory.cast.clerk, now=day(2025, 3, 10))
    seen = words(client_as("liaison").get("/mine"))
    assert "2025年3月填报被退回 ：缺少验收单" in seen
    assert "请于 2025-03-14 前补正重报" in seen
    assert seen.index("增加托位供给") < seen.index("培训保育人员")


def test_list_asks_for_the_report_of_the_period_with_its_cut_off(factory: Factory, client_as: ClientAs) -> None:
    factory.acknowledged(issue_at=day(2025, 1, 6))
    page = client_as("liaison").get("/mine")
    # Issued in January, nothing reported: the oldest owed is what the button opens.
    assert "应报 3 期：2025年1月至2025年3月，其中 2 期已过截止日" in words(page)
    assert "updates/2025-01" in page.get_data(as_text=True)


def test_list_names_each_cut_off_where_few_are_owed(factory: Factory, client_as: ClientAs) -> None:
    factory.acknowledged(issue_at=day(2025, 2, 3))
    seen = words(client_as("liaison").get("/mine"))
    assert "2025年2月（已于 2025-02-25 截止）" in seen
    assert "2025年3月（2025-03-25 截止）" in seen


def test_a_report_on_its_way_is_no_longer_asked_for(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.acknowledged()
    factory.submitted(task_id, period="2025-02")
    factory.submitted(task_id)
    seen = words(client_as("liaison").get("/mine"))
    assert "应报" not in seen
    assert "等待办公室审核" in seen


def test_a_unit_that_has_reported_is_not_told_that_it_is_late(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.acknowledged()
    factory.accepted(task_id, period="2025-02")
    liaison, other = client_as("liaison"), client_as("joint_liaison")
    for path in ("/mine", f"/tasks/{task_id}", "/tasks"):
        assert "预警 有单位 1 期未报" in words(liaison.get(path)), path
        assert "预警 1 期未报" in words(other.get(path)), path


def test_each_line_has_its_light_and_reason(factory: Factory, client_as: ClientAs) -> None:
    factory.acknowledged(due="2025-03-05")
    assert "滞后 逾期 5 天" in words(client_as("liaison").get("/mine"))


def test_signing_is_one_tap_and_stays_on_the_list(factory: Factory, client_as: ClientAs, issued_task: int) -> None:
    share_id = factory.share(issued_task)
    browser = client_as("liaison")
    browser.get("/mine")
    seen = browser.post(f"/assignments/{share_id}/acknowledge", {"then": "mine"}, follow=True)
    assert "已签收《增加托位供给》" in words(seen)
    assert seen.request.path == "/mine"
    assert state_of(factory, share_id) == "acknowledged"


def test_signing_all_signs_only_the_own_unit(factory: Factory, client_as: ClientAs) -> None:
    task_ids = [factory.task(title=title) for title in ("增加托位供给", "培训保育人员")]
    browser = client_as("liaison")
    assert "签收全部 2 项" in words(browser.get("/mine"))
    browser.post("/assignments/acknowledge")
    assert [state_of(factory, factory.share(task_id)) for task_id in task_ids] == ["acknowledged"] * 2
    assert state_of(factory, factory.share(task_ids[0], "joint_liaison")) == "pending"


def test_signing_for_another_unit_is_refused(factory: Factory, client_as: ClientAs, issued_task: int) -> None:
    share_id = factory.share(issued_task)
    assert client_as("joint_liaison").post(f"/assignments/{share_id}/acknowledge").status_code == 403
    assert client_as("other_liaison").post(f"/assignments/{share_id}/acknowledge").status_code == 404
    assert state_of(factory, share_id) == "pending"


def test_an_objection_without_a_reason_is_asked_for_one(factory: Factory, client_as: ClientAs, issued_task: int) -> None:
    share_id = factory.share(issued_task)
    answer = client_as("liaison").post(f"/assignments/{share_id}/objection", {"kind": "wording", "reason": ""})
    assert answer.status_code == 400
    assert "请写明异议理由" in words(answer)
    assert state_of(factory, share_id) == "pending"


def test_an_objection_goes_to_the_office_and_can_be_turned_down(factory: Factory, client_as: ClientAs, issued_task: int) -> None:
    share_id = factory.share(issued_task)
    client_as("liaison").post(f"/assignments/{share_id}/objection", {"kind": "not_ours", "reason": "应由县教育局承办。"})
    assert "异议已提交" in words(client_as("liaison").get("/mine"))
    clerk = client_as("clerk")
    assert "不属本单位职责" in words(clerk.get("/disputes"))
    clerk.post("/disputes/1/uphold", {"uphold-reason": "三定方案明确由县卫健局承办。"})
    assert state_of(factory, share_id) == "pending"


def test_orders_to_answer_stand_on_the_list(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.acknowledged()
    with factory.database.transaction() as session:
        unit = session.get_one(Unit, factory.cast.unit_id("liaison"))
        orders.issue_order(
            session, session.get_one(Task, task_id), unit, OrderKind.URGE, "请报送托位建设进度。", date(2025, 3, 12),
            actor=factory.cast.clerk, now=day(2025, 3, 6),
        )  # fmt: skip
    seen = words(client_as("liaison").get("/mine"))
    assert "催办单〔2025〕1号：增加托位供给" in seen
    assert "请于 2025-03-12 前办理" in seen
    assert "催办单" not in words(client_as("joint_liaison").get("/mine"))
    factory.returned(factory.acknowledged(title="培训保育人员"), reason="缺少验收单")
    seen = words(client_as("liaison").get("/mine"))
    assert seen.index("缺少验收单") < seen.index("催办单〔2025〕1号")


def test_an_empty_list_says_what_will_come(client_as: ClientAs) -> None:
    assert "本单位目前没有在办任务" in words(client_as("liaison").get("/mine"))


def test_finished_shares_have_a_list_of_their_own(factory: Factory, client_as: ClientAs) -> None:
    factory.finished(title="增加托位供给")
    browser = client_as("joint_liaison")
    assert "增加托位供给" not in words(browser.get("/mine"))
    assert "增加托位供给" in words(browser.get("/mine/finished"))


def test_the_lead_is_told_when_every_share_is_done(factory: Factory, client_as: ClientAs) -> None:
    factory.finished(title="增加托位供给")
    assert "各承办单位均已完成，可以申请销号" in words(client_as("liaison").get("/mine"))


def test_an_earlier_period_still_owed_is_asked_for_while_the_running_one_waits_for_the_head(
    factory: Factory, client_as: ClientAs
) -> None:
    task_id = factory.acknowledged()
    update_id = factory.draft(task_id)
    with factory.database.transaction() as session:
        updates.send(session, session.get_one(Update, update_id), actor=factory.cast.liaison, now=day(2025, 3, 10))
    seen = words(client_as("liaison").get("/mine", need="report"))
    assert "应报：2025年2月（已于 2025-02-25 截止）" in seen
    assert "2025年3月" not in seen


def test_a_plan_that_is_not_supervised_asks_nothing(factory: Factory, client_as: ClientAs) -> None:
    factory.task(supervise=False)
    assert "增加托位供给" not in words(client_as("liaison").get("/mine"))


@pytest.mark.parametrize("path", ["/mine", "/mine/finished"])
def test_the_list_costs_the_same_for_many_as_for_few(
    factory: Factory, client_as: ClientAs, statements: Callable[[], Any], path: str
) -> None:
    browser = client_as("liaison")

    def cost() -> int:
        with statements() as sent:
            assert browser.get(path).status_code == 200
        return len(sent)

    factory.plan(*(parsed_measure(title=f"任务{n}") for n in range(10)))
    few = cost()
    factory.plan(*(parsed_measure(title=f"任务{n}") for n in range(50)))
    assert cost() == few


def test_the_record_holds_every_report_of_the_own_unit_and_none_of_others(
    factory: Factory, client_as: ClientAs, statements: Callable[[], Any]
) -> None:
    task_id = factory.acknowledged(title="增加托位供给")
    factory.accepted(task_id, period="2025-02", percent=30)
    factory.draft(task_id, percent=45)
    factory.accepted(factory.acknowledged(title="培训保育人员"), "joint_liaison", percent=20)
    browser = client_as("liaison")
    with statements() as sent:
        seen = words(browser.get("/mine/history"))
    assert "共 2 份" in seen
    assert seen.index("2025年3月 45%") < seen.index("2025年2月 30%")
    assert "培训保育人员" not in seen
    cost = len(sent)
    for _ in range(3):
        factory.draft(factory.acknowledged())
    with statements() as sent:
        browser.get("/mine/history")
    assert len(sent) == cost


def test_the_record_is_found_on_the_first_page_and_says_when_it_is_empty(client_as: ClientAs) -> None:
    browser = client_as("liaison")
    assert 'href="/mine/history"' in browser.get("/mine").get_data(as_text=True)
    assert "还没有填报" in words(browser.get("/mine/history"))
