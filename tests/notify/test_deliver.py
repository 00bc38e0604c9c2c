import socket
import threading
from dataclasses import dataclass
from datetime import timedelta

import pytest

from tests.factories import NOW
from tests.notify.conftest import free_port
from tracker.models import Notice, NoticeState, User
from tracker.notify.channels import ChannelError
from tracker.notify.deliver import BACK_OFF, MAY_REPEAT, NO_ADDRESS, Delivered, deliver


@dataclass(frozen=True)
class Given:
    notify_urls: tuple[str, ...]
    base_url: str = "http://tracker.shili.example"


@pytest.fixture
def send(database, mailbox):
    """`send(after)` → one round of delivery, that long after NOW."""

    def run(after=timedelta(0), url=None):
        return deliver(database, Given((url or mailbox.url,)), lambda: NOW + after)

    return run


@pytest.fixture
def notice(database):
    def read(notice_id):
        with database.reading() as session:
            return session.get_one(Notice, notice_id)

    return read


def test_a_mail_arrives_once(plan_mail, send, mailbox, notice):
    waiting = plan_mail()
    assert send() == Delivered(sent=1, failed=0, pending=0)
    assert send(timedelta(days=1)) == Delivered(0, 0, 0)
    assert [mail["To"] for mail in mailbox.received] == ["liaison@shili.example"]
    assert (notice(waiting).state, notice(waiting).sent_at) == (NoticeState.SENT, NOW)


def test_what_the_mail_says(plan_mail, send, mailbox):
    plan_mail()
    send()
    mail = mailbox.received[0]
    assert mail["Subject"] == "【落实台】今天到期：增加托位供给"
    assert mail["From"] == "office@shili.example"
    text = mail.get_content()
    assert "请抓紧办理。\n   查看：http://tracker.shili.example/tasks/1\n" in text
    assert "周联络" not in text


def test_all_that_waits_for_a_person_comes_in_one_mail(plan_mail, send, mailbox):
    for title in ("甲事项", "乙事项"):
        plan_mail(title)
    plan_mail("甲事项", "joint_liaison")
    assert send() == Delivered(sent=3, failed=0, pending=0)
    assert [mail["Subject"] for mail in mailbox.received] == ["【落实台】2 项提醒：甲事项", "【落实台】甲事项"]


def test_a_server_that_cannot_be_reached_is_tried_again_and_at_last_given_up(plan_mail, send, mailbox, notice):
    waiting = plan_mail()
    nobody = f"smtp://127.0.0.1:{free_port()}?from=office@shili.example"
    assert send(url=nobody) == Delivered(sent=0, failed=0, pending=1)
    assert (notice(waiting).state, notice(waiting).attempts) == (NoticeState.PLANNED, 1)
    assert "未能送出" in notice(waiting).error
    elapsed = timedelta(0)
    for pause in BACK_OFF:
        assert send(elapsed + pause / 2, url=nobody).pending == 1  # not yet its time
        elapsed += pause
        last = send(elapsed, url=nobody)
    assert last == Delivered(sent=0, failed=1, pending=0)
    assert (notice(waiting).state, notice(waiting).attempts) == (NoticeState.FAILED, 5)
    assert send(elapsed + timedelta(days=1)) == Delivered(0, 0, 0)


def test_a_mail_gets_through_when_the_server_is_back(plan_mail, send, mailbox):
    plan_mail()
    send(url=f"smtp://127.0.0.1:{free_port()}?from=office@shili.example")
    assert send(timedelta(minutes=1)).sent == 1
    assert len(mailbox.received) == 1
    assert "可能重复" not in mailbox.received[0]["Subject"]


def test_a_server_that_does_not_answer_is_waited_for_only_so_long(plan_mail, send, notice):
    waiting = plan_mail()
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"smtp://127.0.0.1:{silent.getsockname()[1]}?from=office@shili.example&timeout=0.1"
        assert send(url=url) == Delivered(sent=0, failed=0, pending=1)
    assert "timed out" in notice(waiting).error


