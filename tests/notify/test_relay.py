"""The folder from which messages are carried on."""

import json
from email import message_from_bytes, policy

import pytest

from tracker.errors import SettingsError
from tracker.notify.channels import Carries, ChannelError, Recipient
from tracker.notify.registry import open_channels

PERSON = Recipient("liaison", "liaison@shili.example", "13800001234")


def open_one(url):
    (channel,) = open_channels([url])
    return channel


def test_a_mail_lies_in_the_folder_whole(tmp_path, message):
    channel = open_one(f"relay://{tmp_path}?from=office@shili.example")
    channel.send("liaison@shili.example", message)
    (file,) = tmp_path.iterdir()
    mail = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert file.suffix == ".eml"
    assert (mail["To"], mail["Subject"]) == ("liaison@shili.example", message.subject)


def test_a_second_try_replaces_the_first(tmp_path, message):
    channel = open_one(f"relay://{tmp_path}?from=office@shili.example")
    for to in ("a@shili.example", "a@shili.example", "b@shili.example"):
        channel.send(to, message)
    assert len(list(tmp_path.iterdir())) == 2


def test_a_text_message_lies_there_without_what_the_mail_says(tmp_path, message):
    channel = open_one(f"relay://{tmp_path}?format=json&to=phone")
    assert (channel.carries, channel.address_of(PERSON)) == (Carries.SMS, "13800001234")
    channel.send("13800001234", message)
    (file,) = tmp_path.iterdir()
    assert json.loads(file.read_bytes()) == {"id": "digest:7", "to": "13800001234", "short": message.short, "urgent": False}


def test_a_program_gets_the_mail_in_parts(tmp_path, message):
    channel = open_one(f"relay://{tmp_path}?format=json")
    assert channel.address_of(PERSON) == "liaison@shili.example"
    channel.send("liaison@shili.example", message)
    (file,) = tmp_path.iterdir()
    assert json.loads(file.read_bytes())["html"] == message.html


def test_a_folder_that_is_gone_is_tried_again(tmp_path, message):
    with pytest.raises(ChannelError, match="中转文件夹不能写入") as caught:
        open_one(f"relay://{tmp_path}/nobody?format=json").send("a@shili.example", message)
    assert (caught.value.permanent, caught.value.may_have_arrived) == (False, False)


@pytest.mark.parametrize(
    "url", ["relay://outbox?format=json", "relay:///", "relay:///srv/outbox", "relay:///srv/outbox?from=a@b&to=phone"]
)
def test_a_folder_not_named_in_full_or_without_a_sender_is_refused(url):
    with pytest.raises(SettingsError, match="应写成|eml 须"):
        open_channels([url])
