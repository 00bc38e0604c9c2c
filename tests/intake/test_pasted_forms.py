"""Plans pasted from pages and typed in haste: tables a cell to a line, labels and names that stand in no list of labels."""

import pytest

from tests.intake.helpers import plan_of
from tests.intake.test_task_lists import answering, read
from tracker.intake import parse

HEAD = ("序号", "重点任务", "责任单位", "配合单位", "完成时限")


def pasted(*cells: str) -> str:
    return "\n".join((*HEAD, *cells)) + "\n"


def test_a_table_may_be_pasted_a_cell_to_a_line() -> None:
    plan = read(
        pasted("1", "新建托位", "县卫健局", "县财政局", "2025年6月底前", "2", "办好食堂", "县教育局", "各乡镇", "2025年9月底前")
        + "备注：按月报送。\n"
    )
    assert [(m.label, m.title, m.due) for m in plan.measures] == [("1", "新建托位", "2025-06-30"), ("2", "办好食堂", "2025-09-30")]
    assert answering(plan) == [((), ("县卫健局", "县财政局")), ((), ("县教育局", "各乡镇"))]
    assert not [issue for issue in plan.issues if issue.code == "table_cells"]


def test_a_pasted_row_may_lack_an_empty_cell_or_hold_a_long_one() -> None:
    plan = read(
        pasted(
            "1",
            "新建托位",
            "县卫健局",
            "2025年6月底前",
            "二、强化保障",
            "2",
            "办好食堂",
            "县教育局、",
            "县财政局",
            "各乡镇",
            "全年",
        )
    )
    assert [(m.responsible, m.supporting) for m in plan.measures] == [(("县卫健局",), ()), (("县教育局", "县财政局"), ("各乡镇",))]
    doubts = [plan.source[slice(*issue.span)] for issue in plan.issues if issue.code == "table_cells"]
    assert [doubt[0] for doubt in doubts] == ["1", "2"]
    assert [section.title for section in plan.sections] == ["强化保障"]


def test_blanks_may_part_the_cells_of_a_pasted_row() -> None:
    plan = read(
        " ".join(HEAD)
        + "\n1 新建托位 县卫健局、县教育局 县财政局 2025年6月底前\n\n2 办好 老年食堂 县民政局 各乡镇 长期坚持\n"
        + "3 建中心 县甲局 2025年底\n备注：按月报送。\n"
    )
    assert [(m.label, m.title, m.due) for m in plan.measures] == [
        ("1", "新建托位", "2025-06-30"),
        ("2", "办好老年食堂", None),
        ("3", "建中心", "2025-12-31"),
    ]
    assert [(m.responsible, m.supporting) for m in plan.measures] == [
        (("县卫健局", "县教育局"), ("县财政局",)),
        (("县民政局",), ("各乡镇",)),
        (("县甲局",), ()),
    ]
    assert [plan.source[issue.span[0]] for issue in plan.issues if issue.code == "table_cells"] == ["2", "3"]


def test_a_line_that_only_opens_like_such_a_head_is_text() -> None:
    plan = plan_of("序号 任务 责任单位 见附表", "（一）甲项。做甲。（县甲局）")
    assert answering(plan) == [((), ("县甲局",))]


def test_a_pasted_cell_may_have_several_lines_and_rows_any_first_number() -> None:
    plan = read(
        "序号\n民生实事\n责任 单位\n完成时限\n7\n建成县图书馆和人民公园。\n县甲局\n县乙局\n县指挥部\n12月底前\n"
        "8\n迁建县政务服务中心。\n县政务服务中心\n5月底前动工\n"
    )
    assert [(m.label, m.title) for m in plan.measures] == [("7", "建成县图书馆和人民公园"), ("8", "迁建县政务服务中心")]
    assert answering(plan) == [((), ("县甲局", "县乙局", "县指挥部")), ((), ("县政务服务中心",))]


@pytest.mark.parametrize("label", ["工作专班：项目专班", "验收单位：县丙局", "考核部门：县丙局"])
def test_who_accepts_and_the_team_of_a_task_are_none_of_its_units(label: str) -> None:
    plan = plan_of(
        f"（一）甲项。做事。（牵头单位：县甲局；{label}；责任单位：县乙局）", f"（二）乙项。\n责任单位：县甲局\n{label}\n"
    )
    assert answering(plan) == [(("县甲局",), ("县乙局",)), ((), ("县甲局",))]


