"""Readings of indicators: who enters, signs and accepts them, and what counts on a day."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import select

from tests.factories import NOW, PDF, Factory, at_once, day, refused
from tests.services.test_extensions import SOON, granted
from tracker.errors import Conflict, InvalidInput, NotAllowed
from tracker.intake.model import Target
from tracker.models import Event, Indicator, IndicatorCourse, IndicatorReading, Notice, Task
from tracker.queries.indicator_facts import indicators_before
from tracker.queries.indicators import rows_of
from tracker.queries.reporting import facts_on
from tracker.reports.figures import Figures, draw_figures
from tracker.rules.curves import IndicatorFacts, IndicatorStanding, Point
from tracker.rules.indicators import IndicatorKind, IndicatorReadingState
from tracker.rules.lights import LightPolicy
from tracker.rules.permissions import Actor
from tracker.services import audit, indicator_courses, indicator_files, indicator_readings
from tracker.services.calendars import work_calendar
from tracker.services.indicator_courses import Course
from tracker.services.indicator_readings import ReadingSaid

PLACES = Target("每千人口托位数", 4.5, ">=", "个", "2025-12-31", None, "每千人口托位数达到4.5个")
NEW_PLACES = Target("新增普惠托位", 120, "=", "个", "2025-12-31", None, "新增普惠托位120个")
HOTLINE = Target("开通热线", None, None, None, "2025-04-30", None, "开通热线")
SHARE = Target("产前筛查率", 85, ">=", "%", "2025-12-31", None, "产前筛查率达到85%以上")
Act = Callable[..., object]
TODAY = NOW.date()
LATER = day(2026, 6, 1)


def indicator_of(factory: Factory, task_id: int) -> int:
    with factory.database.reading() as session:
        measure_id = session.get_one(Task, task_id).measure_id
        return session.scalars(select(Indicator.id).where(Indicator.measure_id == measure_id).order_by(Indicator.id)).first() or 0


def measured(factory: Factory, target: Target = PLACES) -> int:
    """The indicator of a task that both units have signed for."""
    return indicator_of(factory, factory.acknowledged(targets=(target,)))


def entered(
    factory: Factory,
    indicator_id: int,
    value: str = "4",
    who: str = "liaison",
    *,
    fact_on: date = TODAY,
    now: datetime = NOW,
    **over: object,
) -> int:
    said = ReadingSaid(Decimal(value), fact_on, **over)  # type: ignore[arg-type]
    with factory.database.transaction() as session:
        indicator = session.get_one(Indicator, indicator_id)
        return indicator_readings.enter(session, indicator, said, actor=getattr(factory.cast, who), now=now).id


def act(factory: Factory, reading_id: int, verb: Act, *args: object, who: str = "clerk", now: datetime = NOW) -> None:
    actor: Actor = getattr(factory.cast, who)
    with factory.database.transaction() as session:
        verb(session, session.get_one(IndicatorReading, reading_id), *args, actor=actor, now=now)


def accepted(factory: Factory, indicator_id: int, value: str = "4", *, now: datetime = NOW, **over: object) -> int:
    """A reading of 县卫健局 that its head has signed and the office has accepted."""
    reading_id = entered(factory, indicator_id, value, now=now, **over)  # type: ignore[arg-type]
    act(factory, reading_id, indicator_readings.approve, who="unit_head", now=now)
    act(factory, reading_id, indicator_readings.accept, now=now)
    return reading_id


def state(factory: Factory, reading_id: int) -> IndicatorReadingState:
    with factory.database.reading() as session:
        return session.get_one(IndicatorReading, reading_id).state


def known(factory: Factory, indicator_id: int, end: datetime = LATER) -> IndicatorFacts:
    with factory.database.reading() as session:
        plan_id = session.get_one(Indicator, indicator_id).plan_id
        return next(item for item in indicators_before(session, plan_id, end) if item.id == indicator_id)


def values(factory: Factory, indicator_id: int, end: datetime = LATER) -> list[Decimal]:
    return [reading.value for reading in known(factory, indicator_id, end).readings]


def test_a_unit_reads_its_head_signs_and_the_office_accepts(factory: Factory) -> None:
    indicator_id = measured(factory)
    reading_id = entered(factory, indicator_id)
    assert state(factory, reading_id) is IndicatorReadingState.UNIT_REVIEW
    act(factory, reading_id, indicator_readings.approve, who="unit_head")
    assert values(factory, indicator_id) == []  # what the office has not accepted does not count
    act(factory, reading_id, indicator_readings.accept)
    assert values(factory, indicator_id) == [Decimal(4)]
    with factory.database.reading() as session:
        acts = session.scalars(select(Event.action).where(Event.subject == "indicator_reading").order_by(Event.id)).all()
        assert acts == ["draft", "approve", "accept"]
        assert audit.verify(session)[1] == []


def test_a_unit_without_a_head_sends_straight_to_the_office(factory: Factory) -> None:
    assert state(factory, entered(factory, measured(factory), who="joint_liaison")) is IndicatorReadingState.SUBMITTED


def test_who_has_no_part_in_the_task_reads_nothing(factory: Factory) -> None:
    indicator_id = measured(factory)
    for who in ("other_liaison", "outside_clerk", "leader"):
        with pytest.raises(NotAllowed):
            entered(factory, indicator_id, who=who)


def test_a_unit_signs_for_its_task_before_it_reads(factory: Factory) -> None:
    indicator_id = indicator_of(factory, factory.task(targets=(PLACES,)))
    with refused("not_acknowledged"):
        entered(factory, indicator_id)


def test_nothing_is_read_of_a_plan_that_nobody_supervises(factory: Factory) -> None:
    indicator_id = indicator_of(factory, factory.task(targets=(PLACES,), supervise=False))
    with refused("indicator_not_followed"):
        entered(factory, indicator_id, who="clerk")


def test_of_the_plans_own_indicators_the_office_reads_and_a_colleague_accepts(factory: Factory) -> None:
    plan_id = factory.plan(plan_targets=(PLACES,))
    with factory.database.reading() as session:
        indicator_id = session.scalars(select(Indicator.id).where(Indicator.plan_id == plan_id)).one()
    reading_id = entered(factory, indicator_id, who="clerk")
    with refused("own_work"):
        act(factory, reading_id, indicator_readings.accept)
    act(factory, reading_id, indicator_readings.accept, who="director")
    assert values(factory, indicator_id) == [Decimal(4)]
    with pytest.raises(NotAllowed):
        entered(factory, indicator_id)


def test_a_returned_reading_never_counts_and_the_unit_is_told(factory: Factory) -> None:
    indicator_id = measured(factory)
    reading_id = entered(factory, indicator_id, who="joint_liaison")
    act(factory, reading_id, indicator_readings.return_reading, "与统计数不符")
    assert values(factory, indicator_id) == []
    with factory.database.reading() as session:
        notice = session.scalars(select(Notice).where(Notice.title.startswith("指标读数被退回"))).first()
        assert notice is not None
        assert "与统计数不符" in notice.body


def test_a_head_may_stop_it_and_the_unit_may_take_it_back_but_nobody_elses(factory: Factory) -> None:
    indicator_id = measured(factory)
    stopped, withdrawn = entered(factory, indicator_id), entered(factory, indicator_id)
    act(factory, stopped, indicator_readings.stop, "请再核实", who="unit_head")
    with pytest.raises(NotAllowed):
        act(factory, withdrawn, indicator_readings.withdraw, who="joint_liaison")
    with refused("reading_of_others"):
        act(factory, withdrawn, indicator_readings.withdraw)
    act(factory, withdrawn, indicator_readings.withdraw, who="liaison")
    assert state(factory, stopped) is state(factory, withdrawn) is IndicatorReadingState.WITHDRAWN


def test_a_correction_takes_the_place_of_what_it_corrects_once_it_is_accepted(factory: Factory) -> None:
    indicator_id = measured(factory, NEW_PLACES)
    wrong = accepted(factory, indicator_id, "60", now=day(2025, 3, 11))
    accepted(factory, indicator_id, "20", now=day(2025, 3, 12))
    correction = entered(factory, indicator_id, "50", replaces_id=wrong, now=day(2025, 3, 13))
    assert _value_on(factory, indicator_id, day(2025, 3, 14)) == 80
    act(factory, correction, indicator_readings.approve, who="unit_head", now=day(2025, 3, 14))
    act(factory, correction, indicator_readings.accept, now=day(2025, 3, 15))
    assert _value_on(factory, indicator_id, day(2025, 3, 16)) == 70
    assert _value_on(factory, indicator_id, day(2025, 3, 14, 20)) == 80  # the past stays as it was
    assert state(factory, wrong) is IndicatorReadingState.ACCEPTED
    with pytest.raises(Conflict):
        entered(factory, indicator_id, "55", replaces_id=wrong)


def _value_on(factory: Factory, indicator_id: int, now: datetime) -> Decimal | None:
    with factory.database.reading() as session:
        return rows_of(session, [session.get_one(Indicator, indicator_id)], now, LightPolicy())[0].status.value


def test_two_corrections_at_once_are_not_both_taken(factory: Factory) -> None:
    indicator_id = measured(factory)
    wrong = accepted(factory, indicator_id)
    outcomes = at_once(*(lambda: entered(factory, indicator_id, "4.1", replaces_id=wrong) for _ in range(2)))
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Conflict", "int"]


@pytest.mark.parametrize(
    ("target", "value", "over"),
    [
        pytest.param(PLACES, "4", {"fact_on": date(2025, 3, 11)}, id="a fact of tomorrow"),
        pytest.param(PLACES, "1e15", {}, id="more than the column holds"),
        pytest.param(PLACES, "NaN", {}, id="no number"),
        pytest.param(HOTLINE, "0.5", {}, id="a duty half done"),
        pytest.param(PLACES, "4", {"replaces_id": 999}, id="correcting what is not there"),
        pytest.param(PLACES, "4", {"note": "字" * 1001}, id="a note longer than anybody reads"),
    ],
)
def test_what_cannot_have_been_read_is_refused(factory: Factory, target: Target, value: str, over: dict[str, object]) -> None:
    indicator_id = measured(factory, target)
    with pytest.raises(InvalidInput):
        entered(factory, indicator_id, value, **over)  # type: ignore[arg-type]


def test_a_value_in_another_unit_is_kept_in_that_of_the_target(factory: Factory) -> None:
    indicator_id = measured(factory, SHARE)
    accepted(factory, indicator_id, "855", quantity_unit="‰")
    assert values(factory, indicator_id) == [Decimal("85.5")]
    with refused("quantity_unit_differs"):
        entered(factory, indicator_id, "3", quantity_unit="元")


def test_a_file_goes_with_the_reading_until_it_is_decided(factory: Factory) -> None:
    indicator_id = measured(factory)
    reading_id = entered(factory, indicator_id, who="joint_liaison")

    def add(who: str) -> None:
        with factory.database.transaction() as session:
            reading = session.get_one(IndicatorReading, reading_id)
            indicator_files.attach(session, factory.storage, reading, "统计表.pdf", PDF, actor=getattr(factory.cast, who), now=NOW)

    add("joint_liaison")
    add("joint_liaison")  # the same file twice stands once
    with pytest.raises(NotAllowed):
        add("liaison")
    act(factory, reading_id, indicator_readings.accept)
    assert [reading.files for reading in known(factory, indicator_id).readings] == [1]
    with pytest.raises(Conflict):
        add("joint_liaison")


def steer(
    factory: Factory, indicator_id: int, course: Course, who: str = "clerk", now: datetime = NOW, reason: str = "年度计划"
) -> None:
    with factory.database.transaction() as session:
        indicator = session.get_one(Indicator, indicator_id)
        indicator_courses.set_course(session, indicator, course, reason, actor=getattr(factory.cast, who), now=now)


MIDSUMMER = Course(IndicatorKind.LEVEL, Decimal("3.5"), date(2024, 12, 31), (Point(date(2025, 6, 30), Decimal("3.8")),))


def test_the_office_sets_baseline_and_points_and_what_was_planned_before_stays_known(factory: Factory) -> None:
    indicator_id = measured(factory)
    before = known(factory, indicator_id, day(2025, 3, 10, 9))
    steer(factory, indicator_id, MIDSUMMER)
    steer(factory, indicator_id, Course(IndicatorKind.ADDED), now=day(2025, 4, 1), reason="改按新增数统计")
    assert known(factory, indicator_id, day(2025, 3, 10, 9)) == before
    on_march = known(factory, indicator_id, day(2025, 3, 20))
    assert (on_march.baseline, on_march.points) == (Decimal("3.5"), MIDSUMMER.points)
    assert known(factory, indicator_id).kind is IndicatorKind.ADDED
    with factory.database.reading() as session:
        assert len(session.scalars(select(IndicatorCourse)).all()) == 2
        event = session.scalars(select(Event).where(Event.action == "set_course").order_by(Event.id.desc())).first()
        assert event is not None
        assert event.data is not None
        assert event.data["before"]["points"] == [{"day": "2025-06-30", "value": "3.8"}]


@pytest.mark.parametrize(
    ("course", "reason", "code"),
    [
        pytest.param(Course(IndicatorKind.LEVEL), "年度计划", None, id="nothing changed"),
        pytest.param(MIDSUMMER, " ", None, id="no reason"),
        pytest.param(Course(IndicatorKind.ADDED, None, date(2024, 12, 31)), "年度计划", None, id="a day without a baseline"),
        pytest.param(Course(IndicatorKind.LEVEL, Decimal(1), date(2025, 3, 11)), "年度计划", None, id="a baseline of tomorrow"),
        pytest.param(
            Course(IndicatorKind.LEVEL, points=(Point(date(2026, 1, 1), Decimal(4)),)),
            "年度计划",
            "curve_point_outside",
            id="a point behind",
        ),
    ],
)
def test_a_course_that_makes_no_sense_is_refused(factory: Factory, course: Course, reason: str, code: str | None) -> None:
    indicator_id = measured(factory)
    with refused(code) if code else pytest.raises(InvalidInput):
        steer(factory, indicator_id, course, reason=reason)


def test_units_do_not_set_their_own_curve(factory: Factory) -> None:
    indicator_id = measured(factory)
    for who in ("liaison", "unit_head", "outside_clerk"):
        with pytest.raises(NotAllowed):
            steer(factory, indicator_id, MIDSUMMER, who)


def test_an_indicator_due_with_its_task_is_put_off_with_it(factory: Factory) -> None:
    task_id = factory.acknowledged(targets=(PLACES,))
    indicator_id = indicator_of(factory, task_id)
    granted(factory, task_id)
    assert known(factory, indicator_id).due_on == SOON
    assert known(factory, indicator_id, day(2025, 3, 1)).due_on == date(2025, 12, 31)


def test_it_is_behind_its_curve_in_summer(factory: Factory) -> None:
    indicator_id = measured(factory)
    accepted(factory, indicator_id, "1", now=day(2025, 7, 1), fact_on=date(2025, 7, 1))
    with factory.database.reading() as session:
        status = rows_of(session, [session.get_one(Indicator, indicator_id)], day(2025, 7, 1, 20), LightPolicy())[0].status
    assert (status.standing, status.attainment, status.behind) == (IndicatorStanding.BEHIND, 22, 20)


def test_a_report_as_of_a_day_reads_what_had_been_accepted_by_then(factory: Factory) -> None:
    task_id = factory.acknowledged(targets=(PLACES,))
    indicator_id = indicator_of(factory, task_id)
    accepted(factory, indicator_id, "3.9", now=day(2025, 4, 1), fact_on=date(2025, 3, 31))
    plan_id, as_of = factory.plan_of(task_id), date(2025, 4, 2)
    drawn = _figures(factory, plan_id, as_of)
    late = entered(factory, indicator_id, "4.1", now=day(2025, 4, 2), fact_on=date(2025, 4, 1))
    act(factory, late, indicator_readings.approve, who="unit_head", now=day(2025, 4, 2))
    act(factory, late, indicator_readings.accept, now=day(2025, 4, 3))
    steer(factory, indicator_id, MIDSUMMER, now=day(2025, 4, 4))
    assert _figures(factory, plan_id, as_of).indicators == drawn.indicators
    assert drawn.indicators[0].value == Decimal("3.9")
    assert _figures(factory, plan_id, date(2025, 4, 4)).indicators[0].value == Decimal("4.1")


def _figures(factory: Factory, plan_id: int, as_of: date) -> Figures:
    with factory.database.reading() as session:
        return draw_figures(facts_on(session, plan_id, as_of), work_calendar(session))
