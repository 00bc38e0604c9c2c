"""Chinese words for the ways of sending, and for what is done with them."""

from enum import StrEnum

from tracker.marking import N_
from tracker.rules.channels import Carries, Kind

TITLES: dict[type[StrEnum], dict[str, str]] = {
    Kind: {
        Kind.CONSOLE: N_("运行日志（不外发）"),
        Kind.MAIL: N_("邮件"),
        Kind.RELAY: N_("中转文件夹"),
        Kind.SMS: N_("短信网关"),
        Kind.WEBHOOK: N_("其他系统（签名接口）"),
        Kind.WECOM: N_("企业微信群机器人"),
        Kind.DINGTALK: N_("钉钉群机器人"),
        Kind.FEISHU: N_("飞书群机器人"),
        Kind.APPRISE: N_("其他服务（Apprise）"),
    },
    Carries: {
        Carries.MAIL: N_("个人邮件"),
        Carries.SMS: N_("个人短信"),
        Carries.WEBHOOK: N_("个人待办"),
        Carries.GROUP: N_("群提醒"),
    },
}

# A channel without a `name=` of its own is called by its scheme in the settings, and by these words on a page.
UNNAMED: dict[str, str] = {
    "console": N_("运行日志"),
    "smtp": N_("邮件"),
    "smtps": N_("邮件"),
    "relay": N_("中转文件夹"),
    "sms+http": N_("短信"),
    "sms+https": N_("短信"),
    "webhook+http": N_("其他系统"),
    "webhook+https": N_("其他系统"),
    "wecom": N_("企业微信群"),
    "dingtalk": N_("钉钉群"),
    "feishu": N_("飞书群"),
}

EVENTS: dict[tuple[str, str], str] = {("channel", "test"): N_("发送测试消息")}


def channel_words(name: str) -> str:
    """What a page calls the channel: its own name, or the words for the scheme that stands for one."""
    return UNNAMED.get(name, name)
