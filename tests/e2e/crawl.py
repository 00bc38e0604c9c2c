"""The addresses of every page that somebody can come to, by its links and forms, in an application that is served."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from flask import Flask
from lxml import html
from playwright.sync_api import APIRequestContext
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Rule

from tracker.config import Settings
from tracker.web import create_app

QUERIES = 8  # sets of query keys for one route: the filters of a list can be combined without end
PROBES = 6  # rows that are tried for one route and set of keys
KEPT = 3  # of them, those that show something that no page before did

Key = tuple[str, tuple[str, ...]]  # the endpoint and the names of what is asked


def routes(folder: Path) -> Flask:
    """The application for its url_map only; the folder stays empty."""
    settings = Settings(
        data_dir=folder, database_url=f"sqlite:///{folder / 'none.db'}", storage_dir=folder, base_url="http://localhost",
        notify_urls=(), fixed_today=None, secret_key="none",
    )  # fmt: skip
    return create_app(settings)


@dataclass
class Known:
    """What the walks of all people have met."""

    files: set[str] = field(default_factory=set)  # endpoints whose answer is no page
    parts: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))  # endpoint → elements that its pages showed


@dataclass
class Walk:
    """One person's walk; `sparing` leaves out what differs from somebody else's page in words only."""

    base: str
    app: Flask
    client: APIRequestContext
    known: Known
    sparing: bool = False
    found: dict[str, str] = field(default_factory=dict)  # address → endpoint
    refused: dict[str, str] = field(default_factory=dict)  # address → status and the page with the link to it
    _whence: dict[str, str] = field(default_factory=dict)
    _probed: Counter[Key] = field(default_factory=Counter)
    _kept: Counter[Key] = field(default_factory=Counter)

    def go(self, starts: Iterable[str]) -> None:
        """Follow every link from these addresses, breadth first."""
        waiting = [address for address in starts if address not in self._whence]
        self._whence.update(dict.fromkeys(waiting, ""))
        while waiting:
            address = waiting.pop(0)
            key = self._key(address)
            if key is None or not self._wanted(key):
                continue
            for link in self._visit(address, key):
                if link not in self._whence:
                    self._whence[link] = address
                    waiting.append(link)

    def unlinked(self) -> list[str]:
        """Addresses without a number that no link led to."""
        reached = set(self.found.values())
        return [str(rule.rule) for rule in pages_of(self.app) if not rule.arguments and rule.endpoint not in reached]

    def guess(self, endpoints: Iterable[str], numbers: Iterable[int]) -> None:
        """Try these endpoints with these numbers in place of a link."""
        for endpoint in endpoints:
            for rule in self.app.url_map.iter_rules(endpoint):
                for number in numbers:
                    self.go([re.sub(r"<[^>]*>", str(number), str(rule.rule))])

    def _key(self, address: str) -> Key | None:
        parts = urlsplit(address)
        try:
            endpoint, _ = self.app.url_map.bind("localhost").match(parts.path, method="GET")
        except HTTPException:
            return None
        return endpoint, tuple(sorted({name for name, _ in parse_qsl(parts.query, keep_blank_values=True)}))

    def _wanted(self, key: Key) -> bool:
        if key[0] in self.known.files or key[0] == "static" or self._kept[key] >= KEPT:
            return False
        sets = sum(other[0] == key[0] for other in self._probed)
        return 0 < self._probed[key] < PROBES or (not self._probed[key] and sets < QUERIES)

    def _visit(self, address: str, key: Key) -> Iterator[str]:
        answer = self.client.get(self.base + address)
        if "text/html" not in answer.headers.get("content-type", ""):
            self.known.files.add(key[0])
            return iter(())
        if not answer.ok:
            self.refused[address] = f"{answer.status} from {self._whence[address]}"
            return iter(())
        landed = answer.url.removeprefix(self.base)
        if landed != address:
            return iter([landed])
        page = html.document_fromstring(answer.body(), parser=html.HTMLParser(encoding="utf-8"))
        self._keep(address, key, page)
        return links(page, address)

    def _keep(self, address: str, key: Key, page: html.HtmlElement) -> None:
        parts = {f"{part.tag} {part.get('class', '')} {part.get('name', '')}" for part in page.iter() if isinstance(part.tag, str)}
        known = self.known.parts[key[0]]
        if parts - known or not (self.sparing or self._probed[key]):
            known |= parts
            self._kept[key] += 1
            self.found[address] = key[0]
        self._probed[key] += 1


def pages_of(app: Flask) -> list[Rule]:
    """The rules that answer to GET, styles and scripts apart."""
    return [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()) and rule.endpoint != "static"]


def links(page: html.HtmlElement, address: str) -> Iterator[str]:
    """Where the page leads: its links, and its forms that ask (GET) as they stand, where nothing has to be filled in."""
    for link in page.xpath(".//a[@href][not(@hidden)]"):
        yield from _own(address, link.get("href", ""))
    for form in page.iterfind(".//form"):
        if form.method == "GET" and form.find(".//*[@required]") is None:
            asked = urlencode([(name, value) for name, value in form.form_values() if name != "csrf_token"])
            yield from _own(address, urlsplit(urljoin(address, form.get("action") or ""))._replace(query=asked).geturl())


def _own(address: str, href: str) -> Iterator[str]:
    if not urlsplit(href).netloc and not urlsplit(href).scheme:
        yield urljoin(address, href).partition("#")[0]
