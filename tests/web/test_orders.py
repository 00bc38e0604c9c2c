"""Urging and supervision orders, from the office to the unit and back."""

from collections.abc import Callable
from datetime import date
from typing import Any

from tests.factories import NOW, Factory
from tests.web.conftest import Browser, words
from tracker.models import SupervisionOrder, Task, Unit
from tracker.rules.statuses import OrderKind
from tracker.services import orders

ClientAs = Callable[[str], Browser]


def issued(factory: Factory, task_id: int, who: str = "liaison") -> int:
    """A supervision order to the unit of that person."""
    with factory.database.transaction() as session:
        order = orders.issue_order(
            session, session.get_one(Task, task_id), session.get_one(Unit, factory.cast.unit_id(who)),
            OrderKind.SUPERVISION, "请说明滞后原因。", date(2025, 3, 17), actor=factory.cast.clerk, now=NOW,
        )  # fmt: skip
        return order.id


def state_of(factory: Factory, order_id: int) -> str:
    with factory.database.reading() as session:
        return session.get_one(SupervisionOrder, order_id).state


def test_the_office_issues_a_numbered_order_from_the_task(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.acknowledged()
    browser = client_as("clerk")
    # Five working days after Monday the tenth.
    assert 'value="2025-03-17"' in browser.get(f"/tasks/{task_id}/orders/new").get_data(as_text=True)
    form = {
        "kind": "supervision", "unit": factory.cast.unit_id("liaison"), "demand": "请说明滞后原因。", "reply_due_on": "2025-03-17",
    }  # fmt: skip
    seen = words(browser.post(f"/tasks/{task_id}/orders/new", form, follow=True))
    assert "已发出督办单〔2025〕1号" in seen
    assert "请于 2025-03-17 前书面答复" in seen
    assert "督办单" in words(client_as("liaison").get("/inbox"))


def test_a_refused_order_keeps_what_was_typed(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.acknowledged()
    form = {"kind": "urge", "unit": factory.cast.unit_id("liaison"), "demand": "请报送进度。", "reply_due_on": "2025-03-01"}
    answer = client_as("clerk").post(f"/tasks/{task_id}/orders/new", form)
    assert answer.status_code == 400
    assert "答复期限不能早于今天" in words(answer)
    assert "请报送进度。" in answer.get_data(as_text=True)


def test_only_units_of_the_task_can_be_chosen(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.acknowledged()
    form = {"kind": "urge", "unit": factory.cast.unit_id("other_liaison"), "demand": "请报送。", "reply_due_on": "2025-03-17"}
    assert client_as("clerk").post(f"/tasks/{task_id}/orders/new", form).status_code == 400


def test_the_unit_answers_and_the_office_ends_it(factory: Factory, client_as: ClientAs) -> None:
    order_id = issued(factory, factory.acknowledged())
    seen = words(client_as("liaison").post(f"/orders/{order_id}/reply", {"reply": "场地已落实，月底开工。"}, follow=True))
    assert "答复已送领导小组办公室" in seen
    assert "场地已落实，月底开工。" in words(client_as("clerk").get(f"/orders/{order_id}"))
    client_as("clerk").post(f"/orders/{order_id}/close", {"note": "已按要求办理。"})
    assert state_of(factory, order_id) == "closed"


def test_an_empty_answer_is_asked_for(factory: Factory, client_as: ClientAs) -> None:
    order_id = issued(factory, factory.acknowledged())
    answer = client_as("liaison").post(f"/orders/{order_id}/reply", {"reply": ""})
    assert answer.status_code == 400
    assert "请写明办理情况" in words(answer)


def test_an_order_is_its_units_and_the_leads_own(factory: Factory, client_as: ClientAs) -> None:
    order_id = issued(factory, factory.acknowledged(), "joint_liaison")
    for who in ("clerk", "leader", "joint_liaison", "liaison"):
        assert client_as(who).get(f"/orders/{order_id}").status_code == 200, who
    assert client_as("liaison").post(f"/orders/{order_id}/reply", {"reply": "代答"}).status_code == 403
    for who in ("other_liaison", "outside_clerk"):
        assert client_as(who).get(f"/orders/{order_id}").status_code == 404, who
        assert client_as(who).post(f"/orders/{order_id}/reply", {"reply": "代答"}).status_code in (403, 404), who
    assert "督办单〔2025〕1号" not in words(client_as("other_liaison").get("/orders"))


def test_the_list_narrows_by_state(factory: Factory, client_as: ClientAs) -> None:
    issued(factory, factory.acknowledged())
    browser = client_as("clerk")
    assert "督办单〔2025〕1号" in words(browser.get("/orders", state="issued"))
    assert "没有符合条件" in words(browser.get("/orders", state="closed"))


def test_the_list_costs_the_same_for_many(factory: Factory, client_as: ClientAs, statements: Callable[[], Any]) -> None:
    browser, task_id = client_as("clerk"), factory.acknowledged()

    def cost() -> int:
        with statements() as sent:
            assert browser.get("/orders").status_code == 200
        return len(sent)

    issued(factory, task_id)
    few = cost()
    for _ in range(20):
        issued(factory, task_id)
    assert cost() == few
