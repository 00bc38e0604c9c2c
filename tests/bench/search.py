"""How fast a nation's plans, tasks, reports and files are searched: `python -m tests.bench.search [--assignments N] [--postgres]`.

Fills a database (`tests/bench/search_nation.py`), then asks ten questions as four readers, of all kinds together as the page of
search does, five of each. Beside each answer stands a bare LIKE over the same texts: `SELECT count(*)` of the entries of the index
that hold the words, without regard to who may read them. Milliseconds are those on the wall through the product's own functions,
and those of this process's processor, which on SQLite are the database's too; machines are shared, so compare the ratios.
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from tests import postgres
from tests.bench import search_nation
from tests.bench.nation import TASKS, UNITS
from tracker import migrate
from tracker.db import Database
from tracker.models import Jurisdiction, SearchEntry
from tracker.queries.search import find, find_tasks
from tracker.queries.search_rows import findings
from tracker.rules.permissions import Actor, Post
from tracker.rules.searching import Question, SearchKind, question_of
from tracker.rules.statuses import Role

SETTINGS = ("shared_buffers=1GB",)
TIMES, FIRST = 5, 5
QUESTIONS = {
    "in every report": "本月",
    "in every plan": "托育服务实施方案",
    "a common word": "普惠托育",
    "a common word of two": "师资",
    "five characters": "完成普惠托",
    "two common words": "普惠托育 竣工验收",
    "one in fifty thousand": "省级试点",
    "a document number": "〔2025〕1400号",
    "a figure in a file's name": "验收单50010",
    "nowhere": "高速铁路",
}


def main() -> None:
    """Build, ask, print."""
    options = argparse.ArgumentParser(description="How fast a nation is searched.")
    options.add_argument("--assignments", type=int, default=1_000_000)
    options.add_argument("--postgres", action="store_true", help="also on PostgreSQL")
    options.add_argument("--filled", help="the address of a database that is filled already")
    options.add_argument("--out", type=Path, help="where the JSON goes")
    chosen = options.parse_args()
    counties = round(chosen.assignments / (TASKS * UNITS)) or 1
    figures = {}
    for name in ("filled",) if chosen.filled else ("sqlite", "postgresql") if chosen.postgres else ("sqlite",):
        with _database(name, chosen.filled) as url:
            if not chosen.filled:
                began = time.perf_counter()
                migrate.upgrade(Database(url).engine)
                search_nation.build(url, counties)
                print(f"{name}: built in {time.perf_counter() - began:.0f} s", file=sys.stderr)
            figures[name] = measure(url)
        _say(name, figures[name])
    if chosen.out:
        chosen.out.write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


@contextmanager
def _database(name: str, filled: str | None) -> Iterator[str]:
    if filled:
        yield filled
    elif name == "sqlite":
        with tempfile.TemporaryDirectory() as folder:
            yield f"sqlite:///{folder}/nation.db"
    else:
        server = postgres.Server(postgres.choose(), SETTINGS)
        try:
            yield server.create("nation")
        finally:
            server.stop()


def readers(session: Session) -> dict[str, Actor]:
    """A liaison of one unit in the middle of the nation, the offices of its county and province, and that of the nation."""
    county = session.scalars(select(Jurisdiction).where(Jurisdiction.level == "county").order_by(Jurisdiction.id)).all()
    place = county[len(county) // 2]
    unit_id = (len(county) // 2) * UNITS + 1
    paths = {"county": place.path, "province": "/".join(place.path.split("/")[:3]) + "/", "nation": "/1/"}
    offices = {name: Actor(1, name, frozenset({Post(Role.CLERK, 1, path)})) for name, path in paths.items()}
    return {"liaison": Actor(1, "liaison", frozenset({Post(Role.LIAISON, unit_id, place.path)})), **offices}


def measure(url: str) -> dict[str, Any]:
    """By question and reader, and for the bare LIKE: how many were found, milliseconds on the wall and of the processor."""
    database = Database(url)
    with database.reading() as session:
        who = readers(session)
        sizes = {kind: session.scalar(select(func.count()).select_from(SearchEntry)) for kind in ("entries",)}
    found: dict[str, Any] = {}
    for title, asked in QUESTIONS.items():
        question = question_of(asked)
        bare = _timed(database, lambda session, q=question: _bare(session, q), 1)
        answers = {name: _timed(database, lambda session, a=actor, q=question: _page(session, a, q)) for name, actor in who.items()}
        found[title] = {"asked": asked, "bare": bare, **answers}
    database.dispose()
    return {**sizes, "questions": found}


def _page(session: Session, actor: Actor, question: Question) -> int:
    """What the page of search does for all kinds together; how many it shows."""
    shown = 0
    for kind in SearchKind:
        asked = find_tasks(session, actor, question, FIRST + 1) if kind is SearchKind.TASK else None
        ids = find(session, actor, kind, question, FIRST + 1) if asked is None else asked
        shown += len(findings(session, kind, ids[:FIRST]))
    return shown


def _bare(session: Session, question: Question) -> int:
    holds = [SearchEntry.text.contains(term, autoescape=True) for term in question.terms]
    return session.scalar(select(func.count()).select_from(SearchEntry).where(*holds)) or 0


def _timed(database: Database, act: Any, times: int = TIMES) -> dict[str, float]:
    """What came back, and milliseconds; the server's part, counted in hundredths of a second, is the mean of the rounds."""
    walls, processors, result = [], [], 0
    with database.reading() as session:
        server = _server_seconds(session)
        for _ in range(times):
            began, at_work = time.perf_counter(), time.process_time()
            result = act(session)
            walls.append(time.perf_counter() - began)
            processors.append(time.process_time() - at_work)
        server = (_server_seconds(session) - server) / times
    figures = {
        "median": statistics.median(walls),
        "least": min(walls),
        "worst": max(walls),
        "cpu": statistics.median(processors) + server,
    }
    return {"found": result, **{name: round(1000 * seconds, 1) for name, seconds in figures.items()}}


def _server_seconds(session: Session) -> float:
    """Seconds of a processor that the server has spent on this session; none where the database is in this process."""
    if session.get_bind().dialect.name != "postgresql":
        return 0.0
    stat = Path(f"/proc/{session.scalar(text('SELECT pg_backend_pid()'))}/stat").read_text(encoding="ascii")
    user, system = stat.rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def _say(name: str, figures: dict[str, Any]) -> None:
    print(f"{name}: {figures['entries']:,} entries; milliseconds: median (least, worst; processor), found")
    for title, answers in figures["questions"].items():
        print(f"  {title} {answers.pop('asked')}")
        for reader, took in answers.items():
            print(f"    {reader:9} {took['median']:8} ({took['least']}, {took['worst']}; {took['cpu']}) {took['found']:,}")


if __name__ == "__main__":
    main()
