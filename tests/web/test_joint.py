"""Joint tasks in the browser: all shares on one page, the consolidated report, opinions, matters to coordinate."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from tests.factories import PERIOD, Factory
from tests.web.conftest import Browser, words
from tracker.models import Consolidation, CoordinationItem, Opinion, Update

ClientAs = Callable[[str], Browser]


def newest(factory: Factory, model: Any) -> int:
    with factory.database.reading() as session:
        return session.scalars(select(model.id).order_by(model.id.desc())).first() or 0


def state_of(factory: Factory, model: Any, number: int) -> str:
    with factory.database.reading() as session:
        return session.get_one(model, number).state.value


def consolidated(factory: Factory, client_as: ClientAs) -> tuple[int, int]:
    """A task and the draft of its consolidated report, begun by the lead from two accepted reports."""
    task_id = factory.acknowledged()
    factory.accepted(task_id, narrative="新增托位三十个。")
    factory.accepted(task_id, "joint_liaison", narrative="已核发补助。")
    lead = client_as("liaison")
    assert "起草汇总报告" in words(lead.get(f"/tasks/{task_id}/joint/{PERIOD}"))
    lead.post(f"/tasks/{task_id}/joint/{PERIOD}/consolidation")
    return task_id, newest(factory, Consolidation)


def test_the_office_returns_one_units_share_and_keeps_the_others(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.acknowledged()
    accepted, other = factory.accepted(task_id), factory.submitted(task_id, "joint_liaison")
    clerk = client_as("clerk")
    page = words(clerk.get(f"/tasks/{task_id}/joint/{PERIOD}"))
    assert "县卫生健康局" in page
    assert "退回 县民政局" in page
    answer = clerk.post(f"/joint/updates/{other}/return", {"reason": ""})
    assert "请写明退回理由" in words(answer)
    answer = clerk.post(f"/joint/updates/{other}/return", {"reason": "缺少验收单"}, follow=True)
    assert "已退回 县民政局，其他单位的填报不受影响。" in words(answer)
    assert (state_of(factory, Update, accepted), state_of(factory, Update, other)) == ("accepted", "returned")


def test_the_office_accepts_a_share_from_the_page_of_all(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.acknowledged()
    update_id = factory.submitted(task_id)
    clerk = client_as("clerk")
    assert "办公室核定" in words(clerk.get(f"/tasks/{task_id}/joint/{PERIOD}"))
    answer = clerk.post(f"/joint/updates/{update_id}/accept", {"rating": "difficult"})
    assert answer.headers["Location"] == f"/tasks/{task_id}/joint/{PERIOD}"
    assert state_of(factory, Update, update_id) == "accepted"
    assert "核定 有困难" in words(clerk.get(f"/updates/{update_id}"))


def test_a_unit_beside_the_lead_reads_its_own_share_only(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.acknowledged()
    factory.submitted(task_id, narrative="牵头单位的进展。")
    assert "牵头单位的进展" not in words(client_as("joint_liaison").get(f"/tasks/{task_id}/joint/{PERIOD}"))
    assert client_as("other_liaison").get(f"/tasks/{task_id}/joint/{PERIOD}").status_code == 404


def test_a_period_that_is_not_there_is_not_found(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.acknowledged()
    assert client_as("clerk").get(f"/tasks/{task_id}/joint/2031-01").status_code == 404
    assert client_as("clerk").get(f"/tasks/{task_id}/joint/never").status_code == 404


def test_the_consolidated_report_is_drafted_from_what_was_accepted_of_all(factory: Factory, client_as: ClientAs) -> None:
    _, number = consolidated(factory, client_as)
    page = words(client_as("liaison").get(f"/consolidations/{number}/edit"))
    assert "新增托位三十个。" in page
    assert "已核发补助。" in page
    assert "各单位的填报均已采信" in page


def test_the_consolidated_report_goes_its_way_and_dissent_is_shown(factory: Factory, client_as: ClientAs) -> None:
    task_id, number = consolidated(factory, client_as)
    lead, head, clerk, other = (client_as(who) for who in ("liaison", "unit_head", "clerk", "joint_liaison"))
    lead.get(f"/consolidations/{number}/edit")
    lead.post(f"/consolidations/{number}/edit", {"text": "两单位共新增三十个。", "do": "send"})
    assert state_of(factory, Consolidation, number) == "unit_review"
    assert "待办理的汇总报告" in words(head.get("/approvals"))
    assert clerk.get(f"/consolidations/{number}").status_code == 404
    head.get(f"/consolidations/{number}")
    head.post(f"/consolidations/{number}/send-back", {"reason": "请写明分别多少"})
    assert "单位负责人退回：请写明分别多少" in words(lead.get(f"/consolidations/{number}/edit"))
    assert "单位负责人退回：请写明分别多少" in words(lead.get(f"/consolidations/{number}"))
    lead.post(f"/consolidations/{number}/edit", {"text": "两单位共新增三十个。", "do": "send"})
    head.post(f"/consolidations/{number}/approve")
    opinion = newest(factory, Opinion)
    assert "两单位共新增三十个。" in words(other.get(f"/consolidations/{number}"))
    assert "有不同意见的，请写明意见和依据" in words(other.post(f"/opinions/{opinion}/state", {"stance": "dissent"}))
    other.post(f"/opinions/{opinion}/state", {"stance": "dissent", "text": "其中十个未验收。"})
    assert "其中十个未验收。" in words(clerk.get(f"/consolidations/{number}"))
    assert "其中十个未验收。" in words(clerk.get(f"/tasks/{task_id}"))
    clerk.post(f"/consolidations/{number}/return", {"reason": "请先核对数字"})
    assert "请先核对数字" in words(lead.get(f"/consolidations/{number}/edit"))
    assert state_of(factory, Consolidation, number) == "returned"
    assert "已退回" in words(clerk.get(f"/tasks/{task_id}"))


def test_the_office_accepts_the_consolidated_report(factory: Factory, client_as: ClientAs) -> None:
    _, number = consolidated(factory, client_as)
    head, clerk = client_as("unit_head"), client_as("clerk")
    head.get(f"/consolidations/{number}/edit")
    head.post(f"/consolidations/{number}/edit", {"text": "汇总。", "do": "send"})
    assert "待办理的汇总报告" in words(clerk.get("/reviews"))
    clerk.get(f"/consolidations/{number}")
    clerk.post(f"/consolidations/{number}/accept", {"note": "数据一致"})
    assert state_of(factory, Consolidation, number) == "accepted"


def test_an_empty_consolidated_report_is_not_sent(factory: Factory, client_as: ClientAs) -> None:
    _, number = consolidated(factory, client_as)
    head = client_as("unit_head")
    head.get(f"/consolidations/{number}/edit")
    answer = head.post(f"/consolidations/{number}/edit", {"text": " ", "do": "send"})
    assert "还没有写汇总报告正文" in words(answer)


def test_dissent_on_a_closing_is_seen_and_dealt_with(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.finished()
    lead, other, clerk = client_as("liaison"), client_as("joint_liaison"), client_as("clerk")
    lead.get(f"/tasks/{task_id}")
    lead.post(f"/tasks/{task_id}/request_closure", {"reason": "已全部完成。"})
    opinion = newest(factory, Opinion)
    assert "增加托位供给" in words(other.get("/opinions"))
    other.get(f"/opinions/{opinion}")
    other.post(f"/opinions/{opinion}/state", {"stance": "dissent", "text": "两处未验收。"})
    assert "两处未验收。" in words(clerk.get(f"/tasks/{task_id}"))
    assert "原样保留" in words(clerk.get(f"/opinions/{opinion}"))
    assert "已记录处理决定" in words(clerk.post(f"/opinions/{opinion}/deal_with", {"note": "已现场核实。"}, follow=True))
    assert state_of(factory, Opinion, opinion) == "noted"


def test_the_lead_puts_a_matter_to_the_office_and_the_outcome_is_shown(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.acknowledged()
    lead, head, clerk = client_as("liaison"), client_as("unit_head"), client_as("clerk")
    assert "提请办公室协调" in words(lead.get(f"/tasks/{task_id}"))
    lead.get(f"/tasks/{task_id}/coordination/new")
    form = {"matter": "补助由谁发放。", "asked": "明确发放单位。", "units": [factory.cast.unit_id("joint_liaison")]}
    assert "请至少选择一个涉及的单位" in words(lead.post(f"/tasks/{task_id}/coordination/new", {**form, "units": []}))
    lead.post(f"/tasks/{task_id}/coordination/new", form)
    item = newest(factory, CoordinationItem)
    assert clerk.get(f"/coordination/{item}").status_code == 404
    head.get(f"/coordination/{item}")
    head.post(f"/coordination/{item}/approve")
    clerk.get(f"/coordination/{item}")
    clerk.post(f"/coordination/{item}/take_up")
    late = {"outcome": "由民政部门发放。", "decided_by": "县政府专题会议", "decided_on": "2031-01-01"}
    assert "决定日期不能晚于今天" in words(clerk.post(f"/coordination/{item}/settle", late))
    clerk.post(f"/coordination/{item}/settle", {**late, "decided_on": "2025-03-07"})
    assert "由民政部门发放。" in words(client_as("joint_liaison").get(f"/tasks/{task_id}"))


def test_a_head_may_not_want_a_matter_put_and_a_lead_may_take_it_back(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.acknowledged()
    lead, head = client_as("liaison"), client_as("unit_head")
    form = {"matter": "补助由谁发放。", "asked": "明确发放单位。", "units": [factory.cast.unit_id("joint_liaison")]}
    for act, who, reason in (("stop", head, {"reason": "先行协商"}), ("withdraw", lead, {})):
        lead.get(f"/tasks/{task_id}/coordination/new")
        lead.post(f"/tasks/{task_id}/coordination/new", form)
        item = newest(factory, CoordinationItem)
        who.get(f"/coordination/{item}")
        who.post(f"/coordination/{item}/{act}", reason)
        assert state_of(factory, CoordinationItem, item) == "withdrawn"


def test_the_lists_cost_the_same_for_many(factory: Factory, client_as: ClientAs, statements: Callable[[], Any]) -> None:
    clerk = client_as("clerk")

    def cost(path: str) -> int:
        with statements() as sent:
            assert clerk.get(path).status_code == 200
        return len(sent)

    def two_more() -> None:
        factory.closure_requested()
        task_id, head = factory.acknowledged(), client_as("unit_head")
        head.get(f"/tasks/{task_id}/coordination/new")
        form = {"matter": "补助由谁发放。", "asked": "明确发放单位。", "units": [factory.cast.unit_id("joint_liaison")]}
        head.post(f"/tasks/{task_id}/coordination/new", form)

    two_more()
    few = [cost("/opinions"), cost("/coordination")]
    two_more()
    assert [cost("/opinions"), cost("/coordination")] == few
    assert "补助由谁发放" in words(clerk.get("/coordination", state="submitted"))
    assert "没有符合条件" in words(clerk.get("/coordination", state="settled"))
    assert "没有符合条件" in words(clerk.get("/opinions", state="noted"))
