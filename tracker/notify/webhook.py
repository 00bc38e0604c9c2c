"""A signed message to another system of the site, such as its office automation: `webhook+https://server/path?secret=…`.

With `to=person` each person's messages are posted with his login and mail address, text included, for a to-do list that asks for
log-in; otherwise it is a group's channel and gets the line without contents that robots get. The receiver checks
`X-Tracker-Signature: sha256=…`, the HMAC of `<X-Tracker-Timestamp>.<body>` in hexadecimal under the shared secret, refuses what is
older than some minutes, and drops an `id` that it has seen.
"""

import hashlib
import hmac
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tracker.notify.addresses import Address, target_of
from tracker.notify.channels import Audience, Carries, ChannelFacts, Kind, Message, Recipient
from tracker.notify.posting import post

SHORTEST_SECRET = 16


@dataclass(frozen=True, kw_only=True)
class Webhook(ChannelFacts):
    """Another system that takes messages. `now` gives the seconds since 1970, which the receiver compares with its own clock."""

    url: str = field(repr=False)
    secret: str = field(repr=False)
    now: Callable[[], float] = field(default=time.time, repr=False)

    def address_of(self, recipient: Recipient) -> str | None:
        return recipient.login if self.audience is Audience.PERSON else None

    def send(self, address: str, message: Message) -> None:
        body = json.dumps(self._content(address, message), ensure_ascii=False, separators=(",", ":")).encode()
        timestamp = str(int(self.now()))
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "X-Tracker-Timestamp": timestamp,
            "X-Tracker-Signature": f"sha256={signature(self.secret, timestamp, body)}",
        }
        post(self.url, body, headers, timeout=self.timeout)

    def _content(self, address: str, message: Message) -> dict[str, Any]:
        content: dict[str, Any] = {"id": message.key, "short": message.short, "urgent": message.is_urgent}
        if self.audience is Audience.PERSON:
            content |= {"to": address, "subject": message.subject, "text": message.text}
        elif self.scope:
            content["unit"] = self.scope
        return content


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """What proves that a message is ours and when it was sent."""
    return hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def open_webhook(address: Address) -> Webhook:
    """The channel at the address; SettingsError for one without a secret worth the name."""
    secret = address.options.get("secret", "")
    if len(secret) < SHORTEST_SECRET:
        raise address.refused(f"secret 至少 {SHORTEST_SECRET} 位，接收方用它核对签名")
    in_person = address.chosen("to", "group", "person") == "person"
    return Webhook(
        **address.facts(), kind=Kind.WEBHOOK, shown=address.shown,
        audience=Audience.PERSON if in_person else Audience.GROUP, carries=Carries.WEBHOOK if in_person else Carries.GROUP,
        url=target_of(address, "secret", "to"), secret=secret,
    )  # fmt: skip
