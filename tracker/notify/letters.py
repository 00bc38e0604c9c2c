"""The wording of a digest: as a mail (text and HTML), as a text message, as the word of the day to a group.

It is to be understood in ten seconds: the subject says what weighs most and how much there is; each line what is due, when, why the
reader gets it, what to do, and where. No person is named, and nothing that units wrote leaves the house; the pages ask for log-in.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import groupby

from jinja2 import Environment, FileSystemLoader, Template, select_autoescape

from tracker.resources import resource_dir
from tracker.rules.digests import Band, Contents, Line, Tally

SMS_LENGTH = 70  # characters of one text message; a longer one is charged as several
_SENDER = "【落实台】"

_HEADINGS = {Band.OVERDUE: "已逾期", Band.TODAY: "今天到期", Band.WAITING: "待办理", Band.SOON: "即将到期", Band.NEWS: "请知悉"}
_COUNTED = {
    Band.OVERDUE: "项已逾期",
    Band.TODAY: "项今天到期",
    Band.WAITING: "项待办理",
    Band.SOON: "项即将到期",
    Band.NEWS: "项新消息",
}
# For mail programs that take no style sheet: the colour of each band's heading, legible on white.
_COLOURS = {
    Band.OVERDUE: "#b3261e",
    Band.TODAY: "#8a4b00",
    Band.WAITING: "#8a4b00",
    Band.SOON: "#1d4478",
    Band.NEWS: "#4e5a69",
}
_REPEATED = "上一次发送中断，您可能已经收到过这一封。"


@dataclass(frozen=True)
class Letter:
    """A digest in the forms that channels ask for."""

    subject: str
    text: str
    html: str
    short: str


@dataclass(frozen=True)
class _Entry:
    title: str
    facts: str
    todo: str
    url: str
    open_label: str


@dataclass(frozen=True)
class _Common:
    """What all lines have in common, and so is said once."""

    plan: str
    post: str

    @property
    def said(self) -> str:
        return (f"{self.post}。" if self.post else "") + (f"出自《{self.plan}》。" if self.plan else "")


@dataclass(frozen=True)
class _Part:
    heading: str
    colour: str
    entries: list[_Entry]


def letter(contents: Contents, base_url: str, *, may_repeat: bool = False) -> Letter:
    """The digest in words; `may_repeat` marks one that may have arrived before."""
    common = _Common(_only(line.plan or "" for line in contents.lines), _only(line.post for line in contents.lines))
    facts = {
        "greeting": f"您好！{_opening(contents)}",
        "common": common.said,
        "repeated": _REPEATED if may_repeat else "",
        "parts": list(_parts(contents, base_url, common)),
        "more": _more(contents),
        "inbox": f"{base_url}/inbox",
        "inbox_label": "查看全部消息",
        "footer": "链接须登录后查看。本邮件由落实台自动发出，请勿直接回复。",
    }
    subject = f"{'（可能重复）' if may_repeat else ''}{_SENDER}{'紧急：' if contents.is_urgent else ''}{_weightiest(contents)}"
    return Letter(subject, _as_text(facts), _page().render(facts), short_text(contents, base_url))


def short_text(contents: Contents, base_url: str) -> str:
    """A text message: counts and the address, in SMS_LENGTH characters wherever the address leaves room."""
    said = [
        f"您有{_counted(counts, '、')}，请登录办理：" for counts in (contents.counts, _pressing(contents)) if any(counts.values())
    ]
    said += [f"您有 {contents.total} 项待办，请登录：", "待办："]
    ways = [f"{_SENDER}{'紧急，' if contents.is_urgent else ''}{way}".replace(" ", "") + f"{base_url}/inbox" for way in said]
    return next((way for way in ways if len(way) <= SMS_LENGTH), ways[-1])


def word_of_the_day(tally: Tally, base_url: str) -> Letter:
    """What a group gets: counts and the address; whose matters they are, those who may know see after log-in."""
    day = f"{tally.day.month}月{tally.day.day}日"
    said = f"{day}提醒：{_counted(tally.counts, '，')}。请有关单位登录落实台办理。"
    short = f"{_SENDER}{said}\n{base_url}/inbox"
    return Letter(f"{_SENDER}{day}提醒", short, "", short)


def _opening(contents: Contents) -> str:
    if contents.is_urgent:
        return f"以下 {contents.total} 项请尽快办理。"
    counted = _counted(contents.counts, "、")
    total = f" {contents.total} 项：" if "、" in counted else " "
    return f"{_date(contents.day)}，您在落实台有{total}{counted}。"


def _weightiest(contents: Contents) -> str:
    """What the subject says: of one message its title; of several the weightiest title, or how many press."""
    first, total = _pressed_title(contents.lines[0]), contents.total
    if total == 1:
        return first
    pressing = _pressing(contents)
    if sum(pressing.values()) <= 1:  # what presses stands first
        # A title may itself count tasks, so that of the others it is said that they are others.
        return f"{first}（另有 {total - 1} 项）"
    counted = _counted(pressing, "、")
    return counted if sum(pressing.values()) == total else f"{counted}，共 {total} 项"


def _pressed_title(line: Line) -> str:
    """The title, which says how the message presses: mails on one report would else look the same before and after its day."""
    title, heading = _title(line), _HEADINGS[line.band]
    is_said = line.band not in (Band.OVERDUE, Band.TODAY) or heading[:2] in title or "逾期" in title
    return title if is_said else f"{heading}：{title}"


def _pressing(contents: Contents) -> dict[Band, int]:
    return {band: contents.counts.get(band, 0) for band in (Band.OVERDUE, Band.TODAY)}


def _counted(counts: Mapping[Band, int], separator: str) -> str:
    return separator.join(f"{counts[band]} {_COUNTED[band]}" for band in Band if counts.get(band))


def _parts(contents: Contents, base_url: str, common: _Common) -> Iterator[_Part]:
    for band, lines in groupby(contents.lines, key=lambda line: line.band):
        entries = [_entry(line, contents.day, base_url, common) for line in lines]
        heading = "请尽快办理" if contents.is_urgent and band is Band.NEWS else _HEADINGS[band]
        yield _Part(f"{heading}（{contents.counts[band]}）", _COLOURS[band], entries)


def _entry(line: Line, day: date, base_url: str, common: _Common) -> _Entry:
    plan = f"《{line.plan}》" if line.plan and line.plan != common.plan else ""
    post = line.post if line.post != common.post else ""
    facts = " · ".join(filter(None, (_when(line, day), line.part, post, plan)))
    return _Entry(_title(line), facts, _todo(line), f"{base_url}{line.path}", "打开查看" if line.band is Band.NEWS else "打开办理")


def _when(line: Line, day: date) -> str:
    if line.due_on is None:
        return ""
    when = _date(line.due_on, day)
    if line.band is Band.WAITING:
        return f"{when}起"
    return f"时限 {when}{'（明天）' if line.due_on == day + timedelta(days=1) else ''}"


def _title(line: Line) -> str:
    """The title; that of news with the task which it is about."""
    return line.title if not line.about or line.about in line.title or line.band is not Band.NEWS else f"{line.title}：{line.about}"


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


def _date(day: date, seen_from: date | None = None) -> str:
    year = "" if seen_from and seen_from.year == day.year else f"{day.year}年"
    return f"{year}{day.month}月{day.day}日"


def _more(contents: Contents) -> str:
    left = contents.total - len(contents.lines)
    return f"另有 {left} 项没有列出，请登录后在“消息”中查看。" if left else ""


def _as_text(facts: Mapping[str, object]) -> str:
    parts = facts["parts"]
    assert isinstance(parts, list)
    blocks = [f"{facts['greeting']}{facts['common']}", facts["repeated"]]
    number = 0
    for part in parts:
        blocks.append(f"【{part.heading}】")
        for entry in part.entries:
            number += 1
            lines = [f"{number}. {entry.title}", entry.facts, entry.todo, entry.url]
            blocks.append("\n   ".join(line for line in lines if line))
    blocks += [facts["more"], f"{facts['inbox_label']}：{facts['inbox']}\n{facts['footer']}"]
    return "\n\n".join(str(block) for block in blocks if block) + "\n"


@lru_cache(maxsize=1)
def _page() -> Template:
    """The HTML of a mail. Everything in it is escaped, for titles are what a document says."""
    loader = FileSystemLoader(resource_dir("templates"))
    return Environment(loader=loader, autoescape=select_autoescape(), trim_blocks=True, lstrip_blocks=True).get_template(
        "mail/digest.html"
    )