def test_an_address_that_does_not_exist_is_not_tried_again(plan_mail, send, mailbox, notice):
    waiting = plan_mail()
    mailbox.answer_to_recipient = "550 no such user"
    assert send() == Delivered(sent=0, failed=1, pending=0)
    assert notice(waiting).error == "收件地址被拒收：550 no such user"


def test_a_full_mailbox_is_tried_again(plan_mail, send, mailbox):
    plan_mail()
    mailbox.answer_to_recipient = "452 mailbox full"
    assert send() == Delivered(sent=0, failed=0, pending=1)
    mailbox.answer_to_recipient = "250 OK"
    assert send(timedelta(minutes=1)).sent == 1


def test_a_line_that_broke_on_the_way_marks_the_next_try(plan_mail, send, mailbox):
    plan_mail()
    mailbox.drops = True
    assert send().pending == 1
    mailbox.drops = False
    assert send(timedelta(minutes=1)).sent == 1
    assert mailbox.received[1]["Subject"] == "（可能重复）【落实台】今天到期：增加托位供给"


def test_what_a_dead_sender_left_is_taken_over_after_ten_minutes_and_marked(plan_mail, send, mailbox, notice):
    left = plan_mail(state=NoticeState.CLAIMED, claimed_at=NOW)
    assert send(timedelta(minutes=9)) == Delivered(sent=0, failed=0, pending=1)
    assert send(timedelta(minutes=10)) == Delivered(sent=1, failed=0, pending=0)
    assert "您可能已经收到过这一条" in mailbox.received[0].get_content()
    assert notice(left).error == MAY_REPEAT


def test_a_mail_that_kills_its_sender_each_time_ends_as_failed(plan_mail, send, mailbox):
    plan_mail(state=NoticeState.CLAIMED, claimed_at=NOW, attempts=4)
    assert send(timedelta(minutes=10)) == Delivered(sent=0, failed=1, pending=0)
    assert mailbox.received == []


def test_somebody_without_an_address_shows_as_failed(plan_mail, send, database, cast, notice):
    waiting = plan_mail()
    with database.transaction() as session:
        session.get_one(User, cast.liaison.user_id).is_active = False
    assert send() == Delivered(sent=0, failed=1, pending=0)
    assert notice(waiting).error == NO_ADDRESS


class Recorder:
    """A channel that remembers, and fails as told."""

    def __init__(self, error=None):
        self.error, self.sent = error, []

    def send(self, to, subject, text):
        self.sent.append(to)
        if self.error:
            raise self.error


def test_with_the_server_down_the_round_stops_early(plan_mail, database, monkeypatch):
    for who in ("liaison", "joint_liaison", "other_liaison", "clerk", "director"):
        plan_mail(who=who)
    broken = Recorder(ChannelError("无法连接"))
    monkeypatch.setattr("tracker.notify.deliver.mail_channel", lambda urls: broken)
    assert deliver(database, Given(()), lambda: NOW) == Delivered(sent=0, failed=0, pending=5)
    assert len(broken.sent) == 3


def test_two_senders_at_once_send_each_mail_once(plan_mail, database, monkeypatch):
    people = ("liaison", "joint_liaison", "other_liaison", "clerk", "director", "unit_head")
    for who in people:
        plan_mail(who=who)
    recorder, start = Recorder(), threading.Barrier(2)
    monkeypatch.setattr("tracker.notify.deliver.mail_channel", lambda urls: recorder)

    def run():
        start.wait()
        deliver(database, Given(()), lambda: NOW)

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(recorder.sent) == sorted(f"{who}@shili.example" for who in people)


def test_nothing_is_claimed_inside_the_sending(plan_mail, database, monkeypatch):
    plan_mail()

    class Writer(Recorder):
        """Sending while holding a transaction would lock this one out."""

        def send(self, to, subject, text):
            with database.transaction() as session:
                session.get_one(User, 1).name = "陈经办"
            super().send(to, subject, text)

    writer = Writer()
    monkeypatch.setattr("tracker.notify.deliver.mail_channel", lambda urls: writer)
    assert deliver(database, Given(()), lambda: NOW).sent == 1
