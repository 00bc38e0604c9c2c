"""Counts every figure of a paper again, out of the facts and the reference alone: first the rows it must have, then its value.

`rows` answers for keys that say what is counted; of the others the reference's own rows are taken, and only the value is worked
out again. `value` answers for every rule.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from tests.reports.known import FAULTS, Known
from tracker.indicator_words import amount, planned_amount, target_text
from tracker.reports.figure_previous import Previous
from tracker.reports.references import Reference, Rule
from tracker.rules.curves import IndicatorFacts, curve_of, planned_on, status_on
from tracker.rules.indicators import standing_readings, values
from tracker.rules.lights import LightPolicy
from tracker.rules.report_facts import TaskRecord

SITUATIONS = {
    "closed": ("closed",),
    "on_course": ("on_course",),
    "lagging": ("due_soon", "unreported_1", "behind"),
    "serious": ("overdue", "unreported_2", "far_behind"),
    "ongoing": ("ongoing",),
    "not_begun": ("not_begun", "not_issued"),
    "ended": ("ended",),
    "suspended": ("suspended",),
    "merged": ("merged",),
}
LIGHTS = {"blue": ("closed",), "green": ("on_course",), "yellow": SITUATIONS["lagging"], "red": SITUATIONS["serious"]}
LATE = {"overdue": ("overdue",), "unreported_2": ("unreported_2", "far_behind"), "unreported_1": ("unreported_1", "behind")}
Ids = set[int]


@dataclass(frozen=True)
class Evaluator:
    """`opening`: what was known before the stretch of a periodic paper; `first` the first day of it."""

    known: Known
    opening: Known | None = None
    first: date | None = None
    previous: Previous | None = None

    def rows(self, key: str) -> Ids | None:
        """The ids that the rows of the reference must have; None where the key does not say."""
        for pattern, ids in _ROWS:
            found = re.fullmatch(pattern, key)
            if found:
                return set(ids(self, *found.groups()))
        return None

    def value(self, reference: Reference) -> str:
        """What the rule gives for the rows of the reference."""
        return str(_VALUES[reference.rule](self, reference))

    def tasks(self, *reasons: str) -> Ids:
        return {task.id for task in self.known.tasks if self.known.reason(task) in reasons}

    def light(self, name: str) -> Ids:
        named = LIGHTS.get(name)
        if named:
            return self.tasks(*named)
        return {task.id for task in self.known.tasks} - {id for reasons in LIGHTS.values() for id in self.tasks(*reasons)}

    def section(self, name: str) -> Ids:
        wanted = None if name == "none" else int(name)
        return {task.id for task in self.known.tasks if task.section_id == wanted}

    def counted(self, ids: Ids) -> Ids:
        """Those of the tasks that are in an average."""
        return {task.id for task in self.known.tasks if task.id in ids and task.state not in ("suspended", "merged")}

    def reports(self, kind: str, unit: str | None = None) -> Ids:
        owed = (item for item in self.known.owed if kind in item.kinds)
        return {item.share.id for item in owed if unit is None or item.share.unit_id == int(unit)}

    def units(self, names: list[str]) -> Ids:
        return {self.unit_id(name) for name in names}

    def unit_id(self, name: str) -> int:
        return next(share.unit_id for share in self.known.shares if share.unit == name)

    def task(self, number: int) -> TaskRecord:
        return next(task for task in self.known.facts.tasks if task.id == number)

    def indicator(self, number: int) -> IndicatorFacts:
        return next(item for item in self.known.facts.indicators if item.id == number)

    def orders(self, kind: str) -> Ids:
        own = {(share.task_id, share.unit) for share in self.known.shares}
        whole = self.known.scope.is_whole
        tasks = {task.id for task in self.known.tasks}
        found = [o for o in self.known.facts.orders if whole or (o.task_id in tasks and o.unit in {unit for _, unit in own})]
        waiting = [o for o in found if o.state in ("issued", "received", "unit_review")]
        kinds = {
            "urges": [o for o in found if o.kind == "urge"],
            "supervision": [o for o in found if o.kind == "supervision"],
            "answered": [o for o in found if o not in waiting],
            "waiting": waiting,
            "late": [o for o in waiting if o.reply_due_on < self.known.facts.as_of],
            "all": found,
        }
        return {order.id for order in kinds[kind]}

    def moved(self, kind: str) -> Ids:
        then = {task.id: task for task in self.opening.tasks} if self.opening else {}
        found = set()
        for task in self.known.tasks:
            was = then.get(task.id)
            if self._has_moved(kind, task, was):
                found.add(task.id)
        return found

    def _has_moved(self, kind: str, task: TaskRecord, was: TaskRecord | None) -> bool:
        late = self.known.reason(task) == "overdue"
        was_late = was is not None and self.opening is not None and self.opening.reason(was) == "overdue"
        match kind:
            case "issued":
                return task.state != "draft" and (was is None or was.state == "draft")
            case "closed":
                return task.state == "closed" and (was is None or was.state != "closed")
            case "newly_late":
                return late and not was_late
            case "caught_up":
                return was_late and not late
            case "put_off":
                return task.extensions > (was.extensions if was else 0)
            case _:
                return self.known.percent(task) > self.percent_before(task)

    def percent_before(self, task: TaskRecord) -> int:
        was = next((old for old in self.opening.facts.tasks if old.id == task.id), None) if self.opening else None
        return self.opening.percent(was) if was and self.opening else 0


def _shares_of(ids: Ids, reference: Reference, e: Evaluator) -> list[int]:
    by_id = {share.id: share for share in e.known.facts.shares}
    return [e.known.share_percent(by_id[number]) for number in ids]


def _ids(rows: tuple[tuple[str, int], ...], table: str) -> list[int]:
    return [number for name, number in rows if name == table]


_ROWS: tuple[tuple[str, Callable[..., Ids]], ...] = (
    (r"scope\.tasks", lambda e: {task.id for task in e.known.tasks}),
    (r"scope\.(?:assignments|units)", lambda e: {share.id for share in e.known.shares}),
    (r"situation\.whole\.share", lambda e: {task.id for task in e.known.tasks}),
    (r"situation\.(\w+)(?:\.share|\.change)?", lambda e, code: e.tasks(*SITUATIONS[code])),
    (r"light\.(\w+)", lambda e, name: e.light(name)),
    (r"section\.(\w+)\.tasks", lambda e, name: e.section(name)),
    (r"section\.(\w+)\.average", lambda e, name: e.counted(e.section(name))),
    (r"section\.(\w+)\.(blue|green|yellow|red|grey)", lambda e, name, light: e.section(name) & e.light(light)),
    (r"average", lambda e: e.counted({task.id for task in e.known.tasks})),
    (r"extended", lambda e: {task.id for task in e.known.tasks if task.extensions}),
    (r"resting", lambda e: e.tasks("suspended", "merged", "ended")),
    (r"upcoming", lambda e: {t.id for t in e.known.tasks if _is_upcoming(t, e.known.facts.as_of)}),
    (r"overdue", lambda e: e.tasks("overdue")),
    (r"late\.(\w+)", lambda e, code: _at_fault(e, *LATE[code])),
    (r"fault\.(overdue|unreported_2|far_behind|unreported_1|behind)", lambda e, code: _at_fault(e, code)),
    (r"fault\.all", lambda e: _at_fault(e, *FAULTS)),
    (r"fault\.of_others", lambda e: e.tasks(*FAULTS)),
    (r"fault\.serious|requests\.serious", lambda e: _at_fault(e, *SITUATIONS["serious"])),
    (r"fault\.units", lambda e: _blamed(e, FAULTS)),
    (r"requests\.serious\.units", lambda e: _blamed(e, SITUATIONS["serious"])),
    (r"task\.(\d+)\.answerable", lambda e, number: e.units(e.known.answerable(e.task(int(number))))),
    (r"brief\.on_course", lambda e: {task.id for task in e.known.tasks} - e.tasks(*FAULTS)),
    (r"reporting\.(missing|returned)\.units", lambda e, kind: {i.share.unit_id for i in e.known.owed if kind in i.kinds}),
    (r"reporting\.[^.]+\.rate", lambda e: e.reports("on_time")),
    (r"reporting\.[^.]+\.unit\.(\d+)\.(\w+)", lambda e, unit, kind: e.reports(kind, unit)),
    (r"reporting\.[^.]+\.(\w+)", lambda e, kind: e.reports(kind)),
    (r"orders\.(\w+)", lambda e, kind: e.orders(kind)),
    (r"movement\.orders", lambda e: e.orders("all") & {o.id for o in e.known.facts.orders if o.issued_on >= e.first}),
    (r"movement\.(issued|closed|newly_late|caught_up|put_off|advanced)", lambda e, kind: e.moved(kind)),
    (r"own\.(lead|responsible|supporting)", lambda e, role: {s.id for s in e.known.shares if s.role == role}),
    (r"own\.all", lambda e: {share.id for share in e.known.shares}),
    (r"own\.done", lambda e: {share.id for share in e.known.shares if share.state == "done"}),
    (r"indicators\.all", lambda e: {item.id for item in _indicators(e)}),
    (r"indicators\.(\w+)", lambda e, kind: {i.id for i in _indicators(e) if _status(e, i).standing.value == kind}),
)


def _at_fault(e: Evaluator, *reasons: str) -> Ids:
    """The late or lagging tasks; in a paper on one unit only those that the unit has to answer for."""
    own = {task.id for task in e.known.tasks if e.known.scope.unit_id is None or e.known.answerable(task)}
    return e.tasks(*reasons) & own


def _blamed(e: Evaluator, reasons: tuple[str, ...]) -> Ids:
    return {e.unit_id(name) for task in e.known.tasks if e.known.reason(task) in reasons for name in e.known.answerable(task)}


def _is_upcoming(task: TaskRecord, day: date) -> bool:
    is_open = task.state in ("issued", "in_progress", "closure_requested")
    return is_open and task.due_on is not None and 0 <= (task.due_on - day).days <= 30


def _indicators(e: Evaluator) -> list[IndicatorFacts]:
    ordinals = {task.ordinal for task in e.known.tasks}
    every = e.known.facts.indicators
    return list(every) if e.known.scope.is_whole else [item for item in every if item.ordinal in ordinals]


def _status(e: Evaluator, item: IndicatorFacts):  # type: ignore[no-untyped-def]
    return status_on(item, e.known.facts.as_of, LightPolicy())


def _share_of_whole(e: Evaluator, reference: Reference) -> str:
    """By largest remainder over all situations of the paper, in the order of the table; of equal ones the first gets its tenth."""
    whole = len(reference.whole)
    if set(reference.rows) == set(reference.whole):
        return "100.0"
    counts = [len(e.tasks(*reasons)) for reasons in SITUATIONS.values()]
    tenths = [count * 1000 // whole for count in counts]
    rest = sorted(range(len(counts)), key=lambda place: -(counts[place] * 1000 % whole))
    for place in rest[: 1000 - sum(tenths)]:
        tenths[place] += 1
    counted = set(_ids(reference.rows, "task"))
    mine = next((place for place, reasons in enumerate(SITUATIONS.values()) if e.tasks(*reasons) == counted), None)
    if mine is None:
        return "no situation has these tasks"
    return f"{tenths[mine] // 10}.{tenths[mine] % 10}"


def _rate(e: Evaluator, reference: Reference) -> str:
    rows, whole = len(reference.rows), len(reference.whole)
    exact = (Decimal(100 * rows) / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return str(exact if rows == whole else min(exact, Decimal("99.9")))


def _change(e: Evaluator, reference: Reference) -> int:
    code = reference.key.split(".")[1]
    own = {task.id for task in e.known.tasks}
    before = [number for number in e.previous.situations.get(code, ()) if number in own] if e.previous else []
    return abs(len(e.tasks(*SITUATIONS[code])) - len(before))


def _average(percents: list[int]) -> int:
    return sum(percents) // len(percents) if percents else 0


def _reported(e: Evaluator, reference: Reference) -> int:
    updates = {update.id: update.percent for update in e.known.facts.updates}
    return sum(updates[number] for _, number in reference.rows) // max(len(reference.whole), 1)


def _days(e: Evaluator, reference: Reference) -> int:
    table, number = reference.rows[0]
    if table == "task":
        due = e.task(number).due_on
    else:
        due = next(order.reply_due_on for order in e.known.facts.orders if order.id == number)
    assert due is not None
    return (e.known.facts.as_of - due).days


def _behind(e: Evaluator, reference: Reference) -> int:
    task = e.task(reference.rows[0][1])
    return e.known.planned(task) - e.known.percent(task)


def _files(e: Evaluator, reference: Reference) -> int:
    files = {item.id: (item.task_id, item.sha256) for item in e.known.facts.evidence}
    return len({files[number] for _, number in reference.rows})


def _reading(e: Evaluator, reference: Reference) -> str:
    item = e.indicator(reference.rows[0][1])
    day = reference.key.split(".actual.")
    read = [(on, value) for on, value in values(item.kind, item.baseline, item.readings)]
    if len(day) == 2:
        return str([value for on, value in read if on <= date.fromisoformat(day[1])][-1])
    return amount(read[-1][1], item.target, None)


def _curve(e: Evaluator, reference: Reference) -> str:
    item = e.indicator(reference.rows[0][1])
    day = reference.key.split(".planned.")
    if len(day) == 2:
        return str(planned_on(curve_of(item), date.fromisoformat(day[1])))
    return planned_amount(planned_on(curve_of(item), e.known.facts.as_of), item.target, None)


def _reading_files(e: Evaluator, reference: Reference) -> int:
    item = e.indicator(reference.rows[0][1])
    counted = set(_ids(reference.rows, "indicator_reading"))
    return sum(reading.files for reading in standing_readings(item.readings) if reading.id in counted)


def _own(e: Evaluator, reference: Reference) -> TaskRecord:
    return e.task(_ids(reference.rows, "task")[0])


_VALUES: dict[Rule, Callable[[Evaluator, Reference], object]] = {
    Rule.COUNT: lambda e, r: len(set(r.rows)),
    Rule.MEASURES: lambda e, r: e.known.facts.plan.measures,
    Rule.UNITS: lambda e, r: len({s.unit_id for s in e.known.facts.shares if s.id in set(_ids(r.rows, "assignment"))}),
    Rule.FILES: _files,
    Rule.SHARE: _share_of_whole,
    Rule.RATE: _rate,
    Rule.PERCENT: lambda e, r: e.known.percent(_own(e, r)),
    Rule.PERCENT_BEFORE: lambda e, r: e.percent_before(_own(e, r)),
    Rule.AVERAGE: lambda e, r: _average([e.known.percent(e.task(number)) for _, number in r.rows]),
    Rule.SHARE_PERCENT: lambda e, r: _shares_of(set(_ids(r.rows, "assignment")), r, e)[0],
    Rule.SHARE_AVERAGE: lambda e, r: _average(_shares_of({number for _, number in r.whole}, r, e)),
    Rule.REPORTED_AVERAGE: _reported,
    Rule.PLANNED: lambda e, r: e.known.planned(_own(e, r)),
    Rule.BEHIND: _behind,
    Rule.DAYS_LATE: _days,
    Rule.DAYS_LEFT: lambda e, r: -_days(e, r),
    Rule.PERIODS: lambda e, r: {e.known.missed(s) for s in e.known.facts.shares if ("assignment", s.id) in r.rows}.pop(),
    Rule.EXTENSIONS: lambda e, r: _own(e, r).extensions,
    Rule.CHANGE: _change,
    Rule.REMINDERS: lambda e, r: e.known.facts.reminders.reminders if e.known.facts.reminders else None,
    Rule.TARGET: lambda e, r: target_text(e.indicator(r.rows[0][1]).target, None),
    Rule.READING: _reading,
    Rule.ATTAINMENT: lambda e, r: _status(e, e.indicator(r.rows[0][1])).attainment,
    Rule.CURVE: _curve,
    Rule.CURVE_BEHIND: lambda e, r: _status(e, e.indicator(r.rows[0][1])).behind,
    Rule.READING_FILES: _reading_files,
    Rule.THRESHOLD: lambda e, r: r.value,
}
