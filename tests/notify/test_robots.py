"""Robots against a gateway that speaks as the makers' do."""

import base64
import hashlib
import hmac
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.notify.conftest import free_port
from tracker.notify.channels import Audience, ChannelError, Recipient
from tracker.notify.registry import open_channels
from tracker.notify.robots import WECOM, fitted

OK = {
    "wecom": {"errcode": 0, "errmsg": "ok"},
    "dingtalk": {"errcode": 0, "errmsg": "ok"},
    "feishu": {"StatusCode": 0, "StatusMessage": "success", "code": 0, "data": {}, "msg": "success"},
}
MAKERS = pytest.mark.parametrize("maker", list(OK))


@pytest.fixture
def robot(gateway):
    """`robot("wecom", "secret=…")` → one whose maker's server is the gateway; it was told that all is well."""

    def open_one(maker, *options):
        gateway.answers(OK[maker])
        (channel,) = open_channels([f"{maker}://Key-42aB?{'&'.join([f'base={gateway.url}', *options])}"])
        return channel

    return open_one


def refusal(channel, message):
    with pytest.raises(ChannelError) as caught:
        channel.send("", message)
    return caught.value


def test_what_wecom_is_sent(robot, gateway, message):
    robot("wecom").send("", message)
    (asked,) = gateway.received
    assert asked.path == "/cgi-bin/webhook/send?key=Key-42aB"
    assert asked.json == {"msgtype": "text", "text": {"content": message.short}}
    assert asked.headers["content-type"] == "application/json; charset=utf-8"


def test_what_dingtalk_is_sent_with_its_signature_encoded_once(robot, gateway, message):
    secret = "SEC0123456789abcdef"
    replace(robot("dingtalk", f"secret={secret}"), now=lambda: 1742256000.1234).send("", message)
    (asked,) = gateway.received
    query = parse_qs(urlsplit(asked.path).query)
    signed = hmac.new(secret.encode(), f"1742256000123\n{secret}".encode(), hashlib.sha256).digest()
    assert urlsplit(asked.path).path == "/robot/send"
    assert query == {"access_token": ["Key-42aB"], "timestamp": ["1742256000123"], "sign": [base64.b64encode(signed).decode()]}
    assert asked.json == {"msgtype": "text", "text": {"content": message.short}}


def test_what_feishu_is_sent_with_its_signature_in_the_body(robot, gateway, message):
    replace(robot("feishu", "secret=s3cr3t"), now=lambda: 1742256000.9).send("", message)
    (asked,) = gateway.received
    signed = base64.b64encode(hmac.new(b"1742256000\ns3cr3t", b"", hashlib.sha256).digest()).decode()
    assert asked.path == "/open-apis/bot/v2/hook/Key-42aB"
    assert asked.json == {
        "msg_type": "text", "content": {"text": message.short}, "timestamp": "1742256000", "sign": signed,
    }  # fmt: skip


@MAKERS
def test_a_robot_is_not_told_what_the_mail_says(robot, gateway, message, maker):
    robot(maker).send("", message)
    assert "增加托位供给" not in gateway.received[0].body.decode()


@MAKERS
def test_a_robot_speaks_to_its_group_and_to_nobody_in_person(robot, maker):
    channel = robot(maker, "unit=县教育局", f"name={maker}-教育局")
    assert (channel.audience, channel.scope, channel.name) == (Audience.GROUP, "县教育局", f"{maker}-教育局")
    assert channel.address_of(Recipient("liaison", "a@shili.example", "13800001234")) is None


def test_how_much_the_makers_take_is_known():
    channels = open_channels(["wecom://k", "dingtalk://t", "feishu://t"])
    assert [channel.per_minute for channel in channels] == [20, 20, 100]
    assert [channel.base for channel in channels] == [
        "https://qyapi.weixin.qq.com", "https://oapi.dingtalk.com", "https://open.feishu.cn",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("maker", "answer", "wait"),
    [
        pytest.param("wecom", {"errcode": 45009, "errmsg": "api freq out of limit"}, 60, id="WeCom"),
        pytest.param("dingtalk", {"errcode": 130101, "errmsg": "send too fast"}, 600, id="DingTalk, silenced for ten minutes"),
        pytest.param("feishu", {"code": 11232, "msg": "frequency limited"}, 60, id="Feishu"),
    ],
)
def test_too_many_messages_are_a_failure_to_be_tried_later_though_http_says_200(robot, gateway, message, maker, answer, wait):
    channel = robot(maker)
    gateway.answers(answer)
    error = refusal(channel, message)
    assert (error.retry_after, error.permanent, error.may_have_arrived) == (wait, False, False)


