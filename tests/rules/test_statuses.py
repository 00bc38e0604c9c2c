import pytest

from tracker.rules import statuses
from tracker.rules.refusals import RuleViolation
from tracker.rules.statuses import (
    OFFICE_ROLES,
    OPEN_ASSIGNMENT_STATES,
    OPEN_TASK_STATES,
    RECEIVED_UPDATE_STATES,
    SETTLED_ASSIGNMENT_STATES,
    UNIT_ROLES,
    AssignmentState,
    TaskState,
    UpdateState,
)

VOCABULARIES = [value for value in vars(statuses).values() if isinstance(value, type) and value.__module__ == statuses.__name__]


@pytest.mark.parametrize("vocabulary", VOCABULARIES, ids=lambda vocabulary: vocabulary.__name__)
def test_what_is_stored_is_the_name_in_small_letters(vocabulary):
    assert [member.value for member in vocabulary] == [member.name.lower() for member in vocabulary]


def test_no_state_is_named_after_what_is_computed():
    computed = {"overdue", "due_soon", "late", "unreported", "red", "yellow", "green"}
    assert not computed & {*TaskState, *AssignmentState, *UpdateState}


def test_open_work_is_what_is_issued_and_not_finished():
    over = {TaskState.CLOSED, TaskState.ENDED, TaskState.SUSPENDED, TaskState.MERGED}
    assert frozenset(TaskState) - OPEN_TASK_STATES == {TaskState.DRAFT, *over}
    assert frozenset(AssignmentState) - OPEN_ASSIGNMENT_STATES == {AssignmentState.DRAFT, *SETTLED_ASSIGNMENT_STATES}
    assert {AssignmentState.DONE, AssignmentState.ENDED} == SETTLED_ASSIGNMENT_STATES


def test_the_office_holds_reports_from_submission_until_it_returns_them():
    assert frozenset(UpdateState) - RECEIVED_UPDATE_STATES == {UpdateState.DRAFT, UpdateState.UNIT_REVIEW, UpdateState.RETURNED}


def test_office_and_units_are_different_people():
    assert not OFFICE_ROLES & UNIT_ROLES


def test_a_refusal_carries_its_code_and_the_facts_of_its_sentence():
    refusal = RuleViolation("file_too_large", name="说明.pdf", limit=50)
    assert (refusal.code, refusal.facts) == ("file_too_large", {"name": "说明.pdf", "limit": 50})
