"""Reporting periods as they are opened, told of, locked and changed."""

from datetime import date

import pytest
from sqlalchemy import select

from tests.factories import Factory, at_once, day, parsed_measure
from tracker.errors import InvalidInput, NotAllowed
from tracker.models import Event, Notice, Plan, ReportingPeriod
from tracker.queries.reporting import facts_on
from tracker.queries.rhythms import rhythm_groups, rhythm_in
from tracker.reports.figures import draw_figures
from tracker.rules.permissions import SYSTEM
from tracker.rules.statuses import Cycle
from tracker.services.calendars import work_calendar
from tracker.services.periods import change_rhythm, plans_to_turn, take_over_rhythm, turn_periods


def turned(factory: Factory, plan_id: int, on: date) -> tuple[int, int]:
    """How many periods the scheduler opens and locks on the day."""
    with factory.database.transaction() as session:
        plan = session.get_one(Plan, plan_id)
        return turn_periods(session, plan, on, actor=SYSTEM, now=day(on.year, on.month, on.day))


def changed(factory: Factory, plan_id: int, cycle: Cycle, cutoff_day: int, on: date = date(2025, 3, 10)) -> date:
    """The day from which the decision of that day holds."""
    with factory.database.transaction() as session:
        plan, clerk = session.get_one(Plan, plan_id), factory.cast.clerk
        return change_rhythm(
            session, plan, cycle, cutoff_day, "减轻基层负担", actor=clerk, now=day(on.year, on.month, on.day)
        ).from_on


def titles(factory: Factory) -> list[str]:
    with factory.database.reading() as session:
        query = select(Notice.title).where(Notice.key.like("period:%"))
        return sorted(session.scalars(query))


def test_a_period_is_opened_once_and_each_unit_told_once(factory: Factory) -> None:
    plan_id = factory.plan(parsed_measure(title="增加托位"), parsed_measure(title="培养人才"))
    assert turned(factory, plan_id, date(2025, 3, 1)) == (2, 1)  # February, which had begun with the issue, is over
    assert turned(factory, plan_id, date(2025, 3, 1)) == (0, 0)
    assert titles(factory) == ["请填报2025年3月进展"] * 2
    with factory.database.reading() as session:
        [notice] = session.scalars(
            select(Notice).where(Notice.key.like(f"period:{plan_id}:2025-03:{factory.cast.unit_id('liaison')}:%"))
        )
        assert "贵单位有2项任务，请于3月25日前报送进展" in notice.body


def test_missed_periods_are_made_up_in_order_and_locked_and_nobody_is_told_of_them(factory: Factory) -> None:
    plan_id = factory.plan()
    assert turned(factory, plan_id, date(2025, 5, 28)) == (4, 4)
    assert titles(factory) == []
    with factory.database.reading() as session:
        rows = session.scalars(select(ReportingPeriod).order_by(ReportingPeriod.id)).all()
        assert [row.key for row in rows] == ["2025-02", "2025-03", "2025-04", "2025-05"]
        actions = session.scalars(select(Event.action).where(Event.action.like("%_period")).order_by(Event.seq)).all()
        assert actions == ["open_period"] * 4 + ["lock_period"] * 4


def test_two_schedulers_at_once_open_a_period_once(factory: Factory) -> None:
    plan_id = factory.plan()
    results = at_once(*[lambda: turned(factory, plan_id, date(2025, 3, 3))] * 2)
    assert sorted(results) == [(0, 0), (2, 1)]  # type: ignore[type-var]


def test_only_followed_plans_with_something_to_do_are_looked_at(factory: Factory) -> None:
    followed = factory.plan()
    factory.plan(supervise=False)
    with factory.database.reading() as session:
        assert plans_to_turn(session, date(2025, 3, 1)) == [followed]
    turned(factory, followed, date(2025, 3, 1))
    with factory.database.reading() as session:
        assert plans_to_turn(session, date(2025, 3, 25)) == []
        assert plans_to_turn(session, date(2025, 3, 26)) == [followed]


def test_periods_are_the_systems_to_open(factory: Factory) -> None:
    plan_id = factory.plan()
    with factory.database.transaction() as session, pytest.raises(NotAllowed):
        turn_periods(session, session.get_one(Plan, plan_id), date(2025, 3, 1), actor=factory.cast.liaison, now=day(2025, 3, 1))


