"""What the stories of tests/e2e are told with: a person at a screen, whose presses are counted."""

import re
import sys
import time
from typing import Any

import pytest
from playwright.sync_api import Locator, Page
from sqlalchemy import select

from tests.e2e.conftest import DESK, PHONE, cut_the_line
from tests.factories import Factory
from tracker.models import Task

BOTH_SIZES = pytest.mark.parametrize("size", [pytest.param(DESK, id="desk"), pytest.param(PHONE, id="phone")])


class Person:
    """Somebody who has logged in. A press is a click on a desk and a tap on a phone."""

    def __init__(self, page: Page, size: dict[str, Any]) -> None:
        self.page = page
        self.is_on_phone = bool(size.get("has_touch"))
        self.presses = 0

    def open(self, path: str) -> None:
        """Go to an address, as from a bookmark or from the link of a mail."""
        self.page.goto(path)

    def press(self, name: str, beside: str = "") -> None:
        """Press the button, link or folded title of exactly that name; the one in the row or card that says `beside`."""
        self._press(self.find(name, beside))

    def turn_to(self, title: str) -> None:
        """Press a link of the navigation above the page."""
        self._press(self.page.locator("header.topbar").get_by_role("link", name=re.compile(rf"^{title}( \d+)?$")))

    def press_at(self, selector: str) -> None:
        """Press what has no name of its own."""
        self._press(self.page.locator(selector).first)

    def find(self, name: str, beside: str = "") -> Locator:
        """The first such button, link or folded title of the page, or where there is none yet, the one to come."""
        main = self.page.locator("main")
        if beside:
            main = main.locator("li, tr, section, form").filter(has_text=beside).filter(has=self._named(self.page, name)).last
        return self._named(main, name).filter(visible=True).first

    @staticmethod
    def _named(place: Page | Locator, name: str) -> Locator:
        found = place.get_by_role("button", name=name, exact=True).or_(place.get_by_role("link", name=name, exact=True))
        return found.or_(place.locator("summary").get_by_text(name, exact=True))

    def strike(self, key: str) -> None:
        """Press a key of the keyboard, once the scripts of the page listen."""
        self.presses += 1
        self.page.wait_for_load_state()
        self.page.keyboard.press(key)

    def choose(self, label: str) -> None:
        """Tick a box, or choose a way, by its words."""
        self.presses += 1
        self.page.get_by_label(label).first.check()

    def fill(self, label: str, text: str) -> None:
        """Type into the field of that label, the first in sight."""
        self.page.get_by_label(label).filter(visible=True).first.fill(text)

    def sees(self, words: str) -> None:
        """Wait until the page says so."""
        self.page.locator("main").get_by_text(words).filter(visible=True).first.wait_for()

    def sees_nothing_of(self, words: str) -> None:
        """The page that has come does not say so."""
        assert words not in self.page.inner_text("main")

    def lose_the_line(self) -> None:
        cut_the_line(self.page)

    def find_the_line(self) -> None:
        self.page.context.set_offline(False)

    def _press(self, found: Locator) -> None:
        self.presses += 1
        if self.is_on_phone:
            found.tap()
        else:
            found.click()


def only_task(factory: Factory, plan_id: int) -> int:
    """The one task of the plan."""
    with factory.database.reading() as session:
        return session.scalars(select(Task.id).where(Task.plan_id == plan_id)).one()


class Errand:
    """What a newcomer would time: `with Errand(person, "报送") as done: …`, then `done.presses`; seen with `pytest -s`."""

    def __init__(self, person: Person, name: str) -> None:
        self._person, self._name = person, name
        self.presses = 0

    def __enter__(self) -> "Errand":
        self._before, self._began = self._person.presses, time.monotonic()
        return self

    def __exit__(self, *_error: object) -> None:
        self.presses = self._person.presses - self._before
        sys.stdout.write(f"{self._name}: {self.presses} presses, {time.monotonic() - self._began:.1f} s by script\n")
