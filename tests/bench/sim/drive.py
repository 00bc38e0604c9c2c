"""Lets the days pass: people act, both schedulers are told their rounds, killed, paused, left down for a night, a week, a month."""

import json
import random
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from tests.bench.sim import mailbox, watches
from tests.bench.sim.lives import live
from tests.bench.sim.schedulers import CONTEXT, Pair
from tests.bench.sim.world import FIRST_DAY, Size, World, at, build
from tracker.db import Database
from tracker.models import JobRun, RunState
from tracker.rules.permissions import SYSTEM
from tracker.rules.schedules import MOST_TRIES
from tracker.rules.statuses import Role
from tracker.rules.workdays import WorkCalendar
from tracker.services import accounts, job_runs
from tracker.services.calendars import shipped_calendar

# The rounds of a working day, in official time; at the last nothing may leave. On days off two, which must do nothing but care.
ROUNDS = ((0, 40), (8, 42), (8, 53), (9, 6), (9, 24), (11, 0), (15, 30), (19, 30))
ROUNDS_OFF = ((0, 40), (10, 0))
CALM_DAYS = 3
HANDOVER_SECONDS = 300.0  # of a machine that other work slows: each who takes over may be killed at it
LANES, ALL_LANES = ("work", "mail"), ("work", "mail", "care")
CARE_EVERY = 20  # days
OUTAGES = ((0.6, 1), (0.3, 4), (0.08, 8), (0.02, 31))  # weight and days


@dataclass
class Wild:
    """How wild the days are: the chance of a kill in a round, of a pause, of an outage, and acts a day."""

    kill: float = 0.16
    pause: float = 0.015
    outage: float = 0.02
    acts: int = 22


@dataclass
class Course:
    """What happened, as the driver counts it."""

    counts: Counter[str] = field(default_factory=Counter)
    acts: Counter[str] = field(default_factory=Counter)
    fates: dict[str, int] = field(default_factory=dict)
    days: list[date] = field(default_factory=list)  # the working days, in order
    seconds: float = 0.0


