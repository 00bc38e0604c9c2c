"""Forms taken away as Word and PDF: what they say, who gets them, and that it is kept in the history."""

import io
from collections.abc import Callable
from datetime import date

import docx
import pdfplumber
from sqlalchemy import select

from tests.factories import Factory
from tests.orders import ITEM, issue
from tests.services.test_extensions import granted
from tests.web.conftest import Browser, words
from tracker.models import Event, IssueNotice
from tracker.rules.statuses import OrderKind

ClientAs = Callable[[str], Browser]


def texts(data: bytes) -> str:
    """All that a Word file says, in tables too."""
    return "".join(docx.Document(io.BytesIO(data)).element.body.itertext())


def of_pdf(data: bytes) -> str:
    with pdfplumber.open(io.BytesIO(data)) as file:
        return "".join(page.extract_text() or "" for page in file.pages).replace("\n", "")


def test_an_order_is_taken_away_as_a_form(factory: Factory, client_as: ClientAs) -> None:
    order_id = issue(factory, factory.acknowledged(), items=[ITEM])
    office = client_as("clerk")
    assert f"/orders/{order_id}/sheet/pdf" in office.get(f"/orders/{order_id}").get_data(as_text=True)
    answer = office.get(f"/orders/{order_id}/sheet/docx")
    said = texts(answer.data)
    for part in ("〔2025〕1号", "督办事项", "请说明滞后原因，提出赶超措施。", "1. 公示收费标准", "2025年3月17日前"):
        assert part in said
    assert "%E7%9D%A3%E5%8A%9E%E5%8D%95" in answer.headers["Content-Disposition"]  # 督办单
    assert "请说明滞后原因，提出赶超措施。" in of_pdf(office.get(f"/orders/{order_id}/sheet/pdf").data)


def test_a_reminder_is_called_one(factory: Factory, client_as: ClientAs) -> None:
    order_id = issue(factory, factory.acknowledged(), kind=OrderKind.URGE)
    assert "催办事项" in texts(client_as("liaison").get(f"/orders/{order_id}/sheet/docx").data)


def test_a_notice_lists_the_tasks_with_a_receipt(factory: Factory, client_as: ClientAs) -> None:
    factory.acknowledged()
    with factory.database.reading() as session:
        notice = session.scalars(select(IssueNotice).order_by(IssueNotice.id)).first()
        assert notice is not None
        notice_id, title = notice.id, notice.items[0].title
    said = texts(client_as("clerk").get(f"/issue-notices/{notice_id}/sheet/docx").data)
    assert "交 办 通 知".replace(" ", "") in said.replace("\u2002", "")
    assert title in said
    assert "签收人" in said


def test_an_application_for_more_time_shows_both_limits_and_who_decided(factory: Factory, client_as: ClientAs) -> None:
    extension_id = granted(factory, factory.acknowledged(), date(2026, 1, 20))
    said = texts(client_as("clerk").get(f"/extensions/{extension_id}/sheet/docx").data)
    for part in ("原定时限", "申请延至2026年1月20日", "第1次申请", "同意延至2026年1月20日。"):
        assert part in said


def test_a_task_sheet_says_how_the_task_stands(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.acknowledged()
    issue(factory, task_id)
    said = texts(client_as("leader").get(f"/tasks/{task_id}/sheet/docx").data)
    for part in ("措施原文", "牵头单位", "县卫生健康局", "进度研判", "督办单〔2025〕1号", "截至2025年3月10日"):
        assert part in said


def test_taking_a_form_away_is_kept_in_the_history(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.acknowledged()
    client_as("liaison").get(f"/tasks/{task_id}/sheet/pdf")
    with factory.database.reading() as session:
        event = session.scalars(select(Event).where(Event.action == "download")).one()
        assert (event.subject, event.subject_id, event.data) == ("task", task_id, {"form": "pdf"})


def test_a_form_of_another_unit_or_kind_is_not_found(factory: Factory, client_as: ClientAs) -> None:
    order_id = issue(factory, factory.acknowledged())
    assert client_as("outside_liaison").get(f"/orders/{order_id}/sheet/pdf").status_code == 404
    answer = client_as("clerk").get(f"/orders/{order_id}/sheet/exe")
    assert answer.status_code == 404
    assert "可下载 Word 或 PDF" in words(answer)
