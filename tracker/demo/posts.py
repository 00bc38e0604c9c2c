"""People in the last days of the play: a head is away and a colleague stands in, and a post changes hands."""

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.demo.people import PASSWORD
from tracker.demo.supervision import at
from tracker.models import Membership, User
from tracker.rules.permissions import SYSTEM, Actor
from tracker.rules.statuses import Role
from tracker.services import accounts, delegations, handovers
from tracker.services.delegations import Term

AWAY = timedelta(days=6)


def last_days(session: Session, day: date) -> None:
    """The head of 县发展和改革局 is away for a week; the liaison of 县财政局 hands over, and the successor has still to sign."""
    head, finance = _post(session, "fagai.fzr"), _post(session, "caizheng")
    deputy = _enter(session, "fagai.fu", "方圆", head, day)
    delegations.stand_in(
        session, head, deputy, Term(day, day + AWAY), "赴省里参加培训", actor=_actor(session, "fagai.fzr", day), now=at(day, 8, 50)
    )
    successor = _enter(session, "caizheng.xin", "梁晨", None, day)
    lead = _actor(session, "caizheng.fzr", day)
    row = handovers.propose(session, finance, successor, day, "岗位调整", actor=lead, now=at(day, 9))
    handovers.carry_out(session, row, actor=_actor(session, "anquan", day), now=at(day, 10))
    handovers.sign(session, row, actor=_actor(session, "caizheng", day), now=at(day, 11))


def _enter(session: Session, login: str, name: str, beside: Membership | None, day: date) -> User:
    """A new account; with a liaison's post beside that one, or none."""
    user = accounts.create_user(session, login, name, PASSWORD, actor=SYSTEM, now=at(day, 8), must_change=False)
    if beside is not None:
        accounts.add_membership(session, user, beside.unit, Role.LIAISON, actor=SYSTEM, now=at(day, 8), from_on=day)
    return user


def _post(session: Session, login: str) -> Membership:
    return session.scalars(select(Membership).join(User).where(User.login == login)).one()


def _actor(session: Session, login: str, day: date) -> Actor:
    actor = accounts.actor_of(session, session.scalars(select(User.id).where(User.login == login)).one(), day)
    assert actor is not None
    return actor
