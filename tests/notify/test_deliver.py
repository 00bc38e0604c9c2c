"""Claim, send, record: nothing lost, nothing doubled unmarked."""

import socket
from datetime import timedelta

import pytest
from sqlalchemy import update

from tests.notify.conftest import free_port
from tests.sending import Post, Recorder, group
from tracker.fencing import LeaseLost
from tracker.models import Delivery, DeliveryState, Notice, NoticeState, User
from tracker.notify.channels import Carries, ChannelError
from tracker.notify.deliver import BACK_OFF, BROKE_OFF, NO_ADDRESS, Delivered
from tracker.notify.registry import open_channels
from tracker.services.reminder_settling import NOTHING_LEFT
from tracker.services.sending import READER

PEOPLE = ("liaison", "joint_liaison", "other_liaison", "clerk", "director", "unit_head")
NOTHING = Delivered(0, 0, 0)


class Killed(BaseException):
    """The process ends at this point."""


@pytest.fixture
def post(database, cast) -> Post:
    return Post(database, cast, [Recorder()])


@pytest.fixture
def by_mail(post, mailbox) -> Post:
    """A post whose mail goes to the running server."""
    post.channels = list(open_channels([mailbox.url]))
    return post


def composed(post: Post, *people: str, **over: object) -> Post:
    for person in people or ("liaison",):
        post.plan(who=person, **over)
    post.compose()
    return post


def kill(address: str) -> None:
    raise Killed


def refuse(**facts: object):
    def on_send(address: str) -> None:
        raise ChannelError("没有收下", **facts)

    return on_send


def test_a_mail_arrives_once(by_mail, mailbox):
    composed(by_mail)
    assert by_mail.deliver() == Delivered(sent=1, failed=0, pending=0)
    assert by_mail.deliver() == NOTHING
    assert [mail["To"] for mail in mailbox.received] == ["liaison@shili.example"]
    [row] = by_mail.deliveries()
    assert (row.state, row.sent_at, row.attempts, row.may_repeat) == (DeliveryState.SENT, by_mail.now, 1, False)


def test_what_the_mail_says(by_mail, mailbox):
    composed(by_mail)
    by_mail.deliver()
    [mail] = mailbox.received
    assert (mail["Subject"], mail["From"]) == ("【落实台】今天到期：增加托位供给", "office@shili.example")
    text = mail.get_body(("plain",)).get_content()
    assert "http://tracker.shili.example/tasks/1\n" in text.replace("\r\n", "\n")
    assert "您是县卫生健康局单位联络员" in text
    assert "周联络" not in text
    assert "增加托位供给" in mail.get_body(("html",)).get_content()


def test_many_mails_go_over_one_connection(by_mail, mailbox):
    composed(by_mail, *PEOPLE)
    assert by_mail.deliver().sent == 6
    assert len(mailbox.connections) == 1


def test_a_server_that_cannot_be_reached_is_tried_again_and_at_last_given_up(post):
    post.channels = list(open_channels([f"smtp://127.0.0.1:{free_port()}?from=office@shili.example"]))
    composed(post)
    assert post.deliver() == Delivered(sent=0, failed=0, pending=1)
    [row] = post.deliveries()
    assert (row.state, row.attempts) == (DeliveryState.PLANNED, 1)
    assert "未能送出" in row.error
    for pause in BACK_OFF:
        [row] = post.deliveries()
        assert row.try_at == post.window.next_open(post.now + pause)
        post.now = row.try_at - timedelta(seconds=1)
        assert post.deliver().pending == 1  # not yet its time
        post.now = row.try_at
        last = post.deliver()
    assert last == Delivered(sent=0, failed=1, pending=0)
    assert post.deliveries()[0].attempts == 5
    post.wait(days=1)
    assert post.deliver() == NOTHING


def test_a_server_that_does_not_answer_is_waited_for_only_so_long(post):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        post.channels = list(open_channels([f"smtp://127.0.0.1:{silent.getsockname()[1]}?from=office@shili.example&timeout=0.1"]))
        composed(post)
        assert post.deliver() == Delivered(sent=0, failed=0, pending=1)
    assert "timed out" in post.deliveries()[0].error


