"""A paper that is a form (督办单, 审批表 …): the office's name in red over a red line, then tables to be read or filled in."""

from dataclasses import dataclass
from datetime import date

from tracker.reports.blocks import Block, Heading, Text, blocks_of, plain
from tracker.reports.paper import chinese_date

SEAL = "（单位盖章）"
BLANK_DAY = "　　年　　月　　日"
SIGNED_BY = "签字："


@dataclass(frozen=True)
class Sheet:
    """One form. `mark`: the office in red; `left` and `right` stand over the red line, as the number and the level do."""

    mark: str
    title: str
    left: str
    right: str
    blocks: tuple[Block, ...]
    made_on: date


def as_said(markdown: str) -> str:
    """What somebody wrote, without the signs of Markdown: in a form it stands as plain lines."""
    return "\n".join(plain(block.pieces) for block in blocks_of(markdown) if isinstance(block, Heading | Text))


def to_sign(who: str = SIGNED_BY, *, seal: bool = True) -> str:
    """The lines for signature, seal and day at the foot of an entry."""
    return "\n".join([who, *([SEAL] if seal else []), BLANK_DAY])


def before(day: date) -> str:
    """A limit as the forms print it."""
    return f"{chinese_date(day)}前"


def office_mark(office: str | None, place: str) -> str:
    """The office as it stands in red: by its name, and as the office of the leading group where its name does not say so."""
    if office is None:
        return f"{place}领导小组办公室"
    return office if "办公室" in office else f"{office}（领导小组办公室）"
