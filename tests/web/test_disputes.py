"""A unit objects to what it was given, and the office answers in one of three ways."""

from collections.abc import Callable

import pytest

from tests.factories import Factory
from tests.web.conftest import Browser, words

ClientAs = Callable[[str], Browser]
REASON = "此项由县教育局主管。"
WORDS = "增加普惠托位供给，2025年底前每千人口托位数达到4.2个。"


@pytest.fixture
def task_id(factory: Factory, client_as: ClientAs) -> int:
    """A task to which 县民政局 objects: the first dispute."""
    found = factory.task()
    unit, share_id = client_as("joint_liaison"), factory.share(found, "joint_liaison")
    assert "异议事项" in words(unit.get(f"/assignments/{share_id}/objection"))
    assert unit.post(f"/assignments/{share_id}/objection", {"reason": REASON}).status_code == 400
    unit.post(f"/assignments/{share_id}/objection", {"kind": "not_ours", "reason": REASON})
    return found


def test_the_office_is_led_from_the_task_and_from_the_list(client_as: ClientAs, task_id: int) -> None:
    clerk = client_as("clerk")
    assert "不属本单位职责。异议内容：此项由县教育局主管。 请于 2025-03-13 前答复。" in words(clerk.get(f"/tasks/{task_id}"))
    assert "待答复" in words(clerk.get("/disputes", waits="yes"))
    seen = words(clerk.get("/disputes/1"))
    assert all(way in seen for way in ("改由其他单位承办", "调整表述", "维持交办"))
    assert "没有符合条件" in words(clerk.get("/disputes", kind="wording"))


def test_the_unit_itself_waits_and_others_see_nothing(client_as: ClientAs, task_id: int) -> None:
    seen = words(client_as("joint_liaison").get("/disputes/1"))
    assert "等待领导小组办公室答复" in seen
    assert "维持交办" not in seen
    for who in ("other_liaison", "liaison", "outside_clerk"):
        assert client_as(who).get("/disputes/1").status_code == 404
    assert "/disputes/1" not in client_as("liaison").get(f"/tasks/{task_id}").get_data(as_text=True)


def test_reassigned_the_other_unit_finds_it_among_its_tasks(client_as: ClientAs, task_id: int) -> None:
    clerk, form = client_as("clerk"), {"reassign-unit": "县气象台", "reassign-reason": "按三定规定。"}
    refused = clerk.post("/disputes/1/reassign", form)
    assert refused.status_code == 400
    assert "没有登记“县气象台”" in words(refused)
    assert "按三定规定。" in refused.get_data(as_text=True)
    said = words(clerk.post("/disputes/1/reassign", {**form, "reassign-unit": "县教育局"}, follow=True))
    assert "已改由其他单位承办，并发出交办通知。" in said
    assert "改由 县教育局" in said
    assert "请于 2025-03-13 前签收" in words(client_as("other_liaison").get("/mine"))
    assert "任务改由其他单位承办" in words(client_as("joint_liaison").get("/inbox"))
    assert "县民政局 改由其他单位承办 “县教育局”" in words(clerk.get(f"/tasks/{task_id}"))


def test_reworded_both_texts_stand_side_by_side(client_as: ClientAs, task_id: int) -> None:
    clerk = client_as("clerk")
    assert clerk.post("/disputes/1/reword", {"reword-text": WORDS, "reword-reason": ""}).status_code == 400
    clerk.post("/disputes/1/reword", {"reword-text": WORDS, "reword-reason": "数据口径有误。"})
    seen = words(client_as("liaison").get(f"/tasks/{task_id}"))
    assert "年底前每千人口托位数达到4.5个。" in seen
    assert f"调整后的表述 {WORDS} 第 2 版，2025-03-10 起以此为准；理由：数据口径有误。" in seen
    assert "任务表述已调整" in words(client_as("liaison").get("/inbox"))


def test_only_the_office_decides(client_as: ClientAs, task_id: int) -> None:
    form = {"reassign-unit": "县教育局", "reassign-reason": "是", "reword-text": "新", "reword-reason": "是", "uphold-reason": "是"}
    for way in ("uphold", "reassign", "reword"):
        assert client_as("joint_liaison").post(f"/disputes/1/{way}", form).status_code == 403
        assert client_as("outside_clerk").post(f"/disputes/1/{way}", form).status_code == 404
