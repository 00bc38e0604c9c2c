"""What is owed by the facts as they stand, by plain loops over whole tables; a part of the oracle."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import (
    Assignment,
    Dispute,
    Event,
    Exemption,
    Extension,
    Instruction,
    Occurrence,
    Plan,
    Recheck,
    RectificationItem,
    RhythmChange,
    SupervisionOrder,
    Task,
    Update,
)
from tracker.rules.days import official_day
from tracker.rules.ladders import LADDERS
from tracker.rules.periods import Period, Rhythm, rhythm_of
from tracker.rules.reminders import Ladder, current_rung
from tracker.rules.workdays import WorkCalendar


@dataclass(frozen=True)
class Matter:
    """Something owed to one unit's account: by which day, and on which day who has to act was told (None: it asked itself)."""

    ladder: Ladder
    subject: str
    subject_id: int
    unit_id: int
    basis: date
    told_on: date | None
    task_id: int = 0
    is_before_head: bool = False  # the liaison has done what is asked, and the head of the unit has yet to agree


def _signs(paper: Any) -> bool:
    """It lies before the head of the unit."""
    return bool(paper.state == "unit_review")


class Facts:
    """The tables, read whole, and what is owed by them."""

    def __init__(self, session: Session, calendar: WorkCalendar, today: date) -> None:
        self._calendar, self._today = calendar, today
        self._session = session
        self.plans = {plan.id: plan for plan in self._rows(Plan) if plan.supervised_from is not None}
        self.tasks = {task.id: task for task in self._rows(Task) if task.plan_id in self.plans}
        self.shares = [share for share in self._rows(Assignment) if share.task_id in self.tasks]
        self.open = {key for key, task in self.tasks.items() if task.state in ("issued", "in_progress", "closure_requested")}

    def _rows(self, model: Any, *conditions: Any) -> list[Any]:
        return list(self._session.scalars(select(model).where(*conditions)))

    def matters(self) -> Iterator[Matter]:
        """Everything that is owed, of every ladder."""
        yield from self._of_shares()
        yield from self._of_periods()
        yield from self._of_occurrences()
        yield from self._of_orders()
        yield from self._of_instructions()
        yield from self._of_updates()
        yield from self._of_the_office()
        yield from self._of_heads()

    def _told_on(self, share: Assignment) -> date:
        since = self.plans[self.tasks[share.task_id].plan_id].supervised_from
        assert since is not None
        assert share.issued_on is not None
        return max(since, share.issued_on)

    def _of_shares(self) -> Iterator[Matter]:
        for share in self.shares:
            task = self.tasks[share.task_id]
            if task.id not in self.open:
                continue
            if share.state in ("pending", "acknowledged", "reporting") and task.due_on and not task.is_ongoing:
                yield Matter(Ladder.DUE, "task", task.id, share.unit_id, task.due_on, self._told_on(share))
            if share.state == "pending" and share.acknowledge_by:
                yield Matter(Ladder.ACKNOWLEDGE, "plan", task.plan_id, share.unit_id, share.acknowledge_by, self._told_on(share))

    def _of_periods(self) -> Iterator[Matter]:
        changes: dict[int, list[Any]] = defaultdict(list)
        for row in sorted(self._rows(RhythmChange), key=lambda row: row.id):
            changes[row.plan_id].append((row.from_on, row.cycle, row.cutoff_day))
        waived = {(row.assignment_id, row.period) for row in self._rows(Exemption) if row.state == "granted"}
        signing = {(row.assignment_id, row.period) for row in self._rows(Update, Update.state == "unit_review")}
        # Asked for by the ladder of what was returned.
        waived |= {(row.assignment_id, row.period) for row in self._rows(Update, Update.state == "returned")}
        asked = {plan.id: self._asked_for(rhythm_of(plan.cycle, plan.cutoff_day, changes[plan.id])) for plan in self.plans.values()}
        for share in self.shares:
            plan = self.plans[self.tasks[share.task_id].plan_id]
            period = asked[plan.id]
            is_asked = share.task_id in self.open and share.state in ("acknowledged", "reporting")
            came_before = is_asked and max(plan.supervised_from, share.issued_on) < period.cutoff
            has_reported = share.reported_through is not None and share.reported_through >= period.key
            if came_before and not has_reported and (share.id, period.key) not in waived:
                is_before_head = (share.id, period.key) in signing
                yield Matter(
                    Ladder.PERIOD,
                    "plan",
                    plan.id,
                    share.unit_id,
                    period.cutoff,
                    self._told_on(share),
                    share.task_id,
                    is_before_head,
                )

    def _asked_for(self, rhythm: Rhythm) -> Period:
        """The newest period whose ladder has begun."""
        running = rhythm.period_on(self._today)
        for period in (rhythm.after(running), running):
            if current_rung(LADDERS[Ladder.PERIOD], period.cutoff, self._today, self._calendar):
                return period
        return rhythm.before(running)

    def _of_occurrences(self) -> Iterator[Matter]:
        for row in self._rows(Occurrence):
            plan = self.plans.get(row.plan_id)
            if plan and plan.state == "issued" and row.state in ("open", "unit_review", "returned"):
                yield Matter(
                    Ladder.OBLIGATION, "obligation", row.obligation_id, row.unit_id, row.due_on, row.opened_on, 0, _signs(row)
                )

    def _of_orders(self) -> Iterator[Matter]:
        orders = {order.id: order for order in self._rows(SupervisionOrder) if order.task_id in self.open}
        for order in orders.values():
            if order.state in ("issued", "received", "unit_review"):
                yield Matter(
                    Ladder.ORDER,
                    "order",
                    order.id,
                    order.unit_id,
                    order.reply_due_on,
                    official_day(order.issued_at),
                    0,
                    _signs(order),
                )
        for item in self._rows(RectificationItem):
            order = orders.get(item.order_id)
            if order and order.state != "closed" and item.state in ("open", "unit_review", "returned"):
                yield Matter(
                    Ladder.ITEM, "item", item.id, order.unit_id, item.due_on, official_day(order.issued_at), 0, _signs(item)
                )

    def _of_instructions(self) -> Iterator[Matter]:
        standing = [share for share in self.shares if share.state != "ended"]
        leads = {share.task_id for share in standing if share.role == "lead"}
        for row in self._rows(Instruction):
            if row.state != "given" or row.answer_due_on is None or row.task_id not in self.open:
                continue
            wanted = "lead" if row.task_id in leads else "responsible"
            for share in standing:
                if share.task_id == row.task_id and share.role == wanted:
                    given_on = official_day(row.given_at)
                    yield Matter(Ladder.INSTRUCTION, "instruction", row.id, share.unit_id, row.answer_due_on, given_on)

    def _of_updates(self) -> Iterator[Matter]:
        shares = {share.id: share for share in self.shares if share.task_id in self.open}
        newest: dict[tuple[int, str], int] = {}
        # The one table that grows without end: its columns alone, for the texts are not needed.
        names = ("id", "assignment_id", "period", "version", "state", "submitted_at", "decided_at")
        columns = [getattr(Update, name) for name in names]
        updates = [row for row in self._session.execute(select(*columns)) if row.assignment_id in shares]
        signing = {(row.assignment_id, row.period) for row in updates if row.state == "unit_review"}
        for row in updates:
            if row.submitted_at is not None:
                place = (row.assignment_id, row.period)
                newest[place] = max(newest.get(place, 0), row.version)
        for row in updates:
            share = shares[row.assignment_id]
            is_newest = newest.get((row.assignment_id, row.period)) == row.version
            if row.state == "returned" and is_newest and share.state in ("acknowledged", "reporting"):
                is_before_head = (row.assignment_id, row.period) in signing
                since = official_day(row.decided_at)
                yield Matter(Ladder.RETURNED, "update", row.id, share.unit_id, since, None, 0, is_before_head)
            if row.state == "submitted":
                plan_id = self.tasks[share.task_id].plan_id
                yield Matter(Ladder.REVIEW, "plan", plan_id, share.unit_id, official_day(row.submitted_at), None)

    def _of_the_office(self) -> Iterator[Matter]:
        for row in self._rows(Extension):
            if row.state == "submitted" and row.task_id in self.open:
                yield Matter(Ladder.EXTENSION, "extension", row.id, row.unit_id, official_day(row.submitted_at), None)
        for row in self._rows(Recheck):
            task = self.tasks.get(row.task_id)
            if row.state == "planned" and task and self.plans[task.plan_id].state == "issued":
                yield Matter(Ladder.RECHECK, "recheck", row.id, 0, row.due_on, official_day(row.planned_at))
        for subject, key, task_id, since in (*self._disputes(), *self._closings()):
            if task_id in self.tasks:
                yield Matter(Ladder.OFFICE_WAIT, subject, key, 0, official_day(since), None)

    def _of_heads(self) -> Iterator[Matter]:
        """What else lies before the head of its unit since it was last put there: here extensions and corrections."""
        for row in self._rows(Extension, Extension.state == "unit_review"):
            if row.task_id in self.open:
                since = self._put_before_head("extension", row.id)
                yield Matter(Ladder.HEAD_WAIT, "extension", row.id, row.unit_id, since, None, row.task_id)
        shares = {share.id: share for share in self.shares if share.task_id in self.open}
        accepted = {(row.assignment_id, row.period) for row in self._rows(Update, Update.state == "accepted")}
        for row in self._rows(Update, Update.state == "unit_review"):
            if row.assignment_id in shares and (row.assignment_id, row.period) in accepted:
                share, since = shares[row.assignment_id], self._put_before_head("update", row.id)
                yield Matter(Ladder.HEAD_WAIT, "update", row.id, share.unit_id, since, None, share.task_id)

    def _put_before_head(self, subject: str, key: int) -> date:
        put = Event.subject == subject, Event.subject_id == key, Event.new == "unit_review"
        return official_day(max(self._session.scalars(select(Event.at).where(*put))))

    def _disputes(self) -> Iterable[tuple[str, int, int, Any]]:
        objected = {share.id: share.task_id for share in self.shares if share.state == "objected"}
        rows = [row for row in self._rows(Dispute) if row.outcome is None and row.assignment_id in objected]
        return [("dispute", row.id, objected[row.assignment_id], row.raised_at) for row in rows]

    def _closings(self) -> Iterable[tuple[str, int, int, Any]]:
        waiting = [task.id for task in self.tasks.values() if task.state == "closure_requested"]
        query = select(Event.subject_id, Event.at).where(
            Event.subject == "task", Event.action == "request_closure", Event.subject_id.in_(waiting)
        )
        asked: dict[int, Any] = {}
        for task_id, since in self._session.execute(query):
            asked[task_id] = max(since, asked.get(task_id, since))
        return [("closing", task_id, task_id, asked[task_id]) for task_id in waiting]
