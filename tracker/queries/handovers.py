"""Handing over (工作移交): what a unit has open, the list, and one within what the reader may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import Session, aliased, joinedload

from tracker.labels import order_number, period_title
from tracker.models import (
    Assignment,
    Extension,
    Handover,
    Jurisdiction,
    Membership,
    Obligation,
    Occurrence,
    Plan,
    SupervisionOrder,
    Task,
    Unit,
    Update,
    User,
)
from tracker.queries.instructions import instructions_to_answer
from tracker.queries.occurrences import is_owed
from tracker.queries.scope import found, unit_within
from tracker.queries.sql import Page, page_of
from tracker.queries.terms import not_ended
from tracker.rules.handovers import HandoverState, OpenMatter
from tracker.rules.permissions import Actor, Permission, Post
from tracker.rules.statuses import (
    OPEN_TASK_STATES,
    PENDING_EXTENSION_STATES,
    UNIT_ROLES,
    AssignmentState,
    OrderState,
    Role,
    UpdateState,
)

LISTED = 200  # of each kind; who has more open than that hands over the list of tasks itself


@dataclass(frozen=True)
class Matter:
    """Something open: what it is, what it is about, the day it is due, and the page it is on."""

    kind: OpenMatter
    title: str
    due_on: date | None
    path: str


@dataclass(frozen=True)
class HandoverRow:
    """One line of the list."""

    id: int
    unit: str
    role: Role
    giver: str
    receiver: str
    handed_on: date
    state: HandoverState
    is_signed: bool


def open_matters(session: Session, unit: Unit) -> list[Matter]:
    """What the unit has open, kind by kind, the nearest day first; at most LISTED of each. Eight statements."""
    return [
        *_reports(session, unit.id, OpenMatter.DRAFT, Update.state == UpdateState.DRAFT),
        *_reports(session, unit.id, OpenMatter.RETURNED, and_(Update.state == UpdateState.RETURNED, ~_has_newer())),
        *_reports(session, unit.id, OpenMatter.SIGNING, Update.state == UpdateState.UNIT_REVIEW),
        *_shares(session, unit.id, OpenMatter.ACKNOWLEDGE, Assignment.state == AssignmentState.PENDING),
        *_orders(session, unit.id),
        *_extensions(session, unit.id),
        *_own_reports(session, unit.id),
        *_instructions(session, unit),
        *_shares(session, unit.id, OpenMatter.TASK, Assignment.state.not_in((AssignmentState.PENDING, AssignmentState.ENDED))),
    ]


def _reports(session: Session, unit_id: int, kind: OpenMatter, condition: ColumnElement[bool]) -> list[Matter]:
    query = (
        select(Task.title, Update.period, Task.due_on, Assignment.id)
        .join(Assignment, Assignment.id == Update.assignment_id)
        .join(Task, Task.id == Assignment.task_id)
        .where(Assignment.unit_id == unit_id, Task.state.in_(OPEN_TASK_STATES), condition)
        .order_by(Update.period, Update.id)
        .limit(LISTED)
    )
    return [
        Matter(kind, f"{row.title}（{period_title(row.period)}）", row.due_on, f"/assignments/{row.id}/updates/{row.period}")
        for row in session.execute(query)
    ]


def _has_newer() -> ColumnElement[bool]:
    newer = aliased(Update)
    return exists().where(
        newer.assignment_id == Update.assignment_id, newer.period == Update.period, newer.version > Update.version
    )  # fmt: skip


def _shares(session: Session, unit_id: int, kind: OpenMatter, condition: ColumnElement[bool]) -> list[Matter]:
    query = (
        select(Task.title, Task.due_on, Task.id)
        .join(Assignment, Assignment.task_id == Task.id)
        .join(Plan, Plan.id == Task.plan_id)
        .where(Assignment.unit_id == unit_id, Task.state.in_(OPEN_TASK_STATES), Plan.supervised_from.is_not(None), condition)
        .distinct()
        .order_by(Task.due_on, Task.id)
        .limit(LISTED)
    )
    return [Matter(kind, row.title, row.due_on, f"/tasks/{row.id}") for row in session.execute(query)]


def _orders(session: Session, unit_id: int) -> list[Matter]:
    query = (
        select(SupervisionOrder, Task.title)
        .join(Task, Task.id == SupervisionOrder.task_id)
        .where(SupervisionOrder.unit_id == unit_id, SupervisionOrder.state != OrderState.CLOSED)
        .order_by(SupervisionOrder.reply_due_on, SupervisionOrder.id)
        .limit(LISTED)
    )
    return [
        Matter(
            OpenMatter.ORDER,
            f"{order_number(order.kind, order.year, order.number)}：{title}",
            order.reply_due_on,
            f"/orders/{order.id}",
        )
        for order, title in session.execute(query)
    ]


def _extensions(session: Session, unit_id: int) -> list[Matter]:
    query = (
        select(Extension.id, Extension.asked_due_on, Task.title)
        .join(Task, Task.id == Extension.task_id)
        .where(Extension.unit_id == unit_id, Extension.state.in_(PENDING_EXTENSION_STATES))
        .order_by(Extension.id)
        .limit(LISTED)
    )
    return [Matter(OpenMatter.EXTENSION, row.title, row.asked_due_on, f"/extensions/{row.id}") for row in session.execute(query)]


def _own_reports(session: Session, unit_id: int) -> list[Matter]:
    query = (
        select(Occurrence.id, Occurrence.due_on, Obligation.what)
        .join(Plan, Plan.id == Occurrence.plan_id)
        .join(Obligation, Obligation.id == Occurrence.obligation_id)
        .where(Occurrence.unit_id == unit_id, is_owed())
        .order_by(Occurrence.due_on, Occurrence.id)
        .limit(LISTED)
    )
    return [Matter(OpenMatter.OWN_REPORT, row.what, row.due_on, f"/obligations/{row.id}") for row in session.execute(query)]


def _instructions(session: Session, unit: Unit) -> list[Matter]:
    liaison = Actor(None, "", frozenset({Post(Role.LIAISON, unit.id, unit.jurisdiction.path)}))
    rows = instructions_to_answer(session, liaison, LISTED)
    return [Matter(OpenMatter.INSTRUCTION, row.task or row.text, row.answer_due_on, f"/instructions/{row.id}") for row in rows]


def handovers(session: Session, actor: Actor, number: int = 1) -> Page[HandoverRow]:
    """One page of the handovers in the actor's units or place, the latest first; two statements."""
    giver, receiver = aliased(User), aliased(User)
    query = (
        select(
            Handover.id, Unit.name.label("unit"), Membership.role, giver.name.label("giver"), receiver.name.label("receiver"),
            Handover.handed_on, Handover.state, Handover.given_at, Handover.received_at,
        )
        .join(Membership, Membership.id == Handover.membership_id)
        .join(giver, giver.id == Membership.user_id)
        .join(receiver, receiver.id == Handover.receiver_id)
        .join(Unit, Unit.id == Handover.unit_id)
        .join(Jurisdiction, Jurisdiction.id == Unit.jurisdiction_id)
        .where(unit_within(actor, Permission.HANDOVER_READ))
        .order_by(Handover.id.desc())
    )  # fmt: skip
    rows, number, total = page_of(session, query, number)
    return Page([_row(*row) for row in rows], number, total)


