"""Every move of the table works, and everything that is not in it is refused: generated from the table itself."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.rules.adjustments import AdjustmentState
from tracker.rules.closing import RecheckState
from tracker.rules.giving_out import IssueRequestState
from tracker.rules.indicators import IndicatorReadingState
from tracker.rules.joint_statuses import ConsolidationState, CoordinationState, OpinionState
from tracker.rules.matter_statuses import ExemptionState, InstructionState, OccurrenceState
from tracker.rules.permissions import Permission
from tracker.rules.refusals import RuleViolation
from tracker.rules.report_states import ReportState
from tracker.rules.scores import ScoreState
from tracker.rules.statuses import AssignmentState, ExtensionState, ItemState, ObjectionState, OrderState, TaskState, UpdateState
from tracker.rules.transitions import MOVES, Move, Proof, Subject, check, move_named, moves_from

STATES = {
    Subject.TASK: TaskState, Subject.ASSIGNMENT: AssignmentState, Subject.UPDATE: UpdateState, Subject.ORDER: OrderState,
    Subject.ITEM: ItemState, Subject.EXTENSION: ExtensionState, Subject.OBJECTION: ObjectionState,
    Subject.OCCURRENCE: OccurrenceState,
    Subject.EXEMPTION: ExemptionState,
    Subject.INSTRUCTION: InstructionState, Subject.INDICATOR_READING: IndicatorReadingState,
    Subject.ISSUE_REQUEST: IssueRequestState, Subject.RECHECK: RecheckState, Subject.ADJUSTMENT: AdjustmentState,
    Subject.CONSOLIDATION: ConsolidationState, Subject.OPINION: OpinionState, Subject.COORDINATION: CoordinationState,
    Subject.SCORE_SHEET: ScoreState, Subject.REPORT: ReportState,
}  # fmt: skip
# Where a subject comes into being without a move.
BIRTHS = {
    Subject.TASK: {TaskState.DRAFT}, Subject.ASSIGNMENT: {AssignmentState.DRAFT},
    Subject.UPDATE: {UpdateState.DRAFT}, Subject.ORDER: {OrderState.ISSUED},
    Subject.ITEM: {ItemState.OPEN}, Subject.EXTENSION: {ExtensionState.DRAFT},
    Subject.OBJECTION: {ObjectionState.UNIT_REVIEW, ObjectionState.SUBMITTED}, Subject.OCCURRENCE: {OccurrenceState.OPEN},
    Subject.EXEMPTION: {ExemptionState.GRANTED},
    Subject.INSTRUCTION: {InstructionState.GIVEN}, Subject.ISSUE_REQUEST: {IssueRequestState.SUBMITTED},
    Subject.RECHECK: {RecheckState.PLANNED},
    Subject.ADJUSTMENT: {AdjustmentState.DRAFT},
    Subject.CONSOLIDATION: {ConsolidationState.DRAFT}, Subject.OPINION: {OpinionState.PENDING},
    Subject.SCORE_SHEET: {ScoreState.DRAFT}, Subject.REPORT: {ReportState.DRAFT, ReportState.KEPT},
    Subject.COORDINATION: {CoordinationState.UNIT_REVIEW, CoordinationState.SUBMITTED},
    Subject.INDICATOR_READING: {IndicatorReadingState.UNIT_REVIEW, IndicatorReadingState.SUBMITTED},
}  # fmt: skip
UNIT_MOVES = {
    Permission.ADJUSTMENT_ASK, Permission.ADJUSTMENT_APPROVE, Permission.ASSIGNMENT_ANSWER, Permission.UPDATE_WRITE,
    Permission.UPDATE_APPROVE, Permission.ORDER_REPLY,
    Permission.ORDER_APPROVE,
    Permission.TASK_REQUEST_CLOSURE, Permission.EXTENSION_ASK, Permission.EXTENSION_APPROVE, Permission.OBJECTION_FILE,
    Permission.OBJECTION_APPROVE,
    Permission.OBLIGATION_REPORT, Permission.OBLIGATION_APPROVE, Permission.INSTRUCTION_ANSWER,
    Permission.INDICATOR_REPORT, Permission.INDICATOR_APPROVE, Permission.OPINION_STATE, Permission.COORDINATION_ASK,
    Permission.COORDINATION_APPROVE,
}  # fmt: skip
LEGAL = [(move, source) for move in MOVES for source in move.sources]
ILLEGAL = [(move, state) for move in MOVES for state in STATES[move.subject] if state not in move.sources]


def name(value):
    return f"{value.subject.value}.{value.name}" if isinstance(value, Move) else getattr(value, "value", None)


@pytest.mark.parametrize(("move", "source"), LEGAL, ids=name)
def test_a_move_of_the_table_leads_to_its_target(move, source):
    assert check(move, source, reason="核实无误", proven=move.proofs) is move.target


@pytest.mark.parametrize(("move", "state"), ILLEGAL, ids=name)
def test_a_move_from_any_other_state_is_refused(move, state):
    with pytest.raises(RuleViolation) as refusal:
        check(move, state, reason="核实无误", proven=tuple(Proof))
    assert refusal.value.code == "wrong_state"
    assert refusal.value.facts["state"] is state
    assert refusal.value.facts["sources"] == move.sources


@pytest.mark.parametrize("reason", ["", "  \n\u3000"], ids=["none", "blanks"])
@pytest.mark.parametrize("move", [move for move in MOVES if move.needs_reason], ids=name)
def test_a_move_that_needs_a_reason_is_refused_without(move, reason):
    with pytest.raises(RuleViolation) as refusal:
        check(move, move.sources[0], reason=reason, proven=move.proofs)
    assert refusal.value.code == "reason_missing"


@pytest.mark.parametrize("move", [move for move in MOVES if not move.needs_reason], ids=name)
def test_other_moves_ask_for_no_reason(move):
    assert check(move, move.sources[0], proven=move.proofs) is move.target


@pytest.mark.parametrize(
    ("move", "proof"), [(move, proof) for move in MOVES for proof in move.proofs], ids=name
)  # fmt: skip
def test_a_missing_proof_is_named(move, proof):
    others = tuple(other for other in Proof if other is not proof)
    with pytest.raises(RuleViolation) as refusal:
        check(move, move.sources[0], reason="核实无误", proven=others)
    assert refusal.value.code == proof.value


@given(st.sampled_from(MOVES), st.data())
def test_a_refusal_names_the_first_thing_missing(move, data):
    state = data.draw(st.sampled_from(list(STATES[move.subject])))
    reason = data.draw(st.sampled_from(["", "理由"]))
    proven = data.draw(st.sets(st.sampled_from(Proof)))
    missing = [
        *(["wrong_state"] if state not in move.sources else []),
        *(["reason_missing"] if move.needs_reason and not reason else []),
        *(proof.value for proof in move.proofs if proof not in proven),
    ]
    try:
        outcome = check(move, state, reason=reason, proven=proven)
    except RuleViolation as refusal:
        outcome = refusal.code
    assert outcome == (missing[0] if missing else move.target)


def test_no_name_stands_twice_for_one_subject():
    names = [(move.subject, move.name) for move in MOVES]
    assert len(names) == len(set(names))
    assert [move_named(*key) for key in names] == list(MOVES)


def test_a_name_that_is_not_in_the_table_is_a_programming_error():
    with pytest.raises(KeyError):
        move_named(Subject.TASK, "delete")


@pytest.mark.parametrize(
    ("subject", "state"), [(subject, state) for subject, states in STATES.items() for state in states], ids=name
)  # fmt: skip
def test_pages_are_offered_exactly_the_moves_that_start_from_the_state(subject, state):
    expected = {move.name for move, source in LEGAL if move.subject is subject and source is state}
    assert {move.name for move in moves_from(subject, state)} == expected


@pytest.mark.parametrize("move", MOVES, ids=name)
def test_a_move_stays_within_the_states_of_its_subject_and_changes_something(move):
    assert {type(state) for state in (*move.sources, move.target)} == {STATES[move.subject]}
    assert move.target not in move.sources


@pytest.mark.parametrize("subject", Subject)
def test_every_state_can_be_reached(subject):
    targets = {move.target for move in MOVES if move.subject is subject}
    assert targets | BIRTHS[subject] == set(STATES[subject])


@pytest.mark.parametrize(
    ("subject", "source", "target"),
    [
        pytest.param(Subject.TASK, TaskState.DRAFT, TaskState.IN_PROGRESS, id="a task begun that was never issued"),
        pytest.param(Subject.TASK, TaskState.ISSUED, TaskState.CLOSED, id="a task closed that was never begun"),
        pytest.param(Subject.TASK, TaskState.IN_PROGRESS, TaskState.CLOSED, id="a task closed without being reviewed"),
        pytest.param(
            Subject.ASSIGNMENT, AssignmentState.PENDING, AssignmentState.REPORTING, id="work reported before acknowledging"
        ),
        pytest.param(Subject.UPDATE, UpdateState.DRAFT, UpdateState.ACCEPTED, id="a draft accepted"),
        pytest.param(Subject.ORDER, OrderState.ISSUED, OrderState.REPLIED, id="an order answered before it was received"),
        pytest.param(Subject.EXTENSION, ExtensionState.UNIT_REVIEW, ExtensionState.GRANTED, id="more time before the head agreed"),
        pytest.param(Subject.ITEM, ItemState.OPEN, ItemState.VERIFIED, id="an item verified that nobody reported"),
        pytest.param(Subject.UPDATE, UpdateState.UNIT_REVIEW, UpdateState.ACCEPTED, id="accepted before the unit's head agreed"),
    ],
)
def test_short_cuts_that_practice_forbids_are_not_in_the_table(subject, source, target):
    assert [move.name for move in moves_from(subject, source) if move.target is target] == []


def test_what_is_accepted_returned_or_answered_for_good_is_never_edited():
    for subject, state in [
        (Subject.UPDATE, UpdateState.ACCEPTED),
        (Subject.UPDATE, UpdateState.RETURNED),
        (Subject.ORDER, OrderState.CLOSED),
        (Subject.ITEM, ItemState.VERIFIED),
        (Subject.ITEM, ItemState.WITHDRAWN),
        (Subject.EXTENSION, ExtensionState.GRANTED),
        (Subject.EXTENSION, ExtensionState.REFUSED),
        (Subject.EXTENSION, ExtensionState.WITHDRAWN),
    ]:
        assert moves_from(subject, state) == ()


def test_what_has_ended_with_its_plan_is_over_unless_a_later_edition_names_the_unit_again():
    assert moves_from(Subject.TASK, TaskState.ENDED) == moves_from(Subject.TASK, TaskState.MERGED) == ()
    assert [move.name for move in moves_from(Subject.ASSIGNMENT, AssignmentState.ENDED)] == ["give_again"]


def test_a_task_struck_off_does_not_end_with_its_plan():
    assert TaskState.CLOSED not in move_named(Subject.TASK, "end").sources


def test_a_closed_task_is_opened_again_only_with_a_reason():
    assert [(move.name, move.needs_reason) for move in moves_from(Subject.TASK, TaskState.CLOSED)] == [("reopen", True)]


def test_no_unit_closes_its_task_or_judges_its_own_report():
    judged = {TaskState.CLOSED, AssignmentState.DONE, UpdateState.ACCEPTED, UpdateState.RETURNED, OrderState.CLOSED}
    judged |= {OccurrenceState.RECEIVED, OccurrenceState.RETURNED, InstructionState.SETTLED}
    judged |= {OrderState.ACCEPTED, ItemState.VERIFIED, ItemState.RETURNED, ItemState.WITHDRAWN}
    judged |= {
        ConsolidationState.ACCEPTED,
        ConsolidationState.RETURNED,
        OpinionState.NOTED,
        OpinionState.WAIVED,
        CoordinationState.SETTLED,
    }
    judged |= {IndicatorReadingState.ACCEPTED, IndicatorReadingState.RETURNED}
    judged |= {ExtensionState.GRANTED, ExtensionState.REFUSED, ObjectionState.UPHELD, ObjectionState.CHANGED}
    for move, permission in product(MOVES, UNIT_MOVES):
        is_judged = any(move.target is state for state in judged)  # equal values stand for different things
        assert not (is_judged and move.permission is permission)


def test_whoever_overrules_another_says_why():
    overruling = {"return_closure", "reopen", "end", "object", "uphold", "reassign", "reword", "resume", "send_back", "return"}
    assert {move.name for move in MOVES if move.name in overruling and move.needs_reason} == overruling
