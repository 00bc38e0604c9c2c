"""The channel of an installation that has not set one: the mail is written to the log, on standard error."""

import logging
from dataclasses import dataclass

from tracker.notify.addresses import Address
from tracker.notify.channels import Audience, Carries, ChannelFacts, Kind, Message, Recipient

logger = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class ConsoleChannel(ChannelFacts):
    """Writes what would be sent."""

    def address_of(self, recipient: Recipient) -> str | None:
        return recipient.email

    def send(self, address: str, message: Message) -> None:
        logger.info("mail to %s\n%s\n\n%s", address, message.subject, message.text)


def open_console(address: Address) -> ConsoleChannel:
    """The channel; it has nothing to set."""
    address.only()
    return ConsoleChannel(**address.facts(), kind=Kind.CONSOLE, audience=Audience.PERSON, carries=Carries.MAIL, shown=address.shown)
