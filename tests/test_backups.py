"""Backups hold what an office needs to go on, and a restored one proves itself; tried on both databases."""

import io
import os
import shutil
import sqlite3
import tarfile
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from threading import Event, Thread, Timer

import pytest
from sqlalchemy import select

from tests import postgres
from tests.factories import NOW, Factory
from tests.postgres import Server
from tracker.backups import ROTATED, NoTool, back_up, clear_scratch, newest_backup, prune
from tracker.config import Settings, load_settings
from tracker.connecting import connect, witness_of
from tracker.db import Database
from tracker.errors import Conflict, InvalidInput
from tracker.models import Task
from tracker.restoring import restore
from tracker.services.audit_runs import Outcome, verify_all
from tracker.storage import Storage

Fresh = Callable[[], Settings]


@pytest.fixture(autouse=True)
def _programs_of_postgres(monkeypatch: pytest.MonkeyPatch) -> None:
    """pg_dump and pg_restore come from where the tests' server comes from."""
    programs = postgres.choose().programs
    if programs:
        monkeypatch.setenv("PATH", str(programs), prepend=":")


@pytest.fixture
def settings(database_url: str, tmp_path: Path, storage: Storage) -> Settings:
    return load_settings(
        {"TRACKER_DATABASE_URL": database_url, "TRACKER_DATA_DIR": str(tmp_path), "TRACKER_STORAGE_URL": str(storage.folder)}
    )  # fmt: skip


@pytest.fixture
def worked(settings: Settings, factory: Factory) -> Iterator[Factory]:
    """An installation with a plan, a task, a report and a file of evidence, its history witnessed beside the data."""
    factory.database = connect(settings)
    factory.submitted(factory.acknowledged())
    yield factory
    factory.database.dispose()


@pytest.fixture
def fresh(backend: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Fresh]:
    """`fresh()` → another machine: an empty data folder and an empty database."""
    server: Server | None = None if backend == "sqlite" else request.getfixturevalue("postgres_server")
    made: list[str] = []

    def make() -> Settings:
        folder = tmp_path / f"other{len(made)}"
        name = f"tracker_restored_{len(made)}"
        made.append(name)
        environ = {"TRACKER_DATA_DIR": str(folder)}
        if server:
            environ["TRACKER_DATABASE_URL"] = server.create(name)
        return load_settings(environ)

    yield make
    for name in made if server else ():
        assert server is not None
        server.drop(name)


def verified(settings: Settings) -> Outcome:
    database = connect(settings)
    outcome = verify_all(database, witness_of(settings), Storage(settings.storage_dir))
    database.dispose()
    return outcome


def titles(settings: Settings) -> list[str]:
    database = connect(settings)
    with database.reading() as session:
        found = list(session.scalars(select(Task.title)))
    database.dispose()
    return found


def test_what_was_backed_up_goes_on_on_another_machine(worked: Factory, settings: Settings, fresh: Fresh, tmp_path: Path) -> None:
    before = verified(settings)
    made = back_up(settings, tmp_path / "whole.tar.gz", now=NOW)
    there = fresh()
    restored = restore(there, made.path, force=False, now=NOW)
    after = verified(there)
    assert after.is_whole
    assert (after.events, after.files, restored.files) == (before.events, before.files, before.files)
    assert titles(there) == titles(settings)


def test_an_archive_is_for_its_owners_eyes_and_holds_no_key(worked: Factory, settings: Settings, tmp_path: Path) -> None:
    made = back_up(settings, tmp_path / "whole.tar.gz", now=NOW)
    assert made.path.stat().st_mode & 0o777 == 0o600
    with tarfile.open(made.path) as archive:
        assert not [name for name in archive.getnames() if "secret" in name]


def test_a_database_that_is_there_gives_way_only_by_force_and_is_kept(worked: Factory, settings: Settings, tmp_path: Path) -> None:
    made = back_up(settings, tmp_path / "night.tar.gz", now=NOW, with_files=False)
    worked.task(title="备份以后才有的任务")
    with pytest.raises(Conflict):
        restore(settings, made.path, force=False, now=NOW)
    assert "备份以后才有的任务" in titles(settings)
    worked.database.dispose()
    restored = restore(settings, made.path, force=True, now=NOW)
    assert "备份以后才有的任务" not in titles(settings)
    assert verified(settings).is_whole  # the files lie where they lay
    assert restored.moved_to is not None
    assert any(restored.moved_to.iterdir())


