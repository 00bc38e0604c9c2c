"""Numbering: what is a measure, what heads others, what is neither; and what is said of it."""

import pytest

from tests.intake.helpers import plan_of
from tracker.intake import ParsedPlan, parse

UNITS = "（责任单位：县甲局）"


def listed(plan: ParsedPlan) -> list[tuple[str | None, str | None, str | None, str]]:
    return [(m.label, m.section, m.subsection, m.title) for m in plan.measures]


def codes(plan: ParsedPlan, severity: str) -> list[str]:
    return [i.code for i in plan.issues if i.severity == severity]


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        pytest.param(
            [f"（一）甲项。做。{UNITS}", f"（二）乙项。做。{UNITS}"],
            [("（一）", "一", None, "甲项"), ("（二）", "一", None, "乙项")],
            id="two levels",
        ),
        pytest.param(
            ["（一）甲类", f"1.甲项。做。{UNITS}", f"2．乙项。做。{UNITS}"],
            [("1.", "一", "（一）", "甲项"), ("2．", "一", "（一）", "乙项")],
            id="three levels",
        ),
        pytest.param(
            ["（一）甲类。", "1.甲步。", f"（1）甲项。做。{UNITS}", f"（2）乙项。做。{UNITS}"],
            [("（1）", "一", "（一）1.", "甲项"), ("（2）", "一", "（一）1.", "乙项")],
            id="four levels",
        ),
        pytest.param(
            [f"（一）甲项。做。{UNITS}", f"（2） 乙项。做。{UNITS}", f"（三）丙项。做。{UNITS}"],
            [("（一）", "一", None, "甲项"), ("（2）", "一", None, "乙项"), ("（三）", "一", None, "丙项")],
            id="misprinted label",
        ),
        pytest.param(
            [f"第一条 甲项。做。{UNITS}", f"第二条 乙项。做。{UNITS}"],
            [("第一条", "一", None, "甲项"), ("第二条", "一", None, "乙项")],
            id="articles",
        ),
        pytest.param(
            [f"（一）甲项。分步做：1.先做。2.后做。{UNITS}", "（二）乙项。做好以下工作。", "1.先做。", f"2.后做。{UNITS}"],
            [("（一）", "一", None, "甲项"), ("（二）", "一", None, "乙项")],
            id="steps inside a measure",
        ),
        pytest.param(
            [f"**（一）甲项。**做。{UNITS}", f"### （二）乙项。做。{UNITS}"],
            [("（一）", "一", None, "甲项"), ("（二）", "一", None, "乙项")],
            id="marks of Markdown",
        ),
        pytest.param(
            [f"（一）对新建的机构给予补助，对改建的机构给予奖励，并对运营的机构按年度给予一定的补贴支持。{UNITS}"],
            [("（一）", "一", None, "对新建的机构给予补助")],
            id="no heading printed: the first clause",
        ),
    ],
)
def test_measures_are_found(lines: list[str], wanted: list[tuple[str, str, str | None, str]]) -> None:
    assert listed(plan_of(*lines)) == wanted


@pytest.mark.parametrize(
    ("lines", "labels"),
    [
        pytest.param(["1 甲项。做。", "2 乙项。做。"], ["1", "2"], id="a blank for a mark"),
        pytest.param(["1.2025年建成1所。", "2.2026年建成2所。", "3.3岁以下不少于8成。"], ["1.", "2.", "3."], id="a figure behind"),
        pytest.param(["1.1 甲项。做。", "1.2 乙项。做。"], ["1.1", "1.2"], id="decimals"),
        pytest.param(["⑴甲项。做。", "⑵乙项。做。"], ["⑴", "⑵"], id="one character"),
        pytest.param(["任务一：甲项。做。", "任务二：乙项。做。"], ["任务一：", "任务二："], id="named"),
        pytest.param(["第一、甲项。做。", "第二、乙项。做。"], ["第一、", "第二、"], id="ordinals"),
    ],
)
def test_numbers_have_many_forms(lines: list[str], labels: list[str]) -> None:
    plan = plan_of(*(f"{line}{UNITS}" for line in lines))
    assert [m.label for m in plan.measures] == labels


def test_a_figure_at_the_head_of_a_line_is_no_number() -> None:
    plan = plan_of("（一）甲项。投入", "1.5亿元，增长", f"2.3倍。{UNITS}")
    assert [m.label for m in plan.measures] == ["（一）"]


def test_units_behind_the_heading_of_a_section_are_its_own() -> None:
    plan = plan_of("1.先做。", "2.后做。", "二、保障（县乙局牵头）", "1.甲步。", "2.乙步。")
    assert [(m.label, m.lead) for m in plan.measures if m.lead] == [("二、", ("县乙局",))]


