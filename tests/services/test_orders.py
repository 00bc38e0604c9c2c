"""Urging and supervision orders."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from tests.factories import NOW, Factory, at_once, day, refused
from tracker.errors import InvalidInput, NotAllowed
from tracker.models import Notice, SupervisionOrder, Task, Unit
from tracker.rules.permissions import Actor
from tracker.rules.statuses import OrderKind, OrderState
from tracker.services import orders

DEMAND, LIMIT = "请说明滞后原因，提出赶超措施。", date(2025, 3, 20)


def issue(factory: Factory, task_id: int, unit: str = "县卫生健康局", actor: Actor | None = None, **over: object) -> int:
    given: dict[str, object] = {"kind": OrderKind.URGE, "demand": DEMAND, "reply_due_on": LIMIT, "now": NOW, **over}
    unit_id = factory.unit(unit)
    with factory.database.transaction() as session:
        task, body = session.get_one(Task, task_id), session.get_one(Unit, unit_id)
        return orders.issue_order(session, task, body, actor=actor or factory.cast.clerk, **given).id  # type: ignore[arg-type]


def numbers(factory: Factory) -> list[tuple[str, int, int]]:
    with factory.database.reading() as session:
        rows = session.scalars(select(SupervisionOrder).order_by(SupervisionOrder.id))
        return [(row.kind.value, row.year, row.number) for row in rows]


def test_each_kind_and_year_is_numbered_from_one(factory: Factory, issued_task: int) -> None:
    for kind, now in (
        (OrderKind.URGE, NOW),
        (OrderKind.SUPERVISION, NOW),
        (OrderKind.URGE, NOW),
        (OrderKind.URGE, day(2026, 1, 5)),
    ):
        issue(factory, issued_task, kind=kind, now=now, reply_due_on=date(2026, 2, 1))
    assert numbers(factory) == [("urge", 2025, 1), ("supervision", 2025, 1), ("urge", 2025, 2), ("urge", 2026, 1)]


def test_orders_issued_at_once_are_numbered_without_gap_or_repeat(factory: Factory, issued_task: int) -> None:
    acts: list[Callable[[], object]] = [lambda: issue(factory, issued_task)] * 6
    assert all(isinstance(result, int) for result in at_once(*acts))
    assert sorted(number for _kind, _year, number in numbers(factory)) == [1, 2, 3, 4, 5, 6]


def test_a_refused_order_uses_up_no_number(factory: Factory, issued_task: int) -> None:
    issue(factory, issued_task)
    with pytest.raises(InvalidInput):
        issue(factory, issued_task, demand=" ")
    issue(factory, issued_task)
    assert [number for _kind, _year, number in numbers(factory)] == [1, 2]


def test_an_order_tells_the_unit_what_is_asked_and_by_when(factory: Factory, issued_task: int) -> None:
    issue(factory, issued_task, kind=OrderKind.SUPERVISION)
    with factory.database.reading() as session:
        told = session.query(Notice).filter(Notice.user_id == factory.cast.liaison.user_id, Notice.key.not_like("issued:%")).all()
        assert {(notice.title, notice.due_on) for notice in told} == {("收到督办单", LIMIT)}
        assert all(DEMAND in notice.body for notice in told)


@pytest.mark.parametrize(
    ("over", "sentence"),
    [
        pytest.param({"unit": "县教育局"}, "不承办", id="a unit without a part in the task"),
        pytest.param({"demand": " "}, "办理要求", id="no demand"),
        pytest.param({"reply_due_on": date(2025, 3, 9)}, "答复期限", id="a limit already past"),
    ],
)
def test_an_order_that_makes_no_sense_is_refused(
    factory: Factory, issued_task: int, over: dict[str, object], sentence: str
) -> None:
    with pytest.raises(InvalidInput, match=sentence):
        issue(factory, issued_task, **over)  # type: ignore[arg-type]


def test_a_closed_task_is_not_urged(factory: Factory) -> None:
    with pytest.raises(InvalidInput, match="尚未销号"):
        issue(factory, factory.closed())


@pytest.mark.parametrize("who", ["liaison", "leader", "outside_clerk"])
def test_only_the_office_of_the_place_issues_orders(factory: Factory, issued_task: int, who: str) -> None:
    with pytest.raises(NotAllowed):
        issue(factory, issued_task, actor=getattr(factory.cast, who))


def test_the_unit_answers_and_the_office_closes_the_order(factory: Factory, issued_task: int) -> None:
    order_id = issue(factory, issued_task)
    with factory.database.transaction() as session:
        order = session.get_one(SupervisionOrder, order_id)
        with pytest.raises(NotAllowed):
            orders.reply(session, order, "已加快推进", actor=factory.cast.other_liaison, now=NOW)
        with refused("reason_missing"):
            orders.reply(session, order, "", actor=factory.cast.liaison, now=NOW)
        orders.reply(session, order, "已加快推进", actor=factory.cast.liaison, now=NOW)
        assert (order.state, order.reply, order.replied_at) == (OrderState.REPLIED, "已加快推进", NOW)
        orders.close_order(session, order, "已落实", actor=factory.cast.clerk, now=NOW)
        assert (order.state, order.closed_at) == (OrderState.CLOSED, NOW)
