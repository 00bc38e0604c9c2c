"""The pages of the work calendar: what is known, what a notice would move, and loading it."""

import io
import re
from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from flask import Flask
from sqlalchemy import select

from tests import orders
from tests.factories import Factory
from tests.intake.test_calendar_texts import notice as notice_text
from tests.services.test_calendars import LATE, limits, load
from tests.services.test_calendars import SWAPPED as SWAPPED_YEAR
from tests.web.conftest import Browser, words
from tracker.clock import Clock
from tracker.models import Notice
from tracker.services import calendars

ClientAs = Callable[[str], Browser]
SWAPPED = notice_text(元旦="一、元旦：1月1日放假。1月3日（周日）上班。\n")


@pytest.fixture
def new_year(factory: Factory, app: Flask, monkeypatch: pytest.MonkeyPatch) -> int:
    """A task given out on the eve of 2027; the pages are looked at on that day, too."""
    monkeypatch.setattr(Clock, "now", lambda _: LATE)
    return factory.task(issue_at=LATE, due="2027-06-30")


def hand_in(browser: Browser, text: str, **over: Any) -> Any:
    browser.get("/calendars/new")
    return browser.post("/calendars/new", {"text": text, **over})


def follow(browser: Browser, address: str) -> Any:
    """The page at an address with a query."""
    return browser.get(urlsplit(address).path, **dict(parse_qsl(urlsplit(address).query)))


def test_a_pasted_notice_is_previewed_and_loaded(factory: Factory, client_as: ClientAs, new_year: int) -> None:
    director = client_as("director")
    answer = hand_in(director, SWAPPED)
    assert answer.status_code == 302
    page = follow(director, answer.headers["Location"])
    seen = words(page)
    assert "2027-01-03 周日 调休上班 1" in seen
    assert "2027-02-05 周五 至 2027-02-11 周四 休息 7" in seen
    assert "会变动的期限（2 项）" in seen
    assert "增加托位供给" in seen
    assert "县卫生健康局 签收期限 2026-12-30 起 3 个工作日 2027-01-05 2027-01-04" in seen
    assert {str(one) for one in limits(factory)["assignment"]} == {"2027-01-05"}
    done = confirm(director, page)
    assert "已载入2027年放假安排，调整期限 2 项，已通知有关单位。" in words(done)
    assert "林主任载入" in words(done)
    assert {str(one) for one in limits(factory)["assignment"]} == {"2027-01-04"}
    assert "由2027-01-05改为2027-01-04" in words(client_as("liaison").get(f"/tasks/{new_year}"))


def test_the_button_says_how_many_limits_move_and_how_many_people_are_told(
    factory: Factory, client_as: ClientAs, new_year: int
) -> None:
    director = client_as("director")
    page = follow(director, hand_in(director, SWAPPED).headers["Location"])
    promised = re.search(r"改写 2 项期限，每项都记入操作记录，通知 (\d+) 人。", words(page))
    assert promised
    confirm(director, page)
    with factory.database.reading() as session:
        told = session.scalars(select(Notice.user_id).where(Notice.key.like("calendar:%"))).all()
        assert int(promised[1]) == len(set(told) - {None})


def test_where_no_limit_moves_no_message_is_promised(client_as: ClientAs, new_year: int) -> None:
    director = client_as("director")
    page = words(follow(director, hand_in(director, notice_text()).headers["Location"]))
    assert "确认后立即生效。没有期限变动，不发消息。" in page
    assert "通知 " not in page.split("确认载入", 1)[1]


def test_a_year_that_is_loaded_is_compared_day_by_day(client_as: ClientAs, new_year: int) -> None:
    director = client_as("director")
    confirm(director, follow(director, hand_in(director, SWAPPED).headers["Location"]))
    other = notice_text(元旦="一、元旦：1月1日放假。\n", 端午="五、端午节：6月9日至6月10日放假，共2天。\n").replace("99号", "100号")
    page = words(follow(director, hand_in(director, other).headers["Location"]))
    assert "2027-01-03 周日 调休上班 休息 2027-06-10 周四 上班 放假 读出的日期" in page
    assert "（国办发明电〔2026〕99号）改为" in page


def test_of_a_year_that_is_the_same_nothing_is_to_be_loaded(client_as: ClientAs, new_year: int) -> None:
    director = client_as("director")
    confirm(director, follow(director, hand_in(director, SWAPPED).headers["Location"]))
    page = words(follow(director, hand_in(director, SWAPPED).headers["Location"]))
    assert "与现有安排完全相同" in page
    assert "确认载入" not in page


def confirm(browser: Browser, page: Any) -> Any:
    """The answer to the button of a preview."""
    found = re.search(r'name="mark" type="hidden" value="(\w+)"', page.get_data(as_text=True))
    assert found
    return browser.post(page.request.full_path, {"mark": found[1]}, follow=True)


