"""Every text that a page shows goes through the message catalogue, and has its English there."""

import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_keywords
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "tracker" / "translations" / "messages.pot"
ENGLISH = ROOT / "tracker" / "translations" / "en.po"
# The page of components is for people who write pages, and shows samples.
PAGES = sorted(path for path in (ROOT / "templates").rglob("*.html") if path.parent.name != "design")
CHINESE = re.compile(r"[\u4e00-\u9fff]+")
PLACEHOLDERS = re.compile(r"%\(\w+\)[sd]|\{\w+\}")

Text = tuple[str, str]  # the context, empty for most; the Chinese


@cache
def fresh() -> frozenset[Text]:
    """What `make messages` would collect: the marks stand in the Makefile."""
    marks = re.search(r"^TEXTS := (.+)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert marks
    keywords = {**parse_keywords(["_", "gettext", "lazy_gettext"]), **parse_keywords(marks[1].split())}
    found: set[Text] = set()
    for folder, method in (("tracker", "python"), ("templates", "jinja2")):
        suffix = "py" if method == "python" else "html"
        for _, _, message, _, context in extract_from_dir(ROOT / folder, [(f"**.{suffix}", method)], keywords=keywords):
            found.add((context or "", str(message)))
    return frozenset(found)


def translations(path: Path) -> dict[Text, str]:
    with path.open("rb") as file:
        return {(message.context or "", str(message.id)): str(message.string) for message in read_po(file) if message.id}


def test_the_catalogue_holds_every_message() -> None:
    """`make messages` brings it up to date."""
    assert set(translations(CATALOGUE)) == fresh()


def test_every_text_has_its_english_with_the_same_facts() -> None:
    english = translations(ENGLISH)
    assert [text for text in sorted(fresh()) if not english.get(text)] == []
    differing = [
        (chinese, english[context, chinese])
        for context, chinese in sorted(fresh())
        if sorted(set(PLACEHOLDERS.findall(chinese))) != sorted(set(PLACEHOLDERS.findall(english[context, chinese])))
    ]
    assert differing == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT / "templates").as_posix())
def test_no_page_shows_a_text_of_its_own(page: Path) -> None:
    bare = page.read_text(encoding="utf-8")
    for inside in (r"\{#.*?#\}", r"\{%-?\s*trans.*?endtrans\s*-?%\}", r"\{\{.*?\}\}", r"\{%.*?%\}"):
        bare = re.sub(inside, "", bare, flags=re.DOTALL)
    assert CHINESE.findall(bare) == []