@pytest.mark.parametrize("spoil", ["cut short", "another file", "no tar"])
def test_what_is_no_whole_backup_changes_nothing(
    worked: Factory, settings: Settings, fresh: Fresh, tmp_path: Path, spoil: str
) -> None:
    made = back_up(settings, tmp_path / "whole.tar.gz", now=NOW).path
    if spoil == "cut short":
        made.write_bytes(made.read_bytes()[: made.stat().st_size // 2])
    elif spoil == "another file":
        with tarfile.open(made, "w:gz") as archive:
            archive.addfile(tarfile.TarInfo("../../etc/passwd"), io.BytesIO())
    else:
        made.write_text("没有压缩")
    there = fresh()
    with pytest.raises(InvalidInput, match="没有恢复"):
        restore(there, made, force=False, now=NOW)
    assert not (there.data_dir / "tracker.db").exists()


@pytest.mark.databases("sqlite")
def test_a_backup_of_the_other_kind_of_database_is_refused(worked: Factory, settings: Settings, tmp_path: Path) -> None:
    made = back_up(settings, tmp_path / "whole.tar.gz", now=NOW)
    with pytest.raises(InvalidInput, match="种类不同"):
        restore(_on_postgres(settings), made.path, force=True, now=NOW)


def _on_postgres(settings: Settings) -> Settings:
    return load_settings(
        {"TRACKER_DATA_DIR": str(settings.data_dir), "TRACKER_DATABASE_URL": "postgresql+psycopg://nobody@nowhere/tracker"}
    )  # fmt: skip


@pytest.mark.databases("sqlite")
def test_without_the_programs_of_postgresql_it_says_what_to_install(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setattr(Path, "glob", lambda self, pattern: iter(()))
    with pytest.raises(NoTool, match="请安装 PostgreSQL 客户端程序"):
        back_up(_on_postgres(settings), tmp_path / "x.tar.gz", now=NOW)


@pytest.mark.databases("sqlite")
def test_fourteen_nights_and_twelve_months_are_kept(tmp_path: Path) -> None:
    last = date(2025, 9, 19)
    for number in range(600):
        (tmp_path / ROTATED.format(day=(last - timedelta(days=number)).isoformat())).touch()
    (tmp_path / "自己放的.txt").touch()
    removed = prune(tmp_path)
    left = sorted(path.name for path in tmp_path.glob("tracker-*"))
    assert len(left) == 600 - removed == 14 + 11  # the newest of this month is one of the fourteen
    assert left[-1] == "tracker-2025-09-19.tar.gz"
    assert "tracker-2025-08-31.tar.gz" in left
    assert left[0] == "tracker-2024-10-31.tar.gz"
    assert newest_backup(tmp_path) == last
    assert (tmp_path / "自己放的.txt").exists()


def test_what_a_killed_backup_left_is_removed_a_running_one_is_not(tmp_path: Path) -> None:
    for name, hours in (("dead", 7), ("running", 1)):
        folder = tmp_path / f".backup-{name}"
        folder.mkdir()
        (folder / "tracker.db").touch()
        at = (NOW - timedelta(hours=hours)).timestamp()
        os.utime(folder, (at, at))
    clear_scratch(tmp_path, now=NOW)
    assert [path.name for path in tmp_path.iterdir()] == [".backup-running"]


@pytest.mark.databases("sqlite")
def test_it_comes_to_an_end_while_others_write_all_the_time(settings: Settings, tmp_path: Path) -> None:
    file, over, written = Path(settings.database_url.removeprefix("sqlite:///")), Event(), []

    def write() -> None:
        with closing(sqlite3.connect(file, timeout=30)) as busy:
            busy.execute("PRAGMA synchronous=OFF")
            while not over.is_set():
                busy.execute("INSERT INTO ballast VALUES (zeroblob(100))")
                busy.commit()
                written.append(1)

    with closing(sqlite3.connect(file)) as filled:
        filled.execute("CREATE TABLE ballast (data)")
        filled.execute("INSERT INTO ballast VALUES (zeroblob(100000000))")
        filled.commit()
    writer, patience = Thread(target=write), Timer(30, over.set)
    writer.start()
    patience.start()
    back_up(settings, tmp_path / "whole.tar.gz", now=NOW)
    came_to_an_end = not over.is_set()
    over.set()
    patience.cancel()
    writer.join()
    assert written
    assert came_to_an_end


def test_people_go_on_working_while_it_is_made(worked: Factory, settings: Settings, tmp_path: Path, database: Database) -> None:
    with database.reading() as session:
        session.scalars(select(Task.title)).all()
        back_up(settings, tmp_path / "whole.tar.gz", now=NOW)
    worked.task(title="照常登记")
    assert "照常登记" in titles(settings)
