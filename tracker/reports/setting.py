"""How the parts around the text are set, in characters and lines: one way for Word and PDF."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from tracker.reports.gbt9704 import Profile
from tracker.reports.paper import Masthead, Paper, chinese_date
from tracker.reports.widths import ems

FEW = 6  # annexes that stay on one page with the end of the text and the signature; more of them may go over to the next
MOST_TITLE_LINES = 4
AFTER, BEFORE = "》”的和及、", "《（"  # a title line may end after or before these, so that no word is torn
BEGINNINGS = ("实施方案", "工作方案", "行动方案", "促进", "推进", "推动", "加强", "落实", "关于")
PRINTED = re.compile(r"^(?P<who>.+?)\s+(?P<when>\d{4}年\d{1,2}月\d{1,2}日印发)$")


@dataclass(frozen=True)
class AnnexName:
    """One line of the list of annexes: 附件： on the first, 1. where there are several, the name."""

    label: str
    mark: str
    name: str


@dataclass(frozen=True)
class ColophonRow:
    """One line of the 版记: who printed and when, or a kind of addressee (抄送：) and who they are."""

    who: str
    when: str | None = None
    rest: str = ""


def title_lines(title: str, longest: int) -> list[str]:
    """Return a title cut into lines of much the same length, at places where no word or book title mark is torn.

    7.3.1 asks for one or more lines shaped as a trapezium or rhombus, "词意完整": whole words go before few lines, and a book title
    is cut only where it is too long for one. Without a good place to cut, the title is left to the office program.
    """
    if ems(title) > MOST_TITLE_LINES * longest:
        return [title]
    cuts = [n for n in range(1, len(title)) if _may_cut(title, n)]
    for count in range(1, MOST_TITLE_LINES + 1):
        ways = (_cut(title, chosen) for chosen in combinations(cuts, count - 1))
        fitting = [lines for lines in ways if max(map(ems, lines)) <= longest]
        if fitting:
            return min(fitting, key=_fault)
    return [title]


def _may_cut(title: str, n: int) -> bool:
    """Between words; inside a book title only before one that such titles are made of."""
    between = not _is_open(title[:n]) and (title[n - 1] in AFTER or title[n] in BEFORE)
    return between or title.startswith(BEGINNINGS, n)


def _cut(title: str, places: Sequence[int]) -> list[str]:
    return [title[start:end] for start, end in pairwise((0, *places, len(title)))]


def _fault(lines: Sequence[str]) -> tuple[int, float]:
    """How many book titles are cut, and how uneven the lines are."""
    torn = sum(_is_open("".join(lines[:count])) for count in range(1, len(lines)))
    return torn, max(map(ems, lines)) - min(map(ems, lines))


def _is_open(beginning: str) -> bool:
    return beginning.count("《") > beginning.count("》")


def annex_names(paper: Paper) -> list[AnnexName]:
    """Return the list of annexes (7.3.4): no sign after a name, no number where there is only one."""
    several = len(paper.annexes) > 1
    return [
        AnnexName("附件：" if number == 1 else "", f"{number}." if several else "", annex.title)
        for number, annex in enumerate(paper.annexes, 1)
    ]


def annex_mark_width(paper: Paper) -> float:
    """Return the characters that the numbers of the list of annexes take."""
    several = len(paper.annexes) > 1
    return (1.5 if len(paper.annexes) < 10 else 2.0) if several else 0.0


def signature_places(paper: Paper, profile: Profile) -> tuple[float, float]:
    """Return how many characters the signature and the date stand in from the right (7.3.5).

    The date stands 4 in and the signature is centred over it; where the signature is the longer, the date is centred under it.
    """
    day = ems(chinese_date(paper.issued_on))
    middle = profile.date_right_characters + day / 2
    signature = max(middle - ems(paper.issuer) / 2, 0)
    return signature, max(profile.date_right_characters, ems(paper.issuer) / 2 - day / 2 + signature)


def colophon_row(line: str) -> ColophonRow:
    """Return a line of the 版记 in its parts (7.4)."""
    if found := PRINTED.match(line):
        return ColophonRow(found["who"], found["when"])
    head, colon, rest = line.partition("：")
    return ColophonRow(head + colon, None, rest) if colon else ColophonRow(line)


def mark_points(masthead: Masthead, profile: Profile) -> float:
    """Return the size of the mark in points: as large as the profile has it, smaller where it would not fit one line (7.2.4)."""
    return fitting_points(masthead.mark, profile.mark.half_points / 2, profile)


def fitting_points(text: str, largest: float, profile: Profile) -> float:
    """Return the size in points at which a text fits one line of the type area, `largest` at most."""
    return min(largest, profile.text_width / 20 * 0.96 / max(ems(text), 1))
