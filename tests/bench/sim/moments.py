"""One act of the county's people: who is there, when, and the dice by which one of the rows is chosen."""

import random
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.bench.sim.world import World
from tracker.rules.days import official_day
from tracker.rules.permissions import Actor
from tracker.rules.statuses import Role
from tracker.services import accounts

LIMIT = 40  # rows among which one act chooses


@dataclass
class Moment:
    """One act: who is there, when, and the dice."""

    session: Session
    world: World
    chance: random.Random
    now: datetime
    actors: dict[int, Actor] = field(default_factory=dict)

    @property
    def today(self) -> date:
        return official_day(self.now)

    def actor(self, user_id: int) -> Actor:
        found = self.actors.get(user_id) or accounts.actor_of(self.session, user_id, self.today)
        if found is None:
            raise IndexError(user_id)
        self.actors[user_id] = found
        return found

    def office(self, role: Role = Role.CLERK) -> Actor:
        return self.actor(self.world.office[role])

    def of_unit(self, unit_id: int, role: Role = Role.LIAISON) -> Actor:
        """One of those in the post; where a unit has no head its liaison. IndexError where it has nobody."""
        people = self.world.people[unit_id]
        return self.actor(self.chance.choice(people[role] or people[Role.LIAISON]))

    def one(self, query: Any) -> Any:
        """One of the rows, the later ones left out; IndexError where there is none."""
        return self.chance.choice(list(self.session.scalars(query.limit(LIMIT))))

    def some(self, model: Any, *states: str) -> Any:
        """One of the rows in such a state, from a random place on."""
        newest = self.session.scalar(select(model.id).order_by(model.id.desc()).limit(1)) or 0
        from_id = self.chance.randrange(newest + 1)
        query = select(model).where(model.state.in_(states)).order_by(model.id)
        rows = list(self.session.scalars(query.where(model.id >= from_id).limit(LIMIT)))
        return self.chance.choice(rows or list(self.session.scalars(query.limit(LIMIT))))
