"""Date phrases of plans: 到2025年底, 2024年3月底前, 从2024年1月起, “十四五”末, 每年12月25日前.

A closed set, so a grammar of our own. A year, or the end of a year, stands for its last day, a month for its last day.
"""

import calendar
import datetime
import re
from dataclasses import dataclass

from tracker.intake.kinds import DeadlineKind
from tracker.intake.numerals import number
from tracker.intake.text import scan

# The last year of each five-year plan: 十四五 is 2021–2025.
_FIVE_YEAR_PLANS = {"十二五": 2015, "十三五": 2020, "十四五": 2025, "十五五": 2030, "十六五": 2035}
_QUARTERS = {"一": 3, "二": 6, "三": 9, "四": 12, "1": 3, "2": 6, "3": 9, "4": 12}

_DATE = re.compile(
    r"""
    (?: (?:(?P<first>20\d\d)年?[-—–~～至到]+)? (?P<year>20\d\d|二[〇○零][一二三四五六七八九〇○零]{2}) 年
      | [“"]? (?P<plan>十[二三四五六]五) [”"]? (?:期间|时期)? (?=末|期末|期间|收官) )
    (?P<rest>
        (?P<month>\d{1,2})月 (?: (?P<day>\d{1,2})日 | 底 | 末 )?
      | 第?(?P<quarter>[一二三四1-4])季度末?
      | 上半年 | (?:年)?(?:底|末) | 期?末 | 收官 | 全年 )?
    """,
    re.VERBOSE,
)
# A month or the end of a year without its year counts only as a time limit: 6月底前, 年底前; every year's (每年6月底前) does not.
_YEARLESS = re.compile(
    r"""
    (?<![\d年〇○零一二三四五六七八九每第])(?<!每年的)
    (?: (?P<month>\d{1,2})月 (?: (?P<day>\d{1,2})日 | 底 | 末 | 份 )? | 年(?:底|末|终) )
    (?=前|以前|之前|完成)
    """,
    re.VERBOSE,
)
# What dates and time limits begin with, and what a limit without its year ends with: most texts hold none.
_DATE_OPENS, _YEARLESS_OPENS = re.compile('[2二十“"]'), re.compile(r"[\d年]")
_LIMITED = re.compile(r"月(?:\d{1,2}日|[底末份])?(?:前|以前|之前|完成)|年[底末终](?:前|以前|之前|完成)")
_BEGINS = re.compile(r"[）)]?(?:之日)?(?:起|开始)")


@dataclass(frozen=True, slots=True)
class DatePhrase:
    """A date found in a text: where it stands, its last and its first day, and whether something begins with it (起).

    `kind` tells a printed day from the end of a month, a quarter or a year.
    """

    start: int
    end: int
    last_day: str
    first_day: str
    begins: bool
    kind: DeadlineKind = DeadlineKind.DATE


def month_end(year: int, month: int) -> str:
    """The last day of a month as YYYY-MM-DD."""
    return f"{year:04d}-{month:02d}-{calendar.monthrange(year, month)[1]:02d}"


def find_dates(text: str, year: int | None = None) -> list[DatePhrase]:
    """Every date phrase of a text, in order; days that no calendar has are left out.

    A time limit without a year (6月底前) takes the year of the date before it in the text, else the given one; without
    either it is left out, and `yearless` finds it.
    """
    dated = [phrase for match in scan(_DATE, _DATE_OPENS, text) if (phrase := _phrase(text, match))]
    found: list[DatePhrase] = []
    at = 0
    for match in yearless(text):
        while at < len(dated) and dated[at].start <= match.start():
            found.append(dated[at])
            at += 1
        days = _days_of(match, int(found[-1].last_day[:4]) if found else year)
        # The month of a date with its year is no limit of its own.
        if days and not (found and match.start() < found[-1].end):
            found.append(DatePhrase(match.start(), match.end(), days[1], days[0], begins=False, kind=_kind(match)))
    return found + dated[at:]


def yearless(text: str) -> list[re.Match[str]]:
    """The time limits of a text that name no year: 6月底前, 9月30日前, 年底前."""
    return list(scan(_YEARLESS, _YEARLESS_OPENS, text)) if _LIMITED.search(text) else []


def _days_of(match: re.Match[str], year: int | None) -> tuple[str, str] | None:
    if year is None:
        return None
    if match["month"]:
        return _month_days(year, int(match["month"]), match["day"])
    return f"{year}-01-01", f"{year}-12-31"


def _phrase(text: str, match: re.Match[str]) -> DatePhrase | None:
    year = _year(match)
    days = _days(year, match) if year else None
    if days is None:
        return None
    begins = _BEGINS.match(text, match.end())
    end = begins.end() if begins else match.end()
    first_day = f"{match['first']}-01-01" if match["first"] else days[0]
    return DatePhrase(match.start(), end, days[1], first_day, begins is not None, _kind(match))


def _kind(match: re.Match[str]) -> DeadlineKind:
    """The half of a year ends with its month."""
    printed = match.groupdict()
    if printed["month"]:
        return DeadlineKind.DATE if printed["day"] else DeadlineKind.MONTH_END
    if printed.get("quarter"):
        return DeadlineKind.QUARTER_END
    return DeadlineKind.MONTH_END if printed.get("rest") == "上半年" else DeadlineKind.YEAR_END


def _year(match: re.Match[str]) -> int | None:
    if match["plan"]:
        return _FIVE_YEAR_PLANS.get(match["plan"])
    value = number(match["year"])
    return value if isinstance(value, int) and 2000 <= value < 2100 else None


def _days(year: int, match: re.Match[str]) -> tuple[str, str] | None:
    if match["month"]:
        return _month_days(year, int(match["month"]), match["day"])
    if match["quarter"]:
        last = _QUARTERS[match["quarter"]]
        return f"{year}-{last - 2:02d}-01", month_end(year, last)
    if match["rest"] == "上半年":
        return f"{year}-01-01", month_end(year, 6)
    return f"{year}-01-01", f"{year}-12-31"


def _month_days(year: int, month: int, day: str | None) -> tuple[str, str] | None:
    try:
        first = datetime.date(year, month, int(day) if day else 1).isoformat()
    except ValueError:
        return None
    return first, first if day else month_end(year, month)


_MONTH_DAY = re.compile(r"(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})[日号]|(?P<end>底|末)|上旬|中旬|下旬)?")
_YEAR_END = re.compile(r"年(?:底|末|终)")


def month_day(text: str) -> str | None:
    """The day of the year that a phrase names, as "12-25": 每年12月25日前, 11月底前, 年底前; None when it names none."""
    found = _MONTH_DAY.search(text)
    if found and 1 <= int(found["month"]) <= 12:
        month = int(found["month"])
        day = int(found["day"]) if found["day"] else calendar.monthrange(2025, month)[1]
        return f"{month:02d}-{day:02d}" if 1 <= day <= 31 else None
    return "12-31" if _YEAR_END.search(text) else None
