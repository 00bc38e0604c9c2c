"""Every address of the application: marked, closed to strangers, safe from forged forms, and blind to other people's tasks."""

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.routing import Rule

from tests.factories import NOW, PDF, Factory
from tests.services.test_instructions import given
from tests.services.test_occurrences import owed
from tests.web.conftest import Browser
from tracker.config import Settings
from tracker.models import Task, Unit, Update
from tracker.rules.permissions import Permission
from tracker.rules.statuses import OrderKind
from tracker.services import extensions, orders
from tracker.web import create_app
from tracker.web.guards import LOGGED_IN, PUBLIC

ClientAs = Callable[[str], Browser]
pytestmark = pytest.mark.databases("sqlite")

# What stands for each part of an address; of the numbers there need be nothing, for strangers are refused before.
PARTS = {"period": "2025-03", "form": "docx"}


@pytest.fixture(scope="module")
def rules() -> list[Rule]:
    """Every address but the one of style sheets and script."""
    app = create_app(_settings())
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]


def _settings() -> Settings:
    return Settings(
        data_dir=Path(), database_url="sqlite://", storage_dir=Path(), base_url="http://localhost", notify_urls=(),
        fixed_today=None, secret_key="a secret of the tests",
    )  # fmt: skip


def address(rule: Rule, **numbers: int) -> str:
    path = str(rule.rule)
    for name in rule.arguments:
        for kind in ("int:", ""):
            path = path.replace(f"<{kind}{name}>", str(numbers.get(name, PARTS.get(name, 1))))
    return path


def required(app: Flask, rule: Rule) -> Permission | str | None:
    return getattr(app.view_functions[rule.endpoint], "required", None)


def test_every_view_says_what_it_needs(app: Flask, rules: list[Rule]) -> None:
    unmarked = [rule.endpoint for rule in rules if not isinstance(required(app, rule), Permission | str)]
    assert unmarked == []


def test_few_views_are_public(app: Flask, rules: list[Rule]) -> None:
    public = {rule.endpoint for rule in rules if required(app, rule) == PUBLIC}
    assert public == {"account.log_in", "health.healthz", "health.readyz"}


def test_strangers_are_sent_to_the_log_in_page(app: Flask, rules: list[Rule]) -> None:
    app.config["WTF_CSRF_ENABLED"] = False  # the token is refused first, and that is not what is asked here
    stranger = app.test_client()
    for rule in rules:
        if required(app, rule) == PUBLIC:
            continue
        for method in (rule.methods or set()) & {"GET", "POST"}:
            answer = stranger.open(address(rule), method=method)
            assert answer.status_code == 302, rule.endpoint
            assert answer.headers["Location"].startswith("/login"), rule.endpoint


def test_no_form_is_taken_without_its_token(app: Flask, rules: list[Rule]) -> None:
    client = app.test_client()
    for rule in rules:
        if "POST" in (rule.methods or set()):
            assert client.post(address(rule)).status_code == 400, rule.endpoint


def test_a_role_without_the_permission_is_refused_everywhere(app: Flask, rules: list[Rule], client_as: ClientAs) -> None:
    guard = client_as("auditor")
    for rule in rules:
        if required(app, rule) in (PUBLIC, LOGGED_IN, Permission.EVENT_READ):
            continue
        for method in (rule.methods or set()) & {"GET", "POST"}:
            answer = guard.get(address(rule)) if method == "GET" else guard.post(address(rule))
            assert answer.status_code == 403, rule.endpoint


@pytest.fixture
def numbers(factory: Factory) -> dict[str, int]:
    """One of everything that hangs on a task in which 县教育局 has no part."""
    task_id = factory.acknowledged()
    update_id = factory.submitted(task_id)
    occurrence_id = owed(factory)["县卫生健康局:2025"].id
    instruction_id = given(factory, task_id)
    with factory.database.transaction() as session:
        order = orders.issue_order(
            session, session.get_one(Task, task_id), session.get_one(Unit, factory.cast.unit_id("liaison")),
            OrderKind.URGE, "请报送进度。", date(2025, 3, 17), items=(orders.ItemText("公示收费标准"),), actor=factory.cast.clerk,
            now=NOW,
        )  # fmt: skip
        evidence_id = session.get_one(Update, update_id).evidence[0].id
        lead = factory.cast.liaison
        said = extensions.Application(date(2026, 1, 31), "场地未落实。", "已完成选址。")
        extension = extensions.draft_extension(session, session.get_one(Task, task_id), said, actor=lead, now=NOW)
        file_id = extensions.attach(session, factory.storage, extension, "纪要.pdf", PDF, actor=lead, now=NOW).id
        return {
            "task_id": task_id, "plan_id": session.get_one(Task, task_id).plan_id, "update_id": update_id,
            "assignment_id": session.get_one(Update, update_id).assignment_id, "order_id": order.id,
            "item_id": order.items[0].id, "item_file_id": 1,
            "evidence_id": evidence_id, "extension_id": extension.id, "file_id": file_id,
            "occurrence_id": occurrence_id, "instruction_id": instruction_id,
            "report_id": 1, "objection_id": 1, "notice_id": 1, "user_id": 1, "membership_id": 1,
        }  # fmt: skip


@pytest.mark.parametrize("who", ["other_liaison", "outside_clerk"])
def test_nothing_of_a_task_is_open_to_those_without_a_part_in_it(
    rules: list[Rule], client_as: ClientAs, numbers: dict[str, int], who: str
) -> None:
    other = client_as(who)
    walked = 0
    for rule in rules:
        if not rule.arguments & set(numbers):
            continue
        path = address(rule, **numbers)
        for method in (rule.methods or set()) & {"GET", "POST"}:
            form = {"reason": "试一试", "reply": "试一试", "note": "试一试", "demand": "试一试", "file": (io.BytesIO(PDF), "a.pdf")}
            answer = other.get(path) if method == "GET" else other.post(path, form)
            assert answer.status_code in (403, 404), (method, path)
            walked += 1
    assert walked > 25
