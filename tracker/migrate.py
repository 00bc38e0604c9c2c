"""Bring a database's schema up to date, or say that it is not."""

import logging

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from tracker.resources import resource_dir

logging.getLogger("alembic.runtime.migration").setLevel(logging.WARNING)  # every look at the version is two lines of INFO


def _config(engine: Engine) -> Config:
    config = Config()
    config.set_main_option("script_location", str(resource_dir("migrations")))
    config.attributes["engine"] = engine
    return config


def upgrade(engine: Engine) -> None:
    """Run every migration that the database has not had yet; none when it is current."""
    command.upgrade(_config(engine), "head")


def downgrade(engine: Engine, revision: str) -> None:
    """Go back to a revision; `base` empties the database."""
    command.downgrade(_config(engine), revision)


def is_current(engine: Engine) -> bool:
    """True where the database has had every migration."""
    head = ScriptDirectory.from_config(_config(engine)).get_current_head()
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == head
