"""The house rules that a reader relies on: arrows between layers, short files, short functions, services of one shape."""

import ast
import importlib
import inspect
import os
import pkgutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import tracker.services

ROOT = Path(__file__).resolve().parent.parent
SOURCES = sorted((ROOT / "tracker").rglob("*.py"))
FILE_LINES, FUNCTION_LINES = 250, 40


def test_imports_point_one_way() -> None:
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [program, "--no-cache", "--no-logo"], cwd=ROOT, capture_output=True, text=True, env={**os.environ, "COLUMNS": "200"}
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_file_is_under_250_lines() -> None:
    long = {str(path.relative_to(ROOT)): lines for path in SOURCES if (lines := len(path.read_text().splitlines())) >= FILE_LINES}
    assert long == {}


def test_every_function_is_under_40_lines() -> None:
    long = [
        f"{path.relative_to(ROOT)}:{node.name}"
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and _lines(node) >= FUNCTION_LINES
    ]
    assert long == []


def _lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """The lines of the function's code; its docstring, which explains the rule, is not held against it."""
    first = node.body[0]
    end = node.end_lineno or node.lineno
    documented = ast.get_docstring(node) is not None and first.end_lineno is not None
    return end - node.lineno + 1 - ((first.end_lineno or 0) - first.lineno + 1 if documented else 0)


def _public_functions() -> Iterator[tuple[str, Callable[..., object]]]:
    for module in pkgutil.iter_modules(tracker.services.__path__, "tracker.services."):
        for name, function in inspect.getmembers(importlib.import_module(module.name), inspect.isfunction):
            if function.__module__ == module.name and not name.startswith("_"):
                yield f"{module.name}.{name}", function


PUBLIC = dict(_public_functions())
# Whoever logs in is nobody yet.
WITHOUT_ACTOR = {"tracker.services.accounts.authenticate"}


def test_services_tell_what_comes_back() -> None:
    assert [name for name, function in PUBLIC.items() if not function.__doc__] == []


@pytest.mark.parametrize("name", ["actor", "now"])
def test_services_take_actor_and_now_by_keyword(name: str) -> None:
    positional = [
        path
        for path, function in PUBLIC.items()
        if (given := inspect.signature(function).parameters.get(name))
        and given.kind is not inspect.Parameter.KEYWORD_ONLY
        and next(iter(inspect.signature(function).parameters)) == "session"
    ]
    assert positional == []


def test_services_that_write_history_name_who_acts_and_when() -> None:
    """Every function that hands `actor` on to the history or to a move takes both; nobody acts unnamed or undated."""
    lacking = [
        path
        for path, function in PUBLIC.items()
        if path not in WITHOUT_ACTOR
        and {"record", "make_move"} & set(function.__code__.co_names)
        and not {"actor", "now"} <= set(inspect.signature(function).parameters)
    ]
    assert lacking == []
