"""How the lights stood at the end of a day, counted that night or told out of the history later; what the board makes of it."""

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests.factories import NOW, Factory, day, parsed_measure
from tests.jobs.conftest import holding, on
from tracker.config import load_settings
from tracker.db import Database
from tracker.jobs import trend as job
from tracker.jobs.rounds import run_day
from tracker.jobs.table import BY_ID
from tracker.models import JobRun, RunState
from tracker.queries.trends import light_trend
from tracker.rules.permissions import Actor
from tracker.rules.statuses import Light
from tracker.services.light_counts import counts_on, counts_today, keep_counts

TODAY = NOW.date()


def kept(factory: Factory, on_day: date) -> None:
    """The night of the day."""
    with factory.database.transaction() as session:
        keep_counts(session, on_day, [counts_today(session, on_day)])


def lights(counts: Mapping[Light, int] | None) -> dict[str, int]:
    return {light.value: number for light, number in (counts or {}).items() if number}


def of_a_week_ago(factory: Factory, actor: Actor, today: date) -> dict[str, int] | None:
    with factory.database.reading() as session:
        found = light_trend(session, actor, today).week
    return lights(found.tasks) if found else None


def test_each_light_of_a_supervised_plan_is_counted(factory: Factory) -> None:
    factory.acknowledged(due="2025-03-01")
    factory.acknowledged(due="2026-12-31")
    factory.task(supervise=False)
    kept(factory, TODAY)
    assert of_a_week_ago(factory, factory.cast.clerk, TODAY + timedelta(days=7)) == {"red": 1, "yellow": 1}


def test_a_day_counted_again_is_not_counted_twice(factory: Factory) -> None:
    factory.acknowledged(due="2025-03-01")
    kept(factory, TODAY)
    kept(factory, TODAY)
    assert of_a_week_ago(factory, factory.cast.clerk, TODAY + timedelta(days=7)) == {"red": 1}


def test_the_trend_is_of_the_readers_own_place(factory: Factory) -> None:
    factory.task(outside=True, due="2025-03-01")
    kept(factory, TODAY)
    later = TODAY + timedelta(days=7)
    assert of_a_week_ago(factory, factory.cast.clerk, later) is None
    assert of_a_week_ago(factory, factory.cast.outside_clerk, later) == {"red": 1}


def test_a_missed_day_is_stood_in_for_by_one_shortly_before_and_no_other(factory: Factory) -> None:
    factory.acknowledged(due="2025-03-01")
    kept(factory, TODAY)
    assert of_a_week_ago(factory, factory.cast.clerk, TODAY + timedelta(days=9)) == {"red": 1}
    assert of_a_week_ago(factory, factory.cast.clerk, TODAY + timedelta(days=11)) is None
    assert of_a_week_ago(factory, factory.cast.clerk, TODAY + timedelta(days=6)) is None


def test_the_ends_of_months_stand_in_order_and_months_without_a_count_are_left_out(factory: Factory) -> None:
    factory.acknowledged(due="2026-12-31")
    for one in (date(2025, 4, 30), date(2025, 3, 31), date(2025, 6, 29), date(2025, 6, 12)):
        kept(factory, one)
    with factory.database.reading() as session:
        found = light_trend(session, factory.cast.clerk, date(2025, 7, 12))
    assert [one.day for one in found.month_ends] == [date(2025, 3, 31), date(2025, 4, 30), date(2025, 6, 29)]
    assert found.month is not None
    assert found.month.day == date(2025, 6, 12)


def test_history_tells_of_a_past_day_what_was_counted_that_night(factory: Factory) -> None:
    """Late, reported on, struck off, not signed for: told afterwards each stands as it stood then."""
    plan_id = factory.plan(
        parsed_measure(title="逾期的", due="2025-03-01"),
        parsed_measure(title="没签收的"),
        parsed_measure(title="长期的", due=None, ongoing=True),
    )
    with factory.database.reading() as session:
        counted = counts_today(session, TODAY)
    closed = factory.closed(title="后来销号的")  # another plan, on the day itself
    with factory.database.reading() as session:
        assert counts_on(session, plan_id, TODAY) == counted
        assert counts_on(session, factory.plan_of(closed), TODAY) == {(factory.plan_of(closed), Light.BLUE): 1}
        assert counts_on(session, factory.plan_of(closed), date(2025, 2, 20)) == {(factory.plan_of(closed), Light.GREY): 1}


def test_the_job_makes_up_a_missed_night_out_of_the_history(database: Database, database_url: str, factory: Factory) -> None:
    factory.acknowledged(issue_at=day(2025, 2, 27))  # signed for on 10 March
    settings = load_settings({"TRACKER_DATABASE_URL": database_url, "TRACKER_TODAY": "2025-03-12"})
    fence = holding(database)
    assert BY_ID["lights"].run(fence, settings, date(2025, 3, 4)) == {"plans": 1}
    assert BY_ID["lights"].run(fence, on(settings, 2025, 3, 12), date(2025, 3, 12)) == {"plans": 1}
    assert of_a_week_ago(factory, factory.cast.clerk, date(2025, 3, 11)) == {"grey": 1}
    assert of_a_week_ago(factory, factory.cast.clerk, date(2025, 3, 19)) == {"green": 1}


def test_where_too_many_plans_would_have_to_be_read_the_job_leaves_a_gap_and_says_so(
    database: Database, database_url: str, factory: Factory, monkeypatch: pytest.MonkeyPatch
) -> None:
    factory.task()
    factory.task()
    monkeypatch.setattr(job, "MOST_PAST_PLANS", 1)
    settings = load_settings({"TRACKER_DATABASE_URL": database_url, "TRACKER_TODAY": "2025-03-12"})
    run_day(BY_ID["lights"], date(2025, 3, 4), holding(database), settings)
    with database.reading() as session:
        run = session.scalars(select(JobRun)).one()
        assert (run.state, "2 份" in run.error) == (RunState.SKIPPED, True)
    assert of_a_week_ago(factory, factory.cast.clerk, date(2025, 3, 11)) is None
