"""Figures for programs, and who may read them."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from tests.factories import NOW, Factory
from tracker.db import Database
from tracker.models import RunState
from tracker.services import job_runs

pytestmark = pytest.mark.databases("sqlite")


def test_figures_are_told_in_the_format_of_prometheus(app: Flask, factory: Factory, database: Database) -> None:
    factory.task()
    with database.transaction() as session:
        run_id = job_runs.start(session, "sweep", NOW.date(), token=1, now=NOW)
        job_runs.finish(session, run_id, RunState.FAILED, now=NOW + timedelta(seconds=7), error="磁盘已满。")
    answer = app.test_client().get("/metrics")
    assert answer.content_type.startswith("text/plain; version=0.0.4")
    told = answer.get_data(as_text=True)
    assert 'tracker_job_runs{job="sweep",state="failed"} 1.0' in told
    assert 'tracker_job_last_duration_seconds{job="sweep"} 7.0' in told
    assert 'tracker_job_last_failed{job="sweep"} 1.0' in told
    assert "tracker_tasks_open 1.0" in told
    assert "磁盘" not in told


def test_without_a_token_only_this_machine_reads_them(app: Flask) -> None:
    client = app.test_client()
    assert client.get("/metrics").status_code == 200
    assert client.get("/metrics", environ_base={"REMOTE_ADDR": "10.0.0.7"}).status_code == 404


@pytest.mark.parametrize(("given", "status"), [("Bearer right-token", 200), ("Bearer wrong", 404), ("", 404)])
def test_with_a_token_whoever_shows_it_reads_them(app: Flask, given: str, status: int) -> None:
    wired = app.extensions["tracker"]
    app.extensions["tracker"] = replace(wired, settings=replace(wired.settings, metrics_token="right-token"))
    headers = {"Authorization": given} if given else {}
    answer = app.test_client().get("/metrics", headers=headers, environ_base={"REMOTE_ADDR": "10.0.0.7"})
    assert answer.status_code == status


def test_a_database_that_is_away_is_not_ready(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    client = app.test_client()
    assert client.get("/readyz").status_code == 200
    wired = app.extensions["tracker"]
    away = Database("sqlite:////nowhere/at/all/tracker.db")
    app.extensions["tracker"] = replace(wired, database=away)
    assert client.get("/readyz").status_code == 503
    away.dispose()
    app.extensions["tracker"] = wired
