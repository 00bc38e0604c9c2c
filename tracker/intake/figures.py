"""Figures in running text: value or range, measure word, bound (不少于, 以上 …), and what they count.

Which numbers are promises is decided here: money, shares, spans of time granted and counted things do; ages, ordinals,
names of schemes and conditions (12个月以上的从业人员) do not.
"""

import re
from dataclasses import dataclass, replace

from tracker.intake.model import Value
from tracker.intake.numerals import CHINESE, number

# Measure words by what they say of the figure before them.
_WORDS = {
    "amount": "亿元 万元 千元 元 % ％ ‰ 平方米 平米 平方公里 公里 千米 万亩 亩 公顷 分钟 小时 吨 千瓦 兆瓦 倍 个百分点",
    "people": "万人次 人次 万人",
    "days": "个工作日 个自然日 工作日 天 日",
    "counted": "个 所 家 名 项 户 次 张 套 座 处 条 场 期 件 辆 台 床 支 门 批次 间 部 本 份 人 对 只 种 片 级 万个 万户 万套",
    "spans": "个月 年",
}
_AMOUNTS, _PEOPLE, _DAYS, _COUNTED, _SPANS = (words.split() for words in _WORDS.values())
_UNITS = sorted({*_AMOUNTS, *_PEOPLE, *_DAYS, *_COUNTED, *_SPANS}, key=len, reverse=True)
_NUMERAL = r"\d{1,12}(?:,\d{3}){0,4}(?:\.\d{1,8})?"
_FIGURE = re.compile(
    rf"""
    (?<![\d.+\-—～~〔\[第])
    (?: (?P<low>{_NUMERAL}) (?: [%％]? [-—–～~至到] (?P<high>{_NUMERAL}) )?
      | (?P<chinese>[{CHINESE}]{{1,4}})
      | (?P<letter>[lI]) )
    (?P<unit>{"|".join(map(re.escape, _UNITS))})?
    (?![\d.+年月]|号|届|版|岁|周岁|月龄|孩|部委)
    (?P<after> / (?:年|月|日|人|户|亩|生|次|吨|学期|学年) )?
    (?P<bound> (?:[（(][^）)]{{0,6}}[）)])? (?:及|或)?以(?:上|下|内) | 左右 )?
    """,
    re.VERBOSE,
)
# Bounds that hold wherever they stand in the clause before the figure, and those that must touch it.
_AT_LEAST = re.compile(
    r"不少于|不低于|不小于|至少|(?:达到?(?:了)?|(?:提高|提升|增加|扩大|增长)(?:到|至)|(?<![不得])(?:超过|高于)|突破)[^，,]{0,2}$"
)
_AT_MOST = re.compile(
    r"不(?:得)?(?:超过|高于|大于|多于)|最高|最长|(?:控制在|(?:压缩|缩短|降低|下降|降)(?:到|至|在)|(?<!不)低于)[^，,]{0,4}$"
)
# Verbs that make a counted thing a promise.
_PROMISE = re.compile(
    r"建|增|达|申报|配备|确定|至少|不少于|培育|打造|实现|完成|开展|设立|创|发展|引进|培训|覆盖|到|拥有|配置"
    r"|选派|组织|举办|改造|争取|力争|数$|开设|发放|安排|支持|[享受给予]"
)
_REACHED = re.compile(r"(?:达到?|提升到|升至|晋升为|创建|不低于)$")
_MADE = re.compile(r"(?:建设|建成|新建|打造|创建|培育|建立|成立|设立|增设|配备|确定)$")
_GRANTED = re.compile(
    r"延长|休假|假期?|享受|享有|给予|不少于|不超过|奖励|缩短|压缩|控制在|开设|开放|每[天日周月年]|增加|减免|减征|免"
)
_PER = re.compile(r"每(人|生|户|位|名|孩|家|个|张|亩|平方米|次|天|日|周|月|季度|半年|年|学年|学期)")
_PERSONS = {"位": "人", "名": "人"}
_TIMES = {"天", "日", "周", "月", "季度", "半年", "年", "学年", "学期"}
_CLAUSE_START = re.compile(r"[，,。；;！：:\n]")
# A clause without a comma is never longer; what stands further off does not belong to the figure.
_LONGEST_CLAUSE = 200
_DATE = re.compile(
    r"(?:力争|争取|确保)?(?:到|至|在|从|自)?(?:20\d\d年?[-—–~～至到]+)?20\d\d年(?:底|末|\d{1,2}月(?:\d{1,2}日|底)?)?(?:前|起)?"
)
_INDICATOR_HEAD = re.compile(r"^(?:全[省市县区](?!统)|力争|争取|确保|实现|其中|并|且|要|每(?:半年|季度|年|月|周)|至少)+")
_INDICATOR_TAIL = re.compile(
    r"(?:达到?|提高到|提升到|不少于|不低于|不超过|至少|增加到|控制在|为|拥有|扩大到|到|约"
    r"|每(?:学年|学期|季度|位|名|[人生户月年天孩个]))+$"
)
# A name that ends in one of these says what is done, not what is counted: the noun behind the figure is needed.
_VERB_LAST = re.compile(r"(?:给予|发放|增加|补助|享受|享有|配备|确定|建成|建设|开展|申报|设立|培育|奖励|延长|标准)$")
_NEXT_FIGURE = re.compile(r"^(?:[、和或]\d[\d.]*[^\d的，,。；]{1,3})+")


