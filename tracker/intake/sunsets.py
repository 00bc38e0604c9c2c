"""The last day of a plan's term, out of its own sunset clause: 有效期至2027年12月31日, 自印发之日起施行，有效期3年."""

import re
from datetime import date, timedelta

from tracker.intake.dates import find_dates
from tracker.intake.numerals import number

_UNTIL = re.compile(r"(?:有效期|试行期|施行期|执行期|执行|施行|实施)(?:限|限为|为)?[^。；;，,]{0,4}?(?:至|到|截至|截止到?)")
_LENGTH = re.compile(
    r"(?:有效期|试行期|施行期|执行期|试行|暂行|为期)(?:限)?[为是：:]?\s*(?P<count>[\d一二两三四五六七八九十]{1,3})\s*(?P<unit>年|个月)"
)
_FROM = re.compile(r"自[^。；;]{0,24}?起")
_LONGEST_YEARS = 50


def last_day(clause: str, document_date: date | None) -> date | None:
    """The last day on which the plan is in force; None where the clause names no day and no length, or none can be counted.

    A length runs from the day that the clause names (自2025年1月1日起), else from that of the document. The day of beginning
    is not counted, and the term ends with the day of the same number (Civil Code art. 201 and 202); where the month has
    none, with its last. What lapses by an event (新政策出台即失效) is the office's to say.
    """
    text = re.sub(r"\s", "", clause)
    until = _UNTIL.search(text)
    if until:
        named = [phrase for phrase in find_dates(text[until.end() :]) if phrase.start == 0]
        return date.fromisoformat(named[0].last_day) if named else None
    length = _LENGTH.search(text)
    begins = _begin(text, document_date)
    if length is None or begins is None:
        return None
    count = number(length["count"])
    months = int(count or 0) * (12 if length["unit"] == "年" else 1)
    return _months_later(begins, months) if 0 < months <= 12 * _LONGEST_YEARS else None


def _begin(text: str, document_date: date | None) -> date | None:
    named = _FROM.search(text)
    days = find_dates(named.group()) if named else []
    return date.fromisoformat(days[0].first_day) if days else document_date


def _months_later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    first_after = date(day.year + years + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    return min(date(day.year + years, month + 1, 1) + timedelta(days=day.day - 1), first_after - timedelta(days=1))
