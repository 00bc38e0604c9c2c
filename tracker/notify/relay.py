"""A folder for networks without a way out: one file per message, which the site's own exchange (光闸, a courier) carries on.

`relay:///srv/outbox?from=…` writes mails as `.eml`, to be handed to a mail server on the other side; `format=json` writes the
message for a program there, and with `to=phone` it is the way of text messages. A file appears whole or not at all, under the
delivery's own name: a second try of a message that was not carried off yet replaces the first.
"""

import contextlib
import hashlib
import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tracker.notify.addresses import Address
from tracker.notify.channels import Audience, Carries, ChannelError, ChannelFacts, Kind, Message, Recipient
from tracker.notify.mime import mail_of


@dataclass(frozen=True, kw_only=True)
class Relay(ChannelFacts):
    """A folder that is there and may be written; it is not made, lest a wrong path go unnoticed. `sender` is the mails' From."""

    folder: Path
    sender: str = ""

    def address_of(self, recipient: Recipient) -> str | None:
        return recipient.phone if self.carries is Carries.SMS else recipient.email

    def send(self, address: str, message: Message) -> None:
        if self.sender:
            suffix, content = "eml", mail_of(self.sender, address, message)
        else:
            suffix, content = "json", self._content(address, message)
        name = f"{hashlib.sha256(f'{message.key} {address}'.encode()).hexdigest()[:32]}.{suffix}"
        try:
            self._write(name, content)
        except OSError as error:
            raise ChannelError(f"中转文件夹不能写入：{error.strerror or type(error).__name__}。") from error

    def _content(self, address: str, message: Message) -> bytes:
        content = {"id": message.key, "to": address, "short": message.short, "urgent": message.is_urgent}
        if self.carries is Carries.MAIL:
            content |= {"subject": message.subject, "text": message.text, "html": message.html}
        return json.dumps(content, ensure_ascii=False, indent=1).encode()

    def _write(self, name: str, content: bytes) -> None:
        # What begins with a dot is not carried: the exchange takes what has its name.
        descriptor, fresh = tempfile.mkstemp(dir=self.folder, prefix=".")
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.chmod(fresh, 0o640)  # the exchange runs as another user of the same group
            os.replace(fresh, self.folder / name)
        except OSError:
            with contextlib.suppress(OSError):
                os.unlink(fresh)
            raise


def open_relay(address: Address) -> Relay:
    """The folder at the address; SettingsError for one that is not named in full, or for mails without a sender."""
    address.only("format", "to", "from")
    if address.place or not address.parts.path.strip("/"):
        raise address.refused("应写成 relay:///文件夹的完整路径，三条斜杠")
    is_mail = address.chosen("format", "eml", "json") == "eml"
    to_phone = address.chosen("to", "mail", "phone") == "phone"
    sender = address.options.get("from", "")
    if is_mail and ("@" not in sender or to_phone):
        raise address.refused("eml 须写明发件地址 from，且只用于邮件；发短信请用 format=json")
    return Relay(
        **address.facts(), kind=Kind.RELAY, audience=Audience.PERSON, shown=address.shown,
        carries=Carries.SMS if to_phone else Carries.MAIL, folder=Path(address.path), sender=sender if is_mail else "",
    )  # fmt: skip
