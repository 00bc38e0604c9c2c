"""Units by sections of one plan: how many tasks a unit has in each section, and the worst light among them.

Counted like the ledger that a cell leads to: every task in which the unit has a share of whatever kind, once.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, Subquery, case, func, select
from sqlalchemy.orm import Session

from tracker.models import Assignment, Measure, Plan, Section, Task, Unit
from tracker.queries.lights import LightClock, reason_code
from tracker.queries.scope import visible_task
from tracker.queries.sql import Page, page_of
from tracker.rules.lights import REASONS
from tracker.rules.permissions import Actor
from tracker.rules.statuses import Light

# A page of a plan with many sections has the fewer units, so that its cells stay as many.
MOST_CELLS = 800
LEAST_UNITS, MOST_UNITS = 10, 50
# What needs attention first; what is done is last.
WORST_FIRST = (Light.RED, Light.YELLOW, Light.GREEN, Light.GREY, Light.BLUE)

Where = int | None  # a section; None: of no section


@dataclass(frozen=True)
class GridSection:
    """A column: a section of the plan, or (id None) what stands in none."""

    id: Where
    number: str
    title: str


@dataclass
class Cell:
    """The tasks of a cell by light. Made up row by row, then only read."""

    lights: dict[Light, int] = field(default_factory=dict)

    @property
    def worst(self) -> Light:
        """The light that needs attention first."""
        return next(light for light in WORST_FIRST if light in self.lights)

    @property
    def tasks(self) -> int:
        """All tasks of the cell."""
        return sum(self.lights.values())

    def add(self, code: str, tasks: int) -> None:
        """Count so many tasks under the light of the reason."""
        light = REASONS[code]
        self.lights[light] = self.lights.get(light, 0) + tasks


@dataclass(frozen=True)
class GridRow:
    """A unit; a section in which it has no task has no cell."""

    unit_id: int
    name: str
    whole: Cell
    cells: Mapping[Where, Cell]


@dataclass(frozen=True)
class Grid:
    """One page of units with every section, and each section's own tasks, whichever units have them."""

    sections: Sequence[GridSection]
    page: Page[GridRow]
    totals: Mapping[Where, Cell]
    whole: Cell


def unit_grid(session: Session, actor: Actor, plan_id: int, clock: LightClock, number: int = 1) -> Grid:
    """The grid of a plan that the actor may see whole, units with the most late tasks first; five statements whatever the size."""
    tasks = _tasks(actor, plan_id, clock)
    totals, whole = _totals(session, tasks)
    size = min(max(MOST_CELLS // (len(totals) + 1), LEAST_UNITS), MOST_UNITS)
    rows, number, total = page_of(session, _units(tasks), number, size)
    cells = _cells(session, tasks, [row.id for row in rows])
    found = [GridRow(row.id, row.name, _sum(cells[row.id].values()), cells[row.id]) for row in rows]
    return Grid(_sections(session, plan_id, totals), Page(found, number, total, size), totals, whole)


def _tasks(actor: Actor, plan_id: int, clock: LightClock) -> Subquery:
    return (
        select(Task.id, Measure.section_id, reason_code(clock).label("code"))
        .join(Plan, Plan.id == Task.plan_id)
        .outerjoin(Measure, Measure.id == Task.measure_id)
        .where(Task.plan_id == plan_id, visible_task(actor))
        .subquery()
    )


def _shares(tasks: Subquery) -> Subquery:
    """Each unit with each of its tasks, once."""
    query = select(Assignment.unit_id, tasks.c.id, tasks.c.section_id, tasks.c.code).join(tasks, tasks.c.id == Assignment.task_id)
    return query.distinct().subquery()


def _units(tasks: Subquery) -> Select[*tuple[Any, ...]]:
    shares = _shares(tasks)
    red, yellow = (
        func.sum(case((shares.c.code.in_([code for code, light in REASONS.items() if light is wanted]), 1), else_=0))
        for wanted in (Light.RED, Light.YELLOW)
    )
    query = select(Unit.id, Unit.name).join(shares, shares.c.unit_id == Unit.id).group_by(Unit.id, Unit.name)
    return query.order_by(red.desc(), yellow.desc(), Unit.id)


def _cells(session: Session, tasks: Subquery, unit_ids: Sequence[int]) -> dict[int, dict[Where, Cell]]:
    shares = _shares(tasks)
    columns = (shares.c.unit_id, shares.c.section_id, shares.c.code)
    query = select(*columns, func.count()).where(shares.c.unit_id.in_(unit_ids)).group_by(*columns)
    found: dict[int, dict[Where, Cell]] = {unit_id: {} for unit_id in unit_ids}
    for unit_id, section_id, code, number in session.execute(query):
        found[unit_id].setdefault(section_id, Cell()).add(code, number)
    return found


def _totals(session: Session, tasks: Subquery) -> tuple[dict[Where, Cell], Cell]:
    query = select(tasks.c.section_id, tasks.c.code, func.count()).group_by(tasks.c.section_id, tasks.c.code)
    found: dict[Where, Cell] = {}
    for section_id, code, number in session.execute(query):
        found.setdefault(section_id, Cell()).add(code, number)
    return found, _sum(found.values())


def _sum(cells: Iterable[Cell]) -> Cell:
    whole = Cell()
    for cell in cells:
        for light, number in cell.lights.items():
            whole.lights[light] = whole.lights.get(light, 0) + number
    return whole


def _sections(session: Session, plan_id: int, totals: Mapping[Where, Cell]) -> list[GridSection]:
    """The sections that hold tasks, in the plan's order; at the end what stands in none, where there is any."""
    query = select(Section.id, Section.number, Section.title).where(Section.plan_id == plan_id).order_by(Section.position)
    found = [GridSection(*row) for row in session.execute(query) if row.id in totals]
    return [*found, GridSection(None, "", "")] if None in totals else found
