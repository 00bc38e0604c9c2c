"""The pictures of the manual, taken anew from a demonstration that is served: `python -m tests.e2e.pictures ADDRESS [NAME…]`.

Needs Chromium and a Chinese font of the system. A picture that a reader would not miss is not taken: ten or so, each where the
manual's words alone would not do; what the demonstration does not come to (check, doubts, approve) is
taken by hand. Colours are reduced to a palette, so that the repository stays small.
"""

import io
import sys
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.e2e.conftest import SWITCHES, chromium
from tracker.demo.people import PASSWORD

IMAGES = Path(__file__).parents[2] / "docs" / "images"
DESK, PHONE = (1366, 900), (390, 900)


@dataclass(frozen=True)
class Picture:
    """A page as one reader sees it; `steps` are links to follow from it, each the first that the selector finds."""

    name: str
    login: str
    path: str
    steps: tuple[str, ...] = ()
    size: tuple[int, int] = DESK


PICTURES = (
    Picture("board", "jingban", "/board"),
    Picture("ledger", "jingban", "/tasks"),
    Picture("task", "jingban", "/tasks?light=red", ("main .cell-title a",)),
    Picture("review", "jingban", "/reviews", ("main a.button-primary",)),
    Picture("report", "jingban", "/reports", ("main .rows a[href^='/reports/'], main td a, main th a",), (1366, 1100)),
    Picture("people", "xitong", "/people", size=(1366, 700)),
    Picture("mine", "weijian", "/mine", size=PHONE),
    Picture("fill-in", "weijian", "/mine?need=report", ("main .row-actions a",), (390, 1000)),
)


def main(base: str, names: list[str]) -> None:
    """Take the pictures of these names, or all of them."""
    program = chromium()
    assert program, "no Chromium on this machine"
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=program, args=SWITCHES)
        for picture in PICTURES:
            if not names or picture.name in names:
                take(browser, base, picture)


def take(browser: Browser, base: str, picture: Picture) -> None:
    width, height = picture.size
    context = browser.new_context(
        viewport={"width": width, "height": height}, is_mobile=width < 800, has_touch=width < 800, locale="zh-CN"
    )
    page = context.new_page()
    log_in(page, base, picture.login)
    page.goto(base)
    for button in page.locator(".tour button").all():  # the card of somebody new would push the page down
        button.click()
    page.goto(base)  # and the word that it is put away
    page.goto(base + picture.path)
    for step in picture.steps:
        page.locator(step).first.click()
    page.wait_for_load_state("networkidle")
    shot = Image.open(io.BytesIO(page.screenshot()))
    shot.quantize(128).save(IMAGES / f"{picture.name}.png", optimize=True)
    context.close()


def log_in(page: Page, base: str, login: str) -> None:
    page.goto(f"{base}/login")
    page.fill("input[name=login]", login)
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
