"""The page of search: words and numbers, marked where they stand, safe whatever was written, by every reader without script."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from tests import orders as made_orders
from tests.factories import Factory
from tests.web.conftest import Browser, words
from tracker.models import Evidence, IssueNotice, Plan, SupervisionOrder
from tracker.rules.statuses import OrderKind

ClientAs = Callable[[str], Browser]


def test_all_kinds_are_shown_together_with_where_they_stand(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.acknowledged(text="推进选址论证。")
    update_id = factory.submitted(task_id, narrative="完成选址论证三处。")
    page = client_as("clerk").get("/search", q="选址论证")
    body = page.get_data(as_text=True)
    assert f'href="/tasks/{task_id}"' in body
    assert f'href="/updates/{update_id}"' in body
    assert "完成<mark>选址论证</mark>三处" in body.replace("\n", "")
    seen = words(page)
    assert "县卫生健康局：2025年3月" in seen
    assert "示例县托育服务实施方案" in seen


def test_drafts_are_told_from_what_has_been_given_out_and_nothing_is_said_of_what_nobody_supervises(
    factory: Factory, client_as: ClientAs
) -> None:
    factory.acknowledged(text="推进选址论证。")
    clerk = client_as("clerk")
    assert "推进中" in words(clerk.get("/search", q="选址论证"))
    factory.task(text="组织岗位培训。", issue_at=None)
    assert "草稿" in words(clerk.get("/search", q="岗位培训"))
    factory.task(text="开展入户宣传。", supervise=False)
    seen = words(clerk.get("/search", q="入户宣传"))
    assert [word for word in ("草稿", "已交办", "推进中") if word in seen] == []


def test_a_file_leads_to_itself_and_to_the_report_that_cites_it(factory: Factory, client_as: ClientAs) -> None:
    update_id = factory.submitted(factory.acknowledged())
    with factory.database.reading() as session:
        file_id = session.scalars(select(Evidence.id)).one()
    body = client_as("clerk").get("/search", q="验收单").get_data(as_text=True)
    assert f'href="/evidence/{file_id}"' in body
    assert f'href="/updates/{update_id}"' in body


def test_what_was_written_is_never_markup(factory: Factory, client_as: ClientAs) -> None:
    factory.submitted(factory.acknowledged(), narrative='选址论证<script>alert("1")</script><b>完成</b>。')
    body = client_as("clerk").get("/search", q='选址论证 <b>完成"').get_data(as_text=True)
    assert "<script>alert" not in body
    assert "<b>" not in body
    body = client_as("clerk").get("/search", q="选址论证").get_data(as_text=True)
    assert "<mark>选址论证</mark>&lt;script&gt;" in body


@pytest.mark.parametrize("asked", ["托", "托 位", "（", '"', "%", "' OR 1=1 --", "*", "NEAR(", "托位 AND", "\x00", "一" * 300])
def test_whatever_is_typed_gets_a_page(factory: Factory, client_as: ClientAs, asked: str) -> None:
    factory.task()
    assert client_as("clerk").get("/search", q=asked).status_code == 200


def test_one_character_is_answered_with_what_to_do(factory: Factory, client_as: ClientAs) -> None:
    seen = words(client_as("clerk").get("/search", q="托"))
    assert "请至少写两个相邻的字" in seen
    assert "没有找到" not in seen


def test_nothing_found_says_what_to_do(factory: Factory, client_as: ClientAs) -> None:
    assert "换一个说法" in words(client_as("clerk").get("/search", q="高速铁路"))
    assert "怎样检索" in words(client_as("clerk").get("/search"))


def test_others_find_nothing(factory: Factory, client_as: ClientAs) -> None:
    factory.submitted(factory.acknowledged(), narrative="完成选址论证。")
    for who in ("other_liaison", "outside_clerk", "outside_liaison"):
        assert "没有找到" in words(client_as(who).get("/search", q="选址论证")), who
    assert client_as("auditor").get("/search", q="选址论证").status_code == 403


def test_one_kind_comes_in_pages(factory: Factory, client_as: ClientAs, monkeypatch: pytest.MonkeyPatch) -> None:
    tasks = [factory.task() for _ in range(7)]
    browser = client_as("clerk")
    assert "查看全部" in words(browser.get("/search", q="托位"))
    monkeypatch.setattr("tracker.web.search.ON_A_PAGE", 3)
    first, last = browser.get("/search", q="托位", kind="task"), browser.get("/search", q="托位", kind="task", page=3)
    assert "共 7 项，第 1 / 3 页" in words(first)
    assert f'href="/tasks/{tasks[-1]}"' in first.get_data(as_text=True)
    assert f'href="/tasks/{tasks[0]}"' in last.get_data(as_text=True)
    monkeypatch.setattr("tracker.queries.search.MOST", 5)
    assert "只列出最新的 5 项" in words(browser.get("/search", q="托位", kind="task"))


def test_the_number_of_an_order_opens_it(factory: Factory, client_as: ClientAs) -> None:
    order_id = made_orders.issue(factory, factory.acknowledged())
    with factory.database.reading() as session:
        order = session.get_one(SupervisionOrder, order_id)
        number = f"{'催办单' if order.kind is OrderKind.URGE else '督办单'}〔{order.year}〕{order.number}号"
    for who in ("clerk", "liaison"):
        assert client_as(who).get("/search", q=number).headers["Location"] == f"/orders/{order_id}"
    assert "没有找到" in words(client_as("outside_clerk").get("/search", q=number))


def test_the_number_of_a_notice_opens_it(factory: Factory, client_as: ClientAs) -> None:
    factory.task()
    with factory.database.reading() as session:
        notice = session.scalars(select(IssueNotice).where(IssueNotice.unit_id == factory.cast.unit_id("liaison"))).one()
    asked = f"交办通知〔{notice.year}〕{notice.number}号"
    assert client_as("clerk").get("/search", q=asked).headers["Location"].endswith(f"/{notice.id}")


def test_the_number_of_a_document_opens_its_plan(factory: Factory, client_as: ClientAs) -> None:
    plan_id = factory.plan()
    with factory.database.transaction() as session:
        session.get_one(Plan, plan_id).document_number = "示政办发〔2025〕18号"
    for asked in ("示政办发〔2025〕18号", "示政办发〔２０２５〕１８号"):
        assert client_as("clerk").get("/search", q=asked).headers["Location"] == f"/plans/{plan_id}"


def test_the_number_of_a_task_opens_it_where_only_one_bears_it(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.task()
    browser = client_as("clerk")
    assert browser.get("/search", q="（一）").headers["Location"] == f"/tasks/{task_id}"
    second = factory.task()
    both = browser.get("/search", q="(一)").get_data(as_text=True)
    assert f'href="/tasks/{task_id}"' in both
    assert f'href="/tasks/{second}"' in both


def test_the_box_stands_on_every_page_and_keeps_what_was_typed(factory: Factory, client_as: ClientAs) -> None:
    browser = client_as("liaison")
    assert 'action="/search"' in browser.get("/tasks").get_data(as_text=True)
    assert browser.get("/search", q="托位").get_data(as_text=True).count('value="托位"') == 1
    assert 'action="/search"' not in client_as("system_admin").get("/people").get_data(as_text=True)


def test_a_page_costs_the_same_however_much_is_found(factory: Factory, client_as: ClientAs, statements: Any) -> None:
    factory.submitted(factory.acknowledged())
    browser = client_as("clerk")
    browser.get("/search", q="托位")
    with statements() as few:
        browser.get("/search", q="托位")
    for _ in range(4):
        factory.submitted(factory.acknowledged())
    with statements() as many:
        browser.get("/search", q="托位")
    assert len(many) == len(few)
