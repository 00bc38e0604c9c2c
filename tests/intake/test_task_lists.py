"""Lists of tasks as offices break them down: by unit, by problem, with the lead told by place, in sentences of their own."""

import pytest

from tracker.intake import ParsedPlan, parse


def read(text: str) -> ParsedPlan:
    return parse(f"示例县托育实施方案\n{text}".encode(), "方案.txt")


def table(*rows: str) -> ParsedPlan:
    """A table whose cells are told by blanks; - is an empty one."""
    return read("".join(row.replace(" ", "\t").replace("-", "") + "\n" for row in rows))


def answering(plan: ParsedPlan) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    return [(m.lead, m.responsible + m.supporting) for m in plan.measures]


def test_headings_that_are_units_answer_for_what_stands_under_them() -> None:
    plan = read(
        "一、县教育局\n1.新建学校8所。\n2.培训教师200人。\n二、县卫健局、县医保局\n1.改造卫生室。（配合单位：县财政局）\n"
        "三、工作要求\n各单位按月报送进展。\n"
    )
    assert answering(plan) == [((), ("县教育局",)), ((), ("县教育局",)), ((), ("县卫健局", "县医保局", "县财政局"))]
    assert [i.code for i in plan.issues].count("units_from_heading") == 2


def test_a_heading_may_say_that_its_unit_leads() -> None:
    plan = read("一、县人社局牵头工作（2项）\n1.新增就业4800人。\n2.募集岗位600个。\n二、县应急局牵头工作（1项）\n3.排查矿山。\n")
    assert answering(plan) == [(("县人社局",), ()), (("县人社局",), ()), (("县应急局",), ())]


def test_a_division_of_duties_names_each_unit_before_a_colon() -> None:
    plan = read(
        "一、职责分工\n（一）县水利局：负责水库调度。组织巡查。\n（二）县应急局：负责抢险救援。\n（三）各乡镇人民政府：负责转移。\n"
    )
    assert answering(plan) == [((), ("县水利局",)), ((), ("县应急局",)), ((), ("各乡镇人民政府",))]


def test_a_heading_may_name_several_units_the_last_without_its_level() -> None:
    plan = read("（一）县教育局\n1.新建学校8所。\n（二）各乡镇人民政府、街道办事处\n1.排查隐患。\n")
    assert answering(plan) == [((), ("县教育局",)), ((), ("各乡镇人民政府", "街道办事处"))]


def test_a_section_with_units_lends_them_to_its_items() -> None:
    plan = read("一、扩大供给（牵头单位：县甲局；配合单位：县乙局）\n（一）建学校。新建8所。\n（二）建托位。新增百个。\n")
    assert [m.title for m in plan.measures] == ["建学校", "建托位"]
    assert answering(plan) == [(("县甲局",), ("县乙局",))] * 2


def test_headings_that_only_end_like_units_are_none() -> None:
    plan = read("一、县域医疗中心\n1.建设影像中心。配齐设备。\n二、县域急救中心\n1.建设急救站点。配齐车辆。\n")
    assert answering(plan) == [((), ()), ((), ())]


def test_a_sentence_may_lay_a_measure_on_units() -> None:
    plan = read(
        "一、主要任务\n1.整治隐患。排查95处，限期整改。此项工作由县公安局牵头，县交通局、各乡镇人民政府配合。\n2.宣传。由家长配合学校落实。\n"
    )
    assert answering(plan) == [(("县公安局",), ("县交通局", "各乡镇人民政府")), ((), ())]


def test_a_bracket_may_say_that_the_item_falls_to_a_unit() -> None:
    assert answering(read("一、主要任务\n1.整治隐患。限期整改。（此项工作由县公安局牵头）\n")) == [(("县公安局",), ())]


def test_the_bracket_that_says_that_the_first_leads_needs_no_label() -> None:
    plan = read(
        "一、主要任务\n1.摸底。全面排查。（县甲局、县乙局，列第一位的为牵头单位，下同；以下各项均需各乡镇落实，不再列出）\n2.整治。分类处置。（县丙局、县乙局）\n"
    )
    assert answering(plan) == [(("县甲局",), ("县乙局",)), (("县丙局",), ("县乙局",))]
    assert plan.measures[1].implied == ("各乡镇",)


