"""Adjusting a task in the browser: the unit asks, the head signs, the office looks at it first and decides."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.factories import Factory
from tests.services.test_adjustments import RATE, asked, granted, retargeting, reviewed, submitted
from tests.web.conftest import Browser, words

ClientAs = Callable[[str], Browser]
pytestmark = pytest.mark.databases("sqlite")
SAID = {"ground": "law_changed", "reason": "国家标准已经修订。", "text": "每千人口托位数年底前达到4个。", "do": "send"}


def test_a_wording_is_asked_for_signed_looked_at_and_granted(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.acknowledged()
    liaison = client_as("liaison")
    assert "申请调整" in words(liaison.get(f"/tasks/{task_id}"))
    form = words(liaison.get(f"/tasks/{task_id}/adjustments/new"))
    assert "2025-10-31 以前" in form
    sent = liaison.post(f"/tasks/{task_id}/adjustments/new", SAID, follow=True)
    assert "已送单位负责人审核" in words(sent)
    address = sent.request.path
    signed = client_as("unit_head").post(f"{address}/approve", follow=True)
    assert "已报送领导小组办公室" in words(signed)
    clerk = client_as("clerk")
    assert "待您办理" in words(clerk.get("/adjustments"))
    looked = clerk.post(f"{address}/review", {"result": "review", "note": "情况属实"}, follow=True)
    assert "初审已通过" in words(looked)
    granted = words(clerk.post(f"{address}/decide", {"decision": "grant"}, follow=True))
    assert "已批准并完成调整" in granted
    task = words(clerk.get(f"/tasks/{task_id}"))
    assert SAID["text"] in task
    assert "增加普惠托位供给，年底前每千人口托位数达到4.5个。" in task


def test_another_unit_is_asked_for_by_name(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.acknowledged()
    form = {"ground": "unit_changed", "reason": "职责划转。", "share": str(factory.share(task_id, "joint_liaison")), "do": "save"}
    liaison = client_as("liaison")
    refused = liaison.post(f"/tasks/{task_id}/adjustments/new?kind=unit", {**form, "unit": "县某某局"})
    assert "没有登记“县某某局”这个单位" in words(refused)
    assert "职责划转。" in refused.get_data(as_text=True)
    kept = words(liaison.post(f"/tasks/{task_id}/adjustments/new?kind=unit", {**form, "unit": "县教育局"}, follow=True))
    assert "县民政局（责任）" in kept
    assert "县教育局（责任）" in kept
    assert "已存为草稿" in kept


def test_a_target_is_asked_for_of_what_has_a_figure(factory: Factory, client_as: ClientAs) -> None:
    liaison = client_as("liaison")
    assert "没有带数值的量化指标" in words(liaison.get(f"/tasks/{factory.acknowledged()}/adjustments/new", kind="target"))
    task_id = factory.acknowledged(targets=(RATE,))
    page = liaison.get(f"/tasks/{task_id}/adjustments/new", kind="target").get_data(as_text=True)
    assert "每千人口托位数（≥ 4.5个）" in page
    [indicator] = re.findall(r'<input[^>]* name="indicator"[^>]* value="(\d+)"', page)
    form = {"ground": "budget_changed", "reason": "预算压减。", "indicator": indicator, "value": "4", "do": "save"}
    kept = words(liaison.post(f"/tasks/{task_id}/adjustments/new?kind=target", form, follow=True))
    assert "每千人口托位数：≥ 4.5个" in kept
    assert "每千人口托位数：≥ 4个" in kept


def test_the_printed_target_stays_beside_the_new_one(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.acknowledged(targets=(RATE,))
    granted(factory, task_id, retargeting(factory, task_id))
    assert "≥ 4个（原目标 ≥ 4.5个）" in words(client_as("liaison").get(f"/tasks/{task_id}"))


def test_a_draft_is_mended_and_taken_back(factory: Factory, client_as: ClientAs) -> None:
    row_id = asked(factory, factory.acknowledged())
    liaison = client_as("liaison")
    assert "每千人口托位数年底前达到4个" in liaison.get(f"/adjustments/{row_id}/edit").get_data(as_text=True)
    assert "新的理由" in words(
        liaison.post(f"/adjustments/{row_id}/edit", {**SAID, "reason": "新的理由", "do": "save"}, follow=True)
    )
    assert "已撤回调整申请" in words(liaison.post(f"/adjustments/{row_id}/withdraw", follow=True))
    assert liaison.get(f"/adjustments/{row_id}/edit").status_code == 404


def test_what_touches_the_overall_goal_waits_for_the_director(factory: Factory, client_as: ClientAs) -> None:
    row_id = reviewed(factory, factory.acknowledged(), goal=True)
    clerk = client_as("clerk")
    assert "由办公室主任审批。请提请主任办理" in words(clerk.get(f"/adjustments/{row_id}"))
    assert "没有符合条件的调整申请" in words(clerk.get("/adjustments", waits="yes"))
    director = client_as("director")
    refused = director.post(f"/adjustments/{row_id}/decide", {"decision": "grant"})
    assert "须注明批准文件" in words(refused)
    said = director.post(f"/adjustments/{row_id}/decide", {"decision": "grant", "approval": "会议纪要〔2025〕3号"}, follow=True)
    assert "会议纪要〔2025〕3号" in words(said)


def test_the_office_gives_it_back_with_what_is_missing(factory: Factory, client_as: ClientAs) -> None:
    row_id = submitted(factory, factory.acknowledged())
    clerk = client_as("clerk")
    assert clerk.post(f"/adjustments/{row_id}/review", {"result": "return", "note": ""}).status_code == 400
    clerk.post(f"/adjustments/{row_id}/review", {"result": "return", "note": "请附修订后的标准"})
    assert "已退回：请附修订后的标准" in words(client_as("liaison").get(f"/adjustments/{row_id}"))


def test_the_head_gives_it_back(factory: Factory, client_as: ClientAs) -> None:
    row_id = asked(factory, factory.acknowledged())
    client_as("liaison").post(f"/adjustments/{row_id}/send")
    assert "已退回联络员修改" in words(
        client_as("unit_head").post(f"/adjustments/{row_id}/send_back", {"reason": "再核"}, follow=True)
    )


def test_the_list_costs_the_same_with_many(factory: Factory, client_as: ClientAs, statements: Any) -> None:
    submitted(factory, factory.acknowledged())
    clerk = client_as("clerk")
    clerk.get("/adjustments")
    with statements() as few:
        clerk.get("/adjustments")
    for _ in range(3):
        submitted(factory, factory.acknowledged())
    with statements() as many:
        clerk.get("/adjustments")
    assert len(many) == len(few)
    assert "没有符合条件的调整申请" in words(clerk.get("/adjustments", kind="unit"))
