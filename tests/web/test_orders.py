"""Urging and supervision orders, from the office to the unit and back."""

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from tests.factories import PDF, Factory, day
from tests.orders import ITEM, accepted, answered, issue, item_of, order_of, received, reported
from tests.web.conftest import Browser, words
from tracker.models import Evidence, ItemFile, SupervisionOrder
from tracker.rules.statuses import ItemState, OrderKind, OrderLevel, OrderState

ClientAs = Callable[[str], Browser]


def order_form(factory: Factory, **over: Any) -> dict[str, Any]:
    return {"kind": "supervision", "unit": factory.cast.unit_id("liaison"), "demand": "请说明滞后原因。", "level": "", **over}


def test_the_office_issues_a_numbered_order_from_the_task(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.acknowledged()
    browser = client_as("clerk")
    assert "建议蓝色" in words(browser.get(f"/tasks/{task_id}/orders/new"))
    items = {"items-0-text": "公示收费标准", "items-0-due_on": "2025-03-20"}
    seen = words(browser.post(f"/tasks/{task_id}/orders/new", order_form(factory, **items), follow=True))
    assert "已发出督办单〔2025〕1号" in seen
    assert "请于 2025-03-17 前书面答复" in seen  # five working days after Monday the tenth
    assert "公示收费标准" in seen
    assert "督办单" in words(client_as("liaison").get("/inbox"))


def test_another_level_needs_a_reason_and_shortens_the_limit(factory: Factory, client_as: ClientAs) -> None:
    browser, task_id = client_as("clerk"), factory.acknowledged()
    answer = browser.post(f"/tasks/{task_id}/orders/new", order_form(factory, level="red"))
    assert answer.status_code == 400
    assert "改用红色的，请写明理由" in words(answer)
    form = order_form(factory, level="red", level_reason="省级挂牌事项")
    seen = words(browser.post(f"/tasks/{task_id}/orders/new", form, follow=True))
    assert "请于 2025-03-12 前书面答复" in seen
    assert "改用红色：省级挂牌事项" in seen


def test_what_was_ignored_is_told_where_the_next_order_is_written(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.acknowledged()
    issue(factory, task_id, now=day(2025, 2, 24), reply_due_on=date(2025, 3, 3))
    seen = words(client_as("clerk").get(f"/tasks/{task_id}/orders/new"))
    assert "建议黄色：已有催办单或督办单到期未办理" in seen


def test_who_has_finished_stands_last_and_is_not_proposed_for_an_order(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.acknowledged()
    factory.accepted(task_id, percent=100)
    seen = words(client_as("clerk").get(f"/tasks/{task_id}/orders/new"))
    assert "县民政局 建议蓝色" in seen
    assert seen.index("县卫生健康局 本单位已完成") > seen.index("县民政局 建议蓝色")


def test_a_limit_can_be_given_in_working_days(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.acknowledged()
    form = order_form(factory, limit_days="2")
    assert "请于 2025-03-12 前" in words(client_as("clerk").post(f"/tasks/{task_id}/orders/new", form, follow=True))


def test_the_office_may_set_the_day_to_sign_by(factory: Factory, client_as: ClientAs) -> None:
    """The next working day stands in the form; the message to the unit says what became of it."""
    task_id = factory.acknowledged()
    address = f"/tasks/{task_id}/orders/new"
    assert 'value="2025-03-11"' in client_as("clerk").get(address).text
    late = client_as("clerk").post(address, order_form(factory, sign_by="2025-03-18"), follow=False)
    assert "签收期限不能早于今天，也不能晚于答复期限。" in words(late)
    client_as("clerk").post(address, order_form(factory, sign_by="2025-03-13"), follow=True)
    assert "请于3月13日前登录落实台签收" in words(client_as("liaison").get("/inbox"))


@pytest.mark.parametrize("over", [{"limit_days": "0"}, {"demand": ""}, {"unit": "99999"}], ids=["limit", "demand", "unit"])
def test_a_refused_order_keeps_what_was_typed(factory: Factory, client_as: ClientAs, over: dict[str, str]) -> None:
    task_id = factory.acknowledged()
    form = order_form(factory, **{"items-0-text": "公示收费标准", **over})
    answer = client_as("clerk").post(f"/tasks/{task_id}/orders/new", form)
    assert answer.status_code == 400
    assert "公示收费标准" in answer.get_data(as_text=True)


def test_a_unit_without_a_head_signs_for_an_order_and_answers(factory: Factory, client_as: ClientAs) -> None:
    order_id = issue(factory, factory.acknowledged(), "joint_liaison")
    unit = client_as("joint_liaison")
    assert "送出答复" not in words(unit.get(f"/orders/{order_id}"))
    assert "已签收" in words(unit.post(f"/orders/{order_id}/receive", follow=True))
    unit.post(f"/orders/{order_id}/reply", {"reply": "场地已落实，月底开工。"})
    assert order_of(factory, order_id).state is OrderState.REPLIED
    assert "场地已落实，月底开工。" in words(client_as("clerk").get(f"/orders/{order_id}"))


def test_the_head_signs_what_the_liaison_answers(factory: Factory, client_as: ClientAs) -> None:
    order_id = received(factory, factory.acknowledged())
    sent = client_as("liaison").post(f"/orders/{order_id}/reply", {"reply": "月底开工。"}, follow=True)
    assert "已送单位负责人审核" in words(sent)
    assert order_of(factory, order_id).state is OrderState.UNIT_REVIEW
    assert "月底开工" not in words(client_as("clerk").get(f"/orders/{order_id}"))
    head = client_as("unit_head")
    assert "督办单〔2025〕1号" in words(head.get("/approvals"))
    head.post(f"/orders/{order_id}/approve")
    assert order_of(factory, order_id).state is OrderState.REPLIED


def test_an_empty_answer_is_asked_for(factory: Factory, client_as: ClientAs) -> None:
    order_id = received(factory, factory.acknowledged())
    answer = client_as("liaison").post(f"/orders/{order_id}/reply", {"reply": ""})
    assert answer.status_code == 400
    assert "请写明办理情况" in words(answer)


def test_an_answer_that_will_not_do_goes_back_with_a_new_limit(factory: Factory, client_as: ClientAs) -> None:
    order_id = answered(factory, factory.acknowledged())
    client_as("clerk").post(f"/orders/{order_id}/return", {"reason": "没有写明完成时间", "due_on": "2025-03-21"})
    seen = words(client_as("joint_liaison").get(f"/orders/{order_id}"))
    assert "上次答复被退回：没有写明完成时间" in seen
    assert "请于 2025-03-21 前" in seen


def test_an_order_ends_when_its_items_are_verified(factory: Factory, client_as: ClientAs) -> None:
    order_id = reported(factory, factory.acknowledged())
    clerk, item_id = client_as("clerk"), item_of(factory, order_id).id
    assert "还有整改事项没有核查" in words(clerk.get(f"/orders/{order_id}"))
    assert clerk.post(f"/orders/{order_id}/close", {"reason": "办结"}).status_code == 409
    assert clerk.post(f"/orders/items/{item_id}/verify", {"finding": "属实"}).status_code == 400
    clerk.post(f"/orders/items/{item_id}/verify", {"method": "on_site", "finding": "现场已公示"})
    seen = words(clerk.get(f"/orders/{order_id}"))
    assert "现场核查 陈经办" in seen
    clerk.post(f"/orders/{order_id}/close", {"reason": "办结"})
    assert order_of(factory, order_id).state is OrderState.CLOSED


def test_an_item_is_reported_with_files_of_reports_and_new_ones(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.acknowledged()
    factory.accepted(task_id, "joint_liaison")
    item_id = item_of(factory, accepted(factory, task_id, items=(ITEM,))).id
    with factory.database.reading() as session:
        cited = session.scalars(select(Evidence.id)).one()
    unit = client_as("joint_liaison")
    assert "验收单.pdf" in words(unit.get(f"/orders/items/{item_id}"))
    form = {"reply": "已公示", "cited": [cited], "files": [(io.BytesIO(PDF + b"%"), "公示照片.pdf")]}
    assert unit.post(f"/orders/items/{item_id}/reply", form).status_code == 302
    with factory.database.reading() as session:
        files = {file.name: (file.id, file.evidence_id) for file in session.scalars(select(ItemFile))}
    assert {name: evidence for name, (_, evidence) in files.items()} == {"验收单.pdf": cited, "公示照片.pdf": None}
    path = f"/orders/files/{files['公示照片.pdf'][0]}"
    assert client_as("clerk").get(path).data == PDF + b"%"
    assert client_as("other_liaison").get(path).status_code == 404


def test_a_file_that_is_refused_is_named_and_what_was_typed_is_kept(factory: Factory, client_as: ClientAs) -> None:
    item_id = item_of(factory, accepted(factory, factory.acknowledged(), items=(ITEM,))).id
    form = {"reply": "已公示", "files": [(io.BytesIO(b"MZ\x90\x00"), "程序.exe")]}
    answer = client_as("joint_liaison").post(f"/orders/items/{item_id}/reply", form)
    assert answer.status_code == 409
    assert "程序.exe" in words(answer)
    assert "已公示" in answer.get_data(as_text=True)


def test_an_item_not_put_right_goes_back(factory: Factory, client_as: ClientAs) -> None:
    order_id = reported(factory, factory.acknowledged())
    item_id = item_of(factory, order_id).id
    client_as("clerk").post(f"/orders/items/{item_id}/return", {"reason": "照片不清", "due_on": "2025-03-24"})
    item = item_of(factory, order_id)
    assert (item.state, item.due_on) == (ItemState.RETURNED, date(2025, 3, 24))
    assert "照片不清" in words(client_as("joint_liaison").get(f"/orders/items/{item_id}"))


def test_the_sheet_is_one_form_with_number_level_items_and_room_for_the_answer(factory: Factory, client_as: ClientAs) -> None:
    order_id = issue(factory, factory.acknowledged(), items=(ITEM,), level=OrderLevel.YELLOW, level_reason="重大事项")
    seen = words(client_as("liaison").get(f"/orders/{order_id}/sheet"))
    for expected in (
        "县领导小组办公室",
        "督办单",
        "〔2025〕1号",
        "级别：黄色",
        "公示收费标准",
        "单位负责人（签字）",
        "2025-03-17 前",
    ):
        assert expected in seen, expected


def test_a_call_is_logged_and_shown_with_the_task_and_the_orders(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.acknowledged()
    order_id = issue(factory, task_id)
    clerk = client_as("clerk")
    assert 'value="陈经办"' in clerk.get(f"/tasks/{task_id}/calls/new").get_data(as_text=True)
    form = {
        "unit": factory.cast.unit_id("liaison"), "order": order_id, "caller": "陈经办", "callee": "周联络",
        "called_on": "2025-03-10", "called_time": "00:01", "said": "请尽快答复，对方答应本周办完。",
    }  # fmt: skip
    assert "电话催办 登记 还没有电话催办。" in words(clerk.get(f"/tasks/{task_id}"))
    assert "已登记电话催办" in words(clerk.post(f"/tasks/{task_id}/calls/new", form, follow=True))
    for path in (f"/tasks/{task_id}", f"/orders/{order_id}", "/orders/calls"):
        assert "对方答应本周办完" in words(client_as("liaison").get(path)), path
        assert "对方答应本周办完" not in words(client_as("other_liaison").get(path)), path
    assert "电话催办 1 次" in words(clerk.get("/orders"))


def test_an_order_is_its_units_and_the_leads_own(factory: Factory, client_as: ClientAs) -> None:
    order_id = received(factory, factory.acknowledged(), "joint_liaison")
    for who in ("clerk", "leader", "joint_liaison", "liaison"):
        assert client_as(who).get(f"/orders/{order_id}").status_code == 200, who
    assert client_as("liaison").post(f"/orders/{order_id}/reply", {"reply": "代答"}).status_code == 403
    for who in ("other_liaison", "outside_clerk"):
        assert client_as(who).get(f"/orders/{order_id}").status_code == 404, who
        assert client_as(who).post(f"/orders/{order_id}/reply", {"reply": "代答"}).status_code in (403, 404), who
    assert "督办单〔2025〕1号" not in words(client_as("other_liaison").get("/orders"))


@pytest.mark.parametrize(
    ("query", "is_there"),
    [
        ({"state": "issued"}, True),
        ({"state": "closed"}, False),
        ({"level": "yellow"}, True),
        ({"level": "blue"}, False),
        ({"kind": "urge"}, False),
        ({"overdue": "1"}, True),
        ({"level": "purple"}, True),
    ],
    ids=str,
)
def test_the_list_narrows(factory: Factory, client_as: ClientAs, query: dict[str, str], is_there: bool) -> None:
    issue(
        factory,
        factory.acknowledged(),
        now=day(2025, 2, 24),
        reply_due_on=date(2025, 3, 3),
        level=OrderLevel.YELLOW,
        level_reason="急",
    )
    assert ("督办单〔2025〕1号" in words(client_as("clerk").get("/orders", **query))) is is_there


def test_the_list_narrows_to_a_unit(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.acknowledged()
    issue(factory, task_id)
    issue(factory, task_id, "joint_liaison", kind=OrderKind.URGE)
    seen = words(client_as("clerk").get("/orders", unit=factory.cast.unit_id("liaison")))
    assert "督办单〔2025〕1号" in seen
    assert "催办单〔2025〕1号" not in seen


def test_the_list_costs_the_same_for_many(factory: Factory, client_as: ClientAs, statements: Callable[[], Any]) -> None:
    browser, task_id = client_as("clerk"), factory.acknowledged()

    def cost(path: str) -> int:
        with statements() as sent:
            assert browser.get(path).status_code == 200
        return len(sent)

    order_id = issue(factory, task_id, items=(ITEM,))
    few = [cost("/orders"), cost(f"/orders/{order_id}")]
    for _ in range(20):
        order_id = issue(factory, task_id, items=(ITEM,) * 5)
    assert [cost("/orders"), cost(f"/orders/{order_id}")] == few
    with factory.database.reading() as session:
        assert len(session.scalars(select(SupervisionOrder.id)).all()) == 21