@pytest.mark.parametrize("label", ["协同单位", "参与单位", "协办单位", "支持单位", "监管单位"])
def test_the_last_line_of_units_belongs_to_the_last_measure(label: str) -> None:
    plan = read(f"一、主要任务\n1.“稳定粮食面积。”\n牵头领导：李某\n牵头单位：县甲局\n{label}：县乙局、县丙局\n")
    assert answering(plan) == [(("县甲局",), ("县乙局", "县丙局"))]


@pytest.mark.parametrize(
    "head", ["责任单位（列首位的为牵头单位）", "责任单位（排在第一位的为牵头单位）", "责任单位（第一个为牵头单位）"]
)
def test_the_head_of_a_column_may_say_that_the_first_leads(head: str) -> None:
    plan = table(f"序号 任务 {head}", "1 摸底 县甲局、县乙局", "2 整治 县丙局")
    assert answering(plan) == [(("县甲局",), ("县乙局",)), (("县丙局",), ())]


def test_a_notice_may_say_that_the_first_of_each_list_leads() -> None:
    plan = table("分解表中列第一位的责任单位为牵头单位。", "序号 任务 责任单位", "1 摸底 县甲局、县乙局", "2 整治 县丙局、县丁局")
    assert answering(plan) == [(("县甲局",), ("县乙局",)), (("县丙局",), ("县丁局",))]


def test_a_problem_is_the_title_and_every_other_column_its_text() -> None:
    plan = table(
        "序号 问题清单 整改目标 整改措施 责任单位", "1 道路破损 年内修复 修补路面3公里 县甲局", "2 台账不全 补齐 建立台账 县乙局"
    )
    assert [m.title for m in plan.measures] == ["道路破损", "台账不全"]
    assert plan.measures[0].text == "道路破损\n年内修复\n修补路面3公里"


def test_a_line_above_a_head_of_two_rows_is_no_part_of_it() -> None:
    heads = "序号 任务 责任分工 责任分工", "序号 任务 牵头单位 配合单位"
    plan = table("填报单位：县安委办 - - -", *heads, "1 摸底 县甲局 县乙局", "2 整治 县丙局 -")
    assert answering(plan) == [(("县甲局",), ("县乙局",)), (("县丙局",), ())]


@pytest.mark.parametrize("last", ["", "备注"])
def test_a_csv_file_may_have_an_empty_last_column(last: str) -> None:
    text = f"序号,工作任务,牵头单位,责任单位,{last}\n一、重点工作,,,,\n1,摸底,县甲局,县乙局,\n2,整治,县丙局,,\n"
    assert answering(parse(text.encode("gb18030"), "任务.csv")) == [(("县甲局",), ("县乙局",)), (("县丙局",), ())]


@pytest.mark.parametrize(
    "labels",
    [("㈠", "㈡", "㈢"), ("1）", "2）", "3）"), ("①", "②", "③"), ("1.1", "1.2", "2.1")],
    ids=["round", "half", "circled", "decimal"],
)
def test_a_plan_on_one_line_is_cut_before_every_kind_of_number(labels: tuple[str, ...]) -> None:
    bodies = (
        "建设中心。占比4.5%，新增1.2万个。（责任单位：县甲局）",
        "培训人员。（责任单位：县乙局）",
        "宣传引导。（责任单位：县丙局）",
    )
    items = "".join(label + body for label, body in zip(labels, bodies, strict=True))
    plan = parse(f"示例县托育实施方案 一、主要任务 {items}".encode(), "方案.txt")
    assert [(m.label, m.title) for m in plan.measures] == list(zip(labels, ("建设中心", "培训人员", "宣传引导"), strict=True))
    assert [names for _, names in answering(plan)] == [("县甲局",), ("县乙局",), ("县丙局",)]


def test_steps_inside_a_measure_on_one_line_stay_in_it() -> None:
    items = "（一）建设。①摸底。②开工。（责任单位：县甲局）（二）宣传。①编写。②发放。（责任单位：县乙局）"
    plan = parse(f"示例县托育实施方案 一、主要任务 {items}".encode(), "方案.txt")
    assert [m.label for m in plan.measures] == ["（一）", "（二）"]


@pytest.mark.parametrize("head", ["参加部门", "会办单位", "协作单位", "督导单位"])
def test_a_column_may_hold_those_who_take_part(head: str) -> None:
    plan = table(f"序号 任务 牵头部门 {head}", "1 摸底 县甲局 县乙局", "2 整治 县丙局 县丁局")
    assert [m.supporting for m in plan.measures] == [("县乙局",), ("县丁局",)]
