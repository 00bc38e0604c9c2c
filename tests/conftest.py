"""Fixtures that all tests share; what they are made of stands in tests/factories.py.

Every test that asks for `database` runs on SQLite and on a real PostgreSQL; `-k sqlite` runs the one half only, and
`@pytest.mark.databases("sqlite")` says that a test is about one of them. The schema is made by running the migrations, once
for each test process; each test gets a copy of its own, so that it may open as many transactions as the product does.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from tests import postgres
from tests.factories import Cast, Factory, cast_of, enter_cast
from tracker import migrate
from tracker.db import Database
from tracker.services import accounts
from tracker.storage import Storage

DATABASES = ("sqlite", "postgresql")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "databases(*names): the databases that the test is about; both without it")


def pytest_report_header() -> str:
    return f"databases: SQLite; PostgreSQL by {postgres.choose().said}"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "backend" in metafunc.fixturenames:
        marker = metafunc.definition.get_closest_marker("databases")
        metafunc.parametrize("backend", marker.args if marker else DATABASES)


@pytest.fixture(scope="session", autouse=True)
def _cheap_passwords() -> Iterator[None]:
    """Hashing costs a tenth of a second on purpose; tests of other things need not pay it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(accounts, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        yield


@pytest.fixture(scope="session")
def sqlite_folder() -> Iterator[Path]:
    """A folder with `empty.db` and `cast.db` to copy."""
    folder = postgres.scratch_folder()
    for name in ("empty", "cast"):
        _prepare(f"sqlite:///{folder / name}.db", with_cast=name == "cast")
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Server]:
    """The tests' PostgreSQL, with the databases `tracker_…_empty` and `tracker_…_cast` to copy."""
    choice = postgres.choose()
    if not choice.is_available:
        if os.environ.get("CI") == "true":
            pytest.fail(f"No PostgreSQL to test on. {choice.said}")
        pytest.skip(f"PostgreSQL: {choice.said}")
    server = postgres.Server(choice)
    names = [_named(suffix) for suffix in ("empty", "cast")]
    try:
        for name in names:
            _prepare(server.create(name), with_cast=name == _named("cast"))
        yield server
        for name in names:
            server.drop(name)
    finally:
        server.stop()


def _named(suffix: str) -> str:
    # The process number keeps test processes apart that share one server.
    return f"tracker_{os.getpid()}_{suffix}"


def _prepare(url: str, *, with_cast: bool) -> None:
    database = Database(url)
    migrate.upgrade(database.engine)
    if with_cast:
        with database.transaction() as session:
            enter_cast(session)
    database.dispose()


@pytest.fixture
def database_url(backend: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a migrated database of the test's own; with the cast in it where the test asks for `cast`."""
    with_cast = "cast" in request.fixturenames
    if backend == "sqlite":
        folder: Path = request.getfixturevalue("sqlite_folder")
        for left in folder.glob("tracker.db*"):
            left.unlink()
        shutil.copy(folder / ("cast.db" if with_cast else "empty.db"), folder / "tracker.db")
        yield f"sqlite:///{folder / 'tracker.db'}"
        return
    server: postgres.Server = request.getfixturevalue("postgres_server")
    name = _named("test")
    yield server.create(name, template=_named("cast" if with_cast else "empty"))
    server.drop(name)


@pytest.fixture(scope="session")
def _engines() -> dict[str, Database]:
    return {}


@pytest.fixture
def database(database_url: str, _engines: dict[str, Database]) -> Iterator[Database]:
    """A migrated database of the test's own.

    Its address is that of the test before, whose content is gone: so one engine serves all tests of a process, and keeps
    the statements that it has compiled, which take longer than running them.
    """
    opened = _engines.setdefault(database_url, Database(database_url))
    yield opened
    opened.dispose()


@pytest.fixture
def storage(tmp_path: Path) -> Storage:
    """An empty folder for documents and evidence."""
    return Storage(tmp_path / "files")


@pytest.fixture
def cast(database: Database) -> Cast:
    """The people of 示例县 and its neighbour, with accounts and posts; see tests/factories.py."""
    with database.reading() as session:
        return cast_of(session)


@pytest.fixture
def factory(database: Database, storage: Storage, cast: Cast) -> Factory:
    """Builds plans, tasks and reports in any state, through the services."""
    return Factory(database, storage, cast)


@pytest.fixture
def make_plan(factory: Factory) -> Callable[..., int]:
    """`make_plan(*measures, **over)` → the id of an issued plan."""
    return factory.plan


@pytest.fixture
def make_task(factory: Factory) -> Callable[..., int]:
    """`make_task(**over)` → the id of an issued task; `over` as in `parsed_measure`."""
    return factory.task


@pytest.fixture
def issued_task(factory: Factory) -> int:
    """A task that 县卫健局 leads and 县民政局 shares, issued and not yet signed for."""
    return factory.task()
