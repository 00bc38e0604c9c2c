"""`python -m tests.bench.sim --days 1000 --seed 1 [--units 60 --tasks 150] [--postgres] [--out build/sim.json]`."""

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests import postgres
from tests.bench.sim.drive import Drive, Wild, keep
from tests.bench.sim.verdict import Verdict, judge
from tests.bench.sim.world import Size

ROOT = Path(__file__).resolve().parents[3]


def main() -> int:
    """Run it, print the counts, write the JSON; 1 where a fault was found."""
    options = _options()
    size = Size(options.days, options.units, options.tasks)
    with _database(options.postgres) as (url, folder):
        verdict = simulate(url, folder, size, options.seed, Wild(), aloud=True)
    print(verdict.said())
    options.out.parent.mkdir(parents=True, exist_ok=True)
    facts = {"seed": options.seed, "database": url.partition(":")[0], "counts": verdict.counts, "faults": verdict.faults}
    options.out.write_text(json.dumps(facts, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"\nWritten to {options.out}")
    return 0 if verdict.is_clean else 1


def simulate(url: str, folder: Path, size: Size, seed: int, wild: Wild, *, aloud: bool = False) -> Verdict:
    """One simulation in an empty database and an empty folder."""
    drive = Drive(url, folder, size, seed, wild)
    keep(drive.run(aloud=aloud), folder)
    try:
        return judge(drive.database, folder, drive.world.never_closed)
    finally:
        drive.database.dispose()


def _options() -> argparse.Namespace:
    options = argparse.ArgumentParser(description="Two schedulers, killed at every step, for many working days.")
    options.add_argument("--days", type=int, default=1000, help="working days (default: %(default)s)")
    options.add_argument("--units", type=int, default=60)
    options.add_argument("--tasks", type=int, default=150)
    options.add_argument("--seed", type=int, default=1, help="of the people, the kills and the mail server")
    options.add_argument("--postgres", action="store_true", help="on PostgreSQL; on SQLite without it")
    options.add_argument("--out", type=Path, default=ROOT / "build" / "sim.json", help="where the JSON goes")
    return options.parse_args()


@contextmanager
def _database(is_postgres: bool) -> Iterator[tuple[str, Path]]:
    """An empty database, and a folder for what is written beside it, which stays: it is small, and faults are looked for in it."""
    folder = postgres.scratch_folder()
    print(f"In {folder}", flush=True)
    if not is_postgres:
        yield f"sqlite:///{folder / 'tracker.db'}", folder
        return
    server = postgres.Server(postgres.choose())
    try:
        yield server.create("simulated"), folder
    finally:
        server.stop()


if __name__ == "__main__":
    sys.exit(main())
