"""How the work goes, by the unit's own word and by the office's; both are kept, and neither stands for the other.

Practice (domain.md a8; UK project assurance keeps self-assessment and independent review apart, S25-S26): the office's word is
printed, the unit's own stands beside it where the two differ.
"""

from dataclasses import dataclass

from tracker.rules.joint_statuses import Rating


@dataclass(frozen=True)
class Ratings:
    """自评 and 核定; None where nothing was said."""

    own: Rating | None
    verified: Rating | None

    @property
    def is_disputed(self) -> bool:
        """True where both have said something, and not the same."""
        return None not in (self.own, self.verified) and self.own is not self.verified
