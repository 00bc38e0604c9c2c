import logging

import pytest

from tests.notify.conftest import free_port
from tracker.errors import SettingsError
from tracker.notify.channels import ChannelError
from tracker.notify.console import ConsoleChannel
from tracker.notify.letters import LISTED, Line, letter
from tracker.notify.mail import open_mail
from tracker.notify.registry import mail_channel


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
    channel = open_mail(url)
    assert (channel.host, channel.sender) == ("mail.shili.example", "a@shili.example")
    assert (channel.port, channel.is_tls, channel.uses_starttls, channel.password) == expected


@pytest.mark.parametrize(
    "url",
    ["smtp://mail.shili.example", "smtp://?from=a@shili.example", "smtp://mail.shili.example:x?from=a@shili.example"],
    ids=["no sender", "no server", "bad port"],
)
def test_an_address_that_cannot_be_used_is_refused_with_a_sentence(url):
    with pytest.raises(SettingsError, match="请写成"):
        open_mail(url)


def test_two_outlets_are_refused_for_they_would_double_every_mail():
    with pytest.raises(SettingsError, match="只能有一个"):
        mail_channel(["console://", "smtp://mail.shili.example?from=a@shili.example"])


def test_a_password_is_neither_shown_nor_part_of_an_error():
    channel = open_mail(f"smtp://office:geheim@127.0.0.1:{free_port()}?from=a@shili.example")
    assert "geheim" not in repr(channel)
    with pytest.raises(ChannelError) as caught:
        channel.send("b@shili.example", "提醒", "请办理")
    assert "geheim" not in str(caught.value)


def test_a_recipient_with_a_line_break_cannot_add_headers():
    with pytest.raises(ChannelError) as caught:
        open_mail("smtp://127.0.0.1:1?from=a@shili.example").send("b@shili.example\nBcc: c@shili.example", "提醒", "请办理")
    assert caught.value.permanent


def test_without_a_setting_mail_goes_to_the_console(caplog):
    channel = mail_channel(())
    assert isinstance(channel, ConsoleChannel)
    with caplog.at_level(logging.INFO):
        channel.send("b@shili.example", "提醒", "请办理")
    assert "b@shili.example" in caplog.text
    assert "请办理" in caplog.text


def test_a_long_letter_lists_the_first_and_says_how_many_more():
    lines = [Line(f"事项{n}", "请办理。", "/tasks/1") for n in range(LISTED + 5)]
    text = letter(lines, "http://tracker.shili.example").text
    assert f"{LISTED}. 事项{LISTED - 1}\n" in text
    assert "另有 5 项" in text