def test_short_labels_are_read_where_units_follow() -> None:
    plan = plan_of("（一）甲项。做事。（牵头：县甲局；配合：县乙局；落实：各乡镇、国有林场）", "（二）乙项。责任专班：县丙专班")
    assert answering(plan) == [(("县甲局",), ("各乡镇", "国有林场", "县乙局")), ((), ("县丙专班",))]


@pytest.mark.parametrize(
    ("printed", "units"),
    [
        ("县纪委县监委、县法院", ("县纪委县监委", "县法院")),
        ("县国资中心  县城投集团  县供水公司", ("县国资中心", "县城投集团", "县供水公司")),
        ("县城管局 清溪街道", ("县城管局", "清溪街道")),
        ("县教体局  各镇街  各学校", ("县教体局", "各镇街", "各学校")),
        ("农业农村部等部门及地方各级人民政府", ("农业农村部", "地方各级人民政府")),
    ],
)
def test_names_are_told_apart_where_blanks_are_lost(printed: str, units: tuple[str, ...]) -> None:
    assert plan_of(f"（一）甲项。做事。\n责任单位：{printed}").measures[0].responsible == units


@pytest.mark.parametrize("unit", ["各派出单位", "县科协", "团县委", "县政府办（金融办）", "县委党校"])
def test_a_bracket_of_nothing_but_units_needs_no_label(unit: str) -> None:
    assert plan_of(f"（一）甲项。做事。（县委组织部、{unit}）").measures[0].responsible == ("县委组织部", unit)


def test_problems_are_numbered_under_their_sections() -> None:
    plan = plan_of(
        *("（一）责任方面", "问题1：台账不清。", "整改措施：（1）重新登记。", "责任单位：县甲局"),
        *("问题2：巡查不勤。", "责任单位：县乙局", "（二）成效方面", "问题3：收入不高。", "责任单位：县丙局"),
    )
    assert [(m.title, m.subsection) for m in plan.measures] == [
        ("台账不清", "（一）"),
        ("巡查不勤", "（一）"),
        ("收入不高", "（二）"),
    ]


def test_a_page_may_begin_with_its_heading() -> None:
    page = "<h2>示例县托育实施方案</h2><p>（一）甲项。做事。（责任单位：县甲局）</p>"
    assert answering(parse(page.encode(), "方案.html")) == [((), ("县甲局",))]


def test_a_table_without_numbers_may_be_pasted_a_cell_to_a_line() -> None:
    plan = read(
        "工作任务\n\n建设内容\n\n责任单位\n\n新建托位\n\n120个\n\n县卫健局\n\n办好食堂\n\n8所\n\n县教育局、各乡镇\n\n以上各项抓紧办理。\n"
    )
    assert [m.title for m in plan.measures] == ["新建托位", "办好食堂"]
    assert answering(plan) == [((), ("县卫健局",)), ((), ("县教育局", "各乡镇"))]


@pytest.mark.parametrize(
    "line",
    ["〖责任单位〗县甲局、县乙局", "<责任单位：县甲局、县乙局>", "　　　　　　——县甲局、县乙局"],
)
def test_units_stand_behind_other_brackets_and_dashes(line: str) -> None:
    plan = plan_of(f"（一）甲项。做事。\n{line}", f"（二）乙项。做事。\n{line}")
    assert answering(plan) == [((), ("县甲局", "县乙局"))] * 2


def test_the_last_sentence_of_a_paragraph_may_say_who_leads() -> None:
    plan = plan_of(
        "（一）甲项。疏导交通。由县公安局牵头，县交通局、各乡镇配合。",
        "（二）乙项。由县教育局牵头制定办法，学校配合做好宣传。",
    )
    assert answering(plan) == [(("县公安局",), ("县交通局", "各乡镇")), ((), ())]


