import logging
import os
import queue
import signal
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from tests.factories import day
from tests.services.test_occurrences import owed
from tracker import scheduler
from tracker.clock import Clock
from tracker.config import load_settings
from tracker.connecting import connect
from tracker.errors import SettingsError
from tracker.models import Notice, NoticeState, Report

PROGRAM = """
import logging
from tracker.config import load_settings
from tracker.scheduler import run
logging.basicConfig(level=logging.INFO, format="%(message)s")
run(load_settings())
"""
PATIENCE = 20  # seconds until a process that says nothing is taken for stuck


@pytest.fixture
def environ(database_url, tmp_path):
    return {"TRACKER_DATABASE_URL": database_url, "TRACKER_DATA_DIR": str(tmp_path), "TRACKER_TODAY": "2025-09-19"}


@pytest.fixture
def settings(environ):
    return load_settings(environ)


class Process:
    """A scheduler as a process; `says(word)` waits until it has said so on standard error."""

    def __init__(self, environ):
        self.popen = subprocess.Popen(
            [sys.executable, "-c", PROGRAM], env={**os.environ, **environ}, stderr=subprocess.PIPE, text=True
        )
        self.lines = queue.Queue()
        self.heard = []
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self):
        for line in self.popen.stderr:
            self.lines.put(line)

    def says(self, word):
        while not (self.heard and word in self.heard[-1]):
            self.heard.append(self.lines.get(timeout=PATIENCE))
        return self.heard[-1]

    def end(self, number):
        self.popen.send_signal(number)
        return self.popen.wait(PATIENCE)


@pytest.fixture
def start(environ):
    started = []

    def run():
        started.append(Process(environ))
        return started[-1]

    yield run
    for process in started:
        process.popen.kill()
        process.popen.wait(PATIENCE)
        process.popen.stderr.close()


def test_of_two_schedulers_one_works_and_the_other_takes_over(start):
    first = start()
    first.says("scheduler at work")
    second = start()
    second.says("scheduler waiting")
    first.end(signal.SIGKILL)
    second.says("scheduler at work")
    assert second.end(signal.SIGTERM) == 0
    second.says("scheduler stopped")


def jobs():
    return {job.id: job for job in scheduler.JOBS}


def test_the_jobs_of_a_day(settings, database, factory):
    factory.acknowledged(due="2025-10-10")
    assert jobs()["sweep"].run(database, settings) == {"working_day": True, "planned": 8, "already": 0}
    # four reminders, and the word of the issue to two liaisons
    assert jobs()["deliver"].run(database, settings) == {"sent": 6, "failed": 0, "pending": 0}
    with database.reading() as session:
        assert set(session.scalars(select(Notice.state).where(Notice.rung.is_not(None)))) == {NoticeState.SENT}


def test_a_day_off_says_so(settings, database, factory, caplog):
    factory.acknowledged(due="2025-10-10")
    with caplog.at_level(logging.INFO, "tracker.scheduler"):
        scheduler.run_job(jobs()["sweep"], database, replace(settings, fixed_today=date(2025, 9, 20)))
    assert "job sweep: working_day=0 planned=0 already=0" in caplog.text


def test_the_report_of_a_period_is_drawn_once_and_a_missed_day_made_up(settings, database, factory):
    plan_id = factory.plan_of(factory.acknowledged())
    late = replace(settings, fixed_today=date(2025, 4, 2))  # the machine was off on 26 March
    assert jobs()["reports"].run(database, late) == {"drawn": 1, "refused": 0}
    assert jobs()["reports"].run(database, late) == {"drawn": 0, "refused": 0}
    with database.reading() as session:
        found = session.execute(select(Report.plan_id, Report.as_of, Report.drawn_by)).all()
    assert found == [(plan_id, date(2025, 3, 25), "系统")]


@pytest.mark.databases("sqlite")
@pytest.mark.parametrize(
    ("hour", "run"),
    [
        (0, ["deliver"]),
        (6, ["terms", "duties", "periods", "deliver", "audit"]),
        (8, ["terms", "duties", "periods", "reports", "deliver", "audit"]),
        (9, ["terms", "duties", "periods", "reports", "sweep", "deliver", "audit"]),
    ],
)
def test_a_start_makes_up_for_what_was_due_this_morning(settings, database, monkeypatch, hour, run):
    done = []
    monkeypatch.setattr(Clock, "now", lambda self: day(2025, 9, 19, hour))
    monkeypatch.setattr(scheduler, "run_job", lambda job, *_: done.append(job.id))
    scheduler.catch_up(database, settings)
    assert done == run


@pytest.mark.databases("sqlite")
def test_a_job_that_breaks_is_told_of_and_the_next_run_comes(settings, database, caplog):
    def broken(*_):
        raise RuntimeError("disk full")

    scheduler.run_job(replace(jobs()["sweep"], run=broken), database, settings)
    assert "job sweep failed" in caplog.text
    assert "disk full" in caplog.text


@pytest.mark.databases("sqlite")
def test_a_mail_setting_that_cannot_be_used_is_said_at_the_start(settings):
    with pytest.raises(SettingsError):
        scheduler.run(replace(settings, notify_urls=("smtp://mail.shili.example",)))


def test_a_daily_job_runs_in_official_time_on_saturdays_too():
    friday = day(2025, 10, 10, 9)
    assert jobs()["sweep"].trigger.get_next_fire_time(None, friday) == day(2025, 10, 11, 8).replace(minute=40)


def test_the_reports_that_units_owe_are_opened_once(settings, database, factory):
    owed(factory)
    later = replace(settings, fixed_today=date(2026, 1, 4))
    assert jobs()["duties"].run(database, later) == {"plans": 1, "opened": 4}
    assert jobs()["duties"].run(database, later) == {"plans": 0, "opened": 0}


def test_the_history_is_verified_once_a_day(settings, factory):
    factory.database = database = connect(settings)  # which is witnessed beside the data
    factory.acknowledged()
    assert jobs()["audit"].run(database, settings)["found"] == 0
    assert jobs()["audit"].run(database, settings) == {"events": 0, "found": 0}
    tomorrow = replace(settings, fixed_today=date(2025, 9, 20))
    assert jobs()["audit"].run(database, tomorrow)["events"] > 0
    database.dispose()


def test_reporting_periods_are_opened_and_locked_once(settings, database, factory):
    factory.plan()
    april = replace(settings, fixed_today=date(2025, 4, 1))
    assert jobs()["periods"].run(database, april) == {"opened": 3, "locked": 2}
    assert jobs()["periods"].run(database, april) == {"opened": 0, "locked": 0}
