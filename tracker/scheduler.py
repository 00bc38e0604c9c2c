"""The scheduler: a process of its own that runs the jobs (tracker/jobs) whenever the lease is its own.

What is to be done stands in our own tables and in code, so nothing of a schedule is stored: APScheduler says when to look, and
each look works off whatever is due, whether it has just come or was missed last month.
"""

import logging
import signal
from collections.abc import Sequence
from dataclasses import dataclass
from queue import Empty, SimpleQueue

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


class Leaving:
    """Whether the process was asked to end, by SIGTERM or Ctrl+C.

    The handler only lays the word down, in a queue that may be put to in the midst of anything; it is taken up between two steps.
    An exception out of a handler would come in the middle of one, with a lock of the database in hand that nobody then gives back,
    or where Python swallows it.
    """

    def __init__(self) -> None:
        self._asked: SimpleQueue[int] = SimpleQueue()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda number, _frame: self._asked.put(number))

    def rest(self, seconds: float) -> bool:
        """Wait for so long; True, at once, where the process was asked to end."""
        try:
            self._asked.get(timeout=seconds)
        except Empty:
            return False
        return True


def run(settings: Settings, jobs: Sequence[Job] = JOBS, tempo: Tempo | None = None) -> None:
    """Work whenever the lease is ours, until SIGTERM or Ctrl+C; a job that is running is finished first."""
    tempo = tempo or Tempo()
    open_channels(settings.notify_urls)  # a setting that cannot be used is said now, not at the first mail
    leaving = Leaving()
    # A look that comes while the one before is still at work is left out, and says so every minute: at length, for hours.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    database = connect(settings)
    lease = Lease(database, settings.clock.now, tempo.pace)
    try:
        while _await(lease, tempo.pace, leaving) and _work(lease, database, settings, tempo, jobs, leaving):
            pass
        logger.info("scheduler stopped")
    finally:
        lease.release()
        database.dispose()


def _await(lease: Lease, pace: Pace, leaving: Leaving) -> bool:
    """True once the lease is ours, False where the process was asked to end before."""
    if lease.take():
        return True
    logger.info("scheduler waiting: another one is at work")
    while not leaving.rest(pace.look):
        if lease.take():
            return True
    return False


def _work(lease: Lease, database: Database, settings: Settings, tempo: Tempo, jobs: Sequence[Job], leaving: Leaving) -> bool:
    """Run the jobs as long as the lease is held; True where it was lost, False where the process was asked to end."""
    assert lease.token is not None
    fence = Fence(database, lease.token)
    scheduler = _triggers(fence, settings, tempo, jobs)
    scheduler.start()
    logger.info("scheduler at work: %s under token %d", ", ".join(job.id for job in jobs), fence.token)
    try:
        while lease.renew():
            if leaving.rest(tempo.pace.beat):
                return False
        logger.error("scheduler lost its lease and stops its jobs")
        lease.token = None
        return True
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
