"""Every address of the application: marked, closed to strangers, and safe from forged forms.

Who is let in where, and who is not: tests/web/test_permission_walk.py.
"""

import pytest
from flask import Flask
from werkzeug.routing import Rule

from tests.web.conftest import address, required
from tracker.rules.permissions import Permission
from tracker.web.guards import BY_TOKEN, PUBLIC

pytestmark = pytest.mark.databases("sqlite")


def test_every_view_says_what_it_needs(app: Flask, rules: list[Rule]) -> None:
    unmarked = [rule.endpoint for rule in rules if not isinstance(required(app, rule), Permission | str)]
    assert unmarked == []


def test_few_views_are_public(app: Flask, rules: list[Rule]) -> None:
    public = {rule.endpoint for rule in rules if required(app, rule) == PUBLIC}
    assert public == {"account.log_in", "appearance.choose", "health.healthz", "health.readyz", "metrics.index"}


def test_one_view_is_opened_by_the_secret_in_its_address(app: Flask, rules: list[Rule]) -> None:
    assert {rule.endpoint for rule in rules if required(app, rule) == BY_TOKEN} == {"calendar_feeds.fetch"}


def test_strangers_are_sent_to_the_log_in_page(app: Flask, rules: list[Rule]) -> None:
    app.config["WTF_CSRF_ENABLED"] = False  # the token is refused first, and that is not what is asked here
    stranger = app.test_client()
    for rule in rules:
        if required(app, rule) in (PUBLIC, BY_TOKEN):
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
