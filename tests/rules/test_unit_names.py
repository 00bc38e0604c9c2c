"""What the name of a unit alone tells."""

import pytest

from tracker.rules.unit_forms import Place, is_of_leaders
from tracker.rules.unit_levels import level_of
from tracker.rules.unit_names import comparable, is_collective, kind_of, names_the_leading_group, town_class, town_classes


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
        ("县税务局", "vertical"),
        ("国家税务总局示例县税务局", "vertical"),
        ("县气象局", "vertical"),
        ("县消防救援大队", "vertical"),
        ("国家统计局示例调查队", "vertical"),
        ("县烟草专卖局", "vertical"),
        ("县金融监管局", "department"),  # the state's line in one place, the province's office in another
        ("县委教育工委", "party"),
        ("县教委", "department"),
        ("团旗委", "mass_organisation"),
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


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("省直各相关部门", "province"),
        ("省教育厅", "province"),
        ("样本省卫生健康委", "province"),
        ("市住建局", "city"),
        ("市直有关单位", "city"),
        ("国务院办公厅", "nation"),
        ("各乡镇人民政府", "town"),
        ("各街道办事处", "town"),
        ("青禾镇人民政府", "town"),
        ("县教育局", None),
        ("示例县卫生健康局", None),
        ("县直各单位", None),
        ("各部门", None),
        ("市场监管局", None),
        ("城市管理局", None),
        ("邻安市公安局", None),  # a city of counties, or a county that is called a city
        ("各市县、乡镇人民政府", None),
        ("经济开发区管委会", None),
    ],
)
def test_the_level_is_told_where_it_is_not_that_of_the_place(name: str, level: str | None) -> None:
    assert level_of(name, Place("示例县", "county")) == level


def test_a_level_is_other_or_not_by_the_place() -> None:
    assert level_of("县教育局", Place("示范市", "city")) == "county"
    assert level_of("省教育厅", Place("样本省", "province")) is None
    assert level_of("区直有关部门", Place("样本区", "district")) is None


@pytest.mark.parametrize(
    ("name", "classes"),
    [
        ("各乡镇人民政府", {"乡", "镇"}),
        ("各镇", {"镇"}),
        ("各乡镇（街道）", {"乡", "镇", "街道"}),
        ("各街道办事处", {"街道"}),
        ("各县（市、区）、乡镇人民政府", set()),
        ("各部门", set()),
        ("县直有关单位", set()),
        ("青禾镇人民政府", set()),
    ],
)
def test_a_collective_of_towns_tells_their_classes(name: str, classes: set[str]) -> None:
    assert town_classes(name) == classes


@pytest.mark.parametrize(
    ("name", "found"), [("青禾镇人民政府", "镇"), ("白塘乡", "乡"), ("城关街道办事处", "街道"), ("各乡镇", ""), ("县教育局", "")]
)
def test_a_town_tells_its_class(name: str, found: str) -> None:
    assert town_class(name) == found


def test_the_leading_groups_members_are_told_from_other_groups() -> None:
    assert names_the_leading_group("县托育服务工作领导小组成员单位")
    assert not names_the_leading_group("县直有关单位")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        *((name, True) for name in ("县委", "中共示例县委员会", "示例县人民政府", "县政府", "县人大", "县人大常委会", "县政协")),
        *((name, False) for name in ("县委办公室", "县政府办公室", "县委组织部", "县纪委", "县人大办公室", "县政协办", "县法院")),
        *((name, False) for name in ("青禾镇人民政府", "县教委", "团县委", "县人武部", "各乡镇人民政府")),
    ],
)
def test_the_bodies_of_leaders_are_told_from_those_that_are_charged(name: str, expected: bool) -> None:
    assert is_of_leaders(name, Place("示例县", "county")) is expected
