"""List numbers of a Word document: Word computes them when it shows the page, the file holds only the rules.

A paragraph points to a list (numId) and a level, itself or through its style; lists that share a definition
(abstractNum) share one counter; a start override counts once; a number at one level restarts those below it, unless they are
to run on.
"""

import string
from collections.abc import Callable
from typing import Any

from tracker.intake.forms.cells import whole
from tracker.intake.forms.ooxml import attribute, child, children, value_of
from tracker.intake.numerals import chinese

# A list number above, and a label longer than these are forged.
_MOST, _LONGEST_LABEL = 9999, 40
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_LEGAL = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
# Circled numbers stand in three places of Unicode: from, to, and what is added.
_CIRCLES = ((1, 20, 0x245F), (21, 35, 0x323C), (36, 50, 0x328D))
_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
          (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip


def _roman(value: int) -> str:
    out = ""
    for size, mark in _ROMAN:
        out += mark * (value // size)
        value %= size
    return out


def _letters(value: int) -> str:
    return string.ascii_lowercase[(value - 1) % 26] * ((value - 1) // 26 + 1)


def _full_width(value: int) -> str:
    return "".join(chr(0xFF10 + int(digit)) for digit in str(value))


def _digits(value: int) -> str:
    return "".join("〇一二三四五六七八九"[int(digit)] for digit in str(value))


def _legal(value: int) -> str:
    """壹贰叁, as on cheques; ten is written out as one ten."""
    counted = chinese(value)
    return f"{'一' if counted.startswith('十') else ''}{counted}".translate(_LEGAL)


def _circled(value: int) -> str:
    first = next((first for least, most, first in _CIRCLES if least <= value <= most), None)
    return str(value) if first is None else chr(first + value)


def _circled_chinese(value: int) -> str:
    return chr(0x327F + value) if 1 <= value <= 10 else str(value)


def _enclosed(first: int, closing: str) -> Callable[[int], str]:
    return lambda value: chr(first + value - 1) if 1 <= value <= 20 else f"{value}{closing}"


_FORMATS: dict[str, Callable[[int], str]] = {
    "none": lambda value: "",
    "decimalZero": lambda value: f"{value:02d}",
    "upperRoman": _roman,
    "lowerRoman": lambda value: _roman(value).lower(),
    "upperLetter": lambda value: _letters(value).upper(),
    "lowerLetter": _letters,
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "ideographEnclosedCircle": _circled_chinese,
    "decimalEnclosedParen": _enclosed(0x2474, ")"),
    "decimalEnclosedFullstop": _enclosed(0x2488, "."),
    "ideographTraditional": lambda value: _STEMS[(value - 1) % 10],
    "ideographZodiac": lambda value: _BRANCHES[(value - 1) % 12],
    "chineseLegalSimplified": _legal,
}
_COUNTING = ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting", "taiwaneseCountingThousand")
_FORMATS.update(dict.fromkeys(_COUNTING, chinese))
_FORMATS.update(dict.fromkeys(("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital", "koreanDigital2"), _digits))


def _number(text: str | None, default: int) -> int:
    """A number out of the rules, within what a list of a plan can reach."""
    return whole(text, default, most=_MOST)


def _level(text: str | None) -> int:
    return whole(text, default=0, most=8)


class Numbering:
    """Counters of one document; `label` must be asked for each paragraph once, in document order."""

    def __init__(self, numbering: Any, styles: Any) -> None:
        self._styles = {attribute(s, "styleId"): s for s in children(styles, "style")}
        paragraphs = [s for s in children(styles, "style") if attribute(s, "type") == "paragraph"]
        self._default = next((attribute(s, "styleId") for s in paragraphs if attribute(s, "default") in ("1", "true")), None)
        self._levels = {
            attribute(a, "abstractNumId"): {_level(attribute(level, "ilvl")): level for level in children(a, "lvl")}
            for a in children(numbering, "abstractNum")
        }
        self._link_styles(children(numbering, "abstractNum"))
        self._lists = {
            attribute(n, "numId"): (
                value_of(n, "abstractNumId"),
                {_level(attribute(o, "ilvl")): o for o in children(n, "lvlOverride")},
            )
            for n in children(numbering, "num")
        }
        self._counts: dict[str | None, dict[int, int]] = {}
        self._started: set[tuple[str, int]] = set()

    def _link_styles(self, definitions: list[Any]) -> None:
        """A definition may only point to the one that a numbering style holds."""
        holders = {value_of(a, "styleLink"): attribute(a, "abstractNumId") for a in definitions if value_of(a, "styleLink")}
        for a in definitions:
            holder = holders.get(value_of(a, "numStyleLink"))
            if holder is not None:
                self._levels[attribute(a, "abstractNumId")] = self._levels[holder]

    def label(self, paragraph: Any) -> str:
        """The number that Word would show before this paragraph, or nothing."""
        number, level = self._place(paragraph)
        if not number or number == "0" or number not in self._lists:
            return ""
        definition, overrides = self._lists[number]
        levels = dict(self._levels.get(definition, {}))
        levels.update({i: own for i, o in overrides.items() if (own := child(o, "lvl")) is not None})
        if level not in levels:
            return ""
        self._count(number, level, levels)
        if value_of(levels[level], "numFmt") == "bullet":
            return ""
        return self._written(self._counts[definition], level, levels)

    def _place(self, paragraph: Any) -> tuple[str | None, int]:
        """List and level, each from the paragraph or from the nearest style that says so."""
        properties, style, seen = child(paragraph, "pPr"), None, set[str]()
        number, level = None, None
        while True:
            own = child(properties, "numPr")
            number = number or value_of(own, "numId")
            level = level if level is not None else value_of(own, "ilvl")
            if number:
                break
            style = value_of(self._styles[style], "basedOn") if style else value_of(properties, "pStyle") or self._default
            if not style or style in seen or style not in self._styles:
                break
            seen.add(style)
            properties = child(self._styles[style], "pPr")
        return number, _level(level) if level is not None else self._level_of(number, style)

    def _level_of(self, number: str | None, style: str | None) -> int:
        """The level that a style stands for in its list, where neither says."""
        levels = self._levels.get(self._lists.get(number, (None, {}))[0], {})
        return next((i for i, level in levels.items() if style and value_of(level, "pStyle") == style), 0)

    def _count(self, number: str, level: int, levels: dict[int, Any]) -> None:
        definition, overrides = self._lists[number]
        counts = self._counts.setdefault(definition, {})
        override = value_of(overrides[level], "startOverride") if level in overrides else None
        if override is not None and (number, level) not in self._started:
            counts[level] = _number(override, 1)
        elif level in counts:
            counts[level] += 1
        else:
            counts[level] = self._start(levels[level])
        self._started.add((number, level))
        for below in [i for i in counts if i > level and self._restarts(levels.get(i), level)]:
            del counts[below]
        for above in range(level):
            if above in levels:
                counts.setdefault(above, self._start(levels[above]))

    @staticmethod
    def _restarts(below: Any, level: int) -> bool:
        """True where a number at a level starts the one below again: always, unless the rules say after which, or never (0)."""
        after = value_of(below, "lvlRestart")
        return after is None or level < _number(after, 9)

    @staticmethod
    def _start(level: Any) -> int:
        return _number(value_of(level, "start"), 1)

    @staticmethod
    def _written(counts: dict[int, int], level: int, levels: dict[int, Any]) -> str:
        text = (value_of(levels[level], "lvlText") or "")[:_LONGEST_LABEL]
        legal = child(levels[level], "isLgl") is not None
        for at in range(level + 1):
            kind = "decimal" if legal or at not in levels else value_of(levels[at], "numFmt") or "decimal"
            text = text.replace(f"%{at + 1}", _FORMATS.get(kind, str)(counts.get(at, 1)))
        return text