@dataclass(frozen=True)
class Figure:
    """A figure that promises something; `recurs` when its clause says every how long (每年至少1个)."""

    start: int
    end: int
    value: Value
    unit: str | None
    comparison: str
    indicator: str
    recurs: bool


def find_figures(text: str) -> list[Figure]:
    """Every promised figure of a text, in order."""
    found: list[Figure] = []
    for match in _FIGURE.finditer(text):
        clause_at = clause_start(text, match.start(), _CLAUSE_START)
        before = text[clause_at : match.start()]
        after = text[match.end() : match.end() + 24]
        if _promises(match, before, after):
            earlier = found[-1] if found and found[-1].end > clause_at else None
            figure = _figure(match, before, after, earlier, clause_at)
            found.append(figure if figure.indicator else replace(figure, indicator=_clause_before(text, clause_at)))
    return found


def clause_start(text: str, at: int, marks: re.Pattern[str]) -> int:
    """Where the clause around a place begins: behind the last of the given marks."""
    first = max(0, at - _LONGEST_CLAUSE)
    mark = marks.search(text[first:at][::-1])
    return at - mark.start() if mark else first


def clause_end(text: str, at: int, marks: re.Pattern[str]) -> int:
    """Where the clause around a place ends: at the next of the given marks."""
    last = min(len(text), at + _LONGEST_CLAUSE)
    mark = marks.search(text, at, last)
    return mark.start() if mark else last


def _clause_before(text: str, at: int) -> str:
    """举办岗位培训，每年不少于2次: what is counted stands in the clause before."""
    return text[clause_start(text, max(0, at - 1), _CLAUSE_START) : max(0, at - 1)]


def _promises(match: re.Match[str], before: str, after: str) -> bool:
    unit = match["unit"]
    if match["chinese"]:
        return _chinese_promises(match, before)
    if match["letter"]:
        # A digit one printed as a letter stands between a verb and a measure word only.
        return bool(unit in _COUNTED and re.search(r"[建成设立增到达]$", before))
    if _is_condition(match, before, after):
        return False
    if unit in _SPANS or unit in _DAYS:
        return bool(_GRANTED.search(before)) or _is_limit(match, after)
    if unit in _COUNTED:
        return bool(_PROMISE.search(before)) or _follows_noun(before)
    return bool(unit) or bool(_REACHED.search(before))


