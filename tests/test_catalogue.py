"""Every text that a page shows goes through the message catalogue, so that another language needs no change of code."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "tracker" / "translations" / "messages.pot"
# The page of components is for people who write pages, and shows samples.
PAGES = sorted(path for path in (ROOT / "templates").rglob("*.html") if path.parent.name != "design")
CHINESE = re.compile(r"[\u4e00-\u9fff]+")


def messages(path: Path) -> set[str]:
    with path.open("rb") as file:
        return {str(message.id) for message in read_po(file) if message.id}


def test_the_catalogue_holds_every_message(tmp_path: Path) -> None:
    """`make messages` brings it up to date."""
    fresh = tmp_path / "messages.pot"
    command = [sys.executable, "-m", "babel.messages.frontend", "-q", "extract", "-F", "pyproject.toml", "-k", "N_", "-k", "_"]
    subprocess.run([*command, "-o", fresh, "."], cwd=ROOT, check=True)
    assert messages(CATALOGUE) == messages(fresh)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT / "templates").as_posix())
def test_no_page_shows_a_text_of_its_own(page: Path) -> None:
    bare = page.read_text(encoding="utf-8")
    for inside in (r"\{#.*?#\}", r"\{%-?\s*trans.*?endtrans\s*-?%\}", r"\{\{.*?\}\}", r"\{%.*?%\}"):
        bare = re.sub(inside, "", bare, flags=re.DOTALL)
    assert CHINESE.findall(bare) == []
