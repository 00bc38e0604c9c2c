"""Urging and supervision orders: issued by level, numbered, brought to an end."""

from collections.abc import Callable
from datetime import date
from itertools import cycle

import pytest
from sqlalchemy import select

from tests.factories import NOW, Factory, at_once, day, refused
from tests.orders import DEMAND, ITEM, accepted, act, answered, closed, issue, item_of, order_of, received
from tracker.errors import InvalidInput, NotAllowed
from tracker.models import Event, Notice, SupervisionOrder
from tracker.queries.order_history import orders_on
from tracker.rules.days import end_of_day
from tracker.rules.statuses import ItemState, OrderKind, OrderLevel, OrderOutcome, OrderState
from tracker.services import order_answers, orders
from tracker.services.orders import ItemText

LATER = day(2025, 3, 24)  # after LIMIT


def numbers(factory: Factory) -> list[tuple[str, int, int]]:
    with factory.database.reading() as session:
        rows = session.scalars(select(SupervisionOrder).order_by(SupervisionOrder.id))
        return [(row.kind.value, row.year, row.number) for row in rows]


def test_each_kind_and_year_is_numbered_from_one(factory: Factory, issued_task: int) -> None:
    for kind, now in (
        (OrderKind.URGE, NOW),
        (OrderKind.SUPERVISION, NOW),
        (OrderKind.URGE, NOW),
        (OrderKind.SUPERVISION, day(2026, 1, 5)),
    ):
        issue(factory, issued_task, kind=kind, now=now, reply_due_on=date(2026, 2, 1))
    assert numbers(factory) == [("urge", 2025, 1), ("supervision", 2025, 1), ("urge", 2025, 2), ("supervision", 2026, 1)]


def test_orders_issued_at_once_are_numbered_without_gap_or_repeat(factory: Factory) -> None:
    """Of two plans, whose chains do not wait for each other: the numbers are the jurisdiction's."""
    tasks = cycle([factory.task(), factory.task()])
    acts: list[Callable[[], object]] = [
        lambda task_id=task_id: issue(factory, task_id) for task_id, _ in zip(tasks, range(8), strict=False)
    ]  # type: ignore[misc]
    assert all(isinstance(result, int) for result in at_once(*acts))
    assert sorted(number for _kind, _year, number in numbers(factory)) == list(range(1, 9))


def test_a_refused_order_uses_up_no_number(factory: Factory, issued_task: int) -> None:
    issue(factory, issued_task)
    with pytest.raises(InvalidInput):
        issue(factory, issued_task, demand=" ")
    issue(factory, issued_task)
    assert [number for _kind, _year, number in numbers(factory)] == [1, 2]


def test_an_order_tells_the_unit_what_is_asked_and_by_when(factory: Factory, issued_task: int) -> None:
    issue(factory, issued_task)
    with factory.database.reading() as session:
        told = session.query(Notice).filter(Notice.user_id == factory.cast.liaison.user_id, Notice.key.not_like("issued:%")).all()
        [notice] = told
        assert (notice.title, notice.due_on, notice.is_urgent) == ("收到督办单〔2025〕1号（蓝色）", date(2025, 3, 17), True)
        assert DEMAND in notice.body
        assert "请于3月11日前登录落实台签收，3月17日前写明办理情况、报送答复。" in notice.body


