"""What the tests of services share."""

from collections.abc import Iterator

import pytest

from tests.factories import Factory
from tests.readings import Desk, load
from tracker.models import Plan


@pytest.fixture
def desk(factory: Factory) -> Iterator[Desk]:
    """The draft of tests/readings.py, open in a transaction that nothing outlives."""
    plan_id = load(factory)
    with factory.database.transaction() as session:
        yield Desk(session, session.get_one(Plan, plan_id))
