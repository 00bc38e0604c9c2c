"""The web application on a test's own database, and browsers in which the cast has logged in."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests.factories import NOW, PASSWORD, Cast
from tracker.clock import Clock
from tracker.config import Settings
from tracker.rules.permissions import Permission
from tracker.storage import Storage
from tracker.web import create_app

_TOKEN = re.compile(r'name="csrf_token" type="hidden" value="([^"]+)"|name="csrf_token" value="([^"]+)"')

# What stands for each part of an address that is no number.
WORDS_OF_ADDRESSES = {
    "period": "2025-03", "ladder": "due", "rung_name": "due-10w", "form": "docx", "sheet_form": "csv",
    "token": "no-such-address", "chapter": "联络员", "picture": "board.png",
}  # fmt: skip


class Browser:
    """A person's browser: keeps the session, and sends with every form the token of the page that it saw last."""

    def __init__(self, app: Flask) -> None:
        self._client = app.test_client()
        self._token = ""

    def get(self, path: str, **query: Any) -> TestResponse:
        """The page at the path."""
        return self._seen(self._client.get(path, query_string=query, buffered=True))

    def post(self, path: str, data: dict[str, Any] | None = None, *, follow: bool = False) -> TestResponse:
        """The answer to a form; with `follow`, the page that it leads to."""
        form = {"csrf_token": self._token, **(data or {})}
        return self._seen(self._client.post(path, data=form, follow_redirects=follow, buffered=True))

    def post_by_script(self, path: str, data: dict[str, Any]) -> TestResponse:
        """The answer to a form that a script of the page sends."""
        headers = {"X-Requested-With": "XMLHttpRequest"}
        return self._seen(self._client.post(path, data={"csrf_token": self._token, **data}, headers=headers))

    def log_in(self, login: str, password: str = PASSWORD) -> TestResponse:
        self.get("/login")
        answer = self.post("/login", {"login": login, "password": password})
        # Logging in begins a new session; every page of it carries the token.
        self.get("/password")
        return answer

    def _seen(self, answer: TestResponse) -> TestResponse:
        found = _TOKEN.search(answer.get_data(as_text=True)) if answer.mimetype == "text/html" else None
        if found:
            self._token = found[1] or found[2]
        return answer


def words(answer: TestResponse) -> str:
    """What a reader sees of a page: its text without tags and without what is folded under 怎么办, white space run together."""
    body = re.sub(r"<(script|style)\b.*?</\1>", " ", answer.get_data(as_text=True), flags=re.DOTALL)
    body = re.sub(r'<details class="page-help">.*?</details>', " ", body, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


@pytest.fixture
def app(database_url: str, storage: Storage, tmp_path: Path) -> Iterator[Flask]:
    """The application, its day fixed at that of the tests."""
    settings = Settings(
        data_dir=tmp_path, database_url=database_url, storage_dir=storage.folder, base_url="http://localhost",
        notify_urls=(), fixed_today=NOW.date(), secret_key="a secret of the tests",
    )  # fmt: skip
    made = create_app(settings)
    yield made
    made.extensions["tracker"].database.dispose()


@pytest.fixture
def at_ten(monkeypatch: pytest.MonkeyPatch) -> None:
    """The hour fixed as well as the day: for what must come after something that the factory did at ten."""
    monkeypatch.setattr(Clock, "now", lambda self: NOW)


@pytest.fixture
def rules(app: Flask) -> list[Rule]:
    """Every address but the one of style sheets and script."""
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]


def address(rule: Rule, **numbers: int) -> str:
    """The path with these numbers in it; a stranger is refused before it matters what they name."""
    path = str(rule.rule)
    for name in rule.arguments:
        for kind in ("int:", ""):
            path = path.replace(f"<{kind}{name}>", str(numbers.get(name, WORDS_OF_ADDRESSES.get(name, 1))))
    return path


def required(app: Flask, rule: Rule) -> Permission | str | None:
    """What the view behind the address is marked with."""
    return getattr(app.view_functions[rule.endpoint], "required", None)


@pytest.fixture
def client_as(app: Flask, cast: Cast) -> Callable[[str], Browser]:
    """`client_as("liaison")` → a browser in which that person of the cast has logged in."""

    def log_in(who: str) -> Browser:
        browser = Browser(app)
        answer = browser.log_in(who)
        assert answer.status_code == 302, words(answer)
        return browser

    return log_in


@pytest.fixture
def statements(app: Flask) -> Callable[[], Any]:
    """`with statements() as sent: …` → the SQL statements that the application sent meanwhile, BEGIN and PRAGMA left out."""

    @contextmanager
    def listening() -> Iterator[list[str]]:
        sent: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
            if statement.startswith(("SELECT", "WITH", "INSERT", "UPDATE", "DELETE")):
                sent.append(statement)

        engine = app.extensions["tracker"].database.engine
        event.listen(engine, "before_cursor_execute", note)
        yield sent
        event.remove(engine, "before_cursor_execute", note)

    return listening
