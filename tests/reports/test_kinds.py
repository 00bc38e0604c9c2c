"""Each kind of paper has its own outline, speaks to whom it is for, and of what it is asked for only."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.reports.facts import AS_OF, annex, facts, order, plain, plan, share, task, text, update
from tests.rules.calendars import OFFICIAL
from tracker.reports.compose import compose
from tracker.reports.figure_previous import previous_of
from tracker.reports.figure_scope import narrowed
from tracker.reports.figures import draw_figures
from tracker.reports.frozen import frozen_figures
from tracker.reports.paper import Paper
from tracker.rules.joint_report_facts import CoordinationRecord, JointRecords
from tracker.rules.joint_statuses import CoordinationState
from tracker.rules.report_facts import ReportFacts, ScoreRecord
from tracker.rules.report_kinds import ReportKind, ReportScope, covers
from tracker.rules.statuses import AssignmentState, TaskState

K = ReportKind
LATE = task(1, due_on=date(2025, 10, 31))
GOOD = task(2, section_id=2, due_on=date(2026, 6, 30))
SHARES = (share(1, 1, "县卫健局", unit_id=1), share(2, 2, "县教育局", unit_id=2), share(3, 1, "县公安局", unit_id=3))
UPDATES = (update(1, 1), update(2, 2), update(3, 3, percent=40))


def known(**over: Any) -> ReportFacts:
    return facts(**{"tasks": (LATE, GOOD), "shares": SHARES, "updates": UPDATES, **over})


def paper(kind: K, scope: ReportScope = ReportScope(), opening: ReportFacts | None = None, **over: Any) -> Paper:  # noqa: B008
    stretch = covers(kind, AS_OF)
    figures = draw_figures(known(**over), OFFICIAL, first=stretch[0] if stretch else None, opening=opening)
    return plain(compose(narrowed(figures, scope), kind, scope))


def headings(drawn: Paper) -> list[str]:
    return re.findall(r"^## .、(.*)$", drawn.body, re.M)


@pytest.mark.parametrize(
    ("kind", "title", "addressee", "mark"),
    [
        (K.REPORT, "关于《示例县托育服务实施方案》落实情况的督查报告", "示例县人民政府", None),
        (K.BULLETIN, "关于《示例县托育服务实施方案》落实情况的督查通报", "各承办单位", "示例县政务督查"),
        (K.BRIEF, "关于《示例县托育服务实施方案》落实情况的督查专报", "示例县人民政府", "示例县督查专报"),
        (K.MONTHLY, "《示例县托育服务实施方案》2025年11月落实情况小结", "示例县人民政府", None),
        (K.QUARTERLY, "《示例县托育服务实施方案》2025年第4季度落实情况小结", "示例县人民政府", None),
        (K.YEARLY, "关于《示例县托育服务实施方案》2025年度落实情况的报告", "示例县人民政府", "示例县领导小组办公室"),
    ],
)
def test_each_kind_has_its_title_its_reader_and_its_head(kind: K, title: str, addressee: str, mark: str | None) -> None:
    drawn = paper(kind)
    assert (drawn.title, drawn.addressee, drawn.masthead.mark if drawn.masthead else None) == (title, addressee, mark)
    assert drawn.references


def test_a_bulletin_names_the_faults_asks_and_tells_of_the_right_to_objection() -> None:
    drawn = paper(K.BULLETIN)
    assert headings(drawn) == ["总体情况", "存在问题", "工作要求", "复核"]
    assert "现将有关情况通报如下。" in drawn.body
    assert "自收到之日起三十日内" in drawn.body
    assert [found.title for found in drawn.annexes] == ["滞后和逾期清单", "各单位报送情况表", "数据口径说明"]


def test_a_special_report_on_a_section_speaks_of_its_tasks_only() -> None:
    drawn = paper(K.SPECIAL, ReportScope(section_id=1))
    assert drawn.title == "关于“扩大托育供给”的专项督查报告"
    assert headings(drawn) == ["督查范围和方式", "督查情况", "催办督办和协同情况", "督查结论", "整改清单", "复核"]
    assert "本次督查涉及任务1项，由2个单位承办，承办事项共2件。" in drawn.body
    assert "增加托位2" not in drawn.body
    assert "县教育局" not in drawn.body
    assert "有逾期和滞后任务1项，其中逾期或严重滞后1项，需要限期整改" in drawn.body
    assert "| 1 | 增加托位1 | 县卫健局、县公安局 | 逾期30天，完成65% |" in drawn.body


def test_a_special_report_on_a_unit_names_no_other() -> None:
    drawn = paper(K.SPECIAL, ReportScope(unit_id=3))
    assert drawn.title == "关于“县公安局”的专项督查报告"
    assert "县公安局" in drawn.body
    assert "县卫健局" not in drawn.body


def test_a_special_report_counts_the_reports_of_units_that_are_done_among_those_read() -> None:
    done = replace(SHARES[0], state=AssignmentState.DONE)
    drawn = paper(K.SPECIAL, ReportScope(task_id=1), shares=(done, *SHARES[1:]), texts={1: (text(1),)})
    assert "查阅各承办事项最近一次采信的填报2件" in drawn.body


@pytest.mark.parametrize("scope", [ReportScope(section_id=1), ReportScope(task_id=1), ReportScope(unit_id=3)])
def test_a_part_of_a_part_is_the_same_part(scope: ReportScope) -> None:
    once = narrowed(draw_figures(known(orders=(order(),)), OFFICIAL, first=date(2025, 11, 1)), scope)
    assert narrowed(once, scope) == once


def test_tasks_keep_the_numbers_that_they_have_in_the_plan() -> None:
    assert "第2项“增加托位2”" in paper(K.SPECIAL, ReportScope(task_id=2)).body


def test_a_part_that_the_plan_does_not_have_is_refused() -> None:
    with pytest.raises(LookupError):
        paper(K.SPECIAL, ReportScope(section_id=99))


def test_a_brief_tells_what_lags_with_the_unit_s_cause() -> None:
    texts = {1: (text(1, problems="资金尚未到位。"),)}
    drawn = paper(K.BRIEF, texts=texts, orders=(order(),))
    assert headings(drawn) == ["进展情况", "滞后情况和原因", "已采取的措施", "请示事项"]
    assert (
        "第1项“增加托位1”：逾期30天，完成65%。其中县卫健局完成90%、县公安局完成40%。原因：县卫健局反映，资金尚未到位。"
        in drawn.body
    )
    assert "共发出催办单1件" in drawn.body


def test_what_waits_to_be_coordinated_is_asked_of_the_leaders() -> None:
    matter = CoordinationRecord(1, 1, "县卫健局", "补助由谁发放", AS_OF, CoordinationState.SUBMITTED, "", "", None)
    drawn = paper(K.REPORT, joint=JointRecords((), (matter,)))
    assert "需协调事项" in headings(drawn)
    assert "县卫健局提出“补助由谁发放”（2025年11月30日提出，待受理）" in drawn.body


def test_a_month_s_summary_begins_with_its_table_and_tells_what_moved() -> None:
    before = known(as_of=date(2025, 10, 31), updates=(), period=None)
    closed = replace(GOOD, state=TaskState.CLOSED)
    drawn = paper(K.MONTHLY, opening=before, tasks=(LATE, closed))
    assert headings(drawn)[:2] == ["主要数据", "本月变化"]
    assert drawn.subtitle == "（2025年11月1日至11月30日）"
    assert "| 已销号（项） | 1 | 新销号1 |" in drawn.body
    assert "| 逾期（项） | 1 | 新增1，消除0 |" in drawn.body
    assert "本月新销号1项：第2项“增加托位2”。" in drawn.body
    assert "第1项“增加托位1”由0%提高到65%" in drawn.body
    assert "本月办公室采信填报3件，退回0件。" in drawn.body


def test_of_a_plan_issued_within_the_month_all_is_new() -> None:
    assert "新交办2" in paper(K.MONTHLY).body


def test_a_unit_s_yearly_report_is_the_unit_s_own() -> None:
    texts = {1: (text(1, problems="资金尚未到位。"),), 3: (text(3, narrative="甲", problems="乙"),)}
    drawn = paper(K.UNIT_YEARLY, ReportScope(unit_id=1), texts=texts)
    assert (drawn.issuer, drawn.addressee) == ("县卫健局", "示例县领导小组办公室")
    assert drawn.title.startswith("县卫健局关于《")
    assert headings(drawn) == ["总体情况", "任务办理情况", "存在问题", "下一步打算"]
    assert "本单位承办方案任务1件（牵头1件），截至2025年11月30日，已完成0件，平均完成90%。" in drawn.body
    assert "- 第1项“增加托位1”：资金尚未到位。" in drawn.body
    assert "县公安局" not in drawn.body
    assert drawn.annexes == ()


@pytest.mark.parametrize("kind", K)
def test_of_a_plan_that_is_not_supervised_no_kind_judges(kind: K) -> None:
    drawn = paper(kind, plan=plan(supervised_from=None), period=None)
    assert "未纳入督办，仅列任务" in drawn.body
    assert "逾期" not in drawn.body


def test_the_change_since_the_last_paper_stands_in_text_and_table() -> None:
    last = frozen_figures(
        draw_figures(known(tasks=(LATE, replace(GOOD, state=TaskState.CLOSED)), as_of=date(2025, 10, 31)), OFFICIAL)
    )
    figures = replace(draw_figures(known(), OFFICIAL), previous=previous_of(last))
    drawn = plain(compose(figures))
    assert "与上期（截至2025年10月31日）相比，已销号减少1项，正常推进增加1项。" in drawn.body
    assert "| 已销号 | 0 | 0.0% | 减少1 |" in drawn.body
    assert "| 未启动 | 0 | 0.0% | 持平 |" in drawn.body


def test_nothing_is_compared_with_figures_of_an_older_form() -> None:
    assert previous_of({"situations": []}) is None
    assert previous_of({"as_of": "2025-10-31", "situations": [{"code": "closed", "count": 1}]}) is None


def test_scores_are_spoken_of_only_where_approved_and_without_points() -> None:
    assert "结果运用" not in headings(paper(K.REPORT))
    approved = paper(K.REPORT, scores=ScoreRecord(1, date(2025, 1, 15), AS_OF, AS_OF, (1, 2)))
    assert headings(approved)[-1] == "结果运用"
    assert "涉及2个单位" in approved.body


def test_what_was_put_off_or_rests_is_listed_with_both_dates() -> None:
    put_off = task(1, due_on=date(2026, 1, 31), original_due_on=date(2025, 10, 31), extensions=1)
    resting = replace(GOOD, state=TaskState.SUSPENDED)
    listed = annex(paper(K.REPORT, tasks=(put_off, resting)), "延期、调整、中止清单")
    assert "| 1 | （一）增加托位1 | 县卫健局、县公安局 | 2025-10-31 | 2026-01-31 | 1 |" in listed
    assert "| 2 | （一）增加托位2 | 县教育局 | 已中止 |" in listed


def test_difficulties_named_by_several_units_stand_together() -> None:
    texts = {number: (text(number, problems="资金尚未到位。"),) for number in (1, 2)}
    assert "“资金尚未到位”：县卫健局、县教育局提出。" in paper(K.REPORT, texts=texts).body
    assert "共性困难" not in paper(K.REPORT).body


def test_of_each_section_the_text_tells_one_fact_and_the_annex_the_rest() -> None:
    """Two to four pages of text are read (domain.md d3)."""
    told = {number: (text(number),) for number in (1, 2)}
    body = paper(K.REPORT, tasks=(task(1), task(2)), texts=told).body
    progress = body[body.index("## 二、主要进展") : body.index("## 三、")]
    assert progress.count("填报，") == 1
    assert "其余1项任务的进展见附件“任务进展情况一览表”。" in progress
    assert "](chart:" not in body


def test_a_unit_that_is_done_is_not_asked_for_its_cause() -> None:
    shares = (*SHARES[1:], share(1, 1, "县卫健局", unit_id=1, state=AssignmentState.DONE))
    assert "县卫健局" not in paper(K.BRIEF, shares=shares).body


def test_a_unit_that_is_done_has_nothing_to_put_right_where_others_hold_its_task_up() -> None:
    shares = (*SHARES[1:], share(1, 1, "县卫健局", unit_id=1, state=AssignmentState.DONE))
    drawn = paper(K.SPECIAL, ReportScope(unit_id=1), shares=shares)
    assert "承担的事项没有需要整改的" in drawn.body
    assert "未完成的部分由其他单位承担" in drawn.body
    assert "本次督查没有需要整改的事项。" in drawn.body


def test_of_a_late_task_those_are_quoted_who_still_have_to_do_their_share() -> None:
    shares = (*SHARES[1:], share(1, 1, "县卫健局", unit_id=1, state=AssignmentState.DONE))
    said = {1: (text(1, narrative="材料已经齐全。"),), 3: (text(3, narrative="还在核对底数。"),)}
    newest = annex(paper(K.REPORT, shares=shares, texts=said), "任务进展情况一览表")
    assert "县公安局：还在核对底数。" in newest
    assert "材料已经齐全" not in newest


def test_a_few_tasks_that_fall_due_are_named_where_they_are_asked_for() -> None:
    soon = replace(GOOD, due_on=date(2025, 12, 12))
    body = paper(K.BULLETIN, tasks=(LATE, soon)).body
    assert "请承办单位对照时限抓紧推进，即第2项" in body
    assert "（时限2025年12月12日，完成" in body


@pytest.mark.parametrize(
    ("kind", "first"),
    [
        (K.MONTHLY, date(2025, 11, 1)),
        (K.QUARTERLY, date(2025, 10, 1)),
        (K.YEARLY, date(2025, 1, 1)),
        (K.UNIT_YEARLY, date(2025, 1, 1)),
    ],
)
def test_a_periodic_paper_covers_its_stretch_up_to_the_day(kind: K, first: date) -> None:
    assert covers(kind, AS_OF) == (first, AS_OF)
    assert covers(K.REPORT, AS_OF) is None
