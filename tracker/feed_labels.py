"""Chinese words of calendar feeds: what stands on a day of the calendar, and the acts in the history."""

from tracker.labels import N_, period_title
from tracker.rules.calendar_feeds import DayKind, DueDay

EVENTS: dict[tuple[str, str], str] = {
    ("calendar_feed", "make"): N_("生成订阅地址"),
    ("calendar_feed", "renew"): N_("更换订阅地址"),
    ("calendar_feed", "revoke"): N_("停用订阅地址"),
}

SUMMARIES: dict[DayKind, str] = {
    DayKind.TASK: N_("任务到期：{task}"),
    DayKind.ACKNOWLEDGE: N_("签收截止：《{plan}》"),
    DayKind.REPORT: N_("报送{period}进展：《{plan}》"),
    DayKind.RETURNED: N_("重新报送退回的{period}进展：{task}"),
    DayKind.ORDER: N_("答复{paper}：{task}"),
    DayKind.ITEM: N_("整改到期（{paper}）：{task}"),
    DayKind.OBLIGATION: N_("定期报告截止：{task}"),
    DayKind.INSTRUCTION: N_("反馈批示落实情况：{task}"),
    DayKind.RECHECK: N_("回头看：{task}"),
    DayKind.PLAN: N_("有任务到期：《{plan}》"),
}
DESCRIPTION = N_("《{plan}》\n请登录落实台办理：{url}")
OWN_FEED = N_("落实台：我的期限")
UNIT_FEED = N_("落实台：{unit}的期限")


def summary(day: DueDay) -> str:
    """The line that stands in the calendar."""
    period = period_title(day.period) if day.period else ""
    return SUMMARIES[day.kind].format(task=f"{day.number}{day.title}", plan=day.plan, paper=day.paper, period=period)
