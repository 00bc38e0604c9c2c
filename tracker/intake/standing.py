"""Statements said once that hold for what follows: 以下各项任务均需各乡镇落实, 列第一位者为牵头单位，下同."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from tracker.intake.text import brackets
from tracker.intake.units import split_units

_IMPLIED = re.compile(
    r"""
    (?: 以下|下列|下同|后续 ) [^。；;]{0,12}? 均 (?:需要|需|由|须|要|应)? (?:由)?
    (?P<units>[^。；;，,]{2,40}?)
    (?: 负责 | 按职责 | 具体 )* (?: 落实 | 配合 | 承担 | 实施 | 参与 | 负责 )
    """,
    re.VERBOSE,
)
_FIRST = (
    r"(?:(?:列|排|排名|排序|位)(?:在|列|于)?(?:第一位?|首位|最前|第1位?)|第一(?:个|位|家|(?=责任))|首(?:个|位|家)|第1(?:个|位))(?:的|者)?"
    r"(?:责任|承办)?(?:单位|部门)?(?:的)?(?:为|是|系|即为?)(?:主要)?牵头(?:责任)?(?:单位|部门)?"
)
_FIRST_LEADS = re.compile(_FIRST)
_STARS_LEAD = re.compile(
    r"(?:带|标|打|加|注|划|有)(?:注|有|示)?[“\"（(]?[★☆*＊※▲△][”\"）)]?(?:号)?(?:标[注记识])?(?:的|者)?(?:责任)?(?:单位|部门)?(?:为|是)牵头"
)
# Where the names of a list end and the statement begins.
_BEGINS = re.compile(
    rf"""
    [。；;，,、\n（(〔\[]? (?:其中|注[：:])? (?:责任)?(?:单位|部门)? (?:名单|中)? [，,]? (?:
      {_FIRST}
    | (?:以下|下列|后续) [^。；;]{{0,12}}? 均
    | [，,、] 下同 | 不再(?:逐一|一一|单独|重复)?(?:列出|列明|列示|表述) )
    """,
    re.VERBOSE,
)
_NEXT_LABEL = re.compile(r"\n|[；;](?=[^；;，,。：:]{2,12}[：:])")


@dataclass(frozen=True)
class Standing:
    """A standing statement: units that it adds to what follows, or the rule that the first unit of a list leads."""

    text: str
    units: tuple[str, ...] = ()
    first_leads: bool = False
    here_too: bool = False


@dataclass(frozen=True)
class Rules:
    """Which unit of a list leads where no leading unit is printed, as the plan says somewhere: the first, or a starred one."""

    first: bool = False
    starred: bool = False


def find_rules(texts: Iterable[str]) -> Rules:
    """The rules that stand in the plan's own words before or after its measures."""
    first = starred = False
    for text in texts:
        first = first or bool(_FIRST_LEADS.search(text))
        starred = starred or bool(_STARS_LEAD.search(text))
    return Rules(first, starred)


def cut_standing(text: str) -> tuple[str, str]:
    """A list of units and the statement that its bracket adds to it: 县甲局、县乙局 and ，列第一位的为牵头单位，下同.

    A statement ends with its bracket or its line, or where a label (完成时限：) goes on with the list.
    """
    begins = _BEGINS.search(text)
    if not begins:
        return text, ""
    start = begins.start()
    if text[start] in "（(〔[":
        end = next((start + after for _, after in brackets(text[start:])), len(text))
    else:
        next_label = _NEXT_LABEL.search(text, begins.end())
        end = next_label.start() if next_label else len(text)
    return text[:start] + text[end:], text[start:end]


def find_standing(said: str) -> list[Standing]:
    """The standing statements among the sentences that follow a list of units."""
    found = []
    implied = _IMPLIED.search(said)
    if implied:
        units = split_units(implied["units"])
        # 市州、县市区人民政府负责落实；以下均由 … : the sentence before lays it on this measure as well.
        here = implied["units"] in said[: implied.start()]
        found.append(Standing(implied.group(), units=units, here_too=here))
    if _FIRST_LEADS.search(said):
        found.append(Standing(said, first_leads=True))
    return found
