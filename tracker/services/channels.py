"""Try a channel: one message that says that it is a test, sent by whoever looks after the system, and kept in the history."""

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from sqlalchemy.orm import Session

from tracker.channel_labels import channel_words
from tracker.errors import InvalidInput, NotAllowed
from tracker.marking import N_, Term
from tracker.models import User
from tracker.notify.channels import Audience, Carries, Channel, ChannelError, Message, Recipient
from tracker.rules.permissions import Actor, Permission, holds
from tracker.services.events import NO_PLAN, Entry, record

_LACKING = {Carries.MAIL: N_("邮箱"), Carries.SMS: N_("手机号")}


def channel_named(channels: Sequence[Channel], name: str) -> Channel:
    """The channel of that name; InvalidInput with the names that there are."""
    for channel in channels:
        if channel.name == name:
            return channel
    there = [channel.name for channel in channels]
    raise InvalidInput("没有名称为“%(name)s”的发送渠道，已设置的有：%(there)s。", name=name[:40], there=there)


def address_for_test(session: Session, channel: Channel, *, actor: Actor) -> str:
    """Where a test goes: to the actor's own address, or to the group. InvalidInput where the actor's account has no address."""
    if not holds(actor, Permission.CHANNEL_TEST):
        raise NotAllowed("测试发送渠道由系统管理员办理。")
    if channel.audience is Audience.GROUP:
        return ""
    user = session.get(User, actor.user_id) if actor.user_id is not None else None
    found = channel.address_of(Recipient(user.login, user.email, user.phone)) if user is not None else None
    if not found:
        raise InvalidInput(
            "测试消息发给您本人，但您的账号没有登记%(carries)s，请先在用户页面登记。",
            carries=Term(_LACKING.get(channel.carries, N_("地址"))),
        )
    return found


def send_test(channel: Channel, address: str, base_url: str) -> ChannelError | None:
    """Send the test now; what went wrong, or None. Call it outside any transaction."""
    said = f"这是“{channel_words(channel.name)}”的测试消息，收到即说明设置正确，无须处理。"
    message = Message(
        key=f"test:{uuid4()}",
        subject="【落实台】测试消息",
        text=f"您好！{said}\n\n{base_url}\n",
        short=f"【落实台】{said}\n{base_url}",
    )
    try:
        channel.send(address, message)
    except ChannelError as error:
        return error
    return None


def record_test(session: Session, channel: Channel, error: ChannelError | None, *, actor: Actor, now: datetime) -> None:
    """Keep in the history that the channel was tried, and how it went."""
    outcome = "failed" if error else "sent"
    entry = Entry("channel", 0, "test", new=outcome, reason=str(error or ""), data={"channel": channel.name})
    record(session, NO_PLAN, [entry], actor=actor, now=now)
