"""Importing, correcting and issuing plans."""

from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import pytest
from sqlalchemy import func, select

from tests.factories import ISSUED, NOW, TOWNS, Factory, at_once, parsed_clause, parsed_measure, parsed_plan
from tests.readings import Desk
from tracker.db import Database
from tracker.errors import Conflict, InvalidInput, NotAllowed
from tracker.intake import parse
from tracker.intake.model import Header, Obligation, Target
from tracker.models import Assignment, Event, Indicator, Jurisdiction, Notice, ObligationUnit, Plan, Task, Unit
from tracker.queries.readings import issues_of
from tracker.rules.permissions import SYSTEM, Actor
from tracker.rules.statuses import AssignmentState, PlanState, TaskState
from tracker.services.issuing import issue_plan
from tracker.services.plans import HeaderCorrection, Imported, correct_header, import_plan

BYTES = "一份方案的原文".encode()


def load(
    factory: Factory, actor: Actor, data: bytes = BYTES, header: Header | None = None, of_place: str | None = None
) -> Imported:
    draft = parsed_plan(**({"plan": header} if header else {}))
    with factory.database.transaction() as session:
        result = import_plan(
            session, factory.storage, data, "示例县方案.docx", actor=actor, now=NOW, parsed=draft, of_place=of_place
        )
        session.expunge_all()
    return result


def shares_of(database: Database, task_id: int) -> list[tuple[str, str, str | None]]:
    """(unit, role, via) of a task's assignments, by unit."""
    with database.reading() as session:
        rows = session.scalars(select(Assignment).where(Assignment.task_id == task_id))
        return sorted((row.unit.name, row.role.value, row.via_unit.name if row.via_unit else None) for row in rows)


def test_an_imported_plan_is_a_draft_with_one_task_for_each_measure(factory: Factory) -> None:
    result = load(factory, factory.cast.clerk)
    assert (result.is_new, result.tasks, result.assignments, result.plan.state) == (True, 1, 2, PlanState.DRAFT)
    assert result.plan.jurisdiction_id == factory.cast.place_id


def test_the_same_bytes_again_change_nothing(factory: Factory) -> None:
    first, second = load(factory, factory.cast.clerk), load(factory, factory.cast.director)
    assert (second.is_new, second.plan.id, second.tasks) == (False, first.plan.id, first.tasks)
    with factory.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Plan)) == 1


def test_the_same_bytes_from_two_people_at_once_make_one_plan(factory: Factory) -> None:
    results = at_once(*[partial(load, factory, factory.cast.clerk)] * 3)
    assert {type(result) for result in results} <= {Imported, Conflict}
    with factory.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Plan)) == 1


def test_plans_from_files_of_one_name_get_keys_of_their_own(factory: Factory) -> None:
    keys = [load(factory, factory.cast.clerk, data).plan.key for data in (b"1", b"2", b"3")]
    assert keys == ["示例县方案", "示例县方案-2", "示例县方案-3"]


def test_a_plan_of_another_place_becomes_the_offices_own(factory: Factory) -> None:
    header = Header(title="邻安县方案", jurisdiction="邻安县", level="county")
    assert load(factory, factory.cast.clerk, header=header).plan.jurisdiction_id == factory.cast.place_id


def test_only_an_office_imports(factory: Factory) -> None:
    for actor in (factory.cast.liaison, factory.cast.leader, factory.cast.system_admin):
        with pytest.raises(NotAllowed):
            load(factory, actor)


def test_the_operator_is_asked_for_the_place_that_the_document_does_not_name(factory: Factory) -> None:
    with pytest.raises(InvalidInput, match="发文地区"):
        load(factory, SYSTEM, header=Header(title="方案"))


def test_the_operator_names_the_place_that_the_document_leaves_out(factory: Factory) -> None:
    loaded = load(factory, SYSTEM, header=Header(title="方案"), of_place="示例县")
    assert loaded.plan.jurisdiction_id == factory.cast.place_id
    with pytest.raises(InvalidInput, match="不像一个地区"):
        load(factory, SYSTEM, b"2", header=Header(title="方案"), of_place="卫健局")


