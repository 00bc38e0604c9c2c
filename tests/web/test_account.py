"""Logging in, and changing one's password."""

from collections.abc import Callable

from tests.factories import PASSWORD
from tests.web.conftest import Browser, words

ClientAs = Callable[[str], Browser]


def change(browser: Browser, new: str, again: str | None = None, old: str = PASSWORD) -> str:
    browser.get("/password")
    return words(browser.post("/password", {"old": old, "new": new, "again": new if again is None else again}, follow=True))


def test_a_password_that_will_not_do_is_refused_on_the_form_itself(client_as: ClientAs) -> None:
    browser = client_as("liaison")
    for seen, sentence in (
        (change(browser, "abc"), "密码至少 10 位"),
        (change(browser, "Newcomer-2025", "Newcomer-2026"), "两次输入的新密码不一致"),
        (change(browser, "Newcomer-2025", old="forgotten"), "现在的密码不正确"),
    ):
        assert sentence in seen
        assert "再输一次新密码" in seen


def test_a_good_password_is_taken_and_the_session_goes_on(client_as: ClientAs) -> None:
    browser = client_as("liaison")
    assert "密码已修改" in change(browser, "Newcomer-2025")
    assert browser.get("/mine").status_code == 200


def test_the_form_says_whom_to_ask(client_as: ClientAs) -> None:
    browser = client_as("liaison")
    browser.post("/logout")
    assert "请联系系统管理员重置" in words(browser.get("/login"))


def test_who_is_logged_in_already_is_taken_on(client_as: ClientAs) -> None:
    browser = client_as("liaison")
    assert browser.get("/login").headers["Location"] == "/"
    assert browser.get("/login", next="/inbox").headers["Location"] == "/inbox"
