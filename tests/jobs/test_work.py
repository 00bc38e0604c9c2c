"""The jobs of the office's work: each does its day's work once, whatever day it is run on."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from tests.factories import Factory
from tests.jobs.conftest import holding, on
from tests.services.test_occurrences import owed
from tracker.config import Settings
from tracker.connecting import connect
from tracker.db import Database
from tracker.errors import Conflict
from tracker.fencing import Fence
from tracker.jobs import work
from tracker.jobs.table import BY_ID
from tracker.models import Notice, Report

FRIDAY = date(2025, 9, 19)


def test_the_jobs_of_a_day(fence: Fence, settings: Settings, factory: Factory, clock_at: Callable[..., None]) -> None:
    factory.acknowledged(due="2025-10-10")
    swept = BY_ID["sweep"].run(fence, settings, FRIDAY)
    assert (swept["working_day"], swept["planned"] > 0, swept["already"]) == (True, True, 0)
    assert BY_ID["sweep"].run(fence, settings, FRIDAY)["already"] == swept["planned"]
    clock_at(2025, 9, 19, 13)  # by when no record of a sweep is waited for
    sent = BY_ID["deliver"].run(fence, settings, FRIDAY)
    assert (sent["digests"], sent["sent"] > 0, sent["failed"], sent["pending"]) == (sent["sent"], True, 0, 0)


def test_the_report_of_a_period_is_drawn_once_and_a_missed_day_made_up(
    database: Database, fence: Fence, settings: Settings, factory: Factory
) -> None:
    plan_id = factory.plan_of(factory.acknowledged())
    late = on(settings, 2025, 4, 2)  # the machine was off on 26 March
    assert BY_ID["reports"].run(fence, late, date(2025, 3, 26)) == {"drawn": 1, "refused": 0}
    assert BY_ID["reports"].run(fence, late, date(2025, 3, 27)) == {"drawn": 0, "refused": 0}
    assert BY_ID["reports"].run(fence, late, date(2025, 4, 2)) == {"drawn": 1, "refused": 0}  # of the quarter
    assert BY_ID["reports"].run(fence, late, date(2025, 4, 3)) == {"drawn": 0, "refused": 0}
    with database.reading() as session:
        found = session.execute(select(Report.plan_id, Report.as_of, Report.kind, Report.state, Report.drawn_by)).all()
        told = session.scalars(select(Notice.title).where(Notice.key.like("report:%")).distinct()).all()
    assert found == [
        (plan_id, date(2025, 3, 25), "monthly", "draft", "系统"), (plan_id, date(2025, 3, 31), "quarterly", "draft", "系统")
    ]  # fmt: skip
    assert set(told) == {"月度小结草稿已生成，待修改审定", "季度小结草稿已生成，待修改审定"}


def test_the_reports_that_units_owe_are_opened_once(fence: Fence, settings: Settings, factory: Factory) -> None:
    owed(factory)
    later = on(settings, 2026, 1, 4)
    assert BY_ID["duties"].run(fence, later, date(2026, 1, 4)) == {"plans": 1, "opened": 4, "refused": 0}
    assert BY_ID["duties"].run(fence, later, date(2026, 1, 4)) == {"plans": 0, "opened": 0, "refused": 0}


def test_reporting_periods_are_opened_and_locked_once(fence: Fence, settings: Settings, factory: Factory) -> None:
    factory.plan()
    april = on(settings, 2025, 4, 1)
    assert BY_ID["periods"].run(fence, april, date(2025, 4, 1)) == {"opened": 3, "locked": 2, "refused": 0}
    assert BY_ID["periods"].run(fence, april, date(2025, 4, 1)) == {"opened": 0, "locked": 0, "refused": 0}


def test_a_plan_that_is_refused_does_not_keep_the_others_from_their_periods(
    fence: Fence, settings: Settings, factory: Factory, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, turn = factory.plan(), work.turn_periods
    factory.plan()

    def refuse_first(session: Any, plan: Any, day: date, **over: Any) -> Any:
        if plan.id == first:
            raise Conflict("另有人正在调整。")
        return turn(session, plan, day, **over)

    monkeypatch.setattr(work, "turn_periods", refuse_first)
    april = on(settings, 2025, 4, 1)
    assert BY_ID["periods"].run(fence, april, date(2025, 4, 1)) == {"opened": 3, "locked": 2, "refused": 1}


def test_of_a_period_made_up_after_its_cut_off_nobody_is_asked_to_report_in_time(
    database: Database, fence: Fence, settings: Settings, factory: Factory
) -> None:
    factory.plan()
    late = on(settings, 2025, 4, 1)
    assert BY_ID["periods"].run(fence, late, date(2025, 3, 20))["opened"] > 0
    with database.reading() as session:
        assert session.scalars(select(Notice.key).where(Notice.key.startswith("period:"))).all() == []


def test_the_history_is_verified_each_night_and_whenever_it_is_asked_for(settings: Settings, factory: Factory) -> None:
    factory.database = database = connect(settings)  # which is witnessed beside the data
    fence = holding(database)
    factory.acknowledged()
    assert BY_ID["audit"].run(fence, settings, FRIDAY)["found"] == 0
    assert BY_ID["audit"].run(fence, settings, FRIDAY)["events"] > 0
    assert BY_ID["audit"].run(fence, on(settings, 2025, 9, 20), date(2025, 9, 20))["events"] > 0
    database.dispose()


@pytest.mark.databases("sqlite")
def test_every_job_of_the_table_runs_on_an_empty_installation(settings: Settings, database: Database) -> None:
    fence = holding(database)
    for job in BY_ID.values():
        job.run(fence, settings, FRIDAY)
