"""Every page of a demonstration that is served, held against `checks.py`: `python -m tests.e2e.audit ADDRESS [--quick]`.

Each person of the demonstration follows every link; one address for each route and set of query keys is looked at, and further
rows that show something else; `--thorough`: also what differs from somebody else's page in words only. On the desk in both
languages and both lights, on the phone in both languages, the light by turns; `--quick`: on the desk in Chinese light and English
dark, on the phone in one language by turns. `--pictures FOLDER` keeps each page as it was seen, in Chinese, to be looked at. Says
which routes nobody reached, to prove "every page". Exit 1 where anything is wrong.
"""

import re
import sys
from argparse import ArgumentParser
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import unquote

from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.e2e import checks
from tests.e2e.checks import LIGHTS, Fault, Look, Seen
from tests.e2e.conftest import DESK, PHONE, SWITCHES, chromium, enter
from tests.e2e.crawl import Known, Walk, pages_of, routes
from tracker.demo.people import PASSWORD
from tracker.web.appearance import LANGUAGES

PEOPLE = (
    "jingban", "zhuren", "weijian", "weijian.fzr", "xitong", "anquan", "shenji", "lingdao", "fuxian", "guanmo",
)  # fmt: skip
STRANGER = "-"  # somebody who has not logged in
MISSING = "/no-such-page"
GUESSES = range(1, 4)


@dataclass
class Tally:
    """What was looked at, and what was wrong with it."""

    pages: set[tuple[str, str]] = field(default_factory=set)  # who, address
    looks: int = 0
    faults: list[tuple[str, Look, str, Fault]] = field(default_factory=list)
    heaviest: tuple[int, str] = (0, "")
    unsteadiest: tuple[float, str] = (0.0, "")
    titles: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))  # who, title → endpoints

    def add(self, who: str, look: Look, address: str, faults: list[Fault]) -> None:
        self.looks += 1
        self.pages.add((who, address))
        for fault in faults:
            self.faults.append((who, look, address, fault))
            print(f"  {who} {address} [{look}] {fault}", flush=True)

    def measured(self, who: str, address: str, seen: Seen) -> None:
        self.heaviest = max(self.heaviest, (seen.bytes, f"{who} {address}"))
        self.unsteadiest = max(self.unsteadiest, (seen.shift, f"{who} {address}"))


