"""How fast a nation's reminders are planned: `python -m tests.bench.sweep [--assignments N] [--postgres] [--out FILE]`.

Builds open assignments of invented counties, due over two years, with their people, then sweeps a working day, the next one, and
the first day on which everyone is asked for the month's report. Each sweep is set beside the bare SELECTs that only classify the
same rows, measured in turn in the same process. Seconds are by the clock on the wall; machines are shared, so compare the ratios.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import func, select, text

from tests import postgres
from tests.bench import nation
from tracker import migrate
from tracker.db import Database
from tracker.models import Notice
from tracker.queries.reminder_sources import told_by_then
from tracker.queries.reminder_steps import relation
from tracker.rules.days import OFFICIAL_ZONE
from tracker.services.calendars import work_calendar
from tracker.services.reminder_occasions import occasions
from tracker.services.reminders import sweep

DAYS = {"first sweep": date(2025, 9, 10), "next day": date(2025, 9, 11), "everyone's report": date(2025, 9, 18)}
COUNTY = 357  # assignments: 21 tasks of 17 units
MB = 1024


def main() -> None:
    """Build, sweep in a process of its own, print; for 100,000 assignments first, so that the growth of memory shows."""
    options = _options()
    if options.worker:
        print(json.dumps(_measure(options.worker)))
        return
    figures = {}
    for size in sorted({100_000, options.assignments}):
        for name in ("sqlite", "postgresql") if options.postgres else ("sqlite",):
            with _database(name) as url:
                began = time.perf_counter()
                built = nation.build(url, round(size / COUNTY) or 1)
                print(f"{name}: {built:,} open assignments built in {time.perf_counter() - began:.0f} s", file=sys.stderr)
                command = [sys.executable, "-m", "tests.bench.sweep", "--worker", url]
                figures[f"{name} {size:,}"] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
            _say(f"{name} {size:,}", figures[f"{name} {size:,}"])
    if options.out:
        options.out.write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _options() -> argparse.Namespace:
    options = argparse.ArgumentParser(description="How fast reminders are planned.")
    options.add_argument("--assignments", type=int, default=1_000_000)
    options.add_argument("--postgres", action="store_true", help="also on PostgreSQL")
    options.add_argument("--out", type=Path, help="where the JSON goes")
    options.add_argument("--worker", help=argparse.SUPPRESS)
    return options.parse_args()


@contextmanager
def _database(name: str) -> Iterator[str]:
    if name == "sqlite":
        with tempfile.TemporaryDirectory(prefix="tracker-bench-") as folder:
            url = f"sqlite:///{folder}/tracker.db"
            _migrate(url)
            yield url
        return
    server = postgres.Server(postgres.choose())
    try:
        url = server.create("tracker_bench_sweep")
        _migrate(url)
        yield url
    finally:
        server.stop()


def _migrate(url: str) -> None:
    database = Database(url)
    migrate.upgrade(database.engine)
    database.dispose()


def _measure(url: str) -> dict[str, Any]:
    database = Database(url)
    found: dict[str, Any] = {"days": {}}
    with database.reading() as session:
        found["open"] = session.scalar(text("SELECT count(*) FROM assignment"))
    for name, today in DAYS.items():
        bare = _bare(database, today)
        seconds, planned = _swept(database, today)
        again = _bare(database, today)
        found["days"][name] = {"planned": planned, "seconds": seconds, "bare": (bare + again) / 2, "rows": found["open"]}
    seconds, planned = _swept(database, today)
    found["days"]["the same day again"] = {"planned": planned, "seconds": seconds, "bare": again, "rows": found["open"]}
    with database.reading() as session:
        found["notices"] = session.scalar(select(func.count()).select_from(Notice))
    found["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MB
    return found


def _swept(database: Database, today: date) -> tuple[float, int]:
    began = time.perf_counter()
    with database.transaction() as session:
        now = datetime.combine(today, datetime.min.time(), OFFICIAL_ZONE)
        planned = sweep(session, today, calendar=work_calendar(session), now=now).planned
    return time.perf_counter() - began, planned


def _bare(database: Database, today: date) -> float:
    """The seconds of the SELECTs that count the same rows by rung and do nothing else."""
    with database.reading() as session:
        calendar = work_calendar(session)
        looked_at = list(occasions(session, today, calendar))
        began = time.perf_counter()
        for occasion in looked_at:
            step = relation(session, occasion.steps)
            rows = occasion.source.rows.outerjoin(step, step.c.basis == occasion.source.basis).where(occasion.plans)
            told = func.coalesce(told_by_then(occasion.source, step), False)
            query = rows.add_columns(step.c.rung, told, func.count()).group_by(step.c.rung, told)
            session.execute(query).all()
        return time.perf_counter() - began


def _say(name: str, figures: dict[str, Any]) -> None:
    print(
        f"{name}: {figures['open']:,} open assignments, {figures['notices']:,} notices in the end, peak {figures['peak_mb']:.0f} MB"
    )
    for day, row in figures["days"].items():
        rate, ratio = row["rows"] / row["seconds"], row["seconds"] / row["bare"]
        print(
            f"  {day}: {row['planned']:,} planned in {row['seconds']:.2f} s, {rate:,.0f} rows/s; "
            f"bare SELECT {row['bare']:.2f} s, ratio {ratio:.2f}"
        )


if __name__ == "__main__":
    main()
