"""A second, plain reading of report facts, to hold the figures against: loops and ifs, nothing of `tracker/reports/figure*`.

The rules are those of design.md section 5 and of the annex 数据口径说明, written out again.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from tracker.rules.periods import closed_periods
from tracker.rules.report_facts import ReportFacts, ShareRecord, TaskRecord, UpdateRecord
from tracker.rules.report_kinds import ReportScope
from tracker.rules.workdays import WorkCalendar

OWING = {"pending", "acknowledged", "reporting"}
WITH_OFFICE = {"submitted", "accepted"}
FAULTS = ("overdue", "unreported_2", "far_behind", "unreported_1", "behind")


@dataclass(frozen=True)
class Owed:
    """One report of the newest closed period."""

    share: ShareRecord
    kinds: frozenset[str]


@dataclass(frozen=True)
class Known:
    """The facts as far as a paper of that scope may speak of them."""

    facts: ReportFacts
    calendar: WorkCalendar
    scope: ReportScope = ReportScope()

    @cached_property
    def tasks(self) -> list[TaskRecord]:
        wanted = self.scope
        held = {share.task_id for share in self.facts.shares if share.unit_id == wanted.unit_id}
        return [
            task
            for task in self.facts.tasks
            if (wanted.section_id is None or task.section_id == wanted.section_id)
            and (wanted.task_id is None or task.id == wanted.task_id)
            and (wanted.unit_id is None or task.id in held)
        ]

    @cached_property
    def shares(self) -> list[ShareRecord]:
        tasks = {task.id for task in self.tasks}
        return [s for s in self.facts.shares if s.task_id in tasks and self.scope.unit_id in (None, s.unit_id)]

    def of_task(self, task_id: int) -> list[ShareRecord]:
        """All shares of the task, also those that the scope leaves out: they make up its percent and its light."""
        return [share for share in self.facts.shares if share.task_id == task_id]

    def percent(self, task: TaskRecord) -> int:
        if task.state == "closed":
            return 100
        shares = [s for s in self.of_task(task.id) if s.state != "ended"] or self.of_task(task.id)
        for role in ("lead", "responsible"):
            own = [self.share_percent(share) for share in shares if share.role == role]
            if own:
                return sum(own) // len(own)
        return 0

    def share_percent(self, share: ShareRecord) -> int:
        if share.state == "done":
            return 100
        counted = self.counted(share.id)
        return counted.percent if counted else 0

    def counted(self, share_id: int) -> UpdateRecord | None:
        newest = None
        for update in self.facts.updates:
            counts = update.share_id == share_id and update.state == "accepted" and update.kind == "progress"
            if counts and (newest is None or (update.period, update.version) > (newest.period, newest.version)):
                newest = update
        return newest

    def missed(self, share: ShareRecord) -> int:
        plan = self.facts.plan
        if plan.supervised_from is None or share.issued_on is None or share.state not in OWING:
            return 0
        newest: dict[str, UpdateRecord] = {}
        for update in self.facts.updates:
            if update.share_id == share.id and (update.period not in newest or newest[update.period].version < update.version):
                newest[update.period] = update
        through = max((period for period, update in newest.items() if update.state in WITH_OFFICE), default="")
        number = 0
        for period in reversed(closed_periods(share.issued_on, self.facts.as_of, plan.rhythm)):
            if period.key <= through or (share.id, period.key) in self.facts.exempt:
                break
            number += 1
        return number

    def missed_by_task(self, task: TaskRecord) -> int:
        return max((self.missed(share) for share in self.of_task(task.id)), default=0)

    def planned(self, task: TaskRecord) -> int:
        if task.issued_on is None or task.due_on is None or task.is_ongoing or self.facts.as_of < task.issued_on:
            return 0
        if self.facts.as_of >= task.due_on:
            return 100
        return (self.facts.as_of - task.issued_on).days * 100 // (task.due_on - task.issued_on).days

    @cached_property
    def soon_until(self) -> date:
        day, left = self.facts.as_of, 5
        while left:
            day += timedelta(days=1)
            left -= self.calendar.is_workday(day)
        return day

    def reason(self, task: TaskRecord) -> str:
        fixed = {"draft": "not_issued", "closed": "closed", "ended": "ended", "suspended": "suspended", "merged": "merged"}
        if task.state in fixed:
            return fixed[task.state]
        due = None if task.is_ongoing else task.due_on
        missed, behind = self.missed_by_task(task), self.planned(task) - self.percent(task)
        signed = any(share.state in ("acknowledged", "reporting", "done") for share in self.of_task(task.id))
        tests = (
            (due is not None and due < self.facts.as_of, "overdue"),
            (missed >= 2, "unreported_2"),
            (behind > 30, "far_behind"),
            (due is not None and due <= self.soon_until, "due_soon"),
            (missed == 1, "unreported_1"),
            (behind >= 10, "behind"),
            (not signed, "not_begun"),
            (task.is_ongoing, "ongoing"),
        )
        return next((reason for holds, reason in tests if holds), "on_course")

    def answerable(self, task: TaskRecord) -> list[str]:
        reason, shares = self.reason(task), self.of_task(task.id)
        if reason.startswith("unreported"):
            most = self.missed_by_task(task)
            names = [share.unit for share in shares if self.missed(share) == most]
        else:
            opened = [share for share in shares if share.state not in ("done", "ended")]
            leads = [share.unit for share in opened if share.role == "lead"]
            names = leads or [share.unit for share in opened if share.role == "responsible"]
        own = {share.unit for share in self.shares}
        return [name for name in dict.fromkeys(names) if name in own]

    @cached_property
    def owed(self) -> list[Owed]:
        period = self.facts.period
        if period is None:
            return []
        resting = {task.id for task in self.facts.tasks if task.state in ("suspended", "merged")}
        found = [self._owed(share) for share in self.shares if share.task_id not in resting]
        return [item for item in found if item.kinds]

    def _owed(self, share: ShareRecord) -> Owed:
        period = self.facts.period
        assert period is not None
        versions = [u for u in self.facts.updates if u.share_id == share.id and u.period == period.key]
        told = share.issued_on is not None and share.issued_on < period.cutoff
        owes = told and share.state in OWING and share.state_at_cutoff in OWING
        state, sent = _standing(versions)
        waived = (share.id, period.key) in self.facts.exempt and state not in WITH_OFFICE
        if not owes and not versions:
            return Owed(share, frozenset())
        if waived:
            return Owed(share, frozenset({"exempt"}))
        late = sent is not None and sent > period.cutoff
        kinds = {
            "expected": True,
            "received": state in WITH_OFFICE,
            "accepted": state == "accepted",
            "waiting": state == "submitted",
            "on_time": state == "accepted" and not late,
            "returned": state == "returned",
            "missing": state is None,
            "late": state in WITH_OFFICE and late,
        }
        return Owed(share, frozenset(kind for kind, holds in kinds.items() if holds))


def _standing(versions: Iterable[UpdateRecord]) -> tuple[str | None, date | None]:
    """The state that counts, and the day of sending; an accepted version stands until a correction is decided."""
    found = sorted(versions, key=lambda update: update.version)
    if not found:
        return None, None
    accepted = [update for update in found if update.state == "accepted"]
    sent = min(update.submitted_on for update in accepted) if accepted else found[-1].submitted_on
    return ("accepted" if accepted and found[-1].state == "submitted" else found[-1].state.value), sent
