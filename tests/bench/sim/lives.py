"""What the people of the county do between the rounds: through the services alone, at random, the same for the same seed."""

import random
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

from tests.bench.sim import office_acts as office
from tests.bench.sim import unit_acts as units
from tests.bench.sim.moments import Moment
from tests.bench.sim.world import World
from tracker.db import Database
from tracker.errors import TrackerError
from tracker.rules.refusals import RuleViolation

ACTS: tuple[tuple[int, Callable[[Moment], None]], ...] = (
    (6, units.sign), (2, office.uphold), (14, units.report), (14, office.review), (3, units.put_off),
    (3, office.decide_extension), (1, office.order), (3, units.answer), (3, office.judge_answer), (2, units.ask_to_close),
    (2, office.close), (1, office.reopen), (1, office.rest), (1, office.instruct), (2, units.answer_instruction),
    (3, units.duty), (1, units.mute), (1, units.be_away), (1, office.come_and_go), (1, office.change_rhythm),
    (1, office.resend), (1, office.run_again), (2, units.sign_paper),
)  # fmt: skip
_WEIGHTS, _CHOICES = zip(*ACTS, strict=True)


def live(database: Database, world: World, chance: random.Random, now: datetime, acts: int) -> Counter[str]:
    """Try so many acts, a minute apart; how many of each were done. What the services refuse does not happen."""
    done: Counter[str] = Counter()
    for number in range(acts):
        act = chance.choices(_CHOICES, weights=_WEIGHTS)[0]
        try:
            with database.transaction() as session:
                act(Moment(session, world, chance, now + timedelta(minutes=number)))
            done[act.__name__] += 1
        except (TrackerError, RuleViolation, IndexError):
            continue
    return done
