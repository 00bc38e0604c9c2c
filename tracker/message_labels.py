"""Chinese words for messages on their way: states, acts, and why a wish to be left in peace is refused."""

import re
from enum import StrEnum

from tracker.marking import N_
from tracker.rules.digests import MessageStatus
from tracker.rules.reminders import Ladder
from tracker.rules.settling import Outcome

TITLES: dict[type[StrEnum], dict[str, str]] = {
    Ladder: {
        Ladder.DUE: N_("任务到期"),
        Ladder.ACKNOWLEDGE: N_("任务签收"),
        Ladder.PERIOD: N_("进展填报"),
        Ladder.OBLIGATION: N_("定期报告"),
        Ladder.ORDER: N_("答复督办单"),
        Ladder.ITEM: N_("完成整改"),
        Ladder.INSTRUCTION: N_("反馈批示"),
        Ladder.RETURNED: N_("退回后重报"),
        Ladder.INDICATOR: N_("指标落后序时"),
        Ladder.RECHECK: N_("回头看"),
        Ladder.REVIEW: N_("审核进展"),
        Ladder.EXTENSION: N_("审批延期"),
        Ladder.OFFICE_WAIT: N_("办公室待办"),
        Ladder.HEAD_WAIT: N_("单位负责人审核"),
    },
    MessageStatus: {
        MessageStatus.WAITING: N_("待汇总"),
        MessageStatus.SENDING: N_("发送中"),
        MessageStatus.SENT: N_("已发送"),
        MessageStatus.FAILED: N_("发送失败"),
        MessageStatus.INBOX: N_("仅站内消息"),
        MessageStatus.MUTED: N_("已暂停提醒"),
        MessageStatus.SUPERSEDED: N_("由后一条代替"),
        MessageStatus.SETTLED: N_("发送前已办"),
        MessageStatus.NO_POST: N_("收件人已离任"),
        MessageStatus.READ: N_("已读"),
        MessageStatus.ACKNOWLEDGED: N_("已知悉"),
    },
    Outcome: {
        Outcome.AFTER_FIRST: N_("首次提醒后办结"),
        Outcome.AFTER_SECOND: N_("第二次提醒后办结"),
        Outcome.AFTER_LATER: N_("多次提醒后办结"),
        Outcome.AFTER_ORDER: N_("督办后办结"),
        Outcome.OPEN: N_("尚未办结"),
        Outcome.LIFTED: N_("不再要求"),
        Outcome.MUTED: N_("提醒已暂停"),
    },
}

TONES: dict[type[StrEnum], dict[str, str]] = {
    MessageStatus: {
        MessageStatus.WAITING: "info",
        MessageStatus.SENDING: "info",
        MessageStatus.SENT: "good",
        MessageStatus.FAILED: "bad",
    },
    Outcome: {
        Outcome.AFTER_FIRST: "good",
        Outcome.AFTER_SECOND: "good",
        Outcome.AFTER_LATER: "good",
        Outcome.AFTER_ORDER: "warn",
        Outcome.OPEN: "info",  # its day may still be to come
    },
}

# Of a delivery, by its state; and its tone.
DELIVERIES: dict[str, tuple[str, str]] = {
    "planned": (N_("等待发送"), "info"),
    "claimed": (N_("正在发送"), "info"),
    "sent": (N_("已发送"), "good"),
    "failed": (N_("发送失败"), "bad"),
    "set_aside": (N_("不再发送"), "info"),
}

# Why a message asks nothing any more, by `models.NoticeEnd`.
ENDS: dict[str, str] = {
    "later": N_("已有新的提醒"),
    "settled": N_("已办结或不再要求"),
    "moved_on": N_("后续已办理"),
    "no_post": N_("您已不在这个岗位"),
}

EVENTS: dict[tuple[str, str], str] = {
    ("mute", "begin"): N_("暂停提醒"),
    ("mute", "end"): N_("恢复提醒"),
    ("delivery", "resend"): N_("重新发送"),
    ("reminder_summary", "download"): N_("导出提醒情况"),
}

REFUSALS: dict[str, str] = {
    "mute_days": N_("暂停提醒须从今天起算，最长 {longest} 天，截止日不早于今天（{today}）。请改正日期。"),
    "mute_running": N_("您已经暂停了这一项的提醒，到 {to_on} 为止。需要改期的，请先恢复提醒。"),
}

_RUNG = re.compile(r"([+-])(\d+)([wd])$")
_RUNGS = {
    ("-", "w"): N_("提前 {n} 个工作日"),
    ("-", "d"): N_("提前 {n} 天"),
    ("+", "w"): N_("过后 {n} 个工作日"),
    ("+", "d"): N_("过后 {n} 天"),
}
_ON_THE_DAY = N_("当天")


def rung_words(rung: str) -> tuple[str, int]:
    """A rung's name as words, with the number that stands for {n} in them: due-10w is 提前 {n} 个工作日."""
    found = _RUNG.search(rung)
    if found is None:
        return rung, 0
    number = int(found[2])
    return (_RUNGS[found[1], found[3]] if number else _ON_THE_DAY), number


def ladder_words(rung: str) -> str:
    """What a rung reminds of, from the ladder that its name begins with: due-10w is of 任务到期; empty for no known ladder."""
    return TITLES[Ladder].get(_RUNG.sub("", rung), "")
