"""Backups: the database as it stands at one moment, the ends of the history, and the files or a list of them, in one archive.

SQLite is copied with its own backup interface, while people go on working; PostgreSQL by its `pg_dump`. The heads of the history
are taken before the database, so that a restored one is never shorter than its witness says. The key of the sessions stays out:
who finds an archive must not be able to log in with it.
"""

import io
import json
import os
import re
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import make_url

from tracker import __version__
from tracker.config import Settings
from tracker.connecting import witness_path
from tracker.errors import TrackerError

ROTATED = "tracker-{day}.tar.gz"
_ROTATED = re.compile(r"tracker-(\d{4}-\d{2}-\d{2})\.tar\.gz")
KEPT_DAYS, KEPT_MONTHS = 14, 12
_SCRATCH = ".backup-"
MANIFEST, DATABASE, DUMP, HEADS, FILES = "manifest.json", "tracker.db", "tracker.dump", "event_heads.jsonl", "files"
PROGRAM_SECONDS = 6 * 3600  # longer than any backup takes


class NoTool(TrackerError):
    """A program that comes with PostgreSQL is not on this machine."""


@dataclass(frozen=True)
class Made:
    """An archive: its size in bytes, and how many files it holds or lists."""

    path: Path
    size: int
    files: int


def back_up(settings: Settings, target: Path, *, now: datetime, with_files: bool = True) -> Made:
    """Write the archive beside its place and move it there when it is whole, for its owner's eyes only.

    Without the files it only lists them (sha256 and size): stored under their content, they never change where they lie.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=_SCRATCH) as folder:
        scratch = Path(folder)
        heads = witness_path(settings)
        if heads.exists():
            shutil.copyfile(heads, scratch / HEADS)
        name = _copy_sqlite(settings, scratch) if settings.is_sqlite else _dump_postgres(settings, scratch)
        files = dict(_stored(settings.storage_dir))
        whole = scratch / "whole.tar.gz"
        with tarfile.open(whole, "w:gz", compresslevel=1) as archive:
            _add_text(archive, MANIFEST, json.dumps(_manifest(name, files, now, with_files), ensure_ascii=False, indent=1))
            for part in (name, HEADS):
                if (scratch / part).exists():
                    archive.add(scratch / part, part)
            for path in files if with_files else ():
                archive.add(settings.storage_dir / path, f"{FILES}/{path}")
        os.chmod(whole, 0o600)
        os.replace(whole, target)
    return Made(target, target.stat().st_size, len(files))


def _copy_sqlite(settings: Settings, scratch: Path) -> str:
    with closing(sqlite3.connect(database_file(settings))) as source, closing(sqlite3.connect(scratch / DATABASE)) as copy:
        source.backup(copy)  # in one step: of several, each write between two by anybody would begin it all again
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it
    return DATABASE


def _dump_postgres(settings: Settings, scratch: Path) -> str:
    run_tool(settings, "pg_dump", "--format=custom", "--no-owner", f"--file={scratch / DUMP}")
    return DUMP


def database_file(settings: Settings) -> Path:
    """The file of the embedded database."""
    return Path(make_url(settings.database_url).database or "")


def run_tool(settings: Settings, name: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs on the installation's database; NoTool where there is none, TrackerError where it fails.

    The password travels in the environment, for everybody may read the arguments of a program.
    """
    of_debian = sorted(map(str, Path("/usr/lib/postgresql").glob(f"*/bin/{name}")))
    found = shutil.which(name) or (of_debian[-1] if of_debian else None)
    if found is None:
        raise NoTool(f"本机没有 {name}，不能备份或恢复 PostgreSQL 数据库。请安装 PostgreSQL 客户端程序。")
    url = make_url(settings.database_url)
    address = url.set(drivername="postgresql", password=None).render_as_string(hide_password=False)
    environ = {**os.environ, "PGPASSWORD": str(url.password or "")}
    done = subprocess.run(  # noqa: S603
        [found, f"--dbname={address}", *arguments], env=environ, capture_output=True, text=True, timeout=PROGRAM_SECONDS
    )
    if done.returncode != 0:
        said = (done.stderr.strip().splitlines() or ["没有说明"])[-1]
        raise TrackerError(f"{name} 没有完成：{said[:200]}")


def _stored(folder: Path) -> Iterator[tuple[str, int]]:
    """Each stored file: its path below the folder, and its size."""
    for path in sorted(folder.glob("??/*")):
        if len(path.name) == 64:
            yield f"{path.parent.name}/{path.name}", path.stat().st_size


def _manifest(database: str, files: Mapping[str, int], now: datetime, with_files: bool) -> dict[str, Any]:
    return {
        "product": "tracker", "version": __version__, "made_at": now.isoformat(), "database": database,
        "with_files": with_files, "files": files,
    }  # fmt: skip


def _add_text(archive: tarfile.TarFile, name: str, text: str) -> None:
    data = text.encode()
    info = tarfile.TarInfo(name)
    info.size = len(data)
    archive.addfile(info, io.BytesIO(data))


def clear_scratch(folder: Path, *, now: datetime) -> None:
    """Remove what backups left behind that were killed: a copy of the whole database each."""
    for left in folder.glob(f"{_SCRATCH}*"):
        if left.stat().st_mtime < now.timestamp() - PROGRAM_SECONDS:
            shutil.rmtree(left, ignore_errors=True)


def prune(folder: Path) -> int:
    """Remove the archives of the night that are neither of the newest 14 nor the newest of one of 12 months: how many."""
    dated = {date.fromisoformat(match[1]): path for path in folder.glob("*") if (match := _ROTATED.fullmatch(path.name))}
    newest = sorted(dated, reverse=True)
    of_months: dict[tuple[int, int], date] = {}
    for day in newest:
        of_months.setdefault((day.year, day.month), day)
    kept = {*newest[:KEPT_DAYS], *list(of_months.values())[:KEPT_MONTHS]}
    for day in set(newest) - kept:
        dated[day].unlink()
    return len(set(newest) - kept)


@dataclass(frozen=True)
class Kept:
    """An archive of the night: its day, and its size in bytes."""

    day: date
    name: str
    size: int


def kept_backups(folder: Path) -> list[Kept]:
    """The archives of the night that are still there, newest first; at most a few dozen, see `prune`."""
    dated = ((match, path) for path in folder.glob("*") if (match := _ROTATED.fullmatch(path.name)))
    kept = [Kept(date.fromisoformat(match[1]), path.name, path.stat().st_size) for match, path in dated]
    return sorted(kept, key=lambda one: one.day, reverse=True)


def newest_backup(folder: Path) -> date | None:
    """The day of the newest archive of the night; None where there is none."""
    return max((one.day for one in kept_backups(folder)), default=None)
