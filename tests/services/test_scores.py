"""Worksheets of scores: off by default, explained row by row, remarked on, approved before export."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from tests import orders
from tests.factories import NOW, Factory, day, refused
from tracker.errors import Conflict, InvalidInput, NotAllowed
from tracker.models import Event, Notice, Plan, ScoreSheet, Task
from tracker.reports.score_sheet import scores_of
from tracker.rules.scores import Excuse, Fault, ScoreState, UnitScore
from tracker.services import audit, extensions, scores, suspensions

FROM, TO = date(2025, 3, 1), date(2025, 5, 31)
JUNE = day(2025, 6, 3)


def switched_on(factory: Factory, task_id: int) -> int:
    """The plan of the task, scored from now on."""
    plan_id = factory.plan_of(task_id)
    with factory.database.transaction() as session:
        scores.switch(session, session.get_one(Plan, plan_id), "年度考核办法第三条", on=True, actor=factory.cast.director, now=NOW)
    return plan_id


def drawn(factory: Factory, task_id: int, **over: Any) -> int:
    """A draft of the worksheet of the task's plan."""
    plan_id = switched_on(factory, task_id)
    given = {"from_on": FROM, "to_on": TO, **over}
    with factory.database.transaction() as session:
        plan = session.get_one(Plan, plan_id)
        return scores.draw(session, plan, **given, actor=factory.cast.clerk, now=JUNE).id


def units(factory: Factory, sheet_id: int) -> dict[str, UnitScore]:
    """The scores of the sheet by the name of the unit."""
    with factory.database.reading() as session:
        sheet = session.get_one(ScoreSheet, sheet_id)
        names = {unit["id"]: unit["name"] for unit in sheet.content["units"]}
        return {names[unit.unit_id]: unit for unit in scores_of(sheet.content, [row.matter for row in sheet.exclusions])}


def told(unit: UnitScore) -> list[tuple[str, str, Decimal, str | None]]:
    return [(line.matter.fault, line.matter.about, line.points, line.excuse) for line in unit.lines]


def act(factory: Factory, verb: Any, sheet_id: int, *given: Any, who: str) -> Any:
    with factory.database.transaction() as session:
        made = verb(session, session.get_one(ScoreSheet, sheet_id), *given, actor=getattr(factory.cast, who), now=JUNE)
        return made.id if made else None


def test_scores_are_off_until_the_director_switches_them_on(factory: Factory, issued_task: int) -> None:
    plan_id = factory.plan_of(issued_task)
    with factory.database.transaction() as session, pytest.raises(InvalidInput, match="没有启用考核"):
        scores.draw(session, session.get_one(Plan, plan_id), FROM, TO, actor=factory.cast.clerk, now=JUNE)
    with factory.database.transaction() as session, pytest.raises(NotAllowed):
        scores.switch(session, session.get_one(Plan, plan_id), "考核", on=True, actor=factory.cast.clerk, now=NOW)
    switched_on(factory, issued_task)
    with factory.database.transaction() as session:
        scores.switch(session, session.get_one(Plan, plan_id), "不再考核", on=False, actor=factory.cast.director, now=NOW)
        kept = session.scalars(select(Event.action).where(Event.subject == "plan", Event.action.startswith("score")))
        assert list(kept) == ["score_on", "score_off"]


def test_every_point_is_led_back_to_what_happened(factory: Factory) -> None:
    task_id = factory.acknowledged(due="2025-05-15")
    factory.accepted(task_id, period="2025-03")
    late = factory.submitted(task_id, period="2025-04", now=day(2025, 4, 28), narrative="四月进展。")
    factory.returned(task_id, "joint_liaison", period="2025-03")
    found = units(factory, drawn(factory, task_id))
    assert told(found["县卫生健康局"]) == [
        ("late", "2025-04", Decimal(1), None),
        ("overdue", "due", Decimal(5), None),
        ("missing", "2025-05", Decimal(3), None),
    ]
    assert found["县卫生健康局"].lines[0].matter.row == ("progress_update", late)
    assert found["县卫生健康局"].score == 91
    assert ("returned", "2025-03", Decimal("0.5"), None) in told(found["县民政局"])


def test_what_was_put_off_with_approval_is_shown_and_costs_nothing(factory: Factory) -> None:
    task_id = factory.acknowledged(due="2025-04-30")
    said = extensions.Application(date(2025, 8, 31), "场地审批尚未完成", "已完成选址")
    with factory.database.transaction() as session:
        asked = extensions.draft_extension(session, session.get_one(Task, task_id), said, actor=factory.cast.liaison, now=NOW)
        extensions.send(session, asked, actor=factory.cast.liaison, now=NOW)
        extensions.approve(session, asked, actor=factory.cast.unit_head, now=NOW)
        extensions.grant(session, asked, date(2025, 8, 31), "同意", actor=factory.cast.director, now=NOW)
    lines = units(factory, drawn(factory, task_id))["县卫生健康局"].lines
    assert [(line.points, line.excuse) for line in lines if line.matter.fault is Fault.OVERDUE] == [(0, Excuse.EXTENDED)]


