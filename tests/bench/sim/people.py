"""Who reads on a day, by plain loops: the holders of posts, whoever stands in for them, leaders in charge."""

from collections import defaultdict
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import Delegation, Membership, UnitCharge, User
from tracker.rules.reminders import Audience
from tracker.rules.statuses import Role

_ROLE = {Audience.LIAISON: Role.LIAISON, Audience.UNIT_HEAD: Role.UNIT_HEAD}


class Readers:
    """The active people by post on one day. There is one office, for there is one county."""

    def __init__(self, session: Session, today: date) -> None:
        active = {user.id for user in session.scalars(select(User)) if user.is_active}
        posts = {
            post.id: post
            for post in session.scalars(select(Membership))
            if post.from_on <= today and (post.to_on is None or today <= post.to_on)
        }
        self._by_role: dict[tuple[int, Role], set[int]] = defaultdict(set)
        self._office: dict[Role, set[int]] = defaultdict(set)
        held = [(post, post.user_id) for post in posts.values()]
        held += [
            (posts[row.membership_id], row.deputy_id)
            for row in session.scalars(select(Delegation))
            if row.membership_id in posts and row.from_on <= today <= row.to_on
        ]
        for post, user_id in held:
            if user_id in active:
                self._by_role[post.unit_id, post.role].add(user_id)
                self._office[post.role].add(user_id)
        self._charge: dict[int, set[int]] = defaultdict(set)
        for row in session.scalars(select(UnitCharge)):
            post = posts.get(row.membership_id)
            runs = row.from_on <= today and (row.to_on is None or today <= row.to_on)
            if runs and post and post.role is Role.LEADER and post.user_id in active:
                self._charge[row.unit_id].add(post.user_id)

    def of_unit(self, unit_id: int, audiences: set[Audience]) -> list[int]:
        """Who is spoken to in the unit."""
        return sorted({user for kind, role in _ROLE.items() if kind in audiences for user in self._by_role[unit_id, role]})

    def in_charge(self, unit_id: int) -> list[int]:
        """The leaders in charge of the unit."""
        return sorted(self._charge[unit_id])

    def of_office(self, audiences: set[Audience]) -> list[int]:
        """Who is spoken to in the office: for OFFICE its clerks and its director, for CLERK the clerks alone."""
        roles = {Role.CLERK} if Audience.CLERK in audiences else set()
        roles |= {Role.CLERK, Role.DIRECTOR} if Audience.OFFICE in audiences else set()
        return sorted({user for role in roles for user in self._office[role]})
