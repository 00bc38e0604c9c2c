"""Statements said once that hold for what follows: 以下各项任务均需各乡镇落实, 列第一位者为牵头单位，下同."""

import re
from dataclasses import dataclass

from tracker.intake.units import split_units

_IMPLIED = re.compile(
    r"""
    (?: 以下|下列|下同|后续 ) [^。；;]{0,12}? 均 (?:需要|需|由|须|要|应)? (?:由)?
    (?P<units>[^。；;，,]{2,40}?)
    (?: 负责 | 按职责 | 具体 )* (?: 落实 | 配合 | 承担 | 实施 | 参与 | 负责 )
    """,
    re.VERBOSE,
)
_FIRST_LEADS = re.compile(r"(?:列|排)(?:在)?(?:第一位|首位|第一)(?:的|者)?(?:单位|部门)?为牵头(?:单位|部门)?")


@dataclass(frozen=True)
class Standing:
    """A standing statement: units that it adds to what follows, or the rule that the first unit of a list leads."""

    text: str
    units: tuple[str, ...] = ()
    first_leads: bool = False
    here_too: bool = False


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
