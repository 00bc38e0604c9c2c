"""What every way of sending has in common: one verb, and one error that says whether to try again."""

from typing import Protocol


class ChannelError(Exception):
    """A message was not taken; the text, for the office to read, says why.

    `permanent`: trying again cannot help. `may_have_arrived`: the line broke after the message was on its way, so a second
    try may double it and has to say so.
    """

    def __init__(self, message: str, *, permanent: bool = False, may_have_arrived: bool = False) -> None:
        super().__init__(message)
        self.permanent = permanent
        self.may_have_arrived = may_have_arrived


class Channel(Protocol):
    """A way of sending, opened from an address in TRACKER_NOTIFY_URLS."""

    def send(self, to: str, subject: str, text: str) -> None:
        """Hand the message over, within a bounded time; raises ChannelError where it was not taken."""
        ...
