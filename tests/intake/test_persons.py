"""Names of people among units: tasks are laid on units, and no name of a person is kept."""

import pytest

from tests.intake.helpers import plan_of
from tracker.intake import parse
from tracker.intake.units import split_units


@pytest.mark.parametrize(
    ("printed", "units"),
    [
        pytest.param("县住建局 李某", ("县住建局",), id="behind a blank"),
        pytest.param("县住建局王小明、县水务局张伟", ("县住建局", "县水务局"), id="several"),
        pytest.param("县住建局局长赵强", ("县住建局",), id="post before"),
        pytest.param("县住建局刘洋（副局长）", ("县住建局",), id="post in a bracket"),
        pytest.param("县住建局（李某某）", ("县住建局",), id="name in a bracket"),
        pytest.param("县住建局（局长李明）", ("县住建局",), id="post and name in a bracket"),
        pytest.param("李某（县住建局）", ("县住建局",), id="unit in a bracket"),
        pytest.param("县政府办公室欧阳建国13900000000", ("县政府办公室",), id="telephone"),
        pytest.param("县住建局（张伟，13900000000）", ("县住建局",), id="telephone in a bracket"),
        pytest.param("县住建局、副县长王强", ("县住建局",), id="a post alone"),
        pytest.param("县自然资源局（林业）", ("县自然资源局（林业）",), id="no name in the bracket"),
        pytest.param("江城区、县农机服务中心", ("江城区", "县农机服务中心"), id="units that begin like names"),
    ],
)
def test_a_list_keeps_units_and_no_people(printed: str, units: tuple[str, ...]) -> None:
    assert split_units("".join(printed.split())) == units


@pytest.mark.parametrize("cell", ["县住建局 李某", "县住建局、王小明", "县住建局\u3000张伟（副局长）"])
def test_a_column_of_units_and_people_gives_the_units_and_says_so(cell: str) -> None:
    rows = ["序号\t存在问题\t责任单位及责任人", f"1\t道路破损\t{cell}", "2\t台账不全\t县人社局 陈某"]
    text = "\n".join(["示例县整改台账", *rows])
    plan = parse(text.encode(), "台账.txt")
    assert [m.responsible for m in plan.measures] == [("县住建局",), ("县人社局",)]
    assert "person_left_out" in {issue.code for issue in plan.issues}


def test_towns_and_offices_that_begin_like_names_stay() -> None:
    rows = ["序号\t任务\t责任单位及负责人", "1\t修路\t石桥镇、黄庄乡、高新区", "2\t建桥\t林业局、县水利局 李某"]
    plan = parse("\n".join(["示例县任务台账", *rows]).encode(), "台账.txt")
    assert [m.responsible for m in plan.measures] == [("石桥镇", "黄庄乡", "高新区"), ("林业局", "县水利局")]


def test_a_label_of_units_and_people_gives_the_units() -> None:
    plan = plan_of("（一）建设中心。新增托位。（责任单位及责任人：县住建局 王小明；配合单位：县妇联）\n")
    assert (plan.measures[0].responsible, plan.measures[0].supporting) == (("县住建局",), ("县妇联",))
    assert "person_left_out" in {issue.code for issue in plan.issues}


@pytest.mark.parametrize("label", ["责任人", "负责人", "分管领导", "项目负责人", "联系人", "县级领导"])
def test_a_label_of_people_takes_nothing_from_the_unit_before_it(label: str) -> None:
    plan = plan_of("（一）建设中心。新增托位。", f"责任单位：县教育局   {label}：王强", "（二）宣传。发放手册。")
    assert plan.measures[0].responsible == ("县教育局",)
    assert all("王强" not in name for m in plan.measures for name in m.responsible)
