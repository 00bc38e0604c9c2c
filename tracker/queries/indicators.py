"""Indicators and their readings, within what the actor may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from tracker.models import Indicator, IndicatorCourse, IndicatorReading, IndicatorReadingFile, Measure, Plan, Task, User
from tracker.queries.indicator_facts import facts_before
from tracker.queries.scope import found, in_region, visible_plan, visible_task
from tracker.queries.sql import Page, page_of
from tracker.rules.curves import IndicatorFacts, IndicatorStanding, IndicatorStatus, status_on
from tracker.rules.days import end_of_day, official_day
from tracker.rules.indicators import IndicatorReadingState
from tracker.rules.lights import LightPolicy
from tracker.rules.permissions import Actor, Permission
from tracker.rules.statuses import PlanState

READINGS_ON_A_PAGE = 20
WAITING_SHOWN = 10


@dataclass(frozen=True)
class IndicatorRow:
    """An indicator with its plan, the facts known of it and how it stands on the day."""

    indicator: Indicator
    facts: IndicatorFacts
    status: IndicatorStatus


def visible_indicator(actor: Actor) -> ColumnElement[bool]:
    """A condition on Indicator joined to Plan: the actor may see its task, or, where it is the plan's own, the plan."""
    own = select(Task.measure_id).join(Plan, Plan.id == Task.plan_id).where(visible_task(actor), Task.measure_id.is_not(None))
    of_plan = and_(Indicator.measure_id.is_(None), visible_plan(actor))
    return or_(in_region(actor, Permission.TASK_READ), Indicator.measure_id.in_(own), of_plan)


def visible_reading(actor: Actor) -> ColumnElement[bool]:
    """A condition on IndicatorReading joined to Indicator and Plan: the unit's own; accepted ones; for the office and leaders
    all that has left its unit."""
    own = IndicatorReading.unit_id.in_(sorted(actor.units(Permission.TASK_READ)))
    accepted = IndicatorReading.state == IndicatorReadingState.ACCEPTED
    sent = and_(IndicatorReading.submitted_at.is_not(None), in_region(actor, Permission.TASK_READ))
    return and_(visible_indicator(actor), or_(own, accepted, sent))


def _indicators(actor: Actor) -> Select[Indicator]:
    return (
        select(Indicator)
        .join(Plan, Plan.id == Indicator.plan_id)
        .where(visible_indicator(actor))
        .options(joinedload(Indicator.plan).joinedload(Plan.jurisdiction))
    )


def the_indicator(session: Session, actor: Actor, indicator_id: int) -> Indicator:
    """The indicator with its plan; NotFound where the actor may not see it."""
    return found(session.scalar(_indicators(actor).where(Indicator.id == indicator_id)))


def the_reading(session: Session, actor: Actor, reading_id: int) -> IndicatorReading:
    """The reading with its indicator and plan; NotFound where the actor may not see it."""
    query = (
        select(IndicatorReading)
        .join(Indicator, Indicator.id == IndicatorReading.indicator_id)
        .join(Plan, Plan.id == Indicator.plan_id)
        .where(IndicatorReading.id == reading_id, visible_reading(actor))
        .options(joinedload(IndicatorReading.indicator).joinedload(Indicator.plan).joinedload(Plan.jurisdiction))
    )
    return found(session.scalar(query))


def the_reading_file(session: Session, actor: Actor, file_id: int) -> IndicatorReadingFile:
    """The file of a reading: the unit's own, or for the office and leaders of what has left its unit; else NotFound."""
    own = IndicatorReading.unit_id.in_(sorted(actor.units(Permission.EVIDENCE_READ)))
    sent = and_(IndicatorReading.submitted_at.is_not(None), in_region(actor, Permission.EVIDENCE_READ))
    query = (
        select(IndicatorReadingFile)
        .join(IndicatorReading, IndicatorReading.id == IndicatorReadingFile.reading_id)
        .join(Indicator, Indicator.id == IndicatorReading.indicator_id)
        .join(Plan, Plan.id == Indicator.plan_id)
        .where(IndicatorReadingFile.id == file_id, visible_indicator(actor), or_(own, sent))
        .options(joinedload(IndicatorReadingFile.file), joinedload(IndicatorReadingFile.reading))
    )
    return found(session.scalar(query))


def task_of(session: Session, indicator: Indicator) -> Task | None:
    """The task that carries out the measure of the indicator, with its shares; None for what is the plan's own."""
    if indicator.measure_id is None:
        return None
    query = select(Task).where(Task.measure_id == indicator.measure_id).options(selectinload(Task.assignments))
    return session.scalar(query)


