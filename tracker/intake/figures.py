"""Figures in running text: value or range, measure word, bound (不少于, 以上 …), and what they count.

Which numbers are promises is decided here: money, shares, spans of time granted and counted things do; ages, ordinals,
names of schemes and conditions (12个月以上的从业人员) do not.
"""

import re
from dataclasses import dataclass, replace

from tracker.intake.indicators import JOINS, indicator
from tracker.intake.model import Value
from tracker.intake.numerals import CHINESE, number
from tracker.intake.text import scan

# Measure words by what they say of the figure before them.
_WORDS = {
    "amount": "/10万 /万 亿元 万元 千元 元 % ％ ‰ 平方米 平米 平方公里 公里 千米 万亩 亩 公顷 分钟 小时 吨 千瓦 兆瓦 倍 个百分点",
    "people": "万人次 人次 万人",
    "days": "个工作日 个自然日 工作日 天 日",
    "counted": "个 所 家 名 项 户 次 张 套 座 处 条 场 期 件 辆 台 床 支 门 批次 间 部 本 份 人 对 只 种 片 级 岁 万个 万户 万套",
    "spans": "个月 年",
}
_AMOUNTS, _PEOPLE, _DAYS, _COUNTED, _SPANS = (words.split() for words in _WORDS.values())
_UNITS = sorted({*_AMOUNTS, *_PEOPLE, *_DAYS, *_COUNTED, *_SPANS}, key=len, reverse=True)
# 一成 is a tenth, 成立 and 成员 are words.
_NOT_TENTHS = "立为员果本长熟绩功套型就年人品"
_NUMERAL = r"\d{1,12}(?:,\d{3}){0,4}(?:\.\d{1,8})?"
# What a figure begins with.
_OPENS = re.compile(rf"[\dlI{CHINESE}]")
_FIGURE = re.compile(
    rf"""
    (?=[\dlI{CHINESE}]) (?<![\d.+\-—～~〔\[第×])
    (?: (?P<low>{_NUMERAL}) (?: (?:[%％‰]|[万亿]?元)? [-—–～~至到] (?P<high>{_NUMERAL}) )?
      | (?P<parts>[百千]分之) (?P<share>[{CHINESE}点]{{1,6}}|{_NUMERAL})
      | (?P<tenths>[一二三四五六七八九])成(?![{_NOT_TENTHS}])
      | (?P<chinese>[{CHINESE}]{{1,4}})
      | (?P<letter>[lI]) )
    (?P<over>[余多])?
    (?P<unit>{"|".join(map(re.escape, _UNITS))})?
    (?![\d.+年月×]|号|届|版|周岁|月龄|孩|部委)
    (?P<after> (?: [/·] (?:年|月|日|天|人|户|亩|生|次|吨|学期|学年) ){{1,2}} )?
    (?P<bound> (?:[（(][^）)]{{0,6}}[）)])? (?:及|或)?以(?:上|下|内) | 左右 )?
    """,
    re.VERBOSE,
)
# Bounds that hold wherever they stand in the clause before the figure, and those that must touch it.
_AT_LEAST = re.compile(
    r"不少于|不低于|不小于|至少|[≥＞>]$|(?:达到?(?:了)?|(?:提高|提升|增加|扩大|增长)(?:到|至)|(?<![不得])(?:超过|高于)|突破)[^，,]{0,2}$"
)
_AT_MOST = re.compile(
    r"[≤＜<]$|不(?:得)?(?:超过|高于|大于|多于)|最高|最长|(?:控制在|(?:压缩|缩短|降低|下降|降)(?:到|至|在)|(?<!不)低于)[^，,]{0,4}$"
)
# Verbs that make a counted thing a promise.
_PROMISE = re.compile(
    r"建|增|达|申报|配备|确定|至少|不少于|培育|打造|实现|完成|开展|设立|创|发展|引进|培训|覆盖|到|拥有|配置"
    r"|选派|组织|举办|改造|争取|力争|数$|开设|发放|安排|支持|[享受给予]"
)
_REACHED = re.compile(r"(?:达到?(?:国家|省级|市级|国际)?|提升到|升至|晋升为|创建|不低于)$")
_MADE = re.compile(r"(?:建设|建成|新建|打造|创建|培育|建立|成立|设立|增设|配备|确定)$")
_BOUNDED = re.compile(r"(?:至少|不少于|不低于|不超过|不得(?:少|低)于|超过)[^，,]{0,4}$")
_GRANTED = re.compile(
    r"延长|休假|假期?|享受|享有|给予|不少于|不超过|奖励|缩短|压缩|控制在|开设|开放|每[天日周月年]|增加|减免|减征|免"
)
_PER = re.compile(r"每(人|生|户|位|名|孩|家|个|班|张|亩|平方米|次|天|日|周|月|季度|半年|年|学年|学期)")
_PERSONS = {"位": "人", "名": "人"}
_TIMES = {"天", "日", "周", "月", "季度", "半年", "年", "学年", "学期"}
_CLAUSE_START = re.compile(r"[，,。；;！：:\n]")
# A clause without a comma is never longer; what stands further off does not belong to the figure.
_LONGEST_CLAUSE = 200
# Words that bound what the clause before names: …给予补助，最高不超过100万元.
_BOUND_ALONE = {"最高", "最低", "累计", "总计", "合计", "至", "上限"}
_AIM = re.compile(r"确保|力争|争取|计划|用$|在$")