def _chinese_promises(match: re.Match[str], before: str) -> bool:
    """Chinese numerals are mostly names (五项制度); they promise after 达到, or with a bound after 建设."""
    unit = match["unit"]
    if unit == "级" or match["chinese"] not in "一":
        return bool(unit and _REACHED.search(before))
    return bool(unit in _COUNTED and match["bound"] and _MADE.search(before))


def _follows_noun(before: str) -> bool:
    """新建幼儿园8所, 托位数174个: the thing first, the number behind it."""
    return bool(re.search(r"[\u4e00-\u9fff”](?<![的对])$", before)) and len(before) <= 16


def _is_condition(match: re.Match[str], before: str, after: str) -> bool:
    """Who may have something, or within what time: 12个月以上的, 3个月内, 10万元以下的."""
    if re.search(r"\d月$", before) or (match["unit"] in _SPANS and re.match(r"后|前", after)):
        return True
    bound = bool(match["bound"]) and not _AT_LEAST.search(before) and not _AT_MOST.search(before)
    return bound and bool(re.match(r"[^，,。；;]{0,8}的", after)) and "以" in match["bound"]


def _is_limit(match: re.Match[str], after: str) -> bool:
    """生育2年内参加培训, 出生3个月内参保: a time limit that somebody has to keep."""
    return match["unit"] in _SPANS and (after.startswith("内") or match["bound"] == "以内")


def _figure(match: re.Match[str], before: str, after: str, earlier: Figure | None, clause_at: int) -> Figure:
    # Bounds and 每… of an earlier figure in the same clause are its own.
    near = before[earlier.end - clause_at :] if earlier else before
    per = _PER.findall(near) + ([match["after"][1:]] if match["after"] else [])
    limit = _is_limit(match, after)
    return Figure(
        start=match.start(),
        end=match.end(),
        value=_value(match),
        unit=_unit(match["unit"], per),
        comparison="<=" if limit else _comparison(match, near),
        indicator=_indicator(near, after, earlier.indicator if earlier else None) + ("（条件）" if limit else ""),
        recurs=any(p in ("年", "半年", "季度", "月") for p in _PER.findall(near)),
    )


def _value(match: re.Match[str]) -> Value:
    if match["letter"]:
        return 1
    if match["chinese"]:
        return number(match["chinese"])
    low = number(match["low"])
    high = number(match["high"]) if match["high"] else None
    return (low, high) if low is not None and high is not None else low


def _unit(word: str | None, per: list[str]) -> str | None:
    """The measure word with its bases: 元/生·月. 每千人 stays in the name of the indicator."""
    if word is None:
        return None
    word = "%" if word == "％" else word
    bases = list(dict.fromkeys(_PERSONS.get(p, p) for p in per if p != "个"))
    bases.sort(key=lambda base: base in _TIMES)
    return f"{word}/{'·'.join(bases)}" if bases else word


def _comparison(match: re.Match[str], near: str) -> str:
    bound = match["bound"] or ""
    if match["high"]:
        return "="
    if _AT_LEAST.search(near) or bound.endswith("上"):
        return ">="
    return "<=" if _AT_MOST.search(near) or bound.endswith(("下", "内")) else "="


def _indicator(near: str, after: str, earlier: str | None) -> str:
    """What is counted: the words before the figure, with the noun behind it where those are only a verb."""
    if near.strip("、和或") == "" and earlier:
        return earlier
    near = re.split(r"且|并", _DATE.sub("", near))[-1]
    name = _INDICATOR_TAIL.sub("", _INDICATOR_HEAD.sub("", near.strip("，,、的"))).strip(" ，,、")
    noun = re.split(r"[，,。；;！、（(\n]|的$", _NEXT_FIGURE.sub("", after))[0].removeprefix("的")[:16]
    wanted = name + noun if len(name) < 8 or _VERB_LAST.search(name) else name
    return wanted.replace("“”", "")
