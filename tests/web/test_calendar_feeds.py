"""日历订阅 in the browser, and the calendar as other people's software fetches it."""

import logging
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from icalendar import Calendar

from tests.factories import Factory
from tests.web.conftest import Browser, words
from tracker.rules.calendar_feeds import FETCHES_IN_WINDOW

ClientAs = Callable[[str], Browser]
ADDRESS = re.compile(r"http://localhost(/calendar/[\w-]{43}\.ics)")


def address(browser: Browser, **form: Any) -> str:
    """The path of a new address, as the page tells it."""
    browser.get("/calendar-feeds")
    answer = browser.post("/calendar-feeds", form)
    assert answer.status_code == 200, words(answer)
    assert answer.headers["Cache-Control"] == "no-store"
    found = ADDRESS.search(answer.get_data(as_text=True))
    assert found is not None
    return found[1]


def test_whoever_makes_an_address_reads_it_once_and_their_calendar_fetches_it_without_log_in(
    factory: Factory, app: Flask, client_as: ClientAs
) -> None:
    factory.acknowledged()
    browser = client_as("liaison")
    assert "日历订阅" in words(browser.get("/mine"))
    path = address(browser)
    page = browser.get("/calendar-feeds").get_data(as_text=True)
    assert "日历还没有来取过" in page
    assert path not in page
    answer = app.test_client().get(path)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert "Set-Cookie" not in answer.headers
    events = Calendar.from_ical(answer.data).walk("VEVENT")
    assert "http://localhost/tasks/" in events[-1]["url"]
    assert app.test_client().get(events[-1]["url"]).headers["Location"].startswith("/login")
    assert "日历最近更新" in words(browser.get("/calendar-feeds"))


def test_a_calendar_that_has_it_already_is_told_so(factory: Factory, app: Flask, client_as: ClientAs) -> None:
    task_id = factory.acknowledged()
    path, calendar = address(client_as("liaison")), app.test_client()
    tag = calendar.get(path).headers["ETag"]
    again = calendar.get(path, headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
    factory.accepted(task_id)
    assert calendar.get(path, headers={"If-None-Match": tag}).status_code == 200


def test_one_statement_more_does_not_come_with_one_task_more(
    factory: Factory, app: Flask, client_as: ClientAs, statements: Callable[[], Any]
) -> None:
    path, numbers = address(client_as("liaison")), []
    for _ in range(2):
        factory.acknowledged()
        with statements() as sent:
            app.test_client().get(path)
        numbers.append(len(sent))
    assert numbers[0] == numbers[1] <= 25


def test_an_address_of_the_unit_beside_ones_own(client_as: ClientAs, factory: Factory, app: Flask) -> None:
    browser, unit_id = client_as("liaison"), factory.cast.unit_id("liaison")
    own, of_unit = address(browser), address(browser, unit=unit_id)
    assert own != of_unit
    assert "县卫生健康局的期限" in app.test_client().get(of_unit).get_data(as_text=True)
    assert browser.post("/calendar-feeds", {"unit": factory.cast.unit_id("joint_liaison")}).status_code == 403
    assert browser.post("/calendar-feeds", {"unit": 99_999}).status_code == 404


def test_renewed_and_stopped_addresses_open_nothing(client_as: ClientAs, app: Flask) -> None:
    browser, stranger = client_as("liaison"), app.test_client()
    first = address(browser)
    assert browser.post("/calendar-feeds").status_code == 400  # loading the page again makes no other
    found = ADDRESS.search(browser.post("/calendar-feeds/1/renew").get_data(as_text=True))
    assert found is not None
    assert (stranger.get(first).status_code, stranger.get(found[1]).status_code) == (404, 200)
    assert "已停用" in words(browser.post("/calendar-feeds/1/revoke", follow=True))
    assert stranger.get(found[1]).status_code == 404


def test_what_is_wrong_and_what_is_stopped_look_alike(client_as: ClientAs, app: Flask) -> None:
    path = address(client_as("liaison"))
    stranger = app.test_client()
    wrong = [stranger.get(one) for one in ("/calendar/x.ics", path[:-5] + ".ics", path.replace(".ics", ""))]
    assert {answer.status_code for answer in wrong} == {404}


def test_too_many_fetches_are_told_when_to_come_again(client_as: ClientAs, app: Flask) -> None:
    path, calendar = address(client_as("liaison")), app.test_client()
    answers = [calendar.get(path) for _ in range(FETCHES_IN_WINDOW + 1)]
    assert [answer.status_code for answer in answers[-2:]] == [200, 429]
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 3601


def test_no_log_holds_the_secret(client_as: ClientAs, app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    path = address(client_as("liaison"))
    app.test_client().get(path)
    assert path.removeprefix("/calendar/").removesuffix(".ics") not in caplog.text
