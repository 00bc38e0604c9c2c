"""Reminders of what lies about: returned reports, indicators behind their curves, and what waits for the office."""

from datetime import date, datetime, time

import pytest
from sqlalchemy import select, update

from tests.factories import NOW, PERIOD, Factory, day
from tests.sending import Post, Recorder
from tests.services import test_adjustments, test_extensions, test_indicator_readings
from tests.services.test_extensions import submitted as asked_for_time
from tests.services.test_indicator_readings import accepted, measured
from tracker.models import Assignment, Notice, NoticeState
from tracker.queries.digests import contents_of
from tracker.rules.days import OFFICIAL_ZONE
from tracker.rules.digests import Band
from tracker.rules.statuses import AssignmentState
from tracker.services import extensions, indicator_readings
from tracker.services.calendars import work_calendar
from tracker.services.reminder_settling import settle
from tracker.services.reminders import planned_reminders, sweep

CLERK, DIRECTOR = "县领导小组办公室（陈经办）", "县领导小组办公室（林主任）"
TODAY = NOW.date()
LIAISON, HEAD = "县卫生健康局（周联络）", "县卫生健康局（吴局长）"


def told(factory: Factory, today: date, ladder: str) -> list[tuple[str, str]]:
    """(rung, to whom) of the day's sweep about one ladder."""
    with factory.database.transaction() as session:
        now = datetime.combine(today, time(8, 40), OFFICIAL_ZONE)
        swept = sweep(session, today, calendar=work_calendar(session), now=now)
        return [(item.rung, item.to) for item in planned_reminders(session, swept) if item.rung.startswith(ladder)]


def after(factory: Factory, days: int, since: date = TODAY) -> date:
    with factory.database.reading() as session:
        return work_calendar(session).add(since, days)


def notice_of(factory: Factory, ladder: str) -> Notice:
    with factory.database.reading() as session:
        found = session.scalars(select(Notice).where(Notice.ladder == ladder).order_by(Notice.id.desc())).first()
        assert found is not None
        return found


def test_a_returned_report_is_asked_for_until_it_comes_again(factory: Factory) -> None:
    task_id = factory.acknowledged(["liaison"], responsible=())
    factory.returned(task_id, period=PERIOD)
    assert told(factory, after(factory, 1), "returned") == []
    assert told(factory, after(factory, 2), "returned") == [("returned+2w", LIAISON)]
    assert told(factory, after(factory, 4), "returned") == [("returned+4w", LIAISON), ("returned+4w", HEAD)]
    assert "退回，已过 4 个工作日" in notice_of(factory, "returned").body
    factory.submitted(task_id, "liaison", period=PERIOD)
    assert told(factory, after(factory, 7), "returned") == []


def test_the_office_is_reminded_of_reports_that_it_has_not_reviewed(factory: Factory) -> None:
    factory.submitted(factory.acknowledged(), "liaison", period=PERIOD)
    assert told(factory, after(factory, 2), "review") == []
    assert told(factory, after(factory, 3), "review") == [("review+3w", CLERK)]
    assert told(factory, after(factory, 5), "review") == [("review+5w", CLERK), ("review+5w", DIRECTOR)]
    assert notice_of(factory, "review").title == "进展待审核，已过 5 个工作日：增加托位供给"


def test_an_application_for_more_time_goes_from_the_clerk_to_the_director(factory: Factory) -> None:
    asked_for_time(factory, factory.acknowledged(due="2025-06-30"))
    assert told(factory, after(factory, 2), "extension") == [("extension+2w", CLERK)]
    assert told(factory, after(factory, 4), "extension") == [("extension+4w", CLERK), ("extension+4w", DIRECTOR)]


def test_what_else_waits_for_the_office_is_named(factory: Factory) -> None:
    row_id = test_adjustments.submitted(factory, factory.acknowledged())
    factory.closure_requested(title="规范收费")
    waits = told(factory, after(factory, 3), "office_wait")
    assert waits == [("office_wait+3w", CLERK)] * 2
    with factory.database.reading() as session:
        found = list(session.scalars(select(Notice).where(Notice.ladder == "office_wait").order_by(Notice.subject)))
    assert [notice.title.split("，")[0] for notice in found] == ["调整申请待办理", "销号申请待办理"]
    assert found[0].path == f"/adjustments/{row_id}"
    assert found[1].path == f"/tasks/{found[1].task_id}"


@pytest.fixture
def behind(factory: Factory) -> int:
    """An indicator that was read far below its curve on the day of the tests."""
    indicator_id = measured(factory)
    accepted(factory, indicator_id, "0.1", fact_on=NOW.date(), now=NOW)
    with factory.database.transaction() as session:
        session.execute(update(Assignment).values(reported_through="2025-12"))
    return indicator_id


def test_an_indicator_that_falls_behind_its_curve_is_told_to_its_units_once_a_rung(factory: Factory, behind: int) -> None:
    days = [after(factory, n) for n in range(1, 80)]
    said = [(on, told(factory, on, "indicator")) for on in days]
    rungs = [rung for _, lines in said for rung in dict.fromkeys(rung for rung, _ in lines)]
    assert rungs[:3] == ["indicator+1w", "indicator+10w", "indicator+20w"]
    assert len(rungs) == len(set(rungs))
    notice = notice_of(factory, "indicator")
    assert notice.path == f"/indicators/{behind}"
    assert "每千人口托位数" in notice.title


