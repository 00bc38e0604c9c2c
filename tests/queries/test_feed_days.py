"""What is due on which day, for a calendar."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from tests import orders
from tests.factories import NOW, Factory, parsed_measure
from tests.services.test_exemptions import waived
from tests.services.test_extensions import granted
from tests.services.test_instructions import given
from tests.services.test_occurrences import written
from tests.services.test_rechecks import planned
from tracker.models import Task, Update
from tracker.queries.calendar_feeds import revisions
from tracker.queries.feed_days import due_days
from tracker.rules.calendar_feeds import DayKind, DueDay
from tracker.rules.permissions import Actor
from tracker.services import reviews

TODAY = NOW.date()


@pytest.fixture
def days_of(factory: Factory) -> Callable[..., list[DueDay]]:
    def days(who: str, *kinds: DayKind, today: date = TODAY) -> list[DueDay]:
        actor: Actor = getattr(factory.cast, who)
        with factory.database.reading() as session:
            found = due_days(session, actor, today)
        return [one for one in found if not kinds or one.kind in kinds]

    return days


def test_a_unit_sees_what_it_owes_and_nothing_of_others(factory: Factory, days_of: Callable[..., list[DueDay]]) -> None:
    task_id = factory.acknowledged()
    (task,) = days_of("liaison", DayKind.TASK)
    assert (task.on, task.title, task.number) == (date(2025, 12, 31), "增加托位供给", "（一）")
    assert (task.key, task.path) == (f"task-{task_id}", f"/tasks/{task_id}")
    assert days_of("unit_head") == days_of("liaison")
    assert days_of("other_liaison") == days_of("outside_liaison") == days_of("system_admin") == []


def test_a_date_that_is_put_off_moves_and_keeps_its_name(factory: Factory, days_of: Callable[..., list[DueDay]]) -> None:
    task_id = factory.acknowledged()
    before = days_of("liaison", DayKind.TASK)
    granted(factory, task_id)
    after = days_of("liaison", DayKind.TASK)
    assert [one.key for one in before] == [one.key for one in after]
    assert before[0].on < after[0].on
    with factory.database.reading() as session:
        stands = revisions(session, after)["task", task_id]
    assert stands.times > 1
    assert stands.at == NOW


def test_what_is_done_is_not_there(factory: Factory, days_of: Callable[..., list[DueDay]]) -> None:
    factory.closed()
    assert days_of("liaison") == []


def test_what_was_given_out_together_is_signed_for_on_one_day(factory: Factory, days_of: Callable[..., list[DueDay]]) -> None:
    plan_id = factory.plan(parsed_measure(), parsed_measure(title="规范收费行为"))
    (signing,) = days_of("liaison", DayKind.ACKNOWLEDGE)
    assert (signing.on, signing.path) == (date(2025, 2, 20), "/mine")
    with factory.database.reading() as session:
        first, second = session.scalars(select(Task.id).where(Task.plan_id == plan_id).order_by(Task.id))
    factory.acknowledge(first)
    assert [one.key for one in days_of("liaison", DayKind.ACKNOWLEDGE)] == [signing.key]
    factory.acknowledge(second)
    assert days_of("liaison", DayKind.ACKNOWLEDGE) == []


def test_reports_are_owed_by_the_cutoff_of_their_period(factory: Factory, days_of: Callable[..., list[DueDay]]) -> None:
    task_id = factory.acknowledged()
    assert [(one.period, one.on) for one in days_of("liaison", DayKind.REPORT)] == [
        ("2025-02", date(2025, 2, 25)),
        ("2025-03", date(2025, 3, 25)),
        ("2025-04", date(2025, 4, 25)),
        ("2025-05", date(2025, 5, 25)),
    ]
    factory.submitted(task_id)
    assert [one.period for one in days_of("liaison", DayKind.REPORT)] == ["2025-04", "2025-05"]
    assert [one.period for one in days_of("joint_liaison", DayKind.REPORT)][0] == "2025-02"


def test_no_day_stands_there_for_a_report_that_is_waived(factory: Factory, days_of: Callable[..., list[DueDay]]) -> None:
    waived(factory, factory.acknowledged(), period="2025-04")
    assert "2025-04" not in [one.period for one in days_of("liaison", DayKind.REPORT)]


def test_orders_items_and_duties_have_their_days(factory: Factory, days_of: Callable[..., list[DueDay]]) -> None:
    order_id = orders.received(factory, factory.acknowledged(), items=(orders.ITEM,))
    (order,) = days_of("liaison", DayKind.ORDER)
    assert (order.on, order.paper, order.path) == (orders.LIMIT, "督办单〔2025〕1号", f"/orders/{order_id}")
    assert orders.DEMAND not in repr(order)
    (item,) = days_of("liaison", DayKind.ITEM)
    assert item.paper == order.paper
    assert orders.ITEM.text not in repr(item)
    duty_id = written(factory)
    (duty,) = days_of("liaison", DayKind.OBLIGATION)
    assert (duty.on, duty.path) == (date(2025, 12, 25), f"/obligations/{duty_id}")


def test_an_instruction_is_to_be_answered_by_its_day(factory: Factory, days_of: Callable[..., list[DueDay]]) -> None:
    instruction_id = given(factory, factory.acknowledged())
    (one,) = days_of("liaison", DayKind.INSTRUCTION)
    assert one.path == f"/instructions/{instruction_id}"
    assert days_of("joint_liaison", DayKind.INSTRUCTION) == []  # the lead answers


def test_a_returned_report_has_the_day_that_the_office_set(factory: Factory, days_of: Callable[..., list[DueDay]]) -> None:
    update_id = factory.submitted(factory.acknowledged())
    with factory.database.transaction() as session:
        update = session.get_one(Update, update_id)
        reviews.return_update(session, update, "佐证材料不全", date(2025, 3, 14), actor=factory.cast.clerk, now=NOW)
    (one,) = days_of("liaison", DayKind.RETURNED)
    assert (one.on, one.period, one.path) == (date(2025, 3, 14), "2025-03", f"/updates/{update_id}")


def test_office_and_leader_see_the_days_of_their_place(factory: Factory, days_of: Callable[..., list[DueDay]]) -> None:
    plan_id = factory.plan_of(factory.acknowledged())
    factory.acknowledged(outside=True, who=())
    for who in ("clerk", "leader"):
        (due,) = days_of(who, DayKind.PLAN)
        assert (due.on, due.path) == (date(2025, 12, 31), f"/tasks?plan={plan_id}&due_from=2025-12-31&due_to=2025-12-31")
        assert [one.period for one in days_of(who, DayKind.REPORT)] == ["2025-03", "2025-04", "2025-05"]


def test_the_office_looks_back_on_the_day_that_was_planned(factory: Factory, days_of: Callable[..., list[DueDay]]) -> None:
    recheck_id = planned(factory)
    (one,) = days_of("clerk", DayKind.RECHECK)
    assert one.path == f"/rechecks/{recheck_id}"
    assert days_of("leader", DayKind.RECHECK) == days_of("liaison", DayKind.RECHECK) == []


def test_a_plan_that_is_not_followed_has_no_days(factory: Factory, days_of: Callable[..., list[DueDay]]) -> None:
    factory.task(supervise=False)
    assert days_of("liaison") == days_of("clerk") == []
