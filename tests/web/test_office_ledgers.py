"""A ledger that an office kept before becomes a draft plan: its columns are told once, and remembered."""

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from sqlalchemy import select

from tests.factories import Factory
from tests.web.conftest import Browser, words
from tracker.models import Assignment, Plan, Task, Unit

pytestmark = pytest.mark.databases("sqlite")

HEADS = ["编号", "干什么", "谁来干", "谁配合", "啥时候完成", "电话"]
KINDS = {"kind-0": "label", "kind-1": "title", "kind-2": "lead", "kind-3": "supporting", "kind-4": "due", "kind-5": ""}


def kept_ledger(*rows: list[Any]) -> bytes:
    """An office's own ledger, with a title above its head."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.append(["示例县 2025 年重点工作台账"])
    sheet.merge_cells("A1:F1")
    for row in (HEADS, *rows):
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


ROWS = (
    ["一、托育服务"],
    [1, "增加普惠托位供给", "县卫生健康局", "县民政局\n县教育局", "2025年12月31日", "0000-12345"],
    [2, "开展家庭照护指导", "县民政局", "县卫生健康局", "长期坚持", None],
)


def uploaded(browser: Browser, data: bytes, name: str = "2025台账.xlsx") -> Any:
    browser.get("/plans/new/ledger")
    return browser.post("/plans/new/ledger", {"ledger": (io.BytesIO(data), name)}, follow=True)


def test_an_offices_ledger_becomes_a_draft_plan(client_as: Callable[[str], Browser], factory: Factory) -> None:
    browser = client_as("clerk")
    page = uploaded(browser, kept_ledger(*ROWS))
    assert "示例县 2025 年重点工作台账" in page.get_data(as_text=True)
    assert "增加普惠托位供给" in words(page)
    answer = browser.post(page.request.path, {"title": "示例县重点工作", **KINDS})
    assert answer.status_code == 302, words(answer)
    assert "/check" in answer.headers["Location"] or "/plans/" in answer.headers["Location"]
    with factory.database.reading() as session:
        plan = session.scalars(select(Plan).where(Plan.title == "示例县重点工作")).one()
        tasks = {task.title: task for task in session.scalars(select(Task).where(Task.plan_id == plan.id))}
        assert set(tasks) == {"增加普惠托位供给", "开展家庭照护指导"}
        assert str(tasks["增加普惠托位供给"].due_on) == "2025-12-31"
        assert tasks["开展家庭照护指导"].is_ongoing
        query = select(Unit.name, Assignment.role).join(Assignment, Assignment.unit_id == Unit.id)
        units = {tuple(row) for row in session.execute(query.where(Assignment.task_id == tasks["增加普惠托位供给"].id))}
        assert units == {("县卫生健康局", "lead"), ("县民政局", "supporting"), ("县教育局", "supporting")}


def test_what_the_columns_hold_is_told_once(client_as: Callable[[str], Browser]) -> None:
    browser = client_as("clerk")
    page = uploaded(browser, kept_ledger(*ROWS))
    assert 'value="lead" selected' not in page.get_data(as_text=True)
    browser.post(page.request.path, {"title": "示例县重点工作", **KINDS})
    again = uploaded(browser, kept_ledger(*ROWS, [3, "建设示范机构", "县教育局", None, "2025年6月底", None]), "下半年.xlsx")
    assert 'value="lead" selected' in again.get_data(as_text=True)


def test_a_ledger_without_tasks_or_units_is_asked_for(client_as: Callable[[str], Browser]) -> None:
    browser = client_as("clerk")
    page = uploaded(browser, kept_ledger(*ROWS))
    answer = browser.post(page.request.path, {"title": "示例县重点工作", **KINDS, "kind-2": "", "kind-3": ""})
    assert answer.status_code == 422
    assert "请指明哪一列是任务" in words(answer)
    assert 'value="title" selected' in answer.get_data(as_text=True), "what was chosen stays chosen"


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", "一段文字，没有表格。".encode(), kept_ledger()])
def test_what_is_no_ledger_gets_one_sentence(client_as: Callable[[str], Browser], data: bytes) -> None:
    page = uploaded(client_as("clerk"), data, "" if not data else "台账.xlsx")
    assert page.status_code in (400, 422)
    assert "请" in words(page)


def test_another_places_office_does_not_see_it(client_as: Callable[[str], Browser]) -> None:
    page = uploaded(client_as("clerk"), kept_ledger(*ROWS))
    assert client_as("outside_clerk").get(page.request.path).status_code == 404
    assert client_as("liaison").get("/plans/new/ledger").status_code == 403
