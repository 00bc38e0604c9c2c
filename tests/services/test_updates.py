"""What units report: drafts, evidence, sign-off within the unit, submission."""

from datetime import date

import pytest

from tests.factories import NOW, PDF, PERIOD, Factory, at_once, day, refused
from tracker.errors import Conflict, InvalidInput, NotAllowed
from tracker.models import Assignment, Event, Evidence, Update, User
from tracker.rules.permissions import SYSTEM
from tracker.rules.statuses import AssignmentState, UpdateKind, UpdateState
from tracker.services import accounts, evidence, updates
from tracker.services.updates import Progress


@pytest.fixture
def task(factory: Factory) -> int:
    """A task that both its units have signed for."""
    return factory.acknowledged()


def state_of(factory: Factory, update_id: int) -> UpdateState:
    with factory.database.reading() as session:
        return session.get_one(Update, update_id).state


def test_saving_again_writes_over_the_open_draft(factory: Factory, task: int) -> None:
    assert factory.draft(task, percent=30) == (draft := factory.draft(task, percent=50))
    with factory.database.reading() as session:
        saved = session.get_one(Update, draft)
        assert (saved.percent, saved.version, saved.state) == (50, 1, UpdateState.DRAFT)


def test_two_of_one_unit_saving_at_once_make_one_draft(factory: Factory, task: int) -> None:
    results = at_once(*[lambda: factory.draft(task, evidence=False)] * 2)
    assert results[0] == results[1]
    assert isinstance(results[0], int)


@pytest.mark.databases("postgresql")  # SQLite lets no other write while a transaction that will write is open
def test_what_a_colleague_has_just_sent_is_not_written_over(factory: Factory, task: int) -> None:
    update_id = factory.draft(task, narrative="已新增 120 个。")
    with factory.database.transaction() as session:
        update = session.get_one(Update, update_id)
        share, liaison = update.assignment, factory.cast.liaison
        factory.submitted(task, narrative="已新增 120 个。")
        with pytest.raises(Conflict):
            updates.save_draft(session, share, PERIOD, Progress(UpdateKind.PROGRESS, 90, "改写"), actor=liaison, now=NOW)
        with pytest.raises(Conflict):
            evidence.attach(session, factory.storage, update, "补充.pdf", PDF + b"2", actor=liaison, now=NOW)
    with factory.database.reading() as session:
        sent = session.get_one(Update, update_id)
        assert (sent.narrative, len(sent.evidence)) == ("已新增 120 个。", 1)


def test_two_reports_of_one_share_can_be_sent_at_once(factory: Factory, task: int) -> None:
    acts = [lambda period=period: factory.submitted(task, "joint_liaison", period=period) for period in ("2025-02", "2025-03")]  # type: ignore[misc]
    assert all(isinstance(result, int) for result in at_once(*acts))
    with factory.database.reading() as session:
        share = session.get_one(Assignment, factory.share(task, "joint_liaison"))
        assert (share.state, share.reported_through) == (AssignmentState.REPORTING, "2025-03")


def test_a_head_whose_account_is_closed_holds_nothing_up(factory: Factory, task: int) -> None:
    head = factory.cast.unit_head.user_id
    with factory.database.transaction() as session:
        accounts.set_active(session, session.get_one(User, head), False, actor=SYSTEM, now=NOW)
    update_id = factory.draft(task)
    with factory.database.transaction() as session:
        updates.send(session, session.get_one(Update, update_id), actor=factory.cast.liaison, now=NOW)
    assert state_of(factory, update_id) is UpdateState.SUBMITTED


def test_a_draft_goes_to_the_head_of_the_unit_first(factory: Factory, task: int) -> None:
    update_id = factory.draft(task)
    with factory.database.transaction() as session:
        updates.send(session, session.get_one(Update, update_id), actor=factory.cast.liaison, now=NOW)
    assert state_of(factory, update_id) is UpdateState.UNIT_REVIEW
    with factory.database.transaction() as session:
        update = session.get_one(Update, update_id)
        updates.approve(session, update, actor=factory.cast.unit_head, now=NOW)
        assert (update.state, update.submitted_at, update.submitted_by_id) == (
            UpdateState.SUBMITTED, NOW, factory.cast.unit_head.user_id,
        )  # fmt: skip
        assert update.assignment.state is AssignmentState.REPORTING
        assert update.assignment.reported_through == PERIOD