@dataclass(frozen=True, slots=True)
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
    for match in scan(_FIGURE, _OPENS, text):
        clause_at = clause_start(text, match.start(), _CLAUSE_START)
        before = text[clause_at : match.start()]
        after = text[match.end() : match.end() + 24]
        if _promises(match, before, after):
            earlier = found[-1] if found and found[-1].end > clause_at else None
            figure = _figure(match, before, after, earlier, clause_at)
            found.append(
                figure
                if figure.indicator not in _BOUND_ALONE and figure.indicator
                else replace(figure, indicator=_clause_before(text, clause_at))
            )
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
        return _chinese_promises(match, before, after)
    if match["tenths"] or unit == "岁":
        # 占比达到八成; ages are conditions, except how long people live.
        return bool(re.search(r"达到?$|占|超过$|不低于$", before) if match["tenths"] else re.search(r"寿命", before))
    if match["letter"]:
        # A digit one printed as a letter stands between a verb and a measure word only.
        return bool(unit in _COUNTED and re.search(r"[建成设立增到达]$", before))
    if _is_condition(match, before, after):
        return False
    if unit in _SPANS or unit in _DAYS:
        return bool(_GRANTED.search(before)) or _is_limit(match, after)
    if unit in _COUNTED:
        return bool(_PROMISE.search(before)) or _follows_noun(before)
    return bool(unit or match["parts"]) or bool(_REACHED.search(before))


def _chinese_promises(match: re.Match[str], before: str, after: str) -> bool:
    """Chinese numerals are mostly names (五项制度); they promise after 达到 or 至少, with a bound after 建设, and where large."""
    unit, numeral = match["unit"], match["chinese"]
    if before.endswith("每") or after.startswith("口"):
        # 每千人口, 每百户 are bases.
        return False
    if unit in _DAYS:
        return bool(_GRANTED.search(before) and re.match(r"的?[^，,。；;]{0,6}假", after))
    large = len(numeral) > 1 and any(c in numeral for c in "百千万")
    if unit in ("元", "万元", "亿元"):
        return large or unit != "元"
    if (
        unit in (*_COUNTED, *_PEOPLE)
        and unit not in ("级", "岁")
        and (_BOUNDED.search(before) or (large and _PROMISE.search(before)))
    ):
        return True
    if unit == "级" or match["chinese"] not in "一":
        return bool(unit and _REACHED.search(before))
    return bool(unit in _COUNTED and match["bound"] and _MADE.search(before))


def _follows_noun(before: str) -> bool:
    """新建幼儿园8所, 托位数174个: the thing first, the number behind it."""
    return bool(re.search(r"[\u4e00-\u9fff”](?<![的对])$", before)) and len(before) <= 16


def _is_condition(match: re.Match[str], before: str, after: str) -> bool:
    """Who may have something, or within what time: 12个月以上的, 3个月内, 10万元以下的."""
    if re.search(r"\d月$", before) or (match["unit"] in (*_SPANS, *_DAYS) and re.match(r"后|前|起", after)):
        return True
    bound = bool(match["bound"]) and not _AT_LEAST.search(before) and not _AT_MOST.search(before)
    return bound and bool(re.match(r"[^，,。；;]{0,8}的", after)) and "以" in match["bound"]


def _is_limit(match: re.Match[str], after: str) -> bool:
    """生育2年内参加培训, 出生3个月内参保: a time limit that somebody has to keep."""
    return match["unit"] in _SPANS and (after.startswith("内") or match["bound"] == "以内")


def _figure(match: re.Match[str], before: str, after: str, earlier: Figure | None, clause_at: int) -> Figure:
    # Bounds and 每… of an earlier figure in the same clause are its own.
    near = before[earlier.end - clause_at :] if earlier else before
    per = _PER.findall(near) + re.findall(r"[^/·]+", match["after"] or "")
    limit = _is_limit(match, after)
    return Figure(
        start=match.start(),
        end=match.end(),
        value=_value(match),
        unit=_unit(_word(match), per),
        comparison="<=" if limit else _comparison(match, near, earlier),
        indicator=indicator(near, after.removeprefix("内") if limit else after, earlier.indicator if earlier else None)
        + ("（条件）" if limit and not _AIM.search(near) else ""),
        recurs=any(p in ("年", "半年", "季度", "月", "学期") for p in _PER.findall(near)),
    )


def _word(match: re.Match[str]) -> str | None:
    """The measure word; 百分之七十 and 八成 are shares in per cent."""
    if match["tenths"] or match["parts"]:
        return "‰" if match["parts"] == "千分之" else "%"
    return match["unit"]


def _share(text: str) -> Value:
    """七十, 70, 九十八点五."""
    whole, _, rest = text.partition("点")
    value = number(whole)
    digits = [number(c) for c in rest]
    return value if value is None or not rest else float(f"{value}.{''.join(map(str, digits))}")


def _value(match: re.Match[str]) -> Value:
    if match["letter"]:
        return 1
    if match["chinese"]:
        return number(match["chinese"])
    if match["share"]:
        return _share(match["share"])
    if match["tenths"]:
        return (number(match["tenths"]) or 0) * 10
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


def _comparison(match: re.Match[str], near: str, earlier: Figure | None) -> str:
    """达到4.5个和5个: what is said of the first holds of the next."""
    bound = match["bound"] or ""
    if match["high"]:
        return "="
    if _AT_LEAST.search(near) or bound.endswith("上") or match["over"]:
        return ">="
    if _AT_MOST.search(near) or bound.endswith(("下", "内")):
        return "<="
    return earlier.comparison if earlier and near in JOINS and not bound else "="
