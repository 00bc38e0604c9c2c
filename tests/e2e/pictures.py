"""The pictures of the manual, taken anew from a demonstration that is served: `python -m tests.e2e.pictures ADDRESS [NAME…]`.

Needs Chromium and a Chinese font of the system, and a demonstration nobody has worked on: the last pictures import a plan into it.
A picture that a reader would not miss is not taken: a dozen, each where the manual's words alone would not do. Colours are
reduced to a palette, so that the repository stays small.
"""

import io
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.e2e.conftest import SWITCHES, chromium, enter
from tracker.demo.people import PASSWORD

IMAGES = Path(__file__).parents[2] / "docs" / "images"
DESK, PHONE = (1366, 900), (390, 900)
COLOURS = 160

# Invented, as all of 示例县, with a few things that the reader of plans asks about.
DRAFT = """示例县冬季清洁取暖实施方案
示政发〔2025〕19号
为保障全县群众温暖过冬，结合我县实际，制定本方案。
一、改造供热设施
（一）改造老旧管网。2026年9月底前改造供热管网18公里，更换阀门60处。（牵头单位：县住建局；责任单位：县财政局、各乡镇人民政府）
（2）扩大集中供热。2026年10月底前新增集中供热面积30万平方米。（责任单位：县住建局、县发展改革局）
（三）做好农村取暖。对未通管网的村，逐户确定取暖方式，2026年8月底前完成登记。（责任单位：各乡镇人民政府、县农牧局）
二、保障困难群众
（一）发放取暖补贴。每年11月15日前，按每户不少于600元发放到位。（牵头单位：县民政局；责任单位：县财政局、县残联）
（二）开展入户走访。供暖期每月走访独居老人不少于2次，发现问题当日处置。
三、加强安全检查
（一）排查用气用电。2026年10月底前排查一遍，隐患整改率达到100%。（责任单位：县市场监管局、县应急局，各乡镇人民政府）
（二）及时报告情况。各乡镇每月25日前向县住建局报送进展。（责任单位：各乡镇人民政府）
"""


@dataclass(frozen=True)
class Picture:
    """A page as one reader sees it; `steps` are links to follow from it, each the first that the selector finds."""

    name: str
    login: str
    path: str
    steps: tuple[str, ...] = ()
    size: tuple[int, int] = DESK
    of_draft: bool = False


PICTURES = (
    Picture("board", "jingban", "/board"),
    Picture("grid", "jingban", "/board", ("main li:has-text('实施方案') a[href$='/grid']",)),
    Picture("timeline", "jingban", "/board", ("main li:has-text('实施方案') a[href$='/timeline']",)),
    Picture("ledger", "jingban", "/tasks"),
    Picture("task", "jingban", "/tasks?light=red", ("main .cell-title a",)),
    Picture("review", "jingban", "/reviews", ("main a.button-primary",)),
    Picture("report", "jingban", "/reports", ("main .rows a[href^='/reports/'], main td a, main th a",), (1366, 1100)),
    Picture("mine", "weijian", "/mine", size=PHONE),
    Picture("fill-in", "minzheng", "/mine?need=report", ("main .row-actions a >> nth=2",), (390, 1000)),
    Picture("approve", "fagai.fzr", "/approvals", size=PHONE),
    Picture("leader", "lingdao", "/board", size=PHONE),
    Picture("check", "jingban", "/plans", ("main a:has-text('清洁取暖')",), of_draft=True),
    Picture(
        "doubts", "jingban", "/plans", ("main a:has-text('清洁取暖')", "main a:has-text('逐处确认')"), (1366, 700), of_draft=True
    ),
)


def main(base: str, names: list[str]) -> None:
    """Take the pictures of these names, or all of them."""
    program = chromium()
    assert program, "no Chromium on this machine"
    wanted = [picture for picture in PICTURES if not names or picture.name in names]
    with sync_playwright() as play:
        # What the browser itself writes, such as in the field of a date, is Chinese too where its words are installed.
        browser = play.chromium.launch(
            executable_path=program, args=[*SWITCHES, "--lang=zh-CN"], env={**os.environ, "LANGUAGE": "zh_CN"}
        )
        for picture in wanted:
            if picture.of_draft:
                import_draft(browser, base)
            take(browser, base, picture)


def take(browser: Browser, base: str, picture: Picture) -> None:
    """One picture into its file."""
    page = opened(browser, base, picture.login, picture.size)
    page.goto(base + picture.path)
    for step in picture.steps:
        page.locator(step).first.click()
    page.wait_for_load_state("networkidle")
    shot = Image.open(io.BytesIO(page.screenshot()))
    shot.quantize(COLOURS, kmeans=2).save(IMAGES / f"{picture.name}.png", optimize=True)
    page.context.close()


def import_draft(browser: Browser, base: str) -> None:
    """Have a plan to look over; the same text again is the same plan."""
    page = opened(browser, base, "jingban", DESK)
    page.goto(f"{base}/plans/new")
    page.fill("main textarea", DRAFT)
    page.click("main form button[type=submit]")
    page.context.close()


def opened(browser: Browser, base: str, login: str, size: tuple[int, int]) -> Page:
    """A page on which that person has logged in and put the first steps away, whose card would push every page down."""
    width, height = size
    is_phone = width < 800
    page = browser.new_context(
        viewport={"width": width, "height": height}, is_mobile=is_phone, has_touch=is_phone, locale="zh-CN"
    ).new_page()
    enter(page, login, PASSWORD, base)
    page.goto(base)
    for button in page.locator(".tour button").all():
        button.click()
    page.goto(base)  # and the word that they are put away
    return page


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