def test_what_was_dealt_with_while_the_server_was_away_is_not_sent(post, factory):
    """Of two matters one is done: the mail says the other. When both are, no mail goes, and the record says why."""
    post.channels, post.reader = [Recorder(on_send=refuse())], READER
    tasks = [factory.acknowledged(["liaison"], due="2025-03-10", title=title, responsible=()) for title in ("甲", "乙")]
    with post.database.transaction() as session:
        session.execute(update(Notice).values(state=NoticeState.INBOX))  # what the tests' own acts told
    told = [post.remind(title=f"今天到期：{task}", subject_id=task, task_id=task) for task in tasks]
    post.compose()
    assert post.deliver().pending == 1

    factory.accepted(tasks[0], percent=100, now=post.now)
    post.wait(minutes=1)
    assert post.deliver().pending == 1
    assert [post.notice(one).state for one in told] == [NoticeState.SETTLED, NoticeState.CARRIED]
    factory.accepted(tasks[1], percent=100, now=post.now)
    post.wait(minutes=10)
    post.channels = [working := Recorder()]
    assert post.deliver() == NOTHING
    assert working.sent == []
    [row] = post.deliveries()
    assert (row.state, row.error) == (DeliveryState.SET_ASIDE, NOTHING_LEFT)


def test_what_may_have_arrived_keeps_its_message_and_is_not_repeated_for_nothing(post, factory):
    task_id = factory.acknowledged(["liaison"], due="2025-03-10", responsible=())
    with post.database.transaction() as session:
        session.execute(update(Notice).values(state=NoticeState.INBOX))
    told = post.remind(subject_id=task_id, task_id=task_id)
    post.channels, post.reader = [Recorder(on_send=refuse(may_have_arrived=True))], READER
    post.compose()
    post.deliver()
    factory.accepted(task_id, percent=100, now=post.now)
    post.wait(minutes=1)
    assert post.deliver() == NOTHING
    [row] = post.deliveries()
    assert (row.state, row.may_repeat, post.notice(told).state) == (DeliveryState.SET_ASIDE, True, NoticeState.CARRIED)


def test_an_address_that_does_not_exist_is_not_tried_again(by_mail, mailbox):
    mailbox.answer_to_recipient = "550 no such user"
    composed(by_mail)
    assert by_mail.deliver() == Delivered(sent=0, failed=1, pending=0)
    assert by_mail.deliveries()[0].error == "收件地址被拒收：550 no such user"


def test_a_line_that_broke_on_the_way_marks_the_next_try_under_the_same_id(by_mail, mailbox):
    composed(by_mail)
    mailbox.drops = True
    assert by_mail.deliver().pending == 1
    mailbox.drops = False
    by_mail.wait(minutes=1)
    assert by_mail.deliver().sent == 1
    first, second = mailbox.received
    assert second["Subject"] == "（可能重复）【落实台】今天到期：增加托位供给"
    assert "您可能已经收到过这一封" in second.get_body(("plain",)).get_content()
    assert first["Message-ID"] == second["Message-ID"]


@pytest.mark.parametrize("before_it_left", [True, False])
def test_after_a_kill_nothing_is_lost_and_one_message_may_repeat_and_says_so(post, before_it_left):
    def die_at_the_second(address):
        if len(channel.sent) == 2 - before_it_left:
            raise Killed

    class Dying(Recorder):
        def send(self, address, message):
            if before_it_left:
                die_at_the_second(address)
            super().send(address, message)
            if not before_it_left:
                die_at_the_second(address)

    channel = Dying()
    post.channels = [channel]
    composed(post, *PEOPLE)
    with pytest.raises(Killed):
        post.deliver()
    successor = Recorder()
    post.channels, post.token = [successor], 2
    assert post.deliver() == Delivered(sent=5, failed=0, pending=0)
    assert set(channel.addresses + successor.addresses) == set(PEOPLE)
    twice = set(channel.addresses) & set(successor.addresses)
    assert len(twice) == (0 if before_it_left else 1)
    marked = [address for address, message in successor.sent if message.subject.startswith("（可能重复）")]
    assert len(marked) == 1
    assert [row.may_repeat for row in post.deliveries()].count(True) == 1


