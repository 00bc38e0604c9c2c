"""Other systems and SMS gateways over HTTP."""

import hashlib
import hmac
from dataclasses import replace
from urllib.parse import parse_qsl, quote

import pytest

from tracker.errors import SettingsError
from tracker.notify.channels import Carries, ChannelError, Message, Recipient
from tracker.notify.registry import open_channels

SECRET = "0123456789abcdef"
PERSON = Recipient("liaison", "liaison@shili.example", "13800001234")


def open_one(url):
    (channel,) = open_channels([url])
    return channel


def test_another_system_can_check_who_sent_and_when(gateway, message):
    channel = open_one(f"webhook+{gateway.url}/in?tenant=3&secret={SECRET}&unit=县教育局")
    replace(channel, now=lambda: 1742256000.7).send("", message)
    (asked,) = gateway.received
    assert asked.path == "/in?tenant=3"
    assert asked.headers["x-tracker-timestamp"] == "1742256000"
    expected = hmac.new(SECRET.encode(), b"1742256000." + asked.body, hashlib.sha256).hexdigest()
    assert asked.headers["x-tracker-signature"] == f"sha256={expected}"
    assert asked.json == {"id": "digest:7", "short": message.short, "urgent": False, "unit": "县教育局"}


def test_a_system_that_keeps_persons_lists_gets_each_persons_messages(gateway, message):
    channel = open_one(f"webhook+{gateway.url}/in?secret={SECRET}&to=person")
    assert (channel.carries, channel.address_of(PERSON)) == (Carries.WEBHOOK, "liaison")
    channel.send("liaison", message)
    asked = gateway.received[0].json
    assert (asked["to"], asked["subject"], asked["text"]) == ("liaison", message.subject, message.text)


def test_a_text_message_by_the_gateways_own_json(gateway, message):
    template = quote('{"mobiles": ["{phone}"], "content": "【示例县】{text}", "sign": 7}')
    channel = open_one(f"sms+{gateway.url}/send?json={template}&token=t0k3n")
    assert channel.address_of(PERSON) == "13800001234"
    assert channel.address_of(Recipient("liaison")) is None
    channel.send("13800001234", message)
    (asked,) = gateway.received
    assert asked.json == {"mobiles": ["13800001234"], "content": f"【示例县】{message.short}", "sign": 7}
    assert asked.headers["authorization"] == "Bearer t0k3n"


def test_a_text_message_by_the_gateways_own_form(gateway, message):
    channel = open_one(f"sms+{gateway.url}/send?form={quote('mobile={phone}&content={text}&extno=')}")
    channel.send("13800001234", message)
    (asked,) = gateway.received
    assert asked.headers["content-type"].startswith("application/x-www-form-urlencoded")
    assert dict(parse_qsl(asked.body.decode(), keep_blank_values=True)) == {
        "mobile": "13800001234", "content": message.short, "extno": "",
    }  # fmt: skip


def test_what_a_message_says_does_not_change_the_request(gateway):
    sly = Message(key="k", subject="", text="", short='{phone}","admin":"1&x=2')
    open_one(f"sms+{gateway.url}/send").send("13800001234", sly)
    assert gateway.received[0].json == {"phone": "13800001234", "text": '{phone}","admin":"1&x=2', "id": "k"}


@pytest.mark.parametrize(
    ("answer", "doubtful"), [({"code": "7"}, False), ({"state": 1}, True), (b"<html>", True)], ids=["no", "silent", "no JSON"]
)
def test_a_gateway_that_says_no_with_http_200_has_not_taken_it(gateway, message, answer, doubtful):
    channel = open_one(f"sms+{gateway.url}/send?ok=code:0")
    gateway.answers({"code": 0})
    channel.send("13800001234", message)
    gateway.answers(answer)
    with pytest.raises(ChannelError) as caught:
        channel.send("13800001234", message)
    assert caught.value.may_have_arrived is doubtful
    assert not caught.value.permanent


def test_a_huge_answer_is_not_read_to_its_end(gateway, message):
    gateway.answers(b"x" * 5_000_000)
    open_one(f"sms+{gateway.url}/send").send("13800001234", message)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        pytest.param("webhook+http://oa.shili.example/in?secret=0123456789abcdef", "明文 http", id="open line"),
        pytest.param("webhook+https://oa.shili.example/in?secret=short", "secret 至少 16 位", id="weak secret"),
        pytest.param("webhook+https://oa.shili.example/in", "secret 至少 16 位", id="no secret"),
        pytest.param("webhook+https://u:p@oa.shili.example/in?secret=0123456789abcdef", "不要写用户名", id="password in it"),
        pytest.param("sms+https://sms.shili.example/?json=%7B", "不是正确的 JSON", id="broken JSON"),
        pytest.param("sms+https://sms.shili.example/?form=a%3D%7Btext%7D", "须有 {phone}", id="no phone"),
        pytest.param("sms+https://sms.shili.example/?json=%7B%7D&form=a", "只能写一个", id="two bodies"),
        pytest.param("sms+https://sms.shili.example/?ok=code", "ok 应写成", id="half an answer"),
        pytest.param("wecom://k?base=http://wecom.shili.example", "明文 http", id="own server over an open line"),
        pytest.param("wecom://k?base=ftp://wecom.shili.example", "base 应写成", id="own server, no web"),
        pytest.param("wecom://?name=a", "机器人的密钥", id="no key"),
        pytest.param("wecom://k?secret=x", "不认识参数 secret", id="a maker that does not sign"),
        pytest.param("dingtalk://k?per_minute=0", "须大于 0", id="nothing a minute"),
        pytest.param("smtp://m.shili.example?from=a@b&statrtls=1", "不认识参数 statrtls", id="slip of the pen"),
        pytest.param("smtp://m.shili.example?from=a@b&timeout=3600", "不超过 120", id="waits for ever"),
    ],
)
def test_an_address_that_cannot_be_used_is_refused_in_a_sentence_without_it(url, why):
    with pytest.raises(SettingsError) as caught:
        open_channels([url])
    assert why in str(caught.value)
    assert str(caught.value).count("。") == 1
    assert "shili" not in str(caught.value)
    assert "0123456789abcdef" not in str(caught.value)


def test_an_open_line_must_be_asked_for():
    channel = open_one(f"webhook+http://oa.shili.example/in?secret={SECRET}&plain=1")
    assert channel.url == "http://oa.shili.example/in"
    assert open_one(f"webhook+http://10.1.2.3/in?secret={SECRET}").url == "http://10.1.2.3/in"
