"""后台作业: what the system administrator sees of the scheduler and may ask of it."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from tests.factories import NOW, Factory
from tests.web.conftest import Browser, words
from tracker.clock import Clock
from tracker.db import Database
from tracker.models import JobRequest, RunState, SchedulerLease
from tracker.services import job_runs

ClientAs = Callable[[str], Browser]
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def _at_ten(monkeypatch: pytest.MonkeyPatch) -> None:
    """The application's day is fixed, its hour is not."""
    monkeypatch.setattr(Clock, "now", lambda self: NOW)


def ran(database: Database, job: str, due: date, state: RunState = RunState.DONE, error: str = "", **counts: int) -> None:
    """Let the scheduler have run the job for the day, in seven seconds."""
    with database.transaction() as session:
        run_id = job_runs.start(session, job, due, token=1, now=NOW)
        job_runs.finish(session, run_id, state, now=NOW + timedelta(seconds=7), counts=counts, error=error)


def heard(database: Database, minutes_ago: int) -> None:
    with database.transaction() as session:
        session.execute(
            update(SchedulerLease).values(
                holder="gov-01:4711:ab", token=3, held_since=NOW, beat_at=NOW - timedelta(minutes=minutes_ago)
            )
        )


def test_the_system_administrator_sees_each_job_with_its_last_and_next_run(database: Database, client_as: ClientAs) -> None:
    heard(database, 0)
    ran(database, "sweep", TODAY, planned=8)
    seen = words(client_as("system_admin").get("/jobs"))
    assert "gov-01 进程号 4711" in seen
    assert "安排当日提醒 2025-03-11 08:40" in seen
    assert "7 秒 完成 新安排 8" in seen
    assert "调度进程没有运行" not in seen


def test_days_that_were_made_up_are_said(database: Database, client_as: ClientAs) -> None:
    for days in (3, 2, 1):
        ran(database, "periods", TODAY - timedelta(days=days), opened=1)
    assert "补做 3 天（3月7日至9日）" in words(client_as("system_admin").get("/jobs"))


def test_a_failure_says_why_and_can_be_run_again(database: Database, client_as: ClientAs) -> None:
    yesterday = TODAY - timedelta(days=1)
    ran(database, "reports", yesterday, RunState.FAILED, "邮件出口没有配置。")
    admin = client_as("system_admin")
    page = admin.get("/jobs")
    assert "失败 邮件出口没有配置。" in words(page)
    assert f'name="due" value="{yesterday.isoformat()}"' in page.get_data(as_text=True)
    answer = admin.post("/jobs/run", {"job": "reports", "due": yesterday.isoformat()}, follow=True)
    assert "已安排，等待执行" in words(answer)
    with database.reading() as session:
        assert session.execute(select(JobRequest.job, JobRequest.due)).all() == [("reports", yesterday)]
    assert "安排执行后台作业" in words(client_as("auditor").get("/events", subject="job"))


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"job": "none"}, "没有这个作业"),
        ({"job": "deliver"}, "没有这个作业"),
        ({"job": "sweep", "due": "soon"}, "日期请写成"),
        ({"job": "sweep", "due": "2025-03-11"}, "只能补做今天和过去"),
    ],
)
def test_what_cannot_be_run_is_refused_in_a_sentence(client_as: ClientAs, form: dict[str, str], said: str) -> None:
    answer = client_as("system_admin").post("/jobs/run", form)
    assert (answer.status_code, said in words(answer)) == (400, True)


def test_runs_narrow_by_job_and_by_how_they_ended(database: Database, client_as: ClientAs) -> None:
    ran(database, "sweep", TODAY, planned=8)
    ran(database, "reports", TODAY, RunState.FAILED, "磁盘已满。")
    page = words(client_as("system_admin").get("/jobs", state="failed"))
    assert "磁盘已满。" in page.split("执行记录")[-1]
    assert "新安排 8" not in page.split("执行记录")[-1]
    assert "没有符合条件的执行记录" in words(client_as("system_admin").get("/jobs", state="skipped"))


def test_the_page_costs_the_same_however_long_the_jobs_have_run(
    database: Database, client_as: ClientAs, statements: Callable[[], Any]
) -> None:
    admin = client_as("system_admin")

    def cost() -> int:
        with statements() as sent:
            assert admin.get("/jobs").status_code == 200
        return len(sent)

    ran(database, "sweep", TODAY)
    few = cost()
    for days in range(1, 40):
        ran(database, "sweep", TODAY - timedelta(days=days))
    assert cost() == few


@pytest.mark.parametrize("who", ["clerk", "director", "liaison", "leader", "auditor", "security_admin"])
def test_nobody_else_looks_after_the_jobs(client_as: ClientAs, who: str) -> None:
    assert client_as(who).get("/jobs").status_code == 403


@pytest.mark.parametrize(("minutes", "is_said"), [(59, False), (61, True)])
def test_the_office_hears_when_the_scheduler_has_been_silent_for_an_hour(
    database: Database, factory: Factory, client_as: ClientAs, minutes: int, is_said: bool
) -> None:
    heard(database, minutes)
    sentence = "调度进程已有一小时以上没有动静"
    assert (sentence in words(client_as("clerk").get("/board"))) is is_said
    assert sentence not in words(client_as("leader").get("/board"))


def test_the_page_is_read_afresh_while_a_run_is_waited_for(database: Database, client_as: ClientAs) -> None:
    heard(database, 0)
    browser = client_as("system_admin")
    assert "data-refresh" not in browser.get("/jobs").get_data(as_text=True)
    browser.post("/jobs/run", {"job": "backup"})
    page = browser.get("/jobs")
    assert "data-refresh" in page.get_data(as_text=True)
    assert "本页每 10 秒更新一次" in words(page)
