"""Many tasks at once: urging orders, due dates and units of drafts, a workbook; what is left out, why, and once only."""

from dataclasses import dataclass
from datetime import date

import pytest
from sqlalchemy import func, select

from tests import orders as made_orders
from tests.factories import NOW, Factory, at_once, parsed_measure
from tests.queries.test_ledger import SOON, TODAY
from tracker.errors import InvalidInput
from tracker.models import SupervisionOrder, Task
from tracker.queries.lights import light_clock
from tracker.rules.bulk import LeftOut
from tracker.rules.ledger_shown import Shown, shown_columns
from tracker.rules.statuses import AssignmentRole, OrderKind, OrderLevel
from tracker.services import bulk_corrections, bulk_orders, issue_requests, task_lists

DEMAND, LIMIT = "请说明进展缓慢的原因。", date(2025, 3, 20)


@dataclass(frozen=True)
class Urged:
    """What an urging did: (task, unit) of each order, and why which task was left out."""

    orders: list[tuple[int, str]]
    left_out: dict[int, LeftOut]


def urged(factory: Factory, *task_ids: int, who: str = "clerk") -> Urged:
    with factory.database.transaction() as session:
        made = bulk_orders.urge(session, task_ids, DEMAND, LIMIT, actor=getattr(factory.cast, who), now=NOW)
        orders = [(urging.task.id, urging.unit.name) for urging in made.urgings]
        return Urged(orders, {task.id: why for task, _, why in made.left_out})


def number_of_orders(factory: Factory) -> int:
    with factory.database.reading() as session:
        return session.scalar(select(func.count()).select_from(SupervisionOrder)) or 0


def test_each_unit_that_answers_for_a_task_gets_one_urging_order(factory: Factory) -> None:
    led = factory.acknowledged()
    unled = factory.task(lead=(), responsible=("县教育局", "县民政局"))
    made = urged(factory, led, unled)
    assert made.orders == [(led, "县卫生健康局"), (unled, "县教育局"), (unled, "县民政局")]
    with factory.database.reading() as session:
        orders = session.scalars(select(SupervisionOrder).order_by(SupervisionOrder.number)).all()
        assert [order.number for order in orders] == [1, 2, 3]
        assert {(order.kind, order.level, order.demand, order.reply_due_on) for order in orders} == {
            (OrderKind.URGE, OrderLevel.BLUE, DEMAND, LIMIT)
        }


def test_what_cannot_be_urged_is_left_out_with_the_reason(factory: Factory) -> None:
    fine, draft, closed = factory.acknowledged(), factory.task(issue_at=None), factory.closed()
    overdue, nobody = factory.acknowledged(due="2025-01-31"), factory.task(lead=(), responsible=(), supporting=("县教育局",))
    made = urged(factory, fine, draft, closed, overdue, nobody)
    assert [task_id for task_id, _ in made.orders] == [fine]
    assert made.left_out == {
        draft: LeftOut.NOT_OPEN, closed: LeftOut.NOT_OPEN, overdue: LeftOut.STRICTER, nobody: LeftOut.NO_UNIT,
    }  # fmt: skip


def test_a_second_press_urges_nobody_again(factory: Factory) -> None:
    first, second = factory.acknowledged(), factory.acknowledged()
    made_orders.issue(factory, first)
    assert urged(factory, first, second).left_out == {first: LeftOut.HAS_ORDER}
    with pytest.raises(InvalidInput, match="没有发出催办单"):
        urged(factory, first, second)
    assert number_of_orders(factory) == 2


def test_two_who_urge_at_once_issue_one_order(factory: Factory) -> None:
    ids = [factory.acknowledged(title="甲"), factory.acknowledged(title="乙")]
    at_once(lambda: urged(factory, *ids), lambda: urged(factory, *reversed(ids), who="director"))
    assert number_of_orders(factory) == 2


def test_an_office_urges_what_it_sees_only(factory: Factory) -> None:
    with pytest.raises(InvalidInput):
        urged(factory, factory.acknowledged(), who="outside_clerk")
    with pytest.raises(InvalidInput, match="200"):
        urged(factory, *range(1, 202))


def drafts(factory: Factory) -> list[int]:
    plan_id = factory.plan(parsed_measure(title="甲"), parsed_measure(title="乙"), issue_at=None)
    with factory.database.reading() as session:
        return list(session.scalars(select(Task.id).where(Task.plan_id == plan_id).order_by(Task.id)))


