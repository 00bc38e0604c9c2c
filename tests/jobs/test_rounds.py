"""What is due is worked off in order, and of each run there is a record."""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from sqlalchemy import select, update

from tests.factories import Cast, day
from tests.jobs.conftest import holding
from tracker.config import Settings
from tracker.db import Database
from tracker.errors import InvalidInput, NotAllowed
from tracker.fencing import Fence
from tracker.jobs.care import Skipped
from tracker.jobs.rounds import work_off
from tracker.jobs.table import Job, Lane
from tracker.leases import Lease, Pace
from tracker.models import Event, JobRun, RunState
from tracker.queries import job_runs as queries
from tracker.rules.schedules import CatchUp, Every, Rule
from tracker.services import job_runs

ClockAt = Callable[..., None]


class Diary:
    """Jobs that write down for which days they were run, and do as they are told."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.error: Exception | None = None

    def job(self, name: str, at: time | None = time(8, 40), **over: object) -> Job:
        def run(fence: Fence, settings: Settings, day: date) -> dict[str, int]:
            self.lines.append(f"{name} {day.month}-{day.day}")
            if self.error:
                raise self.error
            return {"done": len(self.lines), "waiting": 7}

        return replace(Job(name, name, Lane.WORK, run, at, tells=frozenset({"waiting"})), **over)  # type: ignore[arg-type]

    def taken(self) -> list[str]:
        """What was written since the last look."""
        lines, self.lines = self.lines, []
        return lines


@pytest.fixture
def diary() -> Diary:
    return Diary()


def runs_of(database: Database, job: str) -> list[JobRun]:
    with database.reading() as session:
        query = select(JobRun).where(JobRun.job == job, JobRun.attempts > 0).order_by(JobRun.due, JobRun.round)
        return list(session.scalars(query))


def test_a_first_start_runs_what_was_due_this_morning_and_nothing_of_before(
    fence: Fence, settings: Settings, diary: Diary, clock_at: ClockAt
) -> None:
    jobs = [diary.job("early", time(0, 10)), diary.job("late", time(18, 0))]
    clock_at(2025, 9, 19, 9)
    work_off(Lane.WORK, fence, settings, jobs)
    assert diary.taken() == ["early 9-19"]
    work_off(Lane.WORK, fence, settings, jobs)
    assert diary.taken() == []
    clock_at(2025, 9, 19, 18)
    work_off(Lane.WORK, fence, settings, jobs)
    assert diary.taken() == ["late 9-19"]


def test_missed_days_are_made_up_in_order_and_said(
    database: Database, fence: Fence, settings: Settings, diary: Diary, clock_at: ClockAt, caplog: pytest.LogCaptureFixture
) -> None:
    jobs = [
        diary.job("sweep", rule=Rule(Every.WORKING_DAY)),
        diary.job("periods", time(0, 30)),
        diary.job("backup", time(1, 30), catch_up=CatchUp.LATEST),
    ]
    clock_at(2025, 9, 18, 20)
    work_off(Lane.WORK, fence, settings, jobs)
    assert diary.taken() == ["periods 9-18", "backup 9-18", "sweep 9-18"]
    clock_at(2025, 9, 22, 8)
    with caplog.at_level(logging.INFO, "tracker.jobs"):
        work_off(Lane.WORK, fence, settings, jobs)
    assert diary.taken() == ["periods 9-19", "sweep 9-19", "periods 9-20", "periods 9-21", "periods 9-22", "backup 9-22"]
    assert "job periods: 补做 3 天（9月19日至21日）" in caplog.text
    assert "job sweep: 补做 1 天（9月19日）" in caplog.text
    assert [run.made_up for run in runs_of(database, "periods")] == [False, True, True, True, False]
    with database.reading() as session:
        assert queries.made_up(session, day(2025, 9, 22))["periods"] == queries.MadeUp(3, date(2025, 9, 19), date(2025, 9, 21))


def test_a_failing_job_is_tried_again_later_then_given_up_and_holds_up_no_other(
    database: Database, fence: Fence, settings: Settings, diary: Diary, clock_at: ClockAt
) -> None:
    jobs = [diary.job("terms", time(0, 10)), diary.job("sweep")]
    diary.error = RuntimeError("secret of the address book")
    clock_at(2025, 9, 19, 9)
    work_off(Lane.WORK, fence, settings, jobs)
    work_off(Lane.WORK, fence, settings, jobs)
    assert diary.taken() == ["terms 9-19", "sweep 9-19"]
    (run,) = runs_of(database, "terms")
    assert (run.state, run.attempts, run.error) == (RunState.FAILED, 1, "程序出错（RuntimeError），详见调度进程的日志。")
    for hour in (10, 11, 15, 20):
        clock_at(2025, 9, 19, hour)
        work_off(Lane.WORK, fence, settings, jobs)
    assert len(diary.taken()) == 6  # three tries more of each, and no fifth
    diary.error = None
    clock_at(2025, 9, 20, 9)
    work_off(Lane.WORK, fence, settings, jobs)
    assert diary.taken() == ["terms 9-20", "sweep 9-20"]


def test_a_failing_day_holds_up_the_later_days_of_its_job(
    fence: Fence, settings: Settings, diary: Diary, clock_at: ClockAt
) -> None:
    jobs = [diary.job("terms")]
    clock_at(2025, 9, 16, 9)
    work_off(Lane.WORK, fence, settings, jobs)
    diary.error = InvalidInput("没有配置。")
    clock_at(2025, 9, 19, 9)
    work_off(Lane.WORK, fence, settings, jobs)
    diary.error = None
    clock_at(2025, 9, 19, 10)
    work_off(Lane.WORK, fence, settings, jobs)
    assert diary.taken() == ["terms 9-16", "terms 9-17", "terms 9-17", "terms 9-18", "terms 9-19"]


def test_what_a_user_may_read_of_a_failure_is_kept(
    database: Database, fence: Fence, settings: Settings, diary: Diary, clock_at: ClockAt
) -> None:
    diary.error = InvalidInput("没有配置邮件出口。")
    clock_at(2025, 9, 19, 9)
    work_off(Lane.WORK, fence, settings, [diary.job("terms")])
    assert [run.error for run in runs_of(database, "terms")] == ["没有配置邮件出口。"]


def test_what_cannot_be_done_on_this_machine_is_left_out_with_its_reason(
    database: Database, fence: Fence, settings: Settings, diary: Diary, clock_at: ClockAt
) -> None:
    diary.error = Skipped("本机没有 pg_dump。")
    clock_at(2025, 9, 19, 9)
    work_off(Lane.WORK, fence, settings, [diary.job("backup")])
    clock_at(2025, 9, 19, 12)
    work_off(Lane.WORK, fence, settings, [diary.job("backup")])
    assert [(run.state, run.error) for run in runs_of(database, "backup")] == [(RunState.SKIPPED, "本机没有 pg_dump。")]


def test_a_run_that_its_scheduler_did_not_live_to_end_is_begun_again(
    database: Database, fence: Fence, settings: Settings, diary: Diary, clock_at: ClockAt
) -> None:
    jobs = [diary.job("terms")]
    clock_at(2025, 9, 19, 9)
    work_off(Lane.WORK, fence, settings, jobs)
    with database.transaction() as session:
        session.execute(update(JobRun).where(JobRun.attempts > 0).values(state=RunState.RUNNING, ended_at=None))
    work_off(Lane.WORK, fence, settings, jobs)
    assert diary.taken() == ["terms 9-19", "terms 9-19"]
    (run,) = runs_of(database, "terms")
    assert (run.state, run.attempts) == (RunState.DONE, 2)


def test_a_run_left_begun_is_at_work_no_longer_once_a_later_one_has_done_for_it(
    database: Database, fence: Fence, settings: Settings, diary: Diary, clock_at: ClockAt
) -> None:
    jobs = [diary.job("backup", rule=Rule(Every.DAY), catch_up=CatchUp.LATEST)]
    clock_at(2025, 9, 18, 9)
    with fence.transaction() as session:
        job_runs.start(session, "backup", date(2025, 9, 18), token=fence.token, now=settings.clock.now())
    clock_at(2025, 9, 19, 9)
    work_off(Lane.WORK, fence, settings, jobs)
    assert diary.taken() == ["backup 9-19"]
    assert [run.state for run in runs_of(database, "backup")] == [RunState.FAILED, RunState.DONE]


def test_a_run_in_which_every_scheduler_died_is_given_up(
    database: Database, fence: Fence, settings: Settings, diary: Diary, clock_at: ClockAt
) -> None:
    jobs = [diary.job("terms")]
    clock_at(2025, 9, 19, 9)
    work_off(Lane.WORK, fence, settings, jobs)
    with database.transaction() as session:
        session.execute(update(JobRun).where(JobRun.attempts > 0).values(state=RunState.RUNNING, ended_at=None, attempts=4))
    work_off(Lane.WORK, fence, settings, jobs)
    assert diary.taken() == ["terms 9-19"]
    assert [run.state for run in runs_of(database, "terms")] == [RunState.FAILED]


def test_days_that_a_fast_clock_ran_ahead_to_are_run_again_when_they_come(
    fence: Fence, settings: Settings, diary: Diary, clock_at: ClockAt
) -> None:
    jobs = [diary.job("terms")]
    for when in ((2025, 9, 18), (2025, 9, 21), (2025, 9, 19), (2025, 9, 20), (2025, 9, 21), (2025, 9, 22)):
        clock_at(*when, 9)
        work_off(Lane.WORK, fence, settings, jobs)
    assert diary.taken() == [f"terms 9-{number}" for number in (18, 19, 20, 21, 20, 21, 22)]


def test_a_job_of_every_minute_leaves_a_record_only_where_it_did_something(
    database: Database, fence: Fence, settings: Settings, clock_at: ClockAt
) -> None:
    counts = {"sent": 0, "pending": 3}
    job = Job("deliver", "deliver", Lane.MAIL, lambda *_: counts, tells=frozenset({"pending"}))
    clock_at(2025, 9, 19, 9)
    work_off(Lane.MAIL, fence, settings, [job])
    assert runs_of(database, "deliver") == []
    counts["sent"] = 2
    for _ in range(2):
        work_off(Lane.MAIL, fence, settings, [job])
    assert [(run.round, run.counts) for run in runs_of(database, "deliver")] == [(1, counts), (2, counts)]


def test_a_job_of_every_minute_that_fails_all_day_has_one_row_for_it(
    database: Database, fence: Fence, settings: Settings, diary: Diary, clock_at: ClockAt
) -> None:
    diary.error = InvalidInput("没有配置邮件出口。")
    clock_at(2025, 9, 19, 9)
    for _ in range(5):
        work_off(Lane.WORK, fence, settings, [diary.job("deliver", None)])
    (run,) = runs_of(database, "deliver")
    assert (run.state, run.attempts) == (RunState.FAILED, 5)
    with database.transaction() as session:
        assert job_runs.forget_rounds(session, now=day(2025, 9, 19) + timedelta(days=89)) == 0
        assert job_runs.forget_rounds(session, now=day(2025, 9, 19) + timedelta(days=91)) == 1


def test_a_run_asked_for_by_hand_is_made_once(
    database: Database, cast: Cast, fence: Fence, settings: Settings, diary: Diary, clock_at: ClockAt
) -> None:
    jobs = [diary.job("sweep")]
    clock_at(2025, 9, 19, 8)
    work_off(Lane.WORK, fence, settings, jobs)
    for _ in range(2):
        with database.transaction() as session:
            job_runs.ask(session, "sweep", date(2025, 9, 19), actor=cast.system_admin, now=day(2025, 9, 19, 8))
    work_off(Lane.WORK, fence, settings, jobs)
    clock_at(2025, 9, 19, 9)
    work_off(Lane.WORK, fence, settings, jobs)
    assert diary.taken() == ["sweep 9-19"]
    with database.reading() as session:
        assert queries.open_requests(session) == []
        assert session.scalars(select(Event.actor_name).where(Event.action == "ask_run")).first() == cast.system_admin.name


def test_nobody_but_the_system_administrator_asks_for_a_run(database: Database, cast: Cast) -> None:
    with database.transaction() as session, pytest.raises(NotAllowed):
        job_runs.ask(session, "sweep", date(2025, 9, 19), actor=cast.clerk, now=day(2025, 9, 19, 8))


def test_who_has_lost_the_lease_runs_nothing(
    database: Database, fence: Fence, settings: Settings, diary: Diary, clock_at: ClockAt
) -> None:
    clock_at(2025, 9, 19, 9)
    successor = Lease(database, lambda: day(2025, 9, 19), Pace(patience=0))
    assert successor.take()
    work_off(Lane.WORK, fence, settings, [diary.job("terms")])
    assert diary.taken() == []
    assert successor.token is not None
    work_off(Lane.WORK, Fence(database, successor.token), settings, [diary.job("terms")])
    assert diary.taken() == ["terms 9-19"]


def test_a_release_hands_over_at_once(database: Database) -> None:
    first = Lease(database, lambda: day(2025, 9, 19), Pace())
    assert first.take()
    first.release()
    assert holding(database).token == 2
