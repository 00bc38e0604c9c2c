"""Who answers for a measure: lists of units, and the brackets and lines that hold them."""

import pytest

from tests.intake.helpers import plan_of
from tracker.intake.attribution import find_attributions
from tracker.intake.units import looks_like_unit, split_units


@pytest.mark.parametrize(
    ("printed", "units"),
    [
        pytest.param("县卫健局、县财政局，各乡镇人民政府", ["县卫健局", "县财政局", "各乡镇人民政府"], id="both separators"),
        pytest.param("县医保局、县财政局、县医保局", ["县医保局", "县财政局", "县医保局"], id="repeats are kept"),
        pytest.param("县自然资源和规划局、县卫生健康和体育局", ["县自然资源和规划局", "县卫生健康和体育局"], id="和 in a name"),
        pytest.param("市工信局、市民政局和各县区政府", ["市工信局", "市民政局", "各县区政府"], id="和 joins the last two"),
        pytest.param("市中级人民法院以及相关金融机构", ["市中级人民法院", "相关金融机构"], id="以及 joins"),
        pytest.param("各乡镇党委、政府", ["各乡镇党委、政府"], id="one party"),
        pytest.param("各市(州)、县(市、区)党委和政府", ["各市(州)、县(市、区)党委和政府"], id="a phrase of several places"),
        pytest.param("各乡镇、街道和县直有关单位", ["各乡镇", "街道", "县直有关单位"], id="各 over two classes"),
        pytest.param("市公安局、司法局和民政局", ["市公安局", "司法局", "民政局"], id="和 between offices"),
        pytest.param("县消防救援大队县住建局各乡镇", ["县消防救援大队", "县住建局", "各乡镇"], id="blanks lost"),
        pytest.param("县甲局/县乙局", ["县甲局", "县乙局"], id="slash"),
        pytest.param("1.县甲局；2.县乙局", ["县甲局", "县乙局"], id="numbered"),
        pytest.param("教育部等国务院相关部门及各地区", ["教育部", "各地区"], id="等国务院相关部门"),
        pytest.param("县甲局等11个部门和单位", ["县甲局"], id="等11个部门和单位"),
        pytest.param("县甲局等有关部门、单位", ["县甲局"], id="等有关部门、单位"),
        pytest.param("有关中央、省驻市单位", ["有关中央、省驻市单位"], id="two levels, one class"),
        pytest.param("市甲局，各区、县级市", ["市甲局", "各区", "县级市"], id="two classes of places"),
        pytest.param("县甲局、县直有关部门、单位", ["县甲局", "县直有关部门、单位"], id="two kinds, one class"),
        pytest.param("市甲局，各县、市、区政府", ["市甲局", "各县、市、区政府"], id="three kinds of places, one body"),
        pytest.param("各县、区，市甲局", ["各县、区", "市甲局"], id="two kinds of places"),
        pytest.param("国务院各部门", ["国务院各部门"], id="the departments of one body"),
        pytest.param("省甲厅、乙局等省有关部门和各市政府", ["省甲厅", "乙局", "各市政府"], id="等省有关部门"),
        pytest.param("市甲局，各县<市、区>人民政府", ["市甲局", "各县<市、区>人民政府"], id="separator in an angle bracket"),
        pytest.param("各省、自治区、直辖市人民政府", ["各省、自治区、直辖市人民政府"], id="three kinds of provinces"),
        pytest.param("县发改局（县粮食和储备局）、县甲局", ["县发改局（县粮食和储备局）", "县甲局"], id="second name"),
        pytest.param("县教育局、县人社局等部门", ["县教育局", "县人社局"], id="等部门 is no name"),
        pytest.param("各乡镇（街道、示范区）、县残联", ["各乡镇（街道、示范区）", "县残联"], id="separator in a bracket"),
    ],
)
def test_a_list_is_split_into_units(printed: str, units: list[str]) -> None:
    assert list(split_units(printed)) == units


@pytest.mark.parametrize("name", ["县卫健局", "团县委", "各乡镇", "省计生协", "国网示例供电公司", "各县(市、区)人民政府"])
def test_units_look_like_units(name: str) -> None:
    assert looks_like_unit(name)


@pytest.mark.parametrize("name", ["按月进行折算", "提高服务水平", "3岁以下"])
def test_other_words_do_not(name: str) -> None:
    assert not looks_like_unit(name)


