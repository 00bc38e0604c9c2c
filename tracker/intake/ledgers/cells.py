"""What a cell of a ledger says, as canonical text: days in ISO form, percentages as whole numbers, choices by their value."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from math import isfinite

from tracker.intake.ledgers.grid import Value
from tracker.rules.ledger_merge import plain_text
from tracker.rules.ledger_rows import Why

_ERROR = re.compile(r"#(?:REF!|N/A|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!)|Err:\d{3}")
_PERCENT = re.compile(r"(\d{1,3})(?:\.0+)?(%?)")
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ]?[\d:.]+)?")
# What spreadsheets count days from (the false leap day of 1900 lies behind it), and the numbers that are days of this century.
_FIRST_DAY, _SERIALS = date(1899, 12, 30), range(36526, 73051)
_CONTROL = re.compile(r"_x000[Dd]_|[\x00-\x08\x0b\x0c\x0e-\x1f]")


class UnreadableCell(Exception):
    """A cell that says nothing that its column could hold."""

    def __init__(self, why: Why, said: str) -> None:
        super().__init__(why)
        self.why = why
        self.said = said


def read_text(value: Value) -> str:
    """What the cell shows as text; "" for a blank one."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return _day_of(value.date()) if value.time() == time() else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return _day_of(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else f"{value:.10g}"
    if isinstance(value, timedelta | time | int):
        return str(value)
    text = plain_text(_CONTROL.sub("", value))
    if _ERROR.fullmatch(text):
        raise UnreadableCell(Why.ERROR, text)
    return text


def _day_of(value: date) -> str:
    return f"{value.year}年{value.month}月{value.day}日"


def read_day(value: Value) -> str:
    """The day in ISO form: a date, its serial number, or one written out; any other text as it stands."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value) and int(value) in _SERIALS:
        return (_FIRST_DAY + timedelta(days=int(value))).isoformat()
    text = read_text(value)
    written = "".join(unicodedata.normalize("NFKC", text).split())
    match = _DAY.fullmatch(written)
    if match:
        try:
            return date(*map(int, match.groups())).isoformat()
        except ValueError:
            return text
    return read_day(int(written)) if written.isdecimal() and int(written) in _SERIALS else text


def read_percent(value: Value, is_percent: bool | None) -> str:
    """The percentage as a whole number from 0 to 100, "" for a blank cell.

    `is_percent` says whether the cell is formatted as one, None where the form of the file does not tell: then a fraction between
    0 and 1 can only be one, for shares are whole, and 1 may be 1% or 100%, which nobody can know.
    """
    if isinstance(value, bool):
        raise UnreadableCell(Why.NOT_PERCENT, read_text(value))
    if isinstance(value, int | float):
        return _share(float(value), is_percent)
    text = "".join(unicodedata.normalize("NFKC", read_text(value)).split())
    if not text:
        return ""
    match = _PERCENT.fullmatch(text)
    if match is None or int(match[1]) > 100:
        raise UnreadableCell(Why.NOT_PERCENT, text)
    return str(int(match[1]))


def _share(value: float, is_percent: bool | None) -> str:
    if is_percent or (is_percent is None and 0 < value < 1):
        value = round(value * 100, 6)
    if (is_percent is None and value == 1) or not value.is_integer() or not 0 <= value <= 100:
        raise UnreadableCell(Why.NOT_PERCENT, f"{value:.10g}")
    return str(int(value))


def read_choice(value: Value, words: Mapping[str, str]) -> str:
    """The value whose word stands in the cell, "" for a blank one; `words` has the word of each value."""
    text = "".join(unicodedata.normalize("NFKC", read_text(value)).split())
    if not text:
        return ""
    found = next((said for said, word in words.items() if word == text), None)
    if found is None:
        raise UnreadableCell(Why.NOT_A_CHOICE, text)
    return found
