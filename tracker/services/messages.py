"""What the office does to a message that did not arrive: have it sent again (重新发送)."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from tracker.channel_labels import channel_words
from tracker.errors import Conflict, InvalidInput, NotAllowed
from tracker.marking import Term
from tracker.models import Delivery, DeliveryState
from tracker.rules.permissions import Actor, Permission, holds
from tracker.services.events import NO_PLAN, Entry, record


def resend(session: Session, delivery: Delivery, channels: Collection[str], *, actor: Actor, now: datetime) -> None:
    """Let a delivery that was given up be tried again from the beginning, at the next round of sending.

    `channels`: the names of those that the settings have now; over another it would wait for ever (InvalidInput). Conflict where
    somebody else has just done it. That it may have arrived before stays marked.
    """
    if not holds(actor, Permission.REMINDER_RESEND):
        raise NotAllowed("您没有重新发送提醒的权限。")
    if delivery.channel not in channels:
        raise InvalidInput(
            "发送渠道“%(channel)s”已不在系统设置中，不能重新发送。请联系系统管理员。", channel=Term(channel_words(delivery.channel))
        )
    failed = update(Delivery).where(Delivery.id == delivery.id, Delivery.state == DeliveryState.FAILED)
    again = failed.values(state=DeliveryState.PLANNED, attempts=0, try_at=now, error=None).returning(Delivery.id)
    if session.scalar(again, execution_options={"synchronize_session": False}) is None:
        raise Conflict("这一封已经重新发送，请刷新页面查看最新状态。")
    entry = Entry(
        "delivery", delivery.id, "resend", DeliveryState.FAILED, DeliveryState.PLANNED, data={"channel": delivery.channel}
    )
    record(session, NO_PLAN, [entry], actor=actor, now=now)
