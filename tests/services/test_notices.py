"""Messages: who is told, and only once."""

from datetime import date

from sqlalchemy import select

from tests.factories import NOW, Factory, at_once
from tracker.models import Membership, Notice, Unit
from tracker.rules.statuses import Role
from tracker.services import notices


def told(factory: Factory, unit: str, key: str = "news:1") -> list[str | None]:
    """The login of everybody who is told of something done to the unit."""
    unit_id = factory.unit(unit)
    with factory.database.transaction() as session:
        body = session.get_one(Unit, unit_id)
        notices.tell(session, body, key=key, title="有新消息", body="请查看。", path="/inbox", now=NOW)
    with factory.database.reading() as session:
        rows = session.scalars(select(Notice).where(Notice.unit_id == unit_id, Notice.key.startswith(key)).order_by(Notice.id))
        return [row.user.login if row.user else None for row in rows]


def test_the_liaisons_of_a_unit_are_told(factory: Factory) -> None:
    assert told(factory, "县卫生健康局") == ["liaison"]


def test_a_unit_with_nobody_to_write_to_keeps_the_message_in_its_own_inbox(factory: Factory) -> None:
    assert told(factory, "青禾镇人民政府") == [None]


def test_a_former_liaison_is_not_told(factory: Factory) -> None:
    with factory.database.transaction() as session:
        [post] = session.scalars(select(Membership).where(Membership.user_id == factory.cast.liaison.user_id))
        post.to_on = date(2025, 3, 9)
    assert told(factory, "县卫生健康局") == [None]


def test_the_same_news_is_told_once_even_by_two_at_once(factory: Factory) -> None:
    results = at_once(*[lambda: told(factory, "县卫生健康局")] * 2)
    assert results == [["liaison"]] * 2
    assert len(told(factory, "县卫生健康局", key="news:2")) == 1


def test_recipients_are_the_holders_of_a_role_on_the_day(factory: Factory) -> None:
    unit_id = factory.cast.unit_id("liaison")
    with factory.database.reading() as session:
        found = notices.recipients(session, [unit_id], [Role.UNIT_HEAD], NOW.date())
        assert [person.login for person in found[unit_id]] == ["unit_head"]
        assert notices.recipients(session, [unit_id], [Role.UNIT_HEAD], date(2024, 12, 31)) == {}
