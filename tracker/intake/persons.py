"""Names of people among units: 县住建局 李某, 李某（县住建局）. A plan is kept by its units; people are left out."""

import re

# The commonest surnames; a name behind a unit is told by them. Words of offices that begin alike are no names.
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪"
    "范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤欧"
)
_NO_NAMES = (
    "金融|金税|林业|林草|林长|林区|高新|高速|高铁|高校|高中|高等|任务|方面|方志|石油|石化|万亩|田长|江北|江南|江东|江西|白云|黄河"
    "|马上|范围|龙头|武装|史志|严格|向上|程序"
)
_NAME = (
    rf"(?:某某某?|[{_SURNAMES}]某{{1,2}}|(?:欧阳|上官|司马|诸葛|司徒|皇甫|慕容|令狐)[\u4e00-\u9fff]{{1,2}}"
    rf"|(?!{_NO_NAMES})[{_SURNAMES}][\u4e00-\u9fff]?(?![镇乡村区县市州局委办部厅所站队院会社处科])[\u4e00-\u9fff])"
)
_POST = (
    r"(?:(?:党委|党组|党工委|常务|主要|分管|一级|二级|四级)?(?:副|总)?"
    r"(?:局长|主任|书记|部长|院长|校长|所长|站长|队长|科长|股长|处长|厅长|[县市区镇乡州]长|会长|主席|经理|董事长|理事长|社长|行长"
    r"|组长|秘书长|检察长|调研员|负责人|责任人|负责同志|领导|联系人|联络员))"
)
_PHONE = r"(?:[:：，,]?(?:电话[:：]?)?(?:1\d{10}|\d{3,4}-\d{7,8}|\d{7,8}))?"
_WITH_POST = rf"(?:{_POST}[:：]?)*{_NAME}(?:同志|{_POST})?(?:[（(]{_POST}[)）])?{_PHONE}"
_OFFICE = (
    r"(?:局|委|办|厅|部|中心|政府|公司|院|会|社|所|站|队|室|处|科|股|街道|镇|乡|联|行|校|专班)"
    r"(?:[（(][^）)]{1,12}[)）])?"
)
_BEHIND = re.compile(rf"(?P<unit>.{{1,30}}?{_OFFICE}){_WITH_POST}")
_BRACKETED = re.compile(rf"(?P<unit>.{{1,30}}?)[（(](?P<inner>{_WITH_POST})[)）]")
_BEFORE = re.compile(rf"{_NAME}{_POST}?(?<![区县市镇乡村局委办部])[（(](?P<unit>[^（）()]{{2,30}}{_OFFICE})[)）]")
_ALONE = re.compile(rf"{_WITH_POST}")
# What makes a name one of a person beyond doubt.
_SURE = re.compile(rf"某|{_POST}|\d{{7}}")
_IN_LIST = re.compile(rf"{_OFFICE}(?P<person>(?:[（(]{_WITH_POST}[)）]|{_WITH_POST}))(?=[、，,；;。\n）)]|$)")
# Heads and labels of lists that mix units with people: 责任单位及责任人.
_PEOPLE = re.compile(r"责任人|负责人|负责同志|联系人|联络员|领导")


def names_people(head: str) -> bool:
    """True for the head of a column, or a label, under which people stand beside their units."""
    return bool(_PEOPLE.search(head))


def without_person(name: str) -> str:
    """The unit of a printed name without the person behind, before or bracketed in it; nothing where it is a person with a post.

    Meant for names that do not look like a unit, or that end in a bracket. The rule is the office's: tasks are laid on units.
    """
    bracketed = _BRACKETED.fullmatch(name)
    if bracketed:
        return bracketed["unit"] if _SURE.search(bracketed["inner"]) else name
    found = _BEHIND.fullmatch(name) or _BEFORE.fullmatch(name)
    if found:
        return found["unit"]
    return "" if _SURE.search(name) and _ALONE.fullmatch(name) else name


def is_person(name: str) -> bool:
    """True for a name that stands alone and may be a person's; asked only where people stand among the units."""
    return bool(_ALONE.fullmatch(name))


def has_person(text: str) -> bool:
    """True where a person stands behind a unit in a list."""
    return bool(_IN_LIST.search(text))
