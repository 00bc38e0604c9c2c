"""The scheduler: a process of its own that runs the jobs of the table below, one process at a time.

What is to be done stands in our own tables, so the jobs live in code and nothing of a schedule is stored: a missed run is made
up by the next one. The lease keeps a second scheduler idle until the first ends or dies.
"""

import logging
import signal
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import time as TimeOfDay
from typing import NoReturn

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from tracker.config import Settings
from tracker.connecting import connect, witness_of
from tracker.db import Database
from tracker.errors import TrackerError
from tracker.leases import Lease, lease_of
from tracker.models import Plan
from tracker.notify.deliver import deliver
from tracker.notify.registry import mail_channel
from tracker.queries.events import last_run
from tracker.rules.days import OFFICIAL_ZONE, official_day
from tracker.rules.permissions import SYSTEM
from tracker.services.audit_runs import keep_run, verify_all
from tracker.services.calendars import work_calendar
from tracker.services.editions import lapse
from tracker.services.occurrences import open_occurrences, plans_to_open
from tracker.services.periodic_reports import reports_due
from tracker.services.periods import plans_to_turn, turn_periods
from tracker.services.reminders import sweep
from tracker.services.reports import draw_report
from tracker.services.sunsets import tell_of_terms, terms_over
from tracker.storage import Storage

logger = logging.getLogger(__name__)

LEASE_SECONDS = 1.0  # between two looks at the lease, by its holder and by those who wait for it

Counts = Mapping[str, int]


def sweep_today(database: Database, settings: Settings) -> Counts:
    """Plan today's reminders."""
    with database.transaction() as session:
        swept = sweep(session, settings.clock.today(), calendar=work_calendar(), now=settings.clock.now())
    return {"working_day": swept.working_day, "planned": len(swept.planned), "already": swept.already}


def draw_reports(database: Database, settings: Settings) -> Counts:
    """Draw up the report of each plan whose reporting period has ended, as of its cut-off day."""
    with database.reading() as session:
        due = reports_due(session, settings.clock.today())
    drawn = 0
    for plan_id, as_of in due:
        try:
            with database.transaction() as session:
                draw_report(session, session.get_one(Plan, plan_id), as_of, actor=SYSTEM, now=settings.clock.now())
            drawn += 1
        except TrackerError as error:  # of one plan; the others have theirs
            logger.warning("no report of plan %d as of %s: %s", plan_id, as_of, error)
    return {"drawn": drawn, "refused": len(due) - drawn}


def end_terms(database: Database, settings: Settings) -> Counts:
    """End the plans whose term is over, and tell the offices of those whose term soon will be."""
    with database.transaction() as session:
        told = tell_of_terms(session, settings.clock.today(), actor=SYSTEM, now=settings.clock.now())
    with database.reading() as session:
        over = terms_over(session, settings.clock.today())
    ended = 0
    for plan_id, last_day in over:
        try:
            with database.transaction() as session:
                lapse(session, session.get_one(Plan, plan_id), last_day, actor=SYSTEM, now=settings.clock.now())
            ended += 1
        except TrackerError as error:  # of one plan; the others end
            logger.warning("plan %d did not lapse: %s", plan_id, error)
    return {"ended": ended, "coming": told, "refused": len(over) - ended}


def open_reports(database: Database, settings: Settings) -> Counts:
    """Ask units for the recurring reports that the plans' duties want by now, each plan by itself."""
    today = settings.clock.today()
    with database.reading() as session:
        plans = plans_to_open(session, today)
    opened = 0
    for plan_id in plans:
        with database.transaction() as session:
            opened += open_occurrences(session, session.get_one(Plan, plan_id), today, actor=SYSTEM, now=settings.clock.now())
    return {"plans": len(plans), "opened": opened}


def turn_reporting(database: Database, settings: Settings) -> Counts:
    """Open the reporting periods that have begun and lock those that are over, each plan by itself."""
    today = settings.clock.today()
    with database.reading() as session:
        plans = plans_to_turn(session, today)
    opened = locked = 0
    for plan_id in plans:
        with database.transaction() as session:
            turned = turn_periods(session, session.get_one(Plan, plan_id), today, actor=SYSTEM, now=settings.clock.now())
        opened, locked = opened + turned[0], locked + turned[1]
    return {"opened": opened, "locked": locked}


def deliver_mail(database: Database, settings: Settings) -> Counts:
    """Send what is planned."""
    delivered = deliver(database, settings, settings.clock.now)
    return {"sent": delivered.sent, "failed": delivered.failed, "pending": delivered.pending}


