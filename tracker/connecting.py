"""From the settings of an installation to its database."""

from pathlib import Path

from tracker.config import Settings
from tracker.db import Database
from tracker.witness import Witness


def connect(settings: Settings) -> Database:
    """The installation's database, its history witnessed beside the data."""
    return Database(settings.database_url, witness_of(settings))


def witness_of(settings: Settings) -> Witness:
    """Where the heads of the chains are kept outside the database."""
    return Witness(witness_path(settings))


def witness_path(settings: Settings) -> Path:
    """The file of the witness."""
    return settings.data_dir / "event_heads.jsonl"
