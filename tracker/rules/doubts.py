"""What a reviewer of a report should look at twice. A doubt stops nothing: the office decides.

Sources: the faults that inspections name most (domain.md): last month's text handed in again, figures that go backwards,
completion claimed without proof.
"""

from dataclasses import dataclass
from enum import StrEnum


class Doubt(StrEnum):
    COPIED = "copied"  # the text is that of the last accepted report
    BACKWARDS = "backwards"  # the percent is below that of the last accepted report
    COMPLETE_WITHOUT_EVIDENCE = "complete_without_evidence"


@dataclass(frozen=True)
class Said:
    """What a report says; `percent` 0 to 100, `evidence` the number of files."""

    percent: int
    narrative: str
    evidence: int


def doubts(said: Said, before: Said | None) -> tuple[Doubt, ...]:
    """The doubts about a report, `before` being the last accepted one of the same share. White space makes no new text."""
    text = "".join(said.narrative.split())
    tests = (
        (Doubt.COPIED, before is not None and text != "" and text == "".join(before.narrative.split())),
        (Doubt.BACKWARDS, before is not None and said.percent < before.percent),
        (Doubt.COMPLETE_WITHOUT_EVIDENCE, said.percent == 100 and said.evidence == 0),
    )
    return tuple(doubt for doubt, holds in tests if holds)
