"""Handing a post over (工作移交): from whom, to whom, when, and whose signatures it wants."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.rules.refusals import RuleViolation
from tracker.rules.statuses import UNIT_ROLES, Role


class HandoverState(StrEnum):
    PROPOSED = "proposed"
    CARRIED_OUT = "carried_out"
    WITHDRAWN = "withdrawn"


class OpenMatter(StrEnum):
    """What a unit may have open when a post of it changes hands."""

    DRAFT = "draft"
    RETURNED = "returned"
    SIGNING = "signing"
    ACKNOWLEDGE = "acknowledge"
    ORDER = "order"
    EXTENSION = "extension"
    OWN_REPORT = "own_report"
    INSTRUCTION = "instruction"
    TASK = "task"


@dataclass(frozen=True)
class Change:
    """The post that changes hands, its days, the one who receives it, and the day."""

    role: Role
    holder_id: int
    receiver_id: int
    handed_on: date
    post_from_on: date
    post_to_on: date | None


def check_handover(change: Change, today: date) -> None:
    """Nothing for a change that may be proposed; otherwise RuleViolation.

    Only posts of units change hands this way (`handover_role`): those of the office and of administrators open nothing that is one
    person's. The one who receives is another (`handover_to_self`), the day is today or later and one of the post's own
    (`handover_day`): what was done stays with who did it.
    """
    if change.role not in UNIT_ROLES:
        raise RuleViolation("handover_role", role=change.role)
    if change.receiver_id == change.holder_id:
        raise RuleViolation("handover_to_self")
    is_over = change.post_to_on is not None and change.post_to_on < change.handed_on
    if change.handed_on < max(today, change.post_from_on) or is_over:
        raise RuleViolation("handover_day", today=today)
