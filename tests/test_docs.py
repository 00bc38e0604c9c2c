"""What the documents name exists: paths, commands, make targets, settings; and every decision is short and of one form."""

import re
from itertools import takewhile
from pathlib import Path

import click
import pytest

from tracker.cli import tracker as command_line

ROOT = Path(__file__).resolve().parent.parent
DECISIONS = sorted((ROOT / "docs/decisions").glob("*.md"))
NAMED = ("README.md", "CONTRIBUTING.md", "docs/map.md", "docs/glossary.md", "docs/用户手册.md")
PAGES = [*(ROOT / name for name in NAMED), *DECISIONS]
ROOMS = ("tracker", "templates", "seeds", "migrations", "tests", "docs", "requirements", ".ci")
_PATH = re.compile(rf"`((?:{'|'.join(map(re.escape, ROOMS))})/[^`\s]*|Makefile|pyproject\.toml)`")
_LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")

pages = pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)


def _missing(page: Path) -> list[str]:
    """Paths that the page names and nothing bears. `<noun>`, `NNNN` and `YYYY` stand for any one name."""
    text = page.read_text(encoding="utf-8")
    named = [(ROOT, path) for path in _PATH.findall(text)] + [(page.parent, link) for link in _LINK.findall(text)]
    return [path for base, path in named if not any(base.glob(re.sub(r"<\w+>|NNNN|YYYY", "*", path).rstrip("/")))]


@pages
def test_every_path_that_a_page_names_exists(page: Path) -> None:
    assert _missing(page) == []


@pages
def test_pages_name_no_address_of_a_machine(page: Path) -> None:
    assert re.findall(r"(?<![\w.])/(?:work|tmp|home|root)/", page.read_text(encoding="utf-8")) == []


def _command(words: list[str]) -> click.Command | None:
    """The command of these words, or None; arguments behind it are not looked at."""
    found: click.Command = command_line
    for word in words:
        if not isinstance(found, click.Group):
            break
        step = found.get_command(click.Context(found), word)
        if step is None:
            return None
        found = step
    return found


@pages
def test_every_command_that_a_page_names_exists(page: Path) -> None:
    named = re.findall(r"`tracker ([a-z][^`]*)`", page.read_text(encoding="utf-8"))
    plain = [list(takewhile(lambda word: re.fullmatch(r"[a-z]+", word), line.split())) for line in named]
    assert [words for words in plain if _command(words) is None] == []


@pages
def test_every_make_target_that_a_page_names_exists(page: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"`make ([a-z]+)", page.read_text(encoding="utf-8"))) <= targets


def test_the_readme_names_every_setting() -> None:
    settings = set(re.findall(r'"(TRACKER_[A-Z_]+)"', (ROOT / "tracker/config.py").read_text()))
    text = (ROOT / "README.md").read_text(encoding="utf-8").replace("`TRACKER_SECRET_KEY` or `_FILE`", "TRACKER_SECRET_KEY_FILE")
    assert {name for name in settings if name not in text} == set()


@pytest.mark.parametrize("decision", DECISIONS, ids=lambda path: path.name)
def test_a_decision_is_a_page_of_context_decision_and_consequence(decision: Path) -> None:
    lines = decision.read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith(f"# {decision.name[:4]} ")
    assert [line for line in lines if line.startswith("## ")] == ["## Context", "## Decision", "## Consequence"]
    assert len(lines) <= 50


def test_decisions_are_numbered_without_gap() -> None:
    assert [path.name[:4] for path in DECISIONS] == [f"{number:04}" for number in range(1, len(DECISIONS) + 1)]
