"""The manual against the program: its pictures, the names of what is pressed, and a chapter for everybody."""

import re
from pathlib import Path

from tracker.rules.statuses import Role
from tracker.web.manual import chapters
from tracker.web.tours import TOURS

ROOT = Path(__file__).resolve().parent.parent
MANUAL = (ROOT / "docs/用户手册.md").read_text("utf-8")
IMAGES = ROOT / "docs/images"
ROOMS = (("templates", "*.html"), ("tracker", "*.py"), ("tracker/web/static", "*.js"))
# What a reader is told to press, open or choose; 某 stands for what differs from case to case.
_PRESSED = re.compile("(?:点|选|展开|打开|按)“([^”某]+)”")


def test_every_picture_of_the_manual_is_there_and_every_picture_is_shown() -> None:
    shown = set(re.findall(r"\(images/([^)]+)\)", MANUAL))
    assert shown == {path.name for path in IMAGES.iterdir()}


def test_pictures_are_small() -> None:
    assert {path.name for path in IMAGES.iterdir() if path.stat().st_size > 130_000} == set()


def test_what_the_manual_tells_people_to_press_bears_that_name() -> None:
    sources = "".join(path.read_text("utf-8") for room, kind in ROOMS for path in (ROOT / room).rglob(kind))
    assert sorted({name for name in _PRESSED.findall(MANUAL) if name not in sources}) == []


def test_every_post_has_a_chapter() -> None:
    assert set(TOURS) == set(Role)
    assert {role for role, tour in TOURS.items() if tour.chapter not in chapters()} == set()


def test_the_contents_lead_to_every_chapter() -> None:
    listed = re.findall(r"^- \[(.+)\]\(#(.+)\)$", MANUAL, re.MULTILINE)
    assert listed == [(heading, heading.replace("、", "")) for heading in re.findall("^## (.+)$", MANUAL, re.MULTILINE)]
