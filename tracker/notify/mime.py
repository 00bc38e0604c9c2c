"""A message as a mail: text and HTML side by side, and the marks by which machines know it."""

import hashlib
from email.message import EmailMessage
from email.utils import formatdate

from tracker.notify.channels import ChannelError, Message


def mail_of(sender: str, to: str, message: Message) -> EmailMessage:
    """The mail; ChannelError where an address or the subject would break a header.

    The Message-ID follows from the delivery and the address alone, so that a repeated try bears the same one, and a mail server or
    reader that knows it drops the second.
    """
    mail = EmailMessage()
    try:
        mail["From"], mail["To"], mail["Subject"] = sender, to, message.subject
    except ValueError as error:
        raise ChannelError("收件地址或标题含有不能使用的字符。", permanent=True) from error
    mail["Date"] = formatdate()
    mark = hashlib.sha256(f"{message.key} {to}".encode()).hexdigest()[:32]
    mail["Message-ID"] = f"<{mark}@{sender.rpartition('@')[2].rstrip('>') or 'localhost'}>"
    mail["Auto-Submitted"] = "auto-generated"  # so that holiday replies do not answer it (RFC 3834)
    if message.is_urgent:
        mail["Importance"] = "high"
    mail.set_content(message.text, cte="base64")
    if message.html is not None:
        mail.add_alternative(message.html, subtype="html", cte="base64")
    return mail
