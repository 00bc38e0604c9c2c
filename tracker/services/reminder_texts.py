"""What a reminder says: what it is about, when the limit is or was, and what to do. No person is named in it.

A message leaves the building by mail, so it holds the titles of plan and task and nothing that units wrote.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from tracker.labels import order_number, period_title
from tracker.queries.reminder_matters import Matter
from tracker.rules.reminders import Ladder
from tracker.rules.workdays import WorkCalendar

_LONGEST_TITLE = 60


@dataclass(frozen=True)
class Text:
    """`about` names the matter in a list; title and body are the message."""

    about: str
    title: str
    body: str


@dataclass(frozen=True)
class Limit:
    """A limit seen from today, in a few words and in a clause that follows its subject."""

    short: str
    long: str
    is_past: bool


def text_of(
    ladder: Ladder, matter: Matter, basis: date, today: date, calendar: WorkCalendar, *, for_office: bool, period: str | None
) -> Text:
    """The message about the matter; `basis` is the ladder's basis day, `period` the key of the period for PERIOD."""
    about = about_of(matter)
    if ladder is Ladder.ACKNOWLEDGE:
        title, body = _unsigned(matter, about, limit_of(basis, today, calendar, "到期"), for_office)
    elif ladder is Ladder.PERIOD and period:
        title, body = _unreported(matter, about, period, limit_of(basis, today, calendar, "截止"), for_office)
    else:
        title, body = _SAID[ladder](matter, about, limit_of(basis, today, calendar, "到期"), for_office)
    return Text(about, title, body)


def about_of(matter: Matter) -> str:
    """What the matter is, in a list: a task's title, the first of several and their number, an order, a duty."""
    if matter.order:
        return f"{order_number(matter.order.kind, matter.order.year, matter.order.number)}（{_shortened(matter.title)}）"
    several = f"等 {matter.tasks} 项任务" if matter.tasks > 1 else ""
    return _shortened(matter.title) + several


def limit_of(day: date, today: date, calendar: WorkCalendar, verb: str) -> Limit:
    """How far off the day is, in working days and in days of the calendar; `verb` is 到期 or 截止.

    Working days of a year whose notice is not out are marked as an estimate (预估).
    """
    when = f"{day.year}年{day.month}月{day.day}日"
    estimated = "预估，" if calendar.is_provisional(day) else ""
    if day == today:
        return Limit(f"今天{verb}", f"今天（{when}）{verb}", is_past=False)
    if day < today:
        late, days = calendar.count(day, today), (today - day).days
        return Limit(f"逾期 {late} 个工作日", f"已于{when}{verb}，逾期 {late} 个工作日（{estimated}{days} 天）", is_past=True)
    left, days = calendar.count(today, day), (day - today).days
    if left == 0:
        return Limit(
            f"今天是{verb}前最后一个工作日",
            f"将于{when}{verb}，今天是此前最后一个工作日（{estimated}还有 {days} 天）",
            is_past=False,
        )
    return Limit(f"还有 {left} 个工作日{verb}", f"将于{when}{verb}，还有 {left} 个工作日（{estimated}{days} 天）", is_past=False)


def _due(matter: Matter, about: str, limit: Limit, for_office: bool) -> tuple[str, str]:
    subject = f"《{matter.plan_title}》任务“{about}”{limit.long}"
    if for_office:
        who = _units(matter)
        return f"{limit.short}，{who}未完成：{about}", f"{subject}，{who}尚未完成。请了解情况，视情催办或督办。"
    todo = (
        "请尽快办结，并报送进展和佐证材料；确有困难的，请与领导小组办公室联系。"
        if limit.is_past
        else "请抓紧办理，按时报送进展；已完成的，请上传佐证材料。"
    )
    return f"{limit.short}：{about}", f"{subject}。{todo}"


