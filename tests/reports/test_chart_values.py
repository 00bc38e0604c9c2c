"""The charts draw the figures of the paper, each with its reference."""

from dataclasses import replace
from datetime import date
from typing import Any

from tests.reports.facts import facts, plan, share, task, update
from tests.reports.test_indicators import indicator
from tests.rules.calendars import OFFICIAL
from tracker.reports.compose import compose
from tracker.reports.figures import draw_figures
from tracker.reports.references import by_key
from tracker.rules.report_kinds import ReportKind


def charts(**over: Any) -> dict[str, Any]:
    tasks = (task(1), task(2, section_id=2))
    shares = (share(1, 1), share(2, 2, unit="县教育局"))
    given: dict[str, Any] = {
        "tasks": tasks,
        "shares": shares,
        "updates": (update(1, 1), update(2, 1, 60, period="2025-10")),
        **over,
    }
    paper = compose(draw_figures(facts(**given), OFFICIAL), ReportKind.REPORT)
    known = by_key(paper.references)
    for chart in paper.charts:
        for series in chart["series"]:
            assert all(key is None or key in known for key in series["refs"])
    return {chart["key"]: chart for chart in paper.charts}


def test_lights_by_section_has_one_series_for_each_light() -> None:
    drawn = charts()["lights_by_section"]
    assert drawn["labels"] == ["扩大托育供给", "健全工作机制"]
    assert [series["name"] for series in drawn["series"]] == ["已销号", "正常", "预警", "滞后", "未到节点"]
    assert sum(sum(series["values"]) for series in drawn["series"]) == 2


def test_the_trend_averages_all_shares_by_the_reports_of_each_period() -> None:
    drawn = charts()["monthly_trend"]
    assert drawn["labels"] == ["2025年1月", *(f"{month}月" for month in range(2, 12))]
    assert drawn["series"][0]["values"][-3:] == [0, 30, 45]


def test_the_grid_leaves_out_where_a_unit_has_nothing_to_do() -> None:
    series = {found["name"]: found["values"] for found in charts()["unit_section_grid"]["series"]}
    assert series == {"县卫健局": [90, None], "县教育局": [None, 0]}


def test_reports_by_unit_are_stacked_by_how_they_came() -> None:
    drawn = charts()["on_time_by_unit"]
    assert drawn["labels"] == ["县卫健局", "县教育局"]
    assert {series["name"]: series["values"] for series in drawn["series"]} == {
        "按时": [1, 0], "迟报": [0, 0], "退回": [0, 0], "未报": [0, 1],
    }  # fmt: skip


def test_an_indicator_that_lags_is_drawn_beside_its_readings() -> None:
    drawn = charts(indicators=(indicator(7, "1.9", "2.2"),))["planned_actual.7"]
    planned, actual = (series["values"] for series in drawn["series"])
    assert drawn["labels"] == ["2025-01-15", "2025-06-01", "2025-07-01", "2025-11-30", "2025-12-31"]
    assert (planned[0], planned[-1]) == (0, 4.5)
    assert actual == [None, 1.9, 2.2, 2.2, None]
    assert "planned_actual.8" not in charts(indicators=(indicator(8, "3.9", "4.4"),))


def test_what_has_no_second_point_is_not_drawn() -> None:
    assert "planned_actual.7" not in charts(indicators=(indicator(7),))
    since_today = plan(supervised_from=date(2025, 11, 29))
    assert "monthly_trend" not in charts(plan=replace(since_today, issued_on=date(2025, 11, 29)), period=None)
