"""Ad hoc tasks: given out beside the plans, at once or on a second person's word, and then like any other task."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select

from tests.factories import NOW, Factory, at_once, parsed_measure, refused
from tracker.errors import Conflict, InvalidInput, NotAllowed
from tracker.models import AdHocMatter, Assignment, Event, Jurisdiction, Notice, Plan, Task
from tracker.queries.editions import older_plans
from tracker.reports.rendering import render
from tracker.rules.matter_statuses import TaskSource
from tracker.rules.permissions import SYSTEM
from tracker.rules.statuses import AssignmentState, TaskState
from tracker.services import ad_hoc, editions
from tracker.services.ad_hoc import NewTask
from tracker.services.audit import verify
from tracker.services.reports import paper_of

NEW = NewTask("整治停车秩序", "一周内完成县城停车秩序整治。", TaskSource.MEETING, date(2025, 4, 1), lead=("县卫健局",),
              responsible=("各乡镇人民政府",), reference="县政府第5次常务会议")  # fmt: skip


def entered(factory: Factory, *, who: str = "clerk", new: NewTask = NEW, **over: Any) -> int:
    with factory.database.transaction() as session:
        place = session.get_one(Jurisdiction, factory.cast.place_id)
        return ad_hoc.enter_task(session, place, new, actor=getattr(factory.cast, who), now=NOW, **over).id


def task_of(factory: Factory, task_id: int) -> Task:
    with factory.database.reading() as session:
        task = session.get_one(Task, task_id)
        _ = task.assignments, task.plan
        return task


def test_a_task_goes_out_at_once_to_its_units_and_to_each_member_of_a_collective(factory: Factory) -> None:
    task = task_of(factory, entered(factory))
    assert (task.state, task.measure_id, task.due_on, task.issued_on) == (TaskState.ISSUED, None, NEW.due_on, NOW.date())
    assert {share.state for share in task.assignments} == {AssignmentState.PENDING}
    assert len(task.assignments) == 4
    assert (task.plan.title, task.plan.supervised_from) == ("示例县2025年专项交办事项", NOW.date())
    with factory.database.reading() as session:
        told = (
            select(func.count())
            .select_from(Notice)
            .where(Notice.title == "收到交办任务 1 项，请签收", Notice.body.contains("“整治停车秩序”"))
        )
        assert session.scalar(told)


def test_all_of_a_place_and_year_stand_in_one_plan_also_when_two_come_first_at_once(factory: Factory) -> None:
    at_once(lambda: entered(factory), lambda: entered(factory))
    with factory.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Plan)) == 1
        assert session.scalar(select(func.count()).select_from(Task)) == 2
        assert verify(session)[1] == []


def test_a_draft_waits_for_the_director_who_did_not_enter_it(factory: Factory) -> None:
    task_id = entered(factory, at_once=False)
    assert task_of(factory, task_id).state is TaskState.DRAFT
    confirm(factory, task_id, "director")
    assert task_of(factory, task_id).state is TaskState.ISSUED
    with factory.database.reading() as session:
        assert session.get_one(AdHocMatter, task_id).confirmed_by_id == factory.cast.director.user_id


def confirm(factory: Factory, task_id: int, who: str) -> None:
    with factory.database.transaction() as session:
        ad_hoc.confirm_task(session, session.get_one(Task, task_id), actor=getattr(factory.cast, who), now=NOW)


def test_nobody_confirms_what_they_entered_and_no_clerk_confirms_at_all(factory: Factory) -> None:
    with refused("own_work"):
        confirm(factory, entered(factory, who="director", at_once=False), "director")
    with pytest.raises(NotAllowed):
        confirm(factory, entered(factory, at_once=False), "clerk")


def test_a_draft_taken_back_leaves_only_its_history(factory: Factory) -> None:
    task_id = entered(factory, at_once=False)
    with factory.database.transaction() as session:
        ad_hoc.drop_task(session, session.get_one(Task, task_id), "另有安排", actor=factory.cast.director, now=NOW)
    with factory.database.reading() as session:
        assert session.get(Task, task_id) is None
        assert session.scalar(select(func.count()).select_from(Assignment)) == 0
        assert session.scalars(select(Event.reason).where(Event.action == "drop")).all() == ["另有安排"]
    with pytest.raises(Conflict), factory.database.transaction() as session:
        ad_hoc.drop_task(session, session.get_one(Task, entered(factory)), "迟了", actor=factory.cast.clerk, now=NOW)


@pytest.mark.parametrize(
    ("over", "said"),
    [
        ({"title": " "}, "任务名称"),
        ({"due_on": date(2025, 3, 1)}, "不能早于今天"),
        ({"lead": (), "responsible": ()}, "至少填写一个"),
        ({"lead": ("县外星局",)}, "没有登记“县外星局”"),
        ({"responsible": ("县卫生健康局",)}, "写了不止一次"),
    ],
)
def test_what_cannot_be_given_out_is_refused_in_words(factory: Factory, over: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInput, match=said):
        entered(factory, new=NewTask(**{**vars(NEW), **over}))


@pytest.mark.parametrize("who", ["liaison", "leader", "outside_clerk"])
def test_only_the_office_of_the_place_gives_out(factory: Factory, who: str) -> None:
    with pytest.raises(NotAllowed):
        entered(factory, who=who)


def test_it_is_signed_reported_and_closed_like_any_other_and_stands_in_the_report(factory: Factory) -> None:
    task_id = entered(factory, new=NewTask(**{**vars(NEW), "responsible": ()}))
    factory.acknowledge(task_id)
    factory.accepted(task_id, percent=60)
    assert task_of(factory, task_id).percent == 60
    with factory.database.reading() as session:
        plan = session.scalars(select(Plan)).one()
        said = render(paper_of(session, plan, NOW.date(), actor=SYSTEM, now=NOW), "md").decode()
    assert "整治停车秩序" in said


def test_no_other_plan_takes_the_place_of_the_ad_hoc_tasks(factory: Factory) -> None:
    standing_id = task_of(factory, entered(factory)).plan_id
    plan_id = factory.plan(parsed_measure(), issue_at=None)
    with factory.database.reading() as session:
        old, new = session.get_one(Plan, standing_id), session.get_one(Plan, plan_id)
        assert older_plans(session, factory.cast.clerk, new) == []
    for verb in (editions.adopt, editions.supersede):
        with factory.database.transaction() as session:
            old, new = session.get_one(Plan, standing_id), session.get_one(Plan, plan_id)
            with pytest.raises(Conflict, match="不随方案替代"):
                verb(session, old, new, actor=factory.cast.clerk, now=NOW)
