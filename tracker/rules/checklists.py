"""Which task a list of conditions or papers out of an annex belongs to."""

import re
from collections.abc import Sequence

_WHAT_IT_LISTS = re.compile(r"(?:申请|申报|申领|办理|认定|准入)*(?:条件|材料|资料|要件|清单|目录|一览表|明细表|表)*$")
_ANNEX = re.compile(r"附\s*件\s*[:：]?\s*(?P<number>\d{1,2}|[一二三四五六七八九十]{1,3})?")
_NUMERALS = {numeral: str(value) for value, numeral in enumerate("一二三四五六七八九十", start=1)}
_SHORTEST_NAME = 4  # 补贴 or 补助 alone stands in half of the measures


def task_for(title: str, annex: str | None, measures: Sequence[tuple[int, str]]) -> int | None:
    """The task, of (id, title and text of its measure), to which a list certainly belongs; None where that is not certain.

    A measure names the list by what it is for (生育补助 of 生育补助申请条件), or the annex that holds it (见附件2). It is certain
    when one measure alone does so; where the two ways lead to different measures, it is not.
    """
    name = subject_of(title)
    by_name = [key for key, text in measures if len(name) >= _SHORTEST_NAME and name in text]
    by_annex = [key for key, text in measures if annex is not None and annex in annexes_in(text)]
    if len(by_name) > 1:
        by_name = [key for key in by_name if key in by_annex]
    found = {keys[0] for keys in (by_name, by_annex) if len(keys) == 1}
    return found.pop() if len(found) == 1 else None


def subject_of(title: str) -> str:
    """What a list is for, out of its title: 生育补助 of 生育补助申请条件."""
    return _WHAT_IT_LISTS.sub("", re.sub(r"\s+", "", title))


def annexes_in(text: str) -> list[str]:
    """The annexes that a text names, in order, by their number in digits; "" for an annex without a number."""
    return [_digits(match["number"] or "") for match in _ANNEX.finditer(text)]


def _digits(numeral: str) -> str:
    return _NUMERALS.get(numeral, numeral)
