"""The scheduler: a process of its own that runs the jobs (tracker/jobs) whenever the lease is its own.

What is to be done stands in our own tables and in code, so nothing of a schedule is stored: APScheduler says when to look, and
each look works off whatever is due, whether it has just come or was missed last month.
"""

import logging
import signal
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NoReturn

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from tracker.config import Settings
from tracker.connecting import connect
from tracker.db import Database
from tracker.fencing import Fence
from tracker.jobs.rounds import work_off
from tracker.jobs.table import JOBS, Job, Lane
from tracker.leases import Lease, Pace
from tracker.notify.registry import open_channels
from tracker.rules.days import OFFICIAL_ZONE

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Tempo:
    """How fast the process looks around; tests are in more of a hurry.

    `round_seconds`: between two looks of a lane, for mail, for what is to be tried again or was asked for by hand.
    """

    pace: Pace = Pace()
    round_seconds: float = 60


def run(settings: Settings, jobs: Sequence[Job] = JOBS, tempo: Tempo | None = None) -> None:
    """Work whenever the lease is ours, until SIGTERM or Ctrl+C; a job that is running is finished first."""
    tempo = tempo or Tempo()
    open_channels(settings.notify_urls)  # a setting that cannot be used is said now, not at the first mail
    signal.signal(signal.SIGTERM, _leave)
    # A look that comes while the one before is still at work is left out, and says so every minute: at length, for hours.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    database = connect(settings)
    lease = Lease(database, settings.clock.now, tempo.pace)
    try:
        while True:
            _await(lease, tempo.pace)
            _work(lease, database, settings, tempo, jobs)
    except (KeyboardInterrupt, SystemExit):
        logger.info("scheduler stopped")
    finally:
        lease.release()
        database.dispose()


def _leave(_signal: int, _frame: object) -> NoReturn:
    raise SystemExit(0)


def _await(lease: Lease, pace: Pace) -> None:
    if lease.take():
        return
    logger.info("scheduler waiting: another one is at work")
    while not lease.take():
        time.sleep(pace.look)


def _work(lease: Lease, database: Database, settings: Settings, tempo: Tempo, jobs: Sequence[Job]) -> None:
    """Run the jobs as long as the lease is held."""
    assert lease.token is not None
    fence = Fence(database, lease.token)
    scheduler = _triggers(fence, settings, tempo, jobs)
    scheduler.start()
    logger.info("scheduler at work: %s under token %d", ", ".join(job.id for job in jobs), fence.token)
    try:
        while lease.renew():
            time.sleep(tempo.pace.beat)
        logger.error("scheduler lost its lease and stops its jobs")
        lease.token = None
    finally:
        fence.over.set()
        scheduler.shutdown(wait=True)


def _triggers(fence: Fence, settings: Settings, tempo: Tempo, jobs: Sequence[Job]) -> BackgroundScheduler:
    """A thread for each lane, which looks at once, every minute, and when one of its jobs comes due."""
    scheduler = BackgroundScheduler(
        timezone=OFFICIAL_ZONE,
        executors={lane.value: ThreadPoolExecutor(1) for lane in Lane},
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )
    for lane in {job.lane for job in jobs}:
        arguments = {"args": [lane, fence, settings, jobs], "executor": lane.value}
        scheduler.add_job(work_off, id=f"{lane.value} at the start", **arguments)
        scheduler.add_job(work_off, IntervalTrigger(seconds=tempo.round_seconds), id=lane.value, **arguments)
        for job in jobs:
            if job.lane is lane and job.at is not None:
                due = CronTrigger(hour=job.at.hour, minute=job.at.minute, timezone=OFFICIAL_ZONE)
                scheduler.add_job(work_off, due, id=job.id, **arguments)
    return scheduler
