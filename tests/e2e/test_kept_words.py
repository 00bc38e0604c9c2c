"""Words of forms that the browser sends by itself (a reason, an answer, a note): none is lost with the line."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import DESK, PHONE, LogIn, cut_the_line
from tests.e2e.test_lost_line import kept
from tests.e2e.test_phone import reports
from tests.factories import PASSWORD, Factory
from tests.orders import received
from tests.web.test_approvals import waiting

pytestmark = pytest.mark.databases("sqlite")

REASON = "数字与台账不符，请核对后再报。"


def giving_back(page: Page) -> None:
    page.goto("/approvals")
    page.get_by_text("退回联络员修改", exact=True).tap()
    page.get_by_label("退回理由").fill(REASON)


def press_in_vain(page: Page, name: str) -> None:
    """Press the button while the line breaks: the browser puts a page of its own in the place of the form."""
    page.route("**/*", lambda route: route.abort("connectionreset"), times=1)
    with page.expect_event("framenavigated", lambda frame: frame.url.startswith("chrome-error:")):
        page.get_by_role("button", name=name).tap()


def test_a_reason_pressed_without_a_line_stays_on_the_page(factory: Factory, page_as: LogIn) -> None:
    waiting(factory)
    page = page_as("unit_head", PHONE)
    giving_back(page)
    cut_the_line(page)
    page.get_by_role("button", name="退回修改").tap()
    page.get_by_text("写好的内容已保存在本机，连上后请再按一次。").wait_for()
    expect(page.get_by_role("alert")).to_be_in_viewport()
    assert page.get_by_label("退回理由").input_value() == REASON
    page.context.set_offline(False)
    page.get_by_text("网络已恢复，请再按一次。").wait_for()
    page.get_by_role("button", name="退回修改").tap()
    page.get_by_text("已退回联络员修改。").wait_for()
    assert kept(page) == 0


def test_a_reason_lost_on_the_way_is_offered_again(factory: Factory, page_as: LogIn) -> None:
    waiting(factory)
    page = page_as("unit_head", PHONE)
    giving_back(page)
    press_in_vain(page, "退回修改")
    page.goto("/approvals")
    page.get_by_text("上次在这里写的内容没有送出").wait_for()
    page.get_by_role("button", name="恢复").tap()
    assert page.get_by_label("退回理由").input_value() == REASON
    page.get_by_role("button", name="退回修改").tap()
    page.get_by_text("已退回联络员修改。").wait_for()
    assert [state for state, _, _ in reports(factory)] == ["draft"]
    assert kept(page) == 0


def test_consent_without_a_line_says_so_and_nothing_is_signed(factory: Factory, page_as: LogIn) -> None:
    waiting(factory)
    page = page_as("unit_head", PHONE)
    page.goto("/approvals")
    cut_the_line(page)
    page.get_by_role("button", name="同意并报送").tap()
    page.get_by_text("没有网络，还没有办成。连上后请再按一次。").wait_for()
    page.context.set_offline(False)
    assert [state for state, _, _ in reports(factory)] == ["unit_review"]
    page.get_by_role("button", name="同意并报送").tap()
    page.get_by_text("已同意，并报送领导小组办公室").wait_for()


def test_words_that_were_given_up_are_in_nobodys_way(factory: Factory, page_as: LogIn) -> None:
    waiting(factory)
    page = page_as("unit_head", PHONE)
    giving_back(page)
    page.goto("/mine")
    assert page.get_by_text("本机有没有送出的填报").is_hidden()
    page.locator("details.account summary").tap()
    page.get_by_role("button", name="退出登录").tap()  # without being asked: a dialog would be dismissed, and the page stay
    page.wait_for_url("**/login*")
    assert kept(page) == 0


def test_an_answer_to_an_order_waits_in_the_browser(factory: Factory, page_as: LogIn) -> None:
    order_id = received(factory, factory.acknowledged())
    page = page_as("liaison", PHONE)
    page.goto(f"/orders/{order_id}")
    page.get_by_label("答复").fill("场地已落实，月底开工。")
    press_in_vain(page, "送出答复")
    page.goto("/mine")
    page.get_by_text("本机有没有送出的填报").wait_for()
    page.locator("[data-unsent-of] a").tap()
    page.get_by_role("button", name="恢复").tap()
    assert page.get_by_label("答复").input_value() == "场地已落实，月底开工。"


def test_a_report_of_the_office_is_kept_while_it_is_edited(factory: Factory, page_as: LogIn) -> None:
    plan_id = factory.plan_of(factory.acknowledged())
    page = page_as("clerk", DESK)
    page.goto(f"/plans/{plan_id}/reports/new?kind=monthly")
    page.get_by_role("button", name="生成草稿").click()
    page.get_by_role("link", name="修改", exact=True).click()
    address = page.url
    page.get_by_label("标题").wait_for()
    cut_the_line(page)
    page.get_by_label("标题").fill("改过的标题")
    page.get_by_label("标题").blur()
    page.get_by_text("没有网络，已保存在本机").wait_for()
    page.evaluate("() => { window.fetch = () => new Promise(() => {}) }")
    page.context.set_offline(False)
    page.goto(address)
    page.get_by_role("button", name="恢复").click()
    assert page.get_by_label("标题").input_value() == "改过的标题"


def test_a_reason_outlives_the_session(factory: Factory, page_as: LogIn) -> None:
    waiting(factory)
    page = page_as("unit_head", PHONE)
    giving_back(page)
    page.context.clear_cookies()
    page.get_by_role("button", name="退回修改").tap()
    page.get_by_text("页面已过期").wait_for()
    page.goto("/approvals")
    page.get_by_label("登录名").fill("unit_head")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").tap()
    page.get_by_role("button", name="恢复").tap()
    assert page.get_by_label("退回理由").input_value() == REASON
