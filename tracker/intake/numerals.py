"""Chinese and Arabic numerals as plans print them."""

import re
import unicodedata
from functools import lru_cache

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2, "俩": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10_000, "亿": 100_000_000}
CHINESE = "零〇○一二三四五六七八九十百千万亿两廿卅"
_LONGEST = 30
_ARABIC = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")


def number(text: str) -> int | float | None:
    """The value of a numeral in Arabic or full-width digits or Chinese characters; None for anything else.

    二〇二五 is read digit by digit, 二十五 by place, 廿 and 卅 as 二十 and 三十; 12,000 and 4.5 as written.
    """
    return None if len(text) > _LONGEST else _number(text)


@lru_cache(maxsize=1024)
def _number(text: str) -> int | float | None:
    plain = unicodedata.normalize("NFKC", text).strip()
    if _ARABIC.fullmatch(plain):
        value = float(plain.replace(",", ""))
        return int(value) if value.is_integer() else value
    return _chinese(plain)


def _chinese(text: str) -> int | None:
    text = text.replace("廿", "二十").replace("卅", "三十")
    if not text or any(c not in _DIGITS and c not in _TENS and c not in _MYRIADS for c in text):
        return None
    if all(c in _DIGITS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    return _by_place(text)


def _by_place(text: str) -> int:
    total, group, digit = 0, 0, 0
    for character in text:
        if character in _DIGITS:
            digit = _DIGITS[character]
        elif character in _TENS:
            # A bare 十 is ten; 一百十 counts it once as well.
            group += (digit or 1) * _TENS[character]
            digit = 0
        else:
            total = (total + group + digit) * _MYRIADS[character]
            group = digit = 0
    return total + group + digit


def chinese(value: int) -> str:
    """A whole number from 0 to 9999 in Chinese, as list labels write it: 10 is 十, 12 十二, 105 一百零五."""
    if value < 10:
        return "零一二三四五六七八九"[value]
    for word, size in (("千", 1000), ("百", 100), ("十", 10)):
        if value >= size:
            head, rest = divmod(value, size)
            front = "" if size == 10 and head == 1 else chinese(head)
            if not rest:
                return front + word
            gap = "零" if rest < size // 10 else ""
            tail = chinese(rest)
            return front + word + gap + ("一" + tail if 10 <= rest < 20 else tail)
    return str(value)
