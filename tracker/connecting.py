"""From the settings of an installation to its database."""

from tracker.config import Settings
from tracker.db import Database
from tracker.witness import Witness


def connect(settings: Settings) -> Database:
    """The installation's database, its history witnessed beside the data."""
    return Database(settings.database_url, witness_of(settings))


def witness_of(settings: Settings) -> Witness:
    """Where the heads of the chains are kept outside the database."""
    return Witness(settings.data_dir / "event_heads.jsonl")
