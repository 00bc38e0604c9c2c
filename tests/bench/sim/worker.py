"""A scheduler as a process: the product's own, but for the clock, and for the timer, in whose place stand rounds told by pipe.

`tracker.scheduler.run` itself waits for the lease, renews it and gives it up; what APScheduler would call, `work_off`, is called
for every lane in a thread of its own whenever the driver says so. The clock shows what the driver says, which may be hours off.
"""

import json
import logging
import os
import threading
import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from email.utils import format_datetime
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from sqlalchemy import text

from tests.bench.sim import kills, oracle
from tracker import scheduler
from tracker.config import Settings, load_settings
from tracker.connecting import connect
from tracker.db import Database
from tracker.fencing import Fence
from tracker.jobs import work
from tracker.jobs.rounds import work_off
from tracker.jobs.table import JOBS, Job, Lane
from tracker.leases import Pace
from tracker.notify import mime
from tracker.scheduler import Tempo
from tracker.services.reminders import Sweep, sweep

# Seconds of the machine: short, for thousands of take-overs are waited for.
PACE = Pace(look=0.08, beat=0.2, patience=0.8)


class ToldClock:
    """Shows the instant that it was last set to, and goes on from there."""

    def __init__(self) -> None:
        self._set_to: datetime | None = None
        self._since = 0.0

    def set(self, instant: datetime) -> None:
        self._set_to, self._since = instant, time.monotonic()

    def now(self) -> datetime:
        assert self._set_to is not None
        return self._set_to + timedelta(seconds=time.monotonic() - self._since)


CLOCK = ToldClock()


class ToldSettings(Settings):
    """The settings of the process, with the clock that is told."""

    @property
    def clock(self) -> Any:
        return CLOCK


@dataclass(frozen=True)
class Round:
    """What the driver says: the time that this process's clock shows, the lanes to work off, and where to die, if anywhere."""

    now: datetime
    lanes: tuple[str, ...]
    arm: kills.Arm | None = None


class ToldTimer:
    """Stands where APScheduler would: a thread for each lane, which works off what is due when it is told."""

    current: "ToldTimer | None" = None
    killer: kills.Killer

    def __init__(self, fence: Fence, settings: Settings, tempo: Tempo, jobs: Sequence[Job]) -> None:
        self.fence, self._settings, self._jobs = fence, settings, jobs
        self._threads = {lane.value: ThreadPoolExecutor(1) for lane in Lane}

    def start(self) -> None:
        self.killer.note(what="took", token=self.fence.token)
        ToldTimer.current = self

    def shutdown(self, *, wait: bool) -> None:
        ToldTimer.current = None
        for thread in self._threads.values():
            thread.shutdown(wait=wait)

    def round(self, lanes: Sequence[str]) -> None:
        """Work the lanes off, each in its thread, and wait for all."""
        begun: list[Future[None]] = []
        for lane in lanes:
            try:
                begun.append(self._threads[lane].submit(work_off, Lane(lane), self.fence, self._settings, self._jobs))
            except RuntimeError:  # shut down meanwhile: the lease is lost
                break
        for future in begun:
            future.result()


def main(environ: dict[str, str], pipe: Connection, log: Path) -> None:
    """Be a scheduler until killed; the pipe gives rounds, and takes an answer to each."""
    logging.basicConfig(level=logging.CRITICAL)
    killer = kills.Killer(log)
    killer.hook_mail()
    given = load_settings(environ)
    settings = ToldSettings(**{kept.name: getattr(given, kept.name) for kept in fields(Settings)})
    CLOCK.set(pipe.recv().now)
    _put_in_place(killer)
    threading.Thread(target=_listen, args=(pipe, killer), daemon=True).start()
    scheduler.run(settings, JOBS, Tempo(PACE))


def _put_in_place(killer: kills.Killer) -> None:
    """The told clock, the told timer and the hooks, where the product would have its own."""

    def hooked(settings: Settings) -> Database:
        database = connect(settings)
        killer.hook_engine(database.engine)
        return database

    def watched(session: Any, today: date, **given: Any) -> Sweep:
        """The sweep; what it has to plan by the oracle is kept in the same transaction."""
        killer.is_quiet = True
        expected = oracle.expected(session, today)
        killer.is_quiet = False
        swept = sweep(session, today, **given)
        session.execute(
            text("INSERT INTO sim_expected (day, at, rows) VALUES (:day, :at, :rows)"),
            {"day": today.isoformat(), "at": CLOCK.now().isoformat(), "rows": json.dumps(sorted(expected))},
        )
        return swept

    scheduler.connect = hooked
    ToldTimer.killer = killer
    scheduler._triggers = ToldTimer
    work.sweep = watched
    mime.formatdate = lambda: format_datetime(CLOCK.now())


def _listen(pipe: Connection, killer: kills.Killer) -> None:
    """Do each round that is told, and answer with the token under which it was done; None where the lease is another's.

    Without a driver there is nothing left to do.
    """
    while True:
        try:
            told: Round = pipe.recv()
        except EOFError:
            os._exit(0)
        CLOCK.set(told.now)
        killer.arm = told.arm
        timer = ToldTimer.current
        if timer is not None:
            timer.round(told.lanes)
            if killer.in_hand:  # sent, and not recorded: the lease was lost, or the database was too busy
                killer.note(what="not recorded", token=timer.fence.token)
                killer.in_hand = None
        killer.arm = None
        pipe.send(timer.fence.token if timer is not None else None)
