"""Names of indicators that an office takes for one when it compares plans; what it has joined is remembered."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.errors import InvalidInput, NotAllowed
from tracker.models import Indicator, IndicatorAlias, Jurisdiction
from tracker.rules.indicators import name_key
from tracker.rules.permissions import Actor, Permission
from tracker.services.events import NO_PLAN, Entry, hold_chain, record


def join(session: Session, name: str, other: str, *, actor: Actor, now: datetime) -> None:
    """Take the first name for the second from now on, in the place of the actor's office; what stood for the first goes with it.

    Names are compared as `rules/indicators.name_key` makes them. InvalidInput where they are one already, or where no plan has an
    indicator of such a name.
    """
    place_id = _place(session, actor)
    hold_chain(session, NO_PLAN)
    known = {row.name_key: row for row in session.scalars(select(IndicatorAlias).where(IndicatorAlias.jurisdiction_id == place_id))}
    own, root = (_root(known, name_key(said)) for said in (name, other))
    if not own or not root:
        raise InvalidInput("请写明两个指标名称。")
    if own == root:
        raise InvalidInput("这两个名称已经按同一指标比较，不需要再认定。")
    _require_known(session, known, name, other)
    for row in known.values():
        if row.joined_key == own:
            row.joined_key = root
    alias = IndicatorAlias(jurisdiction_id=place_id, name_key=own, joined_key=root, joined_at=now, joined_by_id=actor.user_id)
    session.add(alias)
    session.flush()
    _note(session, alias, "join", actor, now)


def part(session: Session, alias: IndicatorAlias, *, actor: Actor, now: datetime) -> None:
    """Take the name for itself again."""
    if alias.jurisdiction_id != _place(session, actor):
        raise NotAllowed("只有作出认定的办公室可以取消认定。")
    hold_chain(session, NO_PLAN)
    _note(session, alias, "part", actor, now)
    session.delete(alias)
    session.flush()


def _require_known(session: Session, aliases: dict[str, IndicatorAlias], *names: str) -> None:
    """Every name is an indicator's in some plan, or was joined before; a slip of the pen would join nothing and stay unseen."""
    keys = {name_key(name): name for name in names}
    printed = set(session.scalars(select(Indicator.name_key).where(Indicator.name_key.in_(keys)).distinct()))
    unknown = next((name for key, name in keys.items() if key not in printed and key not in aliases), None)
    if unknown is not None:
        raise InvalidInput("没有名称为“%(name)s”的指标，请核对名称，或者从列表中选。", name=unknown.strip())


def _root(known: dict[str, IndicatorAlias], key: str) -> str:
    return known[key].joined_key if key in known else key


def _place(session: Session, actor: Actor) -> int:
    """The place of the actor's office; the highest where the actor holds posts in several."""
    path = min(actor.regions(Permission.INDICATOR_ADMINISTER), key=len, default=None)
    place_id = session.scalar(select(Jurisdiction.id).where(Jurisdiction.path == path)) if path else None
    if place_id is None:
        raise NotAllowed("只有领导小组办公室可以认定同一指标。")
    return place_id


def _note(session: Session, alias: IndicatorAlias, action: str, actor: Actor, now: datetime) -> None:
    facts = {"name": alias.name_key, "joined": alias.joined_key}
    record(session, NO_PLAN, [Entry("indicator_alias", alias.id, action, data=facts)], actor=actor, now=now)
