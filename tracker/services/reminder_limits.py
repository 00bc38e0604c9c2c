"""How far off the day is on which a reminder stands, in the words that its text says (`services/reminder_texts.py`)."""

from dataclasses import dataclass
from datetime import date

from tracker.rules.reminders import Ladder
from tracker.rules.workdays import WorkCalendar


@dataclass(frozen=True)
class Limit:
    """A limit seen from today, in a few words and in a clause that follows its subject."""

    short: str
    long: str
    is_past: bool


# The ladders that stand on a day that has been, with what happened on it.
_SINCE = {
    Ladder.RETURNED: "退回", Ladder.INDICATOR: "落后序时进度", Ladder.REVIEW: "报送", Ladder.EXTENSION: "提出",
    Ladder.OFFICE_WAIT: "提出", Ladder.HEAD_WAIT: "送审",
}  # fmt: skip


def limit_words(ladder: Ladder, day: date, today: date, calendar: WorkCalendar) -> Limit:
    """The basis day of the ladder seen from today."""
    if ladder in _SINCE:
        return since(day, today, calendar, _SINCE[ladder])
    return limit_of(day, today, calendar, "截止" if ladder is Ladder.PERIOD else "到期")


def since(day: date, today: date, calendar: WorkCalendar, event: str) -> Limit:
    """How long ago something happened, in working days and in days of the calendar."""
    when = f"{day.year}年{day.month}月{day.day}日"
    if day >= today:
        return Limit(f"今天{event}", f"于今天（{when}）{event}", is_past=False)
    passed, days = calendar.count(day, today), (today - day).days
    return Limit(f"已过 {passed} 个工作日", f"于{when}{event}，已过 {passed} 个工作日（{days} 天）", is_past=True)


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
