"""Messages: unread first, read by opening."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from tests.factories import NOW, Factory
from tests.web.conftest import Browser, words
from tracker.models import Notice, NoticeEnd, Unit
from tracker.services import notices

ClientAs = Callable[[str], Browser]


@pytest.fixture
def tell(factory: Factory) -> Callable[..., int]:
    """`tell(title, unit_id)` → the id of an inbox message to the unit's liaisons, or to a unit that has none."""

    def told(title: str, unit_id: int, path: str = "/mine") -> int:
        with factory.database.transaction() as session:
            unit = session.get_one(Unit, unit_id)
            notices.tell(session, unit, key=title, title=title, body="请查看。", path=path, now=NOW)
            query = select(Notice.id).where(Notice.title == title)
            return session.scalars(query).one()

    return told


def test_opening_a_message_reads_it_and_goes_to_its_page(factory: Factory, client_as: ClientAs, tell: Callable[..., int]) -> None:
    first = tell("第一条", factory.cast.unit_id("liaison"), path="/mine?need=mend")
    tell("第二条", factory.cast.unit_id("liaison"))
    browser = client_as("liaison")
    assert "未读 2 条" in words(browser.get("/inbox"))
    assert browser.get(f"/inbox/{first}").headers["Location"] == "/mine?need=mend"
    seen = words(browser.get("/inbox"))
    assert "未读 1 条" in seen
    assert seen.index("第二条") < seen.index("第一条")


def test_messages_of_others_are_not_there(factory: Factory, client_as: ClientAs, tell: Callable[..., int]) -> None:
    notice_id = tell("给卫健局", factory.cast.unit_id("liaison"))
    other = client_as("other_liaison")
    assert "给卫健局" not in words(other.get("/inbox"))
    assert other.get(f"/inbox/{notice_id}").status_code == 404


def test_a_message_to_a_unit_without_a_liaison_is_read_by_its_people(
    factory: Factory, client_as: ClientAs, tell: Callable[..., int]
) -> None:
    tell("给县政府", factory.cast.unit_id("leader"))
    assert "给县政府" in words(client_as("leader").get("/inbox"))


def test_all_can_be_marked_read_at_once(factory: Factory, client_as: ClientAs, tell: Callable[..., int]) -> None:
    tell("第一条", factory.cast.unit_id("liaison"))
    tell("给民政局", factory.cast.unit_id("joint_liaison"))
    browser = client_as("liaison")
    browser.get("/inbox")
    assert "1 条消息已标为已读" in words(browser.post("/inbox/read", follow=True))
    assert "未读 1 条" in words(client_as("joint_liaison").get("/inbox"))


def test_an_empty_inbox_says_so(client_as: ClientAs) -> None:
    assert "没有消息" in words(client_as("auditor").get("/inbox"))


def test_the_inbox_costs_the_same_for_many(
    factory: Factory, client_as: ClientAs, tell: Callable[..., int], statements: Callable[[], Any]
) -> None:
    browser = client_as("liaison")

    def cost() -> int:
        with statements() as sent:
            assert browser.get("/inbox").status_code == 200
        return len(sent)

    tell("一", factory.cast.unit_id("liaison"))
    few = cost()
    for n in range(40):
        tell(f"第{n}条", factory.cast.unit_id("liaison"))
    assert cost() == few


def test_what_has_ended_waits_no_longer_and_says_why(factory: Factory, client_as: ClientAs, tell: Callable[..., int]) -> None:
    notice_id = tell("今天到期：甲", factory.cast.unit_id("liaison"))
    tell("今天到期：乙", factory.cast.unit_id("liaison"))
    with factory.database.transaction() as session:
        session.get_one(Notice, notice_id).ended = NoticeEnd.SETTLED
    browser = client_as("liaison")
    seen = words(browser.get("/inbox"))
    assert "未读 1 条" in seen
    assert "甲" not in seen
    over = words(browser.get("/inbox", only="ended"))
    assert "今天到期：甲" in over
    assert "已办结或不再要求" in over
    assert "乙" not in over
