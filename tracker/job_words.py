"""Chinese words about the scheduler's jobs, for its log and for the page of the system administrator."""

from datetime import date

from tracker.labels import N_

COUNTS: dict[str, str] = {
    "ended": N_("终止方案"),
    "coming": N_("将到期方案"),
    "refused": N_("未能办理"),
    "plans": N_("方案"),
    "opened": N_("新开"),
    "locked": N_("截止"),
    "drawn": N_("生成报告"),
    "planned": N_("新安排"),
    "already": N_("此前已安排"),
    "digests": N_("汇总"),
    "sent": N_("已发送"),
    "failed": N_("发送失败"),
    "pending": N_("待发送"),
    "megabytes": N_("大小（MB）"),
    "files_listed": N_("登记文件"),
    "removed": N_("清除"),
    "events": N_("核对记录"),
    "found": N_("发现问题"),
    "told": N_("通知"),
}


def made_up_words(number: int, first: date, last: date) -> str:
    """What is said of days made up: 补做 3 天（11月18日至20日）; a year or month that is the same is not repeated."""
    if first == last:
        return f"补做 {number} 天（{_day(first)}）"
    if first.year != last.year:
        return f"补做 {number} 天（{first.year}年{_day(first)}至{last.year}年{_day(last)}）"
    end = f"{last.day}日" if first.month == last.month else _day(last)
    return f"补做 {number} 天（{_day(first)}至{end}）"


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"


def minutes_words(seconds: float) -> str:
    """How long something took: 不到 1 秒, 12 秒, 3 分 5 秒; a clock that was set back meanwhile says nothing."""
    if seconds < 0:
        return ""
    if seconds < 1:
        return "不到 1 秒"
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes} 分 {rest} 秒" if minutes else f"{rest} 秒"
