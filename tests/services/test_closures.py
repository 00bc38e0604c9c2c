"""Striking tasks off the list, and undoing it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from tests.closing import strike_off, verify
from tests.factories import NOW, Factory, at_once, refused
from tracker.errors import Conflict, InvalidInput, NotAllowed
from tracker.intake.model import Target
from tracker.models import Assignment, Closure, Task, Unit
from tracker.rules.closing import ClosingCheck
from tracker.rules.permissions import Actor
from tracker.rules.refusals import RuleViolation
from tracker.rules.statuses import AssignmentState, CheckMethod, OrderKind, TaskState
from tracker.services import closures, orders

STATEMENT, VERIFICATION, DAY = "目标已全部完成。", "现场核查，台账属实。", date(2025, 3, 8)


def request(factory: Factory, task_id: int, actor: Actor, statement: str = STATEMENT) -> None:
    with factory.database.transaction() as session:
        closures.request_closure(session, session.get_one(Task, task_id), statement, actor=actor, now=NOW)


def close(factory: Factory, task_id: int, actor: Actor, verification: str = VERIFICATION, on: date = DAY) -> None:
    with factory.database.transaction() as session:
        strike_off(session, session.get_one(Task, task_id), verification, on, actor=actor, now=NOW)


def state_of(factory: Factory, task_id: int) -> TaskState:
    with factory.database.reading() as session:
        return session.get_one(Task, task_id).state


def test_the_lead_asks_and_the_office_strikes_off(factory: Factory) -> None:
    task_id = factory.finished()
    request(factory, task_id, factory.cast.liaison)
    assert state_of(factory, task_id) is TaskState.CLOSURE_REQUESTED
    factory.agree(task_id)
    close(factory, task_id, factory.cast.clerk)
    with factory.database.reading() as session:
        task = session.get_one(Task, task_id)
        assert (task.state, task.completed_on, task.closed_at, task.verification) == (TaskState.CLOSED, DAY, NOW, VERIFICATION)


def test_closing_is_asked_for_only_with_an_accepted_report_and_evidence(factory: Factory) -> None:
    task_id = factory.acknowledged()
    factory.accepted(task_id, percent=100, evidence=False)
    with refused("closure_without_accepted_evidence"):
        request(factory, task_id, factory.cast.liaison)
    factory.submitted(task_id, "joint_liaison", percent=100)
    with refused("closure_without_accepted_evidence"):
        request(factory, task_id, factory.cast.liaison)


def test_a_task_of_no_unit_is_the_offices_own_to_close(factory: Factory) -> None:
    task_id = factory.task(lead=(), responsible=())
    request(factory, task_id, factory.cast.clerk)
    close(factory, task_id, factory.cast.clerk)
    assert state_of(factory, task_id) is TaskState.CLOSED


@pytest.mark.parametrize("who", ["joint_liaison", "other_liaison", "leader", "outside_clerk"])
def test_who_is_neither_lead_nor_office_may_not_ask(factory: Factory, who: str) -> None:
    with pytest.raises(NotAllowed):
        request(factory, factory.finished(), getattr(factory.cast, who))


def test_the_office_does_not_ask_in_the_units_place(factory: Factory) -> None:
    with refused("closure_is_the_units_to_ask"):
        request(factory, factory.finished(), factory.cast.clerk)


def test_without_a_lead_any_responsible_unit_asks(factory: Factory) -> None:
    task_id = factory.finished(lead=(), responsible=("县卫健局", "县民政局"))
    request(factory, task_id, factory.cast.joint_liaison)
    assert state_of(factory, task_id) is TaskState.CLOSURE_REQUESTED


def test_a_request_needs_a_statement(factory: Factory) -> None:
    with refused("reason_missing"):
        request(factory, factory.finished(), factory.cast.liaison, "")


def test_a_task_with_open_shares_is_not_struck_off(factory: Factory) -> None:
    task_id = factory.acknowledged()
    factory.accepted(task_id, percent=100)
    request(factory, task_id, factory.cast.liaison)
    with refused("closure_with_shares_open"):
        close(factory, task_id, factory.cast.clerk)


def test_supporting_units_do_not_hold_up_the_closing(factory: Factory) -> None:
    task_id = factory.acknowledged(who=["liaison"], responsible=(), supporting=("县民政局",))
    factory.accepted(task_id, percent=100)
    request(factory, task_id, factory.cast.liaison)
    close(factory, task_id, factory.cast.clerk)
    assert state_of(factory, task_id) is TaskState.CLOSED


def conclude(factory: Factory, task_id: int, *checks: ClosingCheck, text: str = VERIFICATION) -> None:
    """Close without verifying first."""
    with factory.database.transaction() as session:
        said = closures.Conclusion(text, DAY, checks)
        closures.close(session, session.get_one(Task, task_id), said, actor=factory.cast.clerk, now=NOW)


def test_a_task_that_nobody_verified_is_not_struck_off(factory: Factory) -> None:
    task_id = factory.closure_requested()
    with refused("closure_without_verification"):
        conclude(factory, task_id, *ClosingCheck)


def test_what_the_office_has_to_check_is_checked_in_full(factory: Factory) -> None:
    task_id = factory.closure_requested()
    with factory.database.transaction() as session:
        verify(session, session.get_one(Task, task_id), "属实", actor=factory.cast.clerk, now=NOW)
    with refused("closure_unchecked"):
        conclude(factory, task_id, ClosingCheck.FACTS, ClosingCheck.FORM)
    with refused("reason_missing"):
        conclude(factory, task_id, *ClosingCheck, text=" ")
    conclude(factory, task_id, *ClosingCheck)


def test_the_verification_of_a_returned_request_proves_nothing_later(factory: Factory) -> None:
    task_id = factory.closure_requested()
    with factory.database.transaction() as session:
        task = session.get_one(Task, task_id)
        verify(session, task, "尚有 2 个托位未启用", actor=factory.cast.clerk, now=NOW)
        closures.return_closure(session, task, "尚有 2 个托位未启用", actor=factory.cast.clerk, now=NOW)
        later = NOW + timedelta(days=3)
        closures.request_closure(session, task, STATEMENT, actor=factory.cast.liaison, now=later)
    factory.agree(task_id)
    with refused("closure_without_verification"):
        conclude(factory, task_id, *ClosingCheck)


def test_open_items_of_an_order_hold_up_the_closing(factory: Factory) -> None:
    task_id = factory.closure_requested()
    with factory.database.transaction() as session:
        task, unit = session.get_one(Task, task_id), session.get_one(Unit, factory.cast.unit_id("liaison"))
        items = (orders.ItemText("公示收费标准"),)
        orders.issue_order(
            session, task, unit, OrderKind.SUPERVISION, "请整改", date(2025, 3, 20), items=items, actor=factory.cast.clerk, now=NOW
        )
    with refused("closure_with_items_open"):
        close(factory, task_id, factory.cast.clerk)


def test_a_figure_that_was_not_attained_is_kept_in_sight_and_binds_nobody(factory: Factory) -> None:
    rate = Target("每千人口托位数", Decimal("4.5"), ">=", "个", "2025-12-31", None, "达到4.5个")
    task_id = factory.closed(targets=(rate,))
    with factory.database.reading() as session:
        closure = session.scalars(select(Closure).where(Closure.task_id == task_id)).one()
        assert {"fact": "indicators", "open": 1, "total": 1} in closure.findings


def test_a_closing_keeps_what_it_rested_on_also_when_it_is_undone(factory: Factory) -> None:
    task_id = factory.closed()
    with factory.database.transaction() as session:
        task = session.get_one(Task, task_id)
        closures.reopen(session, task, "群众反映不实", actor=factory.cast.director, now=NOW)
        closure = session.scalars(select(Closure).where(Closure.task_id == task_id)).one()
        assert closure.statement == STATEMENT
        assert set(closure.checks) == set(ClosingCheck)
        assert {"fact": "shares", "open": 0, "total": 2} in closure.findings
        assert [row.method for row in closure.verifications] == [CheckMethod.ON_SITE]
        assert (closure.reopened_at, closure.reopen_reason) == (NOW, "群众反映不实")


def test_the_day_of_completion_is_not_in_the_future(factory: Factory) -> None:
    with pytest.raises(InvalidInput, match="办结日期"):
        close(factory, factory.closure_requested(), factory.cast.clerk, on=date(2025, 3, 11))


@pytest.mark.parametrize("who", ["liaison", "unit_head", "leader", "outside_clerk"])
def test_a_unit_never_closes_its_own_task(factory: Factory, who: str) -> None:
    with pytest.raises(NotAllowed):
        close(factory, factory.closure_requested(), getattr(factory.cast, who))


def test_what_nobody_asked_to_close_is_not_closed(factory: Factory) -> None:
    with pytest.raises(Conflict):
        close(factory, factory.finished(), factory.cast.clerk)
    with refused("wrong_state"):
        conclude(factory, factory.finished(), *ClosingCheck)


def test_a_request_that_is_returned_puts_the_task_in_progress_again(factory: Factory) -> None:
    task_id = factory.closure_requested()
    with factory.database.transaction() as session:
        closures.return_closure(session, session.get_one(Task, task_id), "尚有 2 个托位未启用", actor=factory.cast.clerk, now=NOW)
    assert state_of(factory, task_id) is TaskState.IN_PROGRESS


def test_only_the_director_undoes_a_closing_and_gives_a_reason(factory: Factory) -> None:
    task_id = factory.closed()
    with factory.database.transaction() as session:
        task = session.get_one(Task, task_id)
        with pytest.raises(NotAllowed):
            closures.reopen(session, task, "群众反映不实", actor=factory.cast.clerk, now=NOW)
        with refused("reason_missing"):
            closures.reopen(session, task, "", actor=factory.cast.director, now=NOW)
        closures.reopen(session, task, "群众反映不实", actor=factory.cast.director, now=NOW)
        assert (task.state, task.closed_at, task.completed_on) == (TaskState.IN_PROGRESS, None, None)


def test_one_unit_of_a_joint_task_is_asked_to_go_on(factory: Factory) -> None:
    task_id = factory.closure_requested()
    lead, other = factory.share(task_id), factory.share(task_id, "joint_liaison")
    with factory.database.transaction() as session:
        share = session.get_one(Assignment, other)
        closures.resume_share(session, share, "补齐租金减免名单", actor=factory.cast.clerk, now=NOW)
        assert share.state is AssignmentState.REPORTING
        assert session.get_one(Assignment, lead).state is AssignmentState.DONE
    with refused("closure_with_shares_open"):
        close(factory, task_id, factory.cast.clerk)


def test_nobody_goes_on_with_a_closed_task(factory: Factory) -> None:
    task_id = factory.closed()
    with factory.database.transaction() as session, refused("task_not_open"):
        share = session.get_one(Assignment, factory.share(task_id))
        closures.resume_share(session, share, "补齐名单", actor=factory.cast.clerk, now=NOW)


def test_of_two_who_close_at_once_one_wins(factory: Factory) -> None:
    task_id = factory.closure_requested()
    results = at_once(*[lambda: close(factory, task_id, factory.cast.clerk)] * 2)
    assert results.count(None) == 1
    assert all(isinstance(result, Conflict | RuleViolation) for result in results if result)
