"""Points are taken off once for each matter, each with its reason; nobody is ranked."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.rules.scores import Excuse, Fault, Matter, ScorePolicy, UnitScore, scores
from tracker.rules.statuses import AssignmentRole

LEAD, CO = AssignmentRole.LEAD, AssignmentRole.RESPONSIBLE


def matter(fault: Fault = Fault.MISSING, **over: Any) -> Matter:
    given: dict[str, Any] = {"unit_id": 1, "task_id": 1, "role": LEAD, "about": "2025-03", "on": date(2025, 3, 25), **over}
    return Matter(fault, **given)


def one(*matters: Matter, tasks: int = 10, excluded: tuple[str, ...] = ()) -> UnitScore:
    return scores({1: tasks}, matters, excluded)[0]


def test_a_unit_that_owes_nothing_keeps_the_base() -> None:
    assert (one().score, one().lines) == (Decimal(100), ())


@pytest.mark.parametrize(
    ("fault", "points"), [("overdue", 5), ("missing", 3), ("order", 3), ("returned", 1), ("late", 1), ("empty", 1)]
)
def test_each_fault_costs_its_step(fault: str, points: int) -> None:
    assert one(matter(Fault(fault))).score == 100 - points


def test_who_takes_part_bears_half_of_what_the_lead_bears() -> None:
    assert one(matter(role=CO)).score == Decimal("98.5")


def test_the_same_matter_counts_once_by_its_gravest_fault() -> None:
    found = one(matter(Fault.LATE), matter(Fault.RETURNED), matter(Fault.MISSING, about="2025-04"))
    assert found.score == 96
    assert sorted((line.points, line.excuse) for line in found.lines if line.points == 0) == [(0, Excuse.SAME_MATTER)]


def test_one_task_costs_no_more_than_its_cap() -> None:
    found = one(*(matter(about=f"2025-{month:02}") for month in range(1, 8)))
    assert found.taken == 10
    assert [line.points for line in found.lines] == [3, 3, 3, 1, 0, 0, 0]
    assert {line.excuse for line in found.lines[3:]} == {Excuse.CAPPED}


@pytest.mark.parametrize("excuse", [Excuse.EXTENDED, Excuse.EXEMPT, Excuse.SUSPENDED])
def test_what_the_rule_leaves_out_is_shown_and_costs_nothing(excuse: Excuse) -> None:
    (line,) = one(matter(excuse=excuse)).lines
    assert (line.step, line.points, line.excuse) == (3, 0, excuse)


def test_what_the_office_leaves_out_makes_room_for_the_next_of_the_matter() -> None:
    grave, light = matter(Fault.RETURNED, row=("progress_update", 7)), matter(Fault.LATE, row=("progress_update", 7))
    found = one(grave, light, excluded=(grave.key,))
    assert {line.matter.fault: (line.points, line.excuse) for line in found.lines} == {
        Fault.RETURNED: (0, Excuse.EXCLUDED),
        Fault.LATE: (1, None),
    }


def test_few_tasks_are_warned_of() -> None:
    assert (one(tasks=4).few, one(tasks=5).few) == (True, False)


def test_units_stand_in_the_order_given_and_not_by_points() -> None:
    found = scores({2: 9, 1: 9, 3: 9}, [matter(unit_id=2), matter(Fault.LATE, unit_id=3)])
    assert [unit.unit_id for unit in found] == [2, 1, 3]


@given(st.lists(st.builds(
    matter, st.sampled_from(Fault), task_id=st.integers(1, 30), role=st.sampled_from(AssignmentRole),
    about=st.sampled_from(["due", "2025-03", "2025-04"]), excuse=st.sampled_from([None, Excuse.EXEMPT]),
)))  # fmt: skip
def test_a_score_is_the_base_less_what_its_lines_say(matters: list[Matter]) -> None:
    found, policy = one(*matters), ScorePolicy()
    assert len(found.lines) == len(matters)
    assert found.score == max(Decimal(0), policy.base - sum(line.points for line in found.lines))
    assert all(0 <= line.points <= line.step for line in found.lines)
    assert all((line.points == line.step) != (line.excuse is not None) for line in found.lines)
