"""Lists of units as plans print them, split into one name each.

、 and ， separate, but not inside a bracket, and not inside a phrase that names one party: 各市(州)、县(市、区)党委和政府 and
各乡镇党委、政府 stay whole. 和 and 以及 join the last two of a list, but are part of many names (自然资源和规划局).
"""

import re
from functools import lru_cache

from tracker.intake.persons import without_person
from tracker.intake.text import outer_split

_SEPARATORS = "、，,；;\n/／|｜ "
STARS = "★☆*＊※▲△"
# What is longer is running text: no name of a body, and no list without a separator, comes near.
_LONGEST_NAME, _LONGEST_LIST = 40, 400

# What the name of a public body, or of a class of bodies, ends in.
_ENDINGS = (
    "局|委|部|厅|办|院|会|社|站|所|队|组|室|处|署|科|股|中心|政府|单位|部门|机构|组织|团体|机关|党委|党组|党工委|管委会|办事处|专班"
    "|街道|乡镇|乡|镇|村|区|县|市|州|盟|旗|省|公司|分行|支行|银行|协会|协|联|企业|企事业|集团|海关|港|学校|医院|大学|学院|党校"
    "|基地|农场|林场|公安|消防|银保监|电视台|报社|团[省市县区]委|运营商|馆|人行|商行|农信|共青团中央|园|城投|供电|烟草|邮政|指挥部|检察|地区"
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
# The second kind of one class: 市直有关部门、单位.
_BARE_KIND, _CLASS_OF_KIND = re.compile(r"部门|单位|机构"), re.compile(r"(?:有关|相关|各|[直级属])(?:部门|单位|机构)$")
# A class of places without its body (各市(州), 市州, 各县), which takes the body of the next item (县(市、区)党委和政府).
_PLACE = r"(?:自治州|地级市|县级市|市|州|盟|县|区|旗|乡|镇|街道|乡镇|县市区|县区|市州|园区|开发区)"
_BARE_PLACES = re.compile(rf"^各?{_PLACE}+(?:、[县市区旗州])*(?:[（(][^）)]*[）)])?$")
# 各县、市、区政府: no body is called 市.
_KINDS_OF_PLACES, _KIND_OF_PLACE = re.compile(r"各[县市区旗州](?:、[县市区旗州])*"), re.compile(r"[县市区旗州]")
_PLACES_WITH_BODY = re.compile(rf"^{_PLACE}+(?:[（(][^）)]*[）)])?(?:党委|党政|人民政府|政府)")
# A level without its body (有关中央、省驻本市单位; 省、市直部门; 市、县（区）人民政府), which takes the body of the next item.
_LEVEL_ALONE = re.compile(r"(?:有关|各|驻)?(?:中央|国家|[省市州县区]|省直|市直|县直|[省市县区]级|央属|省属|市属)|各省、自治区")
_LEVEL_FOLLOWS = re.compile(
    r"(?!县级市)[省市州县区乡镇村](?:[直级属驻县区乡镇村、]|[（(]|.{0,3}(?:政府|各?部门|单位))|自治区$|直辖市"
)
# The join of the last two: what stands before it is a whole body, what stands after it begins, or ends, like one.
_JOIN = re.compile(r"以及|会同|和|及|与")
_WHOLE = re.compile(
    r"(?:局|委|部|厅|办|中心|政府|院|会|公司|分行|支行|部门|单位|社|乡镇|街道|镇|大队|支队|联|协)(?:[（(][^）)]*[）)])?$"
)
_BEGINS_ANEW = re.compile(
    r"各|有关|相关|其他|地方各?级|[省市县区州乡镇](?!局|委和|政府$)|国|中|人民银行|团[省市县区]委|街道|园区|开发区|经开区|高新区"
)
# An office that no name holds before a 和 of its own: 市公安局、司法局和民政局; 党委和政府 is one party.
_OFFICE = re.compile(r"(?:局|厅|办公室|中心|公司|分行|支行|部|办|大队|支队)$")
_OTHER_OFFICE = re.compile(r"(?!政府$).{2,20}(?:局|厅|委|部|办|办公室|中心|公司|分行|支行|会|社|院|所|站|大队|支队|单位|部门)$")
_ENDED = "(?<=[局委办厅部队会院社心司团街道])(?:(?<![心司团街道])|(?<=中心|公司|集团|镇街|街道))"
# 县教育局县财政局: names that stood apart by blanks, which text without white space has lost.
_RUN_TOGETHER = re.compile(
    rf"{_ENDED}(?=(?P<level>[省市县区镇])(?!政府|委(?:$|县|市|区)|监委|场(?!监))[\u4e00-\u9fff]{{2}})"
    rf"|{_ENDED}(?<![省市县区]委)(?<!国务院)(?=各(?:[乡镇街县市区村有相学]|部门))|(?<=局)(?=[\u4e00-\u9fff]{{2,3}}(?:街道(?:办事处)?|镇(?:人民政府|政府)?)$)"
)
# Words after a list that belong to the sentence, not to the last name.
_KINDS = r"(?:部门|单位|机构|企业)"
_TAIL = re.compile(
    rf"(?:等(?:[\d一二三四五六七八九十多]+[个家])?(?:[省市县区州]?[直级属]|[省市县区州]|国务院)?(?:各|有关|相关|成员|责任|职能|其他)*{_KINDS}?(?:[和及、]?{_KINDS})?|为主|具体)$"
)
_HEAD = re.compile(r"^(?:[此该本](?:项|条)?(?:工作|任务|事项)?由|由|及|和|以及|包括|会同|并会同|并由|同时由|与|其中)(?=.)")
# What numbers or marks a name in a list: ①县甲局, 1.县甲局, ★县甲局.
_MARK = re.compile(rf"^(?:[①-⑳]|\d{{1,2}}[.．、)）]|[（(]\d{{1,2}}[)）]|[{re.escape(STARS)}●■◆·•]|-)+|[{re.escape(STARS)}]+$")
_NO_NAME = re.compile(rf"{_KINDS}|\d{{1,2}}[.．]?|等|下同|以上|以下|市直|县直|区直|无|[—\-/]+")
# A name that nobody takes for anything but a public body, with no label beside it.
_CERTAIN = re.compile(
    r"""
      (?: [省市县区州旗镇乡] | 各(?=[省市县区州旗镇乡街级有相部])
        | 各(?=(?:派出|派驻|帮扶|驻村|成员|责任|职能|主管)(?:单位|部门)) | 国家 | 国务院
        | 中央 | 中国 | 国[网有] | 全国 | 团[省市县区] | 共青团 ) .{1,20}
      (?: 局|委|办|厅|部|室|中心|政府|法院|检察院|会|联|社|公司|支行|分行|管委会|办事处|部门|单位
        | 党校|(?<=[大支总中])队|(?<=[科政作])协 )
      (?:[（(][^）)]*[）)])?
    | [\u4e00-\u9fff]{2,10}(?:厅|局|委|部|总局|管委会|办事处)
    | 各(?:有关|相关|乡镇|镇|街道|县|市|区|地|部门|单位).{0,20}
    """,
    re.VERBOSE,
)


def looks_like_unit(name: str) -> bool:
    """True for a name that ends, or begins, as the names of public bodies do."""
    return len(name) <= _LONGEST_NAME and _is_unit(name)


@lru_cache(maxsize=4096)
def _is_unit(name: str) -> bool:
    return bool(_UNIT.match(name))


def is_certain(name: str) -> bool:
    """True for a name that can only be that of a public body, so that a list of such names needs no label."""
    return bool(_CERTAIN.fullmatch(name))


def split_units(text: str) -> tuple[str, ...]:
    """The units of a printed list, in printed order, repeats kept."""
    found: list[str] = []
    end = 0
    for item in outer_split(text, _SEPARATORS):
        start = text.index(item, end)
        end = start + len(item)
        name = item.strip(" 。.：:<>＜＞")
        if found and name and _belongs_to(found[-1], name):
            found[-1] += text[start - 1] + name
        elif name:
            found.extend(_pieces(name) if len(name) <= _LONGEST_NAME else _cut(name))
    return tuple(cleaned for name in found if (cleaned := _clean(name) if len(name) <= _LONGEST_NAME else _bare(name)))


def _cut(name: str) -> tuple[str, ...]:
    return tuple(part for joined in _unjoin(name) for part in _apart(joined))


def _bare(name: str) -> str:
    """The name without marks before it and words behind it; nothing of what is no name."""
    cleaned = _TAIL.sub("", _HEAD.sub("", _MARK.sub("", name.strip(" 。.")))).strip(" 。.")
    if cleaned and (cleaned[-1] in "）)" or not _is_unit(cleaned)):
        cleaned = without_person(cleaned)
    return "" if _NO_NAME.fullmatch(cleaned) else cleaned


# Plans name the same units over and over.
_pieces, _clean = lru_cache(maxsize=4096)(_cut), lru_cache(maxsize=4096)(_bare)


def _apart(name: str) -> list[str]:
    """Names run together, cut where a body of the same level begins; most names are one."""
    if len(name) > _LONGEST_LIST:
        return [name]
    found, start = [], 0
    for match in _RUN_TOGETHER.finditer(name):
        level = match["level"]
        if (level is None or name.startswith(level, start)) and not _inside_bracket(name[start : match.start()]):
            found.append(name[start : match.start()])
            start = match.start()
    return [*found, name[start:]]


def _belongs_to(before: str, name: str) -> bool:
    if len(before) > _LONGEST_NAME:
        return False
    if _BARE_BODY.match(name):
        return bool(_HAS_PARTY.search(before))
    if _BARE_KIND.fullmatch(name):
        return bool(_CLASS_OF_KIND.search(before))
    if _LEVEL_ALONE.fullmatch(before) and _LEVEL_FOLLOWS.match(name):
        return True
    if _KIND_OF_PLACE.fullmatch(name):
        return bool(_KINDS_OF_PLACES.fullmatch(before))
    return bool(_BARE_PLACES.match(before)) and bool(_PLACES_WITH_BODY.match(name))


def _unjoin(name: str) -> list[str]:
    """The one or more units that 和, 以及 … joins; the name itself where the word is part of it."""
    found: list[str] = []
    start = 0
    for match in _JOIN.finditer(name) if len(name) <= _LONGEST_LIST else ():
        left, right = name[start : match.start()], name[match.end() :]
        if not left or not right or _inside_bracket(left):
            continue
        if match.group() in ("以及", "会同") or _joins(left, right):
            found.append(left)
            start = match.end()
    return [*found, name[start:]]


def _joins(left: str, right: str) -> bool:
    """True where a 和 stands between two whole bodies."""
    if _OFFICE.search(left) and _OTHER_OFFICE.match(right):
        return True
    return bool(_WHOLE.search(left) and _BEGINS_ANEW.match(right))


def _inside_bracket(left: str) -> bool:
    return sum(left.count(c) for c in "（(〔[") > sum(left.count(c) for c in "）)〕]")
