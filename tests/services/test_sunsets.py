"""A plan whose own clause ends it: the office hears of it a month before, on the day after it lapses."""

from datetime import date

import pytest
from sqlalchemy import select

from tests.factories import Factory, day, parsed_measure
from tracker.errors import Conflict, InvalidInput, NotAllowed
from tracker.intake.model import Header
from tracker.models import Notice, Plan, Task
from tracker.rules.permissions import SYSTEM
from tracker.rules.statuses import PlanState, TaskState
from tracker.services import audit, editions
from tracker.services.sunsets import tell_of_terms, terms_over

LAST = date(2025, 6, 30)


def plan_until(factory: Factory, sunset: str | None = "有效期至2025年6月30日", **over: object) -> int:
    header = Header(title="示例县托育服务实施方案", jurisdiction="示例县", level="county", issued_on="2025-02-10", sunset=sunset)
    return factory.plan(parsed_measure(), plan=header, **over)


def lapse(factory: Factory, plan_id: int, last: date = LAST, now: date = date(2025, 7, 1)) -> editions.Succession:
    with factory.database.transaction() as session:
        return editions.lapse(session, session.get_one(Plan, plan_id), last, actor=SYSTEM, now=day(now.year, now.month, now.day))


@pytest.mark.parametrize(("today", "over"), [(date(2025, 6, 30), False), (date(2025, 7, 1), True), (date(2025, 9, 1), True)])
def test_a_term_is_over_on_the_day_after_and_however_late_one_looks(factory: Factory, today: date, over: bool) -> None:
    plan_id = plan_until(factory)
    with factory.database.reading() as session:
        assert terms_over(session, today) == ([(plan_id, LAST)] if over else [])


def test_what_is_open_ends_with_the_term_by_its_own_last_day(factory: Factory) -> None:
    plan_id = plan_until(factory)
    assert lapse(factory, plan_id, now=date(2025, 7, 9)).ended == 1
    with factory.database.transaction() as session:
        plan = session.get_one(Plan, plan_id)
        assert (plan.state, plan.ended_on, plan.successor_id) == (PlanState.LAPSED, LAST, None)
        task = session.scalars(select(Task).where(Task.plan_id == plan_id)).one()
        assert (task.state, task.ended_on) == (TaskState.ENDED, LAST)
        assert "有效期于2025年6月30日届满" in (task.end_reason or "")
        told = session.scalars(select(Notice).where(Notice.key.startswith(f"lapsed:{plan_id}:"))).all()
        assert {notice.unit.name for notice in told} == {"县卫生健康局", "县民政局"}
        assert terms_over(session, date(2025, 8, 1)) == []
        assert audit.verify(session)[1] == []
    with pytest.raises(Conflict, match="已经终止"):
        lapse(factory, plan_id)


def test_a_plan_does_not_lapse_on_its_last_day(factory: Factory) -> None:
    with pytest.raises(InvalidInput, match="还没有届满"):
        lapse(factory, plan_until(factory), now=LAST)


@pytest.mark.parametrize(
    ("today", "told"), [(date(2025, 5, 30), 0), (date(2025, 5, 31), 1), (date(2025, 6, 30), 1), (date(2025, 7, 1), 0)]
)
def test_the_office_hears_of_it_once_in_the_last_thirty_days(factory: Factory, today: date, told: int) -> None:
    plan_until(factory)
    for _ in range(2):
        with factory.database.transaction() as session:
            tell_of_terms(session, today, actor=SYSTEM, now=day(today.year, today.month, today.day))
    with factory.database.reading() as session:
        notices = session.scalars(select(Notice).where(Notice.key.startswith("sunset:"))).all()
        assert len(notices) == told * 2  # 经办 and 主任, each once
        assert all("有效期到2025年6月30日为止" in notice.body for notice in notices)


@pytest.mark.parametrize("sunset", [None, "上级另出新政策时，本方案随之失效"])
def test_a_plan_that_names_no_day_never_lapses_by_itself(factory: Factory, sunset: str | None) -> None:
    plan_until(factory, sunset)
    with factory.database.reading() as session:
        assert terms_over(session, date(2090, 1, 1)) == []


def test_of_plans_that_are_not_followed_nothing_is_said(factory: Factory) -> None:
    plan_until(factory, supervise=False)
    plan_until(factory, issue_at=None)
    with factory.database.reading() as session:
        assert terms_over(session, date(2090, 1, 1)) == []


def test_only_the_system_looks_after_the_terms(factory: Factory) -> None:
    with factory.database.transaction() as session, pytest.raises(NotAllowed):
        tell_of_terms(session, LAST, actor=factory.cast.clerk, now=day(2025, 6, 30))
