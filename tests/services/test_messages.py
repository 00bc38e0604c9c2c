"""A message that did not arrive is sent again by hand."""

import pytest
from sqlalchemy import select

from tests.factories import NOW
from tests.sending import Post, Recorder
from tracker.errors import Conflict, InvalidInput, NotAllowed
from tracker.models import Delivery, DeliveryState, Event
from tracker.notify.channels import ChannelError
from tracker.services import messages


def refuse(address: str) -> None:
    raise ChannelError("收件地址被拒收", permanent=True)


@pytest.fixture
def post(database, cast) -> Post:
    """One delivery, given up."""
    made = Post(database, cast, [Recorder(on_send=refuse)])
    made.plan()
    made.compose()
    made.deliver()
    return made


def again(post: Post, who: str = "clerk", channels: tuple[str, ...] = ("mail",)) -> None:
    with post.database.transaction() as session:
        [row] = session.scalars(select(Delivery))
        messages.resend(session, row, channels, actor=getattr(post.cast, who), now=NOW)


def test_it_goes_again_from_the_first_try_and_the_history_says_so(post: Post) -> None:
    again(post)
    [row] = post.deliveries()
    assert (row.state, row.attempts, row.error) == (DeliveryState.PLANNED, 0, None)
    post.channels = [Recorder()]
    post.wait(hours=1)
    assert post.deliver().sent == 1
    with post.database.reading() as session:
        [event] = session.scalars(select(Event).where(Event.subject == "delivery"))
    assert (event.action, event.old, event.new) == ("resend", "failed", "planned")


def test_two_clerks_at_once_send_it_once(post: Post) -> None:
    again(post)
    with pytest.raises(Conflict):
        again(post)


def test_a_channel_that_is_gone_is_not_waited_for(post: Post) -> None:
    with pytest.raises(InvalidInput, match="已不在系统设置中"):
        again(post, channels=("other",))


def test_units_do_not_send_again(post: Post) -> None:
    with pytest.raises(NotAllowed):
        again(post, "liaison")