def test_an_indicator_that_has_caught_up_is_not_told_of(factory: Factory, behind: int) -> None:
    on = next(day for day in (after(factory, n) for n in range(1, 80)) if told(factory, day, "indicator"))
    accepted(factory, behind, "4.4", fact_on=on, now=day(on.year, on.month, on.day))
    with factory.database.transaction() as session:
        settle(session, on)
    assert notice_of(factory, "indicator").state is NoticeState.SETTLED
    assert told(factory, after(factory, 15, on), "indicator") == []


def test_a_head_is_reminded_of_what_waits_for_a_signature(factory: Factory) -> None:
    """The head first, then the liaison too, the office when it has lain for two weeks; once signed, nobody."""
    extension_id = test_extensions.asked(factory, factory.acknowledged(["liaison"], responsible=(), due="2025-12-31"))
    test_extensions.act(factory, extension_id, extensions.send)
    assert told(factory, TODAY, "head_wait") == []
    assert told(factory, after(factory, 1), "head_wait") == [("head_wait+1w", HEAD)]
    notice = notice_of(factory, "head_wait")
    assert notice.title == "延期申请待单位负责人审核，已过 1 个工作日：增加托位供给"
    assert notice.path == f"/extensions/{extension_id}"
    assert told(factory, after(factory, 3), "head_wait") == [("head_wait+3w", LIAISON), ("head_wait+3w", HEAD)]
    assert {to for _, to in told(factory, after(factory, 10), "head_wait")} == {LIAISON, HEAD, CLERK, DIRECTOR}
    test_extensions.act(factory, extension_id, extensions.approve, who="unit_head")
    with factory.database.transaction() as session:
        settle(session, after(factory, 10))
    assert notice_of(factory, "head_wait").state is NoticeState.SETTLED
    assert told(factory, after(factory, 15), "head_wait") == []


def test_an_application_that_the_head_gave_back_waits_anew_from_the_day_it_came_again(factory: Factory) -> None:
    extension_id = test_extensions.asked(factory, factory.acknowledged(["liaison"], responsible=(), due="2025-12-31"))
    test_extensions.act(factory, extension_id, extensions.send)
    assert told(factory, after(factory, 1), "head_wait")
    later = day(after(factory, 2).year, after(factory, 2).month, after(factory, 2).day)
    test_extensions.act(factory, extension_id, extensions.send_back, "请补充依据", who="unit_head", now=later)
    assert told(factory, after(factory, 3), "head_wait") == []
    test_extensions.act(factory, extension_id, extensions.send, now=later)
    assert told(factory, after(factory, 3), "head_wait") == [("head_wait+1w", HEAD)]


def test_a_reading_of_an_indicator_that_its_head_has_not_signed_is_reminded_of(factory: Factory) -> None:
    indicator_id = measured(factory)
    reading_id = test_indicator_readings.entered(factory, indicator_id)
    assert told(factory, after(factory, 1), "head_wait") == [("head_wait+1w", HEAD)]
    notice = notice_of(factory, "head_wait")
    assert notice.title == "指标读数待单位负责人审核，已过 1 个工作日：每千人口托位数"
    assert notice.path == f"/indicators/{indicator_id}"
    with factory.database.transaction() as session:
        settle(session, after(factory, 1))
    assert notice_of(factory, "head_wait").state is NoticeState.PLANNED
    test_indicator_readings.act(factory, reading_id, indicator_readings.approve, who="unit_head")
    with factory.database.transaction() as session:
        settle(session, after(factory, 1))
    assert notice_of(factory, "head_wait").state is NoticeState.SETTLED


def test_an_indicator_met_long_behind_its_curve_is_told_once_and_again_at_its_next_rung(factory: Factory, behind: int) -> None:
    """As after an upgrade: nothing was swept while rung after rung went by; only the one it stands on is said."""
    first = told(factory, after(factory, 80), "indicator")
    assert {rung for rung, _ in first} == {"indicator+60w"}
    assert len(first) == len({to for _, to in first}) == len((LIAISON, HEAD, CLERK, DIRECTOR))
    assert told(factory, after(factory, 81), "indicator") == []
    assert {rung for rung, _ in told(factory, after(factory, 100), "indicator")} == {"indicator+80w"}


def test_all_indicators_behind_reach_a_reader_in_one_digest(factory: Factory) -> None:
    for target in (test_indicator_readings.PLACES, test_indicator_readings.NEW_PLACES):
        accepted(factory, measured(factory, target), "0.1", fact_on=TODAY, now=NOW)
    with factory.database.transaction() as session:
        session.execute(update(Assignment).values(reported_through="2025-12", state=AssignmentState.DONE))
    morning = after(factory, 70)
    assert len(told(factory, morning, "indicator")) == 2 * len((LIAISON, HEAD, CLERK, DIRECTOR))
    post = Post(factory.database, factory.cast, [Recorder()], now=datetime.combine(morning, time(9, 30), OFFICIAL_ZONE))
    post.compose()
    digests = [digest for digest in post.digests() if digest.user_id == factory.cast.liaison.user_id]
    with factory.database.reading() as session:
        assert [contents_of(session, [digest.id], morning)[digest.id].counts[Band.WAITING] for digest in digests] == [2]
