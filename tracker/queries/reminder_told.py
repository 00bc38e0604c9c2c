"""The matters that were reminded of in a stretch of days, and what was said of each: relations for the monthly summary.

A matter is what one unit owes by one day: ladder, subject, unit, basis. What only the office is told of (a look back, a report to
be reviewed) is a matter of the office. A message that was set aside before it
was sent, because the matter was over or its reader had left, was none; one that gave way to a later one had stood in the inbox.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import CTE, ColumnElement, Select, and_, case, exists, func, literal, or_, select
from sqlalchemy.orm import aliased

from tracker.models import Delegation, Delivery, DeliveryState, Membership, Notice, NoticeState
from tracker.queries.reminder_sources import Side
from tracker.queries.terms import holds_on
from tracker.rules.ladders import OFFICE_LADDERS
from tracker.rules.settling import DOORS
from tracker.rules.statuses import Role

_TOLD_OF = [ladder.value for ladder, found in DOORS.items() if found]
OFFICE_REACHED = 4
LEADER_REACHED = 3


def was_said() -> ColumnElement[bool]:
    """A condition on Notice: a reminder that stood, also one to a reader who had muted the matter."""
    return and_(Notice.ladder.is_not(None), Notice.state.not_in((NoticeState.SETTLED, NoticeState.NO_POST)))


def matters_told(first: date, last: date, conditions: Sequence[ColumnElement[bool]]) -> CTE:
    """The matters with a reminder planned from `first` to `last`.

    `no` is the id of the first of these messages, `told_from` its day. `told_unit` is 0 for a matter of the office. `conditions` on
    Notice narrow them. That an indicator caught up no event tells, so that ladder is left out.
    """
    of_office = Notice.ladder.in_([ladder.value for ladder in OFFICE_LADDERS])
    notices = (
        select(
            Notice.id, Notice.ladder, Notice.subject, Notice.subject_id, Notice.due_on, Notice.unit_id, Notice.plan_id,
            Notice.task_id, Notice.about, Notice.planned_on, case((of_office, 0), else_=Notice.unit_id).label("told_unit"),
        )
        .where(
            was_said(), Notice.planned_on.between(first, last), Notice.ladder.in_(_TOLD_OF),
            Notice.audience == case((of_office, Side.OFFICE.value), else_=Side.UNIT.value), *conditions,
        )
        .subquery("notices")
    )  # fmt: skip
    key = [notices.c[name] for name in ("ladder", "subject", "subject_id", "due_on", "told_unit")]
    query = select(
        func.min(notices.c.id).label("no"), *key, func.min(notices.c.unit_id).label("unit_id"),
        func.min(notices.c.plan_id).label("plan_id"), func.min(notices.c.task_id).label("task_id"),
        func.min(notices.c.about).label("about"), func.min(notices.c.planned_on).label("told_from"),
    )  # fmt: skip
    return _materialized(query.group_by(*key), "matter")


def said_of(matter: CTE, first: date, last: date, until: date) -> CTE:
    """What was said of each matter by the end of `until`, from its first reminder on, by `no`.

    `reminders`: steps of the ladder, however many people read each; `in_month` those of them planned from `first` to `last`, with
    `messages` the rows. `failed`: rows of the month of which a channel gave up the delivery; `unread_by_any`: those to the inbox of
    a unit with nobody in the post; `muted`: those to readers who had muted the matter. `reached`: 0 nobody, 1 liaison, 2 head,
    3 leader in charge; when the office was told of it, `office_from` and `office_to`.
    """
    of_office = matter.c.told_unit == 0
    own = or_(Notice.audience == Side.UNIT, of_office)
    sent = and_(own, Notice.state != NoticeState.MUTED)
    in_month = and_(own, Notice.planned_on.between(first, last))
    to_office = Notice.audience == Side.OFFICE
    query = (
        select(
            matter.c.no,
            func.min(_when(sent, Notice.planned_on)).label("first_on"),
            func.count(_when(sent, Notice.rung).distinct()).label("reminders"),
            func.count(_when(and_(sent, in_month), Notice.rung).distinct()).label("in_month"),
            func.count(_when(in_month, Notice.id)).label("messages"),
            func.count(_when(and_(in_month, has_failed()), Notice.id)).label("failed"),
            func.count(_when(and_(in_month, Notice.user_id.is_(None)), Notice.id)).label("unread_by_any"),
            func.count(_when(and_(in_month, Notice.state == NoticeState.MUTED), Notice.id)).label("muted"),
            func.max(_reach(of_office)).label("reached"),
            func.min(_when(to_office, Notice.planned_on)).label("office_from"),
            func.max(_when(to_office, Notice.planned_on)).label("office_to"),
        )
        .select_from(matter)
        .join(Notice, and_(*(getattr(Notice, name) == matter.c[name] for name in ("ladder", "due_on", "subject", "subject_id"))))
        .where(was_said(), Notice.planned_on <= until, or_(to_office, Notice.unit_id == matter.c.told_unit))
        .group_by(matter.c.no)
    )
    return _materialized(query, "said")


def has_failed() -> ColumnElement[bool]:
    """A condition on Notice: a channel has given up its delivery (as `queries/messages.py` says of a message that failed)."""
    return and_(
        Notice.state == NoticeState.CARRIED,
        exists().where(Delivery.digest_id == Notice.digest_id, Delivery.state == DeliveryState.FAILED).correlate(Notice),
    )


def _when(condition: ColumnElement[bool], value: Any) -> ColumnElement[Any]:
    return case((condition, value))


def _reach(of_office: ColumnElement[bool]) -> ColumnElement[int]:
    nobody = or_(Notice.user_id.is_(None), Notice.state == NoticeState.MUTED)
    return case(
        (and_(Notice.audience == Side.OFFICE, ~of_office), 0),
        (nobody, 0),
        (of_office, OFFICE_REACHED),
        (Notice.audience == Side.LEADER, LEADER_REACHED),
        (_read_by_head(), 2),
        else_=1,
    )


def _read_by_head() -> ColumnElement[bool]:
    """A condition on Notice: its reader held the post of the unit's head on the day, or stood in for who did."""
    post, lent = aliased(Membership), aliased(Delegation)
    stood_in = (
        select(literal(1))
        .where(
            lent.membership_id == post.id, lent.deputy_id == Notice.user_id,
            lent.from_on <= Notice.planned_on, lent.to_on >= Notice.planned_on,
        )
        .correlate(post, Notice)
        .exists()
    )  # fmt: skip
    held = holds_on(Notice.planned_on.expression, post)
    return (
        select(literal(1))
        .where(post.unit_id == Notice.unit_id, post.role == Role.UNIT_HEAD, held, or_(post.user_id == Notice.user_id, stood_in))
        .correlate(Notice)
        .exists()
    )


def _materialized(query: Select[*tuple[Any, ...]], name: str) -> CTE:
    return query.cte(name).prefix_with("MATERIALIZED")
