"""Saved views of the ledger (台账视图): one's own, and those that the colleagues of the office share."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import SelectBase, func, select, union
from sqlalchemy.orm import Session

from tracker.models import Jurisdiction, SavedView, User
from tracker.queries.scope import found
from tracker.rules.permissions import Actor, Permission

SHOWN = 60  # of one's own there are fewer (services/saved_views.py); a large office may share more than a page should hold


@dataclass(frozen=True)
class ViewRow:
    """A view as a list shows it; `owner` is the name of who shares it, empty for the reader's own."""

    id: int
    name: str
    query: str
    is_start: bool
    is_shared: bool
    owner: str


def views_for(session: Session, actor: Actor) -> list[ViewRow]:
    """The views that the actor may use, the own ones first, by name; one statement."""
    is_own = SavedView.user_id == actor.user_id
    query = (
        select(SavedView, User.name)
        .join(User, User.id == SavedView.user_id)
        .where(SavedView.id.in_(_usable(actor)))
        .order_by(is_own.desc(), SavedView.name, SavedView.id)
        .limit(SHOWN)
    )
    return [_row(view, "" if view.user_id == actor.user_id else name) for view, name in session.execute(query)]


def _row(view: SavedView, owner: str) -> ViewRow:
    return ViewRow(view.id, view.name, view.query, view.is_start, view.shared_with_id is not None, owner)


def _usable(actor: Actor) -> SelectBase:
    """The ids: two look-ups put together, for an index serves no OR, and there are views of every person of a country."""
    own = select(SavedView.id).where(SavedView.user_id == actor.user_id)
    paths = office_paths(actor)
    if not paths:
        return own
    offices = select(Jurisdiction.id).where(Jurisdiction.path.in_(paths))
    return union(own, select(SavedView.id).where(SavedView.shared_with_id.in_(offices)))


def office_paths(actor: Actor) -> Sequence[str]:
    """The places in whose office the actor holds a post, the highest first."""
    return sorted(actor.regions(Permission.TASK_ADMINISTER))


def office_of(session: Session, actor: Actor) -> Jurisdiction | None:
    """The place with whose office the actor may share views; None for who is in no office."""
    paths = office_paths(actor)
    return session.scalar(select(Jurisdiction).where(Jurisdiction.path == paths[0])) if paths else None


def own_view(session: Session, actor: Actor, view_id: int) -> SavedView:
    """The actor's own view; NotFound for any other, even one that is shared: only its owner changes it."""
    return found(session.scalar(select(SavedView).where(SavedView.id == view_id, SavedView.user_id == actor.user_id)))


def view_named(session: Session, actor: Actor, name: str) -> SavedView | None:
    """The actor's own view of that name."""
    return session.scalar(select(SavedView).where(SavedView.user_id == actor.user_id, SavedView.name == name))


def number_of_views(session: Session, actor: Actor) -> int:
    """How many views the actor has kept."""
    return session.scalar(select(func.count()).select_from(SavedView).where(SavedView.user_id == actor.user_id)) or 0
