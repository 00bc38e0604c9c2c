"""Having read messages."""

from sqlalchemy import select

from tests.factories import NOW, Factory
from tracker.models import Notice
from tracker.queries.inbox import unread_query
from tracker.rules.permissions import Actor
from tracker.services import inbox


def unread(factory: Factory, actor: Actor) -> int:
    with factory.database.reading() as session:
        return session.scalar(unread_query(actor))


def test_all_of_ones_own_messages_are_read_at_once_and_nobody_elses(factory: Factory) -> None:
    factory.task()
    factory.task()
    of_others = unread(factory, factory.cast.joint_liaison)
    with factory.database.transaction() as session:
        assert inbox.mark_read(session, actor=factory.cast.liaison, now=NOW) == 2
        assert inbox.mark_read(session, actor=factory.cast.liaison, now=NOW) == 0
    assert (unread(factory, factory.cast.liaison), unread(factory, factory.cast.joint_liaison)) == (0, of_others)


def test_one_message_is_read_by_whose_it_is(factory: Factory) -> None:
    factory.task()
    with factory.database.transaction() as session:
        own = session.scalars(select(Notice.id).where(Notice.user_id == factory.cast.liaison.user_id)).first()
        assert inbox.mark_read(session, own, actor=factory.cast.joint_liaison, now=NOW) == 0
        assert inbox.mark_read(session, own, actor=factory.cast.liaison, now=NOW) == 1