def test_what_has_moved_since_the_preview_is_shown_again(factory: Factory, client_as: ClientAs, new_year: int) -> None:
    director = client_as("director")
    page = follow(director, hand_in(director, SWAPPED).headers["Location"])
    factory.task(issue_at=LATE)
    answer = confirm(director, page)
    assert answer.status_code == 409
    assert "预览以后又有期限发生变动" in words(answer)
    assert "会变动的期限（4 项）" in words(answer)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "请选择文件，或者在下面粘贴通知全文。"),
        ("明年的假期", "没有读出放假安排"),
        (notice_text(端午="五、端午节：6月9日放假，共3天。\n"), "“6月9日”写明共 3 天，按日期数是 1 天"),
        (notice_text().replace("2027年", "2037年", 1), "2037-01-01 是星期四，通知里写的是星期五"),
    ],
)
def test_a_text_that_cannot_be_read_comes_back_with_one_sentence(
    client_as: ClientAs, new_year: int, text: str, sentence: str
) -> None:
    answer = hand_in(client_as("director"), text)
    assert answer.status_code in (400, 409)
    assert sentence in words(answer)


def test_a_file_that_cannot_be_read_comes_back_with_one_sentence(client_as: ClientAs, new_year: int) -> None:
    answer = hand_in(client_as("director"), "", file=(io.BytesIO(b"year: 2027\nholidays: ["), "2027.yaml"))
    assert answer.status_code == 409
    assert "YAML 第 2 行的写法有误" in words(answer)


def test_the_board_says_which_year_is_missing(factory: Factory, client_as: ClientAs, new_year: int) -> None:
    sentence = "2027年的放假安排还没有载入，落在这一年的工作日期限暂按法定节日预估，载入后会重新计算。"
    assert f"{sentence} 载入放假安排" in words(client_as("director").get("/board"))
    assert f"{sentence} 请联系办公室主任载入。" in words(client_as("clerk").get("/board"))
    assert sentence not in words(client_as("leader").get("/board"))


def test_the_board_says_nothing_while_both_years_are_known(client_as: ClientAs) -> None:
    assert "还没有载入" not in words(client_as("director").get("/board"))


@pytest.mark.parametrize("who", ["clerk", "liaison", "leader", "system_admin"])
def test_everybody_who_keeps_limits_may_look_a_day_up_but_not_load(client_as: ClientAs, who: str) -> None:
    browser = client_as(who)
    seen = words(browser.get("/calendars", year=2025))
    assert "2025-10-01 周三 至 2025-10-08 周三 休息 8" in seen
    assert "载入放假安排" not in seen
    assert browser.get("/calendars/new").status_code == 403


def test_a_year_without_a_notice_says_that_it_is_estimated(client_as: ClientAs) -> None:
    assert "只按法定节日预估，没有调休" in words(client_as("clerk").get("/calendars", year=2027))


def test_a_director_of_some_places_only_is_told_who_may(factory: Factory, client_as: ClientAs) -> None:
    factory.task(outside=True)
    director = client_as("director")
    assert "须由管辖范围覆盖全部地区的办公室主任载入" in words(director.get("/calendars/new"))
    assert "载入放假安排" not in words(director.get("/calendars"))


def test_an_address_that_names_no_notice_leads_back(client_as: ClientAs) -> None:
    answer = client_as("director").get("/calendars/preview", year="x")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/calendars/new")


def test_the_preview_sends_as_many_statements_for_many_limits_as_for_one(
    factory: Factory, client_as: ClientAs, new_year: int, statements: Callable[[], Any]
) -> None:
    director = client_as("director")
    address = hand_in(director, SWAPPED).headers["Location"]
    with statements() as one:
        follow(director, address)
    for _ in range(3):
        factory.task(issue_at=LATE)
    with statements() as many:
        follow(director, address)
    assert len(many) == len(one)


def test_pages_read_the_calendar_once(client_as: ClientAs, statements: Callable[[], Any]) -> None:
    clerk = client_as("clerk")
    with statements() as sent:
        clerk.get("/tasks")
    assert len([one for one in sent if "calendar_year" in one]) == 1


def test_a_limit_in_a_year_without_a_notice_is_marked_until_the_notice_is_loaded(
    factory: Factory, client_as: ClientAs, new_year: int
) -> None:
    seen = words(client_as("liaison").get("/mine"))
    assert "请于 2027-01-05 前签收 预估" in seen
    load(factory)
    assert "请于 2027-01-04 前签收 预估" not in words(client_as("liaison").get("/mine"))


def test_only_a_counted_limit_of_an_order_is_marked(factory: Factory, client_as: ClientAs, new_year: int) -> None:
    counted = orders.issue(factory, new_year, now=LATE, reply_due_on=None, reply_days=3)
    by_hand = orders.issue(factory, new_year, "joint_liaison", now=LATE, reply_due_on=date(2027, 1, 5))
    clerk = client_as("clerk")
    assert "请于 2027-01-05 前书面答复办理情况。 预估" in words(clerk.get(f"/orders/{counted}"))
    assert "预估" not in words(clerk.get(f"/orders/{by_hand}"))


def test_a_year_that_a_release_brought_is_offered_to_be_counted(
    factory: Factory, client_as: ClientAs, new_year: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file of the year came with the program: the calendar has it at once, the limits wait for the director's word."""
    brought = {**calendars.shipped_notices(), 2027: SWAPPED_YEAR}
    monkeypatch.setattr(calendars, "shipped_notices", lambda: brought)
    director = client_as("director")
    seen = words(director.get("/calendars", year=2027))
    assert "有 2 项期限还是按预估算的，与这一年的放假安排不一致。 核对并重新计算" in seen
    load(factory)
    assert "不一致" not in words(director.get("/calendars", year=2027))
