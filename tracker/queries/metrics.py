"""Figures for whoever watches the machine: counts of rows, no content."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.models import Delivery, JobRun, SchedulerLease, Task
from tracker.queries.job_runs import lease, newest_runs
from tracker.rules.statuses import OPEN_TASK_STATES


@dataclass(frozen=True)
class Figures:
    """How the scheduler and its work stand; `runs` by (job, state), `deliveries` by (channel, state)."""

    runs: Mapping[tuple[str, ...], int]
    newest: Mapping[str, JobRun]
    lease: SchedulerLease
    beat_age: float | None  # seconds; None where no scheduler was ever heard
    deliveries: Mapping[tuple[str, ...], int]
    open_tasks: int


def figures(session: Session, now: datetime) -> Figures:
    """The figures of this moment; a constant number of statements."""
    by_state = select(JobRun.job, JobRun.state, func.count()).where(JobRun.attempts > 0).group_by(JobRun.job, JobRun.state)
    sent = select(Delivery.channel, Delivery.state, func.count()).group_by(Delivery.channel, Delivery.state)
    held = lease(session)
    return Figures(
        runs={(job, state.value): number for job, state, number in session.execute(by_state)},
        newest=newest_runs(session),
        lease=held,
        beat_age=max(0.0, (now - held.beat_at).total_seconds()) if held.beat_at else None,
        deliveries={(channel, state.value): number for channel, state, number in session.execute(sent)},
        open_tasks=session.scalar(select(func.count()).where(Task.state.in_(OPEN_TASK_STATES))) or 0,
    )
