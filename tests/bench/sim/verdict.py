"""Compares what was expected with what was planned, composed, sent and taken; every fault is named, everything else counted."""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from tests.bench.sim.watches import lines
from tracker.db import Database
from tracker.models import Delivery, Digest, JobRun, Notice, SchedulerLease, User
from tracker.rules.days import OFFICIAL_ZONE
from tracker.services.calendars import shipped_calendar
from tracker.services.job_runs import OVERTAKEN

NEVER_MUTED = ("order", "item", "instruction")
Expected = dict[str, set[tuple[Any, ...]]]  # reminders (sim/oracle.py) by the day swept
SHOWN = 5  # faults of a kind that are spelt out


@dataclass
class Verdict:
    """Counts by name, and the faults by kind."""

    counts: dict[str, Any] = field(default_factory=dict)
    faults: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def fault(self, kind: str, what: object) -> None:
        self.faults[kind].append(str(what))

    @property
    def is_clean(self) -> bool:
        return not any(self.faults.values())

    def said(self) -> str:
        """The counts, a line each, then the faults."""
        told = [f"{name:38} {number}" for name, number in self.counts.items()]
        for kind, found in self.faults.items():
            told += [f"FAULT {kind}: {len(found)}", *(f"    {one}" for one in found[:SHOWN])]
        return "\n".join(told)


def judge(database: Database, folder: Path, never_closed: Iterable[int]) -> Verdict:
    """Everything that can be said of a simulation that has ended."""
    course = json.loads((folder / "course.json").read_text(encoding="utf-8"))
    verdict = Verdict()
    days = [date.fromisoformat(day) for day in course["days"]]
    verdict.counts |= {
        "working days": len(days),
        **course["counts"],
        "acts": sum(course["acts"].values()),
        "seconds": course["seconds"],
    }
    kills = lines(folder / "kills.jsonl")
    with database.reading() as session:
        _planned(session, days, verdict)
        _composed(session, set(never_closed), verdict)
        _jobs(session, days, verdict)
        _tokens(session, kills, verdict)
        _wire(session, lines(folder / "mail.jsonl"), kills, verdict)
    verdict.counts |= {f"mail server: {fate}": number for fate, number in sorted(course["fates"].items())}
    killed = Counter(line["step"] for line in kills if line["what"] == "killed")
    verdict.counts |= {"kills inside": sum(killed.values()), "steps killed in": len(killed)}
    verdict.counts |= {"kills by step": dict(killed.most_common())}
    return verdict


def _planned(session: Session, days: list[date], verdict: Verdict) -> None:
    """Lost, extra, planned twice: the oracle's answers of each sweep that was committed against the rows of `notice`."""
    expected: Expected = defaultdict(set)
    sweeps = session.execute(text("SELECT day, at, rows FROM sim_expected ORDER BY at")).all()
    for row in sweeps:
        expected[row.day] |= {tuple(one) for one in json.loads(row.rows)}
    for day in sorted({day.isoformat() for day in days} - set(expected)):
        verdict.fault("day not swept", day)
    planned = list(session.scalars(select(Notice).where(Notice.rung.is_not(None))))
    _compare(expected, planned, verdict)
    states = Counter(session.scalars(select(Notice.state)))
    verdict.counts |= {
        "sweeps": len(sweeps), "sweeps on a later day": sum(row.at[:10] > row.day for row in sweeps),
        "reminders expected": len(set().union(*expected.values())),
        "reminders planned": len(planned), "reminders by ladder": dict(Counter(notice.ladder for notice in planned)),
        "messages in all": sum(states.values()), **{f"messages {state}": number for state, number in sorted(states.items())},
        **{kind: len(verdict.faults[kind]) for kind in ("reminder lost", "reminder extra", "planned twice")},
    }  # fmt: skip


