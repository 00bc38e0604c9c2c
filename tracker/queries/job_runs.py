"""What the scheduler's jobs have done, what is asked of them, and who holds the lease."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session, selectinload

from tracker.models import JobRequest, JobRun, RunState, SchedulerLease
from tracker.models.scheduling import THE_LEASE
from tracker.queries.sql import Page, page_of
from tracker.rules.schedules import MOST_TRIES, Unsettled

SILENT_AFTER = timedelta(hours=1)
MADE_UP_WITHIN = timedelta(days=7)


@dataclass(frozen=True)
class Standing:
    """Where jobs of the day stand: the newest day of each up to today, and what is to be tried again.

    `is_ahead`: some were run for days to come, by a clock that has been set back since. `is_worn`: some run was begun as often
    as may be, and its scheduler died each time.
    """

    last: Mapping[str, date]
    unsettled: Sequence[Unsettled]
    is_ahead: bool
    is_worn: bool


def standing(session: Session, jobs: Collection[str], today: date) -> Standing:
    """How these jobs stand; three statements, however long they have been running."""
    ours = JobRun.job.in_(list(jobs))
    newest = select(JobRun.job, func.max(JobRun.due)).where(ours, JobRun.due <= today).group_by(JobRun.job)
    left = select(JobRun.job, JobRun.due, JobRun.attempts, JobRun.ended_at).where(
        ours, JobRun.due <= today, JobRun.state.in_((RunState.RUNNING, RunState.FAILED)), JobRun.attempts < MOST_TRIES
    )
    ahead = exists().where(ours, JobRun.due > today, JobRun.attempts > 0)
    worn = exists().where(ours, JobRun.state == RunState.RUNNING, JobRun.attempts >= MOST_TRIES)
    is_ahead, is_worn = session.execute(select(ahead, worn)).one()
    return Standing(
        last=dict(session.execute(newest).all()),
        unsettled=[Unsettled(*row) for row in session.execute(left)],
        is_ahead=is_ahead,
        is_worn=is_worn,
    )


def requested(session: Session, jobs: Collection[str]) -> list[tuple[str, date]]:
    """(job, day) of each run that was asked for by hand and not taken up yet, in the order of asking."""
    query = select(JobRequest.job, JobRequest.due).where(JobRequest.taken_at.is_(None), JobRequest.job.in_(list(jobs)))
    return list(dict.fromkeys((job, due) for job, due in session.execute(query.order_by(JobRequest.id))))


def open_requests(session: Session) -> Sequence[JobRequest]:
    """What was asked for and waits for the scheduler, with who asked."""
    query = select(JobRequest).where(JobRequest.taken_at.is_(None)).options(selectinload(JobRequest.asked_by))
    return session.scalars(query.order_by(JobRequest.id)).all()


def newest_runs(session: Session) -> dict[str, JobRun]:
    """The last run of each job that was really run; what lies before the first start is none."""
    newest = select(func.max(JobRun.id)).where(JobRun.attempts > 0).group_by(JobRun.job)
    return {run.job: run for run in session.scalars(select(JobRun).where(JobRun.id.in_(newest)))}


@dataclass(frozen=True)
class MadeUp:
    """The days that a job has made up lately."""

    days: int
    first: date
    last: date


def made_up(session: Session, now: datetime) -> dict[str, MadeUp]:
    """Of each job the days that it made up within the last week; jobs that made up none are left out."""
    query = (
        select(JobRun.job, func.count(), func.min(JobRun.due), func.max(JobRun.due))
        .where(JobRun.made_up, JobRun.started_at > now - MADE_UP_WITHIN, JobRun.state == RunState.DONE)
        .group_by(JobRun.job)
    )
    return {job: MadeUp(days, first, last) for job, days, first, last in session.execute(query)}


def runs(session: Session, job: str, state: RunState | None, number: int) -> Page[JobRun]:
    """One page of the runs, newest first; of one job where it is named, in one state where that is."""
    conditions = [JobRun.attempts > 0]
    if job:
        conditions.append(JobRun.job == job)
    if state:
        conditions.append(JobRun.state == state)
    query = select(JobRun).where(*conditions).order_by(JobRun.started_at.desc(), JobRun.id.desc())
    rows, number, total = page_of(session, query, number)
    return Page([row[0] for row in rows], number, total)


def failures(session: Session) -> int:
    """How many jobs' last runs have failed."""
    return sum(run.state is RunState.FAILED for run in newest_runs(session).values())


def lease(session: Session) -> SchedulerLease:
    """Who is at work, since when, and when it was last heard."""
    return session.get_one(SchedulerLease, THE_LEASE)


def is_silent(session: Session, now: datetime) -> bool:
    """True where no scheduler has been heard for an hour, or none ever was."""
    heard = session.scalar(select(SchedulerLease.beat_at))
    return heard is None or heard + SILENT_AFTER < now