def test_a_heading_leads_the_items_that_name_nobody_in_the_lead() -> None:
    plan = plan_of("（一）甲类（牵头单位：县乙局）", f"1.甲项。做。{UNITS}", "2.乙项。做。")
    assert [(m.title, m.lead, m.responsible) for m in plan.measures] == [
        ("甲项", ("县乙局",), ("县甲局",)),
        ("乙项", ("县乙局",), ()),
    ]


def test_an_item_with_units_of_its_own_stands_beside_those_under_it() -> None:
    plan = plan_of("（一）甲项。做甲。（县乙局牵头）", "具体措施：", f"1.甲步。做。{UNITS}", f"2.乙步。做。{UNITS}")
    assert [(m.label, m.lead, m.responsible) for m in plan.measures] == [
        ("（一）", ("县乙局",), ()),
        ("1.", (), ("县甲局",)),
        ("2.", (), ("县甲局",)),
    ]


def test_a_line_may_hold_the_next_item_behind_the_units_of_the_one_before() -> None:
    body = "加强服务供给，完善保障体系，支持社会力量参与，推动服务提质扩面。" * 2
    plan = plan_of(f"（一）甲项。{body}{UNITS}（二）乙项。{body}{UNITS}", f"（三）丙项。{body}{UNITS}")
    assert [m.title for m in plan.measures] == ["甲项", "乙项", "丙项"]


def test_numbers_may_run_on_across_sections_or_restart() -> None:
    running = plan_of(f"（一）甲项。做。{UNITS}", "二、保障", f"（二）乙项。做。{UNITS}")
    restarting = plan_of(f"（一）甲项。做。{UNITS}", "二、保障", f"（一）乙项。做。{UNITS}")
    assert [m.section for m in running.measures] == [m.section for m in restarting.measures] == ["一", "二"]
    assert "number_gap" not in codes(running, "doubt") + codes(restarting, "doubt")


def test_a_leap_in_the_numbers_is_a_doubt_at_its_place() -> None:
    plan = plan_of(f"（一）甲项。做。{UNITS}", f"（三）丙项。做。{UNITS}")
    (gap,) = [i for i in plan.issues if i.code == "number_gap"]
    assert plan.source[slice(*gap.span)] == "（三）"
    assert "第 2 条" in gap.message


def test_a_paragraph_cut_by_a_page_break_is_joined_again() -> None:
    body = "加强人口监测网络建设，" * 6
    plan = plan_of(f"（一）甲项。{body}提高信", "", "息采集质量。（责任单位：县教育", "局、县甲局）")
    assert plan.measures[0].responsible == ("县教育局", "县甲局")
    assert "提高信息采集质量。" in plan.measures[0].text


def test_narrative_sections_are_no_measures_and_it_is_said_why() -> None:
    plan = plan_of(f"（一）甲项。做。{UNITS}", "二、总体要求", "（一）指导思想。坚持。", "（二）基本原则。坚持。")
    assert len(plan.measures) == 1
    reasons = [i.message for i in plan.issues if i.code == "not_a_measure"]
    assert len(reasons) == 3
    assert all("因为" in reason for reason in reasons)


def test_a_measure_without_units_is_a_doubt() -> None:
    plan = plan_of(f"（一）甲项。做。{UNITS}", "二、保障措施", "（一）加强领导。各单位要重视。")
    (doubt,) = [i for i in plan.issues if i.code == "no_unit"]
    assert "加强领导" in doubt.message


def test_a_drafting_report_before_the_plan_is_read_over() -> None:
    text = "\n".join(
        [
            "《示例县托育实施方案》（送审稿）起草情况的汇报",
            "一、起草背景",
            "（一）必要性。很必要。",
            "二、主要内容",
            "为做好工作，制定本实施方案。",
            "一、重点任务",
            f"（一）甲项。做。{UNITS}",
        ]
    )
    plan = parse(text.encode(), "plan.txt")
    assert listed(plan) == [("（一）", "一", None, "甲项")]
    assert plan.plan.title == "示例县托育实施方案"
    assert "front_matter" in codes(plan, "note")


def test_closing_paragraphs_belong_to_no_measure() -> None:
    plan = plan_of(f"（一）甲项。做。{UNITS}", "本方案自印发之日起施行，有效期至2026年12月31日，由县甲局负责解释。")
    assert "有效期" not in plan.measures[0].text
    assert plan.plan.sunset == "有效期至2026年12月31日"


def test_numbers_glued_to_the_unit_list_before_are_cut_off() -> None:
    text = (
        "实行补贴。\n给予补贴。〔责任单位：县甲局〕02支持创业。\n"
        "给予贷款。〔责任单位：县乙局〕03加强培训。\n办班。〔责任单位：县丙局〕"
    )
    plan = parse(text.encode(), "plan.txt")
    assert [(m.label, m.title, m.responsible) for m in plan.measures] == [
        (None, "实行补贴", ("县甲局",)),
        ("02", "支持创业", ("县乙局",)),
        ("03", "加强培训", ("县丙局",)),
    ]
    assert "unnumbered" in codes(plan, "doubt")
