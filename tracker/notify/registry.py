"""Which channel an address opens, by its scheme. A new channel is one file beside this one and one line here."""

from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from tracker.errors import SettingsError
from tracker.notify.channels import Channel
from tracker.notify.console import ConsoleChannel
from tracker.notify.mail import open_mail

MAIL_CHANNELS: dict[str, Callable[[str], Channel]] = {
    "console": lambda url: ConsoleChannel(),
    "smtp": open_mail,
    "smtps": open_mail,
}


def mail_channel(urls: Sequence[str]) -> Channel:
    """The channel that carries mail: the console where none is set. SettingsError for two, which would double every mail."""
    if len(urls) > 1:
        raise SettingsError("TRACKER_NOTIFY_URLS 中只能有一个邮件出口，请删去多余的地址。")
    url = urls[0] if urls else "console://"
    return MAIL_CHANNELS[urlsplit(url).scheme](url)
