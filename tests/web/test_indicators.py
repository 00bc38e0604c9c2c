"""The pages of indicators: what a unit enters, what the office accepts, what everybody sees of it."""

import io
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from tests.factories import PDF, Factory, parsed_measure
from tests.services.test_indicator_readings import HOTLINE, NEW_PLACES, PLACES, accepted, entered, indicator_of, measured
from tests.web.conftest import Browser, words
from tracker.intake.model import Target

ClientAs = Callable[[str], Browser]
pytestmark = pytest.mark.databases("sqlite")


def test_a_unit_enters_a_reading_its_head_signs_and_the_office_accepts_it(factory: Factory, client_as: ClientAs) -> None:
    indicator_id = measured(factory)
    page = f"/indicators/{indicator_id}"
    liaison, head, clerk = client_as("liaison"), client_as("unit_head"), client_as("clerk")
    assert "登记读数" in words(liaison.get(page))
    liaison.get(f"{page}/readings/new")
    said = {
        "value": "4",
        "quantity_unit": "个",
        "fact_on": "2025-03-10",
        "note": "统计月报",
        "files": (io.BytesIO(PDF), "月报.pdf"),
    }
    assert "已送单位负责人审核" in words(liaison.post(f"{page}/readings/new", said, follow=True))
    assert "待您办理的读数" in words(head.get("/indicators"))
    reading_id = _reading(head.get(page))
    assert "已同意并报送" in words(head.post(f"/indicators/readings/{reading_id}/approve", follow=True))
    shown = clerk.get(page)
    assert "月报.pdf" in words(shown)
    accepted_page = words(clerk.post(f"/indicators/readings/{reading_id}/accept", follow=True))
    assert "已采信，计入指标进度" in accepted_page
    assert "按序时应达0.3个，实际4个（2025-03-10），符合序时进度。" in accepted_page
    assert "88%" in words(client_as("leader").get(page))


def _reading(answer: Any) -> int:
    found = re.search(r"/indicators/readings/(\d+)/approve", answer.get_data(as_text=True))
    assert found
    return int(found[1])


def test_what_cannot_be_read_comes_back_with_a_sentence_and_the_input(factory: Factory, client_as: ClientAs) -> None:
    page = f"/indicators/{measured(factory)}/readings/new"
    liaison = client_as("liaison")
    liaison.get(page)
    answer = liaison.post(page, {"value": "4.2", "quantity_unit": "个", "fact_on": "2025-03-11", "note": "月报"})
    assert answer.status_code == 400
    assert "数据日期不能晚于今天" in words(answer)
    assert 'value="4.2"' in answer.get_data(as_text=True)


def test_a_return_without_a_reason_is_asked_for_one(factory: Factory, client_as: ClientAs) -> None:
    indicator_id = measured(factory)
    reading_id = entered(factory, indicator_id, who="joint_liaison")
    clerk = client_as("clerk")
    clerk.get(f"/indicators/{indicator_id}")
    answer = clerk.post(f"/indicators/readings/{reading_id}/return", {"reason": ""})
    assert (answer.status_code, "请写明退回理由" in words(answer)) == (400, True)
    assert "已退回，登记单位会收到消息" in words(
        clerk.post(f"/indicators/readings/{reading_id}/return", {"reason": "与月报不符"}, follow=True)
    )
    assert "与月报不符" in words(client_as("joint_liaison").get(f"/indicators/{indicator_id}"))


def test_a_duty_is_done_or_not(factory: Factory, client_as: ClientAs) -> None:
    indicator_id = measured(factory, HOTLINE)
    liaison = client_as("joint_liaison")
    assert "已完成" in words(liaison.get(f"/indicators/{indicator_id}/readings/new"))
    liaison.post(f"/indicators/{indicator_id}/readings/new", {"value": "1", "fact_on": "2025-03-10"})
    assert "已完成" in words(liaison.get(f"/indicators/{indicator_id}"))


def test_of_what_is_added_the_form_asks_for_the_increase(factory: Factory, client_as: ClientAs) -> None:
    indicator_id = measured(factory, NEW_PLACES)
    assert "不要填累计总数" in words(client_as("liaison").get(f"/indicators/{indicator_id}/readings/new"))


