"""How fast a nation's reminders are planned: `python -m tests.bench.sweep [--assignments N] [--postgres] [--out FILE]`.

Builds open assignments of invented counties, due over two years, with their people, then sweeps a working day, the next one, and
the first day on which everyone is asked for the month's report. Each sweep is set beside two sets of bare SELECTs, measured in
turn in the same process: those that read what the sweep reads and only count it (`bare`: the same matters and readers, side by
side, under the same conditions, with nothing written, no text made and nothing looked up that is there already), and those that
only count every open row by its rung (`rungs`: no matters, no sides, no readers). Both run as the sweep does, with its room and in
one process, for PostgreSQL reads in parallel only where nothing is written. Seconds are by the clock on the wall; machines are
shared, so compare the ratios.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from tests import postgres
from tests.bench import nation
from tracker import migrate
from tracker.db import Database
from tracker.models import Notice
from tracker.queries.reminder_people import readers
from tracker.queries.reminder_sources import Query, matters, told_by_then
from tracker.queries.reminder_steps import relation
from tracker.rules.days import OFFICIAL_ZONE
from tracker.services.calendars import work_calendar
from tracker.services.reminder_occasions import Occasion, occasions
from tracker.services.reminder_rows import make_room
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
    last = list(DAYS.values())[-1]
    for name, today in {**DAYS, "the same day again": last}.items():
        before = [_timed(database, today, rows) for rows in (_read, _rungs)]
        seconds, planned = _swept(database, today)
        after = [_timed(database, today, rows) for rows in (_read, _rungs)]
        bare, rungs = ((first + second) / 2 for first, second in zip(before, after, strict=True))
        found["days"][name] = {"planned": planned, "seconds": seconds, "bare": bare, "rungs": rungs, "rows": found["open"]}
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


def _timed(database: Database, today: date, rows: Callable[[Session, Occasion, date], Iterator[Query]]) -> float:
    """The seconds of SELECTs that count and do nothing else."""
    with database.reading() as session:
        make_room(session)
        if session.get_bind().dialect.name == "postgresql":
            session.execute(text("SET LOCAL max_parallel_workers_per_gather = 0"))
        looked_at = list(occasions(session, today, work_calendar(session)))
        began = time.perf_counter()
        for occasion in looked_at:
            for query in rows(session, occasion, today):
                session.execute(query).all()
        return time.perf_counter() - began


def _read(session: Session, occasion: Occasion, today: date) -> Iterator[Query]:
    """What the sweep reads, by rung."""
    for side in occasion.sides:
        matter = matters(occasion.source, relation(session, occasion.steps_for(side)), occasion.plans, side)
        yield readers(matter, side, today).rows.add_columns(matter.c.rung, func.count()).group_by(matter.c.rung)


def _rungs(session: Session, occasion: Occasion, _today: date) -> Iterator[Query]:
    """Every open row, by rung."""
    step = relation(session, occasion.steps)
    rows = occasion.source.rows.outerjoin(step, step.c.basis == occasion.source.basis).where(occasion.plans)
    told = func.coalesce(told_by_then(occasion.source, step), False)
    yield rows.add_columns(step.c.rung, told, func.count()).group_by(step.c.rung, told)


def _say(name: str, figures: dict[str, Any]) -> None:
    print(
        f"{name}: {figures['open']:,} open assignments, {figures['notices']:,} notices in the end, peak {figures['peak_mb']:.0f} MB"
    )
    for day, row in figures["days"].items():
        rate, ratio, wide = (row["rows"] / row["seconds"], *(row["seconds"] / row[name] for name in ("bare", "rungs")))
        print(
            f"  {day}: {row['planned']:,} planned in {row['seconds']:.2f} s, {rate:,.0f} rows/s; "
            f"bare SELECT {row['bare']:.2f} s, ratio {ratio:.2f}; by rung alone {row['rungs']:.2f} s, ratio {wide:.2f}"
        )


if __name__ == "__main__":
    main()