def test_without_a_head_the_liaison_sends_straight_to_the_office(factory: Factory, task: int) -> None:
    assert state_of(factory, factory.submitted(task, "joint_liaison")) is UpdateState.SUBMITTED


def test_the_head_may_draft_and_send_alone(factory: Factory, task: int) -> None:
    update_id = factory.draft(task, evidence=False)
    with factory.database.transaction() as session:
        updates.send(session, session.get_one(Update, update_id), actor=factory.cast.unit_head, now=NOW)
    assert state_of(factory, update_id) is UpdateState.SUBMITTED


def test_the_head_sends_a_draft_back_with_a_reason(factory: Factory, task: int) -> None:
    update_id = factory.draft(task)
    with factory.database.transaction() as session:
        update = session.get_one(Update, update_id)
        updates.send(session, update, actor=factory.cast.liaison, now=NOW)
        with refused("reason_missing"):
            updates.send_back(session, update, "", actor=factory.cast.unit_head, now=NOW)
        with pytest.raises(NotAllowed):
            updates.send_back(session, update, "请核实数字", actor=factory.cast.liaison, now=NOW)
        updates.send_back(session, update, "请核实数字", actor=factory.cast.unit_head, now=NOW)
        assert update.state is UpdateState.DRAFT


def test_the_liaison_cannot_approve_in_place_of_the_head(factory: Factory, task: int) -> None:
    update_id = factory.draft(task)
    with factory.database.transaction() as session:
        update = session.get_one(Update, update_id)
        updates.send(session, update, actor=factory.cast.liaison, now=NOW)
        with pytest.raises(NotAllowed):
            updates.approve(session, update, actor=factory.cast.liaison, now=NOW)


def test_a_report_on_its_way_is_not_written_over(factory: Factory, task: int) -> None:
    factory.submitted(task)
    with pytest.raises(Conflict):
        factory.draft(task, percent=99)


def test_an_unsigned_assignment_is_not_reported_on(factory: Factory) -> None:
    task = factory.acknowledged(who=["joint_liaison"])
    with refused("not_acknowledged"):
        factory.submitted(task)


def test_a_closed_task_takes_no_more_reports(factory: Factory) -> None:
    task = factory.closed()
    with refused("task_not_open"):
        factory.submitted(task, period="2025-02")


def test_an_empty_report_is_refused_and_nothing_new_wants_a_reason(factory: Factory, task: int) -> None:
    with refused("update_empty"):
        factory.submitted(task, "joint_liaison", narrative=" ")
    with refused("update_empty"):
        factory.submitted(task, "joint_liaison", narrative="", kind=UpdateKind.NOTHING_NEW, evidence=False)
    nothing = factory.submitted(task, "joint_liaison", narrative="等待批复。", kind=UpdateKind.NOTHING_NEW, evidence=False)
    assert state_of(factory, nothing) is UpdateState.SUBMITTED


def test_mending_a_returned_report_makes_the_next_version_and_keeps_its_evidence(factory: Factory, task: int) -> None:
    returned = factory.returned(task)
    mended = factory.draft(task, percent=45, evidence=False)
    with factory.database.reading() as session:
        update = session.get_one(Update, mended)
        assert (update.version, [item.name for item in update.evidence]) == (2, ["验收单.pdf"])
        assert session.get_one(Update, returned).percent == 40


def test_correcting_an_accepted_report_makes_the_next_version_and_keeps_its_evidence(factory: Factory, task: int) -> None:
    accepted = factory.accepted(task)
    corrected = factory.draft(task, percent=35, evidence=False)
    with factory.database.reading() as session:
        update = session.get_one(Update, corrected)
        assert (update.version, [item.name for item in update.evidence]) == (2, ["验收单.pdf"])
        assert session.get_one(Update, accepted).state is UpdateState.ACCEPTED


def test_a_returned_report_no_longer_counts_as_received(factory: Factory, task: int) -> None:
    factory.returned(task)
    share_id = factory.share(task)
    with factory.database.reading() as session:
        assert session.get_one(Assignment, share_id).reported_through is None


