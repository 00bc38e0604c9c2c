"""The list in a digest: by how the messages press, and what several of them have in common said once above them.

Thirty matters of one kind are then thirty titles below one sentence, and not thirty times the sentence.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from tracker.rules.digests import Band, Contents, Line

HEADINGS = {Band.OVERDUE: "已逾期", Band.TODAY: "今天到期", Band.WAITING: "待办理", Band.SOON: "即将到期", Band.NEWS: "请知悉"}
# For mail programs that take no style sheet: the colour of each band's heading, legible on white.
_COLOURS = {
    Band.OVERDUE: "#b3261e",
    Band.TODAY: "#8a4b00",
    Band.WAITING: "#8a4b00",
    Band.SOON: "#1d4478",
    Band.NEWS: "#4e5a69",
}


@dataclass(frozen=True)
class Common:
    """What all lines have in common, and so is said once."""

    plan: str
    post: str

    @classmethod
    def of(cls, lines: Sequence[Line]) -> "Common":
        """The plan and the post that all of the lines have; empty where they differ."""
        return cls(_only(line.plan or "" for line in lines), _only(line.post for line in lines))

    @property
    def said(self) -> str:
        return (f"{self.post}。" if self.post else "") + (f"出自《{self.plan}》。" if self.plan else "")


@dataclass(frozen=True)
class Entry:
    """One message: what it is about, the facts and the sentence that it does not share with its neighbours, and its page."""

    title: str
    facts: str
    todo: str
    url: str
    open_label: str


@dataclass(frozen=True)
class Group:
    """Messages that ask for the same; `said` once above them, empty above a single one."""

    said: str
    entries: Sequence[Entry]


@dataclass(frozen=True)
class Part:
    """The messages of a band under a heading."""

    heading: str
    colour: str
    groups: Sequence[Group]


def parts_of(contents: Contents, base_url: str, common: Common) -> Iterator[Part]:
    """The digest's messages, band by band, in their order; those that ask for the same stand with the first of them."""
    for band, lines in groupby(contents.lines, key=lambda line: line.band):
        heading = "请尽快办理" if contents.is_urgent and band is Band.NEWS else HEADINGS[band]
        groups = [_group(alike, contents.day, base_url, common) for alike in _alike(lines).values()]
        yield Part(f"{heading}（{contents.counts[band]}）", _COLOURS[band], groups)


def title_of(line: Line) -> str:
    """The title; that of news with the task which it is about."""
    return line.title if not line.about or line.about in line.title or line.band is not Band.NEWS else f"{line.title}：{line.about}"


def date_words(day: date, seen_from: date | None = None) -> str:
    """The day in words, without the year where it is that of `seen_from`."""
    year = "" if seen_from and seen_from.year == day.year else f"{day.year}年"
    return f"{year}{day.month}月{day.day}日"


def _alike(lines: Iterable[Line]) -> Mapping[tuple[str, str], list[Line]]:
    """The lines by how they are named before the colon and by what they ask for."""
    found: dict[tuple[str, str], list[Line]] = {}
    for line in lines:
        found.setdefault((_kind(line), _todo(line)), []).append(line)
    return found


def _group(lines: Sequence[Line], day: date, base_url: str, common: Common) -> Group:
    facts = [_facts(line, day, common) for line in lines]
    if len(lines) == 1:
        return Group("", [_entry(lines[0], title_of(lines[0]), facts[0], _todo(lines[0]), base_url)])
    shared = [fact for fact in facts[0] if all(fact in others for others in facts)]
    said = f"{_kind(lines[0])}{f'（{_joined(shared)}）' if shared else ''}"
    entries = [
        _entry(
            line, title_of(line).partition("：")[2] or title_of(line), [fact for fact in own if fact not in shared], "", base_url
        )
        for line, own in zip(lines, facts, strict=True)
    ]
    return Group(f"以下 {len(lines)} 项：{said}。{_todo(lines[0])}", entries)


def _entry(line: Line, title: str, facts: Sequence[str], todo: str, base_url: str) -> Entry:
    return Entry(title, _joined(facts), todo, f"{base_url}{line.path}", "打开查看" if line.band is Band.NEWS else "打开办理")


def _kind(line: Line) -> str:
    """What stands before the colon of the title: how the message presses, or what is asked; the matter stands behind it."""
    return title_of(line).partition("：")[0]


def _facts(line: Line, day: date, common: Common) -> list[str]:
    plan = f"《{line.plan}》" if line.plan and line.plan != common.plan else ""
    post = line.post if line.post != common.post else ""
    return [fact for fact in (_when(line, day), line.part, post, plan) if fact]


def _joined(facts: Iterable[str]) -> str:
    return " · ".join(facts)


def _when(line: Line, day: date) -> str:
    if line.due_on is None:
        return ""
    when = date_words(line.due_on, day)
    if line.band is Band.WAITING:
        return f"{when}起"
    return f"时限 {when}{'（明天）' if line.due_on == day + timedelta(days=1) else ''}"


def _todo(line: Line) -> str:
    """What is to be done. The text of news may hold what people wrote, and stays in the house."""
    if line.band is Band.NEWS:
        return "具体内容和要求请登录查看。"
    # A reminder's first sentence repeats its title at length; what is to be done follows it.
    return line.body.partition("。")[2] or line.body


def _only(values: Iterable[str]) -> str:
    """The value that all have; empty where they differ."""
    found = set(values)
    return found.pop() if len(found) == 1 else ""
