"""What stands on the first pages of a unit: every paper beside the reports that waits for it, so that no number lacks its row."""

import re
from collections.abc import Callable
from typing import Any

from tests.factories import Factory
from tests.services.test_delegations import second, stand_in
from tests.services.test_indicator_readings import entered, measured
from tests.web.conftest import Browser, words
from tracker.models import Update
from tracker.services import updates

ClientAs = Callable[[str], Browser]
CARD = "待办理的申请、意见和读数"
COUNTED = re.compile(r"(延期|调整|复核|配合意见|协调事项|指标读数) (\d+)")


def asked(factory: Factory, client_as: ClientAs) -> None:
    """A reading and a matter to coordinate that wait for the head of 县卫健局, and an opinion asked of 县民政局."""
    entered(factory, measured(factory))
    task_id = factory.finished()
    lead = client_as("liaison")
    lead.get(f"/tasks/{task_id}")
    lead.post(f"/tasks/{task_id}/request_closure", {"reason": "已全部完成。"})
    other_id = factory.acknowledged(title="培训保育人员")
    lead.get(f"/tasks/{other_id}/coordination/new")
    units = str(factory.cast.unit_id("joint_liaison"))
    lead.post(f"/tasks/{other_id}/coordination/new", {"matter": "经费由谁承担", "asked": "请明确分担比例", "units": units})


def test_what_waits_for_the_head_stands_on_the_page_of_approvals(factory: Factory, client_as: ClientAs) -> None:
    asked(factory, client_as)
    head = client_as("unit_head")
    seen = words(head.get("/approvals"))
    assert CARD in seen
    assert "指标读数：每千人口托位数" in seen
    assert "协调事项：培训保育人员" in seen
    assert "没有待审核的填报" not in seen
    assert dict(COUNTED.findall(seen.split("全部：")[-1])) == {"协调事项": "1", "指标读数": "1"}
    assert CARD in words(head.get("/mine"))


def test_the_opinion_that_is_asked_of_a_unit_stands_on_its_first_page(factory: Factory, client_as: ClientAs) -> None:
    asked(factory, client_as)
    other = client_as("joint_liaison")
    assert "配合意见：增加托位供给 县民政局" in words(other.get("/mine"))
    assert CARD not in words(client_as("other_liaison").get("/mine"))


def test_the_list_costs_the_same_for_many(factory: Factory, client_as: ClientAs, statements: Callable[[], Any]) -> None:
    head, indicator_id = client_as("unit_head"), measured(factory)

    def cost() -> int:
        with statements() as sent:
            assert head.get("/approvals").status_code == 200
        return len(sent)

    entered(factory, indicator_id)
    few = cost()
    for _ in range(4):
        entered(factory, indicator_id)
    assert cost() == few


def test_a_deputy_reads_for_whom_he_signs_and_why_not_what_he_sent_himself(factory: Factory, client_as: ClientAs) -> None:
    deputy = second(factory)
    own, others = factory.draft(factory.acknowledged()), factory.draft(factory.acknowledged(title="培训保育人员"))
    with factory.database.transaction() as session:
        for update_id, actor in ((own, deputy), (others, factory.cast.liaison)):
            update = session.get_one(Update, update_id)
            updates.send(session, update, actor=actor, now=update.drafted_at)
    stand_in(factory, "unit_head", deputy)
    browser = client_as("second-liaison")
    page = browser.get("/approvals")
    assert "您现在代吴局长（县卫生健康局）审核，至 2025-03-16。" in words(page)
    assert words(page).count("代吴局长审核") == 2
    assert words(page).count("不能以代理身份办理") == 1
    buttons = page.get_data(as_text=True)
    assert f"/updates/{others}/approve" in buttons
    assert f"/updates/{own}/approve" not in buttons
    own_page = browser.get(f"/updates/{own}")
    assert "不能以代理身份办理" in words(own_page)
    assert f"/updates/{own}/approve" not in own_page.get_data(as_text=True)
    assert "代吴局长审核" not in words(client_as("unit_head").get("/approvals"))
