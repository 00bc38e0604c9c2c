"""Plans pasted as one line: …实施方案 一、主要任务（一）甲项。…（责任单位：县甲局）（二）乙项。… cut before each number again.

A number opens a paragraph where it goes on with its own count, and nothing around it says that it is part of a sentence
(第二、统一、1.5万). Only text that has lost its line ends is cut everywhere; a whole paragraph is cut before the next number of
its own kind, and only right behind a bracket of units.
"""

import re
from dataclasses import dataclass, field
from itertools import islice

from tracker.intake.numerals import CHINESE, number
from tracker.intake.outline import read_label
from tracker.intake.text import CLOSING, SENTENCE_END, Flow

# One line holds most of the document, and is longer than any paragraph of it should be.
_SHARE, _LONGEST = 0.7, 60
_LABEL = re.compile(
    rf"""
      第(?P<chapter>[{CHINESE}]{{1,4}})(?:章|篇|部分)
    | 第(?P<part>[{CHINESE}]{{1,4}})节
    | 第(?P<article>[{CHINESE}\d]{{1,4}})条(?!规定|款|第|所|的|之)
    | [（(](?P<chinese>[{CHINESE}]{{1,4}})[)）]
    | [（(](?P<bracketed>\d{{1,2}})[)）]
    | (?P<heading>[{CHINESE}]{{1,4}})、
    | (?P<round>[㈠-㈩])
    | (?P<circled>[①-⑳])
    | (?<![（(\d.．])(?P<half>\d{{1,2}})[)）]
    | (?<![\d.．])(?P<decimal>\d{{1,2}}[.．]\d{{1,2}})(?=[\u4e00-\u9fff“])(?![年月日个万亿元倍公米吨平亩人家所项户岁])
    | (?<![\d.．])(?P<arabic>\d{{1,2}})(?:[.．](?:(?!\d)|(?=20\d\d年))|、(?!\d+[、.．]))
    """,
    re.VERBOSE,
)
_RANK = ("chapter", "part", "heading", "article", "chinese", "arabic", "decimal", "bracketed", "half", "circled")
# Marks that number the steps of a measure more often than the measures: they count where a bracket of units precedes one.
_OF_STEPS = frozenset({"decimal", "half", "circled"})
_STEP = re.compile(r"[）)〕\]。；;](?:(?P<circled>[①-⑳])|(?P<half>\d{1,2})[)）]|(?P<decimal>\d{1,2}[.．]\d{1,2})[\u4e00-\u9fff])")
_MOST_TRIED = 200
_ROW_BEGINS = {"round": "㈠", "circled": "①"}
# Behind these a first heading may stand without any mark: …实施方案一、总体要求.
_TITLE_END = re.compile(r"(?:方案|意见|措施|办法|计划|要点|细则|如下|清单|分工|政策|举措)$")
# 第二、 其三、 高三、 are words of a sentence; so are the items of 第（二）项 and 三、四月.
# A notice or a report ends and the plan begins: …，制定本实施方案。一、
_PLAN_BEGINS = re.compile(rf"{_TITLE_END.pattern[:-1]}[。：:]?$")
_WORD_BEFORE = re.compile(r"[第其周期初高大老两条款至到统唯专之逐万单合划\d]$")
# 责任单位：县甲局、县乙局 may end without any mark.
_UNITS_LAST = re.compile(r"(?:单位|部门|时限|时间|牵头|配合|负责|落实)[】\]]?[:：][^。；;]*$")
_SENTENCE = re.compile("[。；;：:]")
_LONGEST_TITLE, _LONGEST_LIST = 40, 300
_BEHIND_UNITS = re.compile(r"(?:单位|部门|负责|牵头|配合|落实|实施|参与)[^（(〔\[]{0,300}[）)〕\]][。；;]?$")
# A bracket and a number right behind it.
_MAY_GO_ON = re.compile(rf"[）)〕\]][。；;]?(?:[（(]?[{CHINESE}\d]|第|[①-⑳㈠-㈩])")
_MANY = 600
_MARKDOWN = "#*"


def unroll(flows: list[Flow]) -> list[Flow]:
    """The paragraphs: a line that holds most of the document cut before each of its numbers, others behind brackets of units."""
    total = sum(len(flow) for flow in flows)
    found: list[Flow] = []
    for flow in flows:
        if len(flow) > _LONGEST and len(flow) > _SHARE * total:
            found.extend(_cut(flow))
        else:
            found.extend(_part(flow))
    return found


