"""A message as a mail: text and HTML side by side, and the marks by which machines know it.

Written with the older half of Python's mail library: it takes a third of the time of the newer one, and a morning's digests are
twenty thousand. It lets line breaks into headers, so they are looked for here.
"""

import hashlib
from email.header import Header
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import compat32
from email.utils import formatdate

from tracker.notify.channels import ChannelError, Message

_AS_SENT = compat32.clone(linesep="\r\n")


def mail_of(sender: str, to: str, message: Message) -> bytes:
    """The mail as it goes over the line; ChannelError where an address or the subject would break a header.

    The Message-ID follows from the delivery and the address alone, so that a repeated try bears the same one, and a mail server or
    reader that knows it drops the second.
    """
    if not (to.isascii() and f"{sender}{to}{message.subject}".isprintable()):
        raise ChannelError("收件地址或标题含有不能使用的字符。", permanent=True)
    mail = MIMEText(message.text, "plain", "utf-8") if message.html is None else _both(message.text, message.html)
    mark = hashlib.sha256(f"{message.key} {to}".encode()).hexdigest()[:32]
    mail["From"], mail["To"] = sender, to
    mail["Subject"] = Header(message.subject, "utf-8")  # type: ignore[assignment] # the stubs know texts only
    mail["Date"] = formatdate()
    mail["Message-ID"] = f"<{mark}@{sender.rpartition('@')[2].rstrip('>') or 'localhost'}>"
    mail["Auto-Submitted"] = "auto-generated"  # so that holiday replies do not answer it (RFC 3834)
    if message.is_urgent:
        mail["Importance"] = "high"
    return mail.as_bytes(policy=_AS_SENT)


def _both(text: str, html: str) -> MIMEMultipart:
    """The same said twice, the richer last: a reader shows the last that it can."""
    parts = MIMEMultipart("alternative")
    for content, subtype in ((text, "plain"), (html, "html")):
        parts.attach(MIMEText(content, subtype, "utf-8"))
    return parts
