"""The phone of a liaison and of a head of unit: 390 by 844, and a finger."""

from typing import Any

import pytest
from playwright.sync_api import Page
from sqlalchemy import select

from tests.e2e.conftest import PHONE, LogIn
from tests.factories import Factory
from tests.web.test_approvals import waiting
from tracker.models import Evidence, Update

pytestmark = pytest.mark.databases("sqlite")


def photo(name: str) -> Any:
    """A picture as a camera would hand it over."""
    return {"name": name, "mimeType": "image/jpeg", "buffer": b"\xff\xd8\xff\xe0 a picture named " + name.encode()}


def reports(factory: Factory) -> list[tuple[str, int, str]]:
    """State, percentage and words of every report."""
    with factory.database.reading() as session:
        rows = session.scalars(select(Update).order_by(Update.id))
        return [(row.state, row.percent, row.narrative) for row in rows]


def evidence_names(factory: Factory) -> list[str]:
    with factory.database.reading() as session:
        return list(session.scalars(select(Evidence.name).order_by(Evidence.id)))


def in_reach(page: Page, name: str) -> bool:
    """True where the button of that name is on the screen as it stands."""
    box = page.get_by_role("button", name=name, exact=True).last.bounding_box()
    return box is not None and box["y"] >= 0 and box["y"] + box["height"] <= PHONE["viewport"]["height"]


def test_a_task_is_signed_for_in_one_tap_and_its_report_takes_four(factory: Factory, page_as: LogIn) -> None:
    factory.task(title="增加托位供给")
    page = page_as("liaison", PHONE)
    page.get_by_role("button", name="签收", exact=True).tap()
    page.get_by_text("已签收《增加托位供给》。").wait_for()
    page.get_by_role("link", name="填报2025年2月").tap()
    page.wait_for_url("**/updates/2025-02")
    assert in_reach(page, "报送")
    assert page.get_by_label("完成比例（%）").get_attribute("inputmode") == "numeric"
    page.get_by_label("完成比例（%）").fill("30")
    page.get_by_label("进展情况").fill("已选定三处场地。")
    page.get_by_role("button", name="报送", exact=True).tap()
    page.get_by_text("已送单位负责人审核").wait_for()
    assert reports(factory) == [("unit_review", 30, "已选定三处场地。")]


def test_photos_taken_one_after_the_other_are_all_handed_in(factory: Factory, page_as: LogIn) -> None:
    share_id = factory.share(factory.acknowledged())
    page = page_as("liaison", PHONE)
    page.goto(f"/assignments/{share_id}/updates/2025-03")
    camera = page.get_by_label("拍照上传")
    assert (camera.get_attribute("capture"), camera.get_attribute("accept")) == ("environment", "image/*")
    for name in ("一层.jpg", "二层.jpg", "门口.jpg"):
        camera.set_input_files([photo(name)])
    page.get_by_role("button", name="不传 门口.jpg").tap()
    page.get_by_label("进展情况").fill("两层均已封顶。")
    page.get_by_label("完成比例（%）").fill("")  # the words and photos are kept, and the form says what is wrong
    page.get_by_role("button", name="报送", exact=True).tap()
    page.get_by_text("请填写 0 到 100 之间的整数。").first.wait_for()
    assert evidence_names(factory) == ["一层.jpg", "二层.jpg"]
    page.get_by_label("完成比例（%）").fill("60")
    page.get_by_role("button", name="报送", exact=True).tap()
    page.get_by_text("已送单位负责人审核").wait_for()
    assert reports(factory) == [("unit_review", 60, "两层均已封顶。")]
    assert evidence_names(factory) == ["一层.jpg", "二层.jpg"]


def test_the_record_and_the_yearly_report_are_one_tap_away(factory: Factory, page_as: LogIn) -> None:
    factory.accepted(factory.acknowledged(title="增加托位供给"))
    page = page_as("liaison", PHONE)
    page.get_by_role("link", name="填报记录").tap()
    page.wait_for_url("**/mine/history")
    assert "增加托位供给" in page.inner_text("main")
    page.go_back()
    page.locator("main").get_by_role("link", name="定期报告").tap()
    page.wait_for_url("**/obligations")


def test_the_head_lets_a_report_go_in_one_tap_or_gives_it_back_for_a_reason(factory: Factory, page_as: LogIn) -> None:
    for title in ("增加托位供给", "培训保育人员"):
        waiting(factory, narrative=f"{title}：已办。")
    page = page_as("unit_head", PHONE)
    page.goto("/approvals")
    page.get_by_role("button", name="同意并报送").first.tap()
    page.get_by_text("已同意，并报送领导小组办公室").wait_for()
    page.get_by_text("退回联络员修改", exact=True).tap()
    page.get_by_label("退回理由").fill("数字与台账不符。")
    page.get_by_role("button", name="退回修改").tap()
    page.get_by_text("已退回联络员修改。").wait_for()
    assert sorted(state for state, _, _ in reports(factory)) == ["draft", "submitted"]
