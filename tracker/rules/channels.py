"""The words for ways of sending: what they speak, whom they reach, what they are asked to carry."""

from enum import StrEnum


class Kind(StrEnum):
    """What a channel speaks."""

    CONSOLE = "console"
    MAIL = "mail"
    RELAY = "relay"
    SMS = "sms"
    WEBHOOK = "webhook"
    WECOM = "wecom"
    DINGTALK = "dingtalk"
    FEISHU = "feishu"
    APPRISE = "apprise"


class Audience(StrEnum):
    """A person gets his own messages; a group gets one for all who read it."""

    PERSON = "person"
    GROUP = "group"


class Carries(StrEnum):
    """What a rung of the ladder asks for when it names a way beside the inbox; a group's channels are not asked for."""

    MAIL = "mail"
    SMS = "sms"
    WEBHOOK = "webhook"
    GROUP = "group"
