"""A second edition in the browser: choose the plan before, compare, pair anew, confirm; what plan and task say afterwards."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from tests.factories import Factory, parsed_measure
from tests.services.test_editions import NEW, OLD, task_of, two_editions
from tests.web.conftest import Browser, words
from tracker.models import Plan, Task
from tracker.rules.statuses import PlanState

ClientAs = Callable[[str], Browser]


def measures_of(factory: Factory, plan_id: int) -> dict[str, int]:
    """The plan's measures by title."""
    with factory.database.reading() as session:
        return dict(session.execute(select(Task.title, Task.measure_id).where(Task.plan_id == plan_id)).all())  # type: ignore[arg-type]


def confirm(browser: Browser, new_id: int, old_id: int, **query: Any) -> Any:
    """Look at the page that says what will happen, and send what it holds."""
    path = f"/plans/{new_id}/editions/{old_id}/adopt"
    page = browser.get(path, **query).get_data(as_text=True)
    sent = dict(re.findall(r'name="(seen|pairs|replace)" value="([^"]*)"', page))
    return browser.post(path, sent, follow=True)


def test_a_draft_of_a_like_title_is_offered_on_its_check_page(factory: Factory, client_as: ClientAs) -> None:
    old_id, new_id = two_editions(factory)
    page = client_as("clerk").get(f"/plans/{new_id}/check")
    assert "与原方案比对" in words(page)
    assert f'/plans/{new_id}/editions/{old_id}"' in page.get_data(as_text=True)


def test_the_plans_in_force_are_listed_to_choose_from(factory: Factory, client_as: ClientAs) -> None:
    old_id, new_id = two_editions(factory)
    factory.plan(outside=True)
    page = client_as("clerk").get(f"/plans/{new_id}/editions")
    assert page.get_data(as_text=True).count("逐条比对</a>") == 1
    assert f"/plans/{new_id}/editions/{old_id}" in page.get_data(as_text=True)
    assert "标题相近" in words(page)


def test_both_wordings_stand_side_by_side_with_what_changed_marked(factory: Factory, client_as: ClientAs) -> None:
    old_id, new_id = two_editions(factory)
    page = client_as("clerk").get(f"/plans/{new_id}/editions/{old_id}").get_data(as_text=True)
    assert "<del>4.5</del>" in page
    assert "<ins>5.5</ins>" in page
    seen = words(client_as("clerk").get(f"/plans/{new_id}/editions/{old_id}"))
    assert "全部 4" in seen
    assert "改写 2" in seen
    assert "位置有变" in seen
    assert "2025-12-31 2026-06-30" in seen
    assert "牵头单位 县卫生健康局 县民政局" in seen


@pytest.mark.parametrize(
    ("kind", "shown", "hidden"), [("new", "发放育儿补贴", "增加托位供给"), ("dropped", "公开收费标准", "发放育儿补贴")]
)
def test_the_comparison_is_narrowed_to_one_kind(factory: Factory, client_as: ClientAs, kind: str, shown: str, hidden: str) -> None:
    old_id, new_id = two_editions(factory)
    page = client_as("clerk").get(f"/plans/{new_id}/editions/{old_id}", kind=kind).get_data(as_text=True)
    titles = re.findall(r'class="edition-title">[^<]*', page)
    assert [shown in title for title in titles] == [True]
    assert not any(hidden in title for title in titles)


def test_another_pairing_is_part_of_the_address_and_is_adopted(factory: Factory, client_as: ClientAs) -> None:
    old_id, new_id = two_editions(factory)
    new, old = measures_of(factory, new_id), measures_of(factory, old_id)
    pairs = f"{new['发放育儿补贴']}-{old['公开收费标准']}"
    clerk = client_as("clerk")
    page = clerk.get(f"/plans/{new_id}/editions/{old_id}", pairs=pairs)
    assert "人工指定" in words(page)
    assert "不再列入 0" in words(page)
    notice = task_of(factory, old_id, "公开收费标准")
    assert "承接 3 项，新交办 0 项，终止 0 项" in words(confirm(clerk, new_id, old_id, pairs=pairs))
    with factory.database.reading() as session:
        assert session.get_one(Task, notice).title == "发放育儿补贴"


@pytest.mark.parametrize("pairs", ["x", "1-", "999999-1", "1-999999", "12345678901-1", "-", "1-1.2-1"])
def test_an_address_that_was_cut_still_shows_the_comparison(factory: Factory, client_as: ClientAs, pairs: str) -> None:
    old_id, new_id = two_editions(factory)
    assert client_as("clerk").get(f"/plans/{new_id}/editions/{old_id}", pairs=pairs).status_code == 200