def test_a_message_that_kills_its_sender_each_time_ends_as_failed(post):
    post.channels = [Recorder(on_send=kill)]
    composed(post)
    for token in range(1, 6):
        post.token = token
        with pytest.raises(Killed):
            post.deliver()
    post.token = 6
    assert post.deliver() == Delivered(sent=0, failed=1, pending=0)
    assert post.deliveries()[0].error == BROKE_OFF


def test_who_has_lost_the_lease_sends_no_more(post):
    composed(post, *PEOPLE)
    old = post.fence()

    def lose(address):
        post.token = 2
        post.fence()

    post.channels = [Recorder(on_send=lose)]
    with pytest.raises(LeaseLost):
        post.deliver(old)
    assert len(post.channels[0].sent) == 1
    assert [row.state for row in post.deliveries()].count(DeliveryState.CLAIMED) == 1
    post.channels = [Recorder()]
    assert post.deliver().sent == 6


def test_somebody_whose_address_went_away_shows_as_failed(post):
    composed(post)
    with post.database.transaction() as session:
        session.execute(update(User).where(User.id == post.cast.liaison.user_id).values(is_active=False))
    assert post.deliver() == Delivered(sent=0, failed=1, pending=0)
    assert post.deliveries()[0].error == NO_ADDRESS
    assert post.channels[0].sent == []


def test_with_a_channel_down_its_round_stops_early_and_the_others_go_on(post):
    tried = []

    def fail(address):
        tried.append(address)
        raise ChannelError("无法连接")

    post.channels = [Recorder(on_send=fail), Recorder(name="oa", carries=Carries.WEBHOOK)]
    composed(post, *PEOPLE)
    assert post.deliver() == Delivered(sent=6, failed=0, pending=6)
    assert len(tried) == 3


def test_a_fault_of_the_program_does_not_keep_the_others_waiting(post):
    def stumble(address):
        if address.startswith("joint"):
            raise UnicodeError

    post.channels = [Recorder(on_send=stumble)]
    composed(post, *PEOPLE)
    assert post.deliver() == Delivered(sent=5, failed=0, pending=1)


def test_a_channel_gets_no_more_than_it_takes_in_a_minute(post):
    post.channels = [Recorder(per_minute=2)]
    composed(post, *PEOPLE)
    assert post.deliver().sent == 2
    assert post.deliver().sent == 0  # another process would count the same
    post.wait(seconds=60)
    assert post.deliver().sent == 2


def test_a_channel_that_asks_to_be_left_alone_is(post):
    post.channels = [Recorder(on_send=refuse(retry_after=600))]
    composed(post, *PEOPLE)
    post.deliver()
    post.channels = [Recorder()]
    post.wait(seconds=599)
    assert post.deliver().sent == 0
    post.wait(seconds=1)
    assert post.deliver().sent == 6


def test_what_presses_goes_first(post):
    composed(post, "liaison", "joint_liaison")
    composed(post, "clerk", is_urgent=True)
    assert post.deliver(limit=2).sent == 2
    assert post.channels[0].addresses == ["clerk", "liaison"]


def test_nothing_leaves_after_the_closing(post):
    composed(post)
    post.now = post.now.replace(hour=10, minute=0)  # 18:00 in official time
    assert post.deliver() == Delivered(sent=0, failed=0, pending=1)
    post.now = post.now.replace(day=11, hour=1)
    assert post.deliver().sent == 1


def test_a_group_gets_counts_and_an_address(post):
    post.channels = [group()]
    post.remind()
    post.remind(who="joint_liaison", subject_id=2, due_on=post.now.date() - timedelta(days=3))
    post.remind(who="unit_head")  # of the same matter
    post.compose()
    post.deliver()
    [(_, message)] = post.channels[0].sent
    assert (
        message.short
        == "【落实台】3月10日提醒：1 项已逾期，1 项今天到期。请有关单位登录落实台办理。\nhttp://tracker.shili.example/inbox"
    )


def test_nothing_is_held_in_the_database_while_sending(post):
    def write(address):
        with post.database.transaction() as session:
            session.execute(update(Delivery).values(error="written meanwhile"))

    post.channels = [Recorder(on_send=write)]
    composed(post)
    assert post.deliver().sent == 1
