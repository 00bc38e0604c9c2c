"""The reporting periods of many plans at once, and in SQL who owes a report for one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session, aliased

from tracker.models import Assignment, Exemption, Plan, RhythmChange, Update
from tracker.rules.matter_statuses import ExemptionState
from tracker.rules.periods import Period, Rhythm, rhythm_of
from tracker.rules.statuses import Cycle, UpdateState

_CHANGED = select(RhythmChange.plan_id)


@dataclass(frozen=True)
class RhythmGroup:
    """The plans that have one rhythm: those with the ids or, where that is None, all with its cycle and cut-off day of which
    the office has changed neither.
    """

    rhythm: Rhythm
    plan_ids: tuple[int, ...] | None = None

    def holds(self) -> ColumnElement[bool]:
        """A condition on Plan: it is one of them."""
        if self.plan_ids is not None:
            return Plan.id.in_(self.plan_ids)
        return and_(Plan.cycle == self.rhythm.cycle, Plan.cutoff_day == self.rhythm.cutoff_day, Plan.id.not_in(_CHANGED))


def rhythm_groups(session: Session) -> tuple[RhythmGroup, ...]:
    """The followed plans by rhythm, a handful; one statement."""
    query = (
        select(
            Plan.cycle, Plan.cutoff_day, RhythmChange.plan_id, RhythmChange.id, RhythmChange.from_on,
            RhythmChange.cycle.label("new_cycle"), RhythmChange.cutoff_day.label("new_cutoff_day"),
        )
        .outerjoin(RhythmChange, RhythmChange.plan_id == Plan.id)
        .where(Plan.supervised_from.is_not(None))
        .distinct()
        .order_by(Plan.cycle, Plan.cutoff_day, RhythmChange.plan_id, RhythmChange.id)
    )  # fmt: skip
    unchanged: list[RhythmGroup] = []
    bases: dict[int, tuple[Cycle, int]] = {}
    decided: dict[int, list[tuple[date, Cycle, int]]] = {}
    for row in session.execute(query):
        if row.plan_id is None:
            unchanged.append(RhythmGroup(Rhythm(row.cycle, row.cutoff_day)))
        else:
            bases[row.plan_id] = (row.cycle, row.cutoff_day)
            decided.setdefault(row.plan_id, []).append((row.from_on, row.new_cycle, row.new_cutoff_day))
    together: dict[Rhythm, list[int]] = {}
    for plan_id, base in bases.items():
        together.setdefault(rhythm_of(*base, decided[plan_id]), []).append(plan_id)
    return (*unchanged, *(RhythmGroup(rhythm, tuple(ids)) for rhythm, ids in together.items()))


def rhythm_in(groups: Iterable[RhythmGroup], plan_id: int, cycle: Cycle, cutoff_day: int) -> Rhythm:
    """The rhythm of the plan out of the groups; `cycle` and `cutoff_day` as the plan has them."""
    changed = (group.rhythm for group in groups if group.plan_ids is not None and plan_id in group.plan_ids)
    return next(changed, Rhythm(cycle, cutoff_day))


def owes(period: Period) -> ColumnElement[bool]:
    """A condition on Assignment: it was given out before the day of the cut-off (rules/periods.py), no report for the period or
    a later one has come, and none is waived. Its state is the caller's to ask for.
    """
    lacks = or_(Assignment.reported_through.is_(None), Assignment.reported_through < period.key)
    return and_(Assignment.issued_on < period.cutoff, lacks, ~exempted(period.key))


def exempted(period: str) -> ColumnElement[bool]:
    """A condition on Assignment: the office asks no report of it for the period (免报)."""
    return (
        exists()
        .where(
            Exemption.assignment_id == Assignment.id,
            Exemption.period == period,
            Exemption.state == ExemptionState.GRANTED,
        )
        .correlate(Assignment)
    )


def follows_accepted() -> ColumnElement[bool]:
    """A column of Update: it corrects a version of the same period that the office had accepted (更正)."""
    before = aliased(Update)
    return exists().where(
        before.assignment_id == Update.assignment_id,
        before.period == Update.period,
        before.version < Update.version,
        before.state == UpdateState.ACCEPTED,
    )


def exempted_periods(session: Session, assignment_ids: Iterable[int]) -> dict[int, set[str]]:
    """By assignment the periods for which no report is asked of it; one statement."""
    query = select(Exemption.assignment_id, Exemption.period).where(
        Exemption.assignment_id.in_(list(assignment_ids)), Exemption.state == ExemptionState.GRANTED
    )
    found: dict[int, set[str]] = {}
    for row in session.execute(query):
        found.setdefault(row.assignment_id, set()).add(row.period)
    return found