def test_the_office_is_told_what_will_happen_before_it_does(factory: Factory, client_as: ClientAs) -> None:
    old_id, new_id = two_editions(factory)
    clerk = client_as("clerk")
    seen = words(clerk.get(f"/plans/{new_id}/editions/{old_id}/adopt"))
    assert "2 项任务转入新方案" in seen
    assert "1 项新任务下达" in seen
    assert "没有销号的 1 项任务就此终止，注明新方案：（三）公开收费标准" in seen
    done = words(confirm(clerk, new_id, old_id))
    assert "承接 2 项，新交办 1 项，终止 1 项" in done
    again = confirm(clerk, new_id, old_id)
    assert again.status_code == 409


def test_the_old_plan_says_what_became_of_each_measure_and_the_new_one_what_it_replaced(
    factory: Factory, client_as: ClientAs
) -> None:
    old_id, new_id = two_editions(factory)
    clerk = client_as("clerk")
    confirm(clerk, new_id, old_id)
    seen = words(clerk.get(f"/plans/{old_id}"))
    assert "已被替代" in seen
    assert "由《示例县托育服务实施方案》替代" in seen
    assert "转入《示例县托育服务实施方案》一、（二） 改写" in seen
    assert "（三）公开收费标准 《示例县托育服务实施方案》未再列入 已终止" in seen
    assert "替代 示例县托育服务实施方案" in words(clerk.get(f"/plans/{new_id}"))
    assert "示例县托育服务实施方案" in words(client_as("liaison").get(f"/plans/{old_id}"))
    assert client_as("outside_liaison").get(f"/plans/{old_id}").status_code == 404


def test_a_task_says_from_which_edition_it_comes_and_shows_its_earlier_wording(factory: Factory, client_as: ClientAs) -> None:
    old_id, new_id = two_editions(factory)
    task_id = task_of(factory, old_id, "增加托位供给")
    clerk = client_as("clerk")
    confirm(clerk, new_id, old_id)
    seen = words(clerk.get(f"/tasks/{task_id}"))
    assert "来自原方案 2025-03-10 由《示例县托育服务实施方案》转入" in seen
    assert "4.5个" in seen.split("原来的文字")[1]
    assert "时限 2025-12-31 → 2026-06-30" in seen
    assert "原定 2025-12-31" in seen
    ended = task_of(factory, old_id, "公开收费标准")
    assert "终止原因 《示例县托育服务实施方案》未再列入" in words(clerk.get(f"/tasks/{ended}"))


def test_another_plan_may_replace_without_taking_over(factory: Factory, client_as: ClientAs) -> None:
    old_id, new_id = two_editions(factory)
    clerk = client_as("clerk")
    assert "就此终止" in words(clerk.get(f"/plans/{new_id}/editions/{old_id}/adopt", replace="yes"))
    assert "承接 0 项，新交办 3 项，终止 3 项" in words(confirm(clerk, new_id, old_id, replace="yes"))


def test_an_issued_plan_can_only_replace(factory: Factory, client_as: ClientAs) -> None:
    old_id, new_id = factory.plan(*OLD), factory.plan(*NEW)
    clerk = client_as("clerk")
    assert "登记替代" in words(clerk.get(f"/plans/{new_id}/editions"))
    assert "承接 0 项，新交办 0 项，终止 3 项" in words(confirm(clerk, new_id, old_id))
    with factory.database.reading() as session:
        assert session.get_one(Plan, old_id).state is PlanState.SUPERSEDED


@pytest.mark.parametrize("who", ["liaison", "leader", "outside_clerk"])
def test_only_the_office_of_the_place_compares_and_adopts(factory: Factory, client_as: ClientAs, who: str) -> None:
    old_id, new_id = two_editions(factory)
    browser = client_as(who)
    for path in ("", f"/{old_id}", f"/{old_id}/adopt"):
        assert browser.get(f"/plans/{new_id}/editions{path}").status_code in (403, 404)
    assert browser.post(f"/plans/{new_id}/editions/{old_id}/adopt").status_code in (403, 404)


def test_a_long_comparison_is_paged_with_a_constant_number_of_statements(
    factory: Factory, client_as: ClientAs, statements: Callable[[], Any]
) -> None:
    many = [
        parsed_measure(title=f"措施第{n}项", text=f"第{n}项任务的内容是{n * 37}和{n * 91}。", label=f"（{n}）")
        for n in range(1, 31)
    ]
    small, large = two_editions(factory), (factory.plan(*many), factory.plan(*many, issue_at=None))
    clerk, sent = client_as("clerk"), []
    for old_id, new_id in (small, large):
        with statements() as found:
            page = clerk.get(f"/plans/{new_id}/editions/{old_id}")
        sent.append(len(found))
    assert sent[0] == sent[1] < 40
    assert page.get_data(as_text=True).count('class="edition-title"') == 10
    assert "共 30 项，第 1 / 3 页" in words(page)
