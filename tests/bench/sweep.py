"""How fast a nation's reminders are planned: `python -m tests.bench.sweep [--assignments N] [--postgres] [--out FILE]`.

Builds open assignments of invented counties, due over two years, with their people, then sweeps a working day, the next one, and
the first day on which everyone is asked for the month's report, and that day again. Each sweep is set beside bare SQL that
classifies the same rows, in four kinds (`BARE`, docs/bench.md), measured before and behind it in the same process, with the same
room, on one core. Then what is over is ended, as the job does after a sweep, and at last as each minute does it, in a thousand
plans in which something has happened. Seconds are those of the processor, of this process and of the server's for its session;
machines are shared, so compare the ratios.
"""

import argparse
import json
import os
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

from sqlalchemy import Column, Date, Executable, Integer, MetaData, Select, String, Subquery, Table, func, insert, select, text
from sqlalchemy.orm import Session

from tests import postgres
from tests.bench import nation
from tracker import migrate
from tracker.db import Database
from tracker.models import Event, Notice
from tracker.queries.reminder_people import Readers, readers
from tracker.queries.reminder_sources import matters, told_by_then
from tracker.queries.reminder_steps import relation
from tracker.rules.days import OFFICIAL_ZONE
from tracker.services.calendars import work_calendar
from tracker.services.reminder_occasions import Occasion, occasions
from tracker.services.reminder_rows import make_room, messages
from tracker.services.reminder_settling import NEWEST, end_lately_over, end_over
from tracker.services.reminders import sweep

