"""Words that all papers share: days, units, percentages, reasons and tables, in the official manner.

Every text of a user that goes through here comes out as Markdown that shows exactly that text.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from html import unescape

import nh3

from tracker.reports.markdown import cell, inline, to_safe_html
from tracker.sentences import light_reason

NAMED_UNITS = 3
NONE = "—"

LIST_MARK = re.compile(r"^\s*(?:[-*+•]\s+)")
MARKS = "。；，：、！？…;,:!?"

_ALIGNMENT = {"l": ":--", "c": ":-:", "r": "--:"}


def units_text(names: Sequence[str], number: str = "") -> str:
    """The units by name; of more than NAMED_UNITS only the first ones, with how many there are: 甲、乙、丙等5个单位.

    `number` is their number as it is to stand in the text, which cites it; without one it is not told.
    """
    shown = "、".join(inline(name) for name in names[:NAMED_UNITS])
    if len(names) <= NAMED_UNITS:
        return shown
    return f"{shown}等{number}个单位" if number else f"{shown}等单位"


def all_units(names: Sequence[str]) -> str:
    """The units by name, every one of them, for a table; a dash where there is none."""
    return "、".join(cell(name) for name in names) or NONE


def day_text(day: date | None) -> str:
    """The day as a table has it, short: 2025-12-31; a dash where there is none. In a sentence it is a `chinese_date`."""
    return day.isoformat() if day else NONE


def limit_text(due_on: date | None, original_due_on: date | None, *, is_ongoing: bool) -> str:
    """The limit of a task as a table has it; where it was moved, with the original one, which is never hidden."""
    if is_ongoing:
        return "长期坚持"
    moved = original_due_on is not None and original_due_on != due_on
    return f"{day_text(due_on)}（原定{day_text(original_due_on)}）" if moved else day_text(due_on)


def percent_text(value: Decimal | int | None) -> str:
    """The percentage with its sign, or a dash."""
    return NONE if value is None else f"{value}%"


def reason_text(code: str, numbers: Mapping[str, int | str]) -> str:
    """Why a light has its colour, as printed: without the spaces that a page sets around figures."""
    return light_reason(code, numbers).replace(" ", "")


def one_line(markdown: str, limit: int = 0) -> str:
    """The plain text of a unit's Markdown on one line, escaped again; cut after `limit` characters, 0 for no limit.

    Paragraphs and list items are joined by ；where they do not end in a mark of their own.
    """
    plain = unescape(nh3.clean(to_safe_html(markdown), tags=set()))
    joined = ""
    for line in plain.splitlines():
        words = " ".join(LIST_MARK.sub("", line).split())
        joined += ("；" if words and joined and joined[-1] not in MARKS else "") + words
    return inline(joined[:limit].rstrip(f"{MARKS} ") + "……" if limit and len(joined) > limit else joined)


def table(headers: Sequence[str], alignment: str, rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table; `alignment` has l, c or r for each column. The cells must be Markdown already."""
    lines = [headers, [_ALIGNMENT[letter] for letter in alignment], *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def numbered(items: Sequence[str]) -> str:
    """The items as a numbered list: 1. 2. 3."""
    return "\n".join(f"{number}. {item}" for number, item in enumerate(items, start=1))
