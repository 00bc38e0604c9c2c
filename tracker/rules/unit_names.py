"""What the name of a unit alone tells: how it is compared, its kind, and whether it stands for many.

Source: the printed unit lists of real plans (domain.md a13). Only what a name settles by itself; which body a short name
means is the registry's decision, not this module's.
"""

import re
import unicodedata
from enum import StrEnum


class UnitKind(StrEnum):
    """What sort of body a unit is."""

    DEPARTMENT = "department"
    VERTICAL = "vertical"  # 垂直管理: answers to the next higher body of its own line, not to the place's government
    PARTY = "party"
    GOVERNMENT = "government"
    MASS_ORGANISATION = "mass_organisation"
    COURT = "court"
    COLLECTIVE = "collective"
    OTHER = "other"


class UnitLevel(StrEnum):
    """The levels of government; 区 and 旗 are counties, 州 and 盟 cities, 街道 towns."""

    NATION = "nation"
    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    TOWN = "town"


_COLLECTIVE = re.compile(
    r"^各|^(省|市|州|县|区|镇|乡)直(?!.*工委$)|[、（(]各|(相关|有关)(部门|单位)$|成员单位$|^(乡镇|街道|乡镇街道|乡镇[（(]街道[）)])$|等(部门|单位)$"
)
# The youth league first: 团县委 ends like a party committee; the lines that are run from above before the departments. What may
# be either is left to the department: 金融监管局 is the state's line in one place and the province's own office in another.
_KINDS = (
    (UnitKind.MASS_ORGANISATION, re.compile(r"^(共青团|团[省市县区州旗]委)|^[省市县区州旗]?团委$")),
    (
        UnitKind.PARTY,
        re.compile(
            r"党委|党工委|教育工委|直属?机关工委|组织部|宣传部|统战部|社会工作部|社工部|政法委|纪委|监委|编办|巡察办|网信办|档案馆$|党校"
            r"|委办|委办公室$|党政办|老干部局|[省市县区州旗]委$|^中共"
        ),
    ),
    (UnitKind.COURT, re.compile(r"法院|检察院")),
    (
        UnitKind.MASS_ORGANISATION,
        re.compile(
            r"总工会|工会$|妇联|妇女联合会|残联|残疾人联合会|计生协|计划生育协会|红十字|工商联|工商业联合会|科协|文联|社科联|侨联|关工委"
        ),
    ),
    (
        UnitKind.VERTICAL,
        re.compile(
            r"税务(?:分?局|总局)|气象局|消防救援(?:局|总队|支队|大队|站)|^国家统计局.+调查队|(?<![一-龥]{6})海关$|海事局|邮政管理局|烟草(?:专卖)?局|烟草公司"
            r"|人民银行|国家金融监督管理总局|金融监管(?:总局|分局|支局)|国家矿山安全监察"
        ),
    ),
    (UnitKind.GOVERNMENT, re.compile(r"(政府|乡|镇|街道|办事处|管委会|管理委员会)$")),
    (UnitKind.DEPARTMENT, re.compile(r"(局|委|委员会|厅|办|办公室|中心|大队|支队|部|室|处|组|社|馆|院)$")),
)
_TOWN = re.compile(r"(街道|乡|镇)(?:党工?委)?(?:人民政府|政府|办事处)?$")


def comparable(name: str) -> str:
    """The name without white space and with half-width forms, as two printings of it are compared."""
    return "".join(unicodedata.normalize("NFKC", name).split())


def is_collective(name: str) -> bool:
    """True for a name that stands for several bodies: 各乡镇人民政府, 省直各相关部门, 领导小组成员单位."""
    return bool(_COLLECTIVE.search(name))


def kind_of(name: str) -> UnitKind:
    """The kind of body, by the first that fits; OTHER where the name does not tell."""
    if is_collective(name):
        return UnitKind.COLLECTIVE
    return next((kind for kind, pattern in _KINDS if pattern.search(name)), UnitKind.OTHER)


def town_class(name: str) -> str:
    """街道, 乡 or 镇 for the name of a town's government (青禾镇人民政府, 青禾镇); empty for any other body."""
    found = _TOWN.search(comparable(name))
    return found[1] if found and not is_collective(name) else ""


def town_classes(name: str) -> frozenset[str]:
    """The classes of towns that a collective name stands for: 乡 and 镇 for 各乡镇人民政府; none for one of other bodies."""
    text = comparable(name)
    if not is_collective(name) or re.search(r"部门|单位|机构|企业|公司|[省市县区州旗](?!级)", re.sub(r"社区", "", text)):
        return frozenset()
    return frozenset(re.findall(r"街道|乡|镇", text))


def names_the_leading_group(name: str) -> bool:
    """True for 领导小组成员单位 and the like: whose members are those of the leading group that the plan itself sets up."""
    return comparable(name).endswith(("领导小组成员单位", "专班成员单位", "联席会议成员单位", "各成员单位"))
