"""Which channel an address opens, by its scheme. A new channel is one file beside this one and one line here."""

from collections import Counter
from collections.abc import Callable, Sequence

from tracker.errors import SettingsError
from tracker.notify.addresses import SETTING, Address, take_apart
from tracker.notify.channels import Carries, Channel
from tracker.notify.console import open_console
from tracker.notify.elsewhere import open_apprise
from tracker.notify.mail import open_mail
from tracker.notify.relay import open_relay
from tracker.notify.robots import open_robot
from tracker.notify.sms import open_sms
from tracker.notify.webhook import open_webhook

OPENERS: dict[str, Callable[[Address], Channel]] = {
    "console": open_console,
    "smtp": open_mail,
    "smtps": open_mail,
    "relay": open_relay,
    "sms+https": open_sms,
    "sms+http": open_sms,
    "webhook+https": open_webhook,
    "webhook+http": open_webhook,
    "wecom": open_robot,
    "dingtalk": open_robot,
    "feishu": open_robot,
}
DEFAULT = "console://"


def open_channels(urls: Sequence[str]) -> tuple[Channel, ...]:
    """The channels at the addresses, in their order; the console where none is set. Nothing is connected to yet.

    SettingsError, in one sentence without the address, for one that cannot be used; for two of one name, since deliveries are kept
    by it; and for two exits of mail or of text messages, which would send everything twice.
    """
    channels = tuple(_open(url) for url in (urls or (DEFAULT,)))
    doubled = [name for name, times in Counter(channel.name for channel in channels).items() if times > 1]
    if doubled:
        raise SettingsError(f"{SETTING} 中有两个地址的名称都是“{doubled[0]}”，请用 name= 给它们取不同的名称。")
    exits = Counter(channel.carries for channel in channels)
    for carried, title in ((Carries.MAIL, "邮件"), (Carries.SMS, "短信")):
        if exits[carried] > 1:
            raise SettingsError(f"{SETTING} 中只能有一个{title}出口，请删去多余的地址。")
    return channels


def _open(url: str) -> Channel:
    address = take_apart(url)
    opener = open_apprise if address.scheme.startswith("apprise+") else OPENERS.get(address.scheme)
    if opener is None:
        known = "、".join(f"{scheme}://" for scheme in OPENERS)
        raise SettingsError(f"{SETTING} 支持 {known} 和 apprise+…://，多个地址以空格分隔，其中有一个不是。")
    return opener(address)
