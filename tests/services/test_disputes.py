"""What the office makes of an objection to an assignment: upheld, given to another unit, or worded anew."""

from datetime import date

import pytest
from sqlalchemy import select

from tests.factories import NOW, TOWNS, Factory, at_once, day, refused
from tracker.errors import InvalidInput, NotAllowed
from tracker.models import Assignment, Dispute, IssueNotice, Notice, Task, TaskWording
from tracker.queries.disputes import DisputeFilter, current_text, disputes, waiting_query
from tracker.queries.reporting import facts_on
from tracker.rules.giving_out import DisputeKind, DisputeOutcome
from tracker.rules.statuses import AssignmentRole, AssignmentState, OrderKind, OrderOutcome, OrderState
from tracker.services import assignments
from tracker.services.audit import verify
from tracker.services.disputes import object_to, reassign, reword, uphold
from tracker.services.moves import consolidating_units
from tracker.services.orders import issue_order

WORDS = "增加普惠托位供给，2025年底前每千人口托位数达到4.2个。"


@pytest.fixture
def share_id(factory: Factory) -> int:
    """The share of 县民政局 in a task, objected to."""
    return objected(factory, factory.task())


def objected(factory: Factory, task_id: int, kind: DisputeKind = DisputeKind.NOT_OURS) -> int:
    found = factory.share(task_id, "joint_liaison")
    with factory.database.transaction() as session:
        share = session.get_one(Assignment, found)
        object_to(session, share, "该事项由县教育局主管。", kind=kind, actor=factory.cast.joint_liaison, now=NOW)
    return found


def test_the_office_hears_of_an_objection_with_a_day_to_answer_by(factory: Factory, share_id: int) -> None:
    with factory.database.reading() as session:
        dispute = session.scalars(select(Dispute)).one()
        assert (dispute.assignment_id, dispute.kind, dispute.decide_by) == (share_id, DisputeKind.NOT_OURS, date(2025, 3, 13))
        assert [row.waits for row in disputes(session, factory.cast.clerk, DisputeFilter(waits=True)).rows] == [True]
        assert session.scalar(waiting_query(factory.cast.clerk)) == 1
        for other in (factory.cast.outside_clerk, factory.cast.joint_liaison):
            assert session.scalar(waiting_query(other)) == 0
        told = session.scalars(select(Notice.user_id).where(Notice.title.startswith("县民政局提出承办异议")))
        assert set(told) == {factory.cast.clerk.user_id, factory.cast.director.user_id}


def test_upheld_the_unit_has_a_new_limit_to_sign(factory: Factory, share_id: int) -> None:
    with factory.database.transaction() as session:
        share = session.get_one(Assignment, share_id)
        uphold(session, share, "方案已经明确。", actor=factory.cast.clerk, now=NOW)
        assert (share.state, share.acknowledge_by) == (AssignmentState.PENDING, date(2025, 3, 13))
        assert session.scalars(select(Dispute)).one().outcome is DisputeOutcome.UPHELD


def test_reassigned_the_old_share_ends_and_the_other_unit_gets_a_notice(factory: Factory, share_id: int) -> None:
    with factory.database.transaction() as session:
        share = session.get_one(Assignment, share_id)
        fresh = reassign(session, share, "县教育局", "按三定规定。", actor=factory.cast.clerk, now=NOW)
        assert share.state is AssignmentState.ENDED
        assert (fresh.unit.name, fresh.role, fresh.state) == ("县教育局", share.role, AssignmentState.PENDING)
        assert (fresh.issued_on, fresh.acknowledge_by) == (NOW.date(), date(2025, 3, 13))
        dispute = session.scalars(select(Dispute)).one()
        assert (dispute.outcome, dispute.successor_id) == (DisputeOutcome.REASSIGNED, fresh.id)
        notice = session.scalars(select(IssueNotice).order_by(IssueNotice.id.desc()).limit(1)).one()
        assert (notice.unit.name, [item.assignment_id for item in notice.items]) == ("县教育局", [fresh.id])
        assert verify(session)[1] == []
        assignments.acknowledge(session, fresh, actor=factory.cast.other_liaison, now=NOW)


def test_with_its_last_part_a_unit_loses_the_orders_and_the_lead_is_told(factory: Factory, share_id: int) -> None:
    with factory.database.transaction() as session:
        share, clerk = session.get_one(Assignment, share_id), factory.cast.clerk
        order = issue_order(session, share.task, share.unit, OrderKind.URGE, "请签收。", actor=clerk, now=NOW)
        reassign(session, share, "县教育局", "按三定规定。", actor=clerk, now=NOW)
        assert (order.state, order.outcome) == (OrderState.CLOSED, OrderOutcome.WITHDRAWN)
        told = session.scalars(select(Notice.unit_id).where(Notice.title == "承办单位有调整"))
        assert set(told) == {factory.cast.unit_id("liaison")}


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("县气象台", "没有登记"),
        ("各乡镇人民政府", "统称"),
        ("县卫健局", "已经承办"),
        ("县民政局", "已经承办"),
    ],
)
def test_only_a_single_known_unit_without_this_part_can_take_it(factory: Factory, share_id: int, name: str, why: str) -> None:
    with factory.database.transaction() as session, pytest.raises(InvalidInput, match=why):
        reassign(session, session.get_one(Assignment, share_id), name, "按三定规定。", actor=factory.cast.clerk, now=NOW)


