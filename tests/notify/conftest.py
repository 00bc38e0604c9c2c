"""Real servers on loopback: one of mail, one of gateways."""

import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.notify.gateway import Gateway, running_gateway
from tracker.notify.channels import Message


@dataclass
class Mailbox:
    """What the server received; `answer_to_recipient` is its reply to each RCPT TO, and `drops` closes the line on DATA.

    `connections` counts those opened; `most` is how many mails it takes on one of them before it takes leave.
    """

    url: str = ""
    received: list[EmailMessage] = field(default_factory=list)
    answer_to_recipient: str = "250 OK"
    answer_to_text: str = "250 OK"
    drops: bool = False
    connections: set[object] = field(default_factory=set)
    most: int | None = None
    on_this: dict[object, int] = field(default_factory=dict)

    async def handle_MAIL(self, server: SMTP, session: Session, envelope: Envelope, address: str, _options: list[str]) -> str:
        self.connections.add(session.peer)
        if self.most is not None and self.on_this.get(session.peer, 0) >= self.most:
            return "421 too many on one connection"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, _options: list[str]) -> str:
        if self.answer_to_recipient.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.answer_to_recipient

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        self.received.append(message_from_bytes(envelope.content, policy=policy.default))
        self.on_this[session.peer] = self.on_this.get(session.peer, 0) + 1
        if self.drops:
            server.transport.abort()
        return self.answer_to_text


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
def gateway() -> Iterator[Gateway]:
    """A running gateway."""
    with running_gateway() as running:
        yield running


@pytest.fixture
def message() -> Message:
    """A digest as it is composed for one person."""
    return Message(
        key="digest:7", subject="【落实台】2 项提醒：今天到期", text="您好！\n1. 增加托位供给", html="<p>您好！</p>",
        short="【落实台】您有 2 项提醒待办。\nhttp://tracker.shili.example/inbox",
    )  # fmt: skip