def test_the_task_shows_its_indicators_and_how_they_stand(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.acknowledged(targets=(PLACES,))
    accepted(factory, indicator_of(factory, task_id), "4.6")
    page = words(client_as("joint_liaison").get(f"/tasks/{task_id}"))
    assert "截至2025-03-10为4.6个，已达到目标（≥ 4.5个）。" in page


def test_the_chart_needs_no_style_and_says_in_words_what_it_shows(factory: Factory, client_as: ClientAs) -> None:
    indicator_id = measured(factory)
    accepted(factory, indicator_id, "0.9")
    page = client_as("clerk").get(f"/indicators/{indicator_id}").get_data(as_text=True)
    chart = page[page.index('<svg class="chart-plot"') : page.index("</figure>")]
    assert "style=" not in chart
    assert 'aria-label="按序时应达0.3个，实际0.9个' in chart
    assert chart.count("<circle") == 1


def test_a_reading_that_waits_is_not_the_other_units_to_see(factory: Factory, client_as: ClientAs) -> None:
    indicator_id = measured(factory)
    entered(factory, indicator_id, "3.21")
    assert "3.21" not in words(client_as("joint_liaison").get(f"/indicators/{indicator_id}"))
    assert "3.21" not in words(client_as("clerk").get(f"/indicators/{indicator_id}"))  # still within the unit
    assert client_as("other_liaison").get(f"/indicators/{indicator_id}").status_code == 404


def test_the_office_sets_the_curve_and_a_unit_does_not(factory: Factory, client_as: ClientAs) -> None:
    indicator_id = measured(factory)
    clerk, path = client_as("clerk"), f"/indicators/{indicator_id}/course"
    clerk.get(path)
    said = {
        "kind": "level", "baseline": "3.5", "baseline_on": "2024-12-31", "points-0-day": "2025-06-30", "points-0-value": "3.8",
        "reason": "年度工作计划",
    }  # fmt: skip
    page = words(clerk.post(path, said, follow=True))
    assert "已设定" in page
    assert "节点：2025-06-30 3.8个" in page
    assert 'value="3.8"' in clerk.get(path).get_data(as_text=True)
    assert client_as("liaison").get(path).status_code == 403


def test_the_form_of_the_curve_says_what_it_is_and_gives_an_example(factory: Factory, client_as: ClientAs) -> None:
    page = words(client_as("clerk").get(f"/indicators/{measured(factory)}/course"))
    assert "序时进度是把目标分摊到每一天的计划线" in page
    assert "节点一般填一至三个" in page
    assert "例如填 2025-06-30、1.89个，就是计划到那一天达到 1.89个" in page


def test_half_a_point_is_asked_to_be_whole(factory: Factory, client_as: ClientAs) -> None:
    clerk, path = client_as("clerk"), f"/indicators/{measured(factory)}/course"
    clerk.get(path)
    answer = clerk.post(path, {"kind": "level", "points-0-day": "2025-06-30", "reason": "年度工作计划"})
    assert answer.status_code == 400
    assert "节点的日期和应达到的数值须一并填写" in words(answer)


def test_a_point_past_the_target_is_refused_with_why_and_kept(factory: Factory, client_as: ClientAs) -> None:
    clerk, path = client_as("clerk"), f"/indicators/{measured(factory)}/course"
    clerk.get(path)
    answer = clerk.post(path, {"kind": "level", "points-0-day": "2025-06-30", "points-0-value": "45", "reason": "年度工作计划"})
    assert answer.status_code == 409
    assert "2025-06-30 的节点值 45 不在起点 0 和目标 4.5 之间" in words(answer)
    assert 'value="45"' in answer.get_data(as_text=True)


def test_the_list_is_narrowed_to_how_they_stand(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.acknowledged(targets=(PLACES, NEW_PLACES))
    accepted(factory, indicator_of(factory, task_id), "4.6")
    clerk = client_as("clerk")
    assert words(clerk.get("/indicators")).count("新增普惠托位") == 1
    unread = words(clerk.get("/indicators", standing="unread"))
    assert "新增普惠托位" in unread
    assert "每千人口托位数" not in unread
    assert "已达标 1 项 · 尚无读数 1 项" in words(clerk.get("/indicators"))


def test_the_list_costs_the_same_however_long_it_is(factory: Factory, client_as: ClientAs, statements: Callable[[], Any]) -> None:
    clerk, counts = client_as("clerk"), []
    for n in (1, 40):
        measures = [parsed_measure(targets=(PLACES,), label=f"（{i}）") for i in range(n)]
        plan_id = factory.plan(*measures)
        with statements() as sent:
            clerk.get("/indicators", plan=plan_id)
        counts.append(len(sent))
    assert counts[0] == counts[1]


def test_the_same_indicator_of_several_plans_stands_side_by_side(factory: Factory, client_as: ClientAs) -> None:
    factory.plan(parsed_measure(targets=(PLACES,)))
    other = Target("全县每千人口婴幼儿托位数", 5.0, ">=", "个", "2025-12-31", None, "")
    factory.plan(parsed_measure(targets=(Target("全县每千人口托位数", 4.8, ">=", "个", "2025-12-31", None, ""),)))
    factory.plan(parsed_measure(targets=(other,)))
    clerk = client_as("clerk")
    assert "每千人口托位数" in words(clerk.get("/indicators/compare"))
    one = {"key": "每千人口托位数", "unit": "个"}
    page = words(clerk.get("/indicators/compare/one", **one))
    assert ("≥ 4.5个" in page, "≥ 4.8个" in page, "≥ 5个" in page) == (True, True, False)
    clerk.get("/indicators/join")
    said = {"name": "全县每千人口婴幼儿托位数", "other": "每千人口托位数"}
    assert "已认定为同一指标" in words(clerk.post("/indicators/join", said, follow=True))
    joined = clerk.get("/indicators/compare/one", **one)
    assert "≥ 5个" in words(joined)
    assert "陈经办" in words(joined)
    alias = re.search(r"/indicators/aliases/(\d+)/part", joined.get_data(as_text=True))
    assert alias
    clerk.post(alias[0], follow=True)
    assert "≥ 5个" not in words(clerk.get("/indicators/compare/one", **one))


def test_an_indicator_that_no_plan_has_leads_to_the_list(client_as: ClientAs) -> None:
    answer = client_as("clerk").get("/indicators/compare/one", key="没有的指标", unit="个")
    assert answer.headers["Location"].startswith("/indicators/compare?q=")


def test_names_that_are_one_already_are_not_joined(factory: Factory, client_as: ClientAs) -> None:
    clerk = client_as("clerk")
    clerk.get("/indicators/join")
    answer = clerk.post("/indicators/join", {"name": "全县托位数", "other": "托位数"})
    assert (answer.status_code, "不需要再认定" in words(answer)) == (400, True)


def test_nothing_is_said_of_a_plan_that_is_not_supervised(factory: Factory, client_as: ClientAs) -> None:
    indicator_id = indicator_of(factory, factory.task(targets=(PLACES,), supervise=False))
    page = client_as("clerk").get(f"/indicators/{indicator_id}")
    assert "方案未纳入督办，只列目标，不作评价。" in words(page)
    assert "readings/new" not in page.get_data(as_text=True)


def test_a_file_of_a_reading_is_its_units_and_the_offices(factory: Factory, client_as: ClientAs) -> None:
    indicator_id = measured(factory)
    joint = client_as("joint_liaison")
    joint.get(f"/indicators/{indicator_id}/readings/new")
    said = {"value": "4", "quantity_unit": "个", "fact_on": "2025-03-10", "files": (io.BytesIO(PDF), "月报.pdf")}
    joint.post(f"/indicators/{indicator_id}/readings/new", said)
    link = re.search(r"/indicators/readings/files/\d+", joint.get(f"/indicators/{indicator_id}").get_data(as_text=True))
    assert link
    assert client_as("clerk").get(link[0]).data == PDF
    assert client_as("liaison").get(link[0]).status_code == 404


def test_a_correction_names_what_it_corrects(factory: Factory, client_as: ClientAs) -> None:
    indicator_id = measured(factory)
    wrong = accepted(factory, indicator_id, "4.4", fact_on=date(2025, 3, 1))
    liaison = client_as("liaison")
    page = liaison.get(f"/indicators/{indicator_id}/readings/new", replaces=wrong)
    assert "更正读数" in words(page)
    assert 'value="2025-03-01"' in page.get_data(as_text=True)
    said = {"value": "4.2", "quantity_unit": "个", "fact_on": "2025-03-01"}
    liaison.post(f"/indicators/{indicator_id}/readings/new?replaces={wrong}", said)
    shown = words(liaison.get(f"/indicators/{indicator_id}"))
    assert "4.2个 待单位审 更正" in shown


def test_the_form_of_a_report_shows_the_indicators_of_its_task(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.acknowledged(targets=(PLACES,))
    page = client_as("liaison").get(f"/assignments/{factory.share(task_id)}/updates/2025-03")
    assert f"/indicators/{indicator_of(factory, task_id)}" in page.get_data(as_text=True)


def test_a_file_of_a_report_bears_out_a_reading_too(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.acknowledged(targets=(PLACES,))
    factory.submitted(task_id, "joint_liaison")
    path = f"/indicators/{indicator_of(factory, task_id)}"
    joint = client_as("joint_liaison")
    form = joint.get(f"{path}/readings/new")
    choice = re.search(r'name="cited" type="checkbox" value="(\d+)"', form.get_data(as_text=True))
    assert choice
    joint.post(f"{path}/readings/new", {"value": "4", "quantity_unit": "个", "fact_on": "2025-03-10", "cited": choice[1]})
    assert "验收单.pdf" in words(joint.get(path))
    assert "验收单.pdf" not in words(client_as("liaison").get(f"{path}/readings/new"))


def test_who_judges_a_reading_sees_what_it_would_make_and_what_to_look_at_twice(factory: Factory, client_as: ClientAs) -> None:
    indicator_id = measured(factory)
    accepted(factory, indicator_id, "3.6", fact_on=date(2025, 3, 1))
    entered(factory, indicator_id, "3.2", who="joint_liaison")
    page = words(client_as("clerk").get(f"/indicators/{indicator_id}"))
    assert "采信后为 3.2个，完成 71%。" in page
    assert "比上次采信的 3.6个 减少，请核实原因。" in page


def test_a_comparison_costs_the_same_for_many_plans(factory: Factory, client_as: ClientAs, statements: Callable[[], Any]) -> None:
    clerk, counts = client_as("clerk"), []
    for _ in range(2):
        factory.plan(parsed_measure(targets=(PLACES,)))
        with statements() as sent:
            clerk.get("/indicators/compare/one", key="每千人口托位数", unit="个")
        counts.append(len(sent))
    assert counts[0] == counts[1]
