"""A line that drops while a report is written: nothing that was typed is lost, and nobody is written over."""

import re

import pytest
from playwright.sync_api import Page, Route

from tests.e2e.conftest import PHONE, ContextAs, LogIn, cut_the_line
from tests.e2e.test_phone import evidence_names, photo, reports
from tests.factories import NOW, PERIOD, Factory
from tracker.models import Assignment
from tracker.rules.statuses import UpdateKind
from tracker.services import updates

pytestmark = pytest.mark.databases("sqlite")

WORDS = "两层均已封顶。"


def kept(page: Page) -> int:
    """How many forms the browser holds that have not reached the server, once the scripts of the page have run."""
    page.wait_for_load_state()
    return int(page.evaluate("Object.keys(localStorage).filter(name => name.startsWith('unsent:')).length"))


def form_of(factory: Factory) -> str:
    return f"/assignments/{factory.share(factory.acknowledged(title='增加托位供给'))}/updates/{PERIOD}"


def typed_offline(page: Page, path: str, words: str = WORDS) -> None:
    page.goto(path)
    cut_the_line(page)
    page.get_by_label("进展情况").fill(words)
    page.get_by_label("进展情况").blur()
    page.get_by_text("没有网络，已保存在本机，连上后自动送出。").wait_for()
    assert kept(page) == 1


def reopened(page: Page, context_as: ContextAs) -> Page:
    """The browser closed while there was no line, and opened again when there is one."""
    page.evaluate("() => { window.fetch = () => new Promise(() => {}) }")  # the driver joins the line again before it closes
    state = page.context.storage_state()
    page.context.close()
    return context_as(PHONE, storage_state=state).new_page()


def test_what_is_typed_without_a_line_goes_out_when_it_is_back(factory: Factory, page_as: LogIn) -> None:
    page = page_as("liaison", PHONE)
    typed_offline(page, form_of(factory))
    assert reports(factory) == []
    page.context.set_offline(False)
    page.get_by_text("已自动保存").wait_for()
    assert reports(factory) == [("draft", 0, WORDS)]
    assert kept(page) == 0


def test_a_page_closed_without_a_line_offers_its_words_again(factory: Factory, page_as: LogIn, context_as: ContextAs) -> None:
    page = page_as("liaison", PHONE)
    typed_offline(page, form_of(factory))
    page = reopened(page, context_as)
    page.goto("/mine")
    page.get_by_role("link", name="增加托位供给：2025年3月填报").tap()
    page.get_by_text("本机有没有送出的内容").wait_for()
    assert page.get_by_label("进展情况").input_value() == ""
    page.get_by_role("button", name="恢复").tap()
    assert page.get_by_label("进展情况").input_value() == WORDS
    page.get_by_role("button", name="保存草稿", exact=True).last.tap()
    page.get_by_text("草稿已保存，尚未报送。").wait_for()
    assert reports(factory) == [("draft", 0, WORDS)]
    assert kept(page) == 0
    assert page.get_by_text("本机有没有送出的内容").is_hidden()


def test_words_kept_here_do_not_write_over_what_a_colleague_saved(factory: Factory, page_as: LogIn, context_as: ContextAs) -> None:
    path = form_of(factory)
    page = page_as("liaison", PHONE)
    typed_offline(page, path)
    page = reopened(page, context_as)
    with factory.database.transaction() as session:
        share = session.get_one(Assignment, int(path.split("/")[2]))
        progress = updates.Progress(UpdateKind.PROGRESS, 50, "局长改过的稿子。")
        updates.save_draft(session, share, PERIOD, progress, actor=factory.cast.unit_head, now=NOW)
    page.goto(path)
    page.get_by_role("button", name="恢复").tap()
    page.get_by_role("button", name="保存草稿", exact=True).last.tap()
    page.get_by_text("现在保存着的内容", exact=True).wait_for()
    assert page.get_by_label("进展情况").input_value() == WORDS
    assert reports(factory) == [("draft", 50, "局长改过的稿子。")]


def test_a_report_sent_without_a_line_stays_on_the_page_and_goes_by_itself(factory: Factory, page_as: LogIn) -> None:
    page = page_as("liaison", PHONE)
    page.goto(form_of(factory))
    page.get_by_label("进展情况").fill(WORDS)
    page.get_by_label("完成比例（%）").fill("60")
    page.get_by_label("佐证材料").set_input_files([photo("一层.jpg")])
    cut_the_line(page)
    page.get_by_role("button", name="报送", exact=True).tap()
    page.get_by_text("没有网络，还没有报送。").wait_for()
    assert page.get_by_text("一层.jpg").is_visible()
    page.context.set_offline(False)
    page.get_by_text("已送单位负责人审核").wait_for()
    assert reports(factory) == [("unit_review", 60, WORDS)]
    assert evidence_names(factory) == ["一层.jpg"]
    assert kept(page) == 0


def test_a_report_whose_answer_was_lost_is_not_sent_twice(factory: Factory, page_as: LogIn) -> None:
    page = page_as("liaison", PHONE)
    path = form_of(factory)
    page.goto(path)
    page.get_by_label("进展情况").fill(WORDS)

    def swallow(route: Route) -> None:
        route.fetch()
        route.abort("connectionreset")

    page.route(f"**{path}", swallow, times=1)
    page.get_by_role("button", name="报送", exact=True).tap()
    page.get_by_text("没有网络，还没有报送。").wait_for()
    assert reports(factory) == [("unit_review", 0, WORDS)]
    page.evaluate("window.dispatchEvent(new Event('online'))")
    page.wait_for_url(re.compile(r"/updates/\d+$"))
    page.get_by_text("待单位审").first.wait_for()
    assert reports(factory) == [("unit_review", 0, WORDS)]
    assert kept(page) == 0


def test_logging_out_leaves_nothing_and_old_words_go_by_themselves(factory: Factory, page_as: LogIn, context_as: ContextAs) -> None:
    page = page_as("liaison", PHONE)
    typed_offline(page, form_of(factory))
    page = reopened(page, context_as)
    page.goto("/mine")
    page.evaluate("localStorage.setItem('unsent:77:/x', JSON.stringify({ at: Date.now() - 8 * 86400000, fields: [] }))")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    page.locator("details.account summary").tap()
    page.get_by_role("button", name="退出登录").tap()
    page.wait_for_url("**/login*")
    assert "没有送出的填报" in asked[0]
    assert kept(page) == 0
