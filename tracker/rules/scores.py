"""What is taken off a unit's score (考核), by which rule, and why each point: a worksheet, never a ranking.

From a base of 100, so much for each thing that was owed and did not come, came late or would not do. Models found in practice:
domain.md a11 (deduction from 100; half for who only takes part; the same matter not counted twice; what was stopped or put off
with approval left out). The worksheet is drawn up, looked at by the units, and used only after approval.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from tracker.rules.statuses import AssignmentRole


class ScoreState(StrEnum):
    """How far a worksheet has come."""

    DRAFT = "draft"  # 征求意见, units may remark on their own lines
    APPROVED = "approved"  # 已审定, may be exported
    WITHDRAWN = "withdrawn"  # 已作废


class Fault(StrEnum):
    """For what points are taken off, the gravest first."""

    OVERDUE = "overdue"  # 任务逾期
    MISSING = "missing"  # 未报送
    ORDER = "order"  # 被督办
    RETURNED = "returned"  # 填报被退回
    LATE = "late"  # 迟报
    EMPTY = "empty"  # 连续无进展


class Excuse(StrEnum):
    """Why nothing is taken off for a line; the first four by rule, the last by decision of the office, with its reason."""

    SAME_MATTER = "same_matter"  # 同一事项已扣
    CAPPED = "capped"  # 本任务已扣满
    EXTENDED = "extended"  # 经批准延期
    EXEMPT = "exempt"  # 免报
    SUSPENDED = "suspended"  # 任务中止
    EXCLUDED = "excluded"  # 经批准不计


@dataclass(frozen=True)
class ScorePolicy:
    """The figures of the rule. `co_part` is what a unit that does not lead bears of a step; `task_cap` the most that one task costs
    a unit in a worksheet; a unit with fewer than `few_tasks` tasks is not to be compared with others."""

    version: int = 1
    base: Decimal = Decimal(100)
    steps: Mapping[Fault, Decimal] = field(
        default_factory=lambda: {
            Fault.OVERDUE: Decimal(5),
            Fault.MISSING: Decimal(3),
            Fault.ORDER: Decimal(3),
            Fault.RETURNED: Decimal(1),
            Fault.LATE: Decimal(1),
            Fault.EMPTY: Decimal(1),
        }
    )
    co_part: Decimal = Decimal("0.5")
    task_cap: Decimal = Decimal(10)
    few_tasks: int = 5


@dataclass(frozen=True)
class Matter:
    """One thing that happened: which fault, of which unit's share in which task, on which day.

    `about` names what it is about (a period, the due date): two faults of one share about one matter count once. `row` is the table
    and id of the row that proves it, where there is one. `excuse` is a reason by rule to take nothing off.
    """

    fault: Fault
    unit_id: int
    task_id: int
    role: AssignmentRole
    about: str
    on: date
    row: tuple[str, int] | None = None
    excuse: Excuse | None = None

    @property
    def key(self) -> str:
        """What an exclusion names."""
        row = self.row[1] if self.row else 0
        return f"{self.fault}:{self.unit_id}:{self.task_id}:{self.about}:{row}"


@dataclass(frozen=True)
class Line:
    """A matter, the points of the step that it would cost, and those that it does cost; `excuse` says why they differ."""

    matter: Matter
    step: Decimal
    points: Decimal
    excuse: Excuse | None


@dataclass(frozen=True)
class UnitScore:
    """What one unit comes to. `few` warns that its tasks are too few for any comparison."""

    unit_id: int
    tasks: int
    lines: tuple[Line, ...]
    score: Decimal
    few: bool

    @property
    def taken(self) -> Decimal:
        """All that was taken off."""
        return sum((line.points for line in self.lines), Decimal(0))


def scores(
    tasks: Mapping[int, int], matters: Iterable[Matter], excluded: Iterable[str] = (), policy: ScorePolicy | None = None
) -> tuple[UnitScore, ...]:
    """The score of every unit of `tasks` (unit → how many tasks it has a part in), in that order and in no other.

    `excluded` are the keys of the matters that the office has decided to leave out. Never below 0.
    """
    policy = policy or ScorePolicy()
    by_unit: dict[int, list[Matter]] = {unit: [] for unit in tasks}
    for matter in matters:
        by_unit[matter.unit_id].append(matter)
    left_out = frozenset(excluded)
    return tuple(_unit(unit, tasks[unit], found, left_out, policy) for unit, found in by_unit.items())


def _unit(unit: int, tasks: int, matters: Sequence[Matter], excluded: frozenset[str], policy: ScorePolicy) -> UnitScore:
    lines: list[Line] = []
    counted: set[tuple[int, str]] = set()
    spent: dict[int, Decimal] = {}
    for matter in sorted(matters, key=lambda matter: (-_step(matter, policy), matter.on, matter.key)):
        line = _line(matter, excluded, counted, spent.get(matter.task_id, Decimal(0)), policy)
        if line.points:
            counted.add((matter.task_id, matter.about))
            spent[matter.task_id] = spent.get(matter.task_id, Decimal(0)) + line.points
        lines.append(line)
    lines.sort(key=lambda line: (line.matter.on, line.matter.key))
    taken = sum((line.points for line in lines), Decimal(0))
    return UnitScore(unit, tasks, tuple(lines), max(Decimal(0), policy.base - taken), few=tasks < policy.few_tasks)


def _line(matter: Matter, excluded: frozenset[str], counted: set[tuple[int, str]], spent: Decimal, policy: ScorePolicy) -> Line:
    step = _step(matter, policy)
    left = policy.task_cap - spent
    if matter.key in excluded:
        return Line(matter, step, Decimal(0), Excuse.EXCLUDED)
    if matter.excuse is not None:
        return Line(matter, step, Decimal(0), matter.excuse)
    if (matter.task_id, matter.about) in counted:
        return Line(matter, step, Decimal(0), Excuse.SAME_MATTER)
    return Line(matter, step, min(step, left), Excuse.CAPPED if step > left else None)


def _step(matter: Matter, policy: ScorePolicy) -> Decimal:
    part = Decimal(1) if matter.role is AssignmentRole.LEAD else policy.co_part
    return policy.steps[matter.fault] * part