def test_a_new_cutoff_begins_with_the_next_period(factory: Factory) -> None:
    plan_id = factory.plan()
    turned(factory, plan_id, date(2025, 3, 1))
    assert changed(factory, plan_id, Cycle.MONTH, 20) == date(2025, 4, 1)
    turned(factory, plan_id, date(2025, 4, 1))
    with factory.database.reading() as session:
        cutoffs = session.scalars(select(ReportingPeriod.cutoff_on).order_by(ReportingPeriod.id)).all()
        assert cutoffs == [date(2025, 2, 25), date(2025, 3, 25), date(2025, 4, 20)]
        told = session.scalars(select(Notice.body).where(Notice.title == "填报周期有调整")).all()
        assert len(told) == 2
        assert "自2025年4月起改为每月填报，该期于4月20日截止" in told[0]


def test_a_report_on_an_earlier_day_does_not_know_of_a_later_change(factory: Factory) -> None:
    task_id = factory.acknowledged()
    plan_id = factory.plan_of(task_id)

    def paper() -> tuple[object, ...]:
        with factory.database.reading() as session:
            figures = draw_figures(facts_on(session, plan_id, date(2025, 3, 27)), work_calendar(session))
            return figures.reporting, figures.plan, figures.tasks

    before = paper()
    changed(factory, plan_id, Cycle.QUARTER, 10, on=date(2025, 3, 28))
    assert paper() == before


def test_lists_follow_the_rhythm_of_each_plan(factory: Factory) -> None:
    changed_plan, plain = factory.plan(), factory.plan()
    changed(factory, changed_plan, Cycle.QUARTER, 20)
    with factory.database.reading() as session:
        groups = rhythm_groups(session)
        assert len(groups) == 2
        for plan_id, key in ((changed_plan, "2025-Q2"), (plain, "2025-05")):
            plan = session.get_one(Plan, plan_id)
            rhythm = rhythm_in(groups, plan_id, plan.cycle, plan.cutoff_day)
            assert rhythm == plan.rhythm
            assert rhythm.period_on(date(2025, 5, 5)).key == key
        held = [set(session.scalars(select(Plan.id).where(group.holds()))) for group in groups]
        assert held == [{plain}, {changed_plan}]


def test_what_changes_nothing_or_makes_no_sense_is_refused(factory: Factory) -> None:
    plan_id = factory.plan()
    for cycle, cutoff_day in ((Cycle.MONTH, 25), (Cycle.MONTH, 32)):
        with pytest.raises(InvalidInput):
            changed(factory, plan_id, cycle, cutoff_day)
    with pytest.raises(InvalidInput):
        changed(factory, factory.plan(issue_at=None), Cycle.QUARTER, 25)


def test_only_the_office_changes_the_rhythm(factory: Factory) -> None:
    plan_id = factory.plan()
    for who in ("liaison", "leader", "outside_clerk"):
        with factory.database.transaction() as session:
            plan, actor = session.get_one(Plan, plan_id), getattr(factory.cast, who)
            with pytest.raises(NotAllowed):
                change_rhythm(session, plan, Cycle.QUARTER, 20, "减轻基层负担", actor=actor, now=day(2025, 3, 10))


def test_a_decision_that_has_not_begun_can_be_taken_back(factory: Factory) -> None:
    plan_id = factory.plan()
    changed(factory, plan_id, Cycle.QUARTER, 20)
    changed(factory, plan_id, Cycle.MONTH, 25)
    with factory.database.reading() as session:
        assert session.get_one(Plan, plan_id).rhythm.period_on(date(2025, 5, 5)).key == "2025-05"


def test_the_next_edition_takes_the_rhythm_over(factory: Factory) -> None:
    plan_id, next_id = factory.plan(), factory.plan(issue_at=None)
    changed(factory, plan_id, Cycle.QUARTER, 20)
    with factory.database.transaction() as session:
        old, new = session.get_one(Plan, plan_id), session.get_one(Plan, next_id)
        take_over_rhythm(old, new)
        assert new.rhythm == old.rhythm
