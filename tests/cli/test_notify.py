"""`tracker notify` as the operator of the machine meets it."""

from collections.abc import Iterator

import pytest

from tests.cli.conftest import Run
from tests.notify.gateway import Gateway, running_gateway


@pytest.fixture
def gateway(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gateway]:
    """A gateway for the robot 群 and the text messages of the installation."""
    with running_gateway() as running:
        urls = f"wecom://geheim?base={running.url}&name=群 sms+{running.url}/send?name=短信"
        monkeypatch.setenv("TRACKER_NOTIFY_URLS", urls)
        yield running


def test_the_channels_are_listed_without_their_secrets(run: Run, gateway: Gateway) -> None:
    listed = run("notify", "list")
    assert "群  企业微信群机器人  wecom://******" in listed.out
    assert "geheim" not in listed.out
    assert [channel["carries"] for channel in run("notify", "list", "--json").json["channels"]] == ["group", "sms"]


def test_a_test_is_sent(run: Run, gateway: Gateway) -> None:
    assert run("notify", "test", "群").out == "“群”已收下测试消息。\n"
    assert run("notify", "test", "短信", "--to", "13800001234").status == 0
    assert gateway.received[1].json["phone"] == "13800001234"


def test_a_test_that_cannot_be_sent_ends_with_a_sentence(run: Run, gateway: Gateway) -> None:
    gateway.answers({"errcode": 93000, "errmsg": "invalid webhook url"})
    answer = run("notify", "test", "群")
    assert (answer.status, answer.out) == (1, "")
    assert answer.err == "“群”没有发出测试消息：企业微信机器人没有收下：93000 invalid webhook url\n"
    assert "请用 --to" in run("notify", "test", "短信").err
    assert "已设置的有：群、短信" in run("notify", "test", "鸽子").err