@dataclass
class _Counts:
    """The last number of each list that is open, of each list ever, and where the last cut number stands."""

    opened: dict[str, int] = field(default_factory=dict)
    running: dict[str, int] = field(default_factory=dict)
    at: int = 0

    def follow(self, kind: str, value: int) -> bool:
        """True for the next number of its list, which may run on across sections; 2.1 follows 1.7."""
        if kind == "decimal":
            last = self.running.get(kind, 0)
            return value == last + 1 or (value % 100 == 1 and value // 100 == last // 100 + 1)
        return value in (self.opened.get(kind, 0) + 1, self.running.get(kind, 0) + 1)

    def take(self, kind: str, value: int, at: int) -> None:
        """Count a number; it closes the lists below its own."""
        rank = _RANK.index(kind)
        self.opened = {k: v for k, v in self.opened.items() if _RANK.index(k) < rank} | {kind: value}
        self.running[kind] = value
        self.at = at


def _cut(flow: Flow) -> list[Flow]:
    """The parts of a line from number to number."""
    counts = _Counts()
    starts: list[int] = []
    steps = _OF_STEPS - _behind_units(flow.text)
    for match in _LABEL.finditer(flow.text):
        kind, value = _read(match)
        if kind in steps:
            continue
        if kind == "bracketed" and kind not in counts.opened and value == counts.opened.get("chinese", -1) + 1:
            kind = "chinese"  # （2） right after （一） is a misprint
        if not isinstance(value, int):
            continue
        anew = kind == "heading" and value == 1 and bool(_PLAN_BEGINS.search(flow.text, max(0, match.start() - 8), match.start()))
        if anew or (counts.follow(kind, value) and _opens(flow, match.start(), kind, value, counts)):
            counts.take(kind, value, match.end())
            starts.append(match.start())
    # The lines of the title are parted by blanks alone.
    head = range(1, starts[0] if starts else 0)
    bounds = [*(at for at in (0, *head) if not at or _gap(flow, at)), *(at for at in starts if at), len(flow)]
    return [flow.cut(start, end) for start, end in zip(bounds, bounds[1:], strict=False)]


def _read(match: re.Match[str]) -> tuple[str, int | None]:
    """The kind and value of a label; the value of a decimal counts its first figure in hundreds."""
    kind = str(match.lastgroup)
    printed = match[kind]
    if kind in _ROW_BEGINS:
        return ("chinese" if kind == "round" else kind), ord(printed) - ord(_ROW_BEGINS[kind]) + 1
    if kind == "decimal":
        major, minor = re.split("[.．]", printed)
        return kind, int(major) * 100 + int(minor)
    value = number(printed)
    return kind, value if isinstance(value, int) else None


def _behind_units(text: str) -> set[str]:
    """The kinds of labels that stand right behind a bracket of units."""
    found: set[str] = set()
    for match in islice(_STEP.finditer(text), _MOST_TRIED):
        at = match.start() + 1
        if match.lastgroup not in found and _BEHIND_UNITS.search(text, max(0, at - _MANY), at):
            found.add(str(match.lastgroup))
    return found


def _gap(flow: Flow, at: int) -> bool:
    """True where the source has white space before a character."""
    return flow.offsets[at] != flow.offsets[at - 1] + 1


def _opens(flow: Flow, at: int, kind: str, value: int, counts: _Counts) -> bool:
    if at == 0 or _gap(flow, at) or flow.text[at - 1] in SENTENCE_END + CLOSING + _MARKDOWN:
        return True
    before = flow.text[max(counts.at, at - _LONGEST_LIST) : at]
    if _WORD_BEFORE.search(before):
        return False
    if value > 1 and (kind in ("chinese", "chapter", "part", "article") or _UNITS_LAST.search(before)):
        return True
    if value == 1 and not counts.opened:
        return at <= _LONGEST_TITLE and not _SENTENCE.search(before) and kind != "bracketed"
    # The first item right under a heading that has no mark of its own: 一、主要任务（一）… or 二、保障5.…
    first = value == 1 or kind not in counts.opened
    return first and bool(counts.opened) and len(before) <= _LONGEST_TITLE and not _SENTENCE.search(before)


def _part(flow: Flow) -> list[Flow]:
    """A paragraph, cut before each next number of its own kind that stands right behind a bracket of units."""
    label = read_label(flow.text) if len(flow) > _LONGEST and _MAY_GO_ON.search(flow.text) else None
    if label is None or label.kind not in _RANK:
        return [flow]
    starts, value = [0], label.value
    for match in _LABEL.finditer(flow.text, len(label.printed)):
        at = match.start()
        follows = _read(match) == (label.kind, value + 1)
        if follows and _BEHIND_UNITS.search(flow.text, max(starts[-1], at - _MANY), at):
            starts.append(at)
            value += 1
    return [flow.cut(start, end) for start, end in zip(starts, [*starts[1:], len(flow)], strict=True)]