def test_a_responsible_unit_may_take_the_lead_and_has_one_part_then(factory: Factory) -> None:
    task_id = factory.task()
    weaker_id, lead_id = factory.acknowledge(task_id, "joint_liaison"), factory.share(task_id)
    with factory.database.transaction() as session:
        lead = session.get_one(Assignment, lead_id)
        object_to(session, lead, "应由县民政局牵头。", actor=factory.cast.liaison, now=NOW)
        fresh = reassign(session, lead, "县民政局", "按职责分工。", actor=factory.cast.clerk, now=NOW)
        assert (fresh.unit.name, fresh.role) == ("县民政局", AssignmentRole.LEAD)
        assert {lead.state, session.get_one(Assignment, weaker_id).state} == {AssignmentState.ENDED}
        assert consolidating_units(fresh.task) == {fresh.unit_id}
        assert verify(session)[1] == []


def test_a_unit_that_had_the_part_before_is_given_it_again(factory: Factory) -> None:
    share_id = objected(factory, factory.task())
    with factory.database.transaction() as session:
        share = session.get_one(Assignment, share_id)
        fresh = reassign(session, share, "县教育局", "按三定规定。", actor=factory.cast.clerk, now=NOW)
        object_to(session, fresh, "本就是县民政局的事。", actor=factory.cast.other_liaison, now=NOW)
        back = reassign(session, fresh, "县民政局", "维持方案原安排。", actor=factory.cast.director, now=day(2025, 3, 12))
        assert (back.id, back.state, back.issued_on) == (share_id, AssignmentState.PENDING, date(2025, 3, 12))


def test_reworded_the_measure_stays_and_every_unit_is_told(factory: Factory) -> None:
    task_id = factory.task(responsible=("县民政局", TOWNS[0]))
    factory.acknowledge(task_id)
    share_id = objected(factory, task_id, DisputeKind.WORDING)
    with factory.database.transaction() as session:
        share, task = session.get_one(Assignment, share_id), session.get_one(Task, task_id)
        printed = current_text(session, task)
        wording = reword(session, share, WORDS, "数据口径有误。", actor=factory.cast.clerk, now=NOW)
        assert (wording.version, wording.measure_id, share.state) == (2, task.measure_id, AssignmentState.PENDING)
        assert task.measure is not None
        assert (task.measure.text, current_text(session, task)) == (printed, WORDS)
        told = session.scalars(select(Notice.unit_id).where(Notice.title == "任务表述已调整"))
        assert set(told) == {other.unit_id for other in task.assignments}
        (record,) = facts_on(session, task.plan_id, NOW.date()).adjustments
        assert (record.before, record.after, record.reason, record.adjustment_id) == (printed, WORDS, "数据口径有误。", None)


def test_a_wording_changes_something_and_later_ones_count_on(factory: Factory) -> None:
    task_id = factory.task()
    share_id = objected(factory, task_id, DisputeKind.WORDING)
    with factory.database.transaction() as session:
        share, task = session.get_one(Assignment, share_id), session.get_one(Task, task_id)
        with pytest.raises(InvalidInput, match="没有改动"):
            reword(session, share, current_text(session, task), "不改", actor=factory.cast.clerk, now=NOW)
        reword(session, share, WORDS, "数据口径有误。", actor=factory.cast.clerk, now=NOW)
        object_to(session, share, "时限也不对", kind=DisputeKind.WORDING, actor=factory.cast.joint_liaison, now=NOW)
        reword(session, share, WORDS + "分年度安排。", "补充安排。", actor=factory.cast.clerk, now=NOW)
        assert list(session.scalars(select(TaskWording.version).order_by(TaskWording.version))) == [2, 3]


def test_past_reports_know_nothing_of_what_was_reassigned_later(factory: Factory) -> None:
    task_id = factory.task()
    plan_id, share_id = factory.plan_of(task_id), objected(factory, task_id)
    with factory.database.reading() as session:
        before = facts_on(session, plan_id, NOW.date())
    with factory.database.transaction() as session:
        share, later = session.get_one(Assignment, share_id), day(2025, 3, 11)
        fresh = reassign(session, share, "县教育局", "按三定规定。", actor=factory.cast.clerk, now=later)
        object_to(session, fresh, "不是我们的", actor=factory.cast.other_liaison, now=later)
        reassign(session, fresh, "县民政局", "维持方案原安排。", actor=factory.cast.director, now=day(2025, 3, 12))
    with factory.database.reading() as session:
        assert facts_on(session, plan_id, NOW.date()) == before


@pytest.mark.parametrize("who", ["joint_liaison", "liaison", "leader", "outside_clerk"])
def test_only_the_office_of_the_place_answers(factory: Factory, share_id: int, who: str) -> None:
    actor = getattr(factory.cast, who)
    with factory.database.transaction() as session, pytest.raises(NotAllowed):
        reassign(session, session.get_one(Assignment, share_id), "县教育局", "按三定规定。", actor=actor, now=NOW)
    with factory.database.transaction() as session, pytest.raises(NotAllowed):
        reword(session, session.get_one(Assignment, share_id), WORDS, "有误", actor=actor, now=NOW)


def test_an_objection_is_answered_once(factory: Factory, share_id: int) -> None:
    def answer() -> None:
        with factory.database.transaction() as session:
            share = session.get_one(Assignment, share_id)
            reassign(session, share, "县教育局", "按三定规定。", actor=factory.cast.clerk, now=NOW)

    results = at_once(answer, answer)
    assert [result for result in results if result is None] == [None]
    with factory.database.transaction() as session, refused("wrong_state"):
        uphold(session, session.get_one(Assignment, share_id), "再想想", actor=factory.cast.clerk, now=NOW)
