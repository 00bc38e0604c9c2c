"""Texts with per cent signs: a page that shows “占比（%）” must not take the sign for the beginning of a format."""

import ast
import re
from collections import defaultdict
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from flask import Flask, render_template_string
from flask_babel import Babel
from jinja2 import nodes

from tracker.labels import numbered
from tracker.resources import resource_dir
from tracker.web import formats

TEMPLATES = resource_dir("templates")
TRACKER = Path(formats.__file__).parent.parent
CATALOGUE = TRACKER / "translations" / "messages.pot"
VARIABLE = re.compile(r"%\(\w+\)s")
TRANSLATING = ("_", "gettext", "lazy_gettext")


@pytest.fixture(scope="module")
def app() -> Flask:
    """An application with nothing but the templates and their words."""
    made = Flask("tracker.web", template_folder=str(TEMPLATES))
    Babel(made, default_locale="zh_Hans_CN", default_timezone="Asia/Shanghai")
    formats.install(made)
    return made


def texts() -> list[str]:
    """Every text of the catalogue in which a per cent sign stands."""
    with CATALOGUE.open("rb") as file:
        return [str(message.id) for message in read_po(file) if "%" in str(message.id)]


def said(app: Flask, source: str, **context: object) -> str:
    with app.test_request_context():
        return render_template_string(source, **context)


def test_every_text_with_variables_takes_them() -> None:
    for text in texts():
        if VARIABLE.search(text):
            assert "%(" not in text % defaultdict(lambda: "甲"), text


def test_every_text_without_variables_is_shown_as_it_stands(app: Flask) -> None:
    plain = [text for text in texts() if not VARIABLE.search(text)]
    assert any("（%）" in text for text in plain)
    for text in plain:
        assert "%%" not in text, f"{text}: only a text with variables writes the sign twice"
        assert said(app, "{{ _(text) }}", text=text) == said(app, "{{ text }}", text=text)


@pytest.mark.parametrize("text", ["占比（%）", "100% of", "50%", "%s", "%(name)s", "100%%"])
def test_a_text_that_comes_by_name_may_hold_any_sign(app: Flask, text: str) -> None:
    assert said(app, "{{ _(text) }}", text=text) == text


def test_what_is_put_into_a_text_is_escaped(app: Flask) -> None:
    assert said(app, "{{ _('共 %(n)s 项', n=n) }}", n="<b>") == "共 &lt;b&gt; 项"
    assert said(app, "{{ _('完成 %(n)s%%', n=60) }}") == "完成 60%"


def test_no_page_puts_variables_into_a_text_that_it_does_not_name(app: Flask) -> None:
    """A text that comes by name may hold a bare sign; with variables it would be a format all the same."""
    for page in sorted(TEMPLATES.rglob("*.html")):
        calls = app.jinja_env.parse(page.read_text(encoding="utf-8")).find_all(nodes.Call)
        for call in calls:
            if isinstance(call.node, nodes.Name) and call.node.name in TRANSLATING and call.kwargs:
                assert isinstance(call.args[0], nodes.Const), f"{page.name}, line {call.lineno}"


def test_no_code_puts_variables_into_a_text_that_it_does_not_name() -> None:
    for path in sorted(TRACKER.rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in TRANSLATING and call.keywords:
                assert isinstance(call.args[0], ast.Constant), f"{path.name}, line {call.lineno}"


@pytest.mark.parametrize(
    ("number", "title", "expected"),
    [("1", "建成2所", "1 建成2所"), ("一、", "建成", "一、建成"), ("（1）", "建成", "（1）建成"), ("", "建成", "建成")],
)
def test_a_bare_number_is_set_apart_from_its_title(number: str, title: str, expected: str) -> None:
    assert numbered(number, title) == expected
