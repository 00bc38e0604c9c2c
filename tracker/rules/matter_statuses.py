"""The closed vocabularies of what stands beside the measures of a plan: recurring reports, instructions, ad hoc tasks.

As `rules/statuses.py`; titles in Chinese: `tracker/matter_labels.py`.
"""

from enum import StrEnum


class OccurrenceState(StrEnum):
    """定期报告: what a recurring duty asks of one unit by one day."""

    OPEN = "open"  # 待报送
    UNIT_REVIEW = "unit_review"  # 待单位审
    SUBMITTED = "submitted"  # 已报送, waits for the office
    RECEIVED = "received"  # 已收件
    RETURNED = "returned"  # 退回; the unit mends and sends it again
    WITHDRAWN = "withdrawn"  # 不再要求


class InstructionKind(StrEnum):
    """What a leader's instruction (批示) asks for."""

    NOTE = "note"  # 阅示, to be heeded
    SPEED_UP = "speed_up"  # 加快办理, answered within its own limit
    REOPEN = "reopen"  # 重新办理, a closed task taken up again
    OPEN = "open"  # 新交办, something that no task holds yet


class InstructionState(StrEnum):
    GIVEN = "given"  # 待落实
    ANSWERED = "answered"  # 已反馈
    SETTLED = "settled"  # 已办结


class TaskSource(StrEnum):
    """Where an ad hoc task (专项交办) came from."""

    INSTRUCTION = "instruction"  # 领导批示
    MEETING = "meeting"  # 会议议定
    SUPERIOR = "superior"  # 上级交办
    OTHER = "other"  # 其他


class ExemptionState(StrEnum):
    """免报: the office asks no report of a unit on a task for a period."""

    GRANTED = "granted"  # 免报
    REVOKED = "revoked"  # 已撤销


# The unit owes the report until it has reached the office.
OWED_OCCURRENCE_STATES = frozenset({OccurrenceState.OPEN, OccurrenceState.UNIT_REVIEW, OccurrenceState.RETURNED})
EDITABLE_OCCURRENCE_STATES = frozenset({OccurrenceState.OPEN, OccurrenceState.RETURNED})
SENT_OCCURRENCE_STATES = frozenset({OccurrenceState.SUBMITTED, OccurrenceState.RECEIVED})
