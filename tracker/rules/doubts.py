"""What a reviewer of a report should look at twice, and its unit before it sends it. A doubt stops nothing: the office decides.

Sources: the faults that inspections name most (domain.md): nothing said but stock phrases, last month's text handed in again,
figures that go backwards, completion claimed without proof. That old proof is shown again: `queries/evidence.used_before`.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from tracker.rules.likeness import fragments, likeness

NEARLY_ALL = 0.9  # of what two texts have, in common: what differs is a word or two
FEW = 4  # characters that are left of a text without its stock phrases and say nothing by themselves

# What a report can say of any task in any month. Longer phrases first, so that they go whole.
_STOCK = re.compile(
    "(?:正在|已经|继续|持续|有序|稳步|扎实|积极|全力|深入|加快|认真|按时|如期|顺利|正常|均){0,4}(?:推进|落实|开展|办理|实施|进行|完成|准备)(?:中|之中)?"
    "|(?:严格)?(?:按照?|根据|对照)(?:既定|年度|上级|有关|文件|方案|工作|序时|时间){0,3}(?:计划|要求|部署|安排|进度|节点|精神)"
    "|高度重视|加强领导|成立专班|进展(?:顺利|良好|正常)|取得(?:了)?(?:一定|明显|积极|较好)?(?:成效|进展|效果)"
)
# Words that hold such phrases together.
_FILLER = re.compile(
    "目前|本月|本期|本单位|我局|我单位|各项|相关|有关|工作|任务|措施|情况|总体|良好|顺利|下一步|等|将|已|的|了|和|并"
)
_NOISE = re.compile(r"[\W_]+")
# The month that a copied text was moved on to is no new figure.
_DATE = re.compile(r"\d{4}年(?:\d{1,2}月)?(?:\d{1,2}日)?|\d{1,2}月份?(?:\d{1,2}日)?|第?[一二三四1-4]季度|[上下]半年|截至|截止")
_FIGURE = re.compile(r"\d+(?:\.\d+)?")


class Doubt(StrEnum):
    EMPTY = "empty"  # says nothing of this task: stock phrases only
    COPIED = "copied"  # the text is that of the last accepted report, but for a word or a date
    BACKWARDS = "backwards"  # the percent is below that of the last accepted report
    COMPLETE_WITHOUT_EVIDENCE = "complete_without_evidence"


@dataclass(frozen=True)
class Said:
    """What a report says; `percent` 0 to 100, `evidence` the number of files.

    `has_news`: not a 无进展, which may well say the same thing twice and needs no words.
    """

    percent: int
    narrative: str
    evidence: int
    has_news: bool = True


def doubts(said: Said, before: Said | None) -> tuple[Doubt, ...]:
    """The doubts about a report, `before` being the last accepted one of the same share.

    Where nothing is written at all there is nothing to doubt: such a report is not sent (`rules/transitions.py`).
    """
    tests = (
        (Doubt.EMPTY, said.has_news and bool(said.narrative.strip()) and is_empty(said.narrative)),
        (Doubt.COPIED, said.has_news and before is not None and is_copy(said.narrative, before.narrative)),
        (Doubt.BACKWARDS, before is not None and said.percent < before.percent),
        (Doubt.COMPLETE_WITHOUT_EVIDENCE, said.percent == 100 and said.evidence == 0),
    )
    return tuple(doubt for doubt, holds in tests if holds)


def is_empty(text: str) -> bool:
    """True for a text that names no figure and holds little more than phrases that fit any task."""
    words = _NOISE.sub("", text)
    left = _FILLER.sub("", _STOCK.sub("", words))
    is_stock = not left or (len(left) <= FEW and _STOCK.search(words) is not None)
    return is_stock and not _FIGURE.search(text)


def is_copy(text: str, before: str) -> bool:
    """True where a text says what the one before it said: nearly all in common, and no figure that was not there.

    White space, marks and dates make no new text; two texts that say nothing are no copies.
    """
    now, then = (_DATE.sub("", _NOISE.sub("", one)) for one in (text, before))
    if not now or _FIGURE.findall(now) != _FIGURE.findall(then):
        return False
    return now == then or likeness(fragments(now), fragments(then)) >= NEARLY_ALL