DAYS = {"first sweep": date(2025, 9, 10), "next day": date(2025, 9, 11), "everyone's report": date(2025, 9, 18)}
COUNTY = 357  # assignments: 21 tasks of 17 units
MB = 1024
SETTINGS = ("shared_buffers=1GB",)  # a quarter of a small server's memory, as its manual asks for


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
    server = postgres.Server(postgres.choose(), SETTINGS)
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
        before = {kind: _timed(database, today, statements) for kind, statements in BARE.items()}
        swept = _swept(database, today)
        after = {kind: _timed(database, today, statements) for kind, statements in BARE.items()}
        ended = _ended(database, lambda session, swept=swept, today=today: end_over(session, today, swept["after_id"]))
        found["days"][name] = {**swept, **ended, **{kind: (before[kind] + after[kind]) / 2 for kind in BARE}}
    noon = datetime.combine(last, datetime.min.time(), OFFICIAL_ZONE)
    with database.transaction() as session:
        session.execute(insert(Event), [_happened(plan, noon) for plan in range(1, NEWEST + 1)])
    found["a minute"] = _ended(database, lambda session: end_lately_over(session, last, now=noon))
    with database.reading() as session:
        found["notices"] = session.scalar(select(func.count()).select_from(Notice))
    found["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MB
    return found


def _swept(database: Database, today: date) -> dict[str, Any]:
    wall = time.perf_counter()
    with database.transaction() as session:
        began = _processor(session)
        now = datetime.combine(today, datetime.min.time(), OFFICIAL_ZONE)
        swept = sweep(session, today, calendar=work_calendar(session), now=now)
        session.flush()
        done = {"planned": swept.planned, "after_id": swept.after_id}
        return {**done, "seconds": _processor(session) - began, "wall": time.perf_counter() - wall}


def _ended(database: Database, end: Callable[[Session], None]) -> dict[str, Any]:
    ended = select(func.count()).select_from(Notice).where(Notice.ended.is_not(None))
    with database.transaction() as session:
        before = session.scalar(ended)
        wall, began = time.perf_counter(), _processor(session)
        end(session)
        took = {"end": _processor(session) - began, "end_wall": time.perf_counter() - wall}
        return {**took, "ended": session.scalar(ended) - before}


def _happened(plan: int, at: datetime) -> dict[str, Any]:
    return {
        "chain": plan, "seq": 1, "at": at, "actor_name": "示例", "subject": "plan", "subject_id": plan, "action": "note",
        "reason": "", "previous_hash": "-", "hash": "-",
    }  # fmt: skip


def _timed(database: Database, today: date, statements: Callable[[Session, Occasion, date], Iterator[Executable]]) -> float:
    """The seconds of statements that classify and change nothing that stays."""
    with database.reading() as session:
        make_room(session)
        if session.get_bind().dialect.name == "postgresql":
            # As the sweep runs: PostgreSQL reads in parallel only where nothing is written.
            session.execute(text("SET LOCAL max_parallel_workers_per_gather = 0"))
        looked_at = list(occasions(session, today, work_calendar(session)))
        KEPT.create(session.connection())
        began = _processor(session)
        for occasion in looked_at:
            for statement in statements(session, occasion, today):
                result = session.execute(statement)
                if isinstance(statement, Select):
                    result.all()
        return _processor(session) - began


def _processor(session: Session) -> float:
    """The seconds that this process and the server's for the session have had of a processor."""
    seconds = time.process_time()
    if session.get_bind().dialect.name == "postgresql":
        stat = Path(f"/proc/{session.scalar(text('SELECT pg_backend_pid()'))}/stat").read_text(encoding="ascii")
        in_program, in_kernel = stat.rpartition(")")[2].split()[11:13]
        seconds += (int(in_program) + int(in_kernel)) / os.sysconf("SC_CLK_TCK")
    return seconds


def _told(session: Session, occasion: Occasion, today: date) -> Iterator[tuple[Subquery, Readers]]:
    for side in occasion.sides:
        matter = matters(occasion.source, relation(session, occasion.steps_for(side)), occasion.plans, side)
        yield matter, readers(matter, side, today)


def _listed(session: Session, occasion: Occasion, today: date) -> Iterator[Executable]:
    for matter, told in _told(session, occasion, today):
        rows = told.rows.add_columns(*matter.c, told.unit_id.label("told_unit"), told.user_id.label("reader"))
        # Else the database would leave out the names, which nobody asks of a number.
        yield select(func.count()).select_from(rows.cte("told").prefix_with("MATERIALIZED"))


def _counted(session: Session, occasion: Occasion, today: date) -> Iterator[Executable]:
    for matter, told in _told(session, occasion, today):
        yield told.rows.add_columns(matter.c.rung, func.count()).group_by(matter.c.rung)


def _kept(session: Session, occasion: Occasion, today: date) -> Iterator[Executable]:
    names = [column.name for column in KEPT.columns]
    for side in occasion.sides:
        rows = messages(session, occasion, side, today)
        yield insert(KEPT).from_select(names, rows.with_only_columns(*(rows.selected_columns[name] for name in names)))


def _by_rung(session: Session, occasion: Occasion, _today: date) -> Iterator[Executable]:
    step = relation(session, occasion.steps)
    rows = occasion.source.rows.outerjoin(step, step.c.basis == occasion.source.basis).where(occasion.plans)
    told = func.coalesce(told_by_then(occasion.source, step), False)
    yield rows.add_columns(step.c.rung, told, func.count()).group_by(step.c.rung, told)


# A table of the session's own, without index or tie.
KEPT = Table(
    "kept", MetaData(), Column("key", String), Column("rung", String), Column("subject_id", Integer), Column("unit_id", Integer),
    Column("user_id", Integer), Column("due_on", Date), prefixes=["TEMPORARY"],
)  # fmt: skip
BARE = {"listed": _listed, "counted": _counted, "kept": _kept, "by rung": _by_rung}


def _say(name: str, figures: dict[str, Any]) -> None:
    print(
        f"{name}: {figures['open']:,} open assignments, {figures['notices']:,} notices in the end, peak {figures['peak_mb']:.0f} MB"
    )
    for day, row in figures["days"].items():
        ratios = "; ".join(f"{kind} {row[kind]:.2f} s, {row['seconds'] / row[kind]:.2f}" for kind in BARE)
        rate = figures["open"] / row["wall"]
        print(f"  {day}: {row['planned']:,} planned in {row['seconds']:.2f} s ({row['wall']:.1f} on the wall, {rate:,.0f} rows/s)")
        print(f"    to bare SQL: {ratios}")
        print(f"    then {row['ended']:,} ended in {row['end']:.2f} s ({row['end_wall']:.1f} on the wall)")
    last = figures["a minute"]
    print(f"  a minute, in {NEWEST:,} plans: {last['ended']:,} ended in {last['end']:.2f} s ({last['end_wall']:.1f} on the wall)")


if __name__ == "__main__":
    main()
