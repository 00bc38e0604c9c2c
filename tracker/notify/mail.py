"""Mail over SMTP: `smtp://user:password@host:port?from=address&starttls=1&timeout=20`, or `smtps://` for TLS from the start."""

import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from urllib.parse import parse_qs, unquote, urlsplit

from tracker.errors import SettingsError
from tracker.notify.channels import ChannelError

TIMEOUT_SECONDS = 20.0
_PORTS = {"smtp": 25, "smtps": 465}
_FORM = "smtp://用户名:密码@服务器:端口?from=发件地址&starttls=1"


@dataclass(frozen=True)
class MailChannel:
    """A connection for each mail: mails are few, and a broken line then costs one of them."""

    host: str
    port: int
    sender: str
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    is_tls: bool = False
    uses_starttls: bool = False
    timeout: float = TIMEOUT_SECONDS

    def send(self, to: str, subject: str, text: str) -> None:
        message = self._message(to, subject, text)
        try:
            with self._connected() as server, _on_its_way():
                server.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            code, reason = next(iter(error.recipients.values()))
            raise ChannelError(f"收件地址被拒收：{code} {_text(reason)}", permanent=code >= 500) from error
        except smtplib.SMTPAuthenticationError as error:
            raise ChannelError(f"邮件服务器不接受用户名或密码：{error.smtp_code}") from error
        except smtplib.SMTPDataError as error:
            raise ChannelError(
                f"邮件被拒收：{error.smtp_code} {_text(error.smtp_error)}", permanent=error.smtp_code >= 500
            ) from error
        except (OSError, smtplib.SMTPException) as error:
            raise ChannelError(f"邮件服务器 {self.host}:{self.port} 未能送出：{error or type(error).__name__}") from error

    def _message(self, to: str, subject: str, text: str) -> EmailMessage:
        message = EmailMessage()
        try:
            message["From"], message["To"], message["Subject"] = self.sender, to, subject
        except ValueError as error:
            raise ChannelError("收件地址或标题含有不能使用的字符。", permanent=True) from error
        message["Date"] = formatdate()
        message["Message-ID"] = make_msgid(domain=self.sender.rpartition("@")[2] or "localhost")
        message["Auto-Submitted"] = "auto-generated"  # so that holiday replies do not answer it (RFC 3834)
        message.set_content(text, cte="base64")
        return message

    @contextmanager
    def _connected(self) -> Iterator[smtplib.SMTP]:
        # smtplib would ask the name service for our full name at each mail, and wait for it where there is none.
        name = socket.gethostname()
        if self.is_tls:
            context = ssl.create_default_context()
            server: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, name, timeout=self.timeout, context=context)
        else:
            server = smtplib.SMTP(self.host, self.port, name, timeout=self.timeout)
        with server:
            if self.uses_starttls:
                server.starttls(context=ssl.create_default_context())
            if self.user:
                server.login(self.user, self.password or "")
            yield server


@contextmanager
def _on_its_way() -> Iterator[None]:
    try:
        yield
    except (TimeoutError, ConnectionError, smtplib.SMTPServerDisconnected) as error:
        raise ChannelError("邮件服务器中途断开或没有应答。", may_have_arrived=True) from error


def _text(reply: bytes | str) -> str:
    return reply.decode(errors="replace") if isinstance(reply, bytes) else reply


def open_mail(url: str) -> MailChannel:
    """The channel at the address; SettingsError, without the address, for one that cannot be used."""
    parts = urlsplit(url)
    options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    user = unquote(parts.username) if parts.username else None
    sender = options.get("from") or user or ""
    try:
        port, timeout = parts.port or _PORTS[parts.scheme], float(options.get("timeout", TIMEOUT_SECONDS))
    except ValueError as error:
        raise SettingsError(f"TRACKER_NOTIFY_URLS 中的端口或 timeout 不是数字，请写成 {_FORM}。") from error
    if not parts.hostname or "@" not in sender:
        raise SettingsError(f"TRACKER_NOTIFY_URLS 缺少邮件服务器或发件地址，请写成 {_FORM}。")
    return MailChannel(
        host=parts.hostname, port=port, sender=sender, user=user,
        password=unquote(parts.password) if parts.password else None,
        is_tls=parts.scheme == "smtps", uses_starttls=options.get("starttls") == "1", timeout=timeout,
    )  # fmt: skip
