"""The paper says what the figures say, in the official manner, for none, one and many; and escapes what users wrote."""

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings

from tests.reports.facts import AS_OF, annex, duty, facts, order, plain, plan, share, task, text, update
from tests.reports.test_figures import random_facts
from tests.rules.calendars import OFFICIAL
from tracker.reports.compose import compose
from tracker.reports.compose_overall import SITUATION_TITLES
from tracker.reports.figure_counts import SITUATIONS
from tracker.reports.figures import Figures, draw_figures
from tracker.reports.markdown import to_safe_html
from tracker.reports.paper import Paper
from tracker.reports.render_markdown import to_markdown
from tracker.reports.wording import one_line, units_text
from tracker.rules.report_facts import ReportFacts
from tracker.rules.statuses import AssignmentState, Light, OrderKind, TaskState, UpdateState

LATE = task(due_on=date(2025, 10, 31))
LIST = "滞后和逾期清单"
UNITS_ANNEX = "各单位报送情况表"


def paper(**over: Any) -> Paper:
    return plain(compose(draw_figures(facts(**over), OFFICIAL)))


def tables(markdown: str) -> list[list[list[str]]]:
    """The tables of a Markdown text as rows of cells, the line of alignments left out."""
    found: list[list[list[str]]] = []
    for block in re.findall(r"(?:^\|.*\n?)+", markdown, re.M):
        rows = [[entry.strip().strip("*") for entry in line.strip("| ").split(" | ")] for line in block.splitlines()]
        found.append([rows[0], *rows[2:]])
    return found


def part(body: str, heading: str) -> str:
    """What stands under the heading, up to the next one."""
    return re.split(r"^#+ .*$", body.split(heading, 1)[1], maxsplit=1, flags=re.M)[0]


@settings(deadline=None, derandomize=True, database=None, max_examples=80)
@given(random_facts())
def test_text_table_and_annex_state_the_same_figures(known: ReportFacts) -> None:
    figures = draw_figures(known, OFFICIAL)
    drawn = plain(compose(figures))
    overall, sections, *_ = tables(drawn.body)
    every = tables(drawn.annexes[0].body)[0]
    counts = {row[0]: int(row[1]) for row in overall[1:]}
    said = dict(
        re.findall(
            rf"({'|'.join(SITUATION_TITLES.values())})(\d+)项",
            part(drawn.body, "## 一、总体情况"),
        )
    )
    assert counts["合计"] == len(every) - 1 == int(sections[-1][1]) == len(known.tasks)
    assert {name: int(count) for name, count in said.items()} == {
        name: count for name, count in counts.items() if count and name != "合计"
    }
    assert overall[-1][2] == "100.0%"
    columns = [sum(int(row[position]) for row in sections[1:-1]) for position in range(1, 7)]
    assert columns == [int(entry) for entry in sections[-1][1:7]]
    _check_faults(figures, drawn)


def _check_faults(figures: Figures, drawn: Paper) -> None:
    """Every red task and every lagging one has its row, with the units that the figures name and no others."""
    listed = [found.body for found in drawn.annexes if found.title == LIST]
    rows = {row[0]: row for body in listed for table in tables(body) for row in table[1:]}
    reasons = {*SITUATIONS["serious"], "unreported_1", "behind"}
    expected = {str(line.position): line for line in figures.tasks if line.reason_code in reasons}
    assert rows.keys() == expected.keys()
    for position, line in expected.items():
        units = line.unreported if line.reason_code.startswith("unreported") else line.holding
        assert rows[position][2] == ("、".join(units) or "各单位均已完成，待办公室核查销号")


def test_the_paper_has_the_parts_of_a_report() -> None:
    drawn = paper()
    assert drawn.title == "关于《示例县托育服务实施方案》落实情况的督查报告"
    assert drawn.subtitle == "（截至2025年11月30日）"
    assert (drawn.addressee, drawn.issuer) == ("示例县人民政府", "示例县领导小组办公室")
    assert drawn.issued_on == AS_OF
    assert re.findall(r"^## (.*)$", drawn.body, re.M) == [
        "一、总体情况", "二、主要进展", "三、存在问题", "四、整改意见和下一步要求",
    ]  # fmt: skip
    assert [(found.title, found.landscape) for found in drawn.annexes] == [
        ("任务进展情况一览表", True), ("各单位报送情况表", True), ("落实情况图", False), ("数据口径说明", False),
    ]  # fmt: skip
    assert "根据《示例县托育服务实施方案》（示政发〔2025〕6号）的要求" in drawn.body
    assert "单位自查填报、办公室审核佐证材料" in drawn.body


