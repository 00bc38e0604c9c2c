import logging
import smtplib
import socket

import pytest

from tests.notify.conftest import free_port
from tracker.errors import SettingsError
from tracker.notify.channels import ChannelError, Message, Recipient
from tracker.notify.registry import open_channels

TO = "liaison@shili.example"


def open_one(url):
    (channel,) = open_channels([url])
    return channel


def refusal(channel, message, to=TO):
    with pytest.raises(ChannelError) as caught:
        channel.send(to, message)
    return caught.value


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        pytest.param("smtp://mail.shili.example?from=a@shili.example", (25, False, False, None), id="plain"),
        pytest.param("smtps://mail.shili.example?from=a@shili.example", (465, True, False, None), id="TLS from the start"),
        pytest.param(
            "smtp://a%40shili.example:p%2Fw@mail.shili.example:587?starttls=1", (587, False, True, "p/w"), id="log-in and STARTTLS"
        ),
    ],
)
def test_the_parts_of_an_address(url, expected):
    channel = open_one(url)
    assert (channel.host, channel.sender) == ("mail.shili.example", "a@shili.example")
    assert (channel.port, channel.is_tls, channel.uses_starttls, channel.password) == expected


@pytest.mark.parametrize(
    "url",
    ["smtp://mail.shili.example", "smtp://?from=a@shili.example", "smtp://mail.shili.example:x?from=a@shili.example"],
    ids=["no sender", "no server", "bad port"],
)
def test_an_address_that_cannot_be_used_is_refused_with_a_sentence(url):
    with pytest.raises(SettingsError, match="应写成|不能识别"):
        open_one(url)


def test_a_mail_has_a_text_a_page_and_the_marks_of_a_machine(mailbox, message):
    open_one(mailbox.url).send(TO, message)
    mail = mailbox.received[0]
    assert (mail["To"], mail["From"], mail["Subject"]) == (TO, "office@shili.example", message.subject)
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Importance"] is None
    assert mail.get_content_type() == "multipart/alternative"
    text, page = mail.get_body(("plain",)), mail.get_body(("html",))
    assert text.get_content().strip() == "您好！\n1. 增加托位供给"
    assert page.get_content().strip() == "<p>您好！</p>"


def test_a_repeated_mail_bears_the_same_id_and_another_persons_another(mailbox, message):
    channel = open_one(mailbox.url)
    for to in (TO, TO, "head@shili.example"):
        channel.send(to, message)
    first, again, other = (mail["Message-ID"] for mail in mailbox.received)
    assert first == again != other
    assert first.endswith("@shili.example>")


def test_many_mails_go_over_one_connection(mailbox, message):
    with open_one(mailbox.url).session() as session:
        for _ in range(5):
            session.send(TO, message)
    assert len(mailbox.received) == 5
    assert len(mailbox.connections) == 1


def test_a_refused_mail_does_not_end_the_connection_for_the_others(mailbox, message):
    with open_one(mailbox.url).session() as session:
        session.send(TO, message)
        mailbox.answer_to_recipient = "550 no such user"
        error = refusal(session, message)
        assert (str(error), error.permanent) == ("收件地址被拒收：550 no such user", True)
        mailbox.answer_to_recipient = "250 OK"
        session.send(TO, message)
    assert len(mailbox.received) == 2
    assert len(mailbox.connections) == 1


def test_a_server_that_takes_so_many_on_one_connection_gets_the_rest_on_the_next(mailbox, message):
    mailbox.most = 2
    with open_one(mailbox.url).session() as session:
        for _ in range(5):
            session.send(TO, message)
    assert len(mailbox.received) == 5
    assert len(mailbox.connections) == 3


def test_a_line_that_breaks_on_the_way_is_doubtful_and_the_next_mail_goes_on_a_new_one(mailbox, message):
    with open_one(mailbox.url).session() as session:
        mailbox.drops = True
        error = refusal(session, message)
        assert (error.may_have_arrived, error.permanent) == (True, False)
        mailbox.drops = False
        session.send(TO, message)
    assert len(mailbox.connections) == 2


@pytest.mark.parametrize(("answer", "permanent"), [("554 rejected", True), ("452 disk full", False)], ids=["for good", "for now"])
def test_a_text_that_is_refused_did_not_arrive(mailbox, message, answer, permanent):
    mailbox.answer_to_text = answer
    error = refusal(open_one(mailbox.url), message)
    assert str(error) == f"邮件被拒收：{answer}"
    assert (error.permanent, error.may_have_arrived) == (permanent, False)


def test_a_full_mailbox_may_be_tried_again(mailbox, message):
    mailbox.answer_to_recipient = "452 mailbox full"
    assert not refusal(open_one(mailbox.url), message).permanent


def test_a_server_that_is_not_there_or_does_not_speak_got_nothing(message):
    error = refusal(open_one(f"smtp://127.0.0.1:{free_port()}?from=a@shili.example"), message)
    assert str(error).endswith("未能送出：对方拒绝连接")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"smtp://127.0.0.1:{silent.getsockname()[1]}?from=a@shili.example&timeout=0.1"
        stalled = refusal(open_one(url), message)
    assert "timed out" in str(stalled)
    for told in (error, stalled):
        assert (told.may_have_arrived, told.permanent) == (False, False)


def test_a_password_is_neither_shown_nor_part_of_an_error(message):
    channel = open_one(f"smtp://office:geheim@127.0.0.1:{free_port()}?from=a@shili.example")
    assert "geheim" not in f"{channel!r} {channel.shown} {refusal(channel, message)}"


@pytest.mark.parametrize("to", ["b@shili.example\nBcc: c@shili.example", "县教育局@shili.example"])
def test_a_recipient_that_breaks_the_header_is_refused_for_good(mailbox, message, to):
    assert refusal(open_one(mailbox.url), message, to).permanent
    assert mailbox.received == []


def test_mail_reaches_whoever_has_an_address(mailbox):
    channel = open_one(mailbox.url)
    assert channel.address_of(Recipient("liaison", email=TO, phone="13800001234")) == TO
    assert channel.address_of(Recipient("liaison", phone="13800001234")) is None


def test_what_is_urgent_says_so(mailbox, message):
    urgent = Message("u", message.subject, message.text, message.short, is_urgent=True)
    open_one(mailbox.url).send(TO, urgent)
    assert mailbox.received[0]["Importance"] == "high"
    assert mailbox.received[0].get_content_type() == "text/plain"


def test_without_a_setting_mail_goes_to_the_console(caplog, message):
    (channel,) = open_channels(())
    with caplog.at_level(logging.INFO):
        channel.send(TO, message)
    assert TO in caplog.text
    assert "增加托位供给" in caplog.text


def test_a_log_in_that_is_refused_says_so_without_the_password(mailbox, message, monkeypatch):
    def refuse(*_args, **_kwargs):
        raise smtplib.SMTPAuthenticationError(535, b"bad password geheim")

    monkeypatch.setattr(smtplib.SMTP, "login", refuse)
    error = refusal(open_one(mailbox.url.replace("//", "//office:geheim@")), message)
    assert str(error) == "邮件服务器不接受用户名或密码：535"
