"""A State Council notice on a year's public holidays (放假安排), read from its text: which days are off, which are worked.

The notices have one sentence for each holiday: its days with 放假, how many there are (共3天), then the days that are worked in
their place with 上班. What cannot be read whole is refused, for a day left out would move other people's limits unseen.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tracker.rules.refusals import RuleViolation

NAMES = ("元旦", "春节", "清明", "劳动", "端午", "中秋", "国庆")
WEEKDAYS = "一二三四五六日"

_DATE = r"(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}日(?:\([^()]{0,30}\))?"
_JOIN = r"(?:至|到|-|—|~|、|,|和|及|与)"
_GROUP = re.compile(rf"(?P<days>{_DATE}(?:{_JOIN}{_DATE})*)(?:均|都|照常|正常)?(?P<what>放假|上班)")
_ONE = re.compile(
    r"(?P<join>至|到|-|—|~)?(?:(?P<year>\d{4})年)?(?:(?P<month>\d{1,2})月)?(?P<day>\d{1,2})日(?:\((?P<said>[^()]*)\))?"
)
_WEEKDAY = re.compile(r"(?:周|星期)([一二三四五六日天])")
_COUNT = re.compile(r"(?:共|^)(\d{1,2})天")
_ENTRY = re.compile(rf"(?P<name>(?:(?:{'|'.join(NAMES)})节?(?:、|和|与|及)?)+)(?:\([^()]*\))?:")
_TITLE = re.compile(r"(\d{4})年(?:部分)?节假日")
_NUMBER = re.compile(r"([\u4e00-\u9fff]{2,12})[〔\[(](\d{4})[〕\])](\d{1,4})号")
_SHOWN = 20


@dataclass(frozen=True)
class _Stretch:
    """Days that one sentence names together, and what is to be done on them."""

    days: tuple[date, ...]
    is_off: bool
    printed: str
    after: str  # the rest of the sentence, where the number of days stands


def read_notice(text: str, year: int | None = None, document: str | None = None) -> dict[str, Any]:
    """The content of a year's file (see `rules.workdays.year_notice`), as the notice has it.

    `year` and `document` where the text has lost its head; what the text says itself stands before them. Raises RuleViolation:
    `calendar_year_missing`, `calendar_name_missing` (no sentence on one of the seven holidays), `calendar_entry_unread`,
    `calendar_makeup_unread`, `calendar_no_such_day`, `calendar_weekday_wrong`, `calendar_days_do_not_add_up`.
    """
    printed = unicodedata.normalize("NFKC", text)
    plain = re.sub(r"[ \t]+", "", printed)
    title, number = _TITLE.search(plain), _NUMBER.search(printed)
    wanted = int(title[1]) if title else year
    if wanted is None:
        raise RuleViolation("calendar_year_missing")
    stretches = list(_stretches(plain, wanted))
    _require_all_read(plain, stretches)
    off = {day for stretch in stretches if stretch.is_off for day in stretch.days}
    worked = {day for stretch in stretches if not stretch.is_off for day in stretch.days}
    return {
        "year": wanted,
        "document": f"{number[1]}〔{number[2]}〕{number[3]}号" if number else document or "",
        "official": True,
        # A weekend at the turn of the year is off anyway, and no day of this year's notice.
        "holidays": sorted(day for day in off if day.year == wanted or day.weekday() < WEEKDAYS.index("六")),
        "makeup_days": sorted(worked),
    }


def _stretches(plain: str, year: int) -> Iterator[_Stretch]:
    for match in _GROUP.finditer(plain):
        after = re.split(r"[。;\n]", plain[match.end() :], maxsplit=1)[0]
        stretch = _Stretch(_days(match["days"], year), match["what"] == "放假", match["days"], after)
        counted = _COUNT.search(after) if stretch.is_off else None
        if counted and int(counted[1]) != len(stretch.days):
            raise RuleViolation(
                "calendar_days_do_not_add_up", printed=stretch.printed, said=int(counted[1]), counted=len(stretch.days)
            )
        yield stretch


def _days(printed: str, year: int) -> tuple[date, ...]:
    """Every day of the list; 1日至3日 are three. A month or year that is not said is that of the day before."""
    matches, named = list(_ONE.finditer(printed)), []
    month = 0
    for match in matches:
        month = int(match["month"] or month)
        named.append(_date(int(match["year"] or year), month, int(match["day"]), match.group()))
    found: list[date] = []
    for n, (match, day) in enumerate(zip(matches, named, strict=True)):
        follows = matches[n + 1] if n + 1 < len(matches) else None
        if follows and follows["join"] and day > named[n + 1]:  # 12月31日至1月2日 begins in the year before
            day = day.replace(year=day.year - 1)
        if match["join"] and found:
            start = found[-1]
            found.extend(start + timedelta(days=k) for k in range(1, (day - start).days))
        _check_weekday(day, match["said"] or "")
        found.append(day)
    return tuple(found)


def _date(year: int, month: int, day: int, printed: str) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise RuleViolation("calendar_no_such_day", printed=printed, year=year) from None


def _check_weekday(day: date, said: str) -> None:
    found = _WEEKDAY.search(said)
    if found and WEEKDAYS.index(found[1].replace("天", "日")) != day.weekday():
        raise RuleViolation("calendar_weekday_wrong", day=day, said=found[1], weekday=WEEKDAYS[day.weekday()])


def _require_all_read(plain: str, stretches: list[_Stretch]) -> None:
    """Each of the seven holidays has its entry, every entry has given days off, and every 上班 its day."""
    entries = list(_ENTRY.finditer(plain))
    for name in NAMES:
        if not any(name in entry["name"] for entry in entries):
            raise RuleViolation("calendar_name_missing", name=name)
    for entry, following in zip(entries, [*entries[1:], None], strict=True):
        body = plain[entry.end() : following.start() if following else len(plain)]
        if not any(match["what"] == "放假" for match in _GROUP.finditer(body)):
            raise RuleViolation("calendar_entry_unread", name=entry["name"])
    worked = sum(1 for stretch in stretches if not stretch.is_off)
    if plain.count("上班") != worked:
        place = plain.rfind("上班")
        raise RuleViolation("calendar_makeup_unread", printed=plain[max(0, place - _SHOWN) : place + 2])
