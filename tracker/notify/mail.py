"""Mail over SMTP: `smtp://user:password@host:port?from=address&starttls=1&timeout=20`, or `smtps://` for TLS from the start."""

import contextlib
import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import unquote

from tracker.notify.addresses import Address
from tracker.notify.channels import Audience, Carries, ChannelError, ChannelFacts, Kind, Message, Recipient
from tracker.notify.mime import mail_of
from tracker.notify.posting import fault_of

_PORTS = {"smtp": 25, "smtps": 465}
_FORM = "应写成 smtp://用户名:密码@服务器:端口?from=发件地址&starttls=1"
_CLOSING = 421  # the server ends the connection, as after its most messages for one


@dataclass(frozen=True, kw_only=True)
class MailChannel(ChannelFacts):
    """A mail server, and how it is spoken to."""

    host: str
    port: int
    sender: str
    user: str | None = field(default=None, repr=False)
    password: str | None = field(default=None, repr=False)
    is_tls: bool = False
    uses_starttls: bool = False

    def address_of(self, recipient: Recipient) -> str | None:
        return recipient.email

    def send(self, address: str, message: Message) -> None:
        with self.session() as session:
            session.send(address, message)

    @contextmanager
    def session(self) -> Iterator["MailSession"]:
        """Many mails over one connection, which is opened at the first."""
        session = MailSession(self)
        try:
            yield session
        finally:
            session.end()

    def connect(self) -> smtplib.SMTP:
        """A connection on which mail may be sent."""
        # smtplib would ask the name service for our full name at each connection, and wait for it where there is none.
        name = socket.gethostname()
        if self.is_tls:
            context = ssl.create_default_context()
            server: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, name, timeout=self.timeout, context=context)
        else:
            server = smtplib.SMTP(self.host, self.port, name, timeout=self.timeout)
        try:
            if self.uses_starttls:
                server.starttls(context=ssl.create_default_context())
            if self.user:
                server.login(self.user, self.password or "")
            server.ehlo_or_helo_if_needed()
        except BaseException:
            server.close()
            raise
        return server


class MailSession:
    """One connection at a time. Until the text of a mail is on its way nothing can have arrived: only then is a break doubtful."""

    def __init__(self, channel: MailChannel) -> None:
        self._channel = channel
        self._server: smtplib.SMTP | None = None

    def send(self, address: str, message: Message) -> None:
        """Hand over a mail; after any error the next one can be sent."""
        content = mail_of(self._channel.sender, address, message)
        server = self._announced(address)
        try:
            code, said = server.data(content)
        except (TimeoutError, ConnectionError, smtplib.SMTPServerDisconnected) as error:
            self._drop()
            raise ChannelError("邮件服务器中途断开或没有应答。", may_have_arrived=True) from error
        except smtplib.SMTPDataError as error:
            code, said = error.smtp_code, error.smtp_error if isinstance(error.smtp_error, bytes) else error.smtp_error.encode()
        if code != 250:
            self._begin_anew(code)
            raise ChannelError(f"邮件被拒收：{code} {_text(said)}", permanent=code >= 500)

    def end(self) -> None:
        """Take leave of the server, which has everything that it was given."""
        if self._server is not None:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                self._server.quit()
        self._drop()

    def _announced(self, address: str) -> smtplib.SMTP:
        """The server, told from whom and to whom. A connection that it closed between two mails is opened once more."""
        if self._server is not None:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                return self._announce(self._server, address)
            self._drop()
        channel = self._channel
        try:
            self._server = channel.connect()
            return self._announce(self._server, address)
        except smtplib.SMTPAuthenticationError as error:
            self._drop()
            raise ChannelError(f"邮件服务器不接受用户名或密码：{error.smtp_code}") from error
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            said = str(error) if isinstance(error, smtplib.SMTPException) else fault_of(error)
            raise ChannelError(f"邮件服务器 {channel.host}:{channel.port} 未能送出：{said}") from error

    def _announce(self, server: smtplib.SMTP, address: str) -> smtplib.SMTP:
        for ask, whose in ((server.mail, self._channel.sender), (server.rcpt, address)):
            code, said = ask(whose)
            if code == _CLOSING:
                raise smtplib.SMTPServerDisconnected(_text(said))
            if code not in (250, 251):
                self._begin_anew(code)
                which = "收件" if ask == server.rcpt else "发件"
                raise ChannelError(f"{which}地址被拒收：{code} {_text(said)}", permanent=code >= 500)
        return server

    def _begin_anew(self, code: int) -> None:
        """Make the server forget the mail that it refused; where it does not answer, the next mail finds a new connection."""
        try:
            if code == _CLOSING or self._server is None or self._server.rset()[0] != 250:
                self._drop()
        except (OSError, smtplib.SMTPException):
            self._drop()

    def _drop(self) -> None:
        if self._server is not None:
            self._server.close()
        self._server = None


def _text(reply: bytes) -> str:
    return reply.decode(errors="replace")


def open_mail(address: Address) -> MailChannel:
    """The channel at the address; SettingsError, without the address, for one that cannot be used."""
    address.only("from", "starttls")
    parts, options = address.parts, address.options
    user = unquote(parts.username) if parts.username else None
    sender = options.get("from") or user or ""
    if not parts.hostname or "@" not in sender:
        raise address.refused(f"缺少邮件服务器或发件地址，{_FORM}")
    return MailChannel(
        **address.facts(), kind=Kind.MAIL, audience=Audience.PERSON, carries=Carries.MAIL, shown=address.shown,
        host=parts.hostname, port=parts.port or _PORTS[parts.scheme], sender=sender, user=user,
        password=unquote(parts.password) if parts.password else None,
        is_tls=parts.scheme == "smtps", uses_starttls=address.chosen("starttls", "0", "1") == "1",
    )  # fmt: skip