def _compare(expected: Expected, planned: list[Notice], verdict: Verdict) -> None:
    rows = Counter(_tuple(notice) for notice in planned)
    for day, reminders in expected.items():
        for lost in reminders - set(rows):
            verdict.fault("reminder lost", (day, *lost))
    for notice in planned:
        if _tuple(notice) not in expected.get(notice.planned_on.isoformat(), ()):
            verdict.fault("reminder extra", (notice.planned_on, *_tuple(notice)))
    for twice in (one for one, number in rows.items() if number > 1):
        verdict.fault("planned twice", twice)


def _tuple(notice: Notice) -> tuple[Any, ...]:
    assert notice.due_on is not None
    unit_id = 0 if notice.audience == "office" else notice.unit_id
    reader = notice.user_id or 0
    key = (notice.ladder, notice.rung, notice.subject, notice.subject_id, notice.audience, unit_id, reader)
    return (*key, notice.due_on.isoformat())


def _composed(session: Session, never_closed: set[int], verdict: Verdict) -> None:
    """Every message has come to something, and nobody had two digests on one day."""
    digests = list(session.scalars(select(Digest)))
    sent_by = {row.digest_id for row in session.scalars(select(Delivery))}
    for day, user_id in (one for one, number in Counter(_daily(digests)).items() if number > 1):
        verdict.fault("two digests on a day", (day, user_id))
    for digest in digests:
        if digest.id not in sent_by:
            verdict.fault("digest without a delivery", digest.key)
    verdict.counts |= {"digests": len(digests), "digests urgent": sum(digest.is_urgent for digest in digests)}
    with_mail = set(session.scalars(select(User.id).where(User.email.is_not(None))))
    _set_aside(session, never_closed & with_mail, verdict)


def _set_aside(session: Session, reached: set[int], verdict: Verdict) -> None:
    """Whatever was not sent had a reason that holds."""
    newest = _newest(session)
    for notice in session.scalars(select(Notice)):
        wrong = {
            "message never composed": notice.state == "planned",
            "superseded by nothing": notice.state == "superseded" and newest[_matter(notice)] <= notice.id,
            "muted what never is": notice.state == "muted" and (notice.is_urgent or notice.subject in NEVER_MUTED),
            "not sent to who can be reached": notice.state == "inbox" and notice.via and notice.user_id in reached,
        }
        for kind in (kind for kind, holds in wrong.items() if holds):
            verdict.fault(kind, notice.key)


def _matter(notice: Notice) -> tuple[Any, ...]:
    return notice.ladder, notice.subject, notice.subject_id, notice.unit_id, notice.user_id, notice.due_on


def _newest(session: Session) -> dict[tuple[Any, ...], int]:
    """The newest message on each matter to each reader."""
    rows = session.scalars(select(Notice).where(Notice.rung.is_not(None)).order_by(Notice.id))
    return {_matter(notice): notice.id for notice in rows}


def _daily(digests: Iterable[Digest]) -> list[tuple[date, int | None]]:
    return [(digest.day, digest.user_id) for digest in digests if not digest.is_urgent]


def _jobs(session: Session, days: list[date], verdict: Verdict) -> None:
    """Every run of the days is done, those of one job in the order of their days."""
    runs = list(session.scalars(select(JobRun).where(JobRun.round == 0, JobRun.attempts > 0).order_by(JobRun.id)))
    by_job: dict[str, list[JobRun]] = defaultdict(list)
    for run in runs:
        by_job[run.job].append(run)
        if run.state not in ("done", "skipped") and run.error != OVERTAKEN:
            verdict.fault("run not done", (run.job, run.due, run.state, run.attempts, run.error))
    for job, own in by_job.items():
        if [run.due for run in own] != sorted(run.due for run in own):
            verdict.fault("runs out of order", job)
    for job in ("terms", "duties", "periods", "reports", "sweep"):
        missing = set(days) - {run.due for run in by_job[job]}
        for day in sorted(missing):
            verdict.fault("run missing", (job, day))
    verdict.counts |= {
        "runs of jobs": len(runs), "runs made up": sum(run.made_up for run in runs),
        "runs begun again": sum(run.attempts > 1 for run in runs), "runs overtaken": sum(run.error == OVERTAKEN for run in runs),
        "rounds that did something": len(list(session.scalars(select(JobRun.id).where(JobRun.round > 0)))),
    }  # fmt: skip