def verify_history(database: Database, settings: Settings) -> Counts:
    """Verify the history, the rows and every file, once a day; what is found stands in the history and in the log."""
    with database.reading() as session:
        last = last_run(session)
    if last is not None and official_day(last.at) == settings.clock.today():
        return {"events": 0, "found": 0}
    outcome = verify_all(database, witness_of(settings), Storage(settings.storage_dir))
    with database.transaction() as session:
        keep_run(session, outcome, actor=SYSTEM, now=settings.clock.now())
    for item in (*outcome.breaks, *outcome.spoilt):
        logger.error("verification: %s", item)
    return {"events": outcome.events, "found": len(outcome.breaks) + len(outcome.spoilt)}


@dataclass(frozen=True)
class Job:
    """`due_from`: the time of day from which a start has to make the day's run up; None where the next run comes soon."""

    id: str
    trigger: BaseTrigger
    run: Callable[[Database, Settings], Counts]
    due_from: TimeOfDay | None = None


def _daily(hour: int, minute: int) -> CronTrigger:
    """Every day, for a Saturday may be worked: whether today is a working day is for the rules to say."""
    return CronTrigger(hour=hour, minute=minute, timezone=OFFICIAL_ZONE)


# Terms that ended with the day before, the reports that units owe now, the reporting periods, the morning's reports, the
# reminders at the beginning of office hours, mail as it comes.
JOBS = (
    Job("terms", _daily(0, 10), end_terms, due_from=TimeOfDay(0, 10)),
    Job("duties", _daily(0, 20), open_reports, due_from=TimeOfDay(0, 20)),
    Job("periods", _daily(0, 30), turn_reporting, due_from=TimeOfDay(0, 30)),
    Job("reports", _daily(7, 0), draw_reports, due_from=TimeOfDay(7, 0)),
    Job("sweep", _daily(8, 40), sweep_today, due_from=TimeOfDay(8, 40)),
    Job("deliver", IntervalTrigger(minutes=1, timezone=OFFICIAL_ZONE), deliver_mail),
    # The last to be made up for: reading every file may take hours.
    Job("audit", _daily(2, 30), verify_history, due_from=TimeOfDay(2, 30)),
)


def run(settings: Settings) -> None:
    """Work whenever the lease is ours, until SIGTERM or Ctrl+C; a job that is running is finished first."""
    mail_channel(settings.notify_urls)  # a setting that cannot be used is said now, not at the first mail
    signal.signal(signal.SIGTERM, _leave)
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    database, lease = connect(settings), lease_of(settings)
    try:
        while True:
            _await(lease)
            _work(lease, database, settings)
    except (KeyboardInterrupt, SystemExit):
        logger.info("scheduler stopped")
    finally:
        lease.release()
        database.dispose()


def _leave(_signal: int, _frame: object) -> NoReturn:
    raise SystemExit(0)


def _await(lease: Lease) -> None:
    if lease.acquire():
        return
    logger.info("scheduler waiting: another one is at work")
    while not lease.acquire():
        time.sleep(LEASE_SECONDS)


def _work(lease: Lease, database: Database, settings: Settings) -> None:
    """Run the jobs as long as the lease is held."""
    defaults = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    scheduler = BackgroundScheduler(timezone=OFFICIAL_ZONE, job_defaults=defaults)
    for job in JOBS:
        scheduler.add_job(run_job, job.trigger, args=[job, database, settings], id=job.id)
    scheduler.add_job(catch_up, args=[database, settings], id="start")
    scheduler.start()
    logger.info("scheduler at work: %s", ", ".join(job.id for job in JOBS))
    try:
        while lease.is_held():
            time.sleep(LEASE_SECONDS)
        logger.error("scheduler lost its lease and stops its jobs")
    finally:
        scheduler.shutdown(wait=True)


def catch_up(database: Database, settings: Settings) -> None:
    """Make up, in order, for the runs of today that a stopped machine has missed."""
    time_of_day = settings.clock.now().astimezone(OFFICIAL_ZONE).time()
    for job in JOBS:
        if job.due_from is None or job.due_from <= time_of_day:
            run_job(job, database, settings)


def run_job(job: Job, database: Database, settings: Settings) -> None:
    """Run the job and say in one line of the log what it did; a failure is logged whole and ends this run only."""
    began = time.monotonic()
    try:
        counts = job.run(database, settings)
    except Exception:
        logger.exception("job %s failed", job.id)
        return
    # Mail goes out every minute: a round with nothing to do is not worth a line.
    level = logging.INFO if any(counts.values()) or job.due_from else logging.DEBUG
    said = " ".join(f"{name}={int(number)}" for name, number in counts.items())
    logger.log(level, "job %s: %s in %.1f s", job.id, said, time.monotonic() - began)
