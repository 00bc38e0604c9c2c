"""The demonstration, played once for all tests of this file."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from tests.reports.checks import without_words
from tracker.config import load_settings
from tracker.db import Database
from tracker.demo.run import LAST_DAY, MARK, Outcome, run_demo
from tracker.errors import Conflict
from tracker.models import (
    Assignment,
    ChecklistTick,
    Delegation,
    Dispute,
    Event,
    Exemption,
    Extension,
    Handover,
    Instruction,
    IssueNotice,
    LadderRung,
    Notice,
    Occurrence,
    PhoneUrge,
    Plan,
    RectificationItem,
    ReportingPeriod,
    SupervisionOrder,
    Task,
    UnitCharge,
    Update,
    User,
)
from tracker.queries.report_parts import parts_of_plan
from tracker.queries.trends import light_trend
from tracker.rules.days import end_of_day, official_day
from tracker.rules.giving_out import DisputeOutcome
from tracker.rules.matter_statuses import ExemptionState, InstructionState, OccurrenceState
from tracker.rules.permissions import SYSTEM
from tracker.rules.reminders import Ladder
from tracker.rules.report_kinds import ReportKind, ReportScope
from tracker.rules.statuses import AssignmentState, ExtensionState, ItemState, OrderOutcome, OrderState, TaskState, UpdateState
from tracker.services.audit import verify
from tracker.services.report_drawing import PARTS, Asked, draw_now

pytestmark = pytest.mark.xdist_group("demo")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Outcome, Database]]:
    folder = tmp_path_factory.mktemp("demo")
    settings = load_settings({"TRACKER_DATA_DIR": str(folder), "TRACKER_SECRET_KEY": "demo"})
    outcome = run_demo(settings)
    database = Database(settings.database_url)
    yield outcome, database
    database.dispose()


def test_everything_of_the_main_job_happens(demo):
    outcome, _ = demo
    assert (outcome.plans, outcome.tasks) == (5 + 1 + 1, 109 + 24 + 1)  # the last ones: an ad hoc task and its plan
    assert min(outcome.assignments, outcome.updates, outcome.evidence, outcome.reminders, outcome.orders) > 0
    assert all(Path(path).stat().st_size > 1000 for path in outcome.reports)


@pytest.mark.parametrize("kind", ReportKind)
def test_each_figure_of_a_report_is_told_in_words(demo, kind):
    outcome, database = demo
    with database.reading() as session:
        plan = session.scalars(select(Plan).where(Plan.supervised_from.is_not(None)).order_by(Plan.id)).first()
        parts = parts_of_plan(session, plan.id)
        part = PARTS.get(kind, ())[-1:]
        scope = ReportScope(**{name: parts[name][0][0] for name in part})
        drawn = draw_now(session, Asked(plan.id, outcome.as_of, kind, scope), now=end_of_day(outcome.as_of))
    assert drawn.paper.references
    assert without_words(drawn.paper, drawn.frozen) == []


def test_behaviour_is_spread_from_good_to_bad(demo):
    _, database = demo
    with database.reading() as session:
        assert set(session.scalars(select(Update.state))) >= {UpdateState.ACCEPTED, UpdateState.RETURNED, UpdateState.SUBMITTED}
        assert TaskState.CLOSED in set(session.scalars(select(Task.state)))
        assert session.scalars(select(Event).where(Event.action == "object")).first() is not None
        assert session.scalars(select(SupervisionOrder)).first() is not None


def test_the_board_has_a_trend_of_ten_months(demo):
    outcome, database = demo
    with database.reading() as session:
        trend = light_trend(session, SYSTEM, outcome.as_of)
    assert [(one.day.year, one.day.month) for one in trend.month_ends] == [(2025, month) for month in range(1, 11)]
    assert trend.week is not None
    assert trend.month is not None


def test_objections_are_answered_in_each_way_and_one_waits_beside_a_unit_late_to_sign(demo):
    outcome, database = demo
    with database.reading() as session:
        assert set(session.scalars(select(Dispute.outcome))) == {None, *DisputeOutcome}
        late = select(Assignment).where(Assignment.state == AssignmentState.PENDING, Assignment.acknowledge_by < outcome.as_of)
        assert [share.unit.name for share in session.scalars(late)] == ["县公安局"]
        numbers = session.scalars(select(IssueNotice.number).order_by(IssueNotice.number)).all()
        assert list(numbers) == list(range(1, len(numbers) + 1))


def test_orders_come_to_their_end_with_every_item_checked(demo):
    _, database = demo
    with database.reading() as session:
        outcomes = set(session.scalars(select(SupervisionOrder.outcome)))
        assert outcomes >= {None, OrderOutcome.FULFILLED}
        items = session.execute(select(SupervisionOrder.state, RectificationItem.state).join(RectificationItem.order)).all()
        assert (OrderState.CLOSED, ItemState.VERIFIED) in items
        assert (OrderState.CLOSED, ItemState.OPEN) not in items
        assert session.scalars(select(PhoneUrge)).first() is not None


def test_nothing_is_ever_said_of_a_real_body(demo):
    """The five real plans stand as issued: no signature, no report, no order, and no supervision that could find fault."""
    _, database = demo
    with database.reading() as session:
        real = list(session.scalars(select(Plan.id).where(Plan.source_document_id.is_(None), Plan.key.not_like("ad-hoc-%"))))
        assert len(real) == 5
        assert set(session.scalars(select(Plan.supervised_from).where(Plan.id.in_(real)))) == {None}
        states = session.scalars(select(Assignment.state).join(Task).where(Task.plan_id.in_(real)))
        assert set(states) == {AssignmentState.PENDING}
        assert set(session.scalars(select(Event.action).where(Event.chain.in_(real)))) == {"issue"}


def test_somebody_stands_in_for_a_head_and_a_post_has_changed_hands(demo):
    _, database = demo
    with database.reading() as session:
        delegation, handover = session.scalars(select(Delegation)).one(), session.scalars(select(Handover)).one()
        assert delegation.to_on > LAST_DAY
        assert handover.matters
        assert (handover.given_at is None, handover.received_at is None) == (False, True)


def test_leaders_are_in_charge_of_units_and_hear_of_them_by_the_plans_own_ladder(demo):
    _, database = demo
    with database.reading() as session:
        assert session.scalar(select(func.count(UnitCharge.unit_id.distinct()))) >= 3
        assert set(session.scalars(select(LadderRung.ladder))) == {Ladder.ORDER}
        told = select(User.login).join(Notice, Notice.user_id == User.id).where(Notice.audience == "leader")
        assert set(session.scalars(told)) >= {"fuxian"}
        assert session.scalars(select(User.phone).where(User.phone.is_not(None))).first() is not None


def test_the_history_holds(demo):
    _, database = demo
    with database.reading() as session:
        count, breaks = verify(session)
    assert count > 1000
    assert breaks == []


def test_a_folder_with_real_data_is_never_overwritten(tmp_path):
    (tmp_path / "tracker.db").write_bytes(b"real")
    with pytest.raises(Conflict):
        run_demo(load_settings({"TRACKER_DATA_DIR": str(tmp_path), "TRACKER_SECRET_KEY": "demo"}))
    assert (tmp_path / "tracker.db").read_bytes() == b"real"
    assert not (tmp_path / MARK).exists()


def test_the_papers_between_units_and_office_are_there_decided_and_waiting(demo):
    _, database = demo
    with database.reading() as session:
        assert set(session.scalars(select(Extension.state))) == {ExtensionState.GRANTED, ExtensionState.SUBMITTED}
        assert set(session.scalars(select(Instruction.state))) == {InstructionState.SETTLED, InstructionState.GIVEN}
        reports = set(session.scalars(select(Occurrence.state)))
        assert {OccurrenceState.RECEIVED, OccurrenceState.SUBMITTED, OccurrenceState.OPEN} <= reports
        assert session.scalars(select(ChecklistTick)).first() is not None


def test_periods_are_opened_and_locked_and_one_town_is_let_off(demo):
    _, database = demo
    with database.reading() as session:
        periods = session.scalars(select(ReportingPeriod).order_by(ReportingPeriod.cutoff_on)).all()
        assert periods[0].locked_at is not None
        assert periods[-1].locked_at is None
        assert {row.state for row in session.scalars(select(Exemption))} == {ExemptionState.GRANTED}
        plan = session.scalars(select(Plan).where(Plan.supervised_from.is_not(None)).order_by(Plan.id)).first()
        sent = session.execute(select(Update.period, Update.submitted_at).where(Update.submitted_at.is_not(None))).all()
        assert any(official_day(row.submitted_at) > plan.rhythm.cutoff_of(row.period) for row in sent)
