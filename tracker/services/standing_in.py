"""Acting for somebody else (AB角): on whose behalf an act is done, and that nobody approves by it what is one's own."""

from collections.abc import Callable, Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import Event
from tracker.rules.permissions import Actor, Principal
from tracker.rules.refusals import RuleViolation


def principals(actor: Actor, is_allowed: Callable[[Actor], bool]) -> tuple[Principal, ...]:
    """On whose behalf the actor does what needs to be allowed: nobody's where a post of one's own allows it."""
    if actor.trusted or is_allowed(actor.own):
        return ()
    lent = {post.held_for for alone in actor.stands_for if is_allowed(alone) for post in alone.posts}
    return tuple(sorted(principal for principal in lent if principal is not None))


def require_another(session: Session, subject: str, subject_id: int, *, actor: Actor, behalf: Collection[Principal]) -> None:
    """Nothing where somebody else brought the matter to where it stands; otherwise RuleViolation `own_work_by_delegation`.

    Who asked for something does not grant it in the absent one's place, and what the absent one asked for is not granted in the
    absent one's own name: a second person must be a second person (order 733 art. 17 asks the same of reviews).
    """
    if not behalf:
        return
    query = select(Event.actor_id).where(Event.subject == subject, Event.subject_id == subject_id, Event.new.is_not(None))
    last = session.scalar(query.order_by(Event.id.desc()).limit(1))
    if last is not None and last in {actor.user_id, *(principal.user_id for principal in behalf)}:
        raise RuleViolation("own_work_by_delegation", names=[principal.name for principal in behalf])
