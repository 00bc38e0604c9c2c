"""The office looks at who reported for a period, waives reports, and changes when units report."""

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import select

from tests.factories import PERIOD, Factory, parsed_measure
from tests.services.test_exemptions import waived
from tests.web.conftest import Browser, words
from tracker.models import Exemption, Plan

ClientAs = Callable[[str], Browser]


def unit_page(factory: Factory, task_id: int, who: str = "liaison", period: str = PERIOD) -> str:
    return f"/plans/{factory.plan_of(task_id)}/reporting/{period}/units/{factory.cast.unit_id(who)}"


def test_the_office_sees_who_reported_and_who_did_not(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.acknowledged()
    factory.accepted(task_id)
    seen = words(client_as("clerk").get(f"/plans/{factory.plan_of(task_id)}/reporting"))
    assert "2025年3月进展的报送截止日为 2025-03-25。尚未截止，以下为目前情况。" in seen
    assert "已采信的占应报的 50.0%" in seen
    assert "县卫生健康局 1 1 1 1 0 0 0 0" in seen
    assert "县民政局 1 0 0 0 0 1 0 0" in seen


def test_a_period_is_chosen_and_nonsense_is_the_running_one(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.acknowledged()
    clerk, path = client_as("clerk"), f"/plans/{factory.plan_of(task_id)}/reporting"
    assert "2025年2月进展的报送截止日为 2025-02-25。" in words(clerk.get(path, period="2025-02"))
    assert "2025年3月进展的报送截止日" in words(clerk.get(path, period="1999-99"))


def test_a_report_is_waived_and_asked_for_again(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.acknowledged()
    clerk, share = client_as("clerk"), factory.share(task_id)
    assert f"/assignments/{share}/exemptions/2025-03" in clerk.get(unit_page(factory, task_id)).get_data(as_text=True)
    page = f"/assignments/{share}/exemptions/2025-03"
    assert "县卫生健康局 2025年3月免报" in words(clerk.get(page))
    assert clerk.post(page, {"reason": ""}).status_code == 400
    seen = words(clerk.post(page, {"reason": "场地整修"}, follow=True))
    assert "免报 场地整修" in seen
    again = clerk.post(page, {"reason": "场地整修"})
    assert again.status_code == 409
    assert "无须免报" in words(again)
    with factory.database.reading() as session:
        exemption_id = session.scalars(select(Exemption.id)).one()
    clerk.get(f"/exemptions/{exemption_id}/revoke")
    seen = words(clerk.post(f"/exemptions/{exemption_id}/revoke", {"reason": "已恢复开放"}, follow=True))
    assert "已撤销免报" in seen
    assert "— 未报 免报" in seen


def test_a_unit_is_exempt_from_the_whole_period(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.acknowledged()
    clerk, page = client_as("clerk"), unit_page(factory, task_id)
    assert "全部免报" in words(clerk.get(f"{page}/exempt"))
    assert "机构改革" in words(clerk.post(f"{page}/exempt", {"reason": "机构改革"}, follow=True))
    assert "县卫生健康局 0 0 0 0 0 0 0 1" in words(clerk.get(f"/plans/{factory.plan_of(task_id)}/reporting"))


def test_the_unit_sees_that_no_report_is_asked(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.acknowledged()
    waived(factory, task_id)
    waived(factory, task_id, period="2025-02")
    assert "2025年2月、2025年3月免报" in words(client_as("liaison").get("/mine"))


def test_units_do_not_look_at_each_other(factory: Factory, client_as: ClientAs) -> None:
    path = f"/plans/{factory.plan_of(factory.acknowledged())}/reporting"
    assert client_as("liaison").get(path).status_code == 403
    assert client_as("outside_clerk").get(path).status_code == 404
    assert client_as("leader").get(path).status_code == 200


def test_the_rhythm_is_changed_for_the_time_to_come(factory: Factory, client_as: ClientAs) -> None:
    plan_id = factory.plan()
    clerk = client_as("clerk")
    assert "现在：每月，25 日截止；本期为2025年3月。" in words(clerk.get(f"/plans/{plan_id}/rhythm"))
    form = {"cycle": "quarter", "cutoff_day": "20", "reason": "减轻基层负担"}
    assert clerk.post(f"/plans/{plan_id}/rhythm", {**form, "cutoff_day": "40"}).status_code == 400
    assert "已调整，自2025年第2季度起执行。" in words(clerk.post(f"/plans/{plan_id}/rhythm", form, follow=True))
    assert "已定自 2025-04-01 起：每季度，20 日截止" in words(clerk.get(f"/plans/{plan_id}/rhythm"))
    with factory.database.reading() as session:
        assert session.get_one(Plan, plan_id).rhythm.period_on(date(2025, 5, 1)).key == "2025-Q2"


def test_the_number_of_statements_does_not_grow(factory: Factory, client_as: ClientAs, statements: Callable[[], Any]) -> None:
    sent = []
    for number in (1, 5):
        plan_id = factory.plan(*[parsed_measure(title=f"措施{n}") for n in range(number)])
        clerk = client_as("clerk")
        pages = (f"/plans/{plan_id}/reporting", f"/plans/{plan_id}/reporting/2025-03/units/{factory.cast.unit_id('liaison')}")
        for page in pages:
            with statements() as made:
                assert clerk.get(page).status_code == 200
            sent.append(len(made))
    assert sent[:2] == sent[2:]
