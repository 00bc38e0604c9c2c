"""The channel of an installation that has not set one: the mail is written to the log, on standard error."""

import logging

logger = logging.getLogger(__name__)


class ConsoleChannel:
    """Writes what would be sent."""

    def send(self, to: str, subject: str, text: str) -> None:
        logger.info("mail to %s\n%s\n\n%s", to, subject, text)
