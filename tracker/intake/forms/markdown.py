"""Marks of Markdown, which converted pages carry into every form: headings, bold, and tables with bars."""

import re

from tracker.intake.forms.cells import CELL, CELL_LINE

_HEADING_MARK = re.compile(r"(?m)^[ \t]*#{1,6}[ \t]+")
# - **（一）…**: an item of a list that prints a number of its own.
_BULLET = re.compile(
    r"(?m)^[ \t]*[-*+][ \t]+(?=(?:\*\*)?(?:[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．]|第[一二三四五六七八九十\d]{1,3}[条章节]))"
)
_RULE = re.compile(r"\|?[ \t]*:?-{1,}:?[ \t]*(?:\|[ \t]*:?-{1,}:?[ \t]*)+\|?[ \t]*")
_BREAK = re.compile(r"<br\s*/?>", re.I)
_BAR = re.compile(r"(?<!\\)\|")


def drop_markdown(text: str) -> str:
    """The text without heading and bold marks, and without bullets before printed numbers; rows of tables become lines of cells."""
    if "|" in text:
        text = _tables(text)
    return _BULLET.sub("", _HEADING_MARK.sub("", text)).replace("**", "")


def _tables(text: str) -> str:
    """A table is a line with bars, a line of dashes, and the lines with bars below."""
    lines = text.split("\n")
    found: list[str] = []
    inside = False
    for at, line in enumerate(lines):
        if _RULE.fullmatch(line.strip()) and found and "|" in lines[at - 1]:
            found[-1] = _row(lines[at - 1])
            inside = True
        elif inside and "|" in line:
            found.append(_row(line))
        else:
            inside = False
            found.append(line)
    return "\n".join(found)


def _row(line: str) -> str:
    cells = _BAR.split(line.strip().removeprefix("|").removesuffix("|"))
    return CELL.join(_BREAK.sub(CELL_LINE, cell.replace("\\|", "|")).strip() for cell in cells)
