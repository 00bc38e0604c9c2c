"""督查 reports in the browser: drawing one up, reading it, taking it away."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from tests.factories import Factory
from tests.web.conftest import Browser, words
from tracker.models import Event, Report

ClientAs = Callable[[str], Browser]


def draw(browser: Browser, plan_id: int, as_of: str = "2025-03-10") -> Any:
    browser.get(f"/plans/{plan_id}/reports/new")
    return browser.post(f"/plans/{plan_id}/reports/new", {"as_of": as_of}, follow=True)


def report_id(factory: Factory) -> int:
    with factory.database.reading() as session:
        return session.scalars(select(Report.id)).one()


def test_drawn_report_is_shown_as_a_page_and_listed(factory: Factory, client_as: ClientAs) -> None:
    plan_id = factory.plan()
    clerk = client_as("clerk")
    seen = words(draw(clerk, plan_id))
    assert "报告已生成" in seen
    assert "一、总体情况" in seen
    assert "（截至2025年3月10日）" in seen
    assert "示例县托育服务实施方案" in words(clerk.get("/reports"))


def test_report_goes_out_as_word_and_that_is_kept_in_the_history(factory: Factory, client_as: ClientAs) -> None:
    clerk = client_as("clerk")
    draw(clerk, factory.plan())
    answer = clerk.get(f"/reports/{report_id(factory)}/docx")
    assert answer.data.startswith(b"PK")
    assert "attachment" in answer.headers["Content-Disposition"]
    assert clerk.get(f"/reports/{report_id(factory)}/md").get_data(as_text=True).startswith("# ")
    assert clerk.get(f"/reports/{report_id(factory)}/html").get_data(as_text=True).startswith("<!doctype html>")
    with factory.database.reading() as session:
        assert len(session.scalars(select(Event).where(Event.action == "download")).all()) == 3


def test_unknown_form_is_not_found(factory: Factory, client_as: ClientAs) -> None:
    clerk = client_as("clerk")
    draw(clerk, factory.plan())
    assert clerk.get(f"/reports/{report_id(factory)}/exe").status_code == 404


def test_report_on_a_day_to_come_is_refused_with_a_sentence(factory: Factory, client_as: ClientAs) -> None:
    answer = draw(client_as("clerk"), factory.plan(), "2025-04-01")
    assert answer.status_code == 400
    assert "不能晚于今天" in words(answer)
    assert 'value="2025-04-01"' in answer.get_data(as_text=True)


def test_leader_reads_reports_and_units_do_not(factory: Factory, client_as: ClientAs) -> None:
    plan_id = factory.plan()
    draw(client_as("clerk"), plan_id)
    found = report_id(factory)
    assert client_as("leader").get(f"/reports/{found}").status_code == 200
    assert client_as("leader").get(f"/plans/{plan_id}/reports/new").status_code == 403
    assert client_as("liaison").get(f"/reports/{found}").status_code == 403
    assert client_as("outside_clerk").get(f"/reports/{found}").status_code == 404


def test_list_of_reports_costs_the_same_for_few_and_many(factory: Factory, client_as: ClientAs, statements: Any) -> None:
    plan_id = factory.plan()
    clerk = client_as("clerk")
    draw(clerk, plan_id)
    with statements() as few:
        clerk.get("/reports")
    for day in range(1, 11):
        draw(clerk, plan_id, f"2025-03-{day:02d}")
    with statements() as many:
        clerk.get("/reports")
    assert len(many) == len(few)
