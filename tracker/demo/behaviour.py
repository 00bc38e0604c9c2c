"""How the invented units behave: a spread of good and bad habits, decided by a seeded generator, the same every time."""

import random
from dataclasses import dataclass

from tracker.rules.statuses import UpdateKind


@dataclass(frozen=True)
class Habit:
    """What to expect of a unit. Chances are of a hundred; `pace` is its progress as a share of the planned curve.

    `signs_after`: working days until it acknowledges; `reports_before`: days before the cut-off (negative: after it).
    """

    signs_after: int
    reports_before: int
    pace: float
    skips: int = 0
    sloppy: int = 0
    nothing_new: int = 5


MODEL = Habit(signs_after=0, reports_before=6, pace=1.15)
STEADY = Habit(signs_after=1, reports_before=3, pace=1.05, sloppy=5)
AVERAGE = Habit(signs_after=2, reports_before=1, pace=1.0, skips=3, sloppy=10)
LATE = Habit(signs_after=3, reports_before=-3, pace=0.95, skips=8, sloppy=15)
SLOW = Habit(signs_after=5, reports_before=1, pace=0.75, skips=10, sloppy=25, nothing_new=20)
SILENT = Habit(signs_after=9, reports_before=0, pace=0.7, skips=45, sloppy=20, nothing_new=20)

HABITS = {
    "县卫生健康局": MODEL,
    "县教育局": STEADY,
    "县发展和改革局": STEADY,
    "县财政局": AVERAGE,
    "县交通运输局": SLOW,
    "县住房和城乡建设局": LATE,
    "县自然资源和规划局": LATE,
    "县市场监督管理局": SILENT,
    "县总工会": STEADY,
    "县税务局": MODEL,
    "青禾镇人民政府": MODEL,
    "石桥镇人民政府": STEADY,
    "云岭镇人民政府": LATE,
    "白塘乡人民政府": SILENT,
    "松坪乡人民政府": SLOW,
}

ALL_HABITS = (MODEL, STEADY, AVERAGE, LATE, SLOW, SILENT)

CATCHING_UP = 30  # points a month


@dataclass(frozen=True)
class Intention:
    """What a unit does about one report: nothing, or send it with this content; `flawed` ones lack proof or substance."""

    kind: UpdateKind
    percent: int
    flawed: bool


def habit_of(unit: str) -> Habit:
    return HABITS.get(unit, AVERAGE)


def intention(habit: Habit, dice: random.Random, planned: int, before: int) -> Intention | None:
    """What the unit does this period, given the planned percent and its last accepted one; None when it stays silent."""
    if dice.randrange(100) < habit.skips:
        return None
    if before and dice.randrange(100) < habit.nothing_new:
        return Intention(UpdateKind.NOTHING_NEW, before, flawed=False)
    wanted = planned * habit.pace + dice.uniform(-4, 6)
    if planned == 100:  # the day has come or gone: even a slow unit makes for the end
        wanted = max(wanted, before + CATCHING_UP * habit.pace)
    percent = max(before, min(100, 5 * round(wanted / 5)))
    return Intention(UpdateKind.PROGRESS, percent, flawed=dice.randrange(100) < habit.sloppy)