def _row(
    number: int, unit: str, role: Role, giver: str, receiver: str, on: date, state: HandoverState, *signed: Any
) -> HandoverRow:
    return HandoverRow(number, unit, role, giver, receiver, on, state, all(signed))


def the_handover(session: Session, actor: Actor, handover_id: int) -> Handover:
    """The handover with post and people, or NotFound where there is none in the actor's units or place."""
    query = _handover(handover_id).join(Unit, Unit.id == Handover.unit_id).join(Jurisdiction)
    return found(session.scalar(query.where(unit_within(actor, Permission.HANDOVER_READ))))


def own_handover(session: Session, actor: Actor, handover_id: int) -> Handover:
    """The handover of which the actor gives or receives the post, whether or not the actor still holds one; else NotFound."""
    query = _handover(handover_id).join(Membership, Membership.id == Handover.membership_id)
    return found(session.scalar(query.where(or_(Membership.user_id == actor.user_id, Handover.receiver_id == actor.user_id))))


def _handover(handover_id: int) -> Select[Handover]:
    post = joinedload(Handover.membership)
    return (
        select(Handover)
        .where(Handover.id == handover_id)
        .options(
            post.joinedload(Membership.user), joinedload(Handover.unit).joinedload(Unit.jurisdiction), joinedload(Handover.receiver)
        )
    )


def names_beside(session: Session, handover: Handover) -> dict[int, str]:
    """The names, by id, of who proposed it and who carried it out."""
    wanted = [user_id for user_id in (handover.proposed_by_id, handover.carried_out_by_id) if user_id is not None]
    return {row.id: row.name for row in session.execute(select(User.id, User.name).where(User.id.in_(wanted)))}


def kept_matters(handover: Handover) -> list[Matter]:
    """The list as it stood when the handover was carried out."""
    return [
        Matter(OpenMatter(kind), title, date.fromisoformat(due) if due else None, path)
        for kind, title, due, path in handover.matters
    ]


def posts_of_units(session: Session, actor: Actor, today: date) -> Sequence[Membership]:
    """The posts that the actor, as head of their unit, may propose to hand over."""
    headed = sorted(actor.own.units(Permission.HANDOVER_PROPOSE))
    of_unit = and_(Membership.unit_id.in_(headed), Membership.role.in_(UNIT_ROLES))
    query = select(Membership).where(of_unit, not_ended(today, Membership))
    query = query.options(joinedload(Membership.user), joinedload(Membership.unit)).order_by(Membership.unit_id, Membership.id)
    return session.scalars(query).all()
