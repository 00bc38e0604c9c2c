"""The calendar file, read back by a parser and looked at as calendars do."""

from datetime import UTC, date, datetime

from icalendar import Calendar

from tracker.reports.calendar_file import calendar_file
from tracker.rules.calendar_feeds import DayKind, DueDay, Revision

MADE_AT = datetime(2025, 3, 10, 2, 0, tzinfo=UTC)
PLAN, DUE = "示例县托育服务实施方案", date(2025, 12, 31)
TASK = DueDay(DayKind.TASK, "task-7", ("task", 7), DUE, PLAN, "/tasks/7", title="增加托位供给", number="（一）")
STAND = {("task", 7): Revision(3, datetime(2025, 3, 9, 1, 2, 3, 456789, tzinfo=UTC))}


def written(*days: DueDay) -> bytes:
    return calendar_file("落实台：我的期限", days, STAND, "https://tracker.shili.example", MADE_AT)


def lines(data: bytes) -> list[str]:
    return data.replace(b"\r\n ", b"").decode().split("\r\n")


def test_a_day_is_whole_and_has_no_time_zone() -> None:
    told = lines(written(TASK))
    assert "DTSTART;VALUE=DATE:20251231" in told
    assert "DTEND;VALUE=DATE:20260101" in told  # the end does not count
    assert not [line for line in told if "TZID" in line or line in ("BEGIN:VTIMEZONE", "BEGIN:VALARM")]


def test_a_parser_finds_what_was_meant() -> None:
    calendar = Calendar.from_ical(written(TASK))
    assert (calendar["version"], calendar["method"], calendar["calscale"]) == ("2.0", "PUBLISH", "GREGORIAN")
    assert calendar["x-wr-calname"] == calendar["name"] == "落实台：我的期限"
    (event,) = calendar.walk("VEVENT")
    assert event["uid"] == "task-7@tracker.shili.example"
    assert event["summary"] == "任务到期：（一）增加托位供给"
    assert event["url"] == "https://tracker.shili.example/tasks/7"
    assert event["description"] == "《示例县托育服务实施方案》\n请登录落实台办理：https://tracker.shili.example/tasks/7"
    assert (event.start, event.end) == (date(2025, 12, 31), date(2026, 1, 1))
    assert event["sequence"] == 3
    assert event["dtstamp"].dt == event["last-modified"].dt == datetime(2025, 3, 9, 1, 2, 3, tzinfo=UTC)


def test_the_file_is_valid_text_of_short_lines() -> None:
    data = written(TASK)
    assert data.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert max(len(line) for line in data.split(b"\r\n")) <= 75
    for line in data.split(b"\r\n"):
        line.decode()  # no character is cut by the folding


def test_what_would_end_a_line_or_a_value_is_escaped() -> None:
    title = "一\nEND:VEVENT\\二"
    odd = DueDay(DayKind.OBLIGATION, "obligation-1", ("occurrence", 1), DUE, "甲,乙;丙", "/obligations/1", title=title)
    (event,) = Calendar.from_ical(written(odd)).walk("VEVENT")
    assert event["summary"] == "定期报告截止：一\nEND:VEVENT\\二"
    assert "《甲,乙;丙》" in event["description"]


def test_the_same_record_gives_the_same_bytes() -> None:
    assert written(TASK) == written(TASK)


def test_what_the_history_says_nothing_of_changed_when_the_feed_was_made() -> None:
    other = DueDay(DayKind.REPORT, "report-1-2025-03", ("plan", 1), DUE, "方案", "/mine", period="2025-03")
    (event,) = Calendar.from_ical(written(other)).walk("VEVENT")
    assert (event["sequence"], event["dtstamp"].dt) == (0, MADE_AT)
    assert event["summary"] == "报送2025年3月进展：《方案》"