@pytest.mark.parametrize(
    ("maker", "answer", "said"),
    [
        pytest.param("wecom", {"errcode": 93000, "errmsg": "invalid webhook url"}, "企业微信机器人没有收下：93000", id="no robot"),
        pytest.param("dingtalk", {"errcode": 310000, "errmsg": "sign not match"}, "310000 sign not match", id="signature"),
        pytest.param("dingtalk", {"errcode": 300001, "errmsg": "token is not exist"}, "钉钉机器人没有收下：300001", id="token"),
        pytest.param("feishu", {"code": 19021, "msg": "sign match fail", "data": {}}, "飞书机器人没有收下：19021", id="Feishu's"),
    ],
)
def test_a_robot_that_is_gone_or_not_trusted_is_not_tried_again(robot, gateway, message, maker, answer, said):
    channel = robot(maker, *([] if maker == "wecom" else ["secret=s3cr3t"]))
    gateway.answers(answer)
    error = refusal(channel, message)
    assert error.permanent
    assert said in str(error)


def test_a_busy_maker_is_tried_again(robot, gateway, message):
    channel = robot("wecom")
    gateway.answers({"errcode": -1, "errmsg": "system busy"})
    error = refusal(channel, message)
    assert (error.permanent, error.may_have_arrived, error.retry_after) == (False, False, None)


def test_an_error_does_not_repeat_the_key_that_the_maker_repeats(robot, gateway, message):
    channel = robot("wecom")
    gateway.answers({"errcode": 93000, "errmsg": "invalid webhook url, key: Key-42aB"})
    assert "Key-42aB" not in f"{refusal(channel, message)} {channel!r} {channel.shown}"


@pytest.mark.parametrize("body", [b"<html>gateway</html>", b"[]", b"{}", b'{"errcode": "?"}', b"x" * 200_000])
def test_an_answer_that_nobody_understands_is_doubtful(robot, gateway, message, body):
    channel = robot("wecom")
    gateway.answers(body)
    error = refusal(channel, message)
    assert (error.may_have_arrived, error.permanent) == (True, False)


@pytest.mark.parametrize("how", ["hang", "drop", "cut"])
def test_a_line_that_breaks_or_stalls_is_doubtful(robot, gateway, message, how):
    channel = robot("wecom", "timeout=0.2")
    gateway.answers({"errcode": 0}, how=how)
    error = refusal(channel, message)
    assert (error.may_have_arrived, error.permanent) == (True, False)
    assert "中途断开或没有应答" in str(error)


@pytest.mark.parametrize(
    ("status", "permanent", "doubtful", "wait"),
    [
        pytest.param(500, False, True, None, id="broke down with the message in hand"),
        pytest.param(503, False, False, 7, id="busy, says how long"),
        pytest.param(429, False, False, 7, id="too many, says how long"),
        pytest.param(403, True, False, None, id="forbidden"),
        pytest.param(302, True, False, None, id="sent elsewhere, where we do not follow"),
    ],
)
def test_what_the_line_itself_says(robot, gateway, message, status, permanent, doubtful, wait):
    channel = robot("wecom")
    gateway.answers({"errcode": 0}, status=status, Location="/elsewhere", **({"Retry_After": "7"} if wait else {}))
    error = refusal(channel, message)
    assert (error.permanent, error.may_have_arrived, error.retry_after) == (permanent, doubtful, wait)
    assert f"HTTP {status}" in str(error)
    assert len(gateway.received) == 1


def test_feishus_own_way_of_saying_how_long(robot, gateway, message):
    channel = robot("feishu")
    gateway.answers({"code": 99991400}, status=400, x_ogw_ratelimit_reset="52")
    assert refusal(channel, message).retry_after == 52


def test_a_server_that_is_not_there_got_nothing(message):
    (channel,) = open_channels([f"wecom://k?base=http://127.0.0.1:{free_port()}"])
    error = refusal(channel, message)
    assert (error.may_have_arrived, error.permanent) == (False, False)
    assert "连接不上 127.0.0.1" in str(error)


def test_a_text_too_long_keeps_its_link():
    text = fitted("提醒" * 2000 + "\nhttp://tracker.shili.example/inbox", WECOM.longest)
    assert len(text.encode()) <= WECOM.longest
    assert text.endswith("…\nhttp://tracker.shili.example/inbox")
    assert fitted("一行" * 2000, 100).endswith("…")
    assert fitted("不长", 100) == "不长"