def _tokens(session: Session, kills: list[dict[str, Any]], verdict: Verdict) -> None:
    """Tokens only grow, one process has each, and nobody wrote under an old one."""
    holders: dict[int, int] = {}
    for line in kills:
        if line["what"] == "took" and holders.setdefault(line["token"], line["pid"]) != line["pid"]:
            verdict.fault("two holders of a token", line)
    if list(holders) != sorted(holders):
        verdict.fault("tokens do not grow", list(holders))
    for row in session.execute(text("SELECT what, token, row_token FROM sim_stale")):
        verdict.fault("written without the lease", tuple(row))
    token = session.scalars(select(SchedulerLease.token)).one()
    verdict.counts |= {
        "take-overs of the lease": token,
        "sent and not recorded": sum(line["what"] == "not recorded" for line in kills),
    }


def _wire(session: Session, taken: list[dict[str, Any]], kills: list[dict[str, Any]], verdict: Verdict) -> None:
    """What the mail server took, message by message, against what is recorded of it."""
    by_id: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in taken:
        by_id[line["id"]].append(line)
        if not _in_office_hours(datetime.fromisoformat(line["date"])):
            verdict.fault("sent in quiet hours or on a day off", line)
    doubtful = Counter(line["in_hand"] for line in kills if line["what"] in ("killed", "not recorded") and line["in_hand"])
    found: Counter[str] = Counter()
    known = set()
    for delivery, address in _addressed(session):
        key = f"delivery:{delivery.id} {address}"
        mark = hashlib.sha256(key.encode()).hexdigest()[:32]
        known.add(mark)
        found[f"deliveries {delivery.state}"] += 1
        _judge_delivery(delivery, by_id[mark], doubtful[key], found, verdict)
    for mark in set(by_id) - known:
        verdict.fault("taken, and of no delivery", by_id[mark])
    verdict.counts |= {"messages taken by the mail server": len(taken), **found}
    for kind in ("duplicate outside the window", "duplicate not marked", "sent and not taken"):
        verdict.counts[kind] = len(verdict.faults[kind])


def _in_office_hours(instant: datetime) -> bool:
    local = instant.astimezone(OFFICIAL_ZONE)
    return shipped_calendar().is_workday(local.date()) and time(8, 30) <= local.time() < time(18)


def _addressed(session: Session) -> Iterable[tuple[Delivery, str]]:
    query = select(Delivery, User.email).join(Digest, Digest.id == Delivery.digest_id).join(User, User.id == Digest.user_id)
    return [(row[0], row[1]) for row in session.execute(query)]


def _judge_delivery(
    delivery: Delivery, taken: list[dict[str, Any]], broken_off: int, found: Counter[str], verdict: Verdict
) -> None:
    """One delivery against the mails of its Message-ID; `broken_off`: how often its sender died or lost the lease at it."""
    if delivery.state in ("planned", "claimed"):
        verdict.fault("delivery left over", (delivery.id, delivery.state, delivery.attempts, delivery.error))
    if delivery.state == "sent" and not taken:
        verdict.fault("sent and not taken", delivery.id)
    found["marked as possible repeats"] += any(line["marked"] for line in taken)
    if delivery.state in ("failed", "set_aside") and taken:
        found["given up, and yet taken"] += 1
        if not delivery.may_repeat:
            verdict.fault("given up unmarked, and yet taken", delivery.id)
    repeats = len(taken) - 1
    if repeats < 1:
        return
    found["duplicates"] += repeats
    if repeats > broken_off + sum(not line["told"] for line in taken):
        verdict.fault("duplicate outside the window", (delivery.id, taken))
    found["duplicates in the kill window" if broken_off else "duplicates of a broken line"] += repeats
    if sum(not line["marked"] for line in taken) > 1:
        verdict.fault("duplicate not marked", (delivery.id, taken))
