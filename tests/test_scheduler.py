"""Schedulers as real processes: killed, paused, with clocks that do not agree, one works and nothing is written by another."""

import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy import func, select, text
from sqlalchemy.exc import OperationalError

from tests.factories import day
from tracker import scheduler
from tracker.config import load_settings
from tracker.db import Database
from tracker.errors import SettingsError
from tracker.fencing import Fence
from tracker.jobs.table import JOBS
from tracker.models import JobRun

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 20  # seconds until a process that says nothing is taken for stuck


@pytest.fixture
def environ(database_url: str, tmp_path: Path) -> dict[str, str]:
    return {"TRACKER_DATABASE_URL": database_url, "TRACKER_DATA_DIR": str(tmp_path), "TRACKER_TODAY": "2025-09-19"}


class Process:
    """A scheduler as a process; `says(word)` waits until it has said so on standard error."""

    def __init__(self, environ: dict[str, str]) -> None:
        self.popen = subprocess.Popen(
            [sys.executable, "-m", "tests.hurried"], cwd=ROOT, env={**os.environ, **environ}, stderr=subprocess.PIPE, text=True
        )
        self.lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self.popen.stderr is not None
        for line in self.popen.stderr:
            self.lines.put(line)

    def says(self, word: str) -> str:
        while word not in (line := self.lines.get(timeout=PATIENCE)):
            pass
        return line

    def has_said(self, word: str) -> bool:
        return any(word in line for line in list(self.lines.queue))

    def end(self, number: int) -> int:
        self.popen.send_signal(number)
        return self.popen.wait(PATIENCE)


@pytest.fixture
def start(environ: dict[str, str]) -> Iterator[Callable[..., Process]]:
    started: list[Process] = []

    def run(**over: str) -> Process:
        started.append(Process({**environ, **over}))
        return started[-1]

    yield run
    for process in started:
        process.popen.kill()
        process.popen.wait(PATIENCE)
        assert process.popen.stderr is not None
        process.popen.stderr.close()


def ticks(database: Database, token: int) -> int:
    """How many rounds were written under the token."""
    with database.reading() as session:
        return session.scalar(select(func.count()).where(JobRun.job == "tick", JobRun.token == token)) or 0


def await_ticks(database: Database, token: int, number: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while ticks(database, token) < number:
        assert time.monotonic() < deadline, f"no {number} rounds under token {token}"
        time.sleep(0.02)


def pause(process: Process, database: Database) -> None:
    """Stop the process where it is in no transaction: in one, SQLite would let nobody write until it went on."""
    lock = "SELECT 1 FROM scheduler_lease FOR UPDATE NOWAIT" if database.engine.name == "postgresql" else "PRAGMA busy_timeout=100"
    while True:
        process.says("ticking")
        process.popen.send_signal(signal.SIGSTOP)
        try:
            with database.engine.connect() as connection:
                connection.exec_driver_sql(lock)
                if database.engine.name == "sqlite":
                    connection.exec_driver_sql("END")
                    connection.exec_driver_sql("BEGIN IMMEDIATE")
                connection.execute(text("SELECT 1"))
                connection.rollback()
            return
        except OperationalError:
            process.popen.send_signal(signal.SIGCONT)


def test_of_two_schedulers_one_works_and_the_other_takes_over(database: Database, start: Callable[..., Process]) -> None:
    first = start()
    first.says("scheduler at work")
    second = start()
    second.says("scheduler waiting")
    await_ticks(database, 1, 2)
    first.end(signal.SIGKILL)
    second.says("scheduler at work")
    written = ticks(database, 1)
    await_ticks(database, 2, 2)
    assert ticks(database, 1) == written
    assert second.end(signal.SIGTERM) == 0
    second.says("scheduler stopped")
    third = start()
    third.says("under token 3")
    assert third.end(signal.SIGINT) == 0


@pytest.fixture
def handlers() -> Iterator[None]:
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.usefixtures("handlers")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_being_asked_to_end_breaks_off_no_step(number: signal.Signals) -> None:
    leaving = scheduler.Leaving()
    assert not leaving.rest(0.01)
    os.kill(os.getpid(), number)  # an exception out of the handler would come here
    assert leaving.rest(PATIENCE)


def test_a_paused_scheduler_is_succeeded_and_then_writes_nothing(database: Database, start: Callable[..., Process]) -> None:
    first = start()
    await_ticks(database, 1, 1)
    second = start()
    second.says("scheduler waiting")
    pause(first, database)
    second.says("scheduler at work")
    written = ticks(database, 1)
    first.popen.send_signal(signal.SIGCONT)
    first.says("lost its lease")
    first.says("scheduler waiting")
    await_ticks(database, 2, 3)
    assert ticks(database, 1) == written


def test_clocks_that_do_not_agree_make_no_second_scheduler(database: Database, start: Callable[..., Process]) -> None:
    start().says("scheduler at work")
    others = [start(TRACKER_TODAY="2024-01-01"), start(TRACKER_TODAY="2031-12-31")]
    for other in others:
        other.says("scheduler waiting")
    await_ticks(database, 1, 6)  # which take longer than the patience of those who wait
    assert not any(other.has_said("at work") for other in others)


@pytest.mark.databases("sqlite")
def test_a_mail_setting_that_cannot_be_used_is_said_at_the_start(environ: dict[str, str]) -> None:
    with pytest.raises(SettingsError):
        scheduler.run(replace(load_settings(environ), notify_urls=("smtp://mail.shili.example",)))


@pytest.fixture
def triggers(database: Database, environ: dict[str, str]) -> BackgroundScheduler:
    return scheduler._triggers(Fence(database, 1), load_settings(environ), scheduler.Tempo(), JOBS)


@pytest.mark.databases("sqlite")
def test_a_daily_job_is_looked_at_in_official_time_on_saturdays_too(triggers: BackgroundScheduler) -> None:
    friday = day(2025, 10, 10, 9)
    (sweep,) = [job for job, _, _ in triggers._pending_jobs if job.id == "sweep"]
    assert sweep.trigger.get_next_fire_time(None, friday) == day(2025, 10, 11, 8).replace(minute=40)


@pytest.mark.databases("sqlite")
def test_every_job_is_looked_at_when_it_is_due(triggers: BackgroundScheduler) -> None:
    looks = {job.id for job, _, _ in triggers._pending_jobs}
    assert {job.id for job in JOBS if job.at} <= looks
    assert {job.lane.value for job in JOBS} <= looks
