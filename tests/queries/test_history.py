"""States of a past day out of the history: what they were that night, whatever happened since."""

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import NOW, Factory, day
from tests.histories import play, random_plan
from tracker.models import Assignment, Task, Update
from tracker.queries.history import PlanStates, head_on, states_on, updates_on
from tracker.rules.report_facts import UpdateRecord
from tracker.rules.statuses import AssignmentState, TaskState, UpdateState
from tracker.services import reviews


def _now(session: Session, plan_id: int) -> PlanStates:
    tasks = session.execute(select(Task.id, Task.state).where(Task.plan_id == plan_id))
    shares = session.execute(select(Assignment.id, Assignment.state).join(Task).where(Task.plan_id == plan_id))
    return PlanStates({row.id: row.state for row in tasks}, {row.id: row.state for row in shares})


def test_every_past_night_is_remembered_as_it_was(factory: Factory) -> None:
    plan_id = random_plan(factory)
    states: dict[date, PlanStates] = {}
    reports: dict[date, list[UpdateRecord]] = {}
    for night, _ in play(factory, plan_id, 11, steps=60):
        with factory.database.reading() as session:
            states[night] = _now(session, plan_id)
            reports[night] = updates_on(session, plan_id, night)
    with factory.database.reading() as session:
        assert {night: states_on(session, plan_id, night) for night in states} == states
        assert {night: updates_on(session, plan_id, night) for night in reports} == reports
        told = {update.id: update.state for update in reports[max(reports)]}
        query = select(Update.id, Update.state).where(Update.submitted_at.is_not(None))
        assert told == {row.id: row.state for row in session.execute(query)}


def test_the_day_ends_at_midnight_in_official_time(factory: Factory) -> None:
    task_id = factory.task()
    factory.acknowledge(task_id, now=day(2025, 3, 10, hour=23) + timedelta(minutes=59))
    factory.acknowledge(task_id, "joint_liaison", now=day(2025, 3, 11, hour=0))
    with factory.database.reading() as session:
        shares = states_on(session, factory.plan_of(task_id), date(2025, 3, 10)).shares
    assert shares[factory.share(task_id)] is AssignmentState.ACKNOWLEDGED
    assert shares[factory.share(task_id, "joint_liaison")] is AssignmentState.PENDING


def test_before_its_issue_a_plan_has_no_states(factory: Factory) -> None:
    plan_id = factory.plan()
    with factory.database.reading() as session:
        assert states_on(session, plan_id, date(2025, 2, 16)) == PlanStates({}, {})
        assert set(states_on(session, plan_id, date(2025, 2, 17)).tasks.values()) == {TaskState.ISSUED}


def test_a_report_is_submitted_until_the_day_of_its_verdict(factory: Factory) -> None:
    task_id = factory.acknowledged()
    plan_id, update_id = factory.plan_of(task_id), factory.submitted(task_id, now=day(2025, 3, 20))
    with factory.database.transaction() as session:
        update = session.get_one(Update, update_id)
        reviews.return_update(session, update, "佐证材料不全", actor=factory.cast.clerk, now=day(2025, 3, 24))
    with factory.database.reading() as session:
        assert updates_on(session, plan_id, date(2025, 3, 19)) == []
        assert [update.state for update in updates_on(session, plan_id, date(2025, 3, 23))] == [UpdateState.SUBMITTED]
        assert [update.state for update in updates_on(session, plan_id, date(2025, 3, 24))] == [UpdateState.RETURNED]


def test_another_plan_s_history_is_not_mixed_in(factory: Factory) -> None:
    own, other = factory.task(), factory.acknowledged()
    factory.accepted(other)
    with factory.database.reading() as session:
        assert updates_on(session, factory.plan_of(own), NOW.date()) == []
        assert set(states_on(session, factory.plan_of(own), NOW.date()).tasks) == {own}


def test_the_head_of_the_history_is_the_last_change_by_that_day(factory: Factory) -> None:
    task_id = factory.task()
    plan_id = factory.plan_of(task_id)
    with factory.database.reading() as session:
        before = head_on(session, plan_id, NOW.date())
    factory.acknowledge(task_id, now=NOW + timedelta(days=1))
    with factory.database.reading() as session:
        assert before is not None
        assert head_on(session, plan_id, NOW.date()) == before
        later = head_on(session, plan_id, NOW.date() + timedelta(days=1))
    assert later is not None
    assert later.seq > before.seq
