"""A reader who chose English meets Chinese only where the offices wrote it: names, titles, texts."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from flask import Flask
from sqlalchemy import inspect, text

from tests.factories import Factory
from tests.web.conftest import Browser, words
from tracker.errors import InvalidInput
from tracker.intake.errors import IntakeError
from tracker.marking import N_, Term
from tracker.web.errors import message_of

ClientAs = Callable[[str], Browser]

CHINESE = re.compile(r"[\u4e00-\u9fff]+")
# In their own language stand the other languages that a reader may choose.
OWN_NAMES = {"中文"}
MARKED = re.compile(r'<(\w+)[^>]*\blang="zh-CN"[^>]*>.*?</\1>')  # said to be Chinese, such as the names of the manual's chapters
PAGES = {
    "clerk": ("/board", "/tasks", "/plans", "/reviews", "/orders", "/requests", "/reports", "/units"),
    "liaison": ("/mine", "/tasks", "/inbox", "/obligations"),
    "system_admin": ("/people", "/jobs", "/channels"),
}


def written(factory: Factory) -> str:
    """Everything that the database holds, in one string."""
    with factory.database.reading() as session:
        tables = inspect(session.connection()).get_table_names()
        return "\n".join(str(row) for name in tables for row in session.execute(text(f'SELECT * FROM "{name}"')))  # noqa: S608


@pytest.mark.parametrize("who", PAGES)
def test_pages_in_english_show_no_chinese_of_their_own(factory: Factory, client_as: ClientAs, who: str) -> None:
    factory.submitted(factory.acknowledged(), "joint_liaison")
    held = written(factory)
    browser = client_as(who)
    browser.post("/appearance", {"language": "en"})
    for path in PAGES[who]:
        answer = browser.get(path)
        assert answer.status_code == 200, path
        shown = MARKED.sub(" ", unescape(re.sub(r"\s+", " ", answer.get_data(as_text=True))))
        assert 'lang="en"' in shown
        own = {run for run in CHINESE.findall(shown) if run not in held} - OWN_NAMES
        assert own == set(), path


def test_a_refusal_comes_in_the_readers_language_and_in_chinese_to_the_log(app: Flask, client_as: ClientAs) -> None:
    refusal = InvalidInput("登录名“%(login)s”已被使用，请换一个。", login="weijian")
    assert str(refusal) == "登录名“weijian”已被使用，请换一个。"
    with app.test_request_context(headers={"Cookie": "language=en"}):
        assert message_of(refusal) == "The login name “weijian” is taken. Choose another."
    answer = client_as("liaison")
    answer.post("/appearance", {"language": "en"})
    assert "Your role does not allow viewing this page." in words(answer.get("/people"))


def test_words_within_a_refusal_are_translated_with_it(app: Flask) -> None:
    refusal = InvalidInput("%(kind)s须选定%(parts)s，请重新选择。", kind=Term("督查报告"), parts=[Term(N_("一项任务")), "甲"])
    assert str(refusal) == "督查报告须选定一项任务、甲，请重新选择。"
    with app.test_request_context(headers={"Cookie": "language=en"}):
        assert message_of(refusal).endswith("choose a task, 甲.")


def test_a_per_cent_sign_in_a_refusal_without_facts_is_no_format() -> None:
    assert IntakeError("odd", "占 50% 的格").message == "占 50% 的格"
