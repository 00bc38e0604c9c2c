"""What a figure counts: the words before it without their verbs of reaching, with the noun behind it where those do not name it."""

import re

# Between two figures that share what they count: 3000元、5000元; 4.5个和5个.
JOINS = {"", "、", "和", "或", "及"}
_DATE = re.compile(
    r"(?:力争|争取|确保)?(?:到|至|在|从|自)?(?:20\d\d年?[-—–~～至到]+)?20\d\d年(?:底|末|\d{1,2}月(?:\d{1,2}日|底)?)?(?:前|起)?"
)
_INDICATOR_HEAD = re.compile(r"^(?:全[省市县区](?!统)|力争|争取|确保|实现|其中|并|且|要|每(?:半年|季度|年|月|周)|至少)+")
_INDICATOR_TAIL = re.compile(
    r"(?:达到?|(?:提高|提升|压缩|缩短|降低|下降|增加|延长)[到至]|不少于|不低于|不超过|至少|控制在|为|拥有|扩大到|到|约|占|分别|最[长高低]|[≥≤＞＜><]"
    r"|每(?:学年|学期|季度|位|名|[人生户月年天孩个]))+$"
)
_FROM = re.compile(r"[由从]\d[^，,]*$")
# A name that ends in one of these says what is done, not what is counted: the noun behind the figure is needed.
_VERB_LAST = re.compile(r"(?:给予|发放|增加|补助|享受|享有|配备|确定|建成|建设|开展|申报|设立|培育|奖励|延长|标准)$")
_NEXT_FIGURE = re.compile(r"^(?:[、和或]\d[\d.]*(?:[万亿]?元|[%％‰个名所家次天日人张户对]|平方米|个月)?)+|^不等")


def indicator(near: str, after: str, earlier: str | None) -> str:
    """What is counted: the words before the figure, with the noun behind it where those are only a verb."""
    if near in JOINS and earlier:
        return earlier
    near = re.split(r"且|并", _DATE.sub("", near))[-1]
    near = _FROM.sub("", _INDICATOR_TAIL.sub("", near))
    name = _INDICATOR_TAIL.sub("", _INDICATOR_HEAD.sub("", near.strip("，,、的"))).strip(" ，,、")
    noun = re.split(r"[，,。；;！、（(\n]|的$", _NEXT_FIGURE.sub("", after))[0].removeprefix("的")[:16]
    wanted = name + noun if len(name) < 8 or _VERB_LAST.search(name) else name
    return wanted.replace("“”", "")
