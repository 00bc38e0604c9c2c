"""后台作业: what the scheduler does and has done, for the system administrator; and runs asked for by hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from tracker.errors import InvalidInput
from tracker.job_words import COUNTS, made_up_words, minutes_words
from tracker.jobs.table import BY_ID, JOBS, Job
from tracker.labels import N_
from tracker.models import JobRun, RunState
from tracker.queries import job_runs as queries
from tracker.queries.undelivered import undelivered
from tracker.rules.days import OFFICIAL_ZONE
from tracker.rules.permissions import Permission, holds
from tracker.rules.schedules import MOST_DAYS, next_due
from tracker.services import job_runs
from tracker.web import appearance, formats
from tracker.web.context import actor, calendar, database, now, today
from tracker.web.forms.answering import done
from tracker.web.guards import needs
from tracker.web.paging import asked_page, here, pager

bp = Blueprint("jobs", __name__)

STATES = {
    RunState.RUNNING: (N_("正在执行"), "info"),
    RunState.DONE: (N_("完成"), "good"),
    RunState.FAILED: (N_("失败"), "bad"),
    RunState.SKIPPED: (N_("未执行"), "warn"),
}


@dataclass(frozen=True)
class JobLine:
    """A job as the page shows it. `again`: the day whose run failed, to be run again by hand."""

    job: Job
    next_at: datetime | None
    run: JobRun | None
    made_up: str
    is_asked: bool

    @property
    def is_waiting(self) -> bool:
        """Asked for and not begun, or begun and not ended."""
        return self.is_asked or (self.run is not None and self.run.state is RunState.RUNNING)

    @property
    def again(self) -> date | None:
        return self.run.due if self.run is not None and self.run.state is RunState.FAILED else None


@bp.get("/jobs")
@needs(Permission.JOB_READ)
def index() -> ResponseReturnValue:
    """Every job with its last and next run, who is at work, and all runs, newest first."""
    job, state = _chosen()
    with database().reading() as session:
        page = queries.runs(session, job, state, asked_page())
        lines = _lines(session)
        return render_template(
            "jobs/index.html",
            lines=lines,
            is_waiting=any(line.is_waiting for line in lines),
            lease=queries.lease(session),
            is_silent=queries.is_silent(session, now()),
            undelivered=undelivered(session, actor(), Permission.USER_READ, today()),
            page=page,
            pager=pager(page),
            job=job,
            state=state,
            jobs=BY_ID,
            states=STATES,
            outcome=_outcome,
            duration=_duration,
            fields=_fields(job, state),
            chips=_chips(job, state),
            may_run=holds(actor(), Permission.JOB_RUN),
        )


@bp.post("/jobs/run")
@needs(Permission.JOB_RUN)
def ask() -> ResponseReturnValue:
    """Ask the scheduler to run a job for a day; it takes the request up at its next round."""
    job = BY_ID.get(request.form.get("job", ""))
    if job is None or job.at is None:
        raise InvalidInput("没有这个作业，请从作业清单中选择。")
    with database().transaction() as session:
        job_runs.ask(session, job.id, _asked_day(), actor=actor(), now=now())
    return done(gettext("已经安排，调度进程在一分钟内执行。"), "jobs.index")


def _asked_day() -> date:
    try:
        day = date.fromisoformat(request.form.get("due") or today().isoformat())
    except ValueError as error:
        raise InvalidInput("日期请写成 2025-11-30 的形式。") from error
    if not today() - timedelta(days=MOST_DAYS) <= day <= today():
        raise InvalidInput("只能补做今天和过去四百天之内的作业。")
    return day


def _chosen() -> tuple[str, RunState | None]:
    job, state = request.args.get("job", ""), request.args.get("state", "")
    return job if job in BY_ID else "", RunState(state) if state in list(RunState) else None


def _fields(job: str, state: RunState | None) -> list[dict[str, Any]]:
    every = ("", gettext("全部"))
    of_jobs = [every, *((one.id, gettext(one.title)) for one in JOBS)]
    of_states = [every, *((one.value, gettext(title)) for one, (title, _) in STATES.items())]
    return [
        {"name": "job", "label": gettext("作业"), "kind": "select", "options": of_jobs, "value": job},
        {"name": "state", "label": gettext("结果"), "kind": "select", "options": of_states, "value": state.value if state else ""},
    ]


def _chips(job: str, state: RunState | None) -> list[tuple[str, str]]:
    chosen = {"job": gettext(BY_ID[job].title) if job else "", "state": gettext(STATES[state][0]) if state else ""}
    return [(text, here(**{name: None, "page": None})) for name, text in chosen.items() if text]


def _lines(session: Session) -> Sequence[JobLine]:
    newest, made_up = queries.newest_runs(session), queries.made_up(session, now())
    asked = {row.job for row in queries.open_requests(session)}
    is_workday = calendar().is_workday
    local = now().astimezone(OFFICIAL_ZONE)
    lines = []
    for job in JOBS:
        coming = next_due(job.timetable, local.date(), local.time(), is_workday) if job.at else None
        days = made_up.get(job.id)
        lines.append(
            JobLine(
                job,
                datetime.combine(*coming, OFFICIAL_ZONE) if coming else None,
                newest.get(job.id),
                made_up_words(days.days, days.first, days.last, appearance.locale(), gettext) if days else "",
                job.id in asked,
            )
        )
    return lines


def _outcome(run: JobRun) -> str:
    """What was done, as 新安排 8、此前已安排 3, or why it was not; what came to nothing is left out."""
    if run.state is not RunState.DONE:
        return run.error
    counts = {name: number for name, number in (run.counts or {}).items() if number and name in COUNTS}
    return formats.listed(f"{gettext(COUNTS[name])} {number}" for name, number in counts.items()) or gettext("没有需要办理的")


def _duration(run: JobRun) -> str:
    return minutes_words((run.ended_at - run.started_at).total_seconds(), gettext) if run.ended_at else ""
