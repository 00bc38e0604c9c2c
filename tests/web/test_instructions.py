"""Instructions and ad hoc tasks in the browser, each by the person who needs it."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from tests.factories import Factory
from tests.services.test_instructions import given
from tests.web.conftest import Browser, words
from tracker.models import Task
from tracker.rules.matter_statuses import InstructionKind

ClientAs = Callable[[str], Browser]
AD_HOC = {
    "title": "整治停车秩序", "text": "一周内完成。", "source": "meeting", "reference": "常务会议", "due_on": "2025-04-01",
    "lead": "县卫健局", "responsible": "县民政局、石桥镇人民政府", "when": "now",
}  # fmt: skip


def test_a_leader_speeds_a_task_up_and_sees_it_settled(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.acknowledged()
    leader = client_as("leader")
    assert "作出批示" in words(leader.get(f"/tasks/{task_id}"))
    leader.get(f"/tasks/{task_id}/instructions/new")
    address = f"/tasks/{task_id}/instructions/new"
    answer = leader.post(address, {"kind": "speed_up", "text": "请加快。"})
    assert (answer.status_code, "请填写反馈期限" in words(answer)) == (400, True)
    form = {"kind": "speed_up", "text": "请加快。", "answer_due_on": "2025-03-20"}
    assert "已作出批示" in words(leader.post(address, form, follow=True))
    assert "未办结的批示 1 件" in words(leader.get("/board"))
    assert "领导批示" in words(leader.get(f"/tasks/{task_id}"))
    head = client_as("unit_head")
    assert "请于 2025-03-20 前反馈" in words(head.get("/mine"))
    head.get("/instructions/1")
    assert "已反馈" in words(head.post("/instructions/1/answer", {"text": "已完成选址。"}, follow=True))
    clerk = client_as("clerk")
    clerk.get("/instructions/1")
    assert clerk.post("/instructions/1/settle", {"note": ""}).status_code == 400
    assert "批示已办结" in words(clerk.post("/instructions/1/settle", {"note": "已落实。"}, follow=True))
    assert "已办结" in words(leader.get("/instructions", state="settled"))


def test_a_liaison_whose_unit_has_a_head_is_told_so(factory: Factory, client_as: ClientAs) -> None:
    row_id = given(factory, factory.acknowledged())
    liaison = client_as("liaison")
    page = liaison.get(f"/instructions/{row_id}")
    assert "由负责人反馈" in words(page)
    assert "textarea" not in page.get_data(as_text=True)
    answer = liaison.post(f"/instructions/{row_id}/answer", {"text": "已完成选址。"})
    assert answer.status_code == 409
    assert "请先送单位负责人审核" in words(answer)
    assert "已完成选址。" in words(answer)


def test_the_director_reopens_what_a_leader_wants_taken_up_again(factory: Factory, client_as: ClientAs) -> None:
    row_id = given(factory, factory.closed(), InstructionKind.REOPEN, due=None)
    assert "撤销销号" not in words(client_as("clerk").get(f"/instructions/{row_id}"))
    director = client_as("director")
    assert "按批示撤销销号" in words(director.get(f"/instructions/{row_id}"))
    assert "任务回到推进中" in words(director.post(f"/instructions/{row_id}/reopen", follow=True))


def test_the_office_gives_out_what_a_leader_asked_for(factory: Factory, client_as: ClientAs) -> None:
    leader = client_as("leader")
    leader.get("/instructions/new")
    leader.post("/instructions/new", {"text": "请研究停车难。"})
    clerk = client_as("clerk")
    assert "按批示交办" in words(clerk.get("/instructions/1"))
    page = clerk.get("/ad-hoc/new", instruction=1)
    assert "请研究停车难。" in page.get_data(as_text=True)
    seen = words(clerk.post("/ad-hoc/new?instruction=1", {**AD_HOC, "source": "instruction"}, follow=True))
    assert "已交办" in seen
    assert "查看领导批示" in seen
    assert "整治停车秩序" in words(client_as("liaison").get("/mine"))
    assert "整治停车秩序" in words(clerk.get("/tasks"))
    assert "示例县2025年专项交办事项" in words(clerk.get("/plans"))


def test_a_refused_form_keeps_what_was_typed(factory: Factory, client_as: ClientAs) -> None:
    clerk = client_as("clerk")
    clerk.get("/ad-hoc/new")
    answer = clerk.post("/ad-hoc/new", {**AD_HOC, "lead": "县外星局"})
    assert answer.status_code == 400
    assert "没有登记“县外星局”这个单位" in words(answer)
    assert "整治停车秩序" in answer.get_data(as_text=True)


def test_a_draft_is_confirmed_by_the_director_or_taken_back(factory: Factory, client_as: ClientAs) -> None:
    clerk, director = client_as("clerk"), client_as("director")
    clerk.get("/ad-hoc/new")
    for title in ("整治停车秩序", "整治占道经营"):
        seen = words(clerk.post("/ad-hoc/new", {**AD_HOC, "title": title, "when": "later"}, follow=True))
        assert "待办公室主任审定" in seen
        assert "审定并交办" not in seen
    first, second = _tasks(factory)
    assert client_as("liaison").get(f"/tasks/{first}").status_code == 404
    assert "审定并交办" in words(director.get(f"/tasks/{first}"))
    assert "已审定并交办" in words(director.post(f"/ad-hoc/{first}/confirm", follow=True))
    director.get(f"/ad-hoc/{second}/drop")
    assert "已撤销这项草稿" in words(director.post(f"/ad-hoc/{second}/drop", {"reason": "另有安排"}, follow=True))
    assert _tasks(factory) == [first]


def _tasks(factory: Factory) -> list[int]:
    with factory.database.reading() as session:
        return list(session.scalars(select(Task.id).order_by(Task.id)))


def test_a_longer_list_of_instructions_takes_no_more_statements(factory: Factory, client_as: ClientAs, statements: Any) -> None:
    browser, counts = client_as("leader"), []
    for _ in range(2):
        given(factory, factory.acknowledged())
        with statements() as sent:
            browser.get("/instructions")
        counts.append(len(sent))
    assert counts[0] == counts[1]