def test_nothing_wrong_is_said_as_such() -> None:
    body = paper(tasks=(task(due_on=date(2026, 6, 30)),)).body
    assert "无逾期事项，无滞后事项。" in body
    assert "应报1件，已报1件（已采信1件），无未报。" in body
    assert "未发出催办单、督办单。" in body
    assert "没有到期的任务。" in body


def test_before_the_first_cutoff_nobody_is_said_to_owe_anything() -> None:
    assert "尚无到期的填报期" in paper(period=None, updates=(), as_of=date(2025, 1, 20)).body


def test_one_late_task_names_unit_task_date_and_days() -> None:
    drawn = paper(tasks=(LATE,))
    said = part(drawn.body, "### （一）逾期和滞后事项")
    assert "逾期1项，涉及1个单位。" in said
    assert "第1项“增加托位1”（县卫健局）：时限2025年10月31日，逾期30天，完成90%。" in said
    assert "| 1 | 增加托位1 | 县卫健局 | 2025-10-31 | 逾期30天，完成90% | — |" in annex(drawn, LIST)


def test_many_units_are_capped_in_the_text_and_complete_in_the_table() -> None:
    names = [f"第{number}镇人民政府" for number in range(1, 8)]
    shares = tuple(share(number, unit=name) for number, name in enumerate(names, start=1))
    drawn = paper(tasks=(LATE,), shares=shares)
    assert "（第1镇人民政府、第2镇人民政府、第3镇人民政府等7个单位）" in part(drawn.body, "### （一）逾期和滞后事项")
    assert "、".join(names) in annex(drawn, LIST)


def test_a_late_task_whose_units_are_all_done_blames_none_of_them() -> None:
    waiting = task(due_on=date(2025, 10, 31), state=TaskState.CLOSURE_REQUESTED)
    body = paper(tasks=(waiting,), shares=(share(state=AssignmentState.DONE),)).body
    assert "各单位均已完成，待办公室核查销号" in part(body, "### （一）逾期和滞后事项")
    assert "县卫健局" not in part(body, "### （一）逾期和滞后事项")
    assert "请办公室抓紧核查销号" in body


def test_the_unit_s_own_explanation_stands_beside_what_is_said_against_it() -> None:
    shares = (share(1), share(2, unit="县教育局"), share(3, unit="县教育局"))
    texts = {1: (text(problems="资金尚未到位。"),), 2: (text(2, problems="资金尚未到位"),), 3: (text(3, problems="资金尚未到位"),)}
    drawn = paper(tasks=(LATE,), shares=shares, texts=texts)
    assert "单位说明：县卫健局、县教育局：资金尚未到位。" in part(drawn.body, "### （一）逾期和滞后事项")
    assert "| 县卫健局、县教育局：资金尚未到位 |" in annex(drawn, LIST)


def test_missing_and_returned_reports_name_the_tasks() -> None:
    shares = (share(1), share(2, unit="县教育局"))
    drawn = paper(shares=shares, updates=(update(state=UpdateState.RETURNED),))
    body, said = drawn.body, part(drawn.body, "### （二）报送情况")
    assert "应报2件，已报0件（已采信0件），退回1件，未报1件。" in said
    assert "| 县教育局 | 1 | 0 | 0 | 0 | 0 | 0 | 1 | 未报1 |" in annex(drawn, UNITS_ANNEX)
    assert "| 县卫健局 | 1 | 0 | 0 | 0 | 0 | 1 | 0 | 退回1 |" in annex(drawn, UNITS_ANNEX)
    assert "请县教育局尽快补报2025年11月进展" in body
    assert "请县卫健局按退回意见补正" in body


