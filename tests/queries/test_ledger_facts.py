"""What the ledger shows and asks for beside the tasks: reports of the running period, open orders, indicators; what it costs."""

import re
from datetime import date
from typing import Any

import pytest
from sqlalchemy import event

from tests import orders as made_orders
from tests.factories import NOW, Factory
from tests.histories import play, random_plan
from tests.queries.test_ledger import SOON, TODAY, titles
from tests.services.test_exemptions import waived
from tracker.queries.ledger import LedgerFilter, ledger, ledger_ids
from tracker.queries.ledger_facts import RowFacts, facts_of
from tracker.queries.lights import light_clock
from tracker.queries.saved_views import views_for
from tracker.rules.ledger_shown import Shown
from tracker.services import orders


def facts(factory: Factory, task_id: int, who: str = "clerk") -> RowFacts:
    with factory.database.reading() as session:
        return facts_of(session, getattr(factory.cast, who), [task_id], list(Shown), light_clock(session, TODAY, SOON))


def test_what_has_not_been_reported_for_the_running_period_is_found(factory: Factory) -> None:
    factory.submitted(factory.acknowledged(title="报了一半的"))
    both = factory.acknowledged(title="都报了的")
    for who in ("liaison", "joint_liaison"):
        factory.submitted(both, who)
    factory.task(title="在档的", supervise=False)
    assert titles(factory, unreported=True) == ["报了一半的"]
    assert titles(factory, factory.cast.liaison, unreported=True) == []
    assert titles(factory, factory.cast.joint_liaison, unreported=True) == ["报了一半的"]


def test_the_next_report_is_that_of_the_share_that_is_owed_first(factory: Factory) -> None:
    task_id = factory.acknowledged()
    assert facts(factory, task_id).next_report == {task_id: date(2025, 3, 25)}
    factory.submitted(task_id)
    found = facts(factory, task_id)
    assert found.next_report == {task_id: date(2025, 3, 25)}
    assert found.reported == {task_id: NOW.date()}
    assert facts(factory, task_id, "liaison").next_report == {task_id: date(2025, 4, 25)}
    assert facts(factory, task_id, "joint_liaison").reported == {}


def test_a_waived_report_is_not_the_next_one(factory: Factory) -> None:
    task_id = factory.acknowledged()
    waived(factory, task_id)
    assert facts(factory, task_id, "liaison").next_report == {task_id: date(2025, 4, 25)}


def test_open_orders_are_found_and_counted_until_they_are_closed(factory: Factory) -> None:
    task_id = factory.acknowledged(title="催办的")
    factory.acknowledged(title="没有催办的")
    order_id = made_orders.issue(factory, task_id)
    assert titles(factory, ordered=True) == ["催办的"]
    assert facts(factory, task_id).orders == {task_id: 1}
    made_orders.act(factory, orders.withdraw_order, order_id, "已当面说明", who="clerk")
    assert titles(factory, ordered=True) == []
    assert facts(factory, task_id).orders == {}


def test_an_order_to_another_unit_is_not_told(factory: Factory) -> None:
    made_orders.issue(factory, factory.acknowledged(), "liaison")
    assert titles(factory, factory.cast.liaison, ordered=True) == ["增加托位供给"]
    assert titles(factory, factory.cast.other_liaison, ordered=True) == []


def test_ids_come_in_the_order_of_the_ledger_and_bounded(factory: Factory) -> None:
    late, early = factory.task(title="晚的", due="2025-12-31"), factory.task(title="早的", due="2025-06-30")
    with factory.database.reading() as session:
        clock, clerk = light_clock(session, TODAY, SOON), factory.cast.clerk
        assert ledger_ids(session, clerk, LedgerFilter(sort="due"), clock, 10) == ([early, late], 2)
        assert ledger_ids(session, clerk, LedgerFilter(), clock, 1) == ([late], 2)


# Of the rows below a task, none may be walked through for a page of tasks.
WALKED = re.compile(r"SCAN (assignment|progress_update|supervision_order|indicator|exemption|saved_view)\b")


@pytest.mark.databases("sqlite")
@pytest.mark.parametrize("who", ["clerk", "liaison"])
def test_filters_and_columns_look_up_what_belongs_to_each_task(factory: Factory, who: str) -> None:
    play_for = list(play(factory, random_plan(factory), seed=3, steps=20))
    assert play_for
    sent: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, given: Any, *_rest: object) -> None:
        sent.append((statement, given))

    with factory.database.reading() as session:
        clock, actor = light_clock(session, TODAY, SOON), getattr(factory.cast, who)
        event.listen(factory.database.engine, "before_cursor_execute", note)
        page = ledger(session, actor, LedgerFilter(unreported=True, ordered=True), clock)
        facts_of(session, actor, [row.id for row in page.rows] or [1], list(Shown), clock)
        views_for(session, actor)
    event.remove(factory.database.engine, "before_cursor_execute", note)
    selects = [one for one in sent if one[0].startswith(("SELECT", "WITH"))]
    with factory.database.engine.connect() as connection:
        steps = [row[3] for text, given in selects for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", given)]
    assert [step for step in steps if WALKED.search(step)] == []