class Drive:
    """One simulation in a folder; `run` gives what happened, the folder and the database hold the rest."""

    def __init__(self, url: str, folder: Path, size: Size, seed: int, wild: Wild) -> None:
        self.folder, self.size, self.wild, self.url = folder, size, wild, url
        self.chance, self.lives = random.Random(seed), random.Random(seed + 1)
        self.world: World = build(url, size, random.Random(seed + 2))
        self.database = Database(url)
        watches.set_up(self.database)
        self.course = Course()
        self._mail, theirs = CONTEXT.Pipe()
        arguments = (theirs, folder / "mail.jsonl", seed + 3)
        self._mailbox = CONTEXT.Process(target=mailbox.main, args=arguments, daemon=True)
        self._mailbox.start()
        theirs.close()
        port = self._mail.recv()
        environ = {
            "TRACKER_DATABASE_URL": url, "TRACKER_DATA_DIR": str(folder), "TRACKER_SECRET_KEY": "simulated",
            "TRACKER_NOTIFY_URLS": f"smtp://127.0.0.1:{port}?from=office@shili.example&name=mail&timeout=0.7",
        }  # fmt: skip
        self.pair = Pair(environ, folder / "kills.jsonl", self.database, self.chance)
        self._calendar: WorkCalendar = shipped_calendar()

    def run(self, *, aloud: bool = False) -> Course:
        """Let the working days pass, then some calm ones in which all that is left is sent; `aloud`: say how far it has come."""
        began, day, down_until = time.monotonic(), FIRST_DAY, FIRST_DAY
        while len(self.course.days) < self.size.days:
            if day >= down_until and self.chance.random() < self.wild.outage:
                down_until = day + timedelta(days=self._outage(at(day, self.chance.randrange(24))))
            self._day(day, is_down=day < down_until)
            self._look_at_kills()
            if aloud and day.day == 1:
                self._say(began)
            day += timedelta(days=1)
        self._mail.send("calm")
        self._calm(day)
        self.course.seconds = time.monotonic() - began
        self._end()
        return self.course

    def _day(self, day: date, *, is_down: bool) -> None:
        is_worked = self._calendar.is_workday(day)
        if is_worked:
            self.course.days.append(day)
        for number, (hour, minute) in enumerate(ROUNDS if is_worked else ROUNDS_OFF):
            now = at(day, hour, minute) + timedelta(seconds=self.chance.randrange(60))
            if not is_down:
                self._round(now, ALL_LANES if number == 0 and day.toordinal() % CARE_EVERY == 0 else LANES)
            if is_worked and number in (1, 5):
                self._people(now)

    def _people(self, now: datetime) -> None:
        with self.database.reading() as session:
            clerk = accounts.actor_of(session, self.world.office[Role.CLERK], now.date())
        assert clerk is not None
        self.world.issue(self.database, now.date(), clerk)
        self.course.acts += live(self.database, self.world, self.lives, now, self.wild.acts // 2)

    def _round(self, now: datetime, lanes: tuple[str, ...]) -> None:
        """One round at which somebody works: where nobody is at it yet, the pair is told again until one has taken over."""
        self.course.counts["ticks"] += 1
        self.pair.step_clocks()
        self.pair.start_due(now)
        if self.chance.random() < self.wild.pause and self.pair.pause_one(now, lanes):
            return
        deadline = time.monotonic() + HANDOVER_SECONDS
        while not self.pair.tell(now, lanes, armed=self.wild.kill):
            self._leave_down(now)
            if not any(one.is_up for one in self.pair.both):
                return
            assert time.monotonic() < deadline, "nobody takes over"
            time.sleep(0.03)
        self._leave_down(now)

    def _leave_down(self, now: datetime) -> None:
        """Whoever has just died is started again after a while: mostly soon."""
        for scheduler in self.pair.both:
            if not scheduler.is_up and (scheduler.up_at is None or scheduler.up_at <= now):
                hours = self.chance.choice((0, 0, 0, 0, 0.1, 1, 6))
                scheduler.up_at = now + timedelta(hours=hours)
        self.pair.start_due(now)

    def _outage(self, now: datetime) -> int:
        """Both are killed and stay down for so many days."""
        for scheduler in self.pair.both:
            self.pair.kill(scheduler)
            scheduler.up_at = None
        weights, lengths = zip(*OUTAGES, strict=True)
        days = min(self.chance.choices(lengths, weights=weights)[0], max(1, self.size.days // 4))
        self.course.counts[f"outages of {days} days"] += 1
        return days

    def _calm(self, day: date) -> None:
        for scheduler in self.pair.both:
            scheduler.skew, scheduler.up_at = timedelta(), None
        for _ in range(CALM_DAYS):
            day = self._calendar.first_on_or_after(day)
            self._ask_again(day)
            self.course.days.append(day)
            for hour in (9, 10, 11, 14, 17):
                now = at(day, hour, 25)
                self.pair.start_due(now)
                while not self.pair.tell(now, ALL_LANES if hour == 9 else LANES):
                    time.sleep(0.03)
            day += timedelta(days=1)

    def _ask_again(self, day: date) -> None:
        """The administrator asks for every run that was given up."""
        with self.database.transaction() as session:
            dead = (JobRun.state == RunState.FAILED, JobRun.round == 0, JobRun.attempts >= MOST_TRIES)
            for run in session.scalars(select(JobRun).where(*dead)):
                job_runs.ask(session, run.job, run.due, actor=SYSTEM, now=at(day, 8))

    def _look_at_kills(self) -> None:
        lines = watches.lines(self.folder / "kills.jsonl")
        self.pair.known = {line["step"] for line in lines if line["what"] == "killed"}

    def _say(self, began: float) -> None:
        counts = {**self.pair.counts, **self.course.counts}
        print(f"{len(self.course.days)} days, {time.monotonic() - began:.0f} s: {counts}", flush=True)
        keep(self.course, self.folder)

    def _end(self) -> None:
        self._mail.send("count")
        self.course.fates = self._mail.recv()
        for scheduler in self.pair.both:
            self.pair.kill(scheduler)
        self._mail.close()
        self._mailbox.join(10)
        self.course.counts += self.pair.counts


def keep(course: Course, folder: Path) -> None:
    """Write down what happened, so that it can be judged again."""
    facts: dict[str, Any] = {
        "counts": course.counts, "acts": course.acts, "fates": course.fates, "days": [day.isoformat() for day in course.days],
        "seconds": round(course.seconds),
    }  # fmt: skip
    (folder / "course.json").write_text(json.dumps(facts, ensure_ascii=False), encoding="utf-8")
