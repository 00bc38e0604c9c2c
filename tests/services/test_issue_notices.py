"""Notices of giving out: numbered, one to each unit at each time, with the day to sign by."""

from datetime import date
from functools import partial

import pytest
from sqlalchemy import select

from tests.factories import ISSUED, NOW, Factory, at_once, day, parsed_measure
from tests.services.test_ad_hoc import entered
from tracker.errors import InvalidInput, NotFound
from tracker.models import Assignment, Event, IssueNotice, Plan, Task
from tracker.queries.issue_notices import NoticeFilter, Waiting, issue_notices, the_notice, units_late
from tracker.services import merging, suspensions
from tracker.services.audit import verify
from tracker.services.issuing import issue_plan

LIMIT = date(2025, 2, 20)  # three working days after the issue


def notices(factory: Factory) -> list[tuple[str, int, int]]:
    """(unit, number, how many tasks) of every notice, by number."""
    with factory.database.reading() as session:
        rows = session.scalars(select(IssueNotice).order_by(IssueNotice.number))
        return [(row.unit.name, row.number, len(row.items)) for row in rows]


def test_each_unit_gets_one_numbered_notice_for_all_its_tasks(factory: Factory) -> None:
    factory.plan(parsed_measure(), parsed_measure(title="规范收费", lead=("县民政局",), responsible=()))
    assert notices(factory) == [("县卫生健康局", 1, 1), ("县民政局", 2, 2)]
    with factory.database.reading() as session:
        notice = session.scalars(select(IssueNotice).where(IssueNotice.number == 2)).one()
        assert (notice.year, notice.acknowledge_by, notice.contact) == (2025, LIMIT, "县领导小组办公室　陈经办")
        assert [(item.label, item.title, item.role, item.due_on) for item in notice.items] == [
            ("（一）", "增加托位供给", "responsible", date(2025, 12, 31)), ("（一）", "规范收费", "lead", date(2025, 12, 31)),
        ]  # fmt: skip
        assert {item.assignment.acknowledge_by for item in notice.items} == {LIMIT}


def test_numbers_go_on_without_gap_when_plans_are_issued_at_once(factory: Factory) -> None:
    plans = [factory.plan(issue_at=None) for _ in range(3)]

    def issue(plan_id: int) -> None:
        with factory.database.transaction() as session:
            issue_plan(session, session.get_one(Plan, plan_id), actor=factory.cast.clerk, now=ISSUED)

    assert at_once(*[partial(issue, plan_id) for plan_id in plans]) == [None] * 3
    assert [number for _, number, _ in notices(factory)] == [1, 2, 3, 4, 5, 6]


def test_each_place_counts_by_itself_and_each_year_anew(factory: Factory) -> None:
    factory.plan(issue_at=day(2024, 12, 30))
    factory.plan()
    factory.plan(outside=True)
    with factory.database.reading() as session:
        rows = session.execute(select(IssueNotice.jurisdiction_id, IssueNotice.year, IssueNotice.number).order_by(IssueNotice.id))
        here, outside = factory.cast.place_id, factory.cast.outside_place_id
        assert list(rows) == [
            (here, 2024, 1),
            (here, 2024, 2),
            (here, 2025, 1),
            (here, 2025, 2),
            (outside, 2025, 1),
            (outside, 2025, 2),
        ]


def test_the_limit_is_the_plans_and_counts_working_days(factory: Factory) -> None:
    plan_id = factory.plan(issue_at=None)
    with factory.database.transaction() as session:
        plan = session.get_one(Plan, plan_id)
        with pytest.raises(InvalidInput, match="1 到 30"):
            issue_plan(session, plan, actor=factory.cast.clerk, now=ISSUED, acknowledge_days=31)
        issue_plan(session, plan, actor=factory.cast.clerk, now=day(2025, 9, 29), acknowledge_days=2)
        # 1 to 8 October are the holiday
        assert set(session.scalars(select(Assignment.acknowledge_by))) == {date(2025, 10, 9)}


def test_facts_of_a_plan_that_others_carry_out_are_told_to_nobody(factory: Factory) -> None:
    factory.plan(supervise=False)
    assert notices(factory) == []


def test_an_ad_hoc_task_and_what_a_merged_task_leaves_are_given_out_with_notices(factory: Factory) -> None:
    entered(factory)
    before = len(notices(factory))
    plan_id = factory.plan(
        parsed_measure(lead=("县卫健局",), responsible=("县民政局",)), parsed_measure(title="规范收费", responsible=())
    )
    ruling = suspensions.Ruling("内容重复", "会议纪要〔2025〕3号")
    with factory.database.transaction() as session:
        first, second = session.scalars(select(Task).where(Task.plan_id == plan_id).order_by(Task.id))
        merging.merge(session, first, second, ruling, actor=factory.cast.director, now=NOW)
    assert before > 0
    assert notices(factory)[before:][-1] == ("县民政局", before + 3, 1)


def test_a_notice_says_what_it_said_and_stands_in_the_history(factory: Factory) -> None:
    plan_id = factory.plan()
    with factory.database.transaction() as session:
        session.scalars(select(Task).where(Task.plan_id == plan_id)).one().title = "改过的名称"
    with factory.database.reading() as session:
        assert {item.title for notice in session.scalars(select(IssueNotice)) for item in notice.items} == {"增加托位供给"}
        told = session.scalars(select(Event).where(Event.subject == "issue_notice").order_by(Event.seq)).all()
        assert [event.data["name"] for event in told if event.data] == ["交办通知〔2025〕1号", "交办通知〔2025〕2号"]
        assert verify(session)[1] == []


def test_the_office_sees_who_is_past_the_day_until_they_sign(factory: Factory) -> None:
    task_id = factory.task()
    today, overdue = date(2025, 2, 21), NoticeFilter(waiting=Waiting.OVERDUE)
    with factory.database.reading() as session:
        assert issue_notices(session, factory.cast.clerk, overdue, LIMIT).rows == []
        late = issue_notices(session, factory.cast.clerk, overdue, today).rows
        assert [(row.unit, row.tasks, row.overdue) for row in late] == [("县民政局", 1, 1), ("县卫生健康局", 1, 1)]
        assert issue_notices(session, factory.cast.outside_clerk, overdue, today).rows == []
    factory.acknowledge(task_id, "joint_liaison")
    with factory.database.reading() as session:
        assert [(name, count) for _, name, count in units_late(session, factory.cast.clerk, today)] == [("县卫生健康局", 1)]


def test_a_unit_reads_its_own_notices_only(factory: Factory) -> None:
    factory.task()
    with factory.database.reading() as session:
        page = issue_notices(session, factory.cast.joint_liaison, NoticeFilter(), NOW.date())
        assert [row.unit for row in page.rows] == ["县民政局"]
        other = session.scalars(select(IssueNotice.id).where(IssueNotice.unit_id == factory.cast.unit_id("liaison"))).one()
        with pytest.raises(NotFound):
            the_notice(session, factory.cast.joint_liaison, other)
