"""Acting for somebody else (AB角): on whose behalf an act is done, and that nobody approves by it what is one's own."""

from collections.abc import Callable, Collection

from sqlalchemy.orm import Session

from tracker.queries.signers import movers
from tracker.rules.permissions import Actor, Principal
from tracker.rules.refusals import RuleViolation
from tracker.rules.transitions import Subject

OWN_WORK = "own_work_by_delegation"  # the code of the refusal


def principals(actor: Actor, is_allowed: Callable[[Actor], bool]) -> tuple[Principal, ...]:
    """On whose behalf the actor does what needs to be allowed: nobody's where a post of one's own allows it."""
    if actor.trusted or is_allowed(actor.own):
        return ()
    lent = {post.held_for for alone in actor.stands_for if is_allowed(alone) for post in alone.posts}
    return tuple(sorted(principal for principal in lent if principal is not None))


def require_another(session: Session, subject: Subject, subject_id: int, *, actor: Actor, behalf: Collection[Principal]) -> None:
    """Nothing where somebody else brought the matter to where it stands; otherwise RuleViolation `own_work_by_delegation`.

    Who asked for something does not grant it in the absent one's place, and what the absent one asked for is not granted in the
    absent one's own name: a second person must be a second person (order 733 art. 17 asks the same of reviews).
    """
    if behalf and is_own_work(movers(session, subject, [subject_id]).get(subject_id), actor=actor, behalf=behalf):
        raise RuleViolation(OWN_WORK)


def is_own_work(mover: int | None, *, actor: Actor, behalf: Collection[Principal]) -> bool:
    """True where the deputy, or one for whom he acts, brought the matter to where it stands: `mover` did."""
    return mover is not None and bool(behalf) and mover in {actor.user_id, *(principal.user_id for principal in behalf)}
