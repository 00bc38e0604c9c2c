"""Looking back at closed tasks in the browser."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from tests.factories import Factory
from tests.services.test_rechecks import planned
from tests.web.conftest import Browser, words
from tracker.models import Closure, Recheck

ClientAs = Callable[[str], Browser]
pytestmark = pytest.mark.databases("sqlite")
FOUND = {"method": "visit", "verified_by": "陈经办", "verified_on": "2025-03-10", "finding": "走访群众，托位正常使用。"}


def test_the_office_finds_it_on_the_list_and_records_that_it_holds(factory: Factory, client_as: ClientAs) -> None:
    recheck_id = planned(factory)
    clerk = client_as("clerk")
    seen = words(clerk.get("/rechecks"))
    assert "增加托位供给" in seen
    assert "2025-06-10 待回头看" in seen
    assert "没有符合条件的回头看" in words(clerk.get("/rechecks", due="yes"))
    said = words(clerk.post(f"/rechecks/{recheck_id}/result", {"result": "confirm", **FOUND}, follow=True))
    assert "已登记回头看结果，维持销号" in said
    assert "成效巩固" in said
    assert "走访群众，托位正常使用。" in said
    assert "办理人 陈经办 办理时间 2025-03-10" in words(clerk.get(f"/rechecks/{recheck_id}"))
    assert "成效巩固 陈经办 2025-03-10" in words(clerk.get("/rechecks"))


def test_a_rebound_is_the_directors_to_record(factory: Factory, client_as: ClientAs) -> None:
    recheck_id = planned(factory)
    clerk = client_as("clerk")
    assert "请提请办公室主任登记" in words(clerk.get(f"/rechecks/{recheck_id}"))
    assert clerk.post(f"/rechecks/{recheck_id}/result", {"result": "rebound", **FOUND}).status_code == 400
    director = client_as("director")
    said = words(director.post(f"/rechecks/{recheck_id}/result", {"result": "rebound", **FOUND}, follow=True))
    assert "已撤销销号，任务重新办理" in said
    assert "推进中" in said


def test_a_look_back_is_given_up_with_a_reason(factory: Factory, client_as: ClientAs) -> None:
    recheck_id = planned(factory)
    clerk = client_as("clerk")
    assert clerk.post(f"/rechecks/{recheck_id}/withdraw", {"reason": ""}).status_code == 400
    assert "已取消这次回头看" in words(clerk.post(f"/rechecks/{recheck_id}/withdraw", {"reason": "已移交"}, follow=True))


def test_it_is_planned_after_the_closing_too(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.closed()
    with factory.database.reading() as session:
        closure_id = session.scalars(select(Closure.id).where(Closure.task_id == task_id)).one()
    said = client_as("clerk").post(f"/closures/{closure_id}/recheck", {"due_on": "2025-06-10"}, follow=True)
    assert "已安排回头看" in words(said)
    with factory.database.reading() as session:
        assert session.scalars(select(Recheck.task_id)).all() == [task_id]


@pytest.mark.parametrize("due_on", ["2025-03-10", "2025-03-01"])
def test_a_day_that_is_no_later_day_is_refused_beside_what_was_typed(factory: Factory, client_as: ClientAs, due_on: str) -> None:
    task_id = factory.closed()
    with factory.database.reading() as session:
        closure_id = session.scalars(select(Closure.id).where(Closure.task_id == task_id)).one()
    answer = client_as("clerk").post(f"/closures/{closure_id}/recheck", {"due_on": due_on})
    assert answer.status_code == 400
    assert "回头看的日期须晚于今天，请改正日期。" in words(answer)
    assert f'value="{due_on}"' in answer.get_data(as_text=True)


def test_the_sheet_says_what_the_closing_rests_on(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.closed()
    with factory.database.reading() as session:
        closure_id = session.scalars(select(Closure.id).where(Closure.task_id == task_id)).one()
    seen = words(client_as("liaison").get(f"/closures/{closure_id}/sheet"))
    assert "目标已全部完成。" in seen
    assert "现场核查：现场核查属实。" in seen
    assert "事实清楚 √" in seen
    assert client_as("other_liaison").get(f"/closures/{closure_id}/sheet").status_code == 404


def test_the_list_costs_the_same_with_many(factory: Factory, client_as: ClientAs, statements: Any) -> None:
    planned(factory)
    clerk = client_as("clerk")
    clerk.get("/rechecks")
    with statements() as few:
        clerk.get("/rechecks")
    for _ in range(3):
        planned(factory)
    with statements() as many:
        clerk.get("/rechecks")
    assert len(many) == len(few)
