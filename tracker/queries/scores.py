"""Worksheets of scores, within what the actor may see, and the facts from which one is drawn up."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from tracker.models import Event, Plan, ScoreRemark, ScoreSheet, ScoreSwitch
from tracker.queries.scope import found, in_region, visible_plan
from tracker.queries.sql import Page, page_of
from tracker.rules.days import end_of_day
from tracker.rules.permissions import Actor, Permission
from tracker.rules.scores import ScoreState
from tracker.rules.transitions import Subject


def visible_sheet(actor: Actor) -> ColumnElement[bool]:
    """A condition on ScoreSheet joined to Plan: the office's own, or one that concerns a unit of the actor's and still counts.

    What of it a unit reads is its own lines only: `own_units`.
    """
    return or_(in_region(actor, Permission.SCORE_DRAW), visible_plan(actor) & (ScoreSheet.state != ScoreState.WITHDRAWN))


def the_sheet(session: Session, actor: Actor, sheet_id: int) -> ScoreSheet:
    """The worksheet with its plan, exclusions and remarks; NotFound where the actor may not see it."""
    query = (
        select(ScoreSheet)
        .join(Plan, Plan.id == ScoreSheet.plan_id)
        .where(ScoreSheet.id == sheet_id, visible_sheet(actor))
        .options(
            joinedload(ScoreSheet.plan).joinedload(Plan.jurisdiction),
            selectinload(ScoreSheet.exclusions),
            selectinload(ScoreSheet.remarks).joinedload(ScoreRemark.unit),
        )
    )
    return found(session.scalar(query))


def sheets(session: Session, actor: Actor, plan_id: int, number: int = 1) -> Page[ScoreSheet]:
    """The worksheets of the plan that the actor may see, newest first; two statements."""
    query = (
        select(ScoreSheet)
        .join(Plan, Plan.id == ScoreSheet.plan_id)
        .where(ScoreSheet.plan_id == plan_id, visible_sheet(actor))
        .order_by(ScoreSheet.id.desc())
    )
    rows, number, total = page_of(session, query, number)
    return Page([row.ScoreSheet for row in rows], number, total)


def is_scored(session: Session, plan_id: int) -> bool:
    """True where the director has switched the scores of the plan on."""
    return session.get(ScoreSwitch, plan_id) is not None


def units_read(actor: Actor, sheet: ScoreSheet) -> Sequence[int]:
    """The units whose lines the actor may read: all for the office, else those for which they act; in the order of the sheet."""
    units = [unit["id"] for unit in sheet.content["units"]]
    if actor.trusted or any(sheet.plan.jurisdiction.path.startswith(path) for path in actor.regions(Permission.SCORE_DRAW)):
        return units
    return [unit for unit in units if unit in actor.units(Permission.SCORE_READ)]


def withdrawn_orders(session: Session, plan_id: int, day: date) -> frozenset[int]:
    """The orders of the plan that the office had taken back by the end of the day."""
    query = select(Event.subject_id).where(
        Event.chain == plan_id, Event.subject == Subject.ORDER, Event.action == "withdraw", Event.at < end_of_day(day)
    )
    return frozenset(session.scalars(query))