@pytest.mark.parametrize(
    ("text", "lead", "responsible", "supporting"),
    [
        pytest.param("做好工作。（牵头单位：县甲局；责任单位：县乙局、县丙局）", ["县甲局"], ["县乙局", "县丙局"], [], id="labels"),
        pytest.param("做好工作。(牵头单位:县甲局,责任单位:县乙局)", ["县甲局"], ["县乙局"], [], id="half width, comma between"),
        pytest.param("做好工作。〔牵头单位：县甲局；配合单位：县乙局〕", ["县甲局"], [], ["县乙局"], id="other brackets"),
        pytest.param("做好工作。（县甲局牵头，县乙局、县丙局配合）", ["县甲局"], [], ["县乙局", "县丙局"], id="verbs"),
        pytest.param("做好工作。（县甲局、县乙局按职责分工负责）", [], ["县甲局", "县乙局"], [], id="shared"),
        pytest.param("做好工作。（各乡镇、街道落实）", [], ["各乡镇", "街道"], [], id="落实 behind the names"),
        pytest.param("做好工作。（责任单位：县甲局（牵头）、县乙局）", ["县甲局"], ["县乙局"], [], id="mark behind one name"),
        pytest.param("做好工作。\n牵头单位：县甲局\n责任单位：县乙局", ["县甲局"], ["县乙局"], [], id="lines of their own"),
        pytest.param("做好工作。牵头单位：县甲局\n责任单位：县乙局", ["县甲局"], ["县乙局"], [], id="label on the body's line"),
        pytest.param("做好工作。（县甲局负责资金保障）", [], ["县甲局"], [], id="what it does behind the verb"),
        pytest.param("做好工作。（县甲局、县乙局）", [], ["县甲局", "县乙局"], [], id="names alone"),
        pytest.param("做好工作。（县甲局，2025年底前完成；县乙局配合）", [], [], ["县甲局", "县乙局"], id="time among names"),
        pytest.param("做好工作。\n县甲局牵头，县乙局配合。", ["县甲局"], [], ["县乙局"], id="a line of verbs"),
        pytest.param("做好工作。（县甲局牵头；责任单位：县乙局）", ["县甲局"], ["县乙局"], [], id="verb, then label"),
        pytest.param("做好工作。（牵头单位：县甲局；县乙局配合）", ["县甲局"], [], ["县乙局"], id="label, then verb"),
        pytest.param("做好工作。（责任单位：县甲局；责任人：张某）", [], ["县甲局"], [], id="a person is not kept"),
    ],
)
def test_an_attribution_is_read(text: str, lead: list[str], responsible: list[str], supporting: list[str]) -> None:
    (found,) = find_attributions(text)
    assert list(found.lead) == lead
    assert list(found.responsible) == responsible
    assert list(found.supporting) == supporting


@pytest.mark.parametrize(
    "text",
    [
        "村（社区）工作人员",
        "《关于托育的决定》（以下简称《决定》）",
        "补贴（按月进行折算）",
        "（含租赁公租房和自有住房）",
        "条例（2021年9月29日修订）",
        "落实企业主体责任（由企业自行负责）",
        "建设示范县（市、区）",
        "支持托育机构（含幼儿园托班）",
        "各责任单位：请于月底前报送",
        "牵头单位各司其职，责任单位各负其责。",
    ],
)
def test_other_brackets_name_nobody(text: str) -> None:
    assert find_attributions(text) == []


def test_an_abbreviation_inside_a_list_is_no_unit() -> None:
    plan = plan_of("（一）推进工作。做好工作。〔责任单位：各市(州)、县(市、区)党委和政府(以下简称各市县)〕")
    assert plan.measures[0].responsible == ("各市(州)、县(市、区)党委和政府",)
    assert [(a.short, a.long, a.kind) for a in plan.abbreviations] == [("各市县", "各市(州)、县(市、区)党委和政府", "unit")]


def test_each_bracket_closes_a_clause_and_the_measure_has_their_union() -> None:
    plan = plan_of("1.加强培训。开展培训。（牵头单位：县甲局）发放补贴。（牵头单位：县乙局）组织考核。（牵头单位：县甲局）")
    (measure,) = plan.measures
    assert measure.lead == ("县甲局", "县乙局")
    assert [(c.text, c.lead) for c in measure.clauses] == [
        ("开展培训。", ("县甲局",)),
        ("发放补贴。", ("县乙局",)),
        ("组织考核。", ("县甲局",)),
    ]


def test_a_standing_statement_adds_units_to_the_rest_of_its_section() -> None:
    plan = plan_of(
        "（一）甲项。做甲。（责任单位：县甲局，各乡镇。以下各项任务均需各乡镇落实，不再逐一列出）",
        "（二）乙项。做乙。（责任单位：县乙局）",
        "（三）丙项。做丙。（责任单位：县丙局、各乡镇）",
        "二、保障措施",
        "（一）丁项。做丁。（责任单位：县丁局）",
    )
    assert [m.implied for m in plan.measures] == [(), ("各乡镇",), (), ()]


def test_first_listed_leads_where_the_plan_says_so_once() -> None:
    plan = plan_of(
        "（一）甲项。做甲。（甲局、乙局负责。列首位者为牵头单位，下同）",
        "（二）乙项。做乙。（乙局、丙局负责）",
    )
    assert [(m.lead, m.responsible) for m in plan.measures] == [(("甲局",), ("乙局",)), (("乙局",), ("丙局",))]


def test_a_printed_time_limit_is_the_due_date() -> None:
    plan = plan_of(
        "（一）甲项。做甲。（责任单位：县甲局；完成时限：2025年6月底前）",
        "（二）乙项。做乙。（责任单位：县乙局；完成时限：长期坚持）",
    )
    assert [(m.due, m.ongoing) for m in plan.measures] == [("2025-06-30", False), (None, True)]
