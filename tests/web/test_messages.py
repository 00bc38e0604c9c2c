"""提醒记录, 暂停提醒, and 知道了."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import update

from tests.factories import Factory
from tests.sending import Post, Recorder
from tests.web.conftest import Browser, words
from tracker.models import Delivery, NoticeState
from tracker.notify.channels import ChannelError

ClientAs = Callable[[str], Browser]


def refuse(address: str) -> None:
    raise ChannelError("收件地址被拒收", permanent=True)


@pytest.fixture
def post(factory: Factory) -> Post:
    return Post(factory.database, factory.cast, [Recorder(name="console")])


def given_up(post: Post, number: int = 1) -> list[int]:
    """Messages whose mail was refused."""
    post.channels = [Recorder(name="console", on_send=refuse)]
    made = [post.plan(f"请签收第{n}项", is_urgent=True) for n in range(number)]
    post.compose()
    post.deliver()
    return made


def test_the_office_sees_each_message_and_how_it_fared(post: Post, client_as: ClientAs) -> None:
    sent = post.remind()
    post.plan("进展被退回", "joint_liaison")
    post.compose()
    post.deliver()
    post.plan("没有人看", user_id=None, state=NoticeState.INBOX)
    seen = words(client_as("clerk").get("/reminders"))
    assert all(word in seen for word in ("共 3 条", "周联络", "当天", "已发送", "办理消息", "单位收件箱", "仅站内消息"))
    page = words(client_as("clerk").get(f"/reminders/{sent}"))
    assert "l***n@shili.example" in page
    assert "liaison@shili.example" not in page
    assert "演示环境" in page


def test_a_message_leads_the_office_only_where_the_office_may_go(post: Post, client_as: ClientAs) -> None:
    clerk = client_as("clerk")
    assert "打开所说的事项" in words(clerk.get(f"/reminders/{post.plan('请签收', path='/tasks/1')}"))
    assert "打开所说的事项" not in words(clerk.get(f"/reminders/{post.plan('请填报', path='/mine')}"))


def test_the_board_names_whom_messages_did_not_reach_until_they_are_sent_again(post: Post, client_as: ClientAs) -> None:
    given_up(post)
    given_up(post)
    clerk = client_as("clerk")
    board = words(clerk.get("/board"))
    assert "没有送达（近 30 天）" in board
    seen = board.partition("没有送达（近 30 天）")[2].partition("尚未签收")[0]
    assert all(said in seen for said in ("周联络", "县卫生健康局", "收件地址被拒收", "2 封"))
    assert 'href="/reminders?q=liaison&amp;status=failed"' in clerk.get("/board").get_data(as_text=True)
    assert "没有送达的 2 封" in words(clerk.get("/reminders", q="liaison", status="failed"))
    assert "没有送达的" not in words(clerk.get("/reminders", q="joint_liaison", status="failed"))
    assert "没有送达" not in words(client_as("leader").get("/board"))
    for delivery_id in (1, 2):
        clerk.post(f"/reminders/deliveries/{delivery_id}/resend")
    assert "没有送达" not in words(clerk.get("/board"))


def test_the_system_administrator_sees_whose_address_to_mend(post: Post, client_as: ClientAs) -> None:
    given_up(post)
    admin = client_as("system_admin")
    assert "周联络 县卫生健康局" in words(admin.get("/jobs"))
    assert f'href="/people/{post.cast.liaison.user_id}"' in admin.get("/jobs").get_data(as_text=True)


def test_what_was_not_delivered_stands_first_and_is_sent_again(post: Post, client_as: ClientAs) -> None:
    given_up(post)
    browser = client_as("clerk")
    seen = words(browser.get("/reminders"))
    assert "没有送达的 1 封" in seen
    assert "收件地址被拒收" in seen
    assert "请系统管理员在“用户”里改正后" in seen
    answer = words(browser.post("/reminders/deliveries/1/resend", follow=True))
    assert "已安排重新发送" in answer
    assert "等待发送" in answer
    assert "没有送达的" not in words(browser.get("/reminders"))


def test_what_went_over_a_channel_that_is_gone_cannot_be_sent_again(post: Post, client_as: ClientAs) -> None:
    given_up(post)
    with post.database.transaction() as session:
        session.execute(update(Delivery).values(channel="smtp"))
    browser = client_as("clerk")
    for path in ("/reminders", "/reminders/digests/1"):
        page = browser.get(path)
        assert "邮件" in words(page)
        assert "设置中已没有" in words(page)
        assert "/resend" not in page.get_data(as_text=True)


def test_what_may_have_come_twice_says_so(post: Post, client_as: ClientAs) -> None:
    [notice] = given_up(post)
    with post.database.transaction() as session:
        session.execute(update(Delivery).values(may_repeat=True))
    assert "可能重复" in words(client_as("clerk").get(f"/reminders/{notice}"))


def test_the_digest_page_shows_what_the_mail_says(post: Post, client_as: ClientAs) -> None:
    post.remind()
    post.compose()
    seen = words(client_as("clerk").get("/reminders/digests/1"))
    assert "【落实台】今天到期：增加托位供给" in seen
    assert "您是县卫生健康局单位联络员" in seen


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"status": "failed"}, ("请签收第0项",)),
        ({"status": "sent"}, ("今天到期",)),
        ({"ladder": "due"}, ("今天到期",)),
        ({"q": "民政"}, ("进展被退回",)),
        ({"q": "周联络"}, ("请签收第0项", "今天到期")),
        ({"status": "waiting"}, ("进展被退回",)),
        ({"status": "acknowledged"}, ()),
        ({"from": "2025-03-11"}, ()),
    ],
)
def test_the_list_is_narrowed(post: Post, client_as: ClientAs, asked: dict[str, str], found: tuple[str, ...]) -> None:
    post.remind(title="今天到期")
    post.compose()
    post.deliver()
    given_up(post)
    post.plan("进展被退回", "joint_liaison")
    page = client_as("clerk").get("/reminders", **asked).get_data(as_text=True)
    listed = [title for title in ("请签收第0项", "今天到期", "进展被退回") if f">{title}</a>" in page]
    assert sorted(listed) == sorted(found)


def test_another_place_sees_none_of_it(post: Post, client_as: ClientAs) -> None:
    [notice] = given_up(post)
    outside = client_as("outside_clerk")
    assert "请签收" not in words(outside.get("/reminders"))
    for path in (f"/reminders/{notice}", "/reminders/digests/1"):
        assert outside.get(path).status_code == 404
    assert outside.post("/reminders/deliveries/1/resend").status_code == 404


def test_the_list_costs_the_same_for_many(post: Post, client_as: ClientAs, statements: Callable[[], Any]) -> None:
    browser = client_as("clerk")

    def cost() -> int:
        with statements() as sent:
            assert browser.get("/reminders").status_code == 200
        return len(sent)

    given_up(post)
    few = cost()
    for n in range(5):
        given_up(post, n + 1)
    assert cost() == few


def test_a_reminder_is_paused_and_resumed(post: Post, factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.task()
    browser = client_as("liaison")
    assert "最长 60 天" in words(browser.get(f"/tasks/{task_id}/mute"))
    form = {"to_on": "2025-03-20", "reason": "已与办公室说明"}
    assert "已暂停提醒" in words(browser.post(f"/tasks/{task_id}/mute", form, follow=True))
    assert "周联络" in words(client_as("clerk").get("/mutes"))
    assert "周联络" not in words(client_as("outside_clerk").get("/mutes"))
    browser.get("/mutes")
    assert "已恢复提醒" in words(browser.post("/mutes/1/end", follow=True))
    assert "没有暂停任何提醒" in words(browser.get("/mutes"))


def test_a_clerks_own_pause_is_listed_once(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.task()
    browser = client_as("clerk")
    browser.get(f"/tasks/{task_id}/mute")
    browser.post(f"/tasks/{task_id}/mute", {"to_on": "2025-03-20", "reason": "已与单位说明"})
    assert words(browser.get("/mutes")).count("已与单位说明") == 1
    assert "已与单位说明" in words(client_as("director").get("/mutes"))


def test_too_long_a_pause_is_refused_beside_the_input(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.task()
    browser = client_as("liaison")
    browser.get(f"/tasks/{task_id}/mute")
    answer = browser.post(f"/tasks/{task_id}/mute", {"to_on": "2025-12-31", "reason": "已与办公室说明"})
    assert answer.status_code == 409
    assert "最长 60 天" in words(answer)
    assert "已与办公室说明" in answer.get_data(as_text=True)


def test_who_knows_says_so_and_stays_on_the_list(post: Post, client_as: ClientAs) -> None:
    notice = post.plan("收到督办单", is_urgent=True)
    post.plan("进展已采信")
    browser = client_as("liaison")
    seen = words(browser.get("/inbox", only="urgent"))
    assert "收到督办单" in seen
    assert "进展已采信" not in seen
    assert browser.post(f"/inbox/{notice}/acknowledge?only=urgent").headers["Location"] == "/inbox?only=urgent"
    row = post.notice(notice)
    assert row.acknowledged_at == row.read_at is not None
    assert "未读 1 条" in words(browser.get("/inbox"))
    assert client_as("other_liaison").post(f"/inbox/{notice}/acknowledge").status_code == 404
