"""A month in the life of the office (clerk, director) and of the leader, at a desk and on a phone."""

from typing import Any

import pytest
from sqlalchemy import select

from tests.closing import verify
from tests.e2e.conftest import Days, LogIn
from tests.e2e.story import BOTH_SIZES, Errand, Person
from tests.e2e.test_phone import reports
from tests.factories import Factory, day, parsed_measure
from tests.services.test_extensions import submitted
from tests.services.test_report_issuing import drafted
from tracker.models import Task

pytestmark = pytest.mark.databases("sqlite")

TITLE, OTHER, THIRD = "增加托位供给", "培训保育人员", "规范机构备案"


@BOTH_SIZES
def test_a_month_of_the_clerk(factory: Factory, page_as: LogIn, days: Days, size: dict[str, Any]) -> None:
    plan_id = factory.plan(*(parsed_measure(title=title) for title in (TITLE, OTHER, THIRD)), issue_at=day(2025, 3, 3))
    drafted(factory, plan_id)
    days(3, 10)
    clerk = Person(page_as("clerk", size), size)
    urges_who_has_not_signed(clerk)
    for title, task_id in tasks(factory, plan_id).items():
        factory.acknowledge(task_id, now=day(2025, 3, 11))
        factory.submitted(task_id, narrative=f"{title}：已办一半。", now=day(2025, 3, 21))
    days(3, 24)
    reviews(clerk)
    assert sorted(state for state, _, _ in reports(factory)) == ["accepted", "returned", "submitted"]
    submitted(factory, tasks(factory, plan_id)[TITLE], now=day(2025, 3, 26))
    days(3, 27)
    decides_on_more_time(clerk)
    days(3, 31)
    draws_the_monthly_report(clerk)


def tasks(factory: Factory, plan_id: int) -> dict[str, int]:
    """The tasks of the plan by title."""
    with factory.database.reading() as session:
        return dict(session.execute(select(Task.title, Task.id).where(Task.plan_id == plan_id)).all())


def urges_who_has_not_signed(clerk: Person) -> None:
    clerk.open("/board")
    with Errand(clerk, "找到没有签收的单位"):
        clerk.press("县卫生健康局", beside="尚未签收")
        clerk.sees("符合条件的任务共 3 项")
    with Errand(clerk, "催办全部"):
        clerk.press("批量办理")
        clerk.press("勾选本页全部任务")
        clerk.press("催办…")
        clerk.fill("办理要求", "请尽快签收。")
        clerk.press("发出催办单")
        clerk.sees("已发出")


def reviews(clerk: Person) -> None:
    """The first is accepted, the second returned, the third skipped: by keys at a desk, by taps on a phone."""
    clerk.open("/reviews")
    with Errand(clerk, "审核三份"):
        clerk.press("从第一份开始")
        clerk.sees("还有 3 份待审核")
        clerk.press("采信") if clerk.is_on_phone else clerk.strike("1")
        clerk.sees("还有 2 份待审核")
        clerk.press("退回补正 2") if clerk.is_on_phone else clerk.strike("2")
        clerk.fill("退回理由", "请写明培训人数。")
        clerk.press("退回")
        clerk.sees("还有 1 份待审核")


def decides_on_more_time(clerk: Person) -> None:
    clerk.open("/board")
    clerk.press_at("main .tiles a[href*='/requests']")
    clerk.press_at("main tbody th a")
    clerk.choose("批准")
    clerk.press("提交审批意见")
    clerk.sees("已批准延期")


def draws_the_monthly_report(clerk: Person) -> None:
    clerk.open("/board")
    with Errand(clerk, "生成月度小结") as drawing:
        clerk.turn_to("报告")
        clerk.press("生成新的报告")
        clerk.press("选定文种和日期")
        clerk.press("月度小结")
        clerk.press("生成草稿")
        clerk.sees("报告草稿已生成")
    assert drawing.presses <= 5


@BOTH_SIZES
def test_a_month_of_the_director(factory: Factory, page_as: LogIn, days: Days, size: dict[str, Any]) -> None:
    task_id = factory.closure_requested(title=TITLE)
    with factory.database.transaction() as session:
        verify(session, session.get_one(Task, task_id), "现场核查属实。", actor=factory.cast.clerk, now=day(2025, 3, 11))
    drafted(factory, factory.plan_of(task_id), now=day(2025, 3, 11))
    days(3, 31)
    director = Person(page_as("director", size), size)
    closes_the_task(director)
    issues_the_report(director)


def closes_the_task(director: Person) -> None:
    director.open("/board")
    director.press_at("main .tiles a[href*='state=closure_requested']")
    director.press_at("main .cell-title a")
    director.sees("现场核查属实。")
    for check in ("事实清楚", "问题已经解决", "任务已经落实", "结论准确", "做法符合政策法规", "材料齐全规范"):
        director.choose(check)
    director.fill("核查结论", "托位已投入使用。")
    director.fill("办结日期", "2025-03-10")
    director.press("销号")
    director.sees("已核查销号")


def issues_the_report(director: Person) -> None:
    director.open("/board")
    director.press_at("main .tiles a[href*='/reports']")
    director.press_at("main tbody th a")
    director.press("审定")
    director.press("编号印发")
    director.sees("报告已编号印发")


@BOTH_SIZES
def test_a_month_of_the_leader(factory: Factory, page_as: LogIn, days: Days, size: dict[str, Any]) -> None:
    factory.accepted(factory.acknowledged(title=TITLE, due="2025-03-07"), percent=40)
    days(3, 24)
    leader = Person(page_as("leader", size), size)
    finds_who_is_behind_and_speeds_it_up(leader)
    days(3, 25)
    gives_out_something_new(leader)
    clerk = Person(page_as("clerk", size), size)
    makes_a_task_of_it(clerk)
    days(3, 31)
    leader.open("/instructions")
    leader.press("整治县城停车秩序")
    leader.sees("四月底前完成。")


def finds_who_is_behind_and_speeds_it_up(leader: Person) -> None:
    with Errand(leader, "找到最滞后的单位"):
        leader.open("/board")
        leader.sees("尚待县卫生健康局办理")
    leader.press(f"（一）{TITLE}", beside="滞后任务")
    leader.sees("已新增普惠托位 120 个。")
    leader.press("作出批示")
    leader.choose("加快办理")
    leader.fill("批示内容", "请卫健局本周拿出赶超办法。")
    leader.fill("反馈期限", "2025-03-28")
    leader.press("作出批示")
    leader.sees("已作出批示")


def gives_out_something_new(leader: Person) -> None:
    leader.open("/instructions")
    leader.press("新交办事项…")
    leader.fill("批示内容", "县城停车秩序要整治。")
    leader.press("作出批示")
    leader.sees("已作出批示")


def makes_a_task_of_it(clerk: Person) -> None:
    clerk.open("/board")
    clerk.press_at("main a[href$='/instructions']")
    clerk.press("县城停车秩序要整治。")
    clerk.press("按批示交办")
    clerk.fill("任务名称", "整治县城停车秩序")
    clerk.fill("具体要求", "四月底前完成。")
    clerk.fill("完成时限", "2025-04-30")
    clerk.fill("牵头单位", "县卫健局")
    clerk.press("提交")
    clerk.sees("整治县城停车秩序")
