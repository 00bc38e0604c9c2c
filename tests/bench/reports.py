"""What a report costs, and whether it costs more the more plans there are.

    python -m tests.bench.reports [--postgres] [--plans 1 100 1000] [--out FILE]

First what two plans' figures are counted from, a large one of a county and a small one, is read among 1, 100 and 1,000 other plans,
in one process and one database that grows; compare the ratios, for machines are shared. Then the whole report of the county and of
a province is drawn up and rendered. `facts` is what the database tells, `figures` what is counted out of it. Seconds are of this
process's processor, which on SQLite is the database's too, and by the clock on the wall in brackets; the best of the turns counts.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import text

from tests import postgres
from tests.bench import county, others
from tests.bench.county import AS_OF, COUNTY, PROVINCE, Size
from tracker import migrate
from tracker.db import Database
from tracker.queries.reporting import facts_on
from tracker.reports.compose import compose
from tracker.reports.figures import draw_figures
from tracker.reports.rendering import render
from tracker.services.calendars import work_calendar
from tracker.services.report_drawing import Asked, draw_now

NOW = datetime(2026, 1, 5, 2, tzinfo=UTC)
TURNS, PAPER_TURNS = 5, 2
FORMS = ("md", "html", "docx", "pdf", "xlsx")
Value = TypeVar("Value")
Spent = tuple[float, float]  # seconds of the processor, and on the wall


def main() -> None:
    """Build, measure, print."""
    options = argparse.ArgumentParser(description="What a report costs.")
    options.add_argument("--postgres", action="store_true", help="also on PostgreSQL")
    options.add_argument("--plans", type=int, nargs="+", default=[1, 100, 1_000], help="how many other plans there are, growing")
    options.add_argument("--out", type=Path, help="where the JSON goes")
    given = options.parse_args()
    found = {}
    for name in ("sqlite", "postgresql") if given.postgres else ("sqlite",):
        with opened(name) as (database, folder):
            found[name] = {"others": _among_others(database, folder, given.plans), "papers": _papers(database)}
    if given.out:
        given.out.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


@contextmanager
def opened(name: str) -> Iterator[tuple[Database, Path]]:
    """An empty database of that kind, and a folder for files."""
    with tempfile.TemporaryDirectory(prefix="tracker-bench-") as folder:
        server = postgres.Server(postgres.choose()) if name == "postgresql" else None
        try:
            database = Database(server.create("tracker_bench_reports") if server else f"sqlite:///{folder}/tracker.db")
            migrate.upgrade(database.engine)
            print(f"{name}:")
            yield database, Path(folder)
            database.dispose()
        finally:
            if server:
                server.stop()


def _among_others(database: Database, folder: Path, plans: list[int]) -> list[dict[str, Any]]:
    small, large, there = others.lived_in(database, folder), county.build(database, COUNTY), 1
    rows: list[dict[str, Any]] = []
    for number in plans:
        if number > there:
            others.copy(database, there, number - 1)
            there = number
        _settle(database)
        row = {"plans": number, "large": _facts(database, large), "small": _facts(database, small)}
        rows.append(row)
        print(f"  among {number} other plans: " + ", ".join(_told(name, row, rows[0]) for name in ("large", "small")), flush=True)
    return rows


def _settle(database: Database) -> None:
    """What PostgreSQL does by itself, at once; SQLite is left as the product leaves it, without statistics."""
    if database.engine.dialect.name == "postgresql":
        with database.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            connection.execute(text("VACUUM ANALYZE"))


def _told(name: str, row: dict[str, Any], first: dict[str, Any]) -> str:
    """Milliseconds and their ratio to those among one other plan: of the processor, and on the wall."""
    spent = (f"{one * 1000:,.0f} ms × {one / other:.2f}" for one, other in zip(row[name], first[name], strict=True))
    return f"{name} plan {' ('.join(spent)})"


def _facts(database: Database, plan_id: int) -> Spent:
    turns = [_timed(lambda: _read(database, plan_id))[0] for _ in range(TURNS)]
    return min(cpu for cpu, _ in turns), min(wall for _, wall in turns)


def _read(database: Database, plan_id: int) -> Any:
    with database.reading() as session:
        return facts_on(session, plan_id, AS_OF, NOW)


def _papers(database: Database) -> list[dict[str, Any]]:
    return [_paper(database, size) for size in (COUNTY, PROVINCE)]


def _paper(database: Database, size: Size) -> dict[str, Any]:
    if size is not COUNTY:
        county.build(database, size)
        _settle(database)
    with database.reading() as session:
        calendar = work_calendar(session)
    seconds = {}
    seconds["facts"], facts = _best(lambda: _read(database, size.base))
    seconds["figures"], figures = _best(lambda: draw_figures(facts, calendar))
    seconds["compose"], paper = _best(lambda: compose(figures))
    sizes = {}
    for form in FORMS:
        seconds[form], data = _best(lambda form=form: render(paper, form))  # type: ignore[misc]
        sizes[form] = len(data)
    with database.reading() as session:
        seconds["drawn whole, with manifest"], _ = _timed(lambda: draw_now(session, Asked(size.base, AS_OF), now=NOW))
    said = ", ".join(f"{name} {cpu:.2f} s ({wall:.2f})" for name, (cpu, wall) in seconds.items())
    print(f"  {size.name}, {size.tasks} tasks × {size.units} units × {size.periods} periods: {said}", flush=True)
    print("    " + ", ".join(f"{form} {length / 1024:,.0f} KB" for form, length in sizes.items()), flush=True)
    return {"size": size.name, "seconds": seconds, "bytes": sizes}


def _best(work: Callable[[], Value]) -> tuple[Spent, Value]:
    return min((_timed(work) for _ in range(PAPER_TURNS)), key=lambda timed: timed[0])


def _timed(work: Callable[[], Value]) -> tuple[Spent, Value]:
    began, wall = time.process_time(), time.perf_counter()
    value = work()
    return (time.process_time() - began, time.perf_counter() - wall), value


if __name__ == "__main__":
    sys.exit(main())
