"""Lists of units as plans print them, split into one name each.

、 and ， separate, but not inside a bracket, and not inside a phrase that names one party: 各市(州)、县(市、区)党委和政府 and
各乡镇党委、政府 stay whole. 和 and 以及 join the last two of a list, but are part of many names (自然资源和规划局).
"""

import re
from functools import lru_cache

from tracker.intake.text import outer_split

_SEPARATORS = "、，,；;\n"
# What is longer is running text: no name of a body, and no list without a separator, comes near.
_LONGEST_NAME, _LONGEST_LIST = 40, 400

# What the name of a public body, or of a class of bodies, ends in.
_ENDINGS = (
    "局|委|部|厅|办|院|会|社|站|所|队|组|室|处|署|中心|政府|单位|部门|机构|组织|团体|机关|党委|党组|党工委|管委会|办事处"
    "|街道|乡镇|乡|镇|村|区|县|市|州|盟|旗|省|公司|分行|支行|银行|协会|协|联|企业|企事业|集团|海关|港|学校|医院|大学|学院|党校"
    "|基地|农场|林场|公安|消防|银保监|电视台|报社|团[省市县区]委|运营商|馆|人行|商行|农信"
)
_UNIT = re.compile(
    rf"""
    (?: .* (?:{_ENDINGS})
      | 各 .+ | 有关 .+ | 相关 .+ )
    (?: [（(〔\[][^）)〕\]]*[）)〕\]] )? $
    """,
    re.VERBOSE,
)
# A body that cannot stand alone: the second half of 各乡镇党委、政府.
_BARE_BODY = re.compile(r"^(?:人民)?政府$|^党工委$|^管委会$|^办事处$|^党委$")
_HAS_PARTY = re.compile(r"(?:党委|党工委|党组|政府|县委|市委|区委|省委)$")
# A class of places without its body (各市(州), 市州, 各县), which takes the body of the next item (县(市、区)党委和政府).
_PLACE = r"(?:自治州|地级市|县级市|市|州|盟|县|区|旗|乡|镇|街道|乡镇|县市区|县区|市州|园区|开发区)"
_BARE_PLACES = re.compile(rf"^各?{_PLACE}+(?:[（(][^）)]*[）)])?$")
_PLACES_WITH_BODY = re.compile(rf"^{_PLACE}+(?:[（(][^）)]*[）)])?(?:党委|党政|人民政府|政府)")
# The join of the last two: what stands before it is a whole body, what stands after it begins like one.
_JOIN = re.compile(r"以及|和|及|与")
_WHOLE = re.compile(
    r"(?:局|委|部|厅|办|中心|政府|院|会|公司|分行|支行|部门|单位|社|乡镇|街道|镇|大队|支队|联|协)(?:[（(][^）)]*[）)])?$"
)
_BEGINS_ANEW = re.compile(r"各|有关|相关|[省市县区州乡镇](?!局|委和|政府$)|国|中|人民银行|团[省市县区]委")
# Words after a list that belong to the sentence, not to the last name.
_TAIL = re.compile(r"(?:等(?:有关|相关)?(?:部门|单位|部门和单位|部门单位)?|为主|具体)$")
_HEAD = re.compile(r"^(?:由|及|和|以及|包括)(?=.)")


def looks_like_unit(name: str) -> bool:
    """True for a name that ends, or begins, as the names of public bodies do."""
    return len(name) <= _LONGEST_NAME and _is_unit(name)


@lru_cache(maxsize=4096)
def _is_unit(name: str) -> bool:
    return bool(_UNIT.match(name))


def split_units(text: str) -> tuple[str, ...]:
    """The units of a printed list, in printed order, repeats kept."""
    found: list[str] = []
    end = 0
    for item in outer_split(text, _SEPARATORS):
        start = text.index(item, end)
        end = start + len(item)
        name = item.strip(" 。.：:")
        if found and name and _belongs_to(found[-1], name):
            found[-1] += text[start - 1] + name
        elif name:
            found.extend(_unjoin(name))
    return tuple(cleaned for name in found if (cleaned := _clean(name)))


def _clean(name: str) -> str:
    return _TAIL.sub("", _HEAD.sub("", name.strip(" 。."))).strip(" 。.")


def _belongs_to(before: str, name: str) -> bool:
    if len(before) > _LONGEST_NAME:
        return False
    if _BARE_BODY.match(name):
        return bool(_HAS_PARTY.search(before))
    return bool(_BARE_PLACES.match(before)) and bool(_PLACES_WITH_BODY.match(name))


def _unjoin(name: str) -> list[str]:
    """The one or more units that 和, 以及 … joins; the name itself where the word is part of it."""
    found: list[str] = []
    start = 0
    for match in _JOIN.finditer(name) if len(name) <= _LONGEST_LIST else ():
        left, right = name[start : match.start()], name[match.end() :]
        if not left or not right or _inside_bracket(left):
            continue
        if match.group() == "以及" or (_WHOLE.search(left) and _BEGINS_ANEW.match(right)):
            found.append(left)
            start = match.end()
    return [*found, name[start:]]


def _inside_bracket(left: str) -> bool:
    return sum(left.count(c) for c in "（(〔[") > sum(left.count(c) for c in "）)〕]")