@pytest.mark.parametrize("percent", [-1, 101])
def test_percent_lies_between_0_and_100(factory: Factory, task: int, percent: int) -> None:
    with pytest.raises(InvalidInput, match="0 到 100"):
        factory.draft(task, percent=percent)


@pytest.mark.parametrize("period", ["2025-05", "2025-Q1", "三月", ""])
def test_only_periods_of_the_plans_cycle_that_have_begun_are_reported(factory: Factory, task: int, period: str) -> None:
    with pytest.raises(InvalidInput, match="填报期"):
        factory.draft(task, period=period)


def test_a_narrative_beyond_measure_is_refused(factory: Factory, task: int) -> None:
    with pytest.raises(InvalidInput, match="5000 字"):
        factory.draft(task, narrative="长" * 5_001)


@pytest.mark.parametrize("who", ["other_liaison", "joint_liaison", "clerk", "leader", "outside_liaison"])
def test_only_the_units_own_people_report_for_it(factory: Factory, task: int, who: str) -> None:
    share_id, actor = factory.share(task), getattr(factory.cast, who)
    progress = Progress(UpdateKind.PROGRESS, 10, "进展")
    with factory.database.transaction() as session, pytest.raises(NotAllowed):
        updates.save_draft(session, session.get_one(Assignment, share_id), PERIOD, progress, actor=actor, now=NOW)


def test_evidence_is_kept_once_and_its_day_of_fact_beside_the_upload(factory: Factory, task: int) -> None:
    update_id = factory.draft(task, evidence=False)
    with factory.database.transaction() as session:
        update = session.get_one(Update, update_id)
        facts = {"actor": factory.cast.liaison, "now": NOW}
        first = evidence.attach(session, factory.storage, update, "照片.pdf", PDF, date(2025, 3, 1), **facts)  # type: ignore[arg-type]
        again = evidence.attach(session, factory.storage, update, "照片（副本）.pdf", PDF, **facts)  # type: ignore[arg-type]
        assert first is again
        evidence.attach(session, factory.storage, update, "照片.pdf", PDF, date(2025, 3, 2), **facts)  # type: ignore[arg-type]
        assert (first.fact_on, first.uploaded_at, first.file.media_type) == (date(2025, 3, 2), NOW, "application/pdf")
        digest = first.sha256
    with factory.storage.open(digest) as stored:
        assert stored.read() == PDF


def test_a_file_that_is_not_what_its_name_says_is_refused(factory: Factory, task: int) -> None:
    update_id = factory.draft(task, evidence=False)
    with factory.database.transaction() as session, refused("file_type_refused"):
        update = session.get_one(Update, update_id)
        evidence.attach(session, factory.storage, update, "照片.png", PDF, actor=factory.cast.liaison, now=NOW)


def test_evidence_comes_off_a_draft_and_the_history_says_so(factory: Factory, task: int) -> None:
    update_id = factory.draft(task)
    with factory.database.transaction() as session:
        [item] = session.get_one(Update, update_id).evidence
        evidence.detach(session, item, actor=factory.cast.liaison, now=NOW)
    with factory.database.reading() as session:
        assert session.get_one(Update, update_id).evidence == []
        actions = [event.action for event in session.query(Event).filter(Event.subject == "evidence").order_by(Event.seq)]
        assert actions == ["attach", "detach"]


def test_what_was_submitted_keeps_its_evidence(factory: Factory, task: int) -> None:
    update_id = factory.submitted(task)
    with factory.database.transaction() as session:
        update = session.get_one(Update, update_id)
        with pytest.raises(Conflict):
            evidence.detach(session, update.evidence[0], actor=factory.cast.liaison, now=NOW)
        with pytest.raises(Conflict):
            evidence.attach(session, factory.storage, update, "又一份.pdf", PDF, actor=factory.cast.liaison, now=NOW)
        assert session.query(Evidence).count() == 1


def test_reported_through_is_the_last_period_received(factory: Factory, task: int) -> None:
    factory.submitted(task, period="2025-04", now=day(2025, 4, 10))
    factory.submitted(task, period="2025-03", now=day(2025, 4, 11))
    share_id = factory.share(task)
    with factory.database.reading() as session:
        assert session.get_one(Assignment, share_id).reported_through == "2025-04"
