"""Put a backup (tracker/backups.py) back: nothing that stands there is lost by it, and what was put back is proven whole."""

import json
import re
import shutil
import sqlite3
import tarfile
import tempfile
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import inspect

from tracker import migrate
from tracker.backups import DATABASE, DUMP, FILES, HEADS, MANIFEST, back_up, database_file, run_tool
from tracker.config import Settings
from tracker.connecting import connect, witness_path
from tracker.errors import Conflict, InvalidInput
from tracker.storage import Storage

_STORED = re.compile(rf"{FILES}/[0-9a-f]{{2}}/([0-9a-f]{{64}})")
_WAL = ("", "-wal", "-shm")  # what SQLite keeps beside its file belongs to it


@dataclass(frozen=True)
class Restored:
    """What was put back: when the backup was made, how many files came with it, and where the former database was put."""

    made_at: str
    files: int
    moved_to: Path | None


def restore(settings: Settings, source: Path, *, force: bool, now: datetime) -> Restored:
    """Put the database, the heads of the history and the files of the archive in their places; nothing may be running meanwhile.

    Raises InvalidInput where the archive cannot be used, before anything is changed; Conflict where there is a database already
    and `force` does not say that it is to give way. It is then put aside, not removed.
    """
    with tempfile.TemporaryDirectory(dir=settings.data_dir, prefix=".restore-") as folder:
        scratch = Path(folder)
        try:
            manifest, files = _unpack(source, scratch, Storage(settings.storage_dir), settings)
        except (tarfile.TarError, EOFError, ValueError, KeyError) as error:
            raise InvalidInput("“%(name)s”不是本系统的备份文件，或者已经损坏，没有恢复。", name=source.name) from error
        if _is_occupied(settings) and not force:
            raise Conflict("这里已有数据库，没有恢复。确要替换的，请先停止网页和调度进程，再加上 --force；原来的数据库会另存。")
        moved_to = _put_aside(settings, now)
        if (scratch / HEADS).exists():
            shutil.move(scratch / HEADS, witness_path(settings))
        if settings.is_sqlite:
            shutil.move(scratch / DATABASE, database_file(settings))  # perhaps onto another disk
        else:
            run_tool(
                settings, "pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction", str(scratch / DUMP)
            )  # fmt: skip
    _upgrade(settings)
    return Restored(manifest["made_at"], files, moved_to)


def _unpack(source: Path, scratch: Path, storage: Storage, settings: Settings) -> tuple[dict[str, Any], int]:
    """The manifest, and how many files came; only names that a backup has are looked at, none is taken for a path."""
    database, files = DATABASE if settings.is_sqlite else DUMP, 0
    with tarfile.open(source, "r:gz") as archive:
        manifest = _manifest(archive)
        if manifest["database"] != database:
            raise InvalidInput("备份与现在设置的数据库种类不同（SQLite 与 PostgreSQL 之间不能直接恢复），没有恢复。")
        for member in archive:
            content = archive.extractfile(member)
            if content is not None and member.name in (database, HEADS):
                with (scratch / member.name).open("wb") as out:
                    shutil.copyfileobj(content, out)
            elif content is not None and (stored := _STORED.fullmatch(member.name)):
                if storage.put(content.read()) != stored[1]:
                    raise ValueError
                files += 1
    if not (scratch / database).exists():
        raise ValueError
    if settings.is_sqlite:
        _check_sqlite(scratch / DATABASE)
    return manifest, files


def _manifest(archive: tarfile.TarFile) -> dict[str, Any]:
    """What the archive says of itself, in its first member."""
    first = archive.next()
    data = archive.extractfile(first) if first is not None and first.name == MANIFEST else None
    if data is None:
        raise ValueError
    manifest: dict[str, Any] = json.load(data)
    return manifest


def _check_sqlite(path: Path) -> None:
    try:
        with closing(sqlite3.connect(path)) as connection:
            whole = connection.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",)
    except sqlite3.DatabaseError as error:
        raise ValueError from error
    if not whole:
        raise ValueError


def _is_occupied(settings: Settings) -> bool:
    if settings.is_sqlite:
        return database_file(settings).exists() or witness_path(settings).exists()
    database = connect(settings)
    try:
        return bool(inspect(database.engine).get_table_names())
    finally:
        database.dispose()


def _put_aside(settings: Settings, now: datetime) -> Path | None:
    """Where the former database went: a folder beside the data, or a backup of its own where it is on a server."""
    if not _is_occupied(settings):
        return None
    aside = settings.data_dir / f"replaced-{now:%Y%m%dT%H%M%SZ}"
    aside.mkdir(mode=0o700)
    if settings.is_sqlite:
        file = database_file(settings)
        for path in [*(file.with_name(file.name + suffix) for suffix in _WAL), witness_path(settings)]:
            if path.exists():
                shutil.move(path, aside / path.name)
    else:
        back_up(settings, aside / "tracker.tar.gz", now=now, with_files=False)
    return aside


def _upgrade(settings: Settings) -> None:
    """Bring a database of an earlier release up to date."""
    database = connect(settings)
    try:
        migrate.upgrade(database.engine)
    finally:
        database.dispose()
