"""Giving out by the word of two, where the installation asks for it."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask

from tests.factories import Factory
from tests.web.conftest import Browser, words
from tracker.models import Plan
from tracker.rules.statuses import PlanState

ClientAs = Callable[[str], Browser]


@pytest.fixture
def two_people(app: Flask) -> None:
    """The setting is on."""
    known = app.extensions["tracker"]
    app.extensions["tracker"] = replace(known, settings=replace(known.settings, issue_needs_second=True))


def state_of(factory: Factory, plan_id: int) -> PlanState:
    with factory.database.reading() as session:
        return session.get_one(Plan, plan_id).state


@pytest.mark.usefixtures("two_people")
def test_the_clerk_asks_and_the_director_gives_out(factory: Factory, client_as: ClientAs) -> None:
    plan_id, clerk = factory.plan(issue_at=None), client_as("clerk")
    assert "由提请人以外的办公室主任审定" in words(clerk.get(f"/plans/{plan_id}/issue"))
    said = words(clerk.post(f"/plans/{plan_id}/issue", {"acknowledge_days": "5", "note": "单位均已核对。"}, follow=True))
    assert "已提请审定" in said
    assert state_of(factory, plan_id) is PlanState.DRAFT
    assert "待审定" in words(clerk.get("/plans"))
    assert "去“交办”页" in words(clerk.get(f"/plans/{plan_id}"))
    assert "待审定的交办 1 件" in words(clerk.get("/board"))
    seen = words(clerk.get(f"/plans/{plan_id}/check"))
    assert "方案正在等待审定，不能修改" in seen
    assert "更正" not in seen
    assert clerk.post("/issue-requests/1/approve").status_code == 403
    director = client_as("director")
    assert "方案待审定交办" in words(director.get("/inbox"))
    assert "方案待审定交办" not in words(clerk.get("/inbox"))
    assert "撤回提请" in words(clerk.get(f"/plans/{plan_id}/issue"))
    seen = words(director.get(f"/plans/{plan_id}/issue"))
    assert all(word in seen for word in ("陈经办", "单位均已核对。", "5 个工作日", "审定并交办 1 项任务"))
    assert "撤回提请" not in seen
    assert director.post("/issue-requests/1/withdraw").status_code == 409
    assert "已审定并交办" in words(director.post("/issue-requests/1/approve", follow=True))
    assert state_of(factory, plan_id) is PlanState.ISSUED


@pytest.mark.usefixtures("two_people")
def test_sent_back_the_reason_stands_where_the_clerk_asks_again(factory: Factory, client_as: ClientAs) -> None:
    plan_id, clerk, director = factory.plan(issue_at=None), client_as("clerk"), client_as("director")
    clerk.post(f"/plans/{plan_id}/issue")
    assert director.post("/issue-requests/1/return", {"reason": ""}).status_code == 400
    director.post("/issue-requests/1/return", {"reason": "请核对第三条。"})
    seen = words(clerk.get(f"/plans/{plan_id}/issue"))
    assert "已退回" in seen
    assert "请核对第三条。" in seen
    clerk.post(f"/plans/{plan_id}/issue")
    assert "已撤回提请" in words(clerk.post("/issue-requests/2/withdraw", follow=True))


@pytest.mark.usefixtures("two_people")
def test_a_director_who_asked_is_told_to_leave_it_to_another(factory: Factory, client_as: ClientAs) -> None:
    plan_id, director = factory.plan(issue_at=None), client_as("director")
    director.post(f"/plans/{plan_id}/issue")
    seen = words(director.get(f"/plans/{plan_id}/issue"))
    assert "提请交办的人不能自己审定" in seen
    assert "审定并交办" not in seen
    assert director.post("/issue-requests/1/approve").status_code == 409
    assert state_of(factory, plan_id) is PlanState.DRAFT


@pytest.mark.usefixtures("two_people")
def test_ad_hoc_tasks_wait_for_the_director_as_well(client_as: ClientAs) -> None:
    clerk = client_as("clerk")
    assert "立即交办" not in words(clerk.get("/ad-hoc/new"))
    form = {
        "title": "整治停车秩序", "text": "逐条街道整治。", "source": "meeting", "due_on": "2025-06-30",
        "lead": "县教育局", "when": "now",
    }  # fmt: skip
    assert clerk.post("/ad-hoc/new", form).status_code == 400
    assert "待主任审定后交办" in words(clerk.post("/ad-hoc/new", {**form, "when": "later"}, follow=True))


@pytest.mark.usefixtures("two_people")
def test_a_next_edition_is_adopted_by_the_director(factory: Factory, client_as: ClientAs) -> None:
    old_id, new_id = factory.plan(), factory.plan(issue_at=None)
    address = f"/plans/{new_id}/editions/{old_id}/adopt"
    assert client_as("clerk").post(address, {"replace": "yes"}).status_code == 403
    assert state_of(factory, new_id) is PlanState.DRAFT
    client_as("director").post(address, {"replace": "yes"})
    assert (state_of(factory, new_id), state_of(factory, old_id)) == (PlanState.ISSUED, PlanState.SUPERSEDED)


def test_without_the_setting_one_person_gives_out(factory: Factory, client_as: ClientAs) -> None:
    plan_id = factory.plan(issue_at=None)
    assert client_as("clerk").post(f"/plans/{plan_id}/issue", {"acknowledge_days": "40"}).status_code == 400
    client_as("clerk").post(f"/plans/{plan_id}/issue", {"acknowledge_days": "2"})
    assert state_of(factory, plan_id) is PlanState.ISSUED
    assert "请于 2025-03-12 前签收" in words(client_as("liaison").get("/mine"))
