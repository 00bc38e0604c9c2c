"""The light of a task: one colour with the reason for it, out of facts, a day and a policy.

Colours have no national meaning (domain.md a10), so the thresholds belong to a versioned policy and a light is never
shown without its reason. The SQL form in `tracker/queries` repeats the same comparisons; hence only integers, floor
division and differences of days here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from tracker.rules.statuses import Light, TaskState


@dataclass(frozen=True)
class LightPolicy:
    """The thresholds: working days before the due date, and points (0 to 100) behind the planned curve."""

    version: int = 1
    soon_workdays: int = 5
    behind_yellow: int = 10
    behind_red: int = 30


@dataclass(frozen=True)
class TaskFacts:
    """What is known of a task on the day.

    `supervised`: 纳入督办. `percent`: 0 to 100, see `progress.task_percent`. `missed_periods`: closed periods in a row, up
    to now, without the reports owed. `acknowledged`: some unit of the task has acknowledged it. `extensions`: how
    often the office has put the due date off. `missed_by_own`: those of the closed periods that the units of who looks owe,
    None where nobody's in particular are asked for.
    """

    state: TaskState
    supervised: bool
    ongoing: bool
    issued_on: date | None
    due_on: date | None
    percent: int
    missed_periods: int
    acknowledged: bool
    extensions: int = 0
    missed_by_own: int | None = None


@dataclass(frozen=True)
class Verdict:
    """A light, the code of its reason, and the figures that the reason's Chinese sentence names.

    Where the due date was put off, `extensions` is among them whatever the light, so that none is silently green. Where reports
    are missing that the units of who looks do not owe, `others` is 1: of a joint task each answers for its own share.
    """

    light: Light
    reason_code: str
    numbers: Mapping[str, int]


def planned_percent(issued_on: date | None, due_on: date | None, today: date) -> int:
    """How much should be done by now, 0 to 100: a straight line from issue to due date (序时进度), rounded down.

    Nought where either date is missing, so that nobody falls behind a curve that was never drawn.
    """
    if issued_on is None or due_on is None or today < issued_on:
        return 0
    if today >= due_on:
        return 100
    return (today - issued_on).days * 100 // (due_on - issued_on).days


@dataclass(frozen=True)
class _View:
    """The facts as seen on one day under one policy: what the tests of the table are made of."""

    facts: TaskFacts
    today: date
    soon_until: date
    policy: LightPolicy

    @property
    def due_on(self) -> date | None:
        return None if self.facts.ongoing else self.facts.due_on

    @property
    def is_overdue(self) -> bool:
        return self.due_on is not None and self.due_on < self.today

    @property
    def is_due_soon(self) -> bool:
        return self.due_on is not None and self.due_on <= self.soon_until

    @property
    def planned(self) -> int:
        return planned_percent(self.facts.issued_on, self.due_on, self.today)

    @property
    def behind(self) -> int:
        return self.planned - self.facts.percent

    def figures(self) -> dict[str, int]:
        """Every figure that a reason may name; days of the calendar, not working days."""
        days = (self.due_on - self.today).days if self.due_on else 0
        return {
            "days_late": -days,
            "days_left": days,
            "periods": self.facts.missed_periods,
            "planned": self.planned,
            "percent": self.facts.percent,
            "behind": self.behind,
            "others": 1,
        }

    @property
    def is_missed_by_others(self) -> bool:
        own = self.facts.missed_by_own
        return own is not None and own < min(self.facts.missed_periods, 2)


_UNJUDGED = ("not_issued", "not_supervised", "ended", "suspended", "merged")
_UNREPORTED = ("unreported_1", "unreported_2")
_CURVE = ("planned", "percent", "behind")


class _Line(NamedTuple):
    reason_code: str
    light: Light
    holds: Callable[[_View], bool]
    figures: tuple[str, ...]


# The first line that holds gives the light: a worse reason hides a milder one, and the last line always holds.
_TABLE = (
    _Line("not_issued", Light.GREY, lambda view: view.facts.state is TaskState.DRAFT, ()),
    _Line("not_supervised", Light.GREY, lambda view: not view.facts.supervised, ()),
    _Line("closed", Light.BLUE, lambda view: view.facts.state is TaskState.CLOSED, ()),
    _Line("ended", Light.GREY, lambda view: view.facts.state is TaskState.ENDED, ()),
    _Line("suspended", Light.GREY, lambda view: view.facts.state is TaskState.SUSPENDED, ()),
    _Line("merged", Light.GREY, lambda view: view.facts.state is TaskState.MERGED, ()),
    _Line("overdue", Light.RED, lambda view: view.is_overdue, ("days_late",)),
    _Line("unreported_2", Light.RED, lambda view: view.facts.missed_periods >= 2, ("periods",)),
    _Line("far_behind", Light.RED, lambda view: view.behind > view.policy.behind_red, _CURVE),
    _Line("due_soon", Light.YELLOW, lambda view: view.is_due_soon, ("days_left",)),
    _Line("unreported_1", Light.YELLOW, lambda view: view.facts.missed_periods == 1, ("periods",)),
    _Line("behind", Light.YELLOW, lambda view: view.behind >= view.policy.behind_yellow, _CURVE),
    _Line("not_begun", Light.GREY, lambda view: not view.facts.acknowledged, ()),
    _Line("ongoing", Light.GREY, lambda view: view.facts.ongoing, ()),
    _Line("on_course", Light.GREEN, lambda view: True, ()),
)

REASONS: Mapping[str, Light] = {line.reason_code: line.light for line in _TABLE}


def light(facts: TaskFacts, today: date, soon_until: date, policy: LightPolicy) -> Verdict:
    """The light of the task on the day, with its reason; every combination of facts has exactly one.

    `soon_until` is the last day that counts as near: `calendar.add(today, policy.soon_workdays)`, taken as a date so that
    the SQL form compares with the same one. An ongoing task (长期坚持) is never overdue, due soon or behind, only
    unreported (domain.md a4, T6). A task with neither due date nor ongoing mark has no planned curve.
    """
    view = _View(facts, today, soon_until, policy)
    line = next(line for line in _TABLE if line.holds(view))
    figures = view.figures()
    put_off = {"extensions": facts.extensions} if facts.extensions and line.reason_code not in _UNJUDGED else {}
    named = (*line.figures, "others") if line.reason_code in _UNREPORTED and view.is_missed_by_others else line.figures
    return Verdict(line.light, line.reason_code, {name: figures[name] for name in named} | put_off)
