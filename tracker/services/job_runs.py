"""The record of what the scheduler runs: begun, done or failed; and runs that an administrator asks for.

The scheduler's own writes take no actor: they are facts about the machine, stand in no plan's history, and only a transaction
under the lease reaches them (tracker/fencing.py).
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from tracker.errors import NotAllowed
from tracker.models import JobRequest, JobRun, RunState
from tracker.rules.days import official_day
from tracker.rules.permissions import Actor, Permission, holds
from tracker.rules.schedules import MOST_TRIES
from tracker.services.events import NO_PLAN, Entry, record

CLOCK_WENT_BACK = "系统时钟曾经走快，到这一天重新执行。"
DIED = "调度进程多次中断，没有执行完。"
OVERTAKEN = "调度进程中断，没有执行完；已由后一次执行代替。"
KEPT_ROUNDS = timedelta(days=90)  # of jobs that run every minute; days are kept


def set_out(session: Session, jobs: Collection[str], today: date, *, token: int, now: datetime) -> None:
    """Enter for each job that has never run where its days begin: today, for nothing of before the first start is made up."""
    known = set(session.scalars(select(JobRun.job).where(JobRun.due <= today).distinct()))
    before = today - timedelta(days=1)
    for job in sorted(set(jobs) - known):
        session.add(JobRun(job=job, due=before, state=RunState.SKIPPED, started_at=now, ended_at=now, attempts=0, token=token))


def redo_ahead(session: Session, today: date, *, now: datetime) -> int:
    """Have the runs for days after today made anew when these come: how many. They are those of a clock that had run ahead."""
    ahead = update(JobRun).where(JobRun.due > today, JobRun.attempts > 0, JobRun.round == 0)
    values = {"state": RunState.FAILED, "attempts": 0, "ended_at": now, "error": CLOCK_WENT_BACK, "made_up": False}
    return len(session.scalars(ahead.values(**values).returning(JobRun.id)).all())


def give_up(session: Session, jobs: Collection[str], *, now: datetime) -> int:
    """Let the runs fail whose scheduler died in every try: how many."""
    left = update(JobRun).where(JobRun.job.in_(list(jobs)), JobRun.state == RunState.RUNNING, JobRun.attempts >= MOST_TRIES)
    return len(session.scalars(left.values(state=RunState.FAILED, ended_at=now, error=DIED).returning(JobRun.id)).all())


def start(session: Session, job: str, due: date, *, token: int, now: datetime) -> int:
    """The id of the run of the job for the day, begun anew; what was asked for by hand is thereby taken up."""
    taken = update(JobRequest).where(JobRequest.job == job, JobRequest.due == due, JobRequest.taken_at.is_(None))
    asked = session.scalars(taken.values(taken_at=now).returning(JobRequest.id)).all()
    run = session.scalar(select(JobRun).where(JobRun.job == job, JobRun.due == due, JobRun.round == 0))
    if run is None:
        run = JobRun(job=job, due=due, attempts=0, made_up=due < official_day(now))
        session.add(run)
    # By hand a run begins as if for the first time, so that it is tried again as often.
    run.attempts = 1 if asked else run.attempts + 1
    run.state, run.started_at, run.ended_at, run.token, run.counts, run.error = RunState.RUNNING, now, None, token, None, ""
    session.flush()
    _leave_behind(session, run, now)
    return run.id


def _leave_behind(session: Session, run: JobRun, now: datetime) -> None:
    """Let what a dead scheduler had begun for earlier days fail, where this run does for all: or it would look at work for ever."""
    earlier = (JobRun.job == run.job, JobRun.round == 0, JobRun.due < run.due, JobRun.state == RunState.RUNNING)
    session.execute(update(JobRun).where(*earlier).values(state=RunState.FAILED, ended_at=now, error=OVERTAKEN))


def finish(
    session: Session, run_id: int, state: RunState, *, now: datetime, counts: Mapping[str, int] | None = None, error: str = ""
) -> None:
    """Say how the run ended."""
    run = session.get_one(JobRun, run_id)
    run.state, run.ended_at, run.counts, run.error = state, now, dict(counts or {}), error


def note_round(
    session: Session, job: str, *, token: int, began: datetime, now: datetime, counts: Mapping[str, int] | None, error: str = ""
) -> None:
    """Keep a round of a job that runs every minute. A failure like the one before is counted in its row, not in a further one."""
    day = official_day(began)
    last = session.scalar(select(JobRun).where(JobRun.job == job).order_by(JobRun.id.desc()).limit(1))
    if error and last is not None and (last.state, last.error, last.due) == (RunState.FAILED, error, day):
        last.attempts, last.ended_at, last.token = last.attempts + 1, now, token
        return
    number = session.scalar(select(func.max(JobRun.round)).where(JobRun.job == job, JobRun.due == day)) or 0
    session.add(
        JobRun(
            job=job, due=day, round=number + 1, state=RunState.FAILED if error else RunState.DONE, started_at=began, ended_at=now,
            counts=dict(counts or {}), error=error, token=token,
        )
    )  # fmt: skip


def forget_rounds(session: Session, *, now: datetime) -> int:
    """Remove the rounds of jobs of every minute that are older than 90 days, and requests long taken up: how many."""
    before = now - KEPT_ROUNDS
    rounds = session.scalars(delete(JobRun).where(JobRun.round > 0, JobRun.started_at < before).returning(JobRun.id)).all()
    asked = session.scalars(delete(JobRequest).where(JobRequest.taken_at < before).returning(JobRequest.id)).all()
    return len(rounds) + len(asked)


def ask(session: Session, job: str, due: date, *, actor: Actor, now: datetime) -> None:
    """Ask the scheduler to run the job for the day, now; asked twice before it looks, it runs once."""
    if not holds(actor, Permission.JOB_RUN):
        raise NotAllowed("后台作业由系统管理员安排执行。")
    request = JobRequest(job=job, due=due, asked_at=now, asked_by_id=actor.user_id)
    session.add(request)
    session.flush()
    facts = {"job": job, "due": due.isoformat()}
    record(session, NO_PLAN, [Entry("job", request.id, "ask_run", data=facts)], actor=actor, now=now)