def test_late_and_waived_reports_are_counted_apart_and_name_the_tasks() -> None:
    shares = (share(1), share(2, unit="县教育局"))
    late = update(submitted_on=date(2025, 11, 28), decided_at=datetime(2025, 11, 29, tzinfo=UTC))
    drawn = paper(shares=shares, updates=(late,), exempt=frozenset({(2, "2025-11")}))
    said = part(drawn.body, "### （二）报送情况")
    assert "应报1件，已报1件（已采信1件），无未报。" in said
    assert "其中迟报1件。另有1件经办公室同意免报，不计入应报。" in said
    assert "| 县卫健局 | 1 | 1 | 1 | 0 | 0 | 0 | 0 | 迟报1 |" in annex(drawn, UNITS_ANNEX)
    assert "| 县教育局 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 免报1 |" in annex(drawn, UNITS_ANNEX)


def test_a_report_waiting_for_the_office_is_not_held_against_the_unit() -> None:
    body = paper(updates=(update(state=UpdateState.SUBMITTED, decided_at=None),)).body
    assert "已报1件（已采信0件，待审核1件），无未报。" in body


def test_orders_are_counted_by_kind() -> None:
    orders = (order(1), order(2, kind=OrderKind.SUPERVISION))
    drawn = paper(orders=orders)
    said = part(drawn.body, "### （三）催办督办和协同情况")
    assert "共发出催办单1件、督办单1件，已答复或了结0件，待答复2件，其中超过答复期限2件。" in said
    assert "| 督办单〔2025〕2号 | 第1项 | 县卫健局 | 2025-11-03 | 2025-11-10 | 待签收，超期20天 |" in annex(drawn, "催办督办情况表")


def test_requests_give_a_day_and_the_duties_of_the_plan() -> None:
    said = part(paper(tasks=(LATE,), duties=(duty(),)).body, "## 四、整改意见和下一步要求")
    assert "1. 抓紧办理逾期和严重滞后事项。" in said
    assert "于2025年12月25日前以书面形式报办公室" in said
    assert "请各乡镇于2025年12月25日前完成“报告工作进展”，报县政府。" in said


def test_an_unsupervised_plan_gets_a_list_and_no_judgement() -> None:
    drawn = paper(plan=plan(supervised_from=None), tasks=(LATE,), period=None)
    whole = to_markdown(drawn)
    assert drawn.title == "关于《示例县托育服务实施方案》任务分解情况的报告"
    assert "未纳入督办，仅列任务" in drawn.body
    for word in ("逾期", "滞后", "未报", "完成90%", "督查", *SITUATION_TITLES.values()):
        assert word not in whole.replace("不计逾期", ""), word
    assert tables(drawn.annexes[0].body)[0][0] == ["序号", "任务", "牵头单位", "责任单位", "时限"]


@pytest.mark.parametrize("nasty", ["<script>alert(1)</script>", "甲|乙", "# 标题", "**粗**[链](javascript:x)", "第一行\n| a | b |"])
def test_what_users_wrote_cannot_break_a_table_or_bring_in_code(nasty: str) -> None:
    drawn = paper(tasks=(task(title=nasty, due_on=date(2025, 10, 31)),), texts={1: (text(narrative=nasty, problems=nasty),)})
    assert "<script" not in to_markdown(drawn)
    for body in (drawn.body, drawn.annexes[0].body):
        page = to_safe_html(body)
        for drawn_table in re.findall(r"<table>.*?</table>", page, re.S):
            widths = {len(re.findall(r"<t[hd]", row)) for row in re.findall(r"<tr>.*?</tr>", drawn_table, re.S)}
            assert len(widths) == 1
        assert page.count("<table>") == len(tables(body))
        assert "<a " not in page


def test_markdown_of_a_narrative_becomes_one_line() -> None:
    said = "完成**120**个：\n\n- 选址\n- 招标\n\n下一步验收。"
    assert one_line(said) == "完成120个：选址；招标；下一步验收。"
    assert one_line("一二三四五", limit=3) == "一二三……"


def test_units_by_name() -> None:
    assert units_text(()) == ""
    assert units_text(("甲", "乙", "丙")) == "甲、乙、丙"
    assert units_text(("甲", "乙", "丙", "丁")) == "甲、乙、丙等单位"
    assert units_text(("甲", "乙", "丙", "丁"), "4") == "甲、乙、丙等4个单位"


def test_lights_are_words_and_not_only_colours() -> None:
    row = tables(paper(tasks=(LATE,)).annexes[0].body)[0][1]
    assert row[5] == "滞后（逾期30天）"
    assert len(Light) == 5
