"""The same indicator in several plans, side by side: told by its name and unit, or by what an office has taken for one."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import Session, joinedload

from tracker.models import Indicator, IndicatorAlias, Jurisdiction, Plan, User
from tracker.queries.scope import found, in_region
from tracker.queries.sql import Page, page_of
from tracker.rules.permissions import Actor, Permission
from tracker.rules.statuses import PlanState

NAMES_SHOWN = 200


@dataclass(frozen=True)
class Group:
    """An indicator that stands in several plans: the key that they share, one of its names as printed, and in how many plans."""

    key: str
    quantity_unit: str
    name: str
    plans: int


@dataclass(frozen=True)
class Alias:
    """A name that is taken for another, who said so and when."""

    row: IndicatorAlias
    who: str


def groups(session: Session, actor: Actor, words: str, number: int = 1) -> Page[Group]:
    """The indicators that stand in more than one plan of the actor's view, or whose name holds the words; the commonest first."""
    key, unit = _key(), func.coalesce(Indicator.quantity_unit, "")
    plans = func.count(Indicator.plan_id.distinct())
    query = _comparable(actor, select(key, unit, func.min(Indicator.name), plans)).group_by(key, unit)
    wanted = key.in_(select(Indicator.name_key).where(Indicator.name.contains(words, autoescape=True))) if words else plans > 1
    query = query.where(wanted) if words else query.having(wanted)
    rows, number, total = page_of(session, query.order_by(plans.desc(), key, unit), number)
    return Page([Group(*row) for row in rows], number, total)


def indicators_of_group(session: Session, actor: Actor, key: str, quantity_unit: str, number: int = 1) -> Page[Indicator]:
    """The indicators of a group with their plans, by place and plan, in pages."""
    query = _comparable(actor, select(Indicator)).where(_key() == key, func.coalesce(Indicator.quantity_unit, "") == quantity_unit)
    query = query.options(joinedload(Indicator.plan).joinedload(Plan.jurisdiction)).order_by(
        Plan.jurisdiction_id, Plan.id, Indicator.id
    )
    rows, number, total = page_of(session, query, number)
    return Page([row[0] for row in rows], number, total)


def names_beside(session: Session, actor: Actor, key: str, quantity_unit: str) -> list[str]:
    """The other names with the same unit in the actor's view, that could be taken for this one."""
    name = func.min(Indicator.name)
    query = _comparable(actor, select(name)).where(func.coalesce(Indicator.quantity_unit, "") == quantity_unit, _key() != key)
    return list(session.scalars(query.group_by(_key()).order_by(name).limit(NAMES_SHOWN)))


def aliases(session: Session, actor: Actor, key: str) -> list[Alias]:
    """The names that the actor's office has taken for this one."""
    query = (
        select(IndicatorAlias, func.coalesce(User.name, ""))
        .join(Jurisdiction, Jurisdiction.id == IndicatorAlias.jurisdiction_id)
        .outerjoin(User, User.id == IndicatorAlias.joined_by_id)
        .where(IndicatorAlias.joined_key == key, Jurisdiction.path.in_(sorted(actor.regions(Permission.REPORT_READ))))
        .order_by(IndicatorAlias.id)
    )
    return [Alias(row[0], row[1]) for row in session.execute(query)]


def the_alias(session: Session, actor: Actor, alias_id: int) -> IndicatorAlias:
    """The alias of the actor's own office; else NotFound."""
    query = select(IndicatorAlias).join(Jurisdiction, Jurisdiction.id == IndicatorAlias.jurisdiction_id)
    own = Jurisdiction.path.in_(sorted(actor.regions(Permission.INDICATOR_ADMINISTER)))
    return found(session.scalar(query.where(IndicatorAlias.id == alias_id, own)))


def _key() -> Any:
    return func.coalesce(IndicatorAlias.joined_key, Indicator.name_key)


def _comparable(actor: Actor, query: Select) -> Select:
    """The query on indicators of issued plans of the actor's view, each joined to what its name is taken for there."""
    own = select(Jurisdiction.id).where(Jurisdiction.path.in_(sorted(actor.regions(Permission.REPORT_READ))))
    taken = and_(IndicatorAlias.name_key == Indicator.name_key, IndicatorAlias.jurisdiction_id.in_(own))
    return (
        query.select_from(Indicator)
        .join(Plan, Plan.id == Indicator.plan_id)
        .outerjoin(IndicatorAlias, taken)
        .where(Plan.state != PlanState.DRAFT, in_region(actor, Permission.REPORT_READ), Indicator.value.is_not(None))
    )
