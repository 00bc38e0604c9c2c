"""Every address, by every method, as everybody: what comes back is what the table of permissions says, cell by cell.

Nothing is listed here by hand: what to expect is computed from the mark of the view (`@needs`), from `GRANTS`, and from whose row
the address names. All rows belong to 县卫生健康局 in 示例县 (tests/everything.py); everybody of that unit or place is let in as far
as the table goes, everybody else finds nothing there.
"""

import io
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests.everything import numbers_for, one_of_everything
from tests.factories import NOW, PASSWORD, PDF, Factory
from tests.web.conftest import WORDS_OF_ADDRESSES, address, required
from tracker.db import Database
from tracker.models import Unit
from tracker.rules.permissions import GRANTS, SYSTEM, Actor, Permission, may_touch
from tracker.rules.statuses import UNIT_ROLES, Role
from tracker.services import accounts
from tracker.web import account, context, errors
from tracker.web.guards import BY_TOKEN, LOGGED_IN, PUBLIC

pytestmark = pytest.mark.databases("sqlite")

# What stands in a form, so that it is not for want of words that it is refused.
FORM = {"reason": "试一试", "reply": "试一试", "note": "试一试", "demand": "试一试", "answer": "试一试", "text": "试一试"}


class Outcome(StrEnum):
    """What an answer amounts to."""

    LOG_IN = "sent to the log-in page"
    REFUSED = "refused for want of the permission"
    HIDDEN = "as if it were not there, or not theirs"
    LET_IN = "let in"


@dataclass(frozen=True)
class Visitor:
    """Somebody who walks; `actor` is None for a stranger."""

    name: str
    actor: Actor | None
    client: FlaskClient


@dataclass(frozen=True)
class Cell:
    rule: Rule
    method: str
    visitor: Visitor


@contextmanager
def _undone(self: Database) -> Iterator[Session]:
    """A transaction of which nothing stays, so that every cell finds what the first one found."""
    with Session(self._writing) as session:
        yield session
        session.flush()
        session.rollback()


def _posts(factory: Factory) -> Iterator[tuple[Role, str, str]]:
    """(role, where, whose unit): each role in the own unit, in another of the place, and in another place."""
    for role in Role:
        if role in UNIT_ROLES:
            places = {"own unit": "liaison", "other unit": "other_liaison", "other place": "outside_liaison"}
        else:
            places = {"own place": "clerk", "other place": "outside_clerk"}
        for where, whose in places.items():
            yield role, where, whose


@pytest.fixture
def visitors(app: Flask, factory: Factory) -> list[Visitor]:
    """A stranger; the person whose unit has everything; and each role in each place. Their forms need no token."""
    app.config["WTF_CSRF_ENABLED"] = False
    logins = {}
    with factory.database.transaction() as session:
        for number, (role, where, whose) in enumerate(_posts(factory)):
            login = f"walker{number}"
            user = accounts.create_user(session, login, "行走者", PASSWORD, actor=SYSTEM, now=NOW, must_change=False)
            unit = session.get_one(Unit, factory.cast.unit_id(whose))
            accounts.add_membership(session, user, unit, role, actor=SYSTEM, now=NOW, from_on=date(2025, 1, 1))
            logins[login] = (f"{role} of {where}", user.id)
    found = [Visitor("a stranger", None, app.test_client()), _enter(app, "liaison", "the owner", factory.cast.liaison)]
    with factory.database.reading() as session:
        for login, (name, user_id) in logins.items():
            found.append(_enter(app, login, name, accounts.actor_of(session, user_id, NOW.date())))
    return found


def _enter(app: Flask, login: str, name: str, actor: Actor | None) -> Visitor:
    client = app.test_client()
    assert client.post("/login", data={"login": login, "password": PASSWORD}).status_code == 302
    return Visitor(name, actor, client)


def expected(cell: Cell, requirement: Permission | str | None, region: str, unit_id: int, owner: int | None) -> Outcome:
    """What the table says of the cell; all rows stand in the region, belong to the unit, and what is personal to the owner."""
    actor, names_a_row = cell.visitor.actor, bool(cell.rule.arguments - set(WORDS_OF_ADDRESSES))
    if requirement == PUBLIC:
        return Outcome.LET_IN
    if requirement == BY_TOKEN:
        return Outcome.HIDDEN  # the address that is walked bears no secret that is anybody's
    if actor is None:
        return Outcome.LOG_IN
    if requirement == LOGGED_IN:
        # What needs no post is about persons: their messages, the papers that they sign.
        return Outcome.HIDDEN if names_a_row and actor.user_id != owner else Outcome.LET_IN
    assert isinstance(requirement, Permission), f"{cell.rule.endpoint} is not marked"
    if not actor.roles & GRANTS[requirement].roles:
        return Outcome.REFUSED
    return Outcome.LET_IN if not names_a_row or may_touch(actor, requirement, region=region, unit_id=unit_id) else Outcome.HIDDEN


def seen(answer: TestResponse) -> Outcome:
    """What the answer amounts to; a fault of the server is a failure by itself."""
    assert answer.status_code < 500, answer.status_code
    if answer.status_code == 302 and answer.headers["Location"].startswith("/login"):
        return Outcome.LOG_IN
    if answer.status_code == 403 and "您的岗位没有查看这一页的权限" in answer.get_data(as_text=True):
        return Outcome.REFUSED
    return Outcome.HIDDEN if answer.status_code in (403, 404) else Outcome.LET_IN


def _send(cell: Cell, path: str) -> TestResponse:
    if cell.method == "GET":
        return cell.visitor.client.get(path, buffered=True)
    form: dict[str, Any] = {**FORM, "file": (io.BytesIO(PDF), "a.pdf")}
    return cell.visitor.client.post(path, data=form, buffered=True)


def _cells(rules: list[Rule], visitors: list[Visitor]) -> Iterator[Cell]:
    for rule in rules:
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            for visitor in visitors:
                if rule.endpoint != "account.log_out":  # whoever logs out walks no further
                    yield Cell(rule, method, visitor)


def test_every_address_answers_everybody_as_the_table_of_permissions_says(
    app: Flask,
    rules: list[Rule],
    factory: Factory,
    monkeypatch: pytest.MonkeyPatch,
    visitors: list[Visitor],
    record_property: Callable[[str, object], None],
) -> None:
    made = one_of_everything(factory)
    lead = next(iter(factory.cast.liaison.posts))
    monkeypatch.setattr(Database, "transaction", _undone)
    monkeypatch.setattr(errors, "_page", lambda message, status, code=None: (message, status))  # how it looks is not asked here
    monkeypatch.setattr(context, "_counts", dict)
    app.login_manager.user_loader(cache(account.load_visitor))  # nothing that is done stays, so everybody stays who they are
    wrong, counted = [], Counter[Outcome]()
    for cell in _cells(rules, visitors):
        path = address(cell.rule, **numbers_for(made, cell.rule.endpoint))
        told = expected(cell, required(app, cell.rule), lead.jurisdiction_path, lead.unit_id, factory.cast.liaison.user_id)
        got = seen(_send(cell, path))
        counted[got] += 1
        if got is not told:
            wrong.append(f"{cell.method} {path} ({cell.rule.endpoint}) as {cell.visitor.name}: {told}, but {got}")
    assert not wrong, "\n".join(wrong)
    record_property("cells", ", ".join(f"{outcome.value} {number}" for outcome, number in counted.most_common()))
    assert counted.total() > 5000
    assert min(counted[outcome] for outcome in Outcome) > 100
