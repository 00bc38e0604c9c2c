"""What is held against every page in the browser: errors, size, shifts, width, headings, WCAG 2.1 AA by axe-core.

Used by the suite (`test_pages.py`) on the test's own rows and by `audit.py` on a demonstration that is served.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import ConsoleMessage, Page

BUDGET = 200_000  # bytes of HTML, style sheets and scripts, uncompressed, charts apart
SHIFT = 0.01  # sum of the layout shifts while a page loads; 0.1 is what browsers call good
LIGHTS = ("light", "dark")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]

# Axe sees only what is shown, so what is folded away is unfolded before. On the desk the reader's own menu stays shut: it lies over
# the page, and what is covered cannot be judged.
_UNFOLD = """menus => {
  document.querySelectorAll(menus ? 'details' : 'details:not(.account)').forEach(part => { part.open = true })
}"""
_AXE = """tags => axe
  .run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'], preload: false, iframes: false })
  .then(found => found.violations.flatMap(
    rule => rule.nodes.map(node => [rule.id, node.target.join(' '), node.failureSummary])))"""
_WATCH = """document.addEventListener('securitypolicyviolation', event => {
  console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`)
})"""
_WIDTH = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
_MEASURE = """async () => {
  let shift = 0
  const moved = new Set()
  const named = node => node && node.nodeName.toLowerCase() + (node.className ? '.' + node.className : '')
  new PerformanceObserver(list => list.getEntries().filter(entry => !entry.hadRecentInput).forEach(entry => {
    shift += entry.value
    entry.sources.forEach(source => moved.add(named(source.node)))
  })).observe({ type: 'layout-shift', buffered: true })
  await new Promise(done => requestAnimationFrame(() => setTimeout(done, 60)))
  const parts = [...document.querySelectorAll('link[rel=stylesheet], script[src]')].map(part => part.href || part.src)
  const sizes = await Promise.all(parts.map(async part => (await (await fetch(part, { cache: 'force-cache' })).blob()).size))
  const charts = [...document.querySelectorAll('svg')].map(chart => -new Blob([chart.outerHTML]).size)
  const own = performance.getEntriesByType('navigation')[0].decodedBodySize
  const bytes = [...sizes, ...charts].reduce((sum, one) => sum + one, own)
  return { shift, moved: [...moved].join(', '), bytes, headings: document.querySelectorAll('h1').length, title: document.title }
}"""


@dataclass(frozen=True)
class Look:
    """How a page is looked at: `size` is a name for the size of the page's window, light `light` or `dark`."""

    language: str
    light: str
    size: str

    def __str__(self) -> str:
        return f"{self.language} {self.light} {self.size}"


@dataclass(frozen=True)
class Fault:
    """What is wrong with a page: `kind` such as `overflow`, or `axe color-contrast`; `where` a selector or a figure."""

    kind: str
    where: str
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.kind}: {self.where} {self.detail}".rstrip()


@dataclass
class Seen:
    """A page as it was loaded once."""

    bytes: int
    shift: float
    title: str
    faults: list[Fault] = field(default_factory=list)


@contextmanager
def heard(page: Page) -> Iterator[list[str]]:
    """What the page complains of meanwhile: errors of the console and of scripts, and what the security policy stopped."""
    said: list[str] = []

    def console(message: ConsoleMessage) -> None:
        if message.type == "error":
            said.append(message.text)

    def broken(error: Any) -> None:
        said.append(f"script: {error}")

    page.on("console", console)
    page.on("pageerror", broken)
    yield said
    page.remove_listener("console", console)
    page.remove_listener("pageerror", broken)


def watch(page: Page) -> None:
    """Let the page tell of what the security policy stops; once for each page of the browser."""
    page.add_init_script(_WATCH)


def load(page: Page, address: str, status: int = 200) -> Seen:
    """Open the address and hold everything against it but axe; a page of errors answers with its own status."""
    with heard(page) as said:
        answer = page.goto(address, wait_until="load")
        measured = page.evaluate(_MEASURE)
    seen = Seen(measured["bytes"], measured["shift"], measured["title"])
    if answer is None or answer.status != status:
        seen.faults.append(Fault("status", str(answer and answer.status)))
    refused = f"the server responded with a status of {status}"
    seen.faults += [Fault("console", text) for text in said if status == 200 or refused not in text]
    if seen.bytes > BUDGET:
        seen.faults.append(Fault("bytes", str(seen.bytes)))
    if seen.shift >= SHIFT:
        seen.faults.append(Fault("shift", f"{seen.shift:.3f}", measured["moved"]))
    if measured["headings"] != 1:
        seen.faults.append(Fault("h1", str(measured["headings"])))
    if not seen.title.split("·")[0].strip():
        seen.faults.append(Fault("title", seen.title))
    return seen


def unfold(page: Page, *, menus: bool) -> list[Fault]:
    """Open what is folded away; whether the page is too wide then, or was before."""
    before = int(page.evaluate(_WIDTH))
    page.evaluate(_UNFOLD, menus)
    after = int(page.evaluate(_WIDTH))
    return [Fault("overflow", f"{max(before, after)}px")] if max(before, after) > 0 else []


def speak(page: Page, base: str, language: str) -> None:
    """Let the pages come in that language from now on."""
    page.context.add_cookies([{"name": "language", "value": language, "url": base}])


def violations(page: Page, light: str) -> list[Fault]:
    """What axe-core finds against WCAG 2.1 A and AA in that light, one for each element.

    The light is the system's, which the page follows unless its reader chose one: both ways lead to the same style sheets.
    """
    page.emulate_media(color_scheme="dark" if light == "dark" else "light")
    if not page.evaluate("typeof axe !== 'undefined'"):
        page.evaluate(AXE_SCRIPT + "; undefined")
    return [Fault(f"axe {rule}", where, " ".join(detail.split())[:200]) for rule, where, detail in page.evaluate(_AXE, TAGS)]