@dataclass
class Audit:
    """The demonstration at `base`, looked at as one person after the other."""

    browser: Browser
    base: str
    app: Flask
    thorough: bool = False
    quick: bool = False
    pictures: Path | None = None
    known: Known = field(default_factory=Known)
    reached: set[str] = field(default_factory=set)
    tally: Tally = field(default_factory=Tally)

    def person(self, who: str) -> None:
        desk = self._open(DESK)
        page = desk.new_page()
        if who != STRANGER:
            enter(page, who, PASSWORD, self.base)
        phone = self._open(PHONE, storage_state=desk.storage_state())
        found = self._addresses(who, desk)
        print(f"{who}: {len(found)} pages of {len(set(found.values()))} routes", flush=True)
        print(f"not reached so far: {self.unreached()}", flush=True)
        self._look(who, page, found)
        self._by_turns(who, phone.new_page(), found)
        desk.close()
        phone.close()

    def unreached(self) -> list[str]:
        """The routes of pages that nobody has come to."""
        come = self.reached | self.known.files
        return sorted({str(rule.rule) for rule in pages_of(self.app) if rule.endpoint not in come})

    def _open(self, size: dict[str, Any], **over: Any) -> BrowserContext:
        context = self.browser.new_context(**{"locale": "zh-CN", "reduced_motion": "reduce", **size, **over})
        context.set_default_timeout(60_000)
        return context

    def _addresses(self, who: str, context: BrowserContext) -> dict[str, str]:
        walk = Walk(self.base, self.app, context.request, self.known, sparing=not self.thorough)
        walk.go(["/login"] if who == STRANGER else ["/"])
        linked = set(walk.refused)
        walk.go(walk.unlinked())
        for address in linked:
            self.tally.add(who, Look("zh-CN", "light", "desk"), address, [Fault("dead link", walk.refused[address])])
        missing = {rule.endpoint for rule in pages_of(self.app)} - self.known.files - self.reached - set(walk.found.values())
        walk.guess(sorted(missing), GUESSES)
        self.reached |= set(walk.found.values())
        return {**walk.found, MISSING: "error"}

    def _look(self, who: str, page: Page, found: dict[str, str]) -> None:
        checks.watch(page)
        for turn, language in enumerate(LANGUAGES):
            checks.speak(page, self.base, language)
            first, *others = LIGHTS[turn : turn + 1] if self.quick else LIGHTS
            for address, endpoint in found.items():
                seen = self._load(who, Look(language, first, "desk"), page, address)
                self.tally.titles[who, seen.title].add(endpoint)
                for light in others:
                    self.tally.add(who, Look(language, light, "desk"), address, checks.violations(page, light))
            print(f"{who}: {language} at the desk done", flush=True)

    def _by_turns(self, who: str, page: Page, found: dict[str, str]) -> None:
        checks.watch(page)
        for number, language in enumerate(LANGUAGES):
            checks.speak(page, self.base, language)
            for turn, address in enumerate(found):
                if not self.quick or turn % len(LANGUAGES) == number:
                    light = LIGHTS[(turn // len(LANGUAGES) + number) % len(LIGHTS)]
                    self._load(who, Look(language, light, "phone"), page, address)

    def _load(self, who: str, look: Look, page: Page, address: str) -> Seen:
        page.emulate_media(color_scheme="dark" if look.light == "dark" else "light")
        seen = checks.load(page, self.base + address, 404 if address == MISSING else 200)
        if self.pictures and look.language == "zh-CN":
            name = re.sub(r"[^\w=]+", "-", f"{who} {look.size} {unquote(address)}")[:120]
            page.screenshot(path=self.pictures / f"{name}.png", full_page=True)
        seen.faults += checks.unfold(page, menus=look.size == "phone")
        seen.faults += checks.violations(page, look.light)
        self.tally.measured(who, address, seen)
        self.tally.add(who, look, address, seen.faults)
        return seen


def report(audit: Audit) -> int:
    """Print what was found; how much of it is wrong."""
    tally = audit.tally
    for (who, title), endpoints in tally.titles.items():
        if len(endpoints) > 1:
            print(f"  {who}: {sorted(endpoints)} share the title {title}")
    by_kind = Counter(fault.kind for _, _, _, fault in tally.faults)
    where = defaultdict(set)
    for who, _, address, fault in tally.faults:
        where[fault.kind].add((who, address))
    print(f"{len(tally.pages)} pages of {len(audit.reached)} routes, {tally.looks} looks; files: {len(audit.known.files)} routes")
    print(f"heaviest: {tally.heaviest[0]} bytes, {tally.heaviest[1]}")
    print(f"most shifted: {tally.unsteadiest[0]:.4f}, {tally.unsteadiest[1]}")
    print(f"never reached: {audit.unreached()}")
    for kind, count in by_kind.most_common():
        print(f"{kind}: {count} on {len(where[kind])} pages")
    print(f"wrong: {sum(by_kind.values())}")
    return sum(by_kind.values())


def main() -> None:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("address", help="such as http://127.0.0.1:8000")
    parser.add_argument("--roles", nargs="+", default=[STRANGER, *PEOPLE], help="logins; - is a stranger")
    parser.add_argument("--thorough", action="store_true", help="also what differs from somebody else's page in words only")
    parser.add_argument("--quick", action="store_true", help="half of the looks")
    parser.add_argument("--pictures", type=Path, help="a folder for the pages as they were seen")
    asked = parser.parse_args()
    program = chromium()
    assert program, "no Chromium on this machine"
    with TemporaryDirectory() as folder, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=program, args=SWITCHES)
        audit = Audit(browser, asked.address.rstrip("/"), routes(Path(folder)), asked.thorough, asked.quick, asked.pictures)
        for who in asked.roles:
            audit.person(who)
        sys.exit(1 if report(audit) else 0)


if __name__ == "__main__":
    main()