def test_what_rests_costs_nothing(factory: Factory) -> None:
    task_id = factory.acknowledged(due="2025-05-15")
    ruling = suspensions.Ruling("选址需重新论证", "会议纪要〔2025〕3号")
    with factory.database.transaction() as session:
        suspensions.suspend(session, session.get_one(Task, task_id), ruling, actor=factory.cast.director, now=NOW)
    found = units(factory, drawn(factory, task_id))["县卫生健康局"]
    assert found.score == 100
    assert {line.excuse for line in found.lines} == {Excuse.SUSPENDED}


def test_an_order_about_an_overdue_task_is_the_same_matter(factory: Factory) -> None:
    task_id = factory.acknowledged(due="2025-03-31")
    orders.issue(factory, task_id, now=day(2025, 4, 10), reply_due_on=date(2025, 4, 20))
    lines = units(factory, drawn(factory, task_id))["县卫生健康局"].lines
    assert [line.excuse for line in lines if line.matter.fault is Fault.ORDER] == [Excuse.SAME_MATTER]


def test_a_sheet_stays_as_it_was_drawn(factory: Factory) -> None:
    task_id = factory.acknowledged()
    sheet_id = drawn(factory, task_id)
    before = units(factory, sheet_id)
    factory.accepted(task_id, period="2025-04", now=JUNE, narrative="补报。")
    assert units(factory, sheet_id) == before


def test_the_office_leaves_a_matter_out_with_a_reason_that_is_kept(factory: Factory) -> None:
    sheet_id = drawn(factory, factory.acknowledged())
    line = units(factory, sheet_id)["县卫生健康局"].lines[0]
    with pytest.raises(InvalidInput, match="理由"):
        act(factory, scores.exclude, sheet_id, line.matter.key, " ", who="clerk")
    act(factory, scores.exclude, sheet_id, line.matter.key, "系统停机检修", who="clerk")
    assert units(factory, sheet_id)["县卫生健康局"].lines[0].excuse is Excuse.EXCLUDED
    with factory.database.reading() as session:
        event = session.scalars(select(Event).where(Event.action == "exclude")).one()
        assert (event.reason, event.actor_name) == ("系统停机检修", "陈经办")
    act(factory, scores.include, sheet_id, line.matter.key, who="clerk")
    assert units(factory, sheet_id)["县卫生健康局"].lines[0].points == line.points


def test_a_unit_remarks_and_is_answered_before_the_director_approves(factory: Factory) -> None:
    sheet_id = drawn(factory, factory.acknowledged())
    remark_id = act(factory, scores.remark, sheet_id, "三月已用纸质报送", who="joint_liaison")
    with refused("score_remarks_open"):
        act(factory, scores.approve, sheet_id, who="director")
    act(factory, scores.answer, sheet_id, remark_id, "未收到纸质件，维持", who="clerk")
    with pytest.raises(NotAllowed):
        act(factory, scores.approve, sheet_id, who="clerk")
    act(factory, scores.approve, sheet_id, who="director")
    for verb, given in ((scores.exclude, ("x", "理由")), (scores.answer, (remark_id, "再答")), (scores.remark, ("太晚",))):
        with pytest.raises(Conflict, match="不能再改"):
            act(factory, verb, sheet_id, *given, who="joint_liaison" if verb is scores.remark else "clerk")
    with factory.database.reading() as session:
        assert session.get_one(ScoreSheet, sheet_id).state is ScoreState.APPROVED
        assert audit.verify(session)[1] == []
        told_them = set(session.scalars(select(Notice.title).where(Notice.path.startswith("/scores"))))
    assert told_them == {"考核工作表征求意见", "考核意见：县民政局", "考核意见已答复"}


@pytest.mark.parametrize("who", ["other_liaison", "clerk", "leader"])
def test_who_is_not_in_the_sheet_has_nothing_to_remark(factory: Factory, who: str) -> None:
    sheet_id = drawn(factory, factory.acknowledged())
    with pytest.raises(NotAllowed):
        act(factory, scores.remark, sheet_id, "意见", who=who)


def test_nothing_leaves_before_it_is_approved(factory: Factory) -> None:
    sheet_id = drawn(factory, factory.acknowledged())
    with pytest.raises(Conflict, match="审定以后才能导出"):
        act(factory, scores.note_download, sheet_id, "xlsx", who="clerk")


@pytest.mark.parametrize(
    ("over", "said"),
    [({"from_on": date(2025, 6, 1)}, "不能晚于截止日期"), ({"to_on": date(2025, 6, 4)}, "不能晚于今天"),
     ({"from_on": date(2025, 1, 1), "to_on": date(2025, 1, 31)}, "还没有交办")],
)  # fmt: skip
def test_days_that_cannot_be_scored_are_refused(factory: Factory, over: dict[str, date], said: str) -> None:
    with pytest.raises(InvalidInput, match=said):
        drawn(factory, factory.acknowledged(), **over)