def test_wide_blanks_part_the_names_in_a_cell() -> None:
    page = (
        "<table><tr><td>任务</td><td>责任单位</td></tr>"
        "<tr><td>新建托位</td><td>县农商行&nbsp;&nbsp;邮储银行示例支行</td></tr>"
        "<tr><td>办好食堂</td><td>教　　育　　局</td></tr></table>"
    )
    plan = parse(f"<p>示例县托育实施方案</p>{page}".encode(), "方案.html")
    assert answering(plan) == [((), ("县农商行", "邮储银行示例支行")), ((), ("教育局",))]


def test_every_office_of_a_committee_is_one_group() -> None:
    assert plan_of("（一）甲项。\n责任单位：县委各部委、县直各单位").measures[0].responsible == ("县委各部委", "县直各单位")


def test_a_pasted_table_may_be_an_excerpt_with_headings_between_its_rows() -> None:
    plan = read(
        "重点工作\n序号\n重点工作任务\n主要责任单位\n协同配合单位\n一、主要目标\n3\n扩大投资。\n县发改局\n县财政局，各乡镇人民政府。\n"
        "二、扩投资\n三、壮产业\n68\n办好食堂。\n县教育局\n县商务中心。\n69\n引进资源。\n县教育局\n县商务中心。\n"
    )
    assert [(m.label, m.title) for m in plan.measures] == [("3", "扩大投资"), ("68", "办好食堂"), ("69", "引进资源")]
    assert answering(plan)[:2] == [((), ("县发改局", "县财政局", "各乡镇人民政府")), ((), ("县教育局", "县商务中心"))]


def test_the_name_of_a_group_may_stand_before_the_number_of_its_first_row() -> None:
    plan = read(
        "分类\n序号\n事项\n责任单位\n牵头单位\n发展目标\n1\n产值增长6%。\n县甲局、县乙局\n县甲局\n2\n投资增长5%。\n县乙局\n县乙局\n"
        "激发活力\n3\n办事一次办成。\n县丙中心、县甲局\n县丙中心\n"
    )
    assert [(m.label, m.title) for m in plan.measures] == [("1", "产值增长6%"), ("2", "投资增长5%"), ("3", "办事一次办成")]
    assert [m.lead for m in plan.measures] == [("县甲局",), ("县乙局",), ("县丙中心",)]
    assert not [issue for issue in plan.issues if issue.code == "table_cells"]


def test_a_head_may_go_on_in_brackets_and_name_offices() -> None:
    plan = read(
        "序号\n指标\n工作任务\n完成时限\n责任领导\n责任股室\n（单位）\n备注\n1\n公共服务\n开放增长一成。\n12月底前\n张某某\n文化股\n县文化馆\n县剧院\n"
        "2\n文化产业\n演出百场。\n12月底前\n张某某\n县图书馆\n"
    )
    assert answering(plan) == [((), ("文化股", "县文化馆", "县剧院")), ((), ("县图书馆",))]


def test_units_of_a_pasted_row_are_found_where_its_cells_are_shifted() -> None:
    plan = read(
        pasted("1", "一、优化供给", "新建托位", "按规划新建普惠托位，扩大服务范围，逐步满足需要。", "县卫健局、县财政局。")
        + "2\n办好食堂\n县教育局\n各乡镇\n全年\n"
    )
    assert answering(plan)[0] == ((), ("县卫健局", "县财政局"))
    assert len([issue for issue in plan.issues if issue.code == "table_cells"]) == 1


def test_the_tasks_of_a_pasted_table_may_be_numbered_and_their_leaders_printed_once() -> None:
    plan = read(
        "牵头领导\n重点工作\n牵头单位\n配合单位\n备注\n张某某县长\n1.依法办事。自觉接受监督。\n县府办\n各单位\n2.规范决策。\n县府办\n"
        "县司法局\n县审计局\n李某某副县长\n3.新建托位。\n县卫健局\n各乡镇\n以上请落实。\n"
    )
    assert [m.title for m in plan.measures] == ["1.依法办事", "2.规范决策", "3.新建托位"]
    assert answering(plan) == [
        (("县府办",), ("各单位",)),
        (("县府办",), ("县司法局", "县审计局")),
        (("县卫健局",), ("各乡镇",)),
    ]
