"""A browser whose scripts are off, as in locked-down offices: reading, signing, reporting, answering, reviewing by plain forms."""

from typing import Any

import pytest

from tests.e2e.conftest import DESK, PHONE, Days, LogIn
from tests.e2e.story import BOTH_SIZES, Person
from tests.e2e.test_phone import evidence_names, photo, reports
from tests.factories import Factory, day
from tests.orders import issue
from tests.services.test_report_issuing import issued
from tests.web.test_approvals import waiting

pytestmark = pytest.mark.databases("sqlite")

TITLE, OTHER = "增加托位供给", "培训保育人员"


def plain(page_as: LogIn, who: str, size: dict[str, Any]) -> Person:
    """That person, in a browser whose scripts are off."""
    return Person(page_as(who, size, java_script_enabled=False), size)


@BOTH_SIZES
def test_a_unit_signs_reports_and_answers(factory: Factory, page_as: LogIn, days: Days, size: dict[str, Any]) -> None:
    task_id = factory.task(title=TITLE, issue_at=day(2025, 3, 3))
    issue(factory, task_id, now=day(2025, 3, 10))
    days(3, 11)
    liaison = plain(page_as, "liaison", size)
    liaison.press("签收", beside=TITLE)
    liaison.sees("已签收")
    liaison.press("填报2025年3月")
    liaison.fill("完成比例（%）", "30")
    liaison.fill("进展情况", "已选定三处场地。")
    liaison.page.get_by_label("佐证材料").set_input_files([photo("一层.jpg")])
    liaison.press("保存草稿")
    liaison.sees("草稿已保存，尚未报送。")
    liaison.press("报送")
    liaison.sees("已送单位负责人审核")
    assert evidence_names(factory) == ["一层.jpg"]
    liaison.turn_to("督办")
    liaison.press("督办单〔2025〕1号")
    liaison.press("签收")
    liaison.fill("答复", "月底前开工。")
    liaison.press("送出答复")
    liaison.sees("已送单位负责人审核")


def test_the_head_approves_and_sends_back_on_a_phone(factory: Factory, page_as: LogIn) -> None:
    for title in (TITLE, OTHER):
        waiting(factory, narrative=f"{title}：已办。")
    head = plain(page_as, "unit_head", PHONE)
    head.open("/approvals")
    head.press("同意并报送", beside=f"{TITLE}：已办。")
    head.sees("已同意，并报送领导小组办公室")
    head.press("退回联络员修改")
    head.fill("退回理由", "数字与台账不符。")
    head.press("退回修改")
    head.sees("已退回联络员修改。")
    assert sorted(state for state, _, _ in reports(factory)) == ["draft", "submitted"]


def test_the_office_reviews_at_a_desk(factory: Factory, page_as: LogIn) -> None:
    for title in (TITLE, OTHER):
        factory.submitted(factory.acknowledged(title=title), narrative=f"{title}：已办。")
    clerk = plain(page_as, "clerk", DESK)
    clerk.open("/reviews")
    clerk.press("从第一份开始")
    clerk.press("采信 1")
    clerk.sees("还有 1 份待审核")
    clerk.press("退回补正 2")
    clerk.fill("退回理由", "请写明人数。")
    clerk.press("退回")
    clerk.sees("都审完了")
    assert sorted(state for state, _, _ in reports(factory)) == ["accepted", "returned"]


@BOTH_SIZES
def test_everything_is_read(factory: Factory, page_as: LogIn, size: dict[str, Any]) -> None:
    first = factory.acknowledged(title=TITLE)
    factory.accepted(first, narrative="已选定三处场地。")
    factory.task(title=OTHER)
    issued(factory, factory.plan_of(first))
    clerk = plain(page_as, "clerk", size)
    narrows_the_ledger(clerk)
    clerk.press(f"（一）{TITLE}")
    clerk.sees("已选定三处场地。")
    clerk.turn_to("报告")
    clerk.press_at("main tbody th a")
    clerk.sees("一、总体情况")
    clerk.turn_to("看板")
    clerk.sees("尚未签收")
    clerk.turn_to("消息")
    clerk.sees("消息")
    if clerk.is_on_phone:
        finds_the_way_by_the_menus(clerk)


def narrows_the_ledger(clerk: Person) -> None:
    clerk.turn_to("任务")
    clerk.sees("共 2 项任务")
    if clerk.is_on_phone:
        clerk.press_at("main .filters-switch")
    clerk.page.locator("#filter-light").select_option(label="正常")
    clerk.press("筛选")
    clerk.sees("符合条件的任务共")
    clerk.press("清除")
    clerk.fill("关键词", TITLE)
    clerk.press("筛选")
    clerk.sees("符合条件的任务共 1 项")
    clerk.sees_nothing_of(OTHER)


def finds_the_way_by_the_menus(clerk: Person) -> None:
    """The menu of the account and the last link of the navigation are in reach of a finger."""
    clerk.page.locator("details.account summary").tap()
    clerk.page.get_by_role("button", name="退出登录").tap()
    clerk.page.wait_for_url("**/login*")
