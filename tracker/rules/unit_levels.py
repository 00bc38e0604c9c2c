"""Of which level of government a body is, as far as its name says: 省直各相关部门 in a county's plan are the province's."""

import re

from tracker.rules.unit_forms import Place, read_form
from tracker.rules.unit_names import UnitLevel, comparable, is_collective, town_class

_BY_LETTER = {
    "省": UnitLevel.PROVINCE, "自治区": UnitLevel.PROVINCE,
    "市": UnitLevel.CITY, "州": UnitLevel.CITY, "自治州": UnitLevel.CITY, "盟": UnitLevel.CITY,
    "县": UnitLevel.COUNTY, "区": UnitLevel.COUNTY, "旗": UnitLevel.COUNTY,
    "乡": UnitLevel.TOWN, "镇": UnitLevel.TOWN, "街道": UnitLevel.TOWN,
    **dict.fromkeys(("国家", "国务院", "中央", "全国", "中国"), UnitLevel.NATION),
}  # fmt: skip
_OF_A_LEVEL = re.compile(r"^各?(自治区|[省市州盟县区旗])(?:[直属级]|有关|相关|(?=各))(?!工委)")
_OF_PLACES = re.compile(r"街道|[省市州盟县区旗乡镇]")
_NOT_PLACES = re.compile(r"部门|单位|机构|企业|公司|社区|园区|开发区|功能区|示范区|自治")


def level_of(name: str, place: Place) -> UnitLevel | None:
    """The level that the name tells, where it is another than that of the place in whose documents it stands; else None.

    Collective names tell by their first word (省直) or by the only sort of places they list (各乡镇). A letter before a single
    body (省教育厅, 市住建局) is a level; another place named in full is one only for a province, since 某市 may be a county.
    """
    text = comparable(name)
    found = _of_collective(text) if is_collective(text) else _of_body(text, place)
    return found if found is not None and found != _level_of_place(place) else None


def _of_collective(text: str) -> UnitLevel | None:
    first = _OF_A_LEVEL.match(text)
    if first:
        return _BY_LETTER[first[1]]
    levels = {_BY_LETTER[letter] for letter in _OF_PLACES.findall(text)}
    return levels.pop() if len(levels) == 1 and not _NOT_PLACES.search(text) else None


def _of_body(text: str, place: Place) -> UnitLevel | None:
    if town_class(text):
        return UnitLevel.TOWN
    whose = read_form(text, place).whose
    return _BY_LETTER.get(whose) or (UnitLevel.PROVINCE if whose.endswith(("省", "自治区")) else None)


def _level_of_place(place: Place) -> str:
    return UnitLevel.COUNTY if place.level == "district" else place.level
