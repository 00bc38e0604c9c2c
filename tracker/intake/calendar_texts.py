"""A year's holidays as somebody hands them in: a file in the form of `seeds/workdays`, or the text of the notice."""

import re
from typing import Any

import yaml

from tracker.intake.holiday_notices import read_notice
from tracker.rules.refusals import RuleViolation
from tracker.rules.workdays import YearNotice, year_notice

LONGEST = 20_000  # characters; a notice has about a thousand

_KEY = re.compile(r"^\s*(?:year|document|official|holidays|makeup_days)\s*:", re.MULTILINE)


def read_calendar(data: bytes | str, year: int | None = None, document: str | None = None) -> YearNotice:
    """The notice that the text or the bytes of a file (UTF-8 or GB 18030) give, checked.

    `year` and `document` stand in for what the text does not say. Raises RuleViolation: `calendar_too_long`,
    `calendar_unreadable`, `calendar_yaml`, and what `read_notice` and `year_notice` refuse.
    """
    text = data if isinstance(data, str) else _decoded(data)
    if len(text) > LONGEST:
        raise RuleViolation("calendar_too_long")
    if _KEY.search(text):
        return year_notice(_content(text))
    if "放假" not in text:
        raise RuleViolation("calendar_unreadable")
    return year_notice(read_notice(text, year, document))


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise RuleViolation("calendar_unreadable")


def _content(text: str) -> dict[str, Any]:
    try:
        content = yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        raise RuleViolation("calendar_yaml", line=error.problem_mark.line + 1 if error.problem_mark else 1) from None
    except (yaml.YAMLError, ValueError):  # a character that YAML has no place for; a day that no calendar has, such as 2027-02-30
        raise RuleViolation("calendar_yaml_day") from None
    if not isinstance(content, dict):
        raise RuleViolation("calendar_unreadable")
    return content
