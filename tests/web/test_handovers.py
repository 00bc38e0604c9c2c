"""工作移交 in the browser: proposed, carried out, signed; the list printed, and hidden from who reads no plan."""

from collections.abc import Callable

from sqlalchemy import select

from tests.factories import Factory
from tests.services.test_delegations import post_of, second
from tests.services.test_handovers import carried_out, newcomer, propose
from tests.web.conftest import Browser, words
from tracker.models import Handover

ClientAs = Callable[[str], Browser]


def test_from_the_proposal_of_the_head_to_the_signatures_of_both(factory: Factory, client_as: ClientAs) -> None:
    receiver = second(factory)
    factory.draft(factory.acknowledged())
    head, path = client_as("unit_head"), f"/handovers/of/{post_of(factory, 'liaison')}"
    assert "提出移交" in words(head.get("/handovers"))
    assert "钱副职" in words(head.get(path))
    form = {"receiver": receiver.user_id, "handed_on": "2025-03-10", "reason": "岗位调整"}
    assert "未报送的草稿" in words(head.post(path, form, follow=True))
    with factory.database.reading() as session:
        row_id = session.scalars(select(Handover.id)).one()
    admin = client_as("security_admin")
    assert "有一份工作移交待办理" in words(admin.get("/inbox"))
    page = words(admin.get(f"/handovers/{row_id}"))
    assert "未报送的草稿" in page
    assert "增加托位供给" not in page
    assert "移交已办理" in words(admin.post(f"/handovers/{row_id}/carry-out", follow=True))
    for who in ("liaison", "second-liaison"):
        browser = client_as(who)
        assert "增加托位供给" in words(browser.get(f"/handovers/{row_id}/sign"))
        assert "已确认" in words(browser.post(f"/handovers/{row_id}/sign", follow=True))
    assert "待双方确认" not in words(head.get("/handovers"))


def test_who_hands_over_is_no_choice_for_a_deputy(factory: Factory, client_as: ClientAs) -> None:
    deputy = second(factory)
    head, path = client_as("unit_head"), f"/delegations/of/{post_of(factory, 'unit_head')}"
    assert "周联络" in head.get(path).get_data(as_text=True)
    propose(factory, deputy)
    page = head.get(path).get_data(as_text=True)
    assert "钱副职" in page
    assert "周联络" not in page


def test_one_who_has_left_signs_without_a_post(factory: Factory, client_as: ClientAs) -> None:
    row_id = carried_out(factory, newcomer(factory))
    assert client_as("liaison").get(f"/handovers/{row_id}/sign").status_code == 200
    assert client_as("joint_liaison").get(f"/handovers/{row_id}/sign").status_code == 404
    assert client_as("outside_clerk").get(f"/handovers/{row_id}").status_code == 404


def test_it_is_withdrawn_before_it_is_carried_out(factory: Factory, client_as: ClientAs) -> None:
    row_id = propose(factory, newcomer(factory))
    head = client_as("unit_head")
    head.get(f"/handovers/{row_id}")
    assert "已撤回" in words(head.post(f"/handovers/{row_id}/withdraw", follow=True))
    assert "不能办理这一步" in words(client_as("security_admin").post(f"/handovers/{row_id}/carry-out", follow=True))


def test_a_newcomer_without_a_post_is_found_by_name_alone(factory: Factory, client_as: ClientAs) -> None:
    newcomer(factory)
    head, path = client_as("unit_head"), f"/handovers/of/{post_of(factory, 'liaison')}"
    assert "孙接任" not in words(head.get(path))
    assert "孙接任" in words(head.get(path, q="孙"))
    assert "郑联络" not in words(head.get(path, q="郑"))  # who holds a post elsewhere is not to be had


def test_the_table_of_permissions_is_read_by_administrators_and_says_why(client_as: ClientAs) -> None:
    for who in ("system_admin", "security_admin", "auditor"):
        page = words(client_as(who).get("/permissions"))
        assert "三员分立：系统管理员管账号，不管权限" in page
        assert "task:reopen" in page
    assert client_as("director").get("/permissions").status_code == 403


def test_a_unit_left_without_a_liaison_is_shown_to_the_office(factory: Factory, client_as: ClientAs) -> None:
    clerk, unit_id = client_as("clerk"), factory.cast.unit_id("liaison")
    assert "没有联络员" not in words(clerk.get(f"/units/{unit_id}"))
    assert "县卫生健康局" not in words(clerk.get("/units", show="unmanned"))
    admin = client_as("security_admin")
    admin.post(f"/people/memberships/{post_of(factory, 'liaison')}/end", {"to_on": "2025-03-09"})
    assert "没有联络员" in words(clerk.get(f"/units/{unit_id}"))
    assert "县卫生健康局" in words(clerk.get("/units", show="unmanned"))
