"""The reader chooses the language and the light of the pages, logged in or not; the browser keeps the choice."""

import re

from flask import Flask

from tests.web.conftest import Browser
from tracker.web import appearance


def words_of(browser: Browser, path: str = "/login") -> str:
    return browser.get(path).get_data(as_text=True)


def test_pages_come_in_chinese_whatever_the_browser_prefers(app: Flask) -> None:
    page = app.test_client().get("/login", headers={"Accept-Language": "en"}).get_data(as_text=True)
    assert '<html lang="zh-CN">' in page
    assert "登录落实台" in page


def test_a_reader_who_chose_english_gets_english_until_chinese_is_chosen(app: Flask) -> None:
    browser = Browser(app)
    words_of(browser)
    browser.post("/appearance", {"language": "en"})
    assert '<html lang="en">' in words_of(browser)
    assert "登录落实台" not in words_of(browser)
    browser.post("/appearance", {"language": "zh-CN"})
    assert "登录落实台" in words_of(browser)


def test_the_dark_theme_follows_the_system_until_the_reader_chooses(app: Flask) -> None:
    browser = Browser(app)
    assert 'dark.css" media="screen and (prefers-color-scheme: dark)"' in words_of(browser)
    browser.post("/appearance", {"theme": "dark"})
    assert re.search(r'dark\.css" media="screen"', words_of(browser))
    browser.post("/appearance", {"theme": "light"})
    assert "dark.css" not in words_of(browser)


def test_what_is_no_choice_is_not_kept(app: Flask) -> None:
    browser = Browser(app)
    words_of(browser)
    answer = browser.post("/appearance", {"language": "xx", "theme": "../x"})
    assert "Set-Cookie" not in answer.headers or "language" not in answer.headers["Set-Cookie"]
    assert '<html lang="zh-CN">' in words_of(browser)


def test_the_choice_leads_back_to_the_page_on_which_it_was_made(app: Flask) -> None:
    client = app.test_client()
    page = client.get("/login").text
    token = re.search(r'name="csrf_token" value="([^"]+)"|name="csrf_token" type="hidden" value="([^"]+)"', page)
    assert token
    sent = {"theme": "dark", "csrf_token": token[1] or token[2]}
    there = client.post("/appearance", data=sent, headers={"Referer": "http://localhost/login?next=/tasks/"})
    assert there.location == "http://localhost/login?next=/tasks/"
    elsewhere = client.post("/appearance", data=sent, headers={"Referer": "https://elsewhere.example/"})
    assert elsewhere.location == "/"


def test_every_theme_and_language_has_its_way(app: Flask) -> None:
    assert set(appearance.LANGUAGES) == set(appearance.LOCALES)
