"""Time limits as a plan prints them for one measure (完成时限): a day, a duty that goes on for good, or a doubt.

The column or the label holds a day in any wording (2025年底, 6月底前, 2025-06-30), a duty without end (长期坚持, 每年), or
a span from an event (5个工作日内), which has no day of its own. `limits_in_text` and `limits_in_label` tell each of them apart.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tracker.intake.cited import hide_cited, shown
from tracker.intake.dates import DatePhrase, find_dates, month_day, yearless
from tracker.intake.kinds import DeadlineKind
from tracker.intake.model import Deadline, Header
from tracker.intake.numerals import CHINESE, number
from tracker.intake.text import Flow

_ONGOING = re.compile(
    r"(?:长期|持续|常态|经常|日常|贯穿|全年|始终|每(?:个)?(?:半年|季度?|学期|学年|[年月周日天])|按(?:月|季|年)|定期)[^，,。；;、\n]{0,12}"
)
# 长期坚持，2025年底前初见成效 goes on for good, whatever it is to reach on the way.
_ONGOING_FIRST = re.compile(r"长期|常年|永久")
# 持续推进 at the end of a clause is a time limit; before its object (持续推进改革) it only says how.
_WITHOUT_END = re.compile(
    r"(?:并|且|要|须)?(?:长期(?:坚持|推进|执行|实施|落实|有效)|持续(?:推进|坚持|实施|开展|落实|用力)|常态化?(?:推进|开展|实施|坚持|落实|管理)?|贯穿始终)"
    r"(?=[，,。；;、\n]|$)"
)
_SPAN = re.compile(
    rf"(?<![\d近前每满{CHINESE}])(?P<count>\d{{1,4}}|[{CHINESE}]{{1,4}})个?"
    r"(?P<day>工作日|自然日|日历日|日|天|小时|周|月|年)(?:之|以)?$"
)
# What may follow the 内 that ends a span, and makes it none: 3年内的, 10日内容.
_NO_SPAN = re.compile(r"的|容|部|外|有效")
_LONGEST_SPAN = 12
# From what a span counts, as printed right before it: 自受理之日起, 收到申请后, 出生; else a clause that ends in 后.
_EVENT = re.compile(
    r"""
    (?: (?:自|从|在|于) (?P<since>[^，,。；;：:\n自从]{2,30}?) (?:之日|之时|当日|之后|后|起)+ (?:的|起|算|，|,)*
      | (?P<upon>(?:收到|接到|受理|作出|取得|批准|完成|签订|出生|生育|备案|公示|立案|竣工|验收|登记|提交|申报|申请|印发|发布|交办)
          [^，,。；;：:\n\d]{0,16}?) (?:之日|之时|之后|后|起|的)* ) $
    """,
    re.VERBOSE,
)
_AFTER = re.compile(
    r"(?<![^，,。；;：:\n])(?!自|从|在|于)(?P<after>(?:(?!局|委|部门|单位|政府|机构|中心)[^，,。；;：:\n\d]){2,16}?)(?:之)?后$"
)
_LONGEST_EVENT = 40
_RHYTHMS = (("half-yearly", "半年|学期"), ("quarterly", "季度?"), ("monthly", "月"), ("weekly", "周"), ("yearly", "学?年(?!级|龄)"))
_RHYTHM = tuple((name, re.compile(words)) for name, words in _RHYTHMS)
_RECURS = re.compile(
    r"(?:(?<!每[人生户名位孩家张个])每(?:个|一)?(?P<every>半年|学期|学年|年(?!级|龄)|季度?|月|周)"
    r"|按(?P<by>季度?|月|年度?|周)(?=调度|[通上]?报|汇总|督|评|考|更新|总结|公布|检查|推进|[，,。；;]|$))"
    r"(?P<day>(?:的)?(?:\d{1,2}月(?:份)?(?:\d{1,2}[日号]|底|末)?|\d{1,2}[日号]|年?(?:底|末|终)|第一个月)?(?:之?前|以前)?)"
)
# 每年补助500元, 每年10天假期: what is granted in a year, not a limit that comes back.
_GRANT = re.compile(r"[^，,。；;\n]{0,16}?(?:\d(?:\.\d+)?(?:[百千万亿]*元|[天日]|小时|[%％])|补助|补贴|给予|享受|发放|减免)")
# As sheets and people who are in a hurry write a day: 2025-06-30, 2025.6, 2025/12.
_SHORT_DAY = re.compile(r"(?<!\d)(20\d\d)[-./](\d{1,2})(?:[-./](\d{1,2}))?(?!\d)")
_YEAR = re.compile(r"(20\d\d)年")
# A date of the text is a time limit where it is led in or says that something ends with it.
_LED_IN = re.compile(r"(?:^|[，,、：:。；;\n“]|到|至|在|于|争取|力争|确保|截至|计划)$")
_ENDS = re.compile(r"(?:之|以)?前|(?:之|以)?内|完成|底|末|年?，")
_BEFORE = re.compile(r"(?:之|以)?(?:前|内)")
_NO_LIMIT = re.compile(r"[^，,。；;\n]{0,8}(?:基础上|的基础|以来|以后|后)|相比|比")


@dataclass(frozen=True)
class Due:
    """A time limit as read: its last day, whether the duty goes on for good, and what is doubtful about it (code)."""

    due: str | None = None
    ongoing: bool = False
    doubt: str | None = None


def read_deadline(printed: str, year: int | None) -> Due:
    """The time limit of a measure; `year` is the plan's own, for limits such as 6月底前.

    Doubts: `deadline_year` where no year is known, `deadline_span` for a span from an event, `odd_deadline` for the rest.
    """
    text = _SHORT_DAY.sub(lambda m: f"{m[1]}年{int(m[2])}月{int(m[3])}日" if m[3] else f"{m[1]}年{int(m[2])}月", printed)
    dates = [date for date in find_dates(text, year) if not date.begins]
    if dates and not _ONGOING_FIRST.match(text):
        return Due(due=dates[-1].last_day)
    if _ONGOING.search(text):
        return Due(ongoing=True)
    if yearless(text):
        return Due(doubt="deadline_year")
    return Due(doubt="deadline_span" if any(_spans(text)) else "odd_deadline") if text.strip() else Due()


def limits_in_label(flow: Flow, year: int | None) -> tuple[Deadline, ...]:
    """Every time limit that a 完成时限 names, in printed order: days, a rhythm, a count from an event, or no end."""
    short = [date for match in _SHORT_DAY.finditer(flow.text) for date in _short_day(match)]
    dates = [*short, *(date for date in find_dates(flow.text, year) if not date.begins)]
    found = [*_dated(flow, dates), *_counted(flow), *_recurring(flow, stated=True)]
    if not any(limit.kind is DeadlineKind.RECURRING for limit in found) or _ONGOING_FIRST.search(flow.text):
        found.extend(_without_end(flow, _ONGOING))
    return _in_order(found)


def limits_in_text(flow: Flow, year: int | None) -> tuple[Deadline, ...]:
    """Every time limit that the text of a measure names, in printed order; attributions are to be blanked out before."""
    flow = Flow(hide_cited(flow.text), flow.offsets)
    dates = [date for date in find_dates(flow.text, year) if not date.begins and _limits(flow.text, date)]
    return _in_order([*_dated(flow, dates), *_counted(flow), *_recurring(flow, stated=False), *_without_end(flow, _WITHOUT_END)])


def _in_order(found: list[Deadline]) -> tuple[Deadline, ...]:
    """The limits by place; one that stands inside another is part of it."""
    kept: list[Deadline] = []
    for limit in sorted(found, key=lambda limit: (limit.span[0], -limit.span[1])):
        if not kept or limit.span[0] >= kept[-1].span[1]:
            kept.append(limit)
    return tuple(kept)


def _limits(text: str, date: DatePhrase) -> bool:
    if _NO_LIMIT.match(text, date.end):
        return False
    printed = text[date.start : date.end]
    return bool(_ENDS.match(text, date.end) or printed[-1] in "底末" or _LED_IN.search(text, max(0, date.start - 4), date.start))


def _short_day(match: re.Match[str]) -> Iterator[DatePhrase]:
    spelt = f"{match[1]}年{int(match[2])}月" + (f"{int(match[3])}日" if match[3] else "")
    for date in find_dates(spelt):
        yield DatePhrase(match.start(), match.end(), date.last_day, date.first_day, begins=False, kind=date.kind)


def _dated(flow: Flow, dates: list[DatePhrase]) -> Iterator[Deadline]:
    for date in dates:
        tail = _BEFORE.match(flow.text, date.end)
        yield _limit(flow, date.start, tail.end() if tail else date.end, date.kind, due=date.last_day)


def _spans(text: str) -> Iterator[re.Match[str]]:
    """Every span of a text (5个工作日内) as a match that ends before its 内, which is sought first: it is rarer than figures."""
    at = text.find("内")
    while at >= 0:
        match = _SPAN.search(text, max(0, at - _LONGEST_SPAN), at)
        if match and not _NO_SPAN.match(text, at + 1):
            yield match
        at = text.find("内", at + 1)


def _counted(flow: Flow) -> Iterator[Deadline]:
    """Limits of so many days, weeks, months or years from an event."""
    for match in _spans(flow.text):
        count = number(match["count"])
        if not isinstance(count, int) or not count:
            continue
        around = max(0, match.start() - _LONGEST_EVENT), match.start()
        said = _AFTER.search(flow.text, *around) or _EVENT.search(flow.text, *around)
        event = next((words for words in said.groups() if words), None) if said else None
        start = said.start() if said else match.start()
        kind = DeadlineKind.WORKING_DAYS if match["day"] == "工作日" else DeadlineKind.DAYS
        yield _limit(flow, start, match.end() + 1, kind, count=count, day_kind=match["day"], event=event)


def _recurring(flow: Flow, *, stated: bool) -> Iterator[Deadline]:
    for match in _RECURS.finditer(flow.text):
        if not stated and not match["day"] and _GRANT.match(flow.text, match.end()):
            continue
        every = match["every"] or match["by"]
        recurs = next(name for name, words in _RHYTHM if words.match(every))
        day = month_day(match.group()) if recurs == "yearly" else None
        yield _limit(flow, match.start(), match.end(), DeadlineKind.RECURRING, recurs=recurs, month_day=day)


def _without_end(flow: Flow, pattern: re.Pattern[str]) -> Iterator[Deadline]:
    match = pattern.search(flow.text)
    if match:
        yield _limit(flow, match.start(), match.end(), DeadlineKind.ONGOING)


def _limit(
    flow: Flow,
    start: int,
    end: int,
    kind: DeadlineKind,
    *,
    due: str | None = None,
    count: int | None = None,
    day_kind: str | None = None,
    event: str | None = None,
    recurs: str | None = None,
    month_day: str | None = None,
) -> Deadline:
    part = flow.cut(start, end).strip("，,。；; \n")
    return Deadline(kind, due, count, day_kind, event and shown(event), recurs, month_day, shown(part.text), part.span())


def plan_year(header: Header) -> int | None:
    """The year that a limit without one means: the one that the title names, else that of the plan's date."""
    named = set(_YEAR.findall(header.title or ""))
    if len(named) == 1:
        return int(named.pop())
    return int(header.issued_on[:4]) if header.issued_on else None
