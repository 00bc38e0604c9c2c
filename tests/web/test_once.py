"""A form pressed twice: what would be a second paper is not made, what was refused may be sent again."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from tests.factories import Factory
from tests.web.conftest import Browser, words
from tests.web.test_orders import order_form
from tracker.db import Database
from tracker.models import Report, SupervisionOrder

pytestmark = pytest.mark.databases("sqlite")

ClientAs = Callable[[str], Browser]


def count(database: Database, kind: type) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(kind)) or 0


def test_an_order_sent_twice_at_once_is_one_order(factory: Factory, database: Database, client_as: ClientAs) -> None:
    office, address = client_as("clerk"), f"/tasks/{factory.acknowledged()}/orders/new"
    first = office.post(address, order_form(factory))
    second = office.post(address, order_form(factory))
    assert second.headers["Location"] == first.headers["Location"]
    assert "刚才已经提交，没有重复办理" in words(office.get(second.headers["Location"]))
    assert count(database, SupervisionOrder) == 1


def test_another_order_right_after_is_another(factory: Factory, database: Database, client_as: ClientAs) -> None:
    office, address = client_as("clerk"), f"/tasks/{factory.acknowledged()}/orders/new"
    office.post(address, order_form(factory))
    office.post(address, order_form(factory, demand="请补充说明。"))
    assert count(database, SupervisionOrder) == 2


def test_what_was_refused_can_be_sent_again(factory: Factory, database: Database, client_as: ClientAs) -> None:
    office, address = client_as("clerk"), f"/tasks/{factory.acknowledged()}/orders/new"
    for _attempt in range(2):
        assert "请写明理由" in words(office.post(address, order_form(factory, level="red")))
    assert count(database, SupervisionOrder) == 0


def test_a_report_asked_for_twice_at_once_is_one_draft(factory: Factory, database: Database, client_as: ClientAs) -> None:
    plan_id = factory.plan_of(factory.acknowledged())
    office = client_as("clerk")
    for _press in range(2):
        assert office.post(f"/plans/{plan_id}/reports/new", {"as_of": "2025-03-10"}).status_code == 302
    assert count(database, Report) == 1
