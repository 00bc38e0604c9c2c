"""A scheduler in a hurry, as a process of its own: `python -m tests.hurried`.

One job, of every round: it sleeps a little, then writes. Its records tell under which token it wrote.
"""

import logging
import time
from collections.abc import Mapping
from datetime import date

from tracker.config import Settings, load_settings
from tracker.fencing import Fence
from tracker.jobs.table import Job, Lane
from tracker.leases import Pace
from tracker.scheduler import Tempo, run

TEMPO = Tempo(Pace(look=0.02, beat=0.05, patience=0.6), round_seconds=0.05)


def tick(fence: Fence, settings: Settings, day: date) -> Mapping[str, int]:
    """Work for a moment outside any transaction; the record of the round is what is written."""
    logging.info("ticking")
    time.sleep(0.2)
    return {"ticks": 1}


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    run(load_settings(), [Job("tick", "tick", Lane.WORK, tick)], TEMPO)
