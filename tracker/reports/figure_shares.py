"""One line for each unit's share of a task: how far it has come, what was accepted of it, and what the unit itself says."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tracker.reports.figure_known import Known
from tracker.reports.figure_tasks import Saying
from tracker.rules.periods import closed_periods
from tracker.rules.report_facts import ReportFacts, ShareRecord, TextRecord
from tracker.rules.statuses import SETTLED_ASSIGNMENT_STATES, AssignmentRole, AssignmentState, UpdateKind, UpdateState

TREND_LENGTH = 12


@dataclass(frozen=True)
class ShareLine:
    """A share as papers show it. `update_ids`: the report that `percent` is taken from, none where it is 0 or the share is done.

    `missed`: closed periods in a row without the report owed. `progress`, `problems`: the unit's newest accepted words.
    """

    id: int
    task_id: int
    unit_id: int
    unit: str
    role: AssignmentRole
    state: AssignmentState
    percent: int
    update_ids: tuple[int, ...]
    missed: int
    progress: Saying | None
    problems: Saying | None

    @property
    def is_settled(self) -> bool:
        """True where the unit has nothing more to do."""
        return self.state in SETTLED_ASSIGNMENT_STATES


@dataclass(frozen=True)
class TrendPoint:
    """How far the shares issued by the end of a period had come, by the reports accepted for it and the periods before.

    `average`: of all those shares, rounded down; one without a report counts as 0.
    """

    period: str
    average: int
    share_ids: tuple[int, ...]
    update_ids: tuple[int, ...]


def share_lines(facts: ReportFacts, known: Known, *, with_words: bool) -> tuple[ShareLine, ...]:
    """The lines of all shares in the plan's order; without the units' words where the plan is not supervised."""
    return tuple(_line(share, known, known.texts.get(share.id, ()) if with_words else ()) for share in facts.shares)


def _line(share: ShareRecord, known: Known, texts: tuple[TextRecord, ...]) -> ShareLine:
    counted = known.counted.get(share.id)
    is_done = share.state is AssignmentState.DONE
    told = [text for text in texts if text.kind is UpdateKind.PROGRESS and text.narrative.strip()]
    troubled = [text for text in texts[-1:] if text.problems.strip()]
    return ShareLine(
        id=share.id,
        task_id=share.task_id,
        unit_id=share.unit_id,
        unit=share.unit,
        role=share.role,
        state=share.state,
        percent=100 if is_done else counted.percent if counted else 0,
        update_ids=(counted.id,) if counted and not is_done else (),
        missed=known.missed.get(share.id, 0),
        progress=Saying(share.unit, told[-1].narrative, told[-1].update_id) if told else None,
        problems=Saying(share.unit, troubled[-1].problems, troubled[-1].update_id) if troubled else None,
    )


def average_of_shares(percents: Iterable[int]) -> int:
    """The shares' percents averaged, rounded down; 0 where there are none."""
    every = list(percents)
    return sum(every) // max(len(every), 1)


def trend(facts: ReportFacts) -> tuple[TrendPoint, ...]:
    """One point for each of the newest closed periods of the plan's rhythm, the oldest first; none before supervision began."""
    since = facts.plan.supervised_from
    if since is None:
        return ()
    closed = closed_periods(since, facts.as_of, facts.plan.rhythm)[-TREND_LENGTH:]
    accepted = [u for u in facts.updates if u.state is UpdateState.ACCEPTED and u.kind is UpdateKind.PROGRESS]
    accepted.sort(key=lambda update: (update.period, update.version))
    points, newest, read = [], {}, 0
    for period in closed:
        while read < len(accepted) and accepted[read].period <= period.key:
            newest[accepted[read].share_id] = accepted[read]
            read += 1
        shares = [share.id for share in facts.shares if _is_issued(share.issued_on, period.cutoff)]
        counted = [newest[share_id] for share_id in shares if share_id in newest]
        average = sum(update.percent for update in counted) // max(len(shares), 1)
        points.append(TrendPoint(period.key, average, tuple(shares), tuple(update.id for update in counted)))
    return tuple(points)


def _is_issued(issued_on: date | None, cutoff: date) -> bool:
    return issued_on is not None and issued_on <= cutoff
