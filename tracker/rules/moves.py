"""What a move is: its subject, the states it leads between, the permission, and the proofs it asks for. The table of them all:
`rules/transitions.py`.
"""

from dataclasses import dataclass
from enum import StrEnum

from tracker.rules.adjustments import AdjustmentState as D
from tracker.rules.closing import RecheckState as H
from tracker.rules.giving_out import IssueRequestState as Q
from tracker.rules.indicators import IndicatorReadingState as R
from tracker.rules.joint_statuses import ConsolidationState as J
from tracker.rules.joint_statuses import CoordinationState as K
from tracker.rules.joint_statuses import OpinionState as V
from tracker.rules.matter_statuses import ExemptionState as X
from tracker.rules.matter_statuses import InstructionState as N
from tracker.rules.matter_statuses import OccurrenceState as C
from tracker.rules.permissions import Permission
from tracker.rules.report_states import ReportState as Y
from tracker.rules.scores import ScoreState as Z
from tracker.rules.statuses import AssignmentState as A
from tracker.rules.statuses import ExtensionState as E
from tracker.rules.statuses import ItemState as I
from tracker.rules.statuses import ObjectionState as B
from tracker.rules.statuses import OrderState as O
from tracker.rules.statuses import TaskState as T
from tracker.rules.statuses import UpdateState as U

State = Z | T | A | U | O | I | E | C | N | B | J | K | V | Q | H | R | X | D | Y


class Subject(StrEnum):
    TASK = "task"
    ASSIGNMENT = "assignment"
    UPDATE = "update"
    ORDER = "order"
    ITEM = "item"
    EXTENSION = "extension"
    OBJECTION = "objection"
    OCCURRENCE = "occurrence"
    INSTRUCTION = "instruction"
    INDICATOR_READING = "indicator_reading"
    RECHECK = "recheck"
    ADJUSTMENT = "adjustment"
    ISSUE_REQUEST = "issue_request"
    EXEMPTION = "exemption"
    CONSOLIDATION = "consolidation"
    OPINION = "opinion"
    COORDINATION = "coordination"
    SCORE_SHEET = "score_sheet"
    REPORT = "report"


class Proof(StrEnum):
    """A fact that must hold for a move; the service finds it out, the rule refuses without it. The value is the refusal code."""

    ASKED_BY_ITS_UNIT = "closure_is_the_units_to_ask"
    ACCEPTED_REPORT_WITH_EVIDENCE = "closure_without_accepted_evidence"
    EVERY_SHARE_DONE = "closure_with_shares_open"
    VERIFICATION_RECORDED = "closure_without_verification"
    EVERYTHING_CHECKED = "closure_unchecked"
    NOTHING_TO_RECTIFY = "closure_with_items_open"
    TASK_OPEN = "task_not_open"
    NARRATIVE_GIVEN = "update_empty"
    NOT_OWN_WORK = "own_work"
    NO_HEAD_OR_HEAD_ACTS = "unit_head_must_approve"
    ACKNOWLEDGED = "not_acknowledged"
    PLAN_OVER = "plan_in_force"
    PLAN_IN_FORCE = "plan_over"
    ORDER_IN_HAND = "order_not_in_hand"
    ORDER_IGNORED = "order_not_ignored"
    ITEMS_SETTLED = "order_with_items_open"
    DUE_NOT_PAST = "extension_too_late"
    WITHIN_THIRTY_DAYS = "objection_too_late"
    TOOK_NO_PART = "took_part"
    APPROVAL_NAMED = "approval_missing"
    SUCCESSOR_OPEN = "successor_not_open"
    ONE_LEVEL_UP = "extension_for_director"
    DIRECTOR_WHERE_NEEDED = "adjustment_for_director"
    REPORT_WRITTEN = "own_report_empty"
    ANSWERED = "instruction_unanswered"
    OWN_READING = "reading_of_others"
    REMARKS_ANSWERED = "score_remarks_open"
    SECOND_PERSON = "issue_by_one_person"
    OWN_REQUEST = "request_of_others"
    CONSOLIDATION_WRITTEN = "consolidation_empty"
    MATTER_OPEN = "opinion_matter_over"
    OPINIONS_SETTLED = "closure_with_dissent_open"
    NOT_OWN_DRAFT = "report_own_draft"
    FIGURES_CITED = "report_figures_differ"
    STATEMENTS_PROVED = "report_unproved"
    REBUILT = "report_facts_differ"


@dataclass(frozen=True)
class Move:
    """One row of the table; the permission says who acts: the unit whose row it is, or the office of the jurisdiction."""

    subject: Subject
    name: str
    sources: tuple[State, ...]
    target: State
    permission: Permission
    needs_reason: bool = False
    proofs: tuple[Proof, ...] = ()
