"""The ledger and the page of a task, as the people of the cast see them."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.factories import NOW, Factory, parsed_clause, parsed_measure
from tests.web.conftest import Browser, words
from tracker.models import Assignment, Plan, Task
from tracker.rules.closing import ClosingCheck
from tracker.services import disputes

ClientAs = Callable[[str], Browser]
CHECKED = [check.value for check in ClosingCheck]
CLOSING = {"reason": "现场核查，托位已投入使用。", "completed_on": "2025-03-08", "checks": CHECKED}
VERIFICATION = {"method": "documents", "verified_by": "陈经办、林主任", "verified_on": "2025-03-09", "finding": "一一核对，属实。"}


def test_ledger_lists_tasks_with_light_units_and_due_date(factory: Factory, client_as: ClientAs) -> None:
    factory.acknowledged(title="增加托位供给")
    seen = words(client_as("clerk").get("/tasks"))
    assert "增加托位供给" in seen
    assert "预警 1 期未报" in seen
    assert "牵头 县卫生健康局" in seen
    assert "2025-12-31" in seen


def test_ledger_narrows_by_text_and_shows_the_limit_as_a_chip(factory: Factory, client_as: ClientAs) -> None:
    factory.plan(parsed_measure(title="增加托位供给"), parsed_measure(title="培训保育人员", text="培训保育人员。"))
    seen = words(client_as("clerk").get("/tasks", q="培训"))
    assert "培训保育人员" in seen
    assert "增加托位供给" not in seen
    assert "关键词：培训" in seen


def test_ledger_of_one_plan_says_the_section_and_of_several_the_plan(factory: Factory, client_as: ClientAs) -> None:
    first = factory.plan_of(factory.task())
    with factory.database.reading() as session:
        title = session.get_one(Plan, first).title
    clerk = client_as("clerk")
    beneath = f'text-xs">{title}<'
    assert beneath not in clerk.get("/tasks").get_data(as_text=True)
    factory.plan(parsed_measure(title="培训保育人员"))
    assert beneath in clerk.get("/tasks").get_data(as_text=True)
    assert beneath not in clerk.get("/tasks", plan=first).get_data(as_text=True)


def test_ledger_marks_and_finds_tasks_with_a_late_report_and_tells_a_unit_of_its_own_only(
    factory: Factory, client_as: ClientAs
) -> None:
    factory.submitted(factory.acknowledged(title="增加托位供给"), period="2025-02")  # its cut-off was on 25 February
    factory.submitted(factory.acknowledged(title="培训保育人员"), period="2025-03")
    seen = words(client_as("clerk").get("/tasks", late="yes"))
    assert "1 期未报 迟报 牵头 县卫生健康局" in seen
    assert "培训保育人员" not in seen
    assert "增加托位供给" in words(client_as("liaison").get("/tasks", late="yes"))
    assert "增加托位供给" not in words(client_as("joint_liaison").get("/tasks", late="yes"))


def test_ledger_without_a_match_says_what_to_do(factory: Factory, client_as: ClientAs) -> None:
    factory.task()
    assert "去掉上面的一两个条件再看" in words(client_as("clerk").get("/tasks", q="没有这样的任务"))


def test_ledger_of_nonsense_addresses_is_the_whole_ledger(factory: Factory, client_as: ClientAs) -> None:
    factory.task(title="增加托位供给")
    nonsense = {"plan": "9" * 30, "light": "purple", "due_from": "昨天", "page": "-3", "sort": "'; --", "state": "x"}
    assert "增加托位供给" in words(client_as("clerk").get("/tasks", **nonsense))


def test_liaison_sees_the_tasks_of_the_own_unit_only(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.task(title="增加托位供给")
    assert "增加托位供给" in words(client_as("joint_liaison").get("/tasks"))
    stranger = client_as("other_liaison")
    assert "增加托位供给" not in words(stranger.get("/tasks"))
    assert stranger.get(f"/tasks/{task_id}").status_code == 404


def test_filters_name_nothing_of_a_plan_that_is_hidden(factory: Factory, client_as: ClientAs) -> None:
    plan_id = factory.plan()
    assert "一、重点任务" in words(client_as("liaison").get("/tasks", plan=plan_id))
    hidden = words(client_as("other_liaison").get("/tasks", plan=plan_id))
    assert "重点任务" not in hidden
    assert "县卫生健康局" not in hidden


def test_office_of_another_county_does_not_find_the_task(issued_task: int, client_as: ClientAs) -> None:
    assert client_as("outside_clerk").get(f"/tasks/{issued_task}").status_code == 404


def test_ledger_costs_the_same_for_ten_rows_and_for_sixty(factory: Factory, client_as: ClientAs, statements: Any) -> None:
    factory.plan(*(parsed_measure(title=f"措施{n}") for n in range(10)))
    browser = client_as("clerk")
    with statements() as few:
        browser.get("/tasks")
    factory.plan(*(parsed_measure(title=f"另一措施{n}") for n in range(60)))
    with statements() as many:
        answer = browser.get("/tasks")
    assert "共 70 项，第 1 / 3 页" in words(answer)
    assert len(many) == len(few)


def test_task_page_escapes_what_the_document_says(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.task(title="增加<b>托位</b>", text="<script>alert(1)</script>增加托位。")
    page = client_as("clerk").get(f"/tasks/{task_id}").get_data(as_text=True)
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;增加托位。" in page


def test_task_page_names_the_units_of_each_clause(factory: Factory, client_as: ClientAs) -> None:
    clauses = (parsed_clause("新建托育园。", lead=("县卫健局",)), parsed_clause("补助到户。", responsible=("县民政局",)))
    task_id = factory.task(clauses=clauses, lead=(), responsible=())
    seen = words(client_as("clerk").get(f"/tasks/{task_id}"))
    assert "新建托育园。 事项 1：县卫生健康局（牵头）" in seen
    assert "补助到户。 事项 2：县民政局（责任）" in seen


def test_lead_unit_reads_the_reports_of_the_others_and_they_only_their_own(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.acknowledged()
    factory.submitted(task_id, "liaison", narrative="牵头单位的进展。")
    factory.submitted(task_id, "joint_liaison", narrative="责任单位的进展。")
    lead = words(client_as("liaison").get(f"/tasks/{task_id}"))
    assert "牵头单位的进展。" in lead
    assert "责任单位的进展。" in lead
    joint = words(client_as("joint_liaison").get(f"/tasks/{task_id}"))
    assert "责任单位的进展。" in joint
    assert "牵头单位的进展。" not in joint
    assert "县卫生健康局 同意并报送" not in joint


def test_office_does_not_read_a_report_before_it_leaves_the_unit(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.acknowledged()
    factory.draft(task_id, narrative="还没有定稿。")
    assert "还没有定稿。" in words(client_as("liaison").get(f"/tasks/{task_id}"))
    office = words(client_as("clerk").get(f"/tasks/{task_id}"))
    assert "还没有定稿。" not in office
    assert "验收单.pdf" not in office


def test_history_says_who_did_what_and_why(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.acknowledged()
    factory.returned(task_id, reason="佐证材料不全")
    seen = words(client_as("clerk").get(f"/tasks/{task_id}"))
    assert "县卫生健康局 签收" in seen
    assert "待签收 → 已签收" in seen
    assert "县卫生健康局 退回" in seen
    assert "理由：佐证材料不全" in seen


def test_closing_waits_for_every_unit_and_says_so(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.acknowledged()
    factory.accepted(task_id, "liaison", percent=100)
    liaison = client_as("liaison")
    liaison.post(f"/tasks/{task_id}/request_closure", {"reason": "任务已完成。"})
    clerk = client_as("clerk")
    seen = words(clerk.get(f"/tasks/{task_id}"))
    assert "还有承办单位没有完成本单位承担的事项，不能销号" in seen
    assert "尚未完成：县民政局" in seen
    refused = clerk.post(f"/tasks/{task_id}/close", CLOSING)
    assert refused.status_code == 409
    assert "还有承办单位没有完成" in words(refused)


def test_closure_cannot_be_asked_for_without_accepted_evidence(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.acknowledged()
    liaison = client_as("liaison")
    assert "申请销号前，至少要有一次附佐证材料并已被采信的进展填报" in words(liaison.get(f"/tasks/{task_id}"))
    refused = liaison.post(f"/tasks/{task_id}/request_closure", {"reason": "都办好了，请销号。"})
    assert refused.status_code == 409
    assert "申请销号前，至少要有一次附佐证材料" in words(refused)


def test_task_is_asked_for_verified_closed_reopened(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.finished()
    asked = client_as("liaison").post(f"/tasks/{task_id}/request_closure", {"reason": "任务已完成。"}, follow=True)
    assert "已申请销号" in words(asked)
    factory.agree(task_id)
    clerk = client_as("clerk")
    assert "请先登记核查情况" in words(clerk.get(f"/tasks/{task_id}"))
    clerk.post(f"/tasks/{task_id}/verifications/new", VERIFICATION)
    assert "一一核对，属实。" in words(clerk.get(f"/tasks/{task_id}"))
    closed = words(clerk.post(f"/tasks/{task_id}/close", CLOSING, follow=True))
    assert "已核查销号" in closed
    assert "办结日期 2025-03-08" in closed
    assert "现场核查，托位已投入使用。" in closed
    reopened = words(client_as("director").post(f"/tasks/{task_id}/reopen", {"reason": "复查发现托位闲置。"}, follow=True))
    assert "任务回到推进中" in reopened
    assert "撤销理由 复查发现托位闲置。" in reopened


@pytest.mark.usefixtures("at_ten")
def test_each_move_has_a_reason_with_a_label_of_its_own(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.closure_requested()
    clerk = client_as("clerk")
    clerk.get(f"/tasks/{task_id}")
    clerk.post(f"/tasks/{task_id}/verifications/new", VERIFICATION)
    page = clerk.get(f"/tasks/{task_id}").get_data(as_text=True)
    for field in ("close-reason", "close-completed_on", "return_closure-reason"):
        assert page.count(f'for="{field}"') == page.count(f'id="{field}"') == 1


@pytest.mark.usefixtures("at_ten")
def test_refused_closing_keeps_what_was_typed(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.closure_requested()
    clerk = client_as("clerk")
    clerk.post(f"/tasks/{task_id}/verifications/new", VERIFICATION)
    answer = clerk.post(f"/tasks/{task_id}/close", {"reason": "已到现场核查。", "completed_on": "2025-04-01"})
    assert answer.status_code == 400
    assert "办结日期不能晚于今天" in words(answer)
    assert "已到现场核查。" in answer.get_data(as_text=True)


def test_office_returns_a_request_with_a_reason(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.finished()
    client_as("liaison").post(f"/tasks/{task_id}/request_closure", {"reason": "任务已完成。"})
    clerk = client_as("clerk")
    assert clerk.post(f"/tasks/{task_id}/return_closure", {"reason": ""}).status_code == 400
    assert "已退回销号申请" in words(clerk.post(f"/tasks/{task_id}/return_closure", {"reason": "验收单缺页。"}, follow=True))


def test_supporting_moves_are_not_offered_to_those_who_may_not(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.finished()
    joint = client_as("joint_liaison")
    assert "申请销号" not in words(joint.get(f"/tasks/{task_id}"))
    assert joint.post(f"/tasks/{task_id}/request_closure", {"reason": "任务已完成。"}).status_code == 403
    assert client_as("clerk").post(f"/tasks/{task_id}/reopen", {"reason": "复查"}).status_code == 403


def test_objection_is_shown_with_its_words(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.task()
    share_id = factory.share(task_id, "joint_liaison")
    with factory.database.transaction() as session:
        share = session.get_one(Assignment, share_id)
        dispute_id = disputes.object_to(session, share, "此项职责已划转。", actor=factory.cast.joint_liaison, now=NOW).id
    clerk = client_as("clerk")
    seen = words(clerk.get(f"/tasks/{task_id}"))
    assert "县民政局 提出异议" in seen
    assert "异议内容：此项职责已划转。" in seen
    clerk.post(f"/disputes/{dispute_id}/uphold", {"uphold-reason": "三定规定未变。"})
    assert "县民政局 维持交办" in words(clerk.get(f"/tasks/{task_id}"))


def test_the_office_asks_one_unit_to_go_on(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.finished()
    clerk, share_id = client_as("clerk"), factory.share(task_id, "joint_liaison")
    assert f'href="/assignments/{share_id}/resume"' in clerk.get(f"/tasks/{task_id}").get_data(as_text=True)
    assert "resume" not in client_as("joint_liaison").get(f"/tasks/{task_id}").get_data(as_text=True)
    assert clerk.post(f"/assignments/{share_id}/resume", {"reason": ""}).status_code == 400
    clerk.post(f"/assignments/{share_id}/resume", {"reason": "请补齐租金减免名单。"})
    assert "请补齐租金减免名单。" in words(client_as("joint_liaison").get("/inbox"))
    assert "办理中" in words(clerk.get(f"/tasks/{task_id}"))


def test_unit_signs_and_goes_on_to_report_from_the_page(issued_task: int, factory: Factory, client_as: ClientAs) -> None:
    joint, share_id = client_as("joint_liaison"), factory.share(issued_task, "joint_liaison")
    page = joint.get(f"/tasks/{issued_task}").get_data(as_text=True)
    assert f'action="/assignments/{share_id}/acknowledge"' in page
    assert f"/assignments/{factory.share(issued_task)}/" not in page
    joint.post(f"/assignments/{share_id}/acknowledge")
    assert f'href="/assignments/{share_id}/updates/2025-03"' in joint.get(f"/tasks/{issued_task}").get_data(as_text=True)


def test_page_says_first_what_the_own_unit_does(issued_task: int, client_as: ClientAs) -> None:
    assert "本单位承担 牵头 县卫生健康局" in words(client_as("liaison").get(f"/tasks/{issued_task}"))
    assert "本单位承担" not in words(client_as("clerk").get(f"/tasks/{issued_task}"))


def test_of_a_plan_loaded_as_facts_nothing_is_said_but_what_it_prints(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.task(supervise=False)
    seen = words(client_as("leader").get(f"/tasks/{task_id}"))
    assert "这份方案只收录了印发的内容" in seen
    assert "牵头 县卫生健康局" in seen
    for word in ("待签收", "0%", "交办日期", "办理经过", "进展填报"):
        assert word not in seen


def test_plan_loaded_as_facts_is_never_late(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.task(supervise=False, due="2025-03-01")
    seen = words(client_as("clerk").get(f"/tasks/{task_id}"))
    assert "未纳入督办" in seen
    assert "逾期" not in seen


def test_task_page_costs_the_same_with_many_units_and_reports(factory: Factory, client_as: ClientAs, statements: Any) -> None:
    small = factory.acknowledged()
    factory.accepted(small)
    towns = tuple(f"第{n}镇人民政府" for n in range(30))
    large = factory.acknowledged(responsible=("县民政局", *towns))
    for period in ("2025-02", "2025-03"):
        factory.accepted(large, period=period)
        factory.submitted(large, "joint_liaison", period=period)
    browser = client_as("clerk")
    with statements() as few:
        browser.get(f"/tasks/{small}")
    with statements() as many:
        assert browser.get(f"/tasks/{large}").status_code == 200
    assert len(many) == len(few)


def test_closed_task_has_its_proof(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.finished()
    client_as("liaison").post(f"/tasks/{task_id}/request_closure", {"reason": "任务已完成。"})
    factory.agree(task_id)
    clerk = client_as("clerk")
    clerk.post(f"/tasks/{task_id}/verifications/new", VERIFICATION)
    clerk.post(f"/tasks/{task_id}/close", CLOSING)
    with factory.database.reading() as session:
        assert session.get_one(Task, task_id).verification == CLOSING["reason"]
