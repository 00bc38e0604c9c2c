"""What a report is drawn from is found by its own plan, so that it costs the same however many other plans there are."""

import re

import pytest
from sqlalchemy import event

from tests.factories import NOW, Factory
from tests.histories import play, random_plan
from tracker.queries.reporting import facts_on

pytestmark = pytest.mark.databases("sqlite")  # PostgreSQL chooses by its statistics

# Tables that grow with every plan, and the columns of which all plans have the same few values.
GROWING = "event|progress_update|evidence|assignment|task|supervision_order|opinion|extension|exemption|indicator_reading|notice"
WHOLE = re.compile(
    rf"SCAN ({GROWING})\b(?! USING INDEX ix_event_renamed)|SEARCH \S+ .*\((state|subject|kind)=\?(?! AND subject_id)"
)


def test_no_statement_goes_through_the_rows_of_all_plans(factory: Factory) -> None:
    plan_id = random_plan(factory)
    last = [day for day, _ in play(factory, plan_id, seed=3, steps=40)][-1]
    sent: list[tuple[str, object]] = []

    def note(_connection: object, _cursor: object, statement: str, given: object, *_rest: object) -> None:
        if statement.startswith(("SELECT", "WITH")):
            sent.append((statement, given))

    engine = factory.database.engine
    event.listen(engine, "before_cursor_execute", note)
    with factory.database.reading() as session:
        facts_on(session, plan_id, last, NOW.replace(year=2026))
    assert len(sent) > 20
    far = []
    with engine.connect() as connection:
        for statement, given in sent.copy():
            steps = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given)]
            far += [(step, statement) for step in steps if WHOLE.search(step)]
    assert far == []
