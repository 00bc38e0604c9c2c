"""A real browser on a real server: what tests/web cannot see, such as scripts, a lost line, a phone.

The server answers on loopback, on a port of its own, from the database of the test; nothing else is reached. Mark the module
`pytestmark = pytest.mark.databases("sqlite")`: a browser sees no difference, and each run costs seconds.
"""

import shutil
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from threading import Thread
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.factories import PASSWORD, Cast, day
from tests.web.conftest import app as app
from tracker.clock import Clock

PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
DESK: dict[str, Any] = {"viewport": {"width": 1366, "height": 768}}
PATIENCE = 15_000  # milliseconds until what does not come is taken for missing; the machine may be busy
SWITCHES = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--disable-quic",
]  # fmt: skip

ContextAs = Callable[..., BrowserContext]
LogIn = Callable[..., Page]
Days = Callable[..., None]


class _Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: Any) -> None:
        """Requests are no part of a test's output."""


def cut_the_line(page: Page) -> None:
    """From now on the browser reaches nothing; the scripts of the page have come before."""
    page.wait_for_load_state()
    page.context.set_offline(True)


def chromium() -> str | None:
    """The system's Chromium; None where there is none."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def enter(page: Page, login: str, password: str, base: str = "") -> None:
    """Log that person in at the address."""
    page.goto(f"{base}/login")
    page.fill("input[name=login]", login)
    page.fill("input[name=password]", password)
    page.click("main button[type=submit]")
    page.wait_for_url(lambda address: "/login" not in address)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """The system's Chromium, one for all tests of this folder."""
    program = chromium()
    if program is None:
        pytest.skip("no Chromium on this machine: install it (apt-get install chromium) to run the browser tests")
    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=program, args=SWITCHES)
        yield opened
        opened.close()


@pytest.fixture
def site(app: Flask, cast: Cast) -> Iterator[str]:
    """The address of the application on the test's own database, in which the cast is."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Quiet)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def context_as(browser: Browser, site: str) -> Iterator[ContextAs]:
    """`context_as(PHONE)` → a fresh browser of that size, in Chinese; further keywords as in Playwright, such as
    `java_script_enabled=False`."""
    opened: list[BrowserContext] = []

    def make(size: dict[str, Any] = DESK, **over: Any) -> BrowserContext:
        context = browser.new_context(base_url=site, locale="zh-CN", **{**size, **over})
        context.set_default_timeout(PATIENCE)
        opened.append(context)
        return context

    yield make
    for context in opened:
        context.close()


@pytest.fixture
def page_as(context_as: ContextAs) -> Iterator[LogIn]:
    """`page_as("liaison", PHONE)` → a page on which that person of the cast has logged in.

    The test fails where a page reports an error to the console: a broken script, something that the security policy stopped.
    A line that is cut on purpose, and a refusal (409, 400), are no such errors.
    """
    wrong: list[str] = []

    def log_in(who: str, size: dict[str, Any] = DESK, **over: Any) -> Page:
        page = context_as(size, **over).new_page()
        page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        enter(page, who, PASSWORD)
        return page

    yield log_in
    assert [said for said in wrong if not said.startswith("Failed to load resource")] == []


@pytest.fixture
def days(monkeypatch: pytest.MonkeyPatch) -> Days:
    """`days(3, 21)`: let it be ten o'clock of that day of 2025 for everybody, and time run on from there."""

    def come(month: int, number: int, hour: int = 10) -> None:
        began, start = time.monotonic(), day(2025, month, number, hour)
        monkeypatch.setattr(Clock, "now", lambda _clock: start + timedelta(seconds=time.monotonic() - began))

    return come
