"""What the name of a unit alone tells."""

import pytest

from tracker.rules.unit_names import comparable, is_collective, kind_of


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("县委组织部", "party"),
        ("县委宣传部", "party"),
        ("县委", "party"),
        ("县人民法院", "court"),
        ("县检察院", "court"),
        ("团县委", "mass_organisation"),
        ("团市委", "mass_organisation"),
        ("共青团示例县委员会", "mass_organisation"),
        ("共青团示例县委", "mass_organisation"),
        ("县总工会", "mass_organisation"),
        ("县妇联", "mass_organisation"),
        ("县妇女联合会", "mass_organisation"),
        ("县计划生育协会", "mass_organisation"),
        ("县教育局", "department"),
        ("县发展改革委", "department"),
        ("县卫生健康委员会", "department"),
        ("县政府办公室", "department"),
        ("县住房公积金管理中心", "department"),
        ("示例县人民政府", "government"),
        ("青禾镇", "government"),
        ("城关街道办事处", "government"),
        ("开发区管委会", "government"),
        ("县供水公司", "other"),
    ],
)
def test_the_kind_is_told_by_the_name(name: str, kind: str) -> None:
    assert kind_of(name) == kind


@pytest.mark.parametrize(
    "name", ["各乡镇人民政府", "县直有关部门", "领导小组成员单位", "乡镇（街道）", "县教育局等部门", "乡镇（各街道）"]
)
def test_a_name_that_stands_for_many_is_a_collective(name: str) -> None:
    assert is_collective(name)
    assert kind_of(name) == "collective"


@pytest.mark.parametrize("name", ["县教育局", "青禾镇人民政府", "团县委", "县直属机关工委"])
def test_a_name_of_one_body_is_no_collective(name: str) -> None:
    assert not is_collective(name)


def test_white_space_and_width_make_no_other_name() -> None:
    assert comparable("县 教育局（Ａ）") == comparable("县教育局(A)")
