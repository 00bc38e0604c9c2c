"""The ledger: what is let through, in which order, and what it costs."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from sqlalchemy import event

from tests.factories import NOW, Factory, parsed_clause, parsed_measure
from tracker.queries.ledger import LedgerFilter, ledger, light_counts, task_row
from tracker.queries.lights import LightClock, light_clock
from tracker.rules.lights import LightPolicy
from tracker.rules.permissions import Actor
from tracker.rules.statuses import AssignmentRole, AssignmentState, Light, TaskState

TODAY = NOW.date()
SOON = date(2025, 3, 17)


def titles(factory: Factory, actor: Actor | None = None, **limits: object) -> list[str]:
    """What the ledger of these limits lists, for the office unless told otherwise."""
    with factory.database.reading() as session:
        clock = light_clock(session, TODAY, SOON)
        page = ledger(session, actor or factory.cast.clerk, LedgerFilter(**limits), clock)  # type: ignore[arg-type]
        return [row.title for row in page.rows]


@pytest.fixture
def spread(factory: Factory) -> Factory:
    """Three supervised tasks that differ in everything, and one plan that is only on file."""
    factory.acknowledge(factory.task(title="逾期的", due="2025-03-01"))
    factory.task(title="长期的", due=None, ongoing=True, lead=("县民政局",), responsible=(), text="持续开展宣传。")
    factory.task(title="远期的", due="2026-12-31", lead=(), responsible=("县教育局",))
    factory.task(title="在档的", due="2025-01-31", supervise=False)
    return factory


@pytest.mark.parametrize(
    ("limits", "expected"),
    [
        pytest.param({}, ["逾期的", "长期的", "远期的", "在档的"], id="no limit"),
        pytest.param({"supervised": True}, ["逾期的", "长期的", "远期的"], id="supervised"),
        pytest.param({"supervised": False}, ["在档的"], id="on file only"),
        pytest.param({"lights": (Light.RED,)}, ["逾期的"], id="red"),
        pytest.param({"state": TaskState.IN_PROGRESS}, ["逾期的"], id="state"),
        pytest.param({"text": "宣传"}, ["长期的"], id="text of the measure"),
        pytest.param({"text": "%"}, [], id="a sign that SQL would read as any text"),
        pytest.param({"due_to": date(2025, 3, 31), "supervised": True}, ["逾期的"], id="due by"),
        pytest.param({"due_from": date(2026, 1, 1)}, ["远期的"], id="due from"),
        pytest.param({"share_state": AssignmentState.ACKNOWLEDGED}, ["逾期的"], id="state of a share"),
        pytest.param({"sort": "due", "supervised": True}, ["逾期的", "远期的", "长期的"], id="by due date, without one last"),
        pytest.param({"sort": "-due", "supervised": True}, ["远期的", "逾期的", "长期的"], id="latest due date first"),
    ],
)
def test_ledger_is_narrowed_and_ordered(spread: Factory, limits: dict[str, object], expected: list[str]) -> None:
    assert titles(spread, **limits) == expected


def test_unit_role_and_state_are_of_one_share(spread: Factory) -> None:
    unit_id = spread.cast.unit_id("joint_liaison")
    assert titles(spread, unit_id=unit_id, role=AssignmentRole.LEAD) == ["长期的"]
    assert titles(spread, unit_id=unit_id, share_state=AssignmentState.ACKNOWLEDGED) == []


def test_unit_people_find_the_tasks_of_their_unit_only(spread: Factory) -> None:
    assert titles(spread, spread.cast.other_liaison) == ["远期的"]
    assert titles(spread, spread.cast.outside_clerk) == []


def test_nothing_is_seen_before_it_is_issued_but_by_the_office(factory: Factory) -> None:
    factory.task(title="草稿", issue_at=None)
    assert titles(factory) == ["草稿"]
    assert titles(factory, factory.cast.liaison) == []


def test_lights_add_up_to_the_tasks_and_agree_with_the_rows(spread: Factory) -> None:
    with spread.database.reading() as session:
        clock = light_clock(session, TODAY, SOON)
        counts = light_counts(session, spread.cast.clerk, LedgerFilter(), clock)
        rows = ledger(session, spread.cast.clerk, LedgerFilter(), clock).rows
    assert counts == {light: sum(row.verdict.light is light for row in rows) for light in Light}
    assert sum(counts.values()) == 4


def test_unit_named_for_two_clauses_stands_once_in_a_row(factory: Factory) -> None:
    clauses = tuple(parsed_clause(text, lead=("县卫健局",)) for text in ("新建。", "补助。"))
    task_id = factory.task(clauses=clauses, lead=(), responsible=())
    with factory.database.reading() as session:
        row = task_row(session, factory.cast.clerk, task_id, light_clock(session, TODAY, SOON))
    assert row is not None
    assert [unit.name for unit in row.units] == ["县卫生健康局"]


def test_pages_are_clamped_to_what_there_is(factory: Factory) -> None:
    factory.plan(*(parsed_measure(title=f"措施{n}") for n in range(35)))
    with factory.database.reading() as session:
        page = ledger(session, factory.cast.clerk, LedgerFilter(), light_clock(session, TODAY, SOON), 99)
    assert (page.number, page.pages, page.total, len(page.rows)) == (2, 2, 35, 5)


@contextmanager
def counting(factory: Factory) -> Iterator[list[str]]:
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        sent.append(statement)

    event.listen(factory.database.engine, "before_cursor_execute", note)
    yield sent
    event.remove(factory.database.engine, "before_cursor_execute", note)


def test_a_page_costs_three_statements(factory: Factory) -> None:
    factory.plan(*(parsed_measure(title=f"措施{n}") for n in range(40)))
    clock = LightClock(TODAY, SOON, LightPolicy(), ())
    with factory.database.reading() as session, counting(factory) as sent:
        session.connection()
        sent.clear()
        ledger(session, factory.cast.clerk, LedgerFilter(), clock)
    assert len(sent) == 3
