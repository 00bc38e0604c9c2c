"""What joining two rows that are one body would do, and what speaks against it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from tracker.errors import Conflict
from tracker.marking import N_, Term
from tracker.models import (
    Adjustment,
    Assignment,
    CoordinationUnit,
    Membership,
    Notice,
    Obligation,
    ObligationUnit,
    Occurrence,
    PhoneUrge,
    Plan,
    SupervisionOrder,
    Task,
    Unit,
    UnitCharge,
    UnitMember,
    UnitName,
)
from tracker.rules.statuses import AssignmentState, PlanState
from tracker.rules.unit_forms import Place
from tracker.rules.unit_matching import match


@dataclass(frozen=True)
class JoinPreview:
    """What would move to the other unit: names, drafts by title with their shares, dated duties, and groups it belongs to.

    `against` is the refusal that joining the two ends in; None where they may be joined.
    """

    names: tuple[str, ...]
    plans: tuple[tuple[str, int], ...]
    duties: int
    groups: tuple[str, ...]
    against: Conflict | None


def join_preview(session: Session, unit: Unit, into: Unit) -> JoinPreview:
    """What `services.units.join_units` would do with the two; eleven statements at most."""
    names = select(UnitName.name).where(UnitName.unit_id == unit.id).order_by(UnitName.id)
    shares = (
        select(Plan.title, func.count())
        .join(Task, Task.plan_id == Plan.id)
        .join(Assignment, Assignment.task_id == Task.id)
        .where(Assignment.unit_id == unit.id)
        .group_by(Plan.id, Plan.title)
        .order_by(Plan.id)
    )
    duties = select(func.count()).select_from(ObligationUnit).where(ObligationUnit.unit_id == unit.id)
    groups = select(Unit.name).join(UnitMember, UnitMember.collective_id == Unit.id).where(UnitMember.member_id == unit.id)
    return JoinPreview(
        names=tuple(session.scalars(names)),
        plans=tuple((row[0], row[1]) for row in session.execute(shares)),
        duties=session.scalar(duties) or 0,
        groups=tuple(session.scalars(groups.order_by(Unit.id))),
        against=objection_to_joining(session, unit, into),
    )


def objection_to_joining(session: Session, unit: Unit, into: Unit) -> Conflict | None:
    """Why the first may not become one with the second; None where it may."""
    if unit.id == into.id:
        return Conflict("请另选一个单位：不能与自身合并。")
    if unit.jurisdiction_id != into.jurisdiction_id:
        return Conflict("“%(unit)s”和“%(into)s”不属于同一地区，不能合并。", unit=unit.name, into=into.name)
    if unit.is_collective != into.is_collective:
        return Conflict("统称与单个单位不能合并；如统称包含该单位，请在“所含单位”中登记。")
    held = [Term(word) for word, condition in _standing(unit.id) if session.scalar(select(condition.exists()))]
    if held:
        return Conflict(
            "“%(unit)s”已有%(held)s，历史记录须予保留，不能合并；如已并入“%(into)s”，请登记其撤销日期，并以“%(into)s”为承接单位。",
            unit=unit.name,
            held=held,
            into=into.name,
        )
    return None


def likely_the_same(session: Session, unit: Unit) -> list[tuple[int, str]]:
    """The units of the place whose names say that they are, or may be, the same body: what to offer for joining. One statement."""
    query = (
        select(UnitName.name, Unit.id, Unit.name)
        .join(Unit, Unit.id == UnitName.unit_id)
        .where(Unit.jurisdiction_id == unit.jurisdiction_id, Unit.id != unit.id)
        .order_by(Unit.id)
    )
    known = {row[0]: (row[1], row[2]) for row in session.execute(query)}
    return list(match(unit.name, known, Place(unit.jurisdiction.name, unit.jurisdiction.level)).keys)


def plans_naming(session: Session, unit_id: int) -> Sequence[int]:
    """The plans in which the unit has a share or a duty, in the order in which their chains are to be held."""
    shares = (
        select(Task.plan_id)
        .join(Assignment, Assignment.task_id == Task.id)
        .where(or_(Assignment.unit_id == unit_id, Assignment.via_unit_id == unit_id))
    )
    duties = select(Obligation.plan_id).join(ObligationUnit).where(ObligationUnit.unit_id == unit_id)
    return sorted(set(session.scalars(shares.union(duties))))


def _standing(unit_id: int) -> list[tuple[str, Select[int]]]:
    """What history holds of a unit, by the word for it: each a query with a row for each instance."""
    mine: ColumnElement[bool] = or_(Assignment.unit_id == unit_id, Assignment.via_unit_id == unit_id)
    duty = select(ObligationUnit.unit_id).join(Obligation).join(Plan, Plan.id == Obligation.plan_id)
    return [
        (N_("已交办的任务"), select(Assignment.id).where(mine, Assignment.state != AssignmentState.DRAFT)),
        (N_("已交办方案的报告义务"), duty.where(ObligationUnit.unit_id == unit_id, Plan.state != PlanState.DRAFT)),
        (N_("督办单或催办单"), select(SupervisionOrder.id).where(SupervisionOrder.unit_id == unit_id)),
        (N_("定期报告"), select(Occurrence.id).where(Occurrence.unit_id == unit_id)),
        (N_("电话催办记录"), select(PhoneUrge.id).where(PhoneUrge.unit_id == unit_id)),
        (N_("已发出的消息"), select(Notice.id).where(Notice.unit_id == unit_id)),
        (N_("调整申请"), select(Adjustment.id).where(Adjustment.new_unit_id == unit_id)),
        (N_("协调事项"), select(CoordinationUnit.item_id).where(CoordinationUnit.unit_id == unit_id)),
        (N_("分管领导"), select(UnitCharge.id).where(UnitCharge.unit_id == unit_id)),
        (N_("任职人员"), select(Membership.id).where(Membership.unit_id == unit_id)),
    ]
