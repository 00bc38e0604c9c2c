"""By which act a matter that was reminded of came to be no longer owed, and how that looks beside the reminders.

The history tells it: a thing leaves the states in which it is owed by one event. Whether the reminder was why nobody can know, so
the words are "after", never "because of".
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from tracker.rules.adjustments import AdjustmentState
from tracker.rules.closing import RecheckState
from tracker.rules.indicators import IndicatorReadingState
from tracker.rules.joint_statuses import ConsolidationState, CoordinationState
from tracker.rules.matter_statuses import OWED_OCCURRENCE_STATES, ExemptionState, InstructionState, OccurrenceState
from tracker.rules.moves import Subject
from tracker.rules.reminders import Ladder
from tracker.rules.statuses import (
    OPEN_TASK_STATES,
    OWED_ITEM_STATES,
    OWING_ASSIGNMENT_STATES,
    REPLY_OWED_STATES,
    REPORTING_ASSIGNMENT_STATES,
    AssignmentState,
    ExtensionState,
    ItemState,
    ObjectionState,
    OrderState,
    TaskState,
    UpdateState,
)

# Acts that move the day on which a matter stands and change no state.
MOVES_OF_DAY = frozenset({"put_off", "recount", "reissue"})


class Ending(StrEnum):
    """How a matter came to its end."""

    ANSWERED = "answered"  # done by whom it was asked of
    LIFTED = "lifted"  # no longer asked: the day moved, the part went to others, the task rests, it was waived


class Outcome(StrEnum):
    """What stands beside the reminders of a matter."""

    AFTER_FIRST = "after_first"
    AFTER_SECOND = "after_second"
    AFTER_LATER = "after_later"
    AFTER_ORDER = "after_order"  # an order (催办单, 督办单) had been issued meanwhile
    OPEN = "open"
    LIFTED = "lifted"
    MUTED = "muted"  # its readers had muted it, so that nobody was written to


ANSWERED_OUTCOMES = frozenset({Outcome.AFTER_FIRST, Outcome.AFTER_SECOND, Outcome.AFTER_LATER, Outcome.AFTER_ORDER})


@dataclass(frozen=True)
class Door:
    """A kind of thing by whose events a matter may end: the states in which it is owed, and those by which it is answered."""

    subject: Subject
    owed: frozenset[str]
    answered: frozenset[str] = frozenset()


def _door(subject: Subject, owed: Iterable[str], *answered: str) -> Door:
    return Door(subject, frozenset(str(state) for state in owed), frozenset(str(state) for state in answered))


_TASK = _door(Subject.TASK, OPEN_TASK_STATES, TaskState.CLOSED)
_REPORTING = _door(Subject.ASSIGNMENT, REPORTING_ASSIGNMENT_STATES, AssignmentState.DONE)
_UNSENT = frozenset({UpdateState.DRAFT, UpdateState.UNIT_REVIEW})
_BEFORE_OFFICE = (UpdateState.SUBMITTED, UpdateState.ACCEPTED)
_SIGNED = (AssignmentState.ACKNOWLEDGED, AssignmentState.REPORTING, AssignmentState.DONE, AssignmentState.OBJECTED)

# A matter ends by whichever door is passed first. The states owed are those of the sources of the sweep.
DOORS: Mapping[Ladder, tuple[Door, ...]] = {
    Ladder.DUE: (_door(Subject.ASSIGNMENT, OWING_ASSIGNMENT_STATES, AssignmentState.DONE), _TASK),
    Ladder.ACKNOWLEDGE: (_door(Subject.ASSIGNMENT, {AssignmentState.PENDING}, *_SIGNED), _TASK),
    Ladder.PERIOD: (
        _door(Subject.UPDATE, {*_UNSENT, UpdateState.RETURNED}, *_BEFORE_OFFICE),
        _door(Subject.EXEMPTION, {ExemptionState.REVOKED}),
        _REPORTING,
        _TASK,
    ),
    Ladder.OBLIGATION: (
        _door(Subject.OCCURRENCE, OWED_OCCURRENCE_STATES, OccurrenceState.SUBMITTED, OccurrenceState.RECEIVED),
    ),
    Ladder.ORDER: (_door(Subject.ORDER, REPLY_OWED_STATES, OrderState.REPLIED, OrderState.ACCEPTED), _TASK),
    Ladder.ITEM: (
        _door(Subject.ITEM, OWED_ITEM_STATES, ItemState.REPORTED, ItemState.VERIFIED),
        _door(Subject.ORDER, set(OrderState) - {OrderState.CLOSED}),
        _TASK,
    ),
    Ladder.INSTRUCTION: (
        _door(Subject.INSTRUCTION, {InstructionState.GIVEN}, InstructionState.ANSWERED, InstructionState.SETTLED),
        _TASK,
    ),
    # The later versions of the report: once sent again, its return is the matter of another reminder.
    Ladder.RETURNED: (_door(Subject.UPDATE, _UNSENT, *_BEFORE_OFFICE, UpdateState.RETURNED), _REPORTING, _TASK),
    Ladder.INDICATOR: (),
    Ladder.RECHECK: (_door(Subject.RECHECK, {RecheckState.PLANNED}, RecheckState.HELD, RecheckState.REBOUNDED),),
    Ladder.REVIEW: (_door(Subject.UPDATE, {UpdateState.SUBMITTED}, UpdateState.ACCEPTED, UpdateState.RETURNED), _TASK),
    Ladder.EXTENSION: (
        _door(Subject.EXTENSION, {ExtensionState.SUBMITTED}, ExtensionState.GRANTED, ExtensionState.REFUSED), _TASK,
    ),
    Ladder.OFFICE_WAIT: (
        _door(Subject.OBJECTION, {ObjectionState.SUBMITTED}, ObjectionState.UPHELD, ObjectionState.CHANGED),
        _door(Subject.COORDINATION, {CoordinationState.SUBMITTED, CoordinationState.TAKEN_UP}, CoordinationState.SETTLED),
        _door(Subject.CONSOLIDATION, {ConsolidationState.SUBMITTED}, ConsolidationState.ACCEPTED, ConsolidationState.RETURNED),
        _door(
            Subject.ADJUSTMENT, {AdjustmentState.SUBMITTED, AdjustmentState.REVIEWED},
            AdjustmentState.GRANTED, AdjustmentState.REFUSED,
        ),
        # An objection to a share, and a request to strike a task off.
        _door(Subject.ASSIGNMENT, {AssignmentState.OBJECTED}, AssignmentState.PENDING, AssignmentState.ENDED),
        _door(Subject.TASK, {TaskState.CLOSURE_REQUESTED}, TaskState.CLOSED, TaskState.IN_PROGRESS),
    ),
    # The head agrees, or gives it back.
    Ladder.HEAD_WAIT: (
        _door(Subject.EXTENSION, {ExtensionState.UNIT_REVIEW}, ExtensionState.SUBMITTED, ExtensionState.DRAFT),
        _door(Subject.ADJUSTMENT, {AdjustmentState.UNIT_REVIEW}, AdjustmentState.SUBMITTED, AdjustmentState.DRAFT),
        _door(Subject.OBJECTION, {ObjectionState.UNIT_REVIEW}, ObjectionState.SUBMITTED),
        _door(Subject.COORDINATION, {CoordinationState.UNIT_REVIEW}, CoordinationState.SUBMITTED),
        _door(Subject.CONSOLIDATION, {ConsolidationState.UNIT_REVIEW}, ConsolidationState.SUBMITTED, ConsolidationState.DRAFT),
        _door(Subject.INDICATOR_READING, {IndicatorReadingState.UNIT_REVIEW}, IndicatorReadingState.SUBMITTED),
        _door(Subject.UPDATE, {UpdateState.UNIT_REVIEW}, UpdateState.SUBMITTED, UpdateState.DRAFT),
        _TASK,
    ),
}  # fmt: skip


def settled_by(ladder: Ladder, subject: str, action: str, old: str | None, new: str | None) -> Ending | None:
    """How the event ended what the ladder reminds of; None where it did not.

    `old` is None for the event that made the thing: what is made in a state that is not owed has ended by that (免报).
    """
    if action in MOVES_OF_DAY:
        return Ending.LIFTED
    door = next((door for door in DOORS[ladder] if door.subject == subject), None)
    if door is None or new is None or new in door.owed or not (old is None or old in door.owed):
        return None
    return Ending.ANSWERED if new in door.answered else Ending.LIFTED


def outcome_of(ending: Ending | None, reminders: int, *, ordered: bool) -> Outcome:
    """What stands beside the reminders: how many steps of the ladder were said before the end, and whether an order was issued
    between the first of them and the end. The queries have it in SQL.
    """
    if reminders == 0:
        return Outcome.MUTED
    if ending is None:
        return Outcome.OPEN
    if ending is Ending.LIFTED:
        return Outcome.LIFTED
    if ordered:
        return Outcome.AFTER_ORDER
    return {1: Outcome.AFTER_FIRST, 2: Outcome.AFTER_SECOND}.get(reminders, Outcome.AFTER_LATER)
