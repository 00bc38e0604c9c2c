"""What a unit does with an order, and how the office judges the answer."""

from datetime import date

import pytest

from tests.factories import NOW, Factory, at_once, day, refused
from tests.orders import LIMIT, act, answered, issue, order_of, received
from tracker.errors import Conflict, InvalidInput, NotAllowed
from tracker.models import Notice
from tracker.rules.refusals import RuleViolation
from tracker.rules.statuses import OrderState
from tracker.services import order_answers


def test_a_unit_signs_for_its_order_in_its_own_time(factory: Factory, issued_task: int) -> None:
    order_id, later = issue(factory, issued_task), day(2025, 3, 11)
    with pytest.raises(NotAllowed):
        act(factory, order_answers.receive, order_id, who="other_liaison")
    act(factory, order_answers.receive, order_id, who="liaison", now=later)
    order = order_of(factory, order_id)
    assert (order.state, order.received_at, order.received_by_id) == (OrderState.RECEIVED, later, factory.cast.liaison.user_id)


def test_nothing_is_answered_before_it_is_received(factory: Factory, issued_task: int) -> None:
    with refused("wrong_state"):
        act(factory, order_answers.reply, issue(factory, issued_task), "已推进", who="unit_head")


def test_the_answer_of_a_unit_with_a_head_waits_for_the_head(factory: Factory, issued_task: int) -> None:
    order_id = received(factory, issued_task)
    act(factory, order_answers.reply, order_id, "已推进", who="liaison")
    assert (order_of(factory, order_id).state, order_of(factory, order_id).replied_at) == (OrderState.UNIT_REVIEW, None)
    with pytest.raises(NotAllowed):
        act(factory, order_answers.approve, order_id, who="liaison")
    act(factory, order_answers.send_back, order_id, "请写明时间", who="unit_head")
    act(factory, order_answers.reply, order_id, "已推进，月底完成", who="liaison")
    act(factory, order_answers.approve, order_id, who="unit_head")
    order = order_of(factory, order_id)
    assert (order.state, order.reply, order.replied_at) == (OrderState.REPLIED, "已推进，月底完成", NOW)


def test_a_head_s_own_answer_and_that_of_a_unit_without_one_go_straight_to_the_office(factory: Factory, issued_task: int) -> None:
    own = received(factory, issued_task)
    act(factory, order_answers.reply, own, "已推进", who="unit_head")
    assert order_of(factory, own).state is OrderState.REPLIED
    assert order_of(factory, answered(factory, issued_task, "joint_liaison")).state is OrderState.REPLIED


def test_what_the_head_has_not_signed_can_be_taken_back(factory: Factory, issued_task: int) -> None:
    order_id = received(factory, issued_task)
    act(factory, order_answers.reply, order_id, "已推进", who="liaison")
    act(factory, order_answers.recall, order_id, who="liaison")
    assert order_of(factory, order_id).state is OrderState.RECEIVED


def test_an_answer_says_something(factory: Factory, issued_task: int) -> None:
    with refused("reason_missing"):
        act(factory, order_answers.reply, received(factory, issued_task), " ", who="liaison")


def test_a_returned_answer_is_owed_again_by_a_new_limit(factory: Factory, issued_task: int) -> None:
    order_id, limit = answered(factory, issued_task), date(2025, 3, 21)
    act(factory, order_answers.return_reply, order_id, "没有写明时间", limit, who="clerk")
    order = order_of(factory, order_id)
    assert (order.state, order.reply_due_on, order.return_reason) == (OrderState.RECEIVED, limit, "没有写明时间")
    assert order.replied_at is None
    with factory.database.reading() as session:
        told = session.query(Notice).filter(Notice.title == "督办单答复被退回").all()
        assert {notice.user_id for notice in told} == {factory.cast.joint_liaison.user_id}


@pytest.mark.parametrize(("reason", "limit"), [(" ", LIMIT), ("空泛", date(2025, 3, 9))], ids=["no reason", "limit past"])
def test_a_return_needs_a_reason_and_a_limit_to_come(factory: Factory, issued_task: int, reason: str, limit: date) -> None:
    with pytest.raises((RuleViolation, InvalidInput)):
        act(factory, order_answers.return_reply, answered(factory, issued_task), reason, limit, who="clerk")


@pytest.mark.parametrize("who", ["joint_liaison", "liaison", "leader", "outside_clerk"])
def test_only_the_office_of_the_place_judges_answers(factory: Factory, issued_task: int, who: str) -> None:
    with pytest.raises(NotAllowed):
        act(factory, order_answers.accept, answered(factory, issued_task), who=who)


def test_of_two_verdicts_at_once_one_holds(factory: Factory, issued_task: int) -> None:
    order_id = answered(factory, issued_task)
    results = at_once(
        lambda: act(factory, order_answers.accept, order_id, who="clerk"),
        lambda: act(factory, order_answers.return_reply, order_id, "空泛", LIMIT, who="director"),
    )
    assert sum(result is None for result in results) == 1
    assert all(result is None or isinstance(result, RuleViolation | Conflict) for result in results)
