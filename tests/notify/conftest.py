"""A real SMTP server on loopback, and messages that wait to be sent."""

import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.factories import NOW, Cast
from tracker.db import Database
from tracker.models import Channel, Notice, NoticeState
from tracker.rules.days import official_day


@dataclass
class Mailbox:
    """What the server received; `answer_to_recipient` is its reply to each RCPT TO, and `drops` closes the line on DATA."""

    url: str = ""
    received: list[EmailMessage] = field(default_factory=list)
    answer_to_recipient: str = "250 OK"
    drops: bool = False

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, _options: list[str]) -> str:
        if self.answer_to_recipient.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.answer_to_recipient

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        self.received.append(message_from_bytes(envelope.content, policy=policy.default))
        if self.drops:
            server.transport.abort()
        return "250 OK"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    """A running SMTP server."""
    box = Mailbox()
    controller = Controller(box, hostname="127.0.0.1", port=free_port())
    controller.start()
    box.url = f"smtp://127.0.0.1:{controller.port}?from=office@shili.example"
    yield box
    controller.stop()


@pytest.fixture
def plan_mail(database: Database, cast: Cast) -> Callable[..., int]:
    """`plan_mail(title, who="liaison", **over)` → the id of a message that waits to be mailed to the person."""

    def plan(title: str = "今天到期：增加托位供给", who: str = "liaison", **over: Any) -> int:
        with database.transaction() as session:
            row = Notice(
                key=over.pop("key", f"{title}:{who}"), unit_id=cast.unit_id(who), user_id=getattr(cast, who).user_id,
                channel=Channel.MAIL, title=title, body="请抓紧办理。", path="/tasks/1", planned_on=official_day(NOW),
                **{"state": NoticeState.PLANNED, **over},
            )  # fmt: skip
            session.add(row)
            session.flush()
            return row.id

    return plan
