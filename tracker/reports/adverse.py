"""What a paper says against a body without showing what it rests on: refused before the paper is approved (domain.md d3)."""

import re
from collections.abc import Iterator

from tracker.reports.paper import Paper
from tracker.reports.references import CITED, by_key, uncited
from tracker.rules.adverse import is_adverse, names_body

_SENTENCE = re.compile(r"[^。！？]+[。！？]?")
_ITEM = re.compile(r"^\s*(?:[-*+]|\d+[.)])\s")
_RULE = re.compile(r"^[|\s:-]+$")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#!|>])")
_UNITS = re.compile("单位|对象")
MIN_NAME = 3


def unproved(paper: Paper) -> list[str]:
    """The sentences, items of lists and rows of tables that hold something against a unit and cite nothing, in plain text.

    A unit is told by its name in the paper's own tables, or by the form of the name. What denies a fault (无逾期) and what stands
    in quotation marks holds nothing against anybody. An item or a row is one statement: what it cites stands for all of it.
    """
    known = by_key(paper.references)
    names = _names(paper)
    texts = (paper.body, *(annex.body for annex in paper.annexes))
    return [
        _plain(statement)
        for text in texts
        for statement in _statements(text)
        if _is_against(_plain(statement), names) and not any(known[key].rows for _, key in CITED.findall(statement) if key in known)
    ]


def _is_against(text: str, names: frozenset[str]) -> bool:
    return is_adverse(text) and (names_body(text) or any(name in text for name in names))


def _statements(markdown: str) -> Iterator[str]:
    """Sentences of paragraphs, whole items of lists, whole rows of tables; headings and the heads of tables state nothing."""
    lines = markdown.splitlines()
    for number, line in enumerate(lines):
        is_head = number + 1 < len(lines) and _RULE.match(lines[number + 1]) and "-" in lines[number + 1]
        if not line.strip() or line.startswith("#") or _RULE.match(line) or is_head:
            continue
        yield from [line] if line.startswith("|") or _ITEM.match(line) else _SENTENCE.findall(line)


def _names(paper: Paper) -> frozenset[str]:
    """The units that the columns of the paper's tables name."""
    found: set[str] = set()
    for text in (paper.body, *(annex.body for annex in paper.annexes)):
        columns: list[int] = []
        for line in text.splitlines():
            if not line.startswith("|"):
                columns = []
                continue
            cells = [cell.strip() for cell in _plain(line).strip("|").split("|")]
            if columns:
                found |= {name for column in columns if column < len(cells) for name in re.split("[、，（）：]", cells[column])}
            else:
                columns = [position for position, cell in enumerate(cells) if _UNITS.search(cell) and "说明" not in cell]
    return frozenset(name for name in found if len(name) >= MIN_NAME and not re.search("单位|完成|核查", name))


def _plain(markdown: str) -> str:
    return _ESCAPED.sub(r"\1", uncited(markdown)).replace("**", "").strip()
