"""What the simulation sets up in the product's database: the oracle's answers, and a trap for writers without the lease."""

import json
from pathlib import Path
from typing import Any

from tracker.db import Database
from tracker.services.job_runs import OVERTAKEN

_TABLES = (
    "CREATE TABLE sim_expected (day VARCHAR(10), at VARCHAR(40), rows TEXT)",
    "CREATE TABLE sim_stale (what VARCHAR(20), token INTEGER, row_token INTEGER)",
)
# Whoever writes a run, or claims a delivery or records that it was sent, does so under the token of that moment. Only a run that a
# clock had begun too early, or that was given up or overtaken, keeps the token of its last try.
_OLD = "NEW.token <> (SELECT token FROM scheduler_lease)"
_TRAPS = {
    "job_run": (
        f"NOT (NEW.state = 'failed' AND (NEW.attempts IN (0, 4) OR NEW.error = '{OVERTAKEN}')) AND {_OLD}",
        "NEW.token",
    ),
    "delivery": (
        "NEW.state IN ('claimed', 'sent') AND NEW.fence <> (SELECT token FROM scheduler_lease)",
        "NEW.fence",
    ),
}


def set_up(database: Database) -> None:
    """Make the tables and the traps."""
    is_sqlite = database.engine.name == "sqlite"
    with database.engine.begin() as connection:
        for table in _TABLES:
            connection.exec_driver_sql(table)
        for name, (condition, token) in _TRAPS.items():
            caught = f"INSERT INTO sim_stale SELECT '{name}', token, {token} FROM scheduler_lease"  # noqa: S608
            for act in ("INSERT", "UPDATE"):
                trigger = f"sim_{name}_{act.lower()}"
                if is_sqlite:
                    made = [f"CREATE TRIGGER {trigger} AFTER {act} ON {name} WHEN {condition} BEGIN {caught}; END"]
                else:
                    body = f"BEGIN IF {condition} THEN {caught}; END IF; RETURN NEW; END"
                    made = [
                        f"CREATE FUNCTION {trigger}() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$",
                        f"CREATE TRIGGER {trigger} AFTER {act} ON {name} FOR EACH ROW EXECUTE FUNCTION {trigger}()",
                    ]
                for statement in made:
                    connection.exec_driver_sql(statement)


def lines(file: Path) -> list[dict[str, Any]]:
    """The lines of a log; none where nothing was written yet."""
    if not file.exists():
        return []
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