def readings_of(session: Session, actor: Actor, indicator_id: int, number: int = 1) -> Page[IndicatorReading]:
    """The readings of the indicator that the actor may see, with their files, the newest first, in pages; three statements."""
    query = (
        select(IndicatorReading)
        .join(Indicator, Indicator.id == IndicatorReading.indicator_id)
        .join(Plan, Plan.id == Indicator.plan_id)
        .where(IndicatorReading.indicator_id == indicator_id, visible_reading(actor))
        .options(
            joinedload(IndicatorReading.unit),
            joinedload(IndicatorReading.indicator).joinedload(Indicator.plan).joinedload(Plan.jurisdiction),
            selectinload(IndicatorReading.files).joinedload(IndicatorReadingFile.file),
        )
        .order_by(IndicatorReading.fact_on.desc(), IndicatorReading.id.desc())
    )
    rows, number, total = page_of(session, query, number, READINGS_ON_A_PAGE)
    return Page([row[0] for row in rows], number, total, READINGS_ON_A_PAGE)


def courses_of(session: Session, indicator_id: int) -> list[tuple[IndicatorCourse, str]]:
    """How the office has had it read, the newest first, each with the name of who set it."""
    query = (
        select(IndicatorCourse, func.coalesce(User.name, ""))
        .outerjoin(User, User.id == IndicatorCourse.set_by_id)
        .where(IndicatorCourse.indicator_id == indicator_id)
        .order_by(IndicatorCourse.id.desc())
        .limit(READINGS_ON_A_PAGE)
    )
    return [(row[0], row[1]) for row in session.execute(query)]


def rows_of(session: Session, indicators: Sequence[Indicator], now: datetime, policy: LightPolicy) -> list[IndicatorRow]:
    """The indicators in their order, each with how it stands today by all that is known so far."""
    today = official_day(now)
    facts = facts_before(session, indicators, end_of_day(today))
    return [IndicatorRow(item, known, status_on(known, today, policy)) for item, known in zip(indicators, facts, strict=True)]


def indicators_of_plan(session: Session, actor: Actor, plan_id: int) -> list[Indicator]:
    """The indicators of a plan that the actor may see: the plan's own, then those of its measures in their order.

    A plan has some hundreds at most; how each stands is worked out in Python, so that all are read.
    """
    query = _indicators(actor).outerjoin(Measure, Measure.id == Indicator.measure_id).where(Indicator.plan_id == plan_id)
    return list(session.scalars(query.order_by(Measure.ordinal.is_not(None), Measure.ordinal, Indicator.id)))


def indicators_of_measure(session: Session, actor: Actor, measure_id: int) -> list[Indicator]:
    """The indicators of a measure, in the order of the text."""
    return list(session.scalars(_indicators(actor).where(Indicator.measure_id == measure_id).order_by(Indicator.id)))


def followed_plan(session: Session, actor: Actor) -> int | None:
    """The newest plan under supervision that the actor may see and that has an indicator: the one shown where none is asked for."""
    query = (
        select(Plan.id)
        .where(visible_plan(actor), Plan.state == PlanState.ISSUED, Plan.supervised_from.is_not(None))
        .where(Plan.id.in_(select(Indicator.plan_id)))
    )
    return session.scalar(query.order_by(Plan.id.desc()).limit(1))


def waiting(session: Session, actor: Actor) -> list[IndicatorReading]:
    """The first readings that wait for an act of the actor's own, the oldest first: the head signs, the office accepts."""
    query = (
        _waiting(select(IndicatorReading), actor)
        .options(joinedload(IndicatorReading.unit), joinedload(IndicatorReading.indicator).joinedload(Indicator.plan))
        .order_by(func.coalesce(IndicatorReading.submitted_at, IndicatorReading.entered_at), IndicatorReading.id)
    )
    return list(session.scalars(query.limit(WAITING_SHOWN)))


def waiting_query(actor: Actor) -> Select[int]:
    """Counts the readings that wait for an act of the actor's own."""
    return _waiting(select(func.count()).select_from(IndicatorReading), actor)


def _waiting(query: Select, actor: Actor) -> Select:
    query = query.join(Indicator, Indicator.id == IndicatorReading.indicator_id).join(Plan, Plan.id == Indicator.plan_id)
    return query.where(waits_for(actor))


def waits_for(actor: Actor) -> ColumnElement[bool]:
    """A condition on IndicatorReading joined to Indicator and Plan: it waits for the office to review, or for the head of the unit
    to sign."""
    heads = sorted(actor.units(Permission.INDICATOR_APPROVE))
    to_review = and_(
        IndicatorReading.state == IndicatorReadingState.SUBMITTED,
        IndicatorReading.entered_by_id != (actor.user_id or 0),
        in_region(actor, Permission.INDICATOR_REVIEW),
    )
    to_sign = and_(IndicatorReading.state == IndicatorReadingState.UNIT_REVIEW, IndicatorReading.unit_id.in_(heads))
    return or_(to_review, to_sign)


def filtered(rows: Sequence[IndicatorRow], standing: IndicatorStanding | None) -> list[IndicatorRow]:
    """The rows that stand so; all of them where nothing is asked for."""
    return [row for row in rows if standing is None or row.status.standing is standing]