@pytest.mark.parametrize(
    ("over", "sentence"),
    [
        pytest.param({"who": "other_liaison"}, "不承办", id="a unit without a part in the task"),
        pytest.param({"demand": " "}, "办理要求", id="no demand"),
        pytest.param({"reply_due_on": date(2025, 3, 9)}, "答复期限", id="a limit already past"),
        pytest.param({"level": OrderLevel.RED}, "建议用蓝色.*写明理由", id="another level without a reason"),
        pytest.param(
            {"kind": OrderKind.URGE, "level": OrderLevel.RED, "level_reason": "特急"}, "催办单只用蓝色", id="a red urging notice"
        ),
        pytest.param({"items": [ItemText(" ")]}, "整改事项", id="an item without words"),
        pytest.param({"items": [ItemText("公示", date(2025, 3, 9))]}, "整改期限", id="an item due before today"),
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
        issue(factory, issued_task, by=who)


@pytest.mark.parametrize(
    ("level", "limit"), [(OrderLevel.BLUE, "17"), (OrderLevel.YELLOW, "13"), (OrderLevel.RED, "12")]
)  # fmt: skip
def test_each_level_has_its_own_limit_in_working_days(factory: Factory, issued_task: int, level: OrderLevel, limit: str) -> None:
    order_id = issue(factory, issued_task, level=level, level_reason="领导交办", reply_due_on=None)
    assert order_of(factory, order_id).reply_due_on == date(2025, 3, int(limit))


def test_an_overruled_level_is_kept_beside_the_proposed_one_with_its_reason(factory: Factory, issued_task: int) -> None:
    order = order_of(factory, issue(factory, issued_task, level=OrderLevel.RED, level_reason="省级挂牌事项"))
    assert (order.level, order.proposed_level, order.level_reason) == (OrderLevel.RED, OrderLevel.BLUE, "省级挂牌事项")
    assert order.policy_version == 1


def test_an_ignored_order_gives_way_to_a_stricter_one(factory: Factory, issued_task: int) -> None:
    blue = received(factory, issued_task, items=(ITEM,))
    yellow = issue(factory, issued_task, now=LATER, reply_due_on=None)
    old, new = order_of(factory, blue), order_of(factory, yellow)
    assert (new.level, new.follows_id) == (OrderLevel.YELLOW, blue)
    assert (old.state, old.outcome) == (OrderState.CLOSED, OrderOutcome.ESCALATED)
    assert item_of(factory, blue).state is ItemState.WITHDRAWN
    red = issue(factory, issued_task, now=day(2025, 4, 10), reply_due_on=None)
    assert (order_of(factory, red).level, order_of(factory, red).follows_id) == (OrderLevel.RED, yellow)


def test_an_answered_order_leads_to_no_stricter_one(factory: Factory, issued_task: int) -> None:
    answered(factory, issued_task, "joint_liaison")
    assert order_of(factory, issue(factory, issued_task, "joint_liaison", now=LATER, reply_due_on=None)).level is OrderLevel.BLUE


def test_what_is_not_put_right_in_time_is_ignored_as_well(factory: Factory, issued_task: int) -> None:
    accepted(factory, issued_task, items=(ITEM,))
    order_id = issue(factory, issued_task, "joint_liaison", now=LATER, reply_due_on=None)
    assert order_of(factory, order_id).level is OrderLevel.YELLOW


def test_an_order_is_closed_only_when_every_item_is_settled(factory: Factory, issued_task: int) -> None:
    order_id = accepted(factory, issued_task, items=(ITEM,))
    with refused("order_with_items_open"):
        act(factory, orders.close_order, order_id, "已落实", who="clerk")
    order = order_of(factory, closed(factory, factory.task()))
    assert (order.state, order.outcome, order.closed_at) == (OrderState.CLOSED, OrderOutcome.FULFILLED, NOW)


def test_an_order_is_not_closed_before_its_answer_is_accepted(factory: Factory, issued_task: int) -> None:
    with refused("wrong_state"):
        act(factory, orders.close_order, answered(factory, issued_task), "已落实", who="clerk")


def test_an_order_taken_back_takes_its_items_with_it(factory: Factory, issued_task: int) -> None:
    order_id = received(factory, issued_task, items=(ITEM,))
    with refused("reason_missing"):
        act(factory, orders.withdraw_order, order_id, " ", who="clerk")
    act(factory, orders.withdraw_order, order_id, "任务已调整", who="clerk")
    assert (order_of(factory, order_id).outcome, item_of(factory, order_id).finding) == (OrderOutcome.WITHDRAWN, "任务已调整")


def test_more_can_be_asked_until_the_order_is_closed(factory: Factory, issued_task: int) -> None:
    order_id = received(factory, issued_task)
    act(factory, orders.add_item, order_id, ItemText("补报验收单", date(2025, 3, 20)), who="clerk")
    assert (item_of(factory, order_id).text, item_of(factory, order_id).due_on) == ("补报验收单", date(2025, 3, 20))
    act(factory, orders.withdraw_order, order_id, "任务已调整", who="clerk")
    with pytest.raises(InvalidInput, match="已经了结"):
        act(factory, orders.add_item, order_id, ItemText("再补"), who="clerk")


def test_the_past_knows_an_order_as_it_was_that_night(factory: Factory, issued_task: int) -> None:
    order_id = issue(factory, issued_task, "joint_liaison")
    for verb, given, who, on in (
        (order_answers.receive, (), "joint_liaison", 11),
        (order_answers.reply, ("已推进",), "joint_liaison", 12),
        (order_answers.return_reply, ("空泛", date(2025, 3, 21)), "clerk", 13),
        (order_answers.reply, ("已定月底开工",), "joint_liaison", 14),
        (order_answers.accept, (), "clerk", 17),
    ):
        act(factory, verb, order_id, *given, who=who, now=day(2025, 3, on))
    with factory.database.reading() as session:
        nights = [orders_on(session, factory.plan_of(issued_task), end_of_day(date(2025, 3, on)))[0] for on in (10, 12, 13, 17)]
    assert [(night.state, night.replied_on, night.reply_due_on.day) for night in nights] == [
        (OrderState.ISSUED, None, 17),
        (OrderState.REPLIED, date(2025, 3, 12), 17),
        (OrderState.RECEIVED, None, 21),
        (OrderState.ACCEPTED, date(2025, 3, 14), 21),
    ]


def test_every_step_of_an_order_is_in_the_history(factory: Factory, issued_task: int) -> None:
    order_id = closed(factory, issued_task)
    with factory.database.reading() as session:
        item = item_of(factory, order_id).id
        query = select(Event.subject, Event.action).where(
            (Event.subject == "order") & (Event.subject_id == order_id) | (Event.subject == "item") & (Event.subject_id == item)
        )
        steps = [tuple(row) for row in session.execute(query.order_by(Event.id))]
    assert steps == [
        ("order", "issue"), ("item", "add"), ("order", "receive"), ("order", "reply"), ("order", "accept"),
        ("item", "reply"), ("item", "verify"), ("order", "close"),
    ]  # fmt: skip
