"""What the page of a task says, out of what the queries give: words for the history, the moves and the figures."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from flask import url_for
from flask_babel import gettext

from tracker.act_labels import event_title
from tracker.labels import N_
from tracker.models import Assignment, Event
from tracker.queries.task_history import EventRow
from tracker.queries.tasks import EvidenceRow
from tracker.rules.giving_out import IssueRequestState
from tracker.rules.indicators import IndicatorReadingState
from tracker.rules.joint_statuses import ConsolidationState, CoordinationState, OpinionState
from tracker.rules.matter_statuses import InstructionState, OccurrenceState
from tracker.rules.report_states import ReportState
from tracker.rules.scores import ScoreState
from tracker.rules.statuses import (
    AssignmentRole,
    AssignmentState,
    ExtensionState,
    ItemState,
    ObjectionState,
    OrderState,
    PlanState,
    TaskState,
    UpdateState,
)
from tracker.rules.transitions import Subject
from tracker.sentences import refusal_sentence
from tracker.services.moves import Offer
from tracker.web.formats import label

_STATES: dict[str, type[StrEnum]] = {
    "plan": PlanState,
    Subject.TASK: TaskState,
    Subject.ASSIGNMENT: AssignmentState,
    Subject.UPDATE: UpdateState,
    Subject.ORDER: OrderState,
    Subject.EXTENSION: ExtensionState,
    Subject.OBJECTION: ObjectionState,
    Subject.OCCURRENCE: OccurrenceState,
    Subject.INSTRUCTION: InstructionState,
    Subject.INDICATOR_READING: IndicatorReadingState,
    Subject.ISSUE_REQUEST: IssueRequestState,
    Subject.ITEM: ItemState,
    Subject.CONSOLIDATION: ConsolidationState,
    Subject.OPINION: OpinionState,
    Subject.COORDINATION: CoordinationState,
    Subject.SCORE_SHEET: ScoreState,
    Subject.REPORT: ReportState,
}
_CONSEQUENCES = {
    "request_closure": N_("提交后由领导小组办公室核查，核查通过即销号。"),
    "return_closure": N_("任务回到“推进中”，各承办单位继续办理。"),
    "close": N_("销号后不再催报，核查情况和办结日期记入台账。"),
    "reopen": N_("任务回到“推进中”，原销号记录保留在办理经过里。"),
}
_ROLES = list(AssignmentRole)


@dataclass(frozen=True)
class Line:
    """One line of the timeline, as the macro `timeline` takes it."""

    when: datetime
    who: str
    what: str
    reason: str
    note: str


@dataclass(frozen=True)
class MoveBox:
    """One move on offer: what it leads to, or the sentence that says what it still lacks."""

    name: str
    consequence: str
    lacks: str


def timeline(events: Iterable[EventRow]) -> list[Line]:
    """The history in words: 县卫生健康局 签收, 待签收 → 已签收."""
    return [Line(event.at, event.who, _what(event), event.reason, change(event)) for event in events]


def _what(event: EventRow) -> str:
    title = gettext(event_title(event.subject, event.action))
    name = (event.data or {}).get("name")
    parts = (event.unit, title, f"“{name}”" if name else None)
    return " ".join(part for part in parts if part)


def change(event: EventRow | Event) -> str:
    """The change of state that an event tells of, in words: 待签收 → 已签收."""
    if event.action in ("carry_out", "carry_in", "put_off"):
        return _carried(event.data or {})
    kind = _STATES.get(event.subject)
    if kind is None or event.old is None or event.new is None:
        return ""
    return f"{label(kind(event.old))} → {label(kind(event.new))}"


def _carried(data: Mapping[str, Any]) -> str:
    """What a next edition changes in a task or share that it takes over; its state stays, whatever the old plan's chain says."""
    if "due_on" in data and isinstance(data["due_on"], list):
        before, after = (day or gettext("无时限") for day in data["due_on"])
        return gettext("时限 %(before)s → %(after)s", before=before, after=after)
    if isinstance(data.get("role"), list):
        return " → ".join(label(AssignmentRole(role)) for role in data["role"])
    return ""


def move_boxes(offered: Iterable[Offer]) -> list[MoveBox]:
    """The moves that the rules offer, with their words."""
    return [MoveBox(offer.name, gettext(_CONSEQUENCES[offer.name]), _lacks(offer)) for offer in offered]


def _lacks(offer: Offer) -> str:
    if offer.lacks is None:
        return ""
    return refusal_sentence(offer.lacks, {"subject": Subject.TASK, "move": offer.name}, gettext)


def in_order(shares: Iterable[Assignment]) -> list[Assignment]:
    """The shares as a plan lists them: lead, responsible, supporting; within a role as printed."""
    return sorted(shares, key=lambda share: (_ROLES.index(share.role), share.id))


def files(evidence: Iterable[EvidenceRow]) -> list[dict[str, Any]]:
    """Evidence as the macro `evidence_list` takes it."""
    return [
        {"name": item.name, "size": item.size, "fact_on": item.fact_on, "href": url_for("evidence.download", evidence_id=item.id)}
        for item in evidence
    ]


def figure(value: Decimal) -> str:
    """A number as people write it: 4.5, 120."""
    return f"{value.normalize():f}"
