"""A round of a lane: work off what is due, in order, and keep a record of each run.

One thread works in a lane, so that no job overlaps itself or one that must come before it; a run that is found begun is
therefore one whose scheduler died, and is begun again.
"""

import logging
import time
from collections.abc import Sequence
from datetime import date, datetime

from tracker.config import Settings
from tracker.errors import TrackerError
from tracker.fencing import Fence, LeaseLost
from tracker.job_words import made_up_words
from tracker.jobs.care import Skipped
from tracker.jobs.table import JOBS, Job, Lane
from tracker.models import RunState
from tracker.queries import job_runs as queries
from tracker.rules.days import OFFICIAL_ZONE, official_day
from tracker.rules.schedules import Due, runs_to_make
from tracker.services import job_runs
from tracker.services.calendars import work_calendar

logger = logging.getLogger(__name__)


def work_off(lane: Lane, fence: Fence, settings: Settings, jobs: Sequence[Job] = JOBS) -> None:
    """Run what is due in the lane; ends quietly where the lease is lost, for the successor goes on from the record."""
    ours = [job for job in jobs if job.lane is lane]
    daily = {job.id: job for job in ours if job.at is not None}
    try:
        held_up = set()
        for due in _due(list(daily.values()), fence, settings) if daily else ():
            fence.check()
            if due.job not in held_up and not run_day(daily[due.job], due.day, fence, settings):
                held_up.add(due.job)
        for job in ours:
            if job.at is None:
                fence.check()
                run_round(job, fence, settings)
    except LeaseLost:
        logger.warning("lane %s stops: the lease is lost, or the process is to end", lane)
    except Exception:
        logger.exception("lane %s: this round ends, the next goes on", lane)


def _due(jobs: Sequence[Job], fence: Fence, settings: Settings) -> list[Due]:
    """What to run now, in order: what was asked for by hand first."""
    now = settings.clock.now()
    ids = [job.id for job in jobs]
    standing = _standing(ids, fence, now)
    with fence.reading() as session:
        asked = queries.requested(session, ids)
        calendar = work_calendar(session)
    at = {job.id: job.timetable.at for job in jobs}
    found = runs_to_make(
        [job.timetable for job in jobs], standing.last, standing.unsettled, official_day(now),
        now.astimezone(OFFICIAL_ZONE).time(), now, calendar.is_workday,
    )  # fmt: skip
    _say(found, standing, official_day(now))
    by_hand = [Due(day, at[job], job) for job, day in asked]
    return [*by_hand, *(due for due in found if due not in by_hand)]


def _standing(ids: Sequence[str], fence: Fence, now: datetime) -> queries.Standing:
    """How the jobs stand, after what a first start and a clock set back ask for."""
    today = official_day(now)
    with fence.reading() as session:
        found = queries.standing(session, ids, today)
    if not found.is_ahead and not found.is_worn and set(ids) <= set(found.last):
        return found
    with fence.transaction() as session:
        again = job_runs.redo_ahead(session, today, now=now)
        dead = job_runs.give_up(session, ids, now=now)
        job_runs.set_out(session, ids, today, token=fence.token, now=now)
    if again:
        logger.warning("the clock has gone back: %d runs of days to come will be made again", again)
    if dead:
        logger.error("%d runs have failed: the scheduler died in each of their tries", dead)
    with fence.reading() as session:
        return queries.standing(session, ids, today)


def _say(found: Sequence[Due], standing: queries.Standing, today: date) -> None:
    """Say in the log what is made up, once: when the days are met for the first time."""
    missed: dict[str, list[date]] = {}
    for due in found:
        if standing.last[due.job] < due.day < today:
            missed.setdefault(due.job, []).append(due.day)
    for job, days in missed.items():
        logger.warning("job %s: %s", job, made_up_words(len(days), days[0], days[-1]))


def run_day(job: Job, day: date, fence: Fence, settings: Settings) -> bool:
    """Run the job for the day and keep how it ended; False where it failed."""
    with fence.transaction() as session:
        run_id = job_runs.start(session, job.id, day, token=fence.token, now=settings.clock.now())
    began = time.monotonic()
    counts, state, error = _run(job, day, fence, settings)
    with fence.transaction() as session:
        job_runs.finish(session, run_id, state, now=settings.clock.now(), counts=counts, error=error)
    said = " ".join(f"{name}={int(number)}" for name, number in counts.items())
    logger.info("job %s of %s: %s %s in %.1f s", job.id, day, state, error or said, time.monotonic() - began)
    return state is not RunState.FAILED


def run_round(job: Job, fence: Fence, settings: Settings) -> None:
    """Run a job of every minute, and keep a record where it did something or failed."""
    began = settings.clock.now()
    counts, state, error = _run(job, official_day(began), fence, settings)
    if not error and not any(number for name, number in counts.items() if name not in job.tells):
        return
    with fence.transaction() as session:
        job_runs.note_round(
            session, job.id, token=fence.token, began=began, now=settings.clock.now(), counts=counts, error=error
        )  # fmt: skip
    logger.info("job %s: %s %s", job.id, state, error or " ".join(f"{name}={int(number)}" for name, number in counts.items()))


def _run(job: Job, day: date, fence: Fence, settings: Settings) -> tuple[dict[str, int], RunState, str]:
    """What the job did, how it ended, and the sentence where it did not end well; the log has the whole of a failure."""
    try:
        return {name: int(number) for name, number in job.run(fence, settings, day).items()}, RunState.DONE, ""
    except LeaseLost:
        raise
    except Skipped as reason:
        return {}, RunState.SKIPPED, str(reason)[:300]
    except TrackerError as error:
        logger.exception("job %s of %s failed", job.id, day)
        return {}, RunState.FAILED, str(error)[:300]
    except Exception as error:  # its text may hold what it was at work on, so only its kind is kept
        logger.exception("job %s of %s failed", job.id, day)
        return {}, RunState.FAILED, f"程序出错（{type(error).__name__}），详见调度进程的日志。"
