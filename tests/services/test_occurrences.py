"""Recurring reports: opened by their day, written out of what was accepted, sent, received or returned, and counted."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from tests.factories import Factory, at_once, day, parsed_measure, refused
from tests.reports.facts import plain
from tracker.errors import Conflict, InvalidInput, NotAllowed
from tracker.intake.model import Obligation
from tracker.models import Event, Notice, Occurrence, Plan, Unit, UnitMember
from tracker.models import Obligation as ObligationRow
from tracker.queries.occurrence_history import duty_reports_on
from tracker.queries.occurrences import OccurrenceFilter, duty_tallies, occurrences, reports_owed
from tracker.rules.matter_statuses import OccurrenceState
from tracker.rules.permissions import SYSTEM
from tracker.rules.refusals import RuleViolation
from tracker.services import occurrences as service
from tracker.services.reports import paper_of

DUTY = Obligation(
    who=("县卫健局", "各乡镇人民政府"), what="报送年度工作情况", recurs="yearly", month_day="12-25", to=("县人民政府",), cc=(),
    measure=None, quote=None,
)  # fmt: skip
DUE = date(2025, 12, 25)


def owed(factory: Factory, **over: Any) -> dict[str, Occurrence]:
    """What a new plan with the duty asks for, by unit."""
    plan_id = factory.plan(parsed_measure(), obligations=(DUTY,), **over)
    return opened(factory, plan_id)


def opened(factory: Factory, plan_id: int) -> dict[str, Occurrence]:
    with factory.database.reading() as session:
        query = select(Occurrence).where(Occurrence.plan_id == plan_id).order_by(Occurrence.id)
        return {f"{row.unit.name}:{row.due_on.year}": row for row in session.scalars(query)}


def act(factory: Factory, verb: Callable[..., Any], row_id: int, *given: Any, who: str, now: Any = None) -> Any:
    with factory.database.transaction() as session:
        row = session.get_one(Occurrence, row_id)
        timed = {} if verb in (service.save_text, service.first_draft) else {"now": now or day(2025, 12, 20)}
        return verb(session, row, *given, actor=getattr(factory.cast, who), **timed)


def written(factory: Factory) -> int:
    row = owed(factory)["县卫生健康局:2025"]
    act(factory, service.save_text, row.id, "## 一、总体情况\n\n已完成。", who="liaison")
    return row.id


def submitted(factory: Factory) -> int:
    row_id = written(factory)
    act(factory, service.send, row_id, who="liaison")
    act(factory, service.approve, row_id, who="unit_head")
    return row_id


def state_of(factory: Factory, row_id: int) -> OccurrenceState:
    with factory.database.reading() as session:
        return session.get_one(Occurrence, row_id).state


def test_the_issue_of_a_plan_asks_each_unit_and_each_member_of_a_collective_for_its_next_report(factory: Factory) -> None:
    rows = owed(factory)
    assert sorted(rows) == ["县卫生健康局:2025", "白塘乡人民政府:2025", "石桥镇人民政府:2025", "青禾镇人民政府:2025"]
    assert {(row.due_on, row.state) for row in rows.values()} == {(DUE, OccurrenceState.OPEN)}


def test_a_plan_loaded_as_facts_asks_for_nothing(factory: Factory) -> None:
    assert owed(factory, supervise=False) == {}
    with factory.database.reading() as session:
        assert service.plans_to_open(session, date(2027, 1, 1)) == []


def test_missed_days_are_caught_up_and_a_second_run_adds_nothing(factory: Factory) -> None:
    plan_id = next(iter(owed(factory).values())).plan_id
    later = date(2027, 1, 4)
    for expected in (8, 0):
        with factory.database.transaction() as session:
            plan = session.get_one(Plan, plan_id)
            assert service.open_occurrences(session, plan, later, actor=SYSTEM, now=day(2027, 1, 4)) == expected
    years = [key[-4:] for key in opened(factory, plan_id)]
    assert {year: years.count(year) for year in years} == {"2025": 4, "2026": 4, "2027": 4}
    with factory.database.reading() as session:
        assert service.plans_to_open(session, later) == []
        events = session.scalars(select(Event).where(Event.chain == plan_id, Event.action == "fall_due"))
        assert len(events.all()) == 12


def test_two_schedulers_at_once_open_each_report_once(factory: Factory) -> None:
    plan_id = next(iter(owed(factory).values())).plan_id

    def run() -> int:
        with factory.database.transaction() as session:
            plan = session.get_one(Plan, plan_id)
            return service.open_occurrences(session, plan, date(2026, 1, 4), actor=SYSTEM, now=day(2026, 1, 4))

    assert sorted(at_once(run, run), key=str) == [0, 4]


def test_the_draft_tells_what_was_accepted_with_its_evidence(factory: Factory) -> None:
    task_id = factory.acknowledged(text="", title="增加托位供给")
    factory.accepted(task_id, percent=40)
    with factory.database.transaction() as session:
        plan = session.get_one(Plan, factory.plan_of(task_id))
        row = Occurrence(
            plan_id=plan.id, obligation_id=_duty(session, plan), unit_id=factory.cast.unit_id("liaison"), due_on=DUE, opened_on=DUE
        )
        session.add(row)
        session.flush()
        row_id = row.id
    text = act(factory, service.first_draft, row_id, who="liaison")
    assert "### （一）增加托位供给（牵头，完成 40%）" in text
    assert "已新增普惠托位 120 个。" in text
    assert "佐证材料：验收单.pdf。" in text
    assert "## 三、存在问题\n\n无。" in text


def _duty(session: Any, plan: Plan) -> int:
    from tracker.models import Obligation as Row

    row = Row(plan_id=plan.id, who=[], what="报送年度工作情况", recurs="yearly", month_day="12-25", to=[], cc=[])
    session.add(row)
    session.flush()
    return row.id


def test_a_report_goes_through_the_head_of_the_unit_to_the_office_which_takes_receipt(factory: Factory) -> None:
    row_id = submitted(factory)
    act(factory, service.receive, row_id, who="clerk")
    with factory.database.reading() as session:
        row = session.get_one(Occurrence, row_id)
        assert (row.state, row.submitted_on) == (OccurrenceState.RECEIVED, date(2025, 12, 20))
        query = select(Event.action).where(Event.subject == "occurrence", Event.subject_id == row_id).order_by(Event.id)
        assert session.scalars(query).all() == ["fall_due", "send_for_approval", "approve", "receive"]


def test_what_the_head_sends_goes_straight_to_the_office(factory: Factory) -> None:
    row = owed(factory)["县卫生健康局:2025"]
    act(factory, service.save_text, row.id, "已完成。", who="unit_head")
    act(factory, service.send, row.id, who="unit_head")
    assert state_of(factory, row.id) is OccurrenceState.SUBMITTED


def test_an_empty_report_is_not_sent(factory: Factory) -> None:
    row = owed(factory)["县卫生健康局:2025"]
    with refused("own_report_empty"):
        act(factory, service.send, row.id, who="liaison")


def test_what_is_on_its_way_is_not_written_over_until_it_is_taken_back(factory: Factory) -> None:
    row_id = written(factory)
    act(factory, service.send, row_id, who="liaison")
    with pytest.raises(Conflict, match="已经送出"):
        act(factory, service.save_text, row_id, "另一份", who="liaison")
    act(factory, service.recall, row_id, who="liaison")
    act(factory, service.save_text, row_id, "另一份", who="liaison")


def test_the_head_gives_a_report_back_with_a_reason(factory: Factory) -> None:
    row_id = written(factory)
    act(factory, service.send, row_id, who="liaison")
    with refused("reason_missing"):
        act(factory, service.send_back, row_id, " ", who="unit_head")
    act(factory, service.send_back, row_id, "请补充数据", who="unit_head")
    assert state_of(factory, row_id) is OccurrenceState.OPEN


def test_a_returned_report_is_owed_again_and_the_unit_is_told_why(factory: Factory) -> None:
    row_id = submitted(factory)
    act(factory, service.return_report, row_id, "缺少存在问题", who="clerk")
    with factory.database.reading() as session:
        assert [row.id for row in reports_owed(session, factory.cast.liaison, 10)] == [row_id]
        told = session.scalars(select(Notice.body).where(Notice.title == "定期报告被退回，请修改重报")).all()
        assert all("缺少存在问题" in body for body in told)
        assert told
    act(factory, service.send, row_id, who="unit_head")
    assert state_of(factory, row_id) is OccurrenceState.SUBMITTED


@pytest.mark.parametrize("who", ["joint_liaison", "other_liaison", "clerk", "leader"])
def test_no_other_unit_and_no_office_writes_a_units_report(factory: Factory, who: str) -> None:
    row_id = written(factory)
    with pytest.raises(NotAllowed):
        act(factory, service.save_text, row_id, "别人的话", who=who)


@pytest.mark.parametrize("who", ["liaison", "unit_head", "leader", "outside_clerk"])
def test_only_the_office_takes_receipt(factory: Factory, who: str) -> None:
    row_id = submitted(factory)
    with pytest.raises(NotAllowed):
        act(factory, service.receive, row_id, who=who)


def test_how_many_came_is_counted_and_never_passes_what_is_expected(factory: Factory) -> None:
    row_id = submitted(factory)
    act(factory, service.receive, row_id, who="clerk")
    with factory.database.reading() as session:
        plan_id = session.get_one(Occurrence, row_id).plan_id
        [(tally,)] = duty_tallies(session, factory.cast.clerk, plan_id, date(2026, 1, 4)).values()
        assert (tally.expected, tally.submitted, tally.received, tally.on_time, tally.missing) == (4, 1, 1, 1, 3)
        late = occurrences(session, factory.cast.clerk, OccurrenceFilter(overdue=True), date(2026, 1, 4))
        assert late.total == 3
        mine = occurrences(session, factory.cast.liaison, OccurrenceFilter(), DUE)
        assert [row.unit for row in mine.rows] == ["县卫生健康局"]
        assert occurrences(session, factory.cast.outside_clerk, OccurrenceFilter(), DUE).total == 0


def test_a_report_as_of_a_day_tells_what_had_come_by_then_whatever_came_later(factory: Factory) -> None:
    row_id = submitted(factory)  # on 20 December
    act(factory, service.return_report, row_id, "缺少数据", who="clerk", now=day(2025, 12, 28))
    with factory.database.reading() as session:
        plan = session.get_one(Plan, session.get_one(Occurrence, row_id).plan_id)
        said = {
            end: plain(paper_of(session, plan, end, actor=SYSTEM, now=day(2026, 1, 4))).body
            for end in (date(2025, 12, 24), date(2025, 12, 27), date(2025, 12, 29))
        }
    assert "定期报告" not in said[date(2025, 12, 24)]
    assert "应于2025年12月25日前报送4份，按期报送1份，未报3份" in said[date(2025, 12, 27)]
    assert "按期报送0份，未报4份" in said[date(2025, 12, 29)]


ONCE = Obligation(
    who=("县卫健局", "各乡镇人民政府"), what="报送政策宣传情况", recurs="none", month_day=None, to=(), cc=(),
    measure=None, quote=None,
)  # fmt: skip


def asked(factory: Factory, plan_id: int, due_on: date, who: str = "clerk") -> int:
    with factory.database.transaction() as session:
        duty = session.scalars(select(ObligationRow).where(ObligationRow.plan_id == plan_id)).one()
        return service.ask_for(session, duty, due_on, actor=getattr(factory.cast, who), now=day(2025, 4, 1))


def test_the_office_sets_the_day_of_a_duty_without_one_and_each_unit_is_told_once(factory: Factory) -> None:
    plan_id = factory.plan(parsed_measure(), obligations=(ONCE,))
    assert opened(factory, plan_id) == {}
    assert asked(factory, plan_id, date(2025, 5, 10)) == 4
    assert asked(factory, plan_id, date(2025, 5, 10)) == 0
    assert asked(factory, plan_id, date(2025, 6, 10)) == 4
    draft = act(factory, service.first_draft, opened(factory, plan_id)["县卫生健康局:2025"].id, who="liaison")
    assert "一、总体情况" in draft
    with factory.database.reading() as session:
        told = session.scalars(select(Notice.title).where(Notice.title == "请按时报送定期报告", Notice.user_id.is_not(None))).all()
        assert len(told) >= 2


def test_a_day_that_is_over_and_a_stranger_to_the_office_are_refused(factory: Factory) -> None:
    plan_id = factory.plan(parsed_measure(), obligations=(ONCE,))
    with pytest.raises(InvalidInput, match="不能早于今天"):
        asked(factory, plan_id, date(2025, 3, 31))
    with pytest.raises(NotAllowed):
        asked(factory, plan_id, date(2025, 5, 10), who="liaison")


def test_members_registered_later_are_asked_in_the_place_of_their_collective(factory: Factory) -> None:
    plan_id = factory.plan(parsed_measure(), obligations=(replace(ONCE, who=("各园区管委会",)),))
    assert asked(factory, plan_id, date(2025, 5, 10)) == 1
    with factory.database.transaction() as session:
        collective = session.scalars(select(Unit).where(Unit.name == "各园区管委会")).one()
        collective.is_collective = True
        session.add(UnitMember(collective_id=collective.id, member_id=factory.cast.unit_id("liaison")))
    assert asked(factory, plan_id, date(2025, 5, 10)) == 1
    states = {name: row.state for name, row in opened(factory, plan_id).items()}
    assert states == {"各园区管委会:2025": OccurrenceState.WITHDRAWN, "县卫生健康局:2025": OccurrenceState.OPEN}


def test_what_is_asked_for_no_longer_is_in_no_count_from_then_on(factory: Factory) -> None:
    row = owed(factory)["县卫生健康局:2025"]
    with factory.database.reading() as session:
        before = duty_reports_on(session, row.plan_id, date(2025, 12, 31), day(2025, 12, 21))
    act(factory, service.withdraw, row.id, "机构改革，职责已划出。", who="clerk", now=day(2025, 12, 22))
    with factory.database.reading() as session:
        plan = session.get_one(Plan, row.plan_id)
        (tally,) = duty_tallies(session, factory.cast.clerk, plan.id, date(2025, 12, 26))[row.obligation_id]
        assert tally.expected == 3
        assert len(duty_reports_on(session, plan.id, date(2025, 12, 31), day(2025, 12, 31))) == 3
        assert duty_reports_on(session, plan.id, date(2025, 12, 31), day(2025, 12, 21)) == before
    with pytest.raises(RuleViolation):
        act(factory, service.send, row.id, who="liaison")
