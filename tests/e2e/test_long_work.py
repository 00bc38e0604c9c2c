"""What takes long says so and is done once; what a page prints is the page, without what is to be pressed."""

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import PATIENCE, LogIn
from tests.factories import Factory

pytestmark = pytest.mark.databases("sqlite")


# Counts the forms that would go out, and keeps them here: nothing is answered, the page stays.
HELD = """() => {
    window.sent = 0;
    window.addEventListener("submit", (event) => {
        window.sent += event.defaultPrevented ? 0 : 1;
        event.preventDefault();
    });
}"""


def test_a_button_says_that_it_is_at_work_and_is_not_pressed_twice(page_as: LogIn, factory: Factory) -> None:
    factory.task()
    page = page_as("auditor")
    page.goto("/events/verification")
    page.evaluate(HELD)
    page.get_by_role("button", name="立即核对").click()
    at_work = page.get_by_role("button", name="正在核对…")
    expect(at_work).to_have_attribute("aria-busy", "true")
    at_work.click()
    assert page.evaluate("window.sent") == 1


def test_a_file_can_be_asked_for_again(page_as: LogIn, factory: Factory) -> None:
    plan_id = factory.plan_of(factory.acknowledged())
    page = page_as("liaison")
    page.goto(f"/plans/{plan_id}/ledger")
    for _time in range(2):
        with page.expect_download():
            page.get_by_role("button", name="下载", exact=True).click()
        expect(page.get_by_role("button", name="下载", exact=True)).to_be_visible(timeout=PATIENCE)


def test_a_page_prints_without_what_is_to_be_pressed(page_as: LogIn, factory: Factory) -> None:
    task_id = factory.acknowledged()
    page = page_as("clerk")
    page.goto(f"/tasks/{task_id}")
    page.emulate_media(media="print")
    expect(page.locator("main h1")).to_be_visible()
    for pressed in page.locator("nav, .topbar, .footer, .button, .page-help, form").all():
        expect(pressed).to_be_hidden()
