"""Chinese words about the scheduler's jobs, for its log and for the page of the system administrator."""

from collections.abc import Callable
from datetime import date

from babel.dates import format_interval

from tracker.marking import N_, sentence

CHINESE = "zh_Hans_CN"

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
    "looked": N_("核对条目"),
    "entered": N_("补入"),
}


def made_up_words(number: int, first: date, last: date, locale: str = CHINESE, translate: Callable[[str], str] = str) -> str:
    """What is said of days made up: 补做 3 天（11月18日至20日）; a year or month that is the same is not repeated."""
    days = format_interval(first, last, "MMMd" if first.year == last.year else "yMMMd", locale=locale)
    return sentence(N_("补做 %(n)s 天（%(days)s）"), {"n": number, "days": days}, translate)


def minutes_words(seconds: float, translate: Callable[[str], str] = str) -> str:
    """How long something took: 不到 1 秒, 12 秒, 3 分 5 秒; a clock that was set back meanwhile says nothing."""
    if seconds < 0:
        return ""
    if seconds < 1:
        return translate(N_("不到 1 秒"))
    minutes, rest = divmod(int(seconds), 60)
    said = N_("%(minutes)s 分 %(seconds)s 秒") if minutes else N_("%(seconds)s 秒")
    return sentence(said, {"minutes": minutes, "seconds": rest}, translate)
