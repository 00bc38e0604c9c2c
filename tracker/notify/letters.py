"""The wording of a digest: as a mail (text and HTML), as a text message, as the word of the day to a group.

It is to be understood in ten seconds: the subject says what weighs most and how much there is; each line what is due, when, why the
reader gets it, what to do, and where. No person is named, and nothing that units wrote leaves the house; the pages ask for log-in.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import count

from jinja2 import Environment, FileSystemLoader, Template, select_autoescape

from tracker.notify.entries import HEADINGS, Common, Group, date_words, parts_of, title_of
from tracker.resources import resource_dir
from tracker.rules.digests import Band, Contents, Line, Tally

SMS_LENGTH = 70  # characters of one text message; a longer one is charged as several
_SENDER = "【落实台】"

_COUNTED = {
    Band.OVERDUE: "项已逾期",
    Band.TODAY: "项今天到期",
    Band.WAITING: "项待办理",
    Band.SOON: "项即将到期",
    Band.NEWS: "项新消息",
}
_REPEATED = "上一次发送中断，您可能已经收到过这一封。"


@dataclass(frozen=True)
class Letter:
    """A digest in the forms that channels ask for."""

    subject: str
    text: str
    html: str
    short: str


def letter(contents: Contents, base_url: str, *, may_repeat: bool = False) -> Letter:
    """The digest in words; `may_repeat` marks one that may have arrived before."""
    common = Common.of(contents.lines)
    facts = {
        "greeting": f"您好！{_opening(contents)}",
        "common": common.said,
        "repeated": _REPEATED if may_repeat else "",
        "parts": list(parts_of(contents, base_url, common)),
        "more": _more(contents),
        "inbox": f"{base_url}/inbox",
        "inbox_label": "查看全部消息",
        "footer": "链接须登录后查看。本邮件由落实台自动发出，请勿直接回复。",
    }
    subject = f"{'（可能重复）' if may_repeat else ''}{_SENDER}{'紧急：' if contents.is_urgent else ''}{_weightiest(contents)}"
    return Letter(subject, _as_text(facts), _page().render(facts), short_text(contents, base_url))


def short_text(contents: Contents, base_url: str) -> str:
    """A text message: counts and the address, in SMS_LENGTH characters wherever the address leaves room.

    An urgent one says what came and until when; the matter itself, which is named behind the colon of a title, stays in the house.
    """
    said = list(_urgent_ways(contents)) if contents.is_urgent else []
    said += [
        f"您有{_counted(counts, '、')}，请登录办理：" for counts in (contents.counts, _pressing(contents)) if any(counts.values())
    ]
    said += [f"您有 {contents.total} 项待办，请登录：", "待办："]
    ways = [f"{_SENDER}{'紧急：' if contents.is_urgent else ''}{way}".replace(" ", "") + f"{base_url}/inbox" for way in said]
    return next((way for way in ways if len(way) <= SMS_LENGTH), ways[-1])


def _urgent_ways(contents: Contents) -> Iterator[str]:
    """What came first, until when and how many there are, the longest way of saying it first."""
    line = contents.lines[0]
    kind = line.title.partition("：")[0]
    until = f"，时限{date_words(line.due_on, contents.day)}" if line.due_on and line.band is not Band.WAITING else ""
    many = f"，共{contents.total}项" if contents.total > 1 else ""
    yield f"{kind}{until}{many}，请登录办理："
    yield f"{kind}{until}，请登录："
    yield f"{kind}，请登录："


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
    return f"{date_words(contents.day)}，您在落实台有{total}{counted}。"


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
    title, heading = title_of(line), HEADINGS[line.band]
    is_said = line.band not in (Band.OVERDUE, Band.TODAY) or heading[:2] in title or "逾期" in title
    return title if is_said else f"{heading}：{title}"


def _pressing(contents: Contents) -> dict[Band, int]:
    return {band: contents.counts.get(band, 0) for band in (Band.OVERDUE, Band.TODAY)}


def _counted(counts: Mapping[Band, int], separator: str) -> str:
    return separator.join(f"{counts[band]} {_COUNTED[band]}" for band in Band if counts.get(band))


def _more(contents: Contents) -> str:
    left = contents.total - len(contents.lines)
    return f"另有 {left} 项没有列出，请登录后在“消息”中查看。" if left else ""


def _as_text(facts: Mapping[str, object]) -> str:
    parts = facts["parts"]
    assert isinstance(parts, list)
    blocks = [f"{facts['greeting']}{facts['common']}", facts["repeated"]]
    number = count(1)
    for part in parts:
        blocks.append(f"【{part.heading}】")
        for group in part.groups:
            blocks += [group.said, *_as_lines(group, number)]
    blocks += [facts["more"], f"{facts['inbox_label']}：{facts['inbox']}\n{facts['footer']}"]
    return "\n\n".join(str(block) for block in blocks if block) + "\n"


def _as_lines(group: Group, number: Iterator[int]) -> Iterator[str]:
    for entry in group.entries:
        lines = [f"{next(number)}. {entry.title}", entry.facts, entry.todo, entry.url]
        yield "\n   ".join(line for line in lines if line)


@lru_cache(maxsize=1)
def _page() -> Template:
    """The HTML of a mail. Everything in it is escaped, for titles are what a document says."""
    loader = FileSystemLoader(resource_dir("templates"))
    return Environment(loader=loader, autoescape=select_autoescape(), trim_blocks=True, lstrip_blocks=True).get_template(
        "mail/digest.html"
    )
