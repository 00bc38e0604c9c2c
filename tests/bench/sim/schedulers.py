"""The two schedulers as the driver holds them: started, told rounds, stopped and let go on, found dead."""

import os
import random
import signal
import sys
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from tests.bench.sim import worker
from tests.bench.sim.kills import KINDS, Arm
from tracker.db import Database

HUNG_SECONDS = 120.0
# How many hooks of a kind pass by, on average, before the process dies.
_REACH = {"statement": 25, "before commit": 6, "after commit": 6, "smtp": 40, "sent": 3}

# Children come from one process that has everything loaded already, so that a restart costs next to nothing.
CONTEXT = get_context("forkserver")
CONTEXT.set_forkserver_preload(["tests.bench.sim.preloaded", *({"pytest"} & set(sys.modules))])


@dataclass
class Scheduler:
    """One of the two: its process, how far its clock is off, and when it is to be started again."""

    skew: timedelta = timedelta()
    process: BaseProcess | None = None
    pipe: Connection | None = None
    up_at: datetime | None = None
    is_asked: bool = False
    token: int | None = None  # under which it last said that it works

    @property
    def is_up(self) -> bool:
        return self.process is not None


class Pair:
    """Both schedulers. `tell` has them work a round; who holds the lease is theirs to find out."""

    def __init__(self, environ: dict[str, str], log: Path, database: Database, chance: random.Random) -> None:
        self._environ, self._log, self._database, self._chance = environ, log, database, chance
        self.both = (Scheduler(), Scheduler())
        self.counts: Counter[str] = Counter()
        self.known: set[str] = set()  # the steps in which a process has died already

    def start(self, scheduler: Scheduler, now: datetime) -> None:
        """Start the process; its clock shows the time with its own error."""
        ours, theirs = CONTEXT.Pipe()
        process = CONTEXT.Process(target=worker.main, args=(self._environ, theirs, self._log), daemon=True)
        process.start()
        theirs.close()
        ours.send(worker.Round(now + scheduler.skew, ()))
        scheduler.process, scheduler.pipe, scheduler.is_asked, scheduler.token = process, ours, False, None
        self.counts["starts"] += 1

    def start_due(self, now: datetime) -> None:
        """Start again whose pause is over."""
        for scheduler in self.both:
            if not scheduler.is_up and (scheduler.up_at is None or scheduler.up_at <= now):
                self.start(scheduler, now)

    def step_clocks(self) -> None:
        """Now and then a clock goes wrong by minutes or hours, forward or back, or right again."""
        for scheduler in self.both:
            dice = self._chance.random()
            if dice < 0.04:
                scheduler.skew = timedelta(minutes=round(self._chance.gauss(0, 1) * self._chance.choice((2, 30, 200))))
                self.counts["clock steps"] += 1
            elif dice < 0.2 and scheduler.skew:
                scheduler.skew = timedelta()
                self.counts["clock steps"] += 1

    def tell(self, now: datetime, lanes: tuple[str, ...], *, armed: float = 0.0) -> bool:
        """Have a round worked off; True where somebody has done so. Who does not hold the lease only waits."""
        for scheduler in self.both:
            self.ask(scheduler, now, lanes, armed)
        return any(token is not None for token in self.answers())

    def ask(self, scheduler: Scheduler, now: datetime, lanes: tuple[str, ...], armed: float = 0.0) -> None:
        """Tell one of them to work a round."""
        if scheduler.pipe is None or scheduler.is_asked:
            return
        arm = self._arm() if self._chance.random() < armed else None
        with suppress(BrokenPipeError):
            scheduler.pipe.send(worker.Round(now + scheduler.skew, lanes, arm))
        scheduler.is_asked = True

    def _arm(self) -> Arm:
        if self._chance.random() < 0.4:
            return Arm(known=frozenset(self.known))
        kind = self._chance.choice(KINDS)
        return Arm(kind, 1 + int(self._chance.expovariate(1 / _REACH[kind])))

    def answers(self, of: Scheduler | None = None) -> list[int | None]:
        """What those who were asked answer, when all have answered or died."""
        found: list[int | None] = []
        deadline = time.monotonic() + HUNG_SECONDS
        while asked := [one for one in self.both if one.is_asked and of in (None, one)]:
            for scheduler in asked:
                if self._has_answered(scheduler, found):
                    continue
                if time.monotonic() > deadline:
                    self.counts["hung"] += 1
                    self.kill(scheduler)
            left = [one.pipe for one in self.both if one.is_asked and one.pipe and of in (None, one)]
            wait(left, timeout=1.0) if left else None
        return found

    def _has_answered(self, scheduler: Scheduler, found: list[int | None]) -> bool:
        assert scheduler.pipe is not None
        try:
            if not scheduler.pipe.poll():
                return False
            scheduler.token = scheduler.pipe.recv()
            found.append(scheduler.token)
        except (EOFError, ConnectionError):
            self._bury(scheduler)
        scheduler.is_asked = False
        return True

    def _bury(self, scheduler: Scheduler) -> None:
        assert scheduler.process is not None
        assert scheduler.pipe is not None
        scheduler.process.join()
        scheduler.pipe.close()
        self.counts["deaths" if scheduler.process.exitcode == -signal.SIGKILL else f"exit {scheduler.process.exitcode}"] += 1
        scheduler.process = scheduler.pipe = None

    def kill(self, scheduler: Scheduler) -> None:
        """Kill it from outside, wherever it is."""
        if scheduler.process is not None:
            scheduler.process.kill()
            self._bury(scheduler)
            scheduler.is_asked = False

    def pause_one(self, now: datetime, lanes: tuple[str, ...]) -> bool:
        """Stop whoever works, mostly within a round, until the other has taken over, then let it go on; False where that failed.

        Not within a transaction: there SQLite lets nobody else write until it goes on.
        """
        working = next((one for one in self.both if one.is_up and one.token is not None), None)
        other = next((one for one in self.both if one.is_up and one is not working), None)
        if working is None or other is None:
            return False
        self.ask(working, now, lanes)
        time.sleep(self._chance.random() * 0.15)
        is_within = not (working.pipe and working.pipe.poll())
        if not self._stop(working):
            self.answers()
            return False
        has_taken = self._await(other, now, lanes)
        self._signal(working, signal.SIGCONT)
        self.answers()
        self.counts["pauses within a round" if is_within else "pauses between rounds"] += has_taken
        return has_taken

    def _await(self, other: Scheduler, now: datetime, lanes: tuple[str, ...]) -> bool:
        for _ in range(100):
            if not other.is_up:
                return False
            self.ask(other, now, lanes)
            if any(token is not None for token in self.answers(other)):
                return True
            time.sleep(0.05)
        return False

    def _stop(self, scheduler: Scheduler) -> bool:
        for _ in range(20):
            self._signal(scheduler, signal.SIGSTOP)
            if self._is_free():
                return True
            self._signal(scheduler, signal.SIGCONT)
            time.sleep(0.01)
        return False

    def _signal(self, scheduler: Scheduler, number: int) -> None:
        if scheduler.process is not None and scheduler.process.pid is not None:
            with suppress(ProcessLookupError):
                os.kill(scheduler.process.pid, number)

    def _is_free(self) -> bool:
        """True where nobody is in the middle of a transaction that writes."""
        try:
            with self._database.engine.connect() as connection:
                if self._database.engine.name == "sqlite":
                    connection.exec_driver_sql("END")
                    connection.exec_driver_sql("PRAGMA busy_timeout=50")
                    connection.exec_driver_sql("BEGIN IMMEDIATE")
                    connection.exec_driver_sql("ROLLBACK")
                    connection.exec_driver_sql("PRAGMA busy_timeout=15000")
                    connection.exec_driver_sql("BEGIN")
                else:
                    connection.execute(text("SELECT 1 FROM scheduler_lease FOR UPDATE NOWAIT"))
                connection.rollback()
            return True
        except OperationalError:
            self._database.engine.dispose()
            return False
