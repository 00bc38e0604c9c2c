"""The pages of a plan's ladders of reminders and of the leaders in charge of a unit."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from tests.factories import NOW, Factory
from tests.web.conftest import Browser, words
from tracker.models import LadderRung, Membership, Unit, UnitCharge
from tracker.services import charges

AsPerson = Callable[[str], Browser]
RUNG = {
    "side": "before",
    "days": "20",
    "day_kind": "working",
    "audiences": ["liaison"],
    "mail": "y",
    "reason": "县委要求提前一周",
}


@pytest.fixture
def plan_id(factory: Factory) -> int:
    return factory.plan_of(factory.acknowledged(due="2025-10-10"))


def test_the_office_sees_on_which_day_each_rung_falls(client_as: AsPerson, plan_id: int) -> None:
    page = words(client_as("clerk").get(f"/plans/{plan_id}/ladder"))
    assert "以 2025-10-10 为基准日" in page or "以 2025年10月10日 为基准日" in page
    assert "提前 5 个工作日" in page
    assert "2025-09-26" in page or "2025年9月26日" in page  # five working days before, with the Sunday that is worked
    assert "分管领导" in page


def test_a_rung_is_added_and_changed_and_taken_away(client_as: AsPerson, plan_id: int, factory: Factory) -> None:
    clerk = client_as("clerk")
    path = f"/plans/{plan_id}/ladder/due"
    clerk.get(f"{path}/rung")
    assert "提前 20 个工作日" in words(clerk.post(f"{path}/rung", RUNG, follow=True))
    assert 'value="20"' in clerk.get(f"{path}/rung", name="due-20w").get_data(as_text=True)
    assert "提前 15 个工作日" in words(clerk.post(f"{path}/rung?name=due-20w", {**RUNG, "days": "15"}, follow=True))
    clerk.get(f"{path}/due-15w/remove")
    assert "提前 15 个工作日" not in words(clerk.post(f"{path}/due-15w/remove", {"reason": "不需要"}, follow=True))
    clerk.post(f"{path}/reset", {"reason": "照默认办"})
    with factory.database.reading() as session:
        assert session.scalars(select(LadderRung)).all() == []


def test_a_browser_lets_a_rung_for_one_reader_be_saved(client_as: AsPerson, plan_id: int) -> None:
    page = client_as("clerk").get(f"/plans/{plan_id}/ladder/due/rung").get_data(as_text=True)
    boxes = re.findall(r'<input[^>]*name="audiences"[^>]*>', page)
    assert len(boxes) > 1
    assert not [box for box in boxes if "required" in box]


@pytest.mark.parametrize(
    ("over", "said"),
    [
        ({"sms": "y"}, "短信只用于紧急提醒"),
        ({"side": "after", "days": "30"}, "只有最后一级可以重复提醒"),
        ({"days": "5"}, "这一天已经有一级提醒"),
        ({"days": "400"}, "天数须在 0 到 365 之间"),
        ({"audiences": []}, "请选择提醒谁"),
        ({"reason": ""}, "请写明理由"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(client_as: AsPerson, plan_id: int, over: dict[str, str], said: str) -> None:
    clerk = client_as("clerk")
    clerk.get(f"/plans/{plan_id}/ladder/due/rung")
    answer = clerk.post(f"/plans/{plan_id}/ladder/due/rung", {**RUNG, **over})
    assert answer.status_code in (400, 409)
    assert said in words(answer)


def test_of_the_office_s_own_matters_only_the_office_is_offered(client_as: AsPerson, plan_id: int) -> None:
    page = words(client_as("clerk").get(f"/plans/{plan_id}/ladder/review/rung"))
    assert "办公室经办" in page
    assert "单位联络员" not in page


def test_a_name_that_is_no_ladder_or_no_rung_is_not_found(client_as: AsPerson, plan_id: int) -> None:
    clerk = client_as("clerk")
    assert clerk.get(f"/plans/{plan_id}/ladder/nonsense/rung").status_code == 404
    assert clerk.get(f"/plans/{plan_id}/ladder/due/rung", name="due-99w").status_code == 404


def test_the_office_names_the_leader_in_charge_and_ends_it(client_as: AsPerson, factory: Factory) -> None:
    clerk, unit_id = client_as("clerk"), factory.cast.unit_id("liaison")
    assert "分管领导" in words(clerk.get(f"/units/{unit_id}"))
    assert "还没有登记分管领导" in words(clerk.get(f"/units/{unit_id}/charge"))
    with factory.database.reading() as session:
        post_id = session.scalars(select(Membership.id).where(Membership.user_id == factory.cast.leader.user_id)).one()
    assert "分管领导已登记" in words(clerk.post(f"/units/{unit_id}/charge", {"post": post_id}, follow=True))
    with factory.database.reading() as session:
        charge_id = session.scalars(select(UnitCharge.id)).one()
    assert "已解除分管" in words(clerk.post(f"/charges/{charge_id}/end", follow=True))


def test_the_overview_says_which_units_have_no_leader_in_charge(client_as: AsPerson, factory: Factory) -> None:
    clerk, unit_id = client_as("clerk"), factory.cast.unit_id("liaison")
    assert 'href="/units/charges"' in clerk.get("/units").get_data(as_text=True)
    with factory.database.transaction() as session:
        post = session.scalars(select(Membership).where(Membership.user_id == factory.cast.leader.user_id)).one()
        charges.put_in_charge(session, session.get_one(Unit, unit_id), post, actor=factory.cast.clerk, now=NOW)
    assert "县卫生健康局 示例县 冯县长" in words(clerk.get("/units/charges", set="yes"))
    without = words(clerk.get("/units/charges", set="no"))
    assert "县民政局 示例县 未定" in without
    assert "冯县长" not in without
    assert "县民政局" not in words(clerk.get("/units/charges", q="冯县长"))
    assert "县卫生健康局" not in words(client_as("outside_clerk").get("/units/charges", q="冯县长"))


def test_the_overview_costs_the_same_for_many_units(client_as: AsPerson, factory: Factory, statements: Callable[[], Any]) -> None:
    clerk = client_as("clerk")
    clerk.get("/units/charges")

    def cost() -> int:
        with statements() as sent:
            assert clerk.get("/units/charges").status_code == 200
        return len(sent)

    few = cost()
    with factory.database.transaction() as session:
        session.add_all(Unit(jurisdiction_id=factory.cast.place_id, name=f"县第{number}局") for number in range(30))
    assert cost() == few


def test_the_office_sees_what_would_be_sent_on_a_day_and_why_the_rest_would_not(client_as: AsPerson, plan_id: int) -> None:
    clerk = client_as("clerk")
    page = words(clerk.get("/reminders/preview", day="2025-09-19"))
    assert "县卫生健康局（周联络）" in page
    assert "任务到期 · 提前 10 个工作日" in page
    assert "当天不是工作日" in words(clerk.get("/reminders/preview", day="2025-09-20"))


def test_an_office_sees_only_what_is_of_its_place(client_as: AsPerson, plan_id: int) -> None:
    assert "县卫生健康局" not in words(client_as("outside_clerk").get("/reminders/preview", day="2025-09-19"))


@pytest.mark.parametrize(("address", "name"), [("/reminders/preview", "day"), ("/plans/{plan}/ladder", "basis")])
def test_a_day_that_is_none_is_said_and_today_is_tried(client_as: AsPerson, plan_id: int, address: str, name: str) -> None:
    answer = client_as("clerk").get(address.format(plan=plan_id), **{name: "明天"})
    assert answer.status_code == 200
    assert "“明天”不是日期" in words(answer)
