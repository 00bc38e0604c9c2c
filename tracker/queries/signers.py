"""Who acted on papers, as their pages name it: a deputy with the absent one beside, 钱副职（代吴局长）, as the history has it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from tracker.models import Event, User
from tracker.rules.days import official_day
from tracker.rules.transitions import Subject


@dataclass(frozen=True)
class Signers:
    """The names of people by id, and what the history says of each act, by who did it and the instant."""

    names: Mapping[int, str]
    acts: Mapping[tuple[int, datetime], str]

    def at(self, user_id: int | None, when: datetime | date | None) -> str:
        """Who did what was done at the instant, or that day, with the one it was done for; nothing where nobody is known."""
        if user_id is None:
            return ""
        done = (said for (who, at), said in self.acts.items() if who == user_id and when in (at, official_day(at)))
        return next(done, None) or self.names.get(user_id, "")


def signers(session: Session, papers: Mapping[Subject, Iterable[int]], user_ids: Iterable[int | None]) -> Signers:
    """The people who acted on the papers (ids by their kind), `user_ids`, under the names that they acted in; two statements.

    An act and its event bear one instant (`services/moves.make_move`), so that who did what is found by it. What is done before
    a paper moves for the first time leaves no event: it stands under one's own name.
    """
    about = (and_(Event.subject == subject, Event.subject_id.in_(list(ids))) for subject, ids in papers.items())
    query = select(Event.actor_id, Event.at, Event.actor_name).where(or_(*about), Event.new.is_not(None))
    acts = {(row.actor_id, row.at): row.actor_name for row in session.execute(query.order_by(Event.id))}
    people = select(User.id, User.name).where(User.id.in_({user_id for user_id in user_ids if user_id is not None}))
    return Signers({row.id: row.name for row in session.execute(people)}, acts)


def movers(session: Session, subject: Subject, subject_ids: Iterable[int]) -> dict[int, int | None]:
    """Who brought each of the papers to where it stands, by paper; one that never moved is left out. One statement."""
    about = (Event.subject == subject, Event.subject_id.in_(list(subject_ids)), Event.new.is_not(None))
    last = select(func.max(Event.id)).where(*about).group_by(Event.subject_id)
    rows = session.execute(select(Event.subject_id, Event.actor_id).where(Event.id.in_(last)))
    return {row.subject_id: row.actor_id for row in rows}


def signer(subject: Subject, subject_id: Any, user_id: Any, instant: InstrumentedAttribute[Any]) -> ColumnElement[str]:
    """The same of one act as a column, of a select that is joined to the User who did it."""
    said = select(Event.actor_name).where(
        Event.subject == subject, Event.subject_id == subject_id, Event.actor_id == user_id, Event.at == instant,
        Event.new.is_not(None),
    )  # fmt: skip
    return func.coalesce(said.order_by(Event.id.desc()).limit(1).scalar_subquery(), User.name, "")
