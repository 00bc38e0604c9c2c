"""What several commands share: settings, the opened database, dates, and plans by name."""

from datetime import date
from typing import Any

import click
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from tracker import migrate
from tracker.config import Settings, load_settings
from tracker.connecting import connect
from tracker.db import Database
from tracker.errors import NotFound, TrackerError
from tracker.models import Plan


class Day(click.ParamType):
    """A date written YYYY-MM-DD."""

    name = "日期"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        try:
            return value if isinstance(value, date) else date.fromisoformat(value)
        except ValueError:
            self.fail(f"“{value}”不是日期，请写成 2025-11-30 的形式。", param, ctx)


def database_of(settings: Settings) -> Database:
    """The installation's database, closed when the command ends."""
    database = connect(settings)
    click.get_current_context().call_on_close(database.dispose)
    return database


def open_database(settings: Settings | None = None) -> tuple[Settings, Database]:
    """The settings and a database with the current schema.

    The embedded default is brought up to date by itself; a server's database belongs to whoever runs `tracker db upgrade`.
    """
    settings = settings or load_settings()
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    database = database_of(settings)
    try:
        is_current = migrate.is_current(database.engine)
    except OperationalError as error:
        raise TrackerError("数据库连接不上，请检查 TRACKER_DATABASE_URL 和数据库服务是否正常。") from error
    if not is_current:
        if not settings.is_sqlite:
            raise TrackerError("数据库结构不是最新版本，请先运行 tracker db upgrade。")
        migrate.upgrade(database.engine)
    return settings, database


def plan_named(session: Session, name: str) -> Plan:
    """The plan with that key or id."""
    found = session.scalar(select(Plan).where(Plan.key == name))
    if found is None and name.isdigit():
        found = session.get(Plan, int(name))
    if found is None:
        raise NotFound(f"没有编号或代号为“{name}”的方案。运行 tracker plan list 可查看全部方案。")
    return found