def test_what_the_highest_bodies_issue_is_a_plan_of_the_whole_country(factory: Factory) -> None:
    loaded = load(factory, SYSTEM, header=Header(title="国务院关于托育服务的意见", level="nation"))
    with factory.database.reading() as session:
        place = session.get_one(Jurisdiction, loaded.plan.jurisdiction_id)
        assert (place.name, place.parent_id) == ("全国", None)


def test_the_plan_of_a_place_unknown_here_leaves_no_place_behind(factory: Factory) -> None:
    load(factory, factory.cast.clerk, header=Header(title="远山县方案", jurisdiction="远山县", level="county"))
    with factory.database.reading() as session:
        assert session.scalars(select(Jurisdiction.id).where(Jurisdiction.name == "远山县")).all() == []


def test_the_last_day_that_a_measure_names_is_its_tasks_day(factory: Factory) -> None:
    measure = parse("一、任务\n（一）共建基地。2026年10月底前启用。（牵头单位：县教育局）".encode(), "示例县方案.txt").measures[0]
    task_id = factory.task(**{name: getattr(measure, name) for name in ("text", "due", "deadlines")})
    with factory.database.reading() as session:
        assert session.get_one(Task, task_id).due_on == date(2026, 10, 31)


def test_a_unit_printed_twice_or_under_another_name_is_one_assignment(factory: Factory) -> None:
    task = factory.task(lead=("县卫健局",), responsible=("县卫生健康局", "县民政局", "县民政局"))
    assert shares_of(factory.database, task) == [("县卫生健康局", "lead", None), ("县民政局", "responsible", None)]


def test_clauses_with_units_of_their_own_are_assigned_apart(factory: Factory) -> None:
    clauses = (
        parsed_clause("增加托位", lead=("县卫健局",)),
        parsed_clause("减免租金", lead=("县民政局",), responsible=("县卫健局",)),
    )
    task = factory.task(lead=("县卫健局", "县民政局"), responsible=("县卫健局",), clauses=clauses)
    assert [share[:2] for share in shares_of(factory.database, task)] == [
        ("县卫生健康局", "lead"), ("县卫生健康局", "responsible"), ("县民政局", "lead"),
    ]  # fmt: skip


def test_a_name_nobody_knows_is_entered_and_the_office_told(factory: Factory) -> None:
    plan_id = factory.plan(parsed_measure(responsible=("县数据局",)), issue_at=None)
    with factory.database.reading() as session:
        issues = issues_of(session, plan_id)
        assert [(issue.code, "县数据局" in issue.message) for issue in issues] == [("unit_entered", True)]
        assert session.scalar(select(Unit.jurisdiction_id).where(Unit.name == "县数据局")) == factory.cast.place_id


def test_targets_and_obligations_are_kept(factory: Factory) -> None:
    target = Target("每千人口托位数", 4.5, ">=", "个", "2025-12-31", None, "每千人口托位数达到4.5个")
    duty = Obligation(("各乡镇人民政府",), "报送年度报告", "yearly", "12-01", ("县卫健局",), (), 1, "每年12月1日前报送")
    factory.plan(parsed_measure(targets=(target,)), obligations=(duty,))
    with factory.database.reading() as session:
        indicator = session.scalars(select(Indicator)).one()
        assert (float(indicator.value or 0), indicator.due_on) == (4.5, date(2025, 12, 31))
        assert session.scalars(select(ObligationUnit.unit_id)).all() == [factory.unit("各乡镇人民政府")]


def test_issuing_hands_every_task_to_its_units(factory: Factory) -> None:
    task_id = factory.task()
    with factory.database.reading() as session:
        task = session.get_one(Task, task_id)
        assert (task.state, task.issued_on, task.plan.supervised_from) == (TaskState.ISSUED, ISSUED.date(), ISSUED.date())
        assert {(share.state, share.issued_on) for share in task.assignments} == {(AssignmentState.PENDING, ISSUED.date())}


