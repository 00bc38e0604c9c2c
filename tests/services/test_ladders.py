"""A plan's own ladders of reminders, and the leaders in charge of units."""

from datetime import date, datetime, time
from typing import Any

import pytest
from sqlalchemy import select, update

from tests.factories import Factory, day
from tracker.errors import Conflict, InvalidInput, NotAllowed
from tracker.models import Assignment, Event, LadderRung, Membership, Notice, Plan, Unit, UnitCharge
from tracker.queries.ladders import ladders_of
from tracker.rules.days import OFFICIAL_ZONE
from tracker.rules.refusals import RuleViolation
from tracker.rules.reminders import Audience, Ladder, Rung
from tracker.rules.statuses import Role
from tracker.services import charges, ladders
from tracker.services.calendars import work_calendar
from tracker.services.reminders import planned_reminders, sweep

DUE = "2025-10-10"
NOW = day(2025, 3, 3)
TWENTY = Rung(Ladder.DUE, -20, "working", (Audience.LIAISON,), note="请先报送时间表。")


@pytest.fixture
def task_id(factory: Factory) -> int:
    made = factory.acknowledged(due=DUE)
    with factory.database.transaction() as session:
        session.execute(update(Assignment).values(reported_through="2025-12"))
    return made


def change(factory: Factory, task_id: int, act: Any, *args: Any, who: str = "clerk", **over: Any) -> None:
    with factory.database.transaction() as session:
        plan = session.get_one(Plan, factory.plan_of(task_id))
        act(session, plan, *args, **{"reason": "县委要求提前一周", "actor": getattr(factory.cast, who), "now": NOW, **over})


def told(factory: Factory, today: date) -> list[tuple[str, str]]:
    with factory.database.transaction() as session:
        now = datetime.combine(today, time(8, 40), OFFICIAL_ZONE)
        swept = sweep(session, today, calendar=work_calendar(session), now=now)
        return [(item.rung, item.to) for item in planned_reminders(session, swept)]


def test_a_plan_s_own_rung_is_said_on_its_day_with_its_sentence(factory: Factory, task_id: int) -> None:
    other = factory.acknowledged(due=DUE, title="规范收费")
    change(factory, task_id, ladders.put_rung, TWENTY)
    with factory.database.reading() as session:
        on = work_calendar(session).add(date(2025, 10, 10), -20)
    assert {rung for rung, _ in told(factory, on) if rung.startswith("due-20")} == {"due-20w"}
    with factory.database.reading() as session:
        own = list(session.scalars(select(Notice).where(Notice.rung == "due-20w")))
    assert {notice.task_id for notice in own} == {task_id} != {other}
    assert all(notice.body.endswith("请先报送时间表。") for notice in own)


def test_the_other_rungs_of_the_plan_stay_as_they_were(factory: Factory, task_id: int) -> None:
    change(factory, task_id, ladders.put_rung, TWENTY)
    with factory.database.reading() as session:
        rungs, is_own = ladders_of(session, factory.plan_of(task_id))[Ladder.DUE]
        assert [rung.name for rung in rungs][:3] == ["due-30d", "due-20w", "due-10w"]
        assert is_own
        assert not ladders_of(session, factory.plan_of(task_id))[Ladder.ORDER][1]
    assert ("due-10w", "县卫生健康局（周联络）") in told(factory, date(2025, 9, 19))


def test_a_rung_taken_away_is_not_said(factory: Factory, task_id: int) -> None:
    change(factory, task_id, ladders.take_rung_away, Ladder.DUE, "due-10w")
    assert {rung for rung, _ in told(factory, date(2025, 9, 19))} == {"due-30d"}


def test_the_default_comes_back(factory: Factory, task_id: int) -> None:
    change(factory, task_id, ladders.take_rung_away, Ladder.DUE, "due-10w")
    change(factory, task_id, ladders.reset_ladder, Ladder.DUE)
    with factory.database.reading() as session:
        assert session.scalars(select(LadderRung)).all() == []
        actions = list(session.scalars(select(Event.action).where(Event.action.like("%ladder")).order_by(Event.id)))
    assert actions == ["change_ladder", "reset_ladder"]


def test_a_rung_in_the_place_of_another(factory: Factory, task_id: int) -> None:
    change(factory, task_id, ladders.put_rung, TWENTY, replaces="due-30d")
    with factory.database.reading() as session:
        assert [rung.name for rung in ladders_of(session, factory.plan_of(task_id))[Ladder.DUE][0]][0] == "due-20w"


@pytest.mark.parametrize(
    ("over", "refusal"), [({"who": "liaison"}, NotAllowed), ({"reason": " "}, InvalidInput), ({"who": "outside_clerk"}, NotAllowed)]
)
def test_who_may_change_it_and_must_say_why(factory: Factory, task_id: int, over: dict[str, Any], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        change(factory, task_id, ladders.put_rung, TWENTY, **over)


def test_the_repeating_rung_stays_the_last(factory: Factory, task_id: int) -> None:
    with pytest.raises(RuleViolation, match="ladder_repeats_early"):
        change(factory, task_id, ladders.put_rung, Rung(Ladder.DUE, 30, "working", (Audience.LIAISON,)))


def in_charge(factory: Factory, who: str = "clerk") -> int:
    with factory.database.transaction() as session:
        post = session.scalars(select(Membership).where(Membership.user_id == factory.cast.leader.user_id)).one()
        unit = session.get_one(Unit, factory.cast.unit_id("liaison"))
        return charges.put_in_charge(session, unit, post, actor=getattr(factory.cast, who), now=NOW).id


def test_the_leader_in_charge_hears_when_the_unit_is_late(factory: Factory, task_id: int) -> None:
    in_charge(factory)
    assert not any("leader" in to for _, to in told(factory, date(2025, 10, 13)))
    heard = [to for rung, to in told(factory, date(2025, 10, 14)) if rung == "due+3w"]
    assert "县卫生健康局（冯县长）" in heard
    with factory.database.reading() as session:
        notice = session.scalars(select(Notice).where(Notice.user_id == factory.cast.leader.user_id)).one()
    assert notice.title == "逾期 3 个工作日，县卫生健康局未完成：增加托位供给"


def test_nobody_in_charge_and_the_office_hears_alone(factory: Factory, task_id: int) -> None:
    assert not any("leader" in to for _, to in told(factory, date(2025, 10, 14)))


def test_a_charge_is_entered_once_by_the_office_and_ends(factory: Factory, task_id: int) -> None:
    with pytest.raises(NotAllowed):
        in_charge(factory, "liaison")
    charge_id = in_charge(factory)
    with pytest.raises(Conflict):
        in_charge(factory)
    with factory.database.transaction() as session:
        charges.end_charge(session, session.get_one(UnitCharge, charge_id), actor=factory.cast.clerk, now=day(2025, 4, 1))
    assert not any("leader" in to for _, to in told(factory, date(2025, 10, 14)))


def test_only_a_leader_is_put_in_charge(factory: Factory) -> None:
    with factory.database.transaction() as session:
        post = session.scalars(select(Membership).where(Membership.role == Role.LIAISON).order_by(Membership.id)).first()
        assert post is not None
        unit = session.get_one(Unit, factory.cast.unit_id("liaison"))
        with pytest.raises(InvalidInput):
            charges.put_in_charge(session, unit, post, actor=factory.cast.clerk, now=NOW)
