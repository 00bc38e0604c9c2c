"""Fifty reviewers, heads, liaisons and leaders at once on the same twenty tasks: nothing lost, nothing done twice."""

from collections import Counter, defaultdict
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.crowd import Attempt, act_at_once, gather, give_out
from tests.factories import Factory
from tracker.errors import Conflict, InvalidInput, NotAllowed
from tracker.models import Assignment, ChainHead, Event, SupervisionOrder, Task, Update
from tracker.rules.progress import Share, task_percent
from tracker.rules.refusals import RuleViolation
from tracker.services import audit
from tracker.services.updates import reported_through
from tracker.witness import Witness

TURNS = 8


def test_fifty_people_at_once_lose_nothing_and_leave_a_valid_history(factory: Factory, tmp_path: Path) -> None:
    plans, people = give_out(factory), gather(factory)
    assert len(people) == 50
    witness = Witness(tmp_path / "heads")
    attempts = act_at_once(factory, people, witness, turns=TURNS, seed=1)
    done = Counter(attempt.act for attempt in attempts if attempt.refusal is None)
    assert sum(done.values()) > 100, done
    assert len(done) > 12, done
    with factory.database.reading() as session:
        assert audit.verify(session, witness.heads())[1] == []
        ends = {head.chain: (head.seq, head.hash) for head in session.scalars(select(ChainHead).where(ChainHead.chain.in_(plans)))}
        assert witness.heads() == ends
        _check_answers(session, attempts)
        _check_states(session)
        _check_numbers(session)
        _check_sums(session)


def _check_answers(session: Session, attempts: list[Attempt]) -> None:
    """Who was told "done" finds it in the history, who was refused left no trace; and was refused for a reason."""
    told = {(event.actor_id, event.at) for event in session.execute(select(Event.actor_id, Event.at))}
    for attempt in attempts:
        assert isinstance(attempt.refusal, Conflict | RuleViolation | NotAllowed | InvalidInput | None), attempt
        assert ((attempt.actor.user_id, attempt.at) in told) == (attempt.refusal is None), attempt
        assert "系统正忙" not in str(attempt.refusal), "a deadlock, or a lock that never came free"


def _check_states(session: Session) -> None:
    """Each change starts from where the one before ended: no move was made twice."""
    stands: dict[tuple[str, int], str] = {}
    for event in session.scalars(select(Event).where(Event.new.is_not(None), Event.chain > 0).order_by(Event.id)):
        key = (event.subject, event.subject_id)
        assert event.old == stands.get(key, event.old), event.action
        stands[key] = event.new or ""


def _check_numbers(session: Session) -> None:
    """Versions and order numbers have neither gaps nor doubles."""
    series: dict[object, list[int]] = defaultdict(list)
    for share_id, period, version in session.execute(select(Update.assignment_id, Update.period, Update.version)):
        series[share_id, period].append(version)
    for place, kind, year, number in session.execute(
        select(SupervisionOrder.jurisdiction_id, SupervisionOrder.kind, SupervisionOrder.year, SupervisionOrder.number)
    ):
        series[place, kind, year].append(number)
    assert all(sorted(numbers) == list(range(1, len(numbers) + 1)) for numbers in series.values())


def _check_sums(session: Session) -> None:
    """What is kept beside the reports is what the reports say."""
    for share in session.scalars(select(Assignment)):
        accepted = select(func.max(Update.percent)).where(Update.assignment_id == share.id, Update.state == "accepted")
        newest = accepted.where(Update.version == _last_accepted(session, share.id))
        assert share.percent == (session.scalar(newest) or 0)
        assert share.reported_through == reported_through(session, share)
    for task in session.scalars(select(Task).where(Task.state.not_in(("closed", "merged")))):
        parts = [Share(share.role, share.percent, share.state) for share in task.assignments]
        assert task.percent in (task_percent(parts), 100)


def _last_accepted(session: Session, share_id: int) -> int | None:
    query = select(func.max(Update.version)).where(Update.assignment_id == share_id, Update.state == "accepted")
    return session.scalar(query)