def test_facts_of_a_plan_that_others_carry_out_are_issued_without_supervision(factory: Factory) -> None:
    with factory.database.reading() as session:
        plan = session.get_one(Plan, factory.plan(supervise=False))
        assert (plan.state, plan.supervised_from) == (PlanState.ISSUED, None)


def test_at_issue_a_collective_is_replaced_by_its_members(factory: Factory) -> None:
    task = factory.task(lead=("县卫健局",), responsible=("各乡镇人民政府", "青禾镇人民政府"))
    via = {unit: through for unit, _role, through in shares_of(factory.database, task)}
    others = [town for town in TOWNS if town != "青禾镇人民政府"]
    assert via == {"县卫生健康局": None, "青禾镇人民政府": None, **dict.fromkeys(others, "各乡镇人民政府")}


def test_at_issue_each_unit_is_told_once_how_many_tasks_it_was_given(factory: Factory) -> None:
    measures = (parsed_measure(lead=("县卫健局",), responsible=()), parsed_measure(lead=("县卫健局",), responsible=("县教育局",)))
    factory.plan(*measures)
    with factory.database.reading() as session:
        told = session.query(Notice).all()
    assert {(notice.user_id, notice.title) for notice in told} == {
        (factory.cast.liaison.user_id, "收到交办任务 2 项，请签收"),
        (factory.cast.other_liaison.user_id, "收到交办任务 1 项，请签收"),
    }


def test_a_plan_is_issued_once(factory: Factory) -> None:
    plan_id = factory.plan()
    with factory.database.transaction() as session, pytest.raises(Conflict):
        issue_plan(session, session.get_one(Plan, plan_id), actor=factory.cast.clerk, now=NOW)


def test_of_two_who_issue_at_once_one_wins(factory: Factory) -> None:
    plan_id = factory.plan(issue_at=None)

    def issue() -> None:
        with factory.database.transaction() as session:
            issue_plan(session, session.get_one(Plan, plan_id), actor=factory.cast.clerk, now=NOW)

    assert sorted(type(result) for result in at_once(issue, issue) if result) == [Conflict]
    with factory.database.reading() as session:
        issued = select(func.count()).select_from(Event).where(Event.subject == "plan", Event.action == "issue")
        assert session.scalar(issued) == 1


def test_only_the_office_of_the_place_issues(factory: Factory) -> None:
    plan_id = factory.plan(issue_at=None)
    for actor in (factory.cast.outside_clerk, factory.cast.liaison, factory.cast.leader):
        with factory.database.transaction() as session, pytest.raises(NotAllowed):
            issue_plan(session, session.get_one(Plan, plan_id), actor=actor, now=NOW)


HEADER = HeaderCorrection("示例县托育方案", "示政办〔2025〕3号", ("示例县人民政府办公室",), date(2025, 2, 11), "有效期3年")


def test_the_office_corrects_what_was_read_of_the_plan_itself(desk: Desk, factory: Factory) -> None:
    correct_header(desk.session, desk.plan, HEADER, actor=factory.cast.clerk, now=NOW)
    plan, data = desk.plan, desk.last_event().data or {}
    assert (plan.title, plan.document_number, plan.issuers) == (HEADER.title, HEADER.document_number, list(HEADER.issuers))
    assert (plan.document_date, plan.sunset) == (HEADER.document_date, HEADER.sunset)
    assert (data["old"]["title"], data["new"]["document_date"]) == ("示例县托育服务实施方案", "2025-02-11")


@pytest.mark.parametrize(("over", "sentence"), [({"title": " "}, "标题"), ({"issuers": ("",)}, "发文机关")])
def test_a_header_that_makes_no_sense_is_refused(desk: Desk, factory: Factory, over: dict[str, Any], sentence: str) -> None:
    with pytest.raises(InvalidInput, match=sentence):
        correct_header(desk.session, desk.plan, replace(HEADER, **over), actor=factory.cast.clerk, now=NOW)


def test_places_of_the_cast_lie_below_one_root(factory: Factory) -> None:
    with factory.database.reading() as session:
        places = session.scalars(select(Jurisdiction).order_by(Jurisdiction.path)).all()
        assert all(place.path.startswith(places[0].path) for place in places)
