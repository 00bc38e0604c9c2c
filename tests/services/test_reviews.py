"""The office's verdict on reports."""

from collections.abc import Callable
from datetime import date

import pytest

from tests.factories import NOW, Factory, at_once, day, refused
from tracker.errors import Conflict, NotAllowed
from tracker.models import Assignment, Notice, Task, Update
from tracker.rules.permissions import Actor
from tracker.rules.refusals import RuleViolation
from tracker.rules.statuses import AssignmentState, UpdateKind, UpdateState
from tracker.services import closures, reviews, updates


@pytest.fixture
def task(factory: Factory) -> int:
    """A task that both its units have signed for."""
    return factory.acknowledged()


def accepting(factory: Factory, update_id: int, actor: Actor) -> Callable[[], None]:
    def act() -> None:
        with factory.database.transaction() as session:
            reviews.accept(session, session.get_one(Update, update_id), actor=actor, now=NOW)

    return act


def test_accepting_makes_the_reports_percent_the_shares(factory: Factory, task: int) -> None:
    update_id = factory.accepted(task, percent=60)
    share_id = factory.share(task)
    with factory.database.reading() as session:
        update = session.get_one(Update, update_id)
        assert (update.state, update.decided_by_id, update.decided_at) == (UpdateState.ACCEPTED, factory.cast.clerk.user_id, NOW)
        assert session.get_one(Assignment, share_id).percent == 60
        assert session.get_one(Task, task).percent == 60


def test_a_share_accepted_at_100_is_done(factory: Factory, task: int) -> None:
    factory.accepted(task, percent=100)
    share_id = factory.share(task)
    with factory.database.reading() as session:
        assert session.get_one(Assignment, share_id).state is AssignmentState.DONE


def test_nothing_new_leaves_the_percent_where_it_was(factory: Factory, task: int) -> None:
    factory.accepted(task, percent=60)
    factory.accepted(task, percent=0, period="2025-04", kind=UpdateKind.NOTHING_NEW, now=day(2025, 4, 10))
    with factory.database.reading() as session:
        assert session.get_one(Task, task).percent == 60


def test_a_share_asked_to_go_on_is_not_done_by_a_report_that_nothing_is_new(factory: Factory, task: int) -> None:
    factory.accepted(task, percent=100, period="2025-03")
    share_id = factory.share(task)
    with factory.database.transaction() as session:
        share = session.get_one(Assignment, share_id)
        closures.resume_share(session, share, "现场核查发现还有缺口。", actor=factory.cast.clerk, now=day(2025, 4, 2))
    factory.accepted(task, percent=0, period="2025-04", kind=UpdateKind.NOTHING_NEW, now=day(2025, 4, 10))
    with factory.database.reading() as session:
        assert session.get_one(Assignment, share_id).state is AssignmentState.REPORTING


def test_a_report_accepted_late_for_an_older_period_does_not_set_the_share_back(factory: Factory, task: int) -> None:
    factory.accepted(task, percent=60, period="2025-04", now=day(2025, 4, 10))
    factory.accepted(task, percent=30, period="2025-03", now=day(2025, 4, 11))
    with factory.database.reading() as session:
        assert session.get_one(Task, task).percent == 60


def test_a_return_needs_a_reason(factory: Factory, task: int) -> None:
    update_id = factory.submitted(task)
    with factory.database.transaction() as session, refused("reason_missing"):
        reviews.return_update(session, session.get_one(Update, update_id), "  ", actor=factory.cast.clerk, now=NOW)


def test_a_return_tells_the_unit_why_and_by_when(factory: Factory, task: int) -> None:
    update_id = factory.submitted(task)
    with factory.database.transaction() as session:
        update = session.get_one(Update, update_id)
        reviews.return_update(session, update, "缺少验收单", date(2025, 3, 20), actor=factory.cast.clerk, now=NOW)
        assert (update.state, update.decision_reason, update.mend_by) == (UpdateState.RETURNED, "缺少验收单", date(2025, 3, 20))
        [body] = {
            notice.body
            for notice in session.query(Notice).filter(
                Notice.user_id == factory.cast.liaison.user_id, Notice.key.not_like("issued:%")
            )
        }
        assert "缺少验收单" in body
        assert "3月20日前" in body


def test_one_unit_of_a_joint_task_is_returned_while_the_other_stays_accepted(factory: Factory, task: int) -> None:
    accepted, returned = factory.accepted(task), factory.returned(task, "joint_liaison")
    with factory.database.reading() as session:
        states = [session.get_one(Update, update_id).state for update_id in (accepted, returned)]
        assert states == [UpdateState.ACCEPTED, UpdateState.RETURNED]


@pytest.mark.parametrize("who", ["liaison", "unit_head", "leader", "outside_clerk", "auditor"])
def test_only_the_office_of_the_place_reviews(factory: Factory, task: int, who: str) -> None:
    update_id = factory.submitted(task)
    with pytest.raises(NotAllowed):
        accepting(factory, update_id, getattr(factory.cast, who))()


def test_nobody_reviews_a_report_of_their_own(factory: Factory, task: int) -> None:
    update_id = factory.draft(task)
    both = Actor(factory.cast.unit_head.user_id, "吴局长", factory.cast.unit_head.posts | factory.cast.clerk.posts)
    with factory.database.transaction() as session:
        updates.send(session, session.get_one(Update, update_id), actor=both, now=NOW)
    with refused("own_work"):
        accepting(factory, update_id, both)()


def test_a_draft_is_not_reviewed(factory: Factory, task: int) -> None:
    with refused("wrong_state"):
        accepting(factory, factory.draft(task), factory.cast.clerk)()


def test_of_two_reviewers_at_once_one_wins(factory: Factory, task: int) -> None:
    update_id = factory.submitted(task)
    results = at_once(*[accepting(factory, update_id, actor) for actor in (factory.cast.clerk, factory.cast.director)])
    assert results.count(None) == 1
    assert all(isinstance(result, Conflict | RuleViolation) for result in results if result)


@pytest.mark.databases("postgresql")  # SQLite lets no other write while a transaction that will write is open
def test_the_loser_who_had_read_before_is_told_how_it_stands_now(factory: Factory, task: int) -> None:
    update_id = factory.submitted(task)
    with factory.database.transaction() as session:
        update = session.get_one(Update, update_id)
        accepting(factory, update_id, factory.cast.director)()
        with refused("wrong_state"):
            reviews.return_update(session, update, "佐证不足", actor=factory.cast.clerk, now=NOW)


def test_two_shares_accepted_at_once_both_count(factory: Factory) -> None:
    task = factory.acknowledged(lead=("县卫健局", "县民政局"), responsible=())
    first, second = factory.submitted(task, percent=40), factory.submitted(task, "joint_liaison", percent=80)
    acts = [accepting(factory, first, factory.cast.clerk), accepting(factory, second, factory.cast.director)]
    assert at_once(*acts) == [None, None]
    with factory.database.reading() as session:
        assert session.get_one(Task, task).percent == 60
