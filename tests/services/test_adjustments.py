"""Adjusting what was given out: who asks, who looks at it first, who decides, and what becomes of the task."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from tests.factories import NOW, PDF, Factory, at_once, day, refused
from tracker.errors import Conflict, InvalidInput, NotAllowed
from tracker.intake.model import Target
from tracker.models import Adjustment, Assignment, IndicatorTarget, Notice, Task
from tracker.queries.disputes import current_text
from tracker.queries.reporting import facts_on
from tracker.reports.compose import compose
from tracker.reports.figures import draw_figures
from tracker.reports.paper import Paper
from tracker.rules.adjustments import AdjustmentGround, AdjustmentKind, AdjustmentState
from tracker.rules.refusals import RuleViolation
from tracker.rules.statuses import AssignmentState
from tracker.services import adjustment_decisions, adjustments, audit
from tracker.services.adjustment_changes import Change, target_now
from tracker.services.calendars import work_calendar
from tracker.services.files import NewFile, Uploads

TEXT = "增加普惠托位供给，每千人口托位数年底前达到4个。"
WORDING = Change(AdjustmentKind.WORDING, AdjustmentGround.LAW_CHANGED, "国家标准已经修订。", text=TEXT)
RATE = Target("每千人口托位数", Decimal("4.5"), ">=", "个", "2025-12-31", None, "达到4.5个")
LATE = day(2025, 11, 3)


def asked(factory: Factory, task_id: int, said: Change = WORDING, *, who: str = "liaison", now: datetime = NOW) -> int:
    """An application as drafted; its id."""
    with factory.database.transaction() as session:
        files = Uploads(factory.storage, (NewFile("纪要.pdf", PDF),))
        task = session.get_one(Task, task_id)
        return adjustments.draft_adjustment(session, task, said, files, actor=getattr(factory.cast, who), now=now).id


def act(factory: Factory, row_id: int, verb: Callable[..., object], *args: Any, who: str, now: datetime = NOW, **over: Any) -> None:
    with factory.database.transaction() as session:
        verb(session, session.get_one(Adjustment, row_id), *args, actor=getattr(factory.cast, who), now=now, **over)


def submitted(factory: Factory, task_id: int, said: Change = WORDING, *, now: datetime = NOW) -> int:
    """An application that has reached the office."""
    row_id = asked(factory, task_id, said, now=now)
    act(factory, row_id, adjustments.send, who="liaison", now=now)
    act(factory, row_id, adjustments.approve, who="unit_head", now=now)
    return row_id


def reviewed(factory: Factory, task_id: int, said: Change = WORDING, *, goal: bool = False, now: datetime = NOW) -> int:
    """An application that the office has looked at first."""
    row_id = submitted(factory, task_id, said, now=now)
    act(factory, row_id, adjustment_decisions.review, "情况属实", who="clerk", now=now, touches_goal=goal)
    return row_id


def granted(factory: Factory, task_id: int, said: Change = WORDING, *, now: datetime = NOW) -> int:
    row_id = reviewed(factory, task_id, said, now=now)
    act(factory, row_id, adjustment_decisions.grant, "同意", who="director", now=now)
    return row_id


def state(factory: Factory, row_id: int) -> AdjustmentState:
    with factory.database.reading() as session:
        return session.get_one(Adjustment, row_id).state


def replacing(factory: Factory, task_id: int, unit: str = "县教育局") -> Change:
    share = factory.share(task_id, "joint_liaison")
    return Change(AdjustmentKind.UNIT, AdjustmentGround.UNIT_CHANGED, "职责划转。", assignment_id=share, unit_name=unit)


def retargeting(factory: Factory, task_id: int, value: str = "4") -> Change:
    with factory.database.reading() as session:
        measure = session.get_one(Task, task_id).measure
        assert measure is not None
        indicator_id = measure.indicators[0].id
    ground = AdjustmentGround.BUDGET_CHANGED
    return Change(AdjustmentKind.TARGET, ground, "预算压减。", indicator_id=indicator_id, value=Decimal(value))


def test_the_unit_asks_its_head_signs_the_office_looks_and_decides(factory: Factory) -> None:
    row_id = asked(factory, factory.acknowledged())
    assert state(factory, row_id) is AdjustmentState.DRAFT
    act(factory, row_id, adjustments.send, who="liaison")
    assert state(factory, row_id) is AdjustmentState.UNIT_REVIEW
    act(factory, row_id, adjustments.approve, who="unit_head")
    assert state(factory, row_id) is AdjustmentState.SUBMITTED
    act(factory, row_id, adjustment_decisions.review, "情况属实", who="clerk", touches_goal=False)
    assert state(factory, row_id) is AdjustmentState.REVIEWED
    act(factory, row_id, adjustment_decisions.grant, "", who="clerk")
    assert state(factory, row_id) is AdjustmentState.GRANTED
    with factory.database.reading() as session:
        assert audit.verify(session)[1] == []
        assert [file.name for file in session.get_one(Adjustment, row_id).files] == ["纪要.pdf"]


def test_a_new_wording_stands_beside_the_measure(factory: Factory) -> None:
    task_id = factory.acknowledged()
    with factory.database.reading() as session:
        printed = current_text(session, session.get_one(Task, task_id))
    granted(factory, task_id)
    with factory.database.reading() as session:
        task = session.get_one(Task, task_id)
        assert task.measure is not None
        assert (task.measure.text, current_text(session, task)) == (printed, TEXT)


def test_another_unit_takes_the_part_over_and_is_asked_to_sign(factory: Factory) -> None:
    task_id = factory.acknowledged()
    granted(factory, task_id, replacing(factory, task_id))
    with factory.database.reading() as session:
        shares = {share.unit.name: share for share in session.get_one(Task, task_id).assignments}
        assert shares["县民政局"].state is AssignmentState.ENDED
        assert shares["县教育局"].state is AssignmentState.PENDING
        assert shares["县教育局"].role == "responsible"
        told = session.scalars(select(Notice.title).where(Notice.unit_id == shares["县民政局"].unit_id)).all()
        assert "经批准，任务改由其他单位承办" in told
        assert audit.verify(session)[1] == []


def test_a_target_gets_a_later_version_and_the_printed_one_stays(factory: Factory) -> None:
    task_id = factory.acknowledged(targets=(RATE,))
    row_id = granted(factory, task_id, retargeting(factory, task_id))
    with factory.database.reading() as session:
        row = session.get_one(Adjustment, row_id)
        assert (row.before, row.after) == ("每千人口托位数：≥ 4.5个", "每千人口托位数：≥ 4个")
        assert row.indicator is not None
        assert row.indicator.value == Decimal("4.5")
        assert target_now(session, row.indicator, now=day(2025, 3, 11)).low == Decimal(4)
        assert target_now(session, row.indicator, now=day(2025, 3, 9)).low == Decimal("4.5")


def test_what_touches_the_overall_goal_is_the_directors_by_a_named_document(factory: Factory) -> None:
    row_id = reviewed(factory, factory.acknowledged(), goal=True)
    with refused("adjustment_for_director"):
        act(factory, row_id, adjustment_decisions.grant, "同意", "会议纪要〔2025〕3号", who="clerk")
    with refused("approval_missing"):
        act(factory, row_id, adjustment_decisions.grant, "同意", who="director")
    act(factory, row_id, adjustment_decisions.grant, "同意", "会议纪要〔2025〕3号", who="director")
    with factory.database.reading() as session:
        assert session.get_one(Adjustment, row_id).approval == "会议纪要〔2025〕3号"


def test_filed_within_two_months_of_the_end_it_is_the_directors(factory: Factory) -> None:
    row_id = reviewed(factory, factory.acknowledged(), now=LATE)
    with factory.database.reading() as session:
        assert session.get_one(Adjustment, row_id).filed_late
    with refused("adjustment_for_director"):
        act(factory, row_id, adjustment_decisions.refuse, "时间太紧", who="clerk", now=LATE)
    act(factory, row_id, adjustment_decisions.refuse, "时间太紧", who="director", now=LATE)
    assert state(factory, row_id) is AdjustmentState.REFUSED


def test_a_refusal_gives_its_reason_and_changes_nothing(factory: Factory) -> None:
    task_id = factory.acknowledged(targets=(RATE,))
    row_id = reviewed(factory, task_id, retargeting(factory, task_id))
    with refused("reason_missing"):
        act(factory, row_id, adjustment_decisions.refuse, " ", who="clerk")
    act(factory, row_id, adjustment_decisions.refuse, "预算可以调剂", who="clerk")
    with factory.database.reading() as session:
        assert session.scalars(select(IndicatorTarget)).all() == []
        told = session.scalars(select(Notice.body).where(Notice.title == "调整申请未获批准")).all()
        assert "《增加托位供给》：预算可以调剂" in told


def test_what_the_office_gives_back_is_mended_and_sent_again(factory: Factory) -> None:
    row_id = submitted(factory, factory.acknowledged())
    act(factory, row_id, adjustment_decisions.return_adjustment, "请附修订后的标准", who="clerk")
    assert state(factory, row_id) is AdjustmentState.DRAFT
    act(factory, row_id, adjustments.rewrite, replace(WORDING, reason="标准已修订，附后。"), who="liaison")
    act(factory, row_id, adjustments.send, who="unit_head")
    assert state(factory, row_id) is AdjustmentState.SUBMITTED
    with pytest.raises(InvalidInput, match="已经送出"):
        act(factory, row_id, adjustments.rewrite, WORDING, who="liaison")


def test_the_unit_may_take_it_back_until_it_is_decided(factory: Factory) -> None:
    row_id = reviewed(factory, factory.acknowledged())
    act(factory, row_id, adjustments.withdraw, who="liaison")
    assert state(factory, row_id) is AdjustmentState.WITHDRAWN


def test_one_application_at_a_time(factory: Factory) -> None:
    task_id = factory.acknowledged()
    asked(factory, task_id)
    with refused("adjustment_pending"):
        asked(factory, task_id)


@pytest.mark.parametrize("who", ["joint_liaison", "other_liaison", "clerk", "leader"])
def test_only_the_unit_that_answers_for_the_task_asks(factory: Factory, who: str) -> None:
    with refused("adjustment_is_the_leads"):
        asked(factory, factory.acknowledged(), who=who)


@pytest.mark.parametrize("who", ["liaison", "unit_head", "leader", "outside_clerk"])
def test_only_the_office_decides(factory: Factory, who: str) -> None:
    row_id = reviewed(factory, factory.acknowledged())
    with pytest.raises(NotAllowed):
        act(factory, row_id, adjustment_decisions.grant, "同意", who=who)


def test_a_closed_task_is_not_adjusted(factory: Factory) -> None:
    with refused("task_not_open"):
        asked(factory, factory.closed())


@pytest.mark.parametrize(
    ("unit", "said"),
    [("县某某局", "没有登记"), ("各乡镇人民政府", "统称"), ("县卫健局", "已经承办")],
    ids=["unknown", "collective", "same"],
)
def test_a_part_goes_to_a_unit_that_can_take_it(factory: Factory, unit: str, said: str) -> None:
    task_id = factory.acknowledged()
    with pytest.raises(InvalidInput, match=said):
        asked(factory, task_id, replacing(factory, task_id, unit))


def test_what_has_changed_since_is_not_overwritten(factory: Factory) -> None:
    task_id = factory.acknowledged(targets=(RATE,))
    row_id = reviewed(factory, task_id, retargeting(factory, task_id))
    with factory.database.transaction() as session:
        session.get_one(Adjustment, row_id).before = "每千人口托位数：≥ 5个"
    with pytest.raises(Conflict, match="已经变化"):
        act(factory, row_id, adjustment_decisions.grant, "同意", who="clerk")


def test_papers_as_of_before_the_decision_stay_the_same(factory: Factory) -> None:
    task_id = factory.acknowledged(targets=(RATE,))
    plan_id = factory.plan_of(task_id)
    before = paper(factory, plan_id, date(2025, 3, 31))
    granted(factory, task_id, replacing(factory, task_id), now=day(2025, 4, 7))
    granted(factory, task_id, retargeting(factory, task_id), now=day(2025, 4, 8))
    granted(factory, task_id, now=day(2025, 4, 9))
    assert paper(factory, plan_id, date(2025, 3, 31)) == before
    annexes = {annex.title: annex.body for annex in paper(factory, plan_id, date(2025, 4, 30)).annexes}
    rows = annexes["延期、调整、中止清单"].split("调整前")[1].splitlines()[2:]
    assert [row.split(" | ")[2] for row in rows] == ["承办单位", "目标值", "内容表述"]  # each once, as they were granted
    assert f"{TEXT} | 法规制度变化：国家标准已经修订。 | 2025-04-09 | 办理记录第" in rows[2]


def paper(factory: Factory, plan_id: int, as_of: date) -> Paper:
    with factory.database.reading() as session:
        return compose(draw_figures(facts_on(session, plan_id, as_of), work_calendar(session)))


def test_of_two_who_decide_at_once_one_wins(factory: Factory) -> None:
    task_id = factory.acknowledged()
    row_id = reviewed(factory, task_id, replacing(factory, task_id))
    grant = adjustment_decisions.grant
    results = at_once(*[lambda: act(factory, row_id, grant, "同意", who="clerk")] * 2)
    assert results.count(None) == 1
    assert all(isinstance(result, Conflict | RuleViolation) for result in results if result)
    with factory.database.reading() as session:
        fresh = select(Assignment).where(Assignment.task_id == task_id, Assignment.state == AssignmentState.PENDING)
        assert len(session.scalars(fresh).all()) == 1