def test_dates_are_set_for_drafts_and_for_nothing_that_is_issued(factory: Factory) -> None:
    ids, issued, day = drafts(factory), factory.acknowledged(), date(2026, 6, 30)
    with factory.database.transaction() as session:
        made = bulk_corrections.set_dates(session, [*ids, issued], day, actor=factory.cast.clerk, now=NOW)
        assert made.left_out[0][1] is LeftOut.ISSUED
    with factory.database.reading() as session:
        assert [(session.get_one(Task, key).due_on, session.get_one(Task, key).original_due_on) for key in ids] == [(day, day)] * 2
        assert session.get_one(Task, issued).due_on == date(2025, 12, 31)
    with factory.database.transaction() as session, pytest.raises(InvalidInput, match="没有作任何改动"):
        bulk_corrections.set_dates(session, ids, day, actor=factory.cast.clerk, now=NOW)


def test_a_unit_is_given_its_part_in_every_draft(factory: Factory) -> None:
    ids, clerk = drafts(factory), factory.cast.clerk
    with factory.database.transaction() as session:
        made = bulk_corrections.give_role(session, ids, "县教育局", AssignmentRole.LEAD, actor=clerk, now=NOW)
        assert len(made.tasks) == 2
    with factory.database.reading() as session:
        for key in ids:
            roles = {share.unit.name: share.role for share in session.get_one(Task, key).assignments}
            assert roles["县教育局"] is AssignmentRole.LEAD
            assert roles["县卫生健康局"] is AssignmentRole.LEAD
    with factory.database.transaction() as session:
        bulk_corrections.give_role(session, ids[:1], "县教育局", None, actor=clerk, now=NOW)
        plan = bulk_corrections.give_role(session, ids, "县教育局", None, actor=clerk, now=NOW)
        assert plan.left_out[0][1] is LeftOut.NOT_CARRYING


def test_a_slip_of_the_pen_enters_no_new_unit(factory: Factory) -> None:
    ids = drafts(factory)
    with factory.database.transaction() as session, pytest.raises(InvalidInput, match="没有登记“县教玉局”"):
        bulk_corrections.give_role(session, ids, "县教玉局", AssignmentRole.LEAD, actor=factory.cast.clerk, now=NOW)


def test_a_plan_that_waits_for_the_director_is_left_alone(factory: Factory) -> None:
    ids, clerk = drafts(factory), factory.cast.clerk
    with factory.database.transaction() as session:
        issue_requests.ask(session, session.get_one(Task, ids[0]).plan, actor=clerk, now=NOW)
    with factory.database.reading() as session:
        plan = bulk_corrections.plan_dates(session, ids, actor=clerk)
    assert [why for _, why in plan.left_out] == [LeftOut.AWAITED, LeftOut.AWAITED]


def test_the_workbook_has_the_columns_that_were_chosen(factory: Factory) -> None:
    task_id = factory.acknowledged(title="增加托位供给")
    shown = shown_columns(["due,units,state,number,percent,nonsense"])
    with factory.database.transaction() as session:
        clock = light_clock(session, TODAY, SOON)
        table = task_lists.export_tasks(session, [task_id, 999], shown, clock, actor=factory.cast.clerk, now=NOW)
        rows = list(table.rows)
    assert table.heads == ("方案", "编号", "任务", "牵头单位", "责任单位", "配合单位", "时限", "完成比例", "状态")
    assert rows[0][1:] == ("（一）", "增加托位供给", "县卫生健康局", "县民政局", "", "2025-12-31", 0, "推进中")
    assert len(rows) == 1


def test_every_column_can_be_written(factory: Factory) -> None:
    task_id = factory.submitted(factory.acknowledged())
    with factory.database.transaction() as session:
        ids = list(session.scalars(select(Task.id)))
        clock = light_clock(session, TODAY, SOON)
        table = task_lists.export_tasks(session, ids, list(Shown), clock, actor=factory.cast.clerk, now=NOW)
        assert [len(row) for row in table.rows] == [len(table.heads)]
    assert task_id


def test_nobody_takes_away_what_they_may_not_see(factory: Factory) -> None:
    task_id = factory.acknowledged()
    with factory.database.reading() as session:
        clock = light_clock(session, TODAY, SOON)
    with factory.database.transaction() as session, pytest.raises(InvalidInput):
        task_lists.export_tasks(session, [task_id], list(Shown), clock, actor=factory.cast.outside_clerk, now=NOW)
