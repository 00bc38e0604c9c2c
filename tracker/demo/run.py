"""Set the demonstration up from nothing and say what came out."""

import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker import migrate
from tracker.config import Settings
from tracker.connecting import connect
from tracker.db import Database
from tracker.demo import scoring
from tracker.demo.arrangements import arrange
from tracker.demo.people import enter_people
from tracker.demo.play import Play, at
from tracker.demo.sample_document import write_sample_document
from tracker.demo.sending import read_inboxes, send
from tracker.errors import Conflict
from tracker.models import Assignment, Evidence, Notice, Plan, SupervisionOrder, Task, Update
from tracker.reports.rendering import MEDIA_TYPES, render
from tracker.resources import resource_dir
from tracker.rules.permissions import SYSTEM
from tracker.services.calendars import work_calendar
from tracker.services.issuing import issue_plan
from tracker.services.light_counts import counts_today, keep_counts
from tracker.services.plans import import_plan
from tracker.services.reports import paper_of
from tracker.services.seeds import load_seeds
from tracker.storage import Storage

FIRST_DAY = date(2025, 1, 15)
LAST_DAY = date(2025, 11, 21)
DAYS = (LAST_DAY - FIRST_DAY).days + 1
MARK = "demonstration"  # a file that says: what is in this folder is made up, and may be made up anew


@dataclass(frozen=True)
class Outcome:
    """How much there is in the end, and the paths of the reports written."""

    plans: int
    tasks: int
    assignments: int
    updates: int
    evidence: int
    reminders: int
    orders: int
    reports: list[str]
    as_of: date
    seconds: float

    def to_dict(self) -> dict[str, object]:
        return asdict(self)


def run_demo(settings: Settings, on_day: Callable[[], object] = lambda: None) -> Outcome:
    """Make the data folder a demonstration of ten months and write its reports; refuse a folder with real data in it.

    `on_day` is called after each of the DAYS, for whoever shows the progress.
    """
    began = perf_counter()
    settings = replace(settings, fixed_today=LAST_DAY)
    _clear(settings)
    database = connect(settings)
    migrate.upgrade(database.engine)
    storage = Storage(settings.storage_dir)
    play = _set_the_stage(database, storage, settings.data_dir)
    for number in range(DAYS):
        _one_day(database, play, FIRST_DAY + timedelta(days=number))
        on_day()
    with database.transaction() as session:
        scoring.draw_worksheet(session, play.cast, play.plan_id, LAST_DAY)
    with database.reading() as session:
        paths = _write_reports(session, play.plan_id, settings.data_dir / "reports")
        counts = {name: session.scalar(query) or 0 for name, query in _COUNTS.items()}
    database.dispose()
    return Outcome(**counts, reports=paths, as_of=LAST_DAY, seconds=round(perf_counter() - began, 1))


def _one_day(database: Database, play: Play, day: date) -> None:
    """The day's reminders go out before people come to work, and what presses as they do it."""
    with database.transaction() as session:
        play.early_morning(session, day)
    send(database, play.calendar, at(day, 9, 19))
    with database.transaction() as session:
        play.one_day(session, day)
        read_inboxes(session, play.cast, day)
    send(database, play.calendar, at(day, 17, 30))
    with database.transaction() as session:
        keep_counts(session, day, [counts_today(session, day)])


_COUNTS = {
    "plans": select(func.count()).select_from(Plan),
    "tasks": select(func.count()).select_from(Task),
    "assignments": select(func.count()).select_from(Assignment),
    "updates": select(func.count()).select_from(Update),
    "evidence": select(func.count()).select_from(Evidence),
    "reminders": select(func.count()).select_from(Notice).where(Notice.rung.is_not(None)),
    "orders": select(func.count()).select_from(SupervisionOrder),
}


def _clear(settings: Settings) -> None:
    """Empty the folder if it holds an earlier demonstration; a database that is not one is never touched."""
    if not settings.is_sqlite:
        raise Conflict("演示只在自带的 SQLite 数据库上运行，请不要设置 TRACKER_DATABASE_URL。")
    folder = settings.data_dir
    folder.mkdir(parents=True, exist_ok=True)
    mark = folder / MARK
    if (folder / "tracker.db").exists() and not mark.exists():
        raise Conflict(f"“{folder}”里已有正式数据，演示不会覆盖它。请用 TRACKER_DATA_DIR 指定一个空文件夹。")
    mark.write_text("本文件夹内容均为演示数据，重新运行演示时会被清空。\n", encoding="utf-8")
    for leftover in [*folder.glob("tracker.db*"), *folder.glob("event_heads.jsonl")]:
        leftover.unlink()
    for name in (settings.storage_dir, folder / "reports"):
        shutil.rmtree(name, ignore_errors=True)


def _set_the_stage(database: Database, storage: Storage, folder: Path) -> Play:
    """Seeds, people, and the sample plan through the real reader, issued on the first day."""
    seeds, now = resource_dir("seeds"), at(FIRST_DAY, 9)
    with database.transaction() as session:
        load_seeds(session, seeds, actor=SYSTEM, now=now)
    document = write_sample_document(seeds / "plans" / "sample.yaml", folder)
    with database.transaction() as session:
        imported = import_plan(session, storage, document.read_bytes(), document.name, actor=SYSTEM, now=now)
        cast = enter_people(session, imported.plan.jurisdiction, now)
        issue_plan(session, imported.plan, actor=cast.director, now=now)
        arrange(session, imported.plan, cast, FIRST_DAY)
        return Play(storage, work_calendar(session), cast, imported.plan.id, FIRST_DAY, LAST_DAY)


def _write_reports(session: Session, plan_id: int, folder: Path) -> list[str]:
    folder.mkdir(exist_ok=True)
    paper = paper_of(session, session.get_one(Plan, plan_id), LAST_DAY, actor=SYSTEM, now=at(LAST_DAY, 18))
    paths = {form: folder / f"示例县督查报告-{LAST_DAY.isoformat()}.{form}" for form in MEDIA_TYPES}
    for form, path in paths.items():
        path.write_bytes(render(paper, form))
    return [str(path) for path in paths.values()]
