"""Reports that the office does not ask for (免报): granted, told, counted apart, taken back."""

from datetime import date

import pytest
from sqlalchemy import select

from tests.factories import NOW, PERIOD, Factory, day, parsed_measure, refused
from tracker.errors import Conflict, InvalidInput, NotAllowed
from tracker.models import Assignment, Event, Exemption, Notice, Plan, Unit
from tracker.queries.reporting import facts_on
from tracker.reports.figure_reporting import reporting_figures
from tracker.rules.matter_statuses import ExemptionState
from tracker.rules.tallies import ReportingTally
from tracker.services import exemptions


@pytest.fixture
def task(factory: Factory) -> int:
    """A task that both its units have signed for."""
    return factory.acknowledged()


def waived(factory: Factory, task_id: int, who: str = "liaison", period: str = PERIOD, **over: object) -> int:
    """The office asks no report of that person's unit for the period; the exemption's id."""
    given = {"actor": factory.cast.clerk, "now": NOW, **over}
    with factory.database.transaction() as session:
        share = session.get_one(Assignment, factory.share(task_id, who))
        return exemptions.exempt(session, share, period, "场地停用整修", **given).id  # type: ignore[arg-type]


def tally_on(factory: Factory, task_id: int, on: date) -> ReportingTally:
    with factory.database.reading() as session:
        figures = reporting_figures(facts_on(session, factory.plan_of(task_id), on))
        assert figures is not None
        return figures.total


def test_a_waived_report_is_not_expected_and_counted_apart(factory: Factory, task: int) -> None:
    waived(factory, task)
    found = tally_on(factory, task, date(2025, 3, 31))
    assert (found.expected, found.missing, found.exempt) == (1, 1, 1)


def test_what_was_said_of_an_earlier_day_stays(factory: Factory, task: int) -> None:
    later = day(2025, 4, 2)
    exemption_id = waived(factory, task, now=later)
    with factory.database.transaction() as session:
        row = session.get_one(Exemption, exemption_id)
        exemptions.revoke(session, row, "已恢复开放", actor=factory.cast.director, now=day(2025, 4, 10))
    exempt = [tally_on(factory, task, date(2025, 4, on)).exempt for on in (1, 5, 11)]
    assert exempt == [0, 1, 0]


def test_a_report_that_comes_all_the_same_counts_like_any_other(factory: Factory, task: int) -> None:
    waived(factory, task)
    factory.accepted(task)
    found = tally_on(factory, task, date(2025, 3, 31))
    assert (found.expected, found.accepted, found.on_time, found.exempt) == (2, 1, 1, 0)


def test_the_unit_is_told_and_the_history_holds_it(factory: Factory, task: int) -> None:
    exemption_id = waived(factory, task)
    with factory.database.transaction() as session:
        row = session.get_one(Exemption, exemption_id)
        with refused("reason_missing"):
            exemptions.revoke(session, row, " ", actor=factory.cast.clerk, now=NOW)
        exemptions.revoke(session, row, "已恢复开放", actor=factory.cast.clerk, now=NOW)
        assert row.state is ExemptionState.REVOKED
        with refused("wrong_state"):
            exemptions.revoke(session, row, "再次撤销", actor=factory.cast.clerk, now=NOW)
    with factory.database.reading() as session:
        titles = session.scalars(select(Notice.title).where(Notice.title.contains("2025年3月进展")).order_by(Notice.id)).all()
        assert list(dict.fromkeys(titles)) == ["2025年3月进展免报", "2025年3月进展恢复报送"]
        events = session.execute(select(Event.action, Event.reason).where(Event.subject == "exemption").order_by(Event.seq)).all()
        assert [tuple(event) for event in events] == [("grant", "场地停用整修"), ("revoke", "已恢复开放")]


def test_only_the_office_waives_a_report(factory: Factory, task: int) -> None:
    for who in ("liaison", "unit_head", "leader", "outside_clerk"):
        with pytest.raises(NotAllowed):
            waived(factory, task, actor=getattr(factory.cast, who))


def test_what_has_come_or_is_waived_already_is_not_waived_again(factory: Factory, task: int) -> None:
    waived(factory, task)
    with pytest.raises(Conflict):
        waived(factory, task)
    factory.submitted(task, "joint_liaison")
    with pytest.raises(Conflict):
        waived(factory, task, "joint_liaison")


@pytest.mark.parametrize("period", ["2025-05", "2025-Q1", "春季"])
def test_a_period_that_the_plan_does_not_have_yet_is_refused(factory: Factory, task: int, period: str) -> None:
    with pytest.raises(InvalidInput):
        waived(factory, task, period=period)


def test_a_unit_is_exempt_from_all_that_it_has_not_sent(factory: Factory) -> None:
    plan_id = factory.plan(*[parsed_measure(title=title) for title in ("增加托位", "培养人才", "宣传政策")])
    with factory.database.transaction() as session:
        plan, unit = session.get_one(Plan, plan_id), session.get_one(Unit, factory.cast.unit_id("liaison"))
        granted = exemptions.exempt_unit(session, plan, unit, PERIOD, "机构改革交接", actor=factory.cast.clerk, now=NOW)
        assert len(granted) == 3
        with pytest.raises(Conflict):
            exemptions.exempt_unit(session, plan, unit, PERIOD, "机构改革交接", actor=factory.cast.clerk, now=NOW)
        [notice] = session.scalars(select(Notice).where(Notice.title == "2025年3月进展免报"))
        assert "3 项任务" in notice.body
