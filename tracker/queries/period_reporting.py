"""How the units of a plan stand with the reports of one period, today: the same records and the same tally as the paper's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from tracker.models import Assignment, Exemption, Plan, Task
from tracker.queries.accepted_history import exempt_at
from tracker.queries.history import in_plan, last_instant, states_on, updates_on
from tracker.queries.reporting import shares_on
from tracker.queries.scope import found
from tracker.rules.matter_statuses import ExemptionState
from tracker.rules.periods import Period, periods_between
from tracker.rules.permissions import Actor, Permission, may_touch
from tracker.rules.report_facts import ShareRecord, UpdateRecord
from tracker.rules.statuses import RESTING_TASK_STATES


@dataclass(frozen=True)
class PeriodFacts:
    """What the tally of a period is drawn from; the shares of tasks that rest are left out."""

    shares: Sequence[ShareRecord]
    updates: Sequence[UpdateRecord]
    exempt: frozenset[tuple[int, str]]


def followed_plan(session: Session, actor: Actor, plan_id: int) -> Plan:
    """The plan, where units report on it and the actor may see how; else NotFound."""
    plan = session.scalar(select(Plan).where(Plan.id == plan_id, Plan.supervised_from.is_not(None)))
    may_see = plan is not None and may_touch(actor, Permission.REPORT_READ, region=plan.jurisdiction.path)
    return found(plan if may_see else None)


def periods_of(plan: Plan, today: date) -> list[Period]:
    """The periods for which units report on the plan, the next one too, newest first."""
    since, rhythm = plan.supervised_from, plan.rhythm
    if since is None:
        return []
    coming = rhythm.after(rhythm.period_on(max(today, since)))
    return [period for period in reversed(periods_between(rhythm, since, coming.start)) if since < period.cutoff]


def period_facts(session: Session, plan_id: int, period: Period, today: date) -> PeriodFacts:
    """The facts of the period as they stand today; a fixed number of statements, whatever the plan's size."""
    states = states_on(session, plan_id, today)
    at_cutoff = states_on(session, plan_id, min(period.cutoff, today))
    end = last_instant(session, plan_id, today)
    shares = shares_on(session, plan_id, states, at_cutoff, end)
    resting = {task_id for task_id, state in states.tasks.items() if state in RESTING_TASK_STATES}
    return PeriodFacts(
        shares=[share for share in shares if share.task_id not in resting],
        updates=updates_on(session, plan_id, today, period.key),
        exempt=exempt_at(session, plan_id, end),
    )


def tasks_named(session: Session, plan_id: int) -> Mapping[int, Task]:
    """The tasks of the plan by id, each with its measure."""
    query = select(Task).where(in_plan(plan_id)).options(joinedload(Task.measure))
    return {task.id: task for task in session.scalars(query)}


def exemptions_of(session: Session, plan_id: int, unit_id: int, period: str) -> Mapping[int, Exemption]:
    """The exemptions of the unit that hold for the period, by share."""
    query = (
        select(Exemption)
        .join(Assignment, Assignment.id == Exemption.assignment_id)
        .join(Task, Task.id == Assignment.task_id)
        .where(
            in_plan(plan_id), Assignment.unit_id == unit_id, Exemption.period == period,
            Exemption.state == ExemptionState.GRANTED,
        )
    )  # fmt: skip
    return {row.assignment_id: row for row in session.scalars(query)}


def the_exemption(session: Session, actor: Actor, exemption_id: int) -> Exemption:
    """The exemption with its share, task and plan; NotFound where the actor may not see how the plan is reported on."""
    query = (
        select(Exemption)
        .where(Exemption.id == exemption_id)
        .options(joinedload(Exemption.assignment).joinedload(Assignment.task).joinedload(Task.plan))
    )
    row = session.scalar(query)
    if row is not None:
        followed_plan(session, actor, row.task.plan_id)
    return found(row)
