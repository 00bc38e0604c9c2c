"""What the columns of a table of tasks hold, by the words of its head."""

import re
from dataclasses import dataclass
from functools import lru_cache

from tracker.intake.forms.cells import CELL
from tracker.intake.model import Span
from tracker.intake.persons import names_people
from tracker.intake.standing import find_rules

# What a column holds, by the words of its head; the first that fits counts.
_COLUMNS = (
    ("label", r"^(?:序号|编号|项次|No\.?)$"),
    ("person", r"^(?!.*(?:单位|部门)).*(?:领导|责任人|负责人|负责同志|联系人|联络员|电话|姓名)"),
    ("lead", r"牵头|主办|主责"),
    ("supporting", r"配合|协办|协助|协作|参与|协同|指导|支持|(?:参加|会办|联合|督导|支撑|监管)(?:责任)?(?:单位|部门|主体|科室)"),
    (
        "responsible",
        r"(?:责任|负责|落实|承办|实施|主管|完成)(?:单位|部门|主体|科室|处室|股室)|(?:责任|任务|职责|部门)分工$|^(?:单位|部门)(?:名称)?$",
    ),
    ("due", r"时限|时间|期限|进度"),
    ("content", r"^(?:具体|细化)(?:举措|措施|内容|任务)"),
    ("title", r"问题(?:清单|描述|表现|表述)?$"),
    ("title", r"任务|举措|措施|事项|项目|实事|工作(?:内容)?$"),
    ("content", r"内容|要求|目标|说明|标准|具体"),
)
_UNIT_HEAD = re.compile(
    r"(?:牵头|主办|主责|责任|负责|落实|承办|配合|协办|参与|协同)(?:责任)?(?:单位|部门|主体)|(?:责任|任务|职责)分工"
)
UNIT_COLUMNS = ("lead", "responsible", "supporting")
_BRACKET = re.compile(r"[（(\[【].*[)）\]】]$")
_LONGEST_HEAD, _LONGEST_ASIDE = 16, 40


@dataclass(frozen=True)
class Columns:
    """What each column holds, in order ("" where nothing is read).

    `first_leads` where the head says that the first unit of a list leads (责任单位（列首位的为牵头单位）), `people` where one says
    that people stand beside their units (责任单位及责任人).
    """

    kinds: tuple[str, ...]
    first_leads: bool = False
    people: bool = False


def read_head(source: str, lines: list[Span], at: int) -> Columns | None:
    """The columns of the table of tasks that begins at a line, or None.

    A head may have two rows: 责任分工 above, 牵头单位 and 配合单位 below it.
    """
    line = source[slice(*lines[at])]
    if CELL not in line:
        return None
    upper = line.split(CELL)
    lower = source[slice(*lines[at + 1])].split(CELL) if at + 1 < len(lines) else []
    above = columns(line)
    if len(lower) == len(upper) and any(_UNIT_HEAD.fullmatch("".join(cell.split())) for cell in lower):
        if not above and columns(CELL.join(lower)):
            return None  # 填报单位：… stands over a head that is whole by itself
        return columns(CELL.join(below if below.strip() else over for over, below in zip(upper, lower, strict=True)))
    return above


def columns(line: str) -> Columns | None:
    """The columns, where the line is the head of a table of tasks."""
    heads = ["".join(cell.split()) for cell in line.split(CELL)]
    if len(heads) < 2 or any(len(head) > _LONGEST_HEAD and _is_long(head) for head in heads):
        return None
    kinds = [kind_of(head) for head in heads]
    leads = [head for kind, head in zip(kinds, heads, strict=True) if kind == "lead"]
    if any("牵头" in head for head in leads):
        # Beside 牵头部门, 主责单位 and 主办单位 carry out what that one leads.
        kinds = ["responsible" if head in leads and "牵头" not in head else kind for kind, head in zip(kinds, heads, strict=True)]
    named = [head for kind, head in zip(kinds, heads, strict=True) if kind in UNIT_COLUMNS]
    if not named or not ("title" in kinds or "content" in kinds):
        return None
    first_leads = "lead" not in kinds and any(find_rules([head]).first for head in named)
    return Columns(_one_title(kinds), first_leads, any(map(names_people, named)))


def _is_long(head: str) -> bool:
    """True for what is longer than the head of a column, with or without what stands in its bracket."""
    return len(head) > _LONGEST_ASIDE or len(_BRACKET.sub("", head)) > _LONGEST_HEAD


def _one_title(kinds: list[str]) -> tuple[str, ...]:
    """The kinds with one title: behind it, 整改措施 says what is to be done about 存在问题."""
    titles = [at for at, kind in enumerate(kinds) if kind == "title"]
    return tuple("content" if at in titles[1:] else kind for at, kind in enumerate(kinds))


@lru_cache(maxsize=1024)
def kind_of(head: str) -> str:
    """What a column with this head holds, "" where it is nothing that is read."""
    words = _BRACKET.sub("", head) if find_rules([head]).first else head
    return next((kind for kind, pattern in _COLUMNS if re.search(pattern, words)), "")
