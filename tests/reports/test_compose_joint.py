"""What the report prints of joint tasks: dissent, matters to coordinate, ratings that differ."""

from datetime import date
from typing import Any

from tests.reports.facts import facts, update
from tracker.reports.compose import compose
from tracker.reports.figures import Figures, draw_figures
from tracker.reports.frozen import frozen_figures
from tracker.rules.joint_report_facts import CoordinationRecord, DissentRecord, JointRecords
from tracker.rules.joint_statuses import CoordinationState, Rating
from tracker.services.calendars import shipped_calendar

DISSENT = DissentRecord(1, 1, "县民政局", None, date(2025, 3, 3), "两处托位尚未验收。", "")
MATTER = CoordinationRecord(
    1, 1, "县卫健局", "补助由谁发放", date(2025, 3, 1), CoordinationState.SETTLED, "由民政部门发放。", "县政府专题会议",
    date(2025, 3, 4),
)  # fmt: skip


def drawn(**over: Any) -> Figures:
    return draw_figures(facts(**over), shipped_calendar())


def annexes(**over: Any) -> dict[str, str]:
    return {annex.title: annex.body for annex in compose(drawn(**over)).annexes}


def joint(**over: Any) -> str:
    return annexes(joint=JointRecords(**over))["共同承办事项的不同意见和协调情况"]


def test_dissent_is_printed_in_the_units_own_words() -> None:
    body = joint(dissents=(DISSENT,))
    assert "| 县民政局 | 销号申请 | 两处托位尚未验收。 | 2025-03-03 | 尚未处理 |" in body


def test_the_outcome_of_a_matter_is_printed_with_who_decided() -> None:
    assert "由民政部门发放。（县政府专题会议，2025-03-04）" in joint(coordination=(MATTER,))


def test_where_all_agree_there_is_no_such_annex() -> None:
    assert "共同承办事项的不同意见和协调情况" not in annexes()


def test_the_offices_rating_is_printed_and_the_units_own_footnoted_where_it_differs() -> None:
    rated = update(self_rating=Rating.SMOOTH, verified_rating=Rating.DIFFICULT)
    body = annexes(updates=(rated,))["任务进展情况一览表"]
    assert "；核定：有困难* |" in body
    assert "第1项单位自评“顺利”，办公室核定“有困难”" in body


def test_where_both_say_the_same_there_is_no_footnote() -> None:
    rated = update(self_rating=Rating.SMOOTH, verified_rating=Rating.SMOOTH)
    body = annexes(updates=(rated,))["任务进展情况一览表"]
    assert "；核定：顺利 |" in body
    assert "注：" not in body


def test_the_figures_with_all_this_can_be_kept() -> None:
    kept = frozen_figures(drawn(joint=JointRecords((DISSENT,), (MATTER,))))
    assert kept["joint"]["dissents"][0]["text"] == "两处托位尚未验收。"
