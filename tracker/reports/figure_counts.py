"""Tasks counted by situation and by section: the counts, the shares that add up, the averages."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from tracker.reports.figure_tasks import TaskLine
from tracker.rules.report_facts import SectionRecord
from tracker.rules.statuses import RESTING_TASK_STATES, Light
from tracker.rules.tallies import shares

# In the order of the table; every reason of rules/lights.py that a supervised task can have belongs to one.
SITUATIONS: Mapping[str, tuple[str, ...]] = {
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
# Said of a plan only where there is any.
RARE = ("ended", "suspended", "merged")


@dataclass(frozen=True)
class Situation:
    """How many tasks are in one situation, and their share of all in percent; the shares add up to 100.0."""

    code: str
    count: int
    share: Decimal
    task_ids: tuple[int, ...]


@dataclass(frozen=True)
class SectionFigures:
    """The tasks of one section; `average_percent` rounded down. Tasks outside all sections stand under an empty title."""

    id: int | None
    number: str
    title: str
    lights: Mapping[Light, int]
    average_percent: int
    task_ids: tuple[int, ...]


def average_percent(lines: Iterable[TaskLine]) -> int:
    """The average of the tasks, rounded down; what is suspended or merged into another is not counted."""
    counted = [line.percent for line in lines if line.state not in RESTING_TASK_STATES]
    return sum(counted) // max(len(counted), 1)


def situations_of(lines: tuple[TaskLine, ...]) -> tuple[Situation, ...]:
    """How many of the tasks are in each situation; what is rare is said only where there is any."""
    ids = {code: tuple(line.id for line in lines if line.situation == code) for code in SITUATIONS}
    ids = {code: found for code, found in ids.items() if found or code not in RARE}
    percent = shares({code: len(found) for code, found in ids.items()})
    return tuple(Situation(code, len(found), percent[code], found) for code, found in ids.items())


def sections_of(sections: Iterable[SectionRecord | SectionFigures], lines: tuple[TaskLine, ...]) -> tuple[SectionFigures, ...]:
    """One entry for each section that has tasks, in the plan's order; what belongs to none comes last."""
    entries = {section.id: (section.number, section.title) for section in sections}
    found = []
    for section_id, (number, title) in {**entries, None: ("", "")}.items():
        own = [line for line in lines if line.section_id == section_id]
        if own:
            lights = {light: sum(line.light is light for line in own) for light in Light}
            found.append(SectionFigures(section_id, number, title, lights, average_percent(own), tuple(line.id for line in own)))
    return tuple(found)
