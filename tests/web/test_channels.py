"""The system administrator's page of the ways of sending."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from tests.factories import NOW, Factory
from tests.notify.gateway import Gateway, running_gateway
from tests.web.conftest import Browser, words
from tracker.models import Delivery, DeliveryState, Digest, Event, User

ClientAs = Callable[[str], Browser]
SetTo = Callable[..., None]


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    with running_gateway() as running:
        yield running


@pytest.fixture
def set_to(app: Flask) -> SetTo:
    """`set_to(url, …)`: the installation's channels from now on."""

    def change(*urls: str) -> None:
        services = app.extensions["tracker"]
        app.extensions["tracker"] = replace(services, settings=replace(services.settings, notify_urls=urls))

    return change


def kept_tests(factory: Factory) -> list[tuple[str, str | None, Any]]:
    with factory.database.reading() as session:
        events = session.scalars(select(Event).where(Event.subject == "channel"))
        return [(event.actor_name, event.new, event.data) for event in events]


def test_the_page_tells_the_ways_without_their_secrets(client_as: ClientAs, set_to: SetTo) -> None:
    set_to("smtp://office:geheim@mail.shili.example?from=a@shili.example", "wecom://geheim?name=教育局群&unit=县教育局")
    page = client_as("system_admin").get("/channels")
    assert "geheim" not in page.get_data(as_text=True)
    said = words(page)
    assert "smtp://mail.shili.example" in said
    assert "教育局群 企业微信群机器人 wecom://****** 群提醒：县教育局 20" in said
    assert "名录中没有" not in said


def test_a_group_of_a_unit_that_nobody_knows_is_pointed_out(client_as: ClientAs, set_to: SetTo) -> None:
    set_to("wecom://k?unit=县教肓局")
    assert "名录中没有这个单位" in words(client_as("system_admin").get("/channels"))


def test_a_test_goes_to_the_robots_group_and_into_the_history(
    client_as: ClientAs, set_to: SetTo, gateway: Gateway, factory: Factory
) -> None:
    set_to(f"wecom://k?base={gateway.url}")
    admin = client_as("system_admin")
    admin.get("/channels")
    assert "“企业微信群”已收下测试消息" in words(admin.post("/channels", {"name": "wecom"}, follow=True))
    assert "这是“企业微信群”的测试消息" in gateway.received[0].json["text"]["content"]
    ((who, outcome, data),) = kept_tests(factory)
    assert (outcome, data) == ("sent", {"channel": "wecom"})
    assert "发送渠道" in words(client_as("auditor").get("/events"))
    assert who


def test_a_test_that_fails_says_why_and_stays_on_the_page(
    client_as: ClientAs, set_to: SetTo, gateway: Gateway, factory: Factory
) -> None:
    set_to(f"dingtalk://k?base={gateway.url}")
    gateway.answers({"errcode": 310000, "errmsg": "sign not match"})
    admin = client_as("system_admin")
    admin.get("/channels")
    said = words(admin.post("/channels", {"name": "dingtalk"}, follow=True))
    assert said.count("钉钉机器人没有收下：310000 sign not match") == 2
    assert [outcome for _, outcome, _ in kept_tests(factory)] == ["failed"]


def test_a_text_message_goes_to_the_administrators_own_number(
    client_as: ClientAs, set_to: SetTo, gateway: Gateway, factory: Factory
) -> None:
    set_to(f"sms+{gateway.url}/send?name=短信")
    admin = client_as("system_admin")
    admin.get("/channels")
    answer = admin.post("/channels", {"name": "短信"})
    assert (answer.status_code, gateway.received) == (400, [])
    assert "您的账号没有登记手机号" in words(answer)
    with factory.database.transaction() as session:
        session.execute(update(User).where(User.login == "system_admin").values(phone="13800001234"))
    admin.post("/channels", {"name": "短信"})
    assert gateway.received[0].json["phone"] == "13800001234"


def test_a_channel_that_is_not_set_is_not_tried(client_as: ClientAs) -> None:
    admin = client_as("system_admin")
    admin.get("/channels")
    answer = admin.post("/channels", {"name": "pigeon"})
    assert answer.status_code == 400
    assert "已设置的有：console" in words(answer)


def test_how_deliveries_fared_is_told(client_as: ClientAs, set_to: SetTo, factory: Factory, statements: Callable[[], Any]) -> None:
    with factory.database.transaction() as session:
        digest = Digest(key="d", user_id=None, day=NOW.date(), is_urgent=False, composed_at=NOW)
        session.add(digest)
        session.flush()
        at = NOW - timedelta(days=1)
        sent = {"state": DeliveryState.SENT, "sent_at": at}
        failed = {"state": DeliveryState.FAILED, "error": "收件地址被拒收：550"}
        for number, result in enumerate((sent, failed)):
            row = Delivery(digest_id=digest.id, channel=["console", "k"][number], try_at=at, claimed_at=at, fence=1, **result)
            session.add(row)
    admin = client_as("system_admin")
    set_to("console://", "wecom://k?name=k")
    with statements() as sent_for_two:
        said = words(admin.get("/channels"))
    assert "2025-03-09 10:00 — 发送测试消息" in said
    assert "— 2025-03-09 10:00 收件地址被拒收：550 发送测试消息" in said
    set_to("console://", "wecom://k?name=k", "feishu://k", "dingtalk://k")
    with statements() as sent_for_four:
        admin.get("/channels")
    assert len(sent_for_two) == len(sent_for_four)


@pytest.mark.parametrize("who", ["clerk", "director", "liaison", "security_admin", "auditor", "leader"])
def test_the_page_is_the_system_administrators(client_as: ClientAs, who: str) -> None:
    browser = client_as(who)
    assert browser.get("/channels").status_code == 403
    assert browser.post("/channels", {"name": "console"}).status_code == 403
