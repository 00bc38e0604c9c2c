"""`/metrics`: figures in the text format of Prometheus, read from the database at each request.

Nothing is counted in this process, so that any number of web processes give the same answer. Plain figures still tell strangers
how an office works: the page answers to the token of the settings, or, where none is set, to this machine alone.
"""

import hmac
from collections.abc import Iterator, Mapping

from flask import Blueprint, Response, abort, request
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from tracker.queries.metrics import Figures, figures
from tracker.web.context import database, now, services
from tracker.web.guards import PUBLIC, needs

bp = Blueprint("metrics", __name__)

LOOPBACK = ("127.0.0.1", "::1")
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


@bp.get("/metrics")
@needs(PUBLIC)  # for programs, which do not log in; see `_may_read`
def index() -> Response:
    """The figures; as if the page were not there for whoever may not read them."""
    if not _may_read():
        abort(404)
    with database().reading() as session:
        found = figures(session, now())
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Reading(found))
    return Response(generate_latest(registry), content_type=CONTENT_TYPE)


def _may_read() -> bool:
    token = services().settings.metrics_token
    if not token:
        return request.remote_addr in LOOPBACK
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return hmac.compare_digest(given.encode(), token.encode())


class _Reading(Collector):
    """The figures of one request as families of gauges."""

    def __init__(self, found: Figures) -> None:
        self._found = found

    def collect(self) -> Iterator[Metric]:
        found = self._found
        yield _family("tracker_job_runs", "Runs on record, by job and how they ended.", ("job", "state"), found.runs)
        newest = {(job,): run for job, run in found.newest.items()}
        yield _family(
            "tracker_job_last_start_seconds", "When each job began last (Unix time).", ("job",),
            {key: run.started_at.timestamp() for key, run in newest.items()},
        )  # fmt: skip
        yield _family(
            "tracker_job_last_duration_seconds", "How long the last run of each job took.", ("job",),
            {key: (run.ended_at - run.started_at).total_seconds() for key, run in newest.items() if run.ended_at},
        )  # fmt: skip
        yield _family(
            "tracker_job_last_failed", "1 where the last run of the job failed.", ("job",),
            {key: float(run.state.value == "failed") for key, run in newest.items()},
        )  # fmt: skip
        yield _single("tracker_scheduler_token", "How often the scheduler's lease was taken.", found.lease.token)
        yield _single("tracker_scheduler_up", "1 where some scheduler holds the lease.", float(bool(found.lease.holder)))
        if found.beat_age is not None:
            yield _single("tracker_scheduler_beat_age_seconds", "Since the holder was last heard.", found.beat_age)
        yield _family("tracker_deliveries", "Deliveries by channel and state.", ("channel", "state"), found.deliveries)
        yield _single("tracker_tasks_open", "Tasks not closed.", found.open_tasks)


def _family(name: str, said: str, labels: tuple[str, ...], values: Mapping[tuple[str, ...], float]) -> Metric:
    family = GaugeMetricFamily(name, said, labels=labels)
    for key, value in sorted(values.items()):
        family.add_metric(key, value)
    return family


def _single(name: str, said: str, value: float) -> Metric:
    return GaugeMetricFamily(name, said, value=value)
