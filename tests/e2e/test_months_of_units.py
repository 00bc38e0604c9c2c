"""A month in the life of a liaison, and of the head of a unit, day by day, at a desk and on a phone."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from tests.e2e.conftest import Days, LogIn
from tests.e2e.story import BOTH_SIZES, Errand, Person, only_task
from tests.e2e.test_phone import evidence_names, photo, reports
from tests.factories import Factory, day, parsed_measure
from tests.orders import act, issue
from tests.services.test_extensions import act as ask
from tests.services.test_extensions import asked
from tests.services.test_indicator_readings import NEW_PLACES
from tests.services.test_occurrences import DUTY
from tracker.models import Update
from tracker.services import extensions, order_answers, reviews, updates

pytestmark = pytest.mark.databases("sqlite")

TITLE = "增加托位供给"


def decide(factory: Factory, verb: Any, *given: Any, who: str, on: tuple[int, int]) -> None:
    """What somebody else does with the newest report, that day at three in the afternoon."""
    with factory.database.transaction() as session:
        newest = session.scalars(select(Update).order_by(Update.id.desc())).first()
        verb(session, newest, *given, actor=getattr(factory.cast, who), now=day(2025, *on, 15))


@BOTH_SIZES
def test_a_month_of_a_liaison(factory: Factory, page_as: LogIn, days: Days, size: dict[str, Any]) -> None:
    measure = parsed_measure(title=TITLE, targets=(NEW_PLACES,), due="2025-04-30")
    task_id = only_task(factory, factory.plan(measure, obligations=(DUTY,), issue_at=day(2025, 3, 3, 9)))
    days(3, 3)
    liaison = Person(page_as("liaison", size), size)
    signs_for_the_task(liaison)
    days(3, 21)
    reports_while_the_line_drops(liaison)
    assert reports(factory) == [("unit_review", 30, "已选定三处场地，两处开工。")]
    enters_the_figure(liaison, task_id)
    decide(factory, updates.approve, who="unit_head", on=(3, 21))
    decide(factory, reviews.return_update, "请写明两处开工的地点。", who="clerk", on=(3, 24))
    days(3, 25)
    mends_what_came_back(liaison)
    assert evidence_names(factory) == ["一层.jpg", "一层.jpg"]
    decide(factory, updates.approve, who="unit_head", on=(3, 25))
    decide(factory, reviews.accept, who="clerk", on=(3, 26))
    issue(factory, task_id, now=day(2025, 3, 26), reply_due_on=date(2025, 4, 2))
    days(3, 27)
    answers_the_order(liaison)
    days(3, 28)
    asks_for_more_time(liaison, task_id)
    days(3, 31)
    looks_at_what_was_sent(liaison)


def signs_for_the_task(liaison: Person) -> None:
    liaison.open("/inbox")
    with Errand(liaison, "签收") as signing:
        liaison.press_at("main .row-title")
        liaison.press("签收")
        liaison.sees("已签收")
    assert signing.presses <= 2


def reports_while_the_line_drops(liaison: Person) -> None:
    liaison.open("/mine")
    with Errand(liaison, "填报一期，附照片，断网一次"):
        liaison.press("填报2025年3月")
        liaison.fill("完成比例（%）", "30")
        liaison.fill("进展情况", "已选定三处场地，两处开工。")
        liaison.page.get_by_label("拍照上传").set_input_files([photo("一层.jpg")])
        liaison.lose_the_line()
        liaison.press("报送")
        liaison.sees("没有网络，还没有报送。")
        liaison.find_the_line()
        liaison.sees("已送单位负责人审核")


def enters_the_figure(liaison: Person, task_id: int) -> None:
    liaison.open(f"/tasks/{task_id}")
    liaison.press("新增普惠托位")
    liaison.press("登记读数")
    liaison.fill("读数", "40")
    liaison.fill("数据来源", "备案系统。")
    liaison.press("报送")
    liaison.sees("已送单位负责人审核")


def mends_what_came_back(liaison: Person) -> None:
    liaison.open("/mine")
    liaison.sees("请写明两处开工的地点。")
    liaison.press("修改重报")
    liaison.fill("进展情况", "已选定三处场地，城东、河西两处开工。")
    liaison.press("报送")
    liaison.sees("已送单位负责人审核")


def answers_the_order(liaison: Person) -> None:
    liaison.open("/mine")
    liaison.press("签收", beside="督办单〔2025〕1号")
    liaison.press("签收")
    liaison.sees("已签收。请在期限前答复。")
    liaison.fill("答复", "第三处场地月底前开工。")
    liaison.lose_the_line()
    liaison.press("送出答复")
    liaison.sees("写好的内容已保存在本机")
    liaison.find_the_line()
    liaison.press("送出答复")
    liaison.sees("已送单位负责人审核")


def asks_for_more_time(liaison: Person, task_id: int) -> None:
    liaison.open(f"/tasks/{task_id}")
    liaison.press("申请延期")
    liaison.fill("申请延至", "2025-06-30")
    liaison.fill("延期理由", "第三处场地消防改造尚未验收。")
    liaison.fill("目前进展", "两处已开工，第三处六月底前完成。")
    liaison.press("报送")
    liaison.sees("已送单位负责人审核")


def looks_at_what_was_sent(liaison: Person) -> None:
    liaison.open("/mine")
    liaison.press("填报记录")
    liaison.sees("共 2 份")
    liaison.open("/mine")
    liaison.press("定期报告")
    liaison.press("报送年度工作情况")
    liaison.sees("2025-12-25")


@BOTH_SIZES
def test_a_month_of_the_head_of_a_unit(factory: Factory, page_as: LogIn, days: Days, size: dict[str, Any]) -> None:
    for title in (TITLE, "培训保育人员"):
        task_id = factory.acknowledged(title=title)
        factory.draft(task_id, narrative=f"{title}：已办一半。", now=day(2025, 3, 20))
        decide(factory, updates.send, who="liaison", on=(3, 20))
    head = Person(page_as("unit_head", size), size)

    days(3, 21)
    head.open("/approvals")
    with Errand(head, "同意一份填报") as approving:
        head.press("同意并报送", beside=TITLE)
        head.sees("已同意，并报送领导小组办公室")
    assert approving.presses == 1

    days(3, 24)
    head.press("退回联络员修改", beside="培训保育人员")
    head.fill("退回理由", "请核对培训人数。")
    head.lose_the_line()
    head.press("退回修改")
    head.sees("写好的内容已保存在本机")
    head.find_the_line()
    head.press("退回修改")
    head.sees("已退回联络员修改。")
    assert sorted(state for state, _, _ in reports(factory)) == ["draft", "submitted"]

    order_id = issue(factory, task_id, now=day(2025, 3, 25), reply_due_on=date(2025, 4, 2))
    act(factory, order_answers.receive, order_id, who="liaison", now=day(2025, 3, 25, 11))
    act(factory, order_answers.reply, order_id, "已加快，月底前完成。", who="liaison", now=day(2025, 3, 25, 14))
    days(3, 26)
    head.open("/approvals")
    head.press("审核", beside="督办单〔2025〕1号")
    head.sees("已加快，月底前完成。")
    head.press("同意并答复")
    head.sees("已同意，答复已送领导小组办公室。")

    extension_id = asked(factory, task_id, now=day(2025, 3, 27))
    ask(factory, extension_id, extensions.send, now=day(2025, 3, 27))
    days(3, 28)
    head.open("/approvals")
    head.press("延期：培训保育人员")
    head.press("同意并报送")
    head.sees("已报送领导小组办公室。")

    days(3, 31)
    head.open("/mine")
    head.press("填报记录")
    head.sees("共 2 份")