def _unsigned(matter: Matter, about: str, limit: Limit, for_office: bool) -> tuple[str, str]:
    subject = f"《{matter.plan_title}》“{about}”的签收期限{limit.long}"
    if for_office:
        who = _units(matter)
        return f"{who}尚未签收：{about}", f"{subject}，{who}尚未签收。请联系有关单位。"
    todo = "请登录落实台签收；对承办安排有不同意见的，请提出异议并说明理由。"
    return f"请签收：{about}", f"{subject}，贵单位尚未签收。{todo}"


def _unreported(matter: Matter, about: str, period: str, limit: Limit, for_office: bool) -> tuple[str, str]:
    name = period_title(period)
    subject = f"《{matter.plan_title}》{name}进展报送{limit.long}"
    if for_office:
        who = _units(matter)
        return f"{who}未报送{name}进展：{about}", f"{subject}，{who}尚未报送，涉及“{about}”。请联系有关单位。"
    todo = "请登录落实台填报进展并上传佐证材料；本期确无进展的，请选择“无进展”并说明原因。"
    return f"请报送{name}进展：{about}", f"{subject}，贵单位尚未报送“{about}”。{todo}"


def _unsent(matter: Matter, about: str, limit: Limit, for_office: bool) -> tuple[str, str]:
    subject = f"按照《{matter.plan_title}》，“{about}”{limit.long}"
    if for_office:
        who = _units(matter)
        return f"{who}未报送：{about}", f"{subject}，{who}尚未报送。请联系有关单位。"
    todo = "贵单位尚未报送，请尽快报送。" if limit.is_past else "请贵单位提前准备，按时报送。"
    return f"{limit.short}：{about}", f"{subject}。{todo}系统可以根据已采信的进展生成初稿。"


def _unanswered(matter: Matter, about: str, limit: Limit, for_office: bool) -> tuple[str, str]:
    subject = f"《{matter.plan_title}》{about}的答复时限{limit.long}"
    if for_office:
        return f"{matter.unit_name}未答复：{about}", f"{subject}，{matter.unit_name}尚未答复。请跟进了解情况。"
    return f"请答复：{about}", f"{subject}，贵单位尚未答复。请登录落实台答复。"


def _unmended(matter: Matter, about: str, limit: Limit, for_office: bool) -> tuple[str, str]:
    subject = f"《{matter.plan_title}》{about}的整改期限{limit.long}"
    if for_office:
        return f"{matter.unit_name}未报送整改情况：{about}", f"{subject}，{matter.unit_name}尚未报送整改情况。请跟进了解情况。"
    return f"请完成整改：{about}", f"{subject}，贵单位尚未报送整改情况。请抓紧整改，登录落实台报送。"


def _unheeded(matter: Matter, about: str, limit: Limit, for_office: bool) -> tuple[str, str]:
    subject = f"《{matter.plan_title}》任务“{about}”的批示反馈期限{limit.long}"
    if for_office:
        who = _units(matter)
        return f"{who}未反馈批示落实情况：{about}", f"{subject}，{who}尚未反馈。请跟进了解情况。"
    return f"请反馈批示落实情况：{about}", f"{subject}，贵单位尚未反馈。请登录落实台反馈。"


def _unrevisited(matter: Matter, about: str, limit: Limit, _for_office: bool) -> tuple[str, str]:
    subject = f"《{matter.plan_title}》任务“{about}”已经销号，回头看日期{limit.long}"
    return f"回头看{limit.short}：{about}", f"{subject}。请再核查一次，看成效是否巩固，并登记结果。"


# The ladders whose day is a limit that the matter itself names.
_SAID: dict[Ladder, Callable[[Matter, str, Limit, bool], tuple[str, str]]] = {
    Ladder.DUE: _due,
    Ladder.OBLIGATION: _unsent,
    Ladder.ORDER: _unanswered,
    Ladder.ITEM: _unmended,
    Ladder.INSTRUCTION: _unheeded,
    Ladder.RECHECK: _unrevisited,
}


def _units(matter: Matter) -> str:
    return f"{matter.unit_name}等 {matter.units} 个单位" if matter.units > 1 else matter.unit_name


def _shortened(title: str) -> str:
    return title if len(title) <= _LONGEST_TITLE else title[: _LONGEST_TITLE - 1] + "…"
