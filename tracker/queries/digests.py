"""What digests say, put together from their messages for many at once: three statements, however many there are."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, SQLColumnExpression, and_, case, func, literal, or_, select, true
from sqlalchemy.orm import Session

from tracker.labels import label
from tracker.models import Assignment, Delegation, Digest, Membership, Notice, Plan, Task, Unit
from tracker.queries.delegations import runs_on
from tracker.queries.terms import holds_on
from tracker.rules.digests import LISTED, WAITING_LADDERS, Band, Contents, Line, Tally
from tracker.rules.statuses import UNIT_ROLES, AssignmentRole, Role

_IN_UNIT = {
    AssignmentRole.LEAD: "贵单位牵头",
    AssignmentRole.RESPONSIBLE: "贵单位是责任单位",
    AssignmentRole.SUPPORTING: "贵单位配合",
}
Posts = Mapping[tuple[int, int], Sequence[tuple[Role, bool]]]


def contents_of(session: Session, digest_ids: Sequence[int], today: date) -> dict[int, Contents]:
    """What each of these digests of people holds, by id; the posts are those of today."""
    return _contents(session, Notice.digest_id.in_(digest_ids), today)


def still_to_say(session: Session, digest_ids: Sequence[int], today: date) -> dict[int, Contents]:
    """What each of these digests has to say now: nothing of what ended while it waited; without any rest it is not there."""
    return _contents(session, and_(Notice.digest_id.in_(digest_ids), Notice.ended.is_(None)), today)


def _contents(session: Session, of_digests: ColumnElement[bool], today: date) -> dict[int, Contents]:
    rows = session.execute(_first_lines(of_digests)).all()
    counts = _counts(session, of_digests)
    posts = _posts(session, {row.user_id for row in rows}, today)
    by_digest: dict[int, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        by_digest[row.digest_id].append(row)
    return {
        digest_id: Contents(own[0].day, own[0].digest_urgent, tuple(_line(row, posts) for row in own), counts[digest_id])
        for digest_id, own in by_digest.items()
    }


def tally_of(session: Session, day: date, scope: str | None) -> Tally:
    """How many matters were reminded of on the day, in all or in the units of the name: each once, whoever was told of it."""
    band = _band(literal(day, Notice.planned_on.type))
    matters = (
        select(band.label("band"), Notice.ladder, Notice.subject, Notice.subject_id)
        .where(Notice.planned_on == day, Notice.rung.is_not(None), of_scope(scope))
        .distinct()
        .subquery()
    )
    query = select(matters.c.band, func.count()).group_by(matters.c.band)
    return Tally(day, {Band(found): number for found, number in session.execute(query)})


def of_scope(scope: str | None) -> ColumnElement[bool]:
    """A condition on Notice: it is of a unit of the name; of any where there is none."""
    return true() if scope is None else Notice.unit_id.in_(select(Unit.id).where(Unit.name == scope))


def _band(day: SQLColumnExpression[date]) -> ColumnElement[int]:
    """How a message presses in the digest of the day (rules/digests.py)."""
    return case(
        (or_(Notice.ladder.is_(None), Notice.due_on.is_(None)), int(Band.NEWS)),
        (Notice.ladder.in_(WAITING_LADDERS), int(Band.WAITING)),
        (Notice.due_on < day, int(Band.OVERDUE)),
        (Notice.due_on == day, int(Band.TODAY)),
        else_=int(Band.SOON),
    )


def _first_lines(of_digests: ColumnElement[bool]) -> Any:
    """The first LISTED messages of each digest, in its order. A task's unit is named with its weightiest part in it."""
    band = _band(Digest.day)
    place = func.row_number().over(partition_by=Notice.digest_id, order_by=(band, Notice.due_on, Notice.id)).label("place")
    ranked = (
        select(Notice.id, band.label("band"), place, Digest.day, Digest.is_urgent.label("digest_urgent"))
        .join(Digest, Digest.id == Notice.digest_id)
        .where(of_digests)
        .subquery()
    )
    # lead < responsible < supporting, by their names too.
    role = select(func.min(Assignment.role)).where(Assignment.task_id == Notice.task_id, Assignment.unit_id == Notice.unit_id)
    return (
        select(
            Notice.digest_id, Notice.user_id, Notice.unit_id, Notice.title, Notice.body, Notice.path, Notice.due_on,
            Unit.name.label("unit"), Plan.title.label("plan"), Task.title.label("task"), role.scalar_subquery().label("role"),
            ranked.c.band, ranked.c.day, ranked.c.digest_urgent,
        )
        .join(ranked, ranked.c.id == Notice.id)
        .join(Unit, Unit.id == Notice.unit_id)
        .outerjoin(Plan, Plan.id == Notice.plan_id)
        .outerjoin(Task, Task.id == Notice.task_id)
        .where(ranked.c.place <= LISTED)
        .order_by(Notice.digest_id, ranked.c.place)
    )  # fmt: skip


def _counts(session: Session, of_digests: ColumnElement[bool]) -> dict[int, dict[Band, int]]:
    band = _band(Digest.day).label("band")
    query = (
        select(Digest.id, band, func.count())
        .join(Notice, Notice.digest_id == Digest.id)
        .where(of_digests)
        .group_by(Digest.id, band)
    )
    found: dict[int, dict[Band, int]] = defaultdict(dict)
    for digest_id, which, number in session.execute(query):
        found[digest_id][Band(which)] = number
    return found


def _posts(session: Session, user_ids: set[int], today: date) -> Posts:
    """By person and unit: the roles there, and whether each is held by delegation."""
    own = select(Membership.user_id, Membership.unit_id, Membership.role, literal(False)).where(
        Membership.user_id.in_(user_ids), holds_on(today)
    )
    of_others = (
        select(Delegation.deputy_id, Membership.unit_id, Membership.role, literal(True))
        .join(Membership, Membership.id == Delegation.membership_id)
        .where(Delegation.deputy_id.in_(user_ids), runs_on(today), holds_on(today))
    )
    found: dict[tuple[int, int], list[tuple[Role, bool]]] = defaultdict(list)
    for user_id, unit_id, role, is_deputy in session.execute(own.union_all(of_others)):
        found[user_id, unit_id].append((role, bool(is_deputy)))
    return found


def _line(row: Row[Any], posts: Posts) -> Line:
    """The message to somebody who holds these posts in the unit that it went to; no person is named."""
    held = posts.get((row.user_id, row.unit_id), ())
    is_of_unit = any(role in UNIT_ROLES for role, _ in held)
    part = _IN_UNIT[AssignmentRole(row.role)] if row.role and is_of_unit else ""
    return Line(Band(row.band), row.title, row.body, row.path, _post(row.unit, held), part, row.plan, row.due_on, row.task)


def _post(unit: str, held: Sequence[tuple[Role, bool]]) -> str:
    """您是示例局单位联络员，代理单位负责人; of who holds no post there, as an administrator, only what unit it is about."""
    own = [label(role) for role, is_deputy in held if not is_deputy]
    others = [label(role) for role, is_deputy in held if is_deputy]
    said = [f"您是{unit}{'、'.join(sorted(own))}"] if own else []
    said += [f"{'' if own else f'您在{unit}'}代理{'、'.join(sorted(others))}"] if others else []
    return "，".join(said) or f"此事与{unit}有关"
