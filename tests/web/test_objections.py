"""Asking to have a conclusion looked at again, and deciding about it, in the browser."""

from collections.abc import Callable
from typing import Any

from tests.factories import NOW, Factory
from tests.web.conftest import Browser, words
from tracker.models import Objection, Task
from tracker.services import closures

ClientAs = Callable[[str], Browser]


def returned(factory: Factory) -> int:
    task_id = factory.closure_requested()
    with factory.database.transaction() as session:
        closures.return_closure(session, session.get_one(Task, task_id), "材料不足", actor=factory.cast.clerk, now=NOW)
    return task_id


def ask(factory: Factory, browser: Browser, task_id: int) -> int:
    page = browser.get(f"/tasks/{task_id}/objections/new").get_data(as_text=True)
    key = page.split('<option value="')[1].split('"')[0]
    browser.post(f"/tasks/{task_id}/objections/new", {"conclusion": key, "reason": "验收材料齐全。"})
    with factory.database.reading() as session:
        return session.query(Objection.id).order_by(Objection.id.desc()).first()[0]  # type: ignore[index,no-any-return]


def test_a_unit_asks_and_the_director_changes_the_conclusion(factory: Factory, client_as: ClientAs) -> None:
    task_id = returned(factory)
    liaison, head, director = client_as("liaison"), client_as("unit_head"), client_as("director")
    assert f"/tasks/{task_id}/objections/new" in liaison.get(f"/tasks/{task_id}").get_data(as_text=True)
    objection_id = ask(factory, liaison, task_id)
    assert director.get(f"/objections/{objection_id}").status_code == 404  # it has not left the unit yet
    assert "验收材料齐全" not in words(director.get(f"/tasks/{task_id}"))
    head.post(f"/objections/{objection_id}/approve")
    clerk = words(client_as("clerk").get(f"/objections/{objection_id}"))
    assert "按规定应当回避" in clerk
    assert "答复期限 2025-04-09" in clerk
    form = {"decision": "change", "reason": "材料齐全，请重新申请销号。"}
    assert "复核决定已作出" in words(director.post(f"/objections/{objection_id}/decide", form, follow=True))
    assert "变更原结论" in words(liaison.get(f"/objections/{objection_id}"))


def test_where_there_is_no_conclusion_there_is_nothing_to_ask(factory: Factory, client_as: ClientAs) -> None:
    task_id, browser = factory.acknowledged(), client_as("liaison")
    assert "objections/new" not in browser.get(f"/tasks/{task_id}").get_data(as_text=True)
    assert "没有可以申请复核的结论" in words(browser.get(f"/tasks/{task_id}/objections/new"))


def test_the_list_is_the_readers_own_and_costs_the_same_for_many(
    factory: Factory, client_as: ClientAs, statements: Callable[[], Any]
) -> None:
    liaison, clerk = client_as("joint_liaison"), client_as("clerk")

    def cost() -> int:
        with statements() as sent:
            assert clerk.get("/objections").status_code == 200
        return len(sent)

    ask(factory, liaison, returned(factory))
    few = cost()
    assert "增加托位供给" in words(clerk.get("/objections", state="submitted"))
    assert "还没有复核申请" in words(client_as("other_liaison").get("/objections"))
    assert "没有符合条件" in words(clerk.get("/objections", state="upheld"))
    ask(factory, liaison, returned(factory))
    assert cost() == few
