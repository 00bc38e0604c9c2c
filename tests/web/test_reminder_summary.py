"""提醒情况: the page of a month's reminders, its files, and the way from each figure to its rows."""

import csv
from collections.abc import Callable
from io import BytesIO, StringIO
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import update

from tests.factories import Factory, day
from tests.queries.test_reminder_summary import swept
from tests.web.conftest import Browser, words
from tracker.models import Assignment

ClientAs = Callable[[str], Browser]
PAGE = "/reminders/summary"


@pytest.fixture(autouse=True)
def march(factory: Factory) -> int:
    """A task due on 7 March; its lead was done after the first reminder, the other unit is not yet."""
    task_id = factory.acknowledged(due="2025-03-07")
    with factory.database.transaction() as session:
        session.execute(update(Assignment).values(reported_through="2025-12"))
    swept(factory.database, (2025, 3, 6))
    factory.accepted(task_id, "liaison", percent=100, now=day(2025, 3, 6, 15))
    swept(factory.database, (2025, 3, 7), (2025, 3, 10))
    return task_id


@pytest.mark.parametrize("who", ["clerk", "director", "leader"])
def test_the_office_and_leaders_read_what_came_of_each_matter(client_as: ClientAs, who: str) -> None:
    seen = words(client_as(who).get(PAGE, month="2025-03"))
    assert "2025年3月提醒情况" in seen
    assert "当月提醒事项 2 项" in seen
    assert "首次提醒后、再次提醒前办结的占 50%" in seen
    assert "提醒当天办结" in seen
    assert "尚未办结" in seen


@pytest.mark.parametrize("who", ["liaison", "unit_head", "auditor"])
def test_units_and_administrators_do_not(client_as: ClientAs, who: str) -> None:
    assert client_as(who).get(PAGE).status_code == 403
    assert client_as(who).get(f"{PAGE}/files/csv").status_code == 403


def test_a_figure_leads_to_its_matters_and_a_matter_to_its_messages(client_as: ClientAs, factory: Factory) -> None:
    browser = client_as("clerk")
    unit_id = factory.cast.unit_id("joint_liaison")
    found = words(browser.get(PAGE, month="2025-03", outcome="open", unit=unit_id))
    assert "共 1 项" in found
    page = browser.get(PAGE, month="2025-03", unit=unit_id).get_data(as_text=True)
    link = page.split('href="/reminders?matter=')[1].split('"')[0]
    messages = words(browser.get("/reminders", matter=link))
    assert "共 3 条" in messages
    assert "同一事项" in messages


def test_a_leader_is_shown_no_way_to_messages_that_he_may_not_read(client_as: ClientAs) -> None:
    assert "/reminders?matter=" not in client_as("leader").get(PAGE, month="2025-03").get_data(as_text=True)


def test_the_files_name_the_message_and_the_event_behind_each_matter(client_as: ClientAs) -> None:
    browser = client_as("clerk")
    text = browser.get(f"{PAGE}/files/csv", month="2025-03").get_data().decode("utf-8-sig")
    rows = list(csv.reader(StringIO(text)))
    matters = rows[rows.index([]) + 2 :]
    assert [(row[0], row[8]) for row in matters] == [("县卫生健康局", "首次提醒后办结"), ("县民政局", "尚未办结")]
    assert all(row[14] for row in matters)
    assert [bool(row[15]) for row in matters] == [True, False]
    book = CalamineWorkbook.from_filelike(BytesIO(browser.get(f"{PAGE}/files/xlsx", month="2025-03").get_data()))
    assert [row[0] for row in book.get_sheet_by_name("按单位").to_python()] == ["单位", "县卫生健康局", "县民政局"]
    assert browser.get(f"{PAGE}/files/pdf").status_code == 404


@pytest.mark.parametrize("asked", [{"month": "2025-13"}, {"month": "2099-01"}, {"unit": "x", "outcome": "none", "plan": "9" * 30}])
def test_nonsense_in_the_address_counts_for_nothing(client_as: ClientAs, asked: dict[str, str]) -> None:
    assert "2025年3月提醒情况" in words(client_as("clerk").get(PAGE, **asked))


def test_a_month_without_reminders_says_so(client_as: ClientAs) -> None:
    assert "这个月没有提醒" in words(client_as("clerk").get(PAGE, month="2024-01"))


def test_the_page_sends_as_many_statements_for_many_matters(
    client_as: ClientAs,
    factory: Factory,
    statements: Callable[[], Any],
) -> None:
    browser = client_as("clerk")
    browser.get(PAGE)
    with statements() as few:
        browser.get(PAGE)
    for _ in range(4):
        factory.acknowledged(due="2025-03-11")
    swept(factory.database, (2025, 3, 10))
    with statements() as many:
        assert "当月提醒事项 18 项" in words(browser.get(PAGE))
    assert len(many) == len(few)
