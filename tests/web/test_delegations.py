"""AB角与代理 in the browser: arranged, used, ended, and read by the office."""

from collections.abc import Callable
from typing import Any

from tests.factories import Factory
from tests.services.test_delegations import post_of, second, stand_in, waiting
from tests.web.conftest import Browser, words

ClientAs = Callable[[str], Browser]
FORM = {"from_on": "2025-03-10", "to_on": "2025-03-14", "reason": "赴省里培训"}


def test_the_head_names_a_deputy_who_then_signs_and_is_told_whose_work_it_is(factory: Factory, client_as: ClientAs) -> None:
    deputy, update_id = second(factory), waiting(factory)
    head = client_as("unit_head")
    assert "可以安排代理的岗位" in words(head.get("/delegations"))
    path = f"/delegations/of/{post_of(factory, 'unit_head')}"
    assert "钱副职" in words(head.get(path))
    assert "吴局长" in words(head.post(path, {**FORM, "deputy": deputy.user_id}, follow=True))
    browser = client_as("second-liaison")
    assert "代吴局长单位负责人" in words(browser.get("/delegations"))
    assert "我代理吴局长" in words(browser.get("/delegations"))
    browser.get("/approvals")
    assert browser.post(f"/updates/{update_id}/approve").status_code == 302
    assert "钱副职（代吴局长）" in words(client_as("auditor").get("/events"))
    assert "报送 钱副职（代吴局长） 2025-03-10" in words(client_as("liaison").get(f"/updates/{update_id}"))
    assert "钱副职（代吴局长）" in words(client_as("clerk").get(f"/reviews/{update_id}"))


def test_a_refusal_keeps_what_was_typed(factory: Factory, client_as: ClientAs) -> None:
    head, deputy = client_as("unit_head"), second(factory)
    path = f"/delegations/of/{post_of(factory, 'unit_head')}"
    head.get(path)
    answer = head.post(path, {**FORM, "deputy": deputy.user_id, "to_on": "2025-03-09"})
    assert answer.status_code == 409
    assert "截止日不早于起始日" in words(answer)
    assert "赴省里培训" in answer.get_data(as_text=True)


def test_where_there_is_no_colleague_the_page_says_whom_to_ask(factory: Factory, client_as: ClientAs) -> None:
    page = words(client_as("joint_liaison").get(f"/delegations/of/{post_of(factory, 'joint_liaison')}"))
    assert "本单位没有其他同志可以代理" in page


def test_it_is_ended_on_the_page(factory: Factory, client_as: ClientAs) -> None:
    row_id = stand_in(factory, "unit_head", second(factory))
    head = client_as("unit_head")
    assert "代理中" in words(head.get("/delegations"))
    assert "已提前结束" in words(head.post(f"/delegations/{row_id}/end", follow=True))


def test_the_office_reads_those_of_its_place_and_names_nobody_for_a_unit(factory: Factory, client_as: ClientAs) -> None:
    stand_in(factory, "unit_head", second(factory))
    assert "吴局长" in words(client_as("clerk").get("/delegations"))
    assert "吴局长" not in words(client_as("outside_clerk").get("/delegations"))
    assert "吴局长" not in words(client_as("other_liaison").get("/delegations"))
    answer = client_as("director").get(f"/delegations/of/{post_of(factory, 'unit_head')}")
    assert answer.status_code == 409
    assert "代理由本人、本单位负责人" in words(answer)


def test_the_office_sees_on_the_page_of_a_unit_who_stands_in_today(factory: Factory, client_as: ClientAs) -> None:
    stand_in(factory, "unit_head", second(factory))
    page = words(client_as("clerk").get(f"/units/{factory.cast.unit_id('unit_head')}"))
    assert "吴局长（单位负责人）不在岗，由钱副职代理至 2025-03-16" in page


def test_the_security_administrator_begins_on_the_persons_page(factory: Factory, client_as: ClientAs) -> None:
    admin, person = client_as("security_admin"), factory.cast.unit_head.user_id
    assert f"/delegations/of/{post_of(factory, 'unit_head')}" in admin.get(f"/people/{person}").get_data(as_text=True)


def test_the_list_costs_the_same_for_many(factory: Factory, client_as: ClientAs, statements: Callable[[], Any]) -> None:
    clerk = client_as("clerk")

    def cost() -> int:
        with statements() as sent:
            assert clerk.get("/delegations").status_code == 200
        return len(sent)

    stand_in(factory, "liaison", factory.cast.unit_head)
    few = cost()
    stand_in(factory, "joint_liaison", second(factory, whose="joint_liaison"))
    stand_in(factory, "director", factory.cast.clerk)
    assert cost() == few
