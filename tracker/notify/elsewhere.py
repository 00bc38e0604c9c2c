"""The many other services that Apprise reaches: `apprise+ntfys://server/topic`, with the address as Apprise's pages have it.

Apprise says only whether a service took a message, not why not and not whether it may have arrived all the same, so every failure
counts as doubtful. Where more must be known a sender of our own stands beside this one (docs/decisions/0028-robots-are-our-own.md).
"""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode

from tracker.notify.addresses import COMMON, Address
from tracker.notify.channels import Audience, Carries, ChannelError, ChannelFacts, Kind, Message


@dataclass(frozen=True, kw_only=True)
class AppriseService(ChannelFacts):
    """A group on a service that Apprise knows; it gets the line without contents that robots get."""

    service: Any = field(repr=False)

    def send(self, address: str, message: Message) -> None:
        if not self.service.notify(body=message.short):
            raise ChannelError("该服务没有确认收到消息，原因见服务方的管理页面。", may_have_arrived=True)


def open_apprise(address: Address) -> AppriseService:
    """The service at the address; SettingsError where Apprise does not know it."""
    from apprise import Apprise  # a hundred services are looked up: only where one is set

    facts = address.facts()
    url, _, query = address.parts.geturl().removeprefix("apprise+").partition("?")
    theirs = [(name, value) for name, value in parse_qsl(query, keep_blank_values=True) if name not in COMMON]
    bounds = [("redirect", "no"), ("cto", facts["timeout"]), ("rto", facts["timeout"])]
    service = Apprise()
    if not service.add(f"{url}?{urlencode([*theirs, *bounds])}"):
        raise address.refused("Apprise 不认识这个地址，请对照它的说明检查")
    return AppriseService(
        **facts, kind=Kind.APPRISE, audience=Audience.GROUP, carries=Carries.GROUP, shown=address.shown, service=service
    )
