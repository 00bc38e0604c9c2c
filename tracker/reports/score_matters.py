"""What of a plan's facts counts towards the scores of its units between two days: each thing once, with the row behind it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from tracker.reports.figure_reporting import OwedReport, owed_reports
from tracker.rules.periods import Period
from tracker.rules.report_facts import ReportFacts, ShareRecord, TaskRecord, UpdateRecord
from tracker.rules.scores import Excuse, Fault, Matter
from tracker.rules.statuses import (
    RESTING_TASK_STATES,
    SETTLED_ASSIGNMENT_STATES,
    AssignmentRole,
    AssignmentState,
    OrderKind,
    TaskState,
    UpdateKind,
    UpdateState,
)
from tracker.rules.tallies import came_late, is_waived

NOT_DONE = (TaskState.ISSUED, TaskState.IN_PROGRESS)  # who has asked for closing has done its part
DUE = "due"


@dataclass(frozen=True)
class Standing:
    """The states of tasks and shares, by id, at the end of a day."""

    tasks: Mapping[int, TaskState]
    shares: Mapping[int, AssignmentState]


@dataclass(frozen=True)
class Term:
    """The stretch that is scored, as it stood on its last day: the facts of that day, the periods whose cut-off fell into it,
    how everything stood on each cut-off and due date, and the orders that were taken back."""

    from_on: date
    facts: ReportFacts
    periods: tuple[Period, ...]
    standing: Mapping[date, Standing]
    withdrawn: frozenset[int] = frozenset()

    def holds(self, day: date) -> bool:
        """True for a day of the stretch."""
        return self.from_on <= day <= self.facts.as_of


def due_days(facts: ReportFacts) -> set[date]:
    """The days, due dates now and at first, for which `Term.standing` is asked."""
    return {day for task in facts.tasks for day in (task.due_on, task.original_due_on) if day and not task.is_ongoing}


def units_of(facts: ReportFacts) -> dict[int, int]:
    """How many tasks each unit has a part in, by unit, in the order in which the plan names them."""
    tasks: dict[int, set[int]] = {}
    for share in facts.shares:
        if share.state is not AssignmentState.DRAFT:
            tasks.setdefault(share.unit_id, set()).add(share.task_id)
    return {unit: len(own) for unit, own in tasks.items()}


def matters_of(term: Term) -> list[Matter]:
    """Everything that the rule looks at, also what it takes nothing off for."""
    return [*_reporting(term), *_due(term), *_orders(term)]


def _reporting(term: Term) -> Iterator[Matter]:
    newest = {(u.share_id, u.period): u for u in sorted(term.facts.updates, key=lambda u: u.version)}
    returned = {(u.share_id, u.period): u for u in term.facts.updates if u.state is UpdateState.RETURNED}
    before: Period | None = None
    for period in term.periods:
        standing = term.standing[period.cutoff]
        for item in owed_reports(period, _shares_on(term.facts, standing), term.facts.updates, term.facts.exempt):
            yield from _of_report(item, period, standing, returned.get((item.share.id, period.key)))
            pair = [newest.get((item.share.id, each.key)) for each in (before, period) if each]
            if len(pair) == 2 and all(u is not None and u.kind is UpdateKind.NOTHING_NEW for u in pair):
                yield _matter(Fault.EMPTY, item.share, period.key, period.cutoff, row=_row(item.update_id))
        before = period


def _shares_on(facts: ReportFacts, standing: Standing) -> list[ShareRecord]:
    """The shares in the states of that day; those that did not exist yet are left out."""
    found = ((share, standing.shares.get(share.id)) for share in facts.shares)
    return [replace(share, state=state, state_at_cutoff=state) for share, state in found if state is not None]


def _of_report(item: OwedReport, period: Period, standing: Standing, returned: UpdateRecord | None) -> Iterator[Matter]:
    share, row = item.share, item.row
    if item.update_id is None or is_waived(row):
        is_resting = standing.tasks.get(share.task_id) in RESTING_TASK_STATES
        excuse = Excuse.EXEMPT if row.is_exempt else Excuse.SUSPENDED if is_resting else None
        yield _matter(Fault.MISSING, share, period.key, period.cutoff, row=_row(item.update_id), excuse=excuse)
        return
    if came_late(row) and row.submitted_on is not None:
        yield _matter(Fault.LATE, share, period.key, row.submitted_on, row=_row(item.update_id))
    if returned is not None:
        yield _matter(Fault.RETURNED, share, period.key, returned.submitted_on, row=_row(returned.id))


def _due(term: Term) -> Iterator[Matter]:
    tasks = {task.id: task for task in term.facts.tasks if not task.is_ongoing}
    for share in term.facts.shares:
        task = tasks.get(share.task_id)
        if task is not None and share.role is not AssignmentRole.SUPPORTING:
            yield from _of_due_date(term, task, share)


def _of_due_date(term: Term, task: TaskRecord, share: ShareRecord) -> Iterator[Matter]:
    """One for the date that stands; for the one at first, where it was put off with approval, one that costs nothing."""
    for day, about, excuse in ((task.due_on, DUE, None), (task.original_due_on, "original_due", Excuse.EXTENDED)):
        if day is None or (excuse and day == task.due_on) or not term.holds(day + timedelta(days=1)):
            continue
        standing = term.standing[day]
        rests = standing.tasks.get(task.id) is TaskState.SUSPENDED
        if standing.shares.get(share.id) in (None, AssignmentState.DRAFT, *SETTLED_ASSIGNMENT_STATES):
            continue
        if rests or standing.tasks.get(task.id) in NOT_DONE:
            why = Excuse.SUSPENDED if rests else excuse
            yield _matter(Fault.OVERDUE, share, about, day + timedelta(days=1), row=("task", task.id), excuse=why)


def _orders(term: Term) -> Iterator[Matter]:
    due = {task.id: task.due_on for task in term.facts.tasks if not task.is_ongoing}
    shares = {(share.task_id, share.unit): share for share in reversed(term.facts.shares)}
    for order in term.facts.orders:
        share = shares.get((order.task_id, order.unit))
        counts = order.kind is OrderKind.SUPERVISION and term.holds(order.issued_on) and order.id not in term.withdrawn
        if share is not None and counts:
            due_on = due.get(order.task_id)
            about = DUE if due_on is not None and due_on < order.issued_on else f"order_{order.id}"
            yield _matter(Fault.ORDER, share, about, order.issued_on, row=("supervision_order", order.id))


def _row(update_id: int | None) -> tuple[str, int] | None:
    return ("progress_update", update_id) if update_id is not None else None


def _matter(
    fault: Fault, share: ShareRecord, about: str, on: date, *, row: tuple[str, int] | None, excuse: Excuse | None = None
) -> Matter:
    return Matter(fault, share.unit_id, share.task_id, share.role, about, on, row, excuse)
