"""The facts of a plan sorted by what they belong to, once for all tasks of a report."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import takewhile

from tracker.rules.periods import Period, closed_periods
from tracker.rules.report_facts import ReportFacts, ShareRecord, TextRecord, UpdateRecord
from tracker.rules.statuses import OWING_ASSIGNMENT_STATES, RECEIVED_UPDATE_STATES, UpdateKind, UpdateState


@dataclass(frozen=True)
class Known:
    """`shares`, `evidence` by task; `counted` (the accepted report that gives a share its percent), `missed`, `texts`, `rated` (the
    newest accepted report in which it is rated) by share."""

    shares: Mapping[int, tuple[ShareRecord, ...]]
    counted: Mapping[int, UpdateRecord]
    missed: Mapping[int, int]
    evidence: Mapping[int, tuple[int, ...]]
    texts: Mapping[int, tuple[TextRecord, ...]]
    rated: Mapping[int, UpdateRecord]


def known_of(facts: ReportFacts) -> Known:
    """The facts, sorted."""
    return Known(
        _by_task(facts.shares), _counted(facts.updates), _missed(facts), _evidence(facts), facts.texts, _rated(facts.updates)
    )


def _counted(updates: Iterable[UpdateRecord]) -> dict[int, UpdateRecord]:
    """The accepted report of progress for the newest period, by share: its percent is the share's (services/reviews.py)."""
    accepted = [u for u in updates if u.state is UpdateState.ACCEPTED and u.kind is UpdateKind.PROGRESS]
    return {update.share_id: update for update in sorted(accepted, key=lambda u: (u.period, u.version))}


def _rated(updates: Iterable[UpdateRecord]) -> dict[int, UpdateRecord]:
    """The newest accepted report of each share that the unit or the office has rated."""
    rated = [u for u in updates if u.state is UpdateState.ACCEPTED and (u.self_rating or u.verified_rating)]
    return {update.share_id: update for update in sorted(rated, key=lambda u: (u.period, u.version))}


def _missed(facts: ReportFacts) -> dict[int, int]:
    """By share: for how many of the newest closed periods in a row it owes a report; one that was waived ends the row."""
    plan = facts.plan
    if plan.supervised_from is None:
        return {}
    received = _reported_through(facts.updates)
    closed: dict[date, list[Period]] = {}
    missed = {}
    for share in facts.shares:
        if share.state in OWING_ASSIGNMENT_STATES and share.issued_on is not None:
            since = share.issued_on  # not of the plan: a share taken over from its last edition owes what it owed there
            if since not in closed:
                closed[since] = closed_periods(since, facts.as_of, plan.rhythm)[::-1]
            through = received.get(share.id, "")
            owed = (period.key > through and (share.id, period.key) not in facts.exempt for period in closed[since])
            missed[share.id] = sum(takewhile(bool, owed))
    return missed


def _reported_through(updates: Iterable[UpdateRecord]) -> dict[int, str]:
    """By share: the last period whose newest version is with the office."""
    newest = {(update.share_id, update.period): update for update in sorted(updates, key=lambda u: u.version)}
    through: dict[int, str] = {}
    for (share_id, period), update in newest.items():
        if update.state in RECEIVED_UPDATE_STATES:
            through[share_id] = max(period, through.get(share_id, ""))
    return through


def _by_task(shares: Iterable[ShareRecord]) -> dict[int, tuple[ShareRecord, ...]]:
    found: dict[int, list[ShareRecord]] = {}
    for share in shares:
        found.setdefault(share.task_id, []).append(share)
    return {task_id: tuple(own) for task_id, own in found.items()}


def _evidence(facts: ReportFacts) -> dict[int, tuple[int, ...]]:
    """By task, one id for each different file."""
    found: dict[int, dict[str, int]] = {}
    for item in facts.evidence:
        found.setdefault(item.task_id, {}).setdefault(item.sha256, item.id)
    return {task_id: tuple(files.values()) for task_id, files in found.items()}
