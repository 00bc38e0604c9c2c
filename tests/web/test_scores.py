"""Scores in the browser: switched on, drawn up, remarked on, approved, exported; a unit sees its own only."""

import csv
import io
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

import pytest

from tests.factories import Factory
from tests.services.test_scores import act, drawn, switched_on
from tests.web.conftest import Browser, words
from tracker.services import scores

ClientAs = Callable[[str], Browser]


@pytest.fixture
def sheet_id(factory: Factory) -> int:
    """A worksheet of a task of which nobody has reported."""
    return drawn(factory, factory.acknowledged())


def test_the_director_switches_scores_on_and_the_office_draws_up_a_sheet(factory: Factory, client_as: ClientAs) -> None:
    plan_id = factory.plan_of(factory.acknowledged())
    clerk, director = client_as("clerk"), client_as("director")
    assert "没有启用考核" in words(clerk.get(f"/plans/{plan_id}/scores"))
    assert clerk.post(f"/plans/{plan_id}/scores/switch", {"reason": "考核"}).status_code == 403
    director.get(f"/plans/{plan_id}/scores")
    seen = words(director.post(f"/plans/{plan_id}/scores/switch", {"reason": "考核办法第三条"}, follow=True))
    assert "已启用考核" in seen
    clerk.get(f"/plans/{plan_id}/scores")
    form = {"from_on": "2025-02-17", "to_on": "2025-03-10"}
    seen = words(clerk.post(f"/plans/{plan_id}/scores", form, follow=True))
    assert "工作表已生成" in seen
    assert "按方案中的单位次序排列，不排名次" in seen
    assert "任务少，不宜比较" in seen


def test_days_that_cannot_be_are_refused_beside_what_was_filled_in(factory: Factory, client_as: ClientAs) -> None:
    plan_id = switched_on(factory, factory.acknowledged())
    clerk = client_as("clerk")
    clerk.get(f"/plans/{plan_id}/scores")
    answer = clerk.post(f"/plans/{plan_id}/scores", {"from_on": "2025-02-17", "to_on": "2031-01-01"})
    assert answer.status_code == 400
    assert "截止日期不能晚于今天" in words(answer)


def test_a_unit_sees_its_own_lines_only_and_remarks_on_them(factory: Factory, client_as: ClientAs, sheet_id: int) -> None:
    own, other = factory.cast.unit_id("joint_liaison"), factory.cast.unit_id("liaison")
    liaison = client_as("joint_liaison")
    assert liaison.get(f"/scores/{sheet_id}").status_code == 403
    assert liaison.get(f"/scores/{sheet_id}/units/{other}").status_code == 404
    seen = words(liaison.get(f"/scores/{sheet_id}/units/{own}"))
    assert "未报送 2025年3月" in seen
    assert "认定不计" not in seen
    said = words(liaison.post(f"/scores/{sheet_id}/units/{own}/remark", {"text": "三月已报纸质件"}, follow=True))
    assert "意见已提交" in said
    clerk = client_as("clerk")
    assert "等待答复的意见 县民政局 ：三月已报纸质件" in words(clerk.get(f"/scores/{sheet_id}"))


def test_the_office_leaves_out_answers_and_the_director_approves(factory: Factory, client_as: ClientAs, sheet_id: int) -> None:
    own = factory.cast.unit_id("joint_liaison")
    remark_id = act(factory, scores.remark, sheet_id, "三月已报纸质件", who="joint_liaison")
    page, clerk = f"/scores/{sheet_id}/units/{own}", client_as("clerk")
    html = clerk.get(page).get_data(as_text=True)
    matter = html.split('name="matter" value="')[1].split('"')[0]
    assert "请写明" in words(clerk.post(f"{page}/exclude", {"matter": matter, "reason": " "}))
    assert "办公室认定不计：属实" in words(clerk.post(f"{page}/exclude", {"matter": matter, "reason": "属实"}, follow=True))
    assert "已恢复计分" in words(clerk.post(f"{page}/include", {"matter": matter}, follow=True))
    assert "办公室答复：属实" in words(clerk.post(f"{page}/remarks/{remark_id}/answer", {"text": "属实"}, follow=True))
    assert clerk.get(f"/scores/{sheet_id}/files/csv").status_code == 409
    director = client_as("director")
    director.get(f"/scores/{sheet_id}")
    assert "已审定" in words(director.post(f"/scores/{sheet_id}/approve", follow=True))


def test_an_approved_sheet_leaves_as_excel_and_csv_with_every_reason(factory: Factory, client_as: ClientAs, sheet_id: int) -> None:
    act(factory, scores.approve, sheet_id, who="director")
    clerk = client_as("clerk")
    answer = clerk.get(f"/scores/{sheet_id}/files/csv")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    plain, full = answer.headers["Content-Disposition"].split("; ")[1:]
    assert plain.startswith("filename=scores_2025-")
    assert unquote(full).startswith("filename*=UTF-8''考核工作表_2025-")
    text = answer.get_data().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0] == ["单位", "承办任务数", "扣分合计", "得分", "提示"]
    assert ["县卫生健康局", "增加托位供给", "牵头", "未报送", "2025年3月", "2025-03-25", "3.0", "3.0", "", ""] in rows
    book = clerk.get(f"/scores/{sheet_id}/files/xlsx").get_data()
    assert book.startswith(b"PK")
    assert clerk.get(f"/scores/{sheet_id}/files/xlsx").get_data() == book
    assert clerk.get(f"/scores/{sheet_id}/files/pdf").status_code == 404


def test_a_sheet_is_withdrawn_with_a_reason_and_gone_for_the_units(factory: Factory, client_as: ClientAs, sheet_id: int) -> None:
    director, own = client_as("director"), factory.cast.unit_id("joint_liaison")
    director.get(f"/scores/{sheet_id}")
    assert director.post(f"/scores/{sheet_id}/withdraw", {"reason": ""}).status_code == 400
    assert "已作废" in words(director.post(f"/scores/{sheet_id}/withdraw", {"reason": "口径有误"}, follow=True))
    assert client_as("joint_liaison").get(f"/scores/{sheet_id}/units/{own}").status_code == 404


@pytest.mark.parametrize("who", ["leader", "auditor", "system_admin"])
def test_nobody_else_sees_scores(client_as: ClientAs, sheet_id: int, who: str) -> None:
    assert client_as(who).get(f"/scores/{sheet_id}").status_code == 403


def test_a_sheet_costs_the_same_however_many_lines(
    factory: Factory, client_as: ClientAs, sheet_id: int, statements: Callable[[], Any]
) -> None:
    clerk = client_as("clerk")

    def cost(path: str) -> int:
        with statements() as sent:
            assert clerk.get(path).status_code == 200
        return len(sent)

    own = factory.cast.unit_id("joint_liaison")
    assert cost(f"/scores/{sheet_id}") < 20
    assert cost(f"/scores/{sheet_id}/units/{own}") < 20


def test_a_line_leads_to_the_report_that_it_is_about(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.acknowledged()
    update_id = factory.returned(task_id, "joint_liaison")
    sheet_id, own = drawn(factory, task_id), factory.cast.unit_id("joint_liaison")
    html = client_as("joint_liaison").get(f"/scores/{sheet_id}/units/{own}").get_data(as_text=True)
    assert f'href="/updates/{update_id}"' in html
