"""How a task stood on a past day: what its page said then, whatever happened since."""

from collections.abc import Callable

import pytest

from tests import orders
from tests.factories import Factory, day
from tests.web.conftest import Browser, words

ClientAs = Callable[[str], Browser]


def past(browser: Browser, task_id: int, on: str) -> str:
    return words(browser.get(f"/tasks/{task_id}/past", day=on)).split("查看", 1)[1]


def test_a_past_day_shows_what_was_true_that_night(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.task(issue_at=day(2025, 2, 17))
    factory.acknowledge(task_id, now=day(2025, 3, 3))
    factory.acknowledge(task_id, "joint_liaison", now=day(2025, 3, 6))
    orders.issue(factory, task_id, now=day(2025, 3, 7))
    clerk = client_as("clerk")
    assert "还没有交办" in past(clerk, task_id, "2025-02-16")
    assert "已交办" in past(clerk, task_id, "2025-03-02")
    then = past(clerk, task_id, "2025-03-05")
    assert "推进中" in then
    assert "县卫生健康局 牵头 已签收" in then
    assert "县民政局 责任 待签收" in then
    assert "督办单" not in then
    assert "督办单〔2025〕1号" in past(clerk, task_id, "2025-03-07")
    assert "督办单" not in past(client_as("joint_liaison"), task_id, "2025-03-07")


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ("2030-01-01", "2030-01-01 还没有到，看不到那一天的情况。请选择今天或者以前的日期。"),
        ("2025年", "“2025年”不是日期，请写成 2025-03-10 的形式。"),
    ],
)
def test_a_day_that_cannot_be_looked_at_is_refused_beside_what_was_given(
    factory: Factory, client_as: ClientAs, given: str, sentence: str
) -> None:
    answer = client_as("clerk").get(f"/tasks/{factory.acknowledged()}/past", day=given)
    assert answer.status_code == 400
    assert sentence in words(answer)
    assert f'value="{given}"' in answer.get_data(as_text=True)
    assert "承办单位" not in words(answer)


@pytest.mark.parametrize("who", ["other_liaison", "outside_clerk"])
def test_whose_task_it_is_not_sees_no_past_of_it(factory: Factory, client_as: ClientAs, who: str) -> None:
    assert client_as(who).get(f"/tasks/{factory.acknowledged()}/past").status_code == 404


def test_the_page_of_a_task_leads_there(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.acknowledged()
    assert f"/tasks/{task_id}/past" in client_as("liaison").get(f"/tasks/{task_id}").get_data(as_text=True)
