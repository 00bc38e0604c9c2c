"""One line for each task: its units, percent, light with the reason, who holds it up, and what was last accepted of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.reports.figure_known import Known
from tracker.rules.holding import holding_up
from tracker.rules.lights import LightPolicy, TaskFacts, Verdict, light, planned_percent
from tracker.rules.progress import Share, task_percent
from tracker.rules.ratings import Ratings
from tracker.rules.report_facts import ReportFacts, ShareRecord, TaskRecord
from tracker.rules.statuses import (
    OPEN_TASK_STATES,
    SETTLED_ASSIGNMENT_STATES,
    SIGNED_ASSIGNMENT_STATES,
    AssignmentRole,
    Light,
    TaskState,
    UpdateKind,
)
from tracker.rules.workdays import WorkCalendar


@dataclass(frozen=True)
class Saying:
    """What a unit itself said in an accepted report, and which report."""

    unit: str
    text: str
    update_id: int


@dataclass(frozen=True)
class TaskLine:
    """A task as the report shows it.

    `position` counts from 1 in the plan's order. `planned`: None where there is no curve to be on. `numbers` fill the
    sentence of `reason_code`. `situation`: None where the plan is not supervised. `holding`: the units whose open share holds
    a late or lagging task up, empty when every share is done. `unreported`: the units of the missing reports.
    `update_ids`: the accepted reports that `percent` is made of. `missed_ids`: the shares that miss the most reports in a row.
    """

    id: int
    position: int
    section_id: int | None
    label: str
    title: str
    state: TaskState
    lead: tuple[str, ...]
    responsible: tuple[str, ...]
    supporting: tuple[str, ...]
    due_on: date | None
    original_due_on: date | None
    extensions: int
    is_ongoing: bool
    percent: int
    planned: int | None
    light: Light
    reason_code: str
    numbers: Mapping[str, int]
    situation: str | None
    days_late: int
    holding: tuple[str, ...]
    unreported: tuple[str, ...]
    progress: Saying | None
    problems: tuple[Saying, ...]
    update_ids: tuple[int, ...]
    assignment_ids: tuple[int, ...]
    evidence_ids: tuple[int, ...]
    ratings: Ratings | None = None
    missed_ids: tuple[int, ...] = ()

    @property
    def is_open(self) -> bool:
        """True between the issue of the task and its closing."""
        return self.state in OPEN_TASK_STATES


def task_lines(
    facts: ReportFacts, known: Known, calendar: WorkCalendar, policy: LightPolicy, situations: Mapping[str, str]
) -> tuple[TaskLine, ...]:
    """The lines of all tasks in the plan's order; `known` is `known_of(facts)`, `situations` sorts the reasons of lights, see
    `figures.SITUATIONS`."""
    soon_until = calendar.add(facts.as_of, policy.soon_workdays)
    lines = []
    for position, task in enumerate(facts.tasks, start=1):
        shares = known.shares.get(task.id, ())
        percent = _percent(task, shares, known)
        verdict = light(_light_facts(facts, task, shares, percent, known), facts.as_of, soon_until, policy)
        lines.append(_line(facts, task, position, shares, percent, verdict, known, situations.get(verdict.reason_code)))
    return tuple(lines)


def _line(
    facts: ReportFacts,
    task: TaskRecord,
    position: int,
    shares: tuple[ShareRecord, ...],
    percent: int,
    verdict: Verdict,
    known: Known,
    situation: str | None,
) -> TaskLine:
    blamed = shares if verdict.light in (Light.RED, Light.YELLOW) else ()
    missing = _missing_most(blamed, known)
    return TaskLine(
        position=position,
        **_face(task, shares),
        percent=percent,
        planned=_planned(task, facts.as_of) if situation else None,
        light=verdict.light,
        reason_code=verdict.reason_code,
        numbers=dict(verdict.numbers),
        situation=situation,
        days_late=verdict.numbers.get("days_late", 0),
        holding=holding_up((share.unit, share.role, share.state) for share in blamed),
        unreported=tuple(dict.fromkeys(share.unit for share in missing)),
        progress=_progress(shares, blamed, known) if situation else None,
        problems=_problems(shares, known) if situation else (),
        update_ids=tuple(known.counted[share.id].id for share in shares if share.id in known.counted),
        assignment_ids=tuple(share.id for share in shares),
        evidence_ids=known.evidence.get(task.id, ()),
        ratings=_ratings(shares, known) if situation else None,
        missed_ids=tuple(share.id for share in missing),
    )


def _face(task: TaskRecord, shares: tuple[ShareRecord, ...]) -> dict[str, Any]:
    """What a line has of its task as it stands, and the units of each role."""
    names = ("id", "section_id", "label", "title", "state", "due_on", "original_due_on", "extensions", "is_ongoing")
    units = {role.value: _units(shares, role) for role in AssignmentRole}
    return {name: getattr(task, name) for name in names} | units


def _planned(task: TaskRecord, day: date) -> int | None:
    """Where the task should stand by now; None where there is no curve to be on."""
    has_curve = task.due_on is not None and task.issued_on is not None and not task.is_ongoing
    return planned_percent(task.issued_on, task.due_on, day) if has_curve else None


def _light_facts(facts: ReportFacts, task: TaskRecord, shares: tuple[ShareRecord, ...], percent: int, known: Known) -> TaskFacts:
    return TaskFacts(
        state=task.state,
        supervised=facts.plan.is_supervised_on(facts.as_of),
        ongoing=task.is_ongoing,
        issued_on=task.issued_on,
        due_on=task.due_on,
        percent=percent,
        missed_periods=max((known.missed.get(share.id, 0) for share in shares), default=0),
        acknowledged=any(share.state in SIGNED_ASSIGNMENT_STATES for share in shares),
        extensions=task.extensions,
    )


def _percent(task: TaskRecord, shares: tuple[ShareRecord, ...], known: Known) -> int:
    """As `rules/progress.py` has it; what the office has struck off is complete, also where no unit had a share."""
    if task.state is TaskState.CLOSED:
        return 100
    return task_percent(
        Share(share.role, known.counted[share.id].percent if share.id in known.counted else 0, share.state) for share in shares
    )


def _missing_most(shares: tuple[ShareRecord, ...], known: Known) -> tuple[ShareRecord, ...]:
    """The shares that miss the most reports in a row, which is what the light's reason counts."""
    most = max((known.missed.get(share.id, 0) for share in shares), default=0)
    return tuple(share for share in shares if most and known.missed.get(share.id, 0) == most)


def _progress(shares: tuple[ShareRecord, ...], blamed: tuple[ShareRecord, ...], known: Known) -> Saying | None:
    """The newest accepted narrative; of a late or lagging task that of a unit that still has to do its share, where it has any.

    A list of what lags is read for the fact and the reason given (domain.md d3), and who is done can tell neither.
    """
    owing = [share for share in blamed if share.state not in SETTLED_ASSIGNMENT_STATES]
    leading = [share for share in owing if share.role is not AssignmentRole.SUPPORTING]
    return _newest_said(leading, known) or _newest_said(shares, known)


def _newest_said(shares: Sequence[ShareRecord], known: Known) -> Saying | None:
    """Of a lead unit if one has said anything, else of a responsible, else of a supporting one."""
    for role in AssignmentRole:
        said = [
            (text.decided_at, text.update_id, Saying(share.unit, text.narrative, text.update_id))
            for share in shares
            if share.role is role
            for text in known.texts.get(share.id, ())
            if text.kind is UpdateKind.PROGRESS and text.narrative.strip()
        ]
        if said:
            return max(said, key=lambda item: item[:2])[2]
    return None


def _ratings(shares: tuple[ShareRecord, ...], known: Known) -> Ratings | None:
    """As `queries.ratings.ratings_of`: the newest accepted report with a rating, of a lead unit if one has any."""
    for role in AssignmentRole:
        rated = [known.rated[share.id] for share in shares if share.role is role and share.id in known.rated]
        if rated:
            newest = max(rated, key=lambda update: (update.period, update.version, update.id))
            return Ratings(newest.self_rating, newest.verified_rating)
    return None


def _problems(shares: tuple[ShareRecord, ...], known: Known) -> tuple[Saying, ...]:
    """What each unit with an open share last named as its difficulty."""
    return tuple(
        Saying(share.unit, text.problems, text.update_id)
        for share in shares
        if share.state not in SETTLED_ASSIGNMENT_STATES
        for text in known.texts.get(share.id, ())[-1:]
        if text.problems.strip()
    )


def _units(shares: Iterable[ShareRecord], role: AssignmentRole) -> tuple[str, ...]:
    return tuple(dict.fromkeys(share.unit for share in shares if share.role is role))
