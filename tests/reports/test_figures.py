"""Figures add up, carry the rows behind them, and blame nobody who did their part."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.reports.facts import AS_OF, duty, facts, order, plan, share, task, update
from tests.rules.calendars import OFFICIAL
from tracker.reports.figures import Figures, draw_figures
from tracker.reports.frozen import digest, frozen_figures
from tracker.rules.report_facts import EvidenceRecord, ReportFacts
from tracker.rules.statuses import AssignmentRole, AssignmentState, Light, OrderState, TaskState, UpdateState
from tracker.rules.tallies import ReportingTally

UNITS = ("县卫健局", "县教育局", "县民政局", "青禾镇人民政府")


def figures(**over: Any) -> Figures:
    return draw_figures(facts(**over), OFFICIAL)


@st.composite
def random_facts(draw: st.DrawFn) -> ReportFacts:
    tasks = tuple(
        task(
            number,
            section_id=draw(st.sampled_from((1, 2, None))),
            state=draw(st.sampled_from(TaskState)),
            due_on=draw(st.none() | st.dates(date(2025, 6, 1), date(2026, 3, 1))),
            is_ongoing=draw(st.booleans()),
        )
        for number in range(1, draw(st.integers(1, 9)) + 1)
    )
    shares = tuple(
        share(
            number,
            draw(st.sampled_from(tasks)).id,
            unit=UNITS[number % 4],
            unit_id=number % 4,
            role=draw(st.sampled_from(AssignmentRole)),
            state=draw(st.sampled_from([state for state in AssignmentState if state is not AssignmentState.DRAFT])),
        )
        for number in range(1, draw(st.integers(0, 15)) + 1)
    )
    states = st.sampled_from((UpdateState.SUBMITTED, UpdateState.ACCEPTED, UpdateState.RETURNED))
    updates = tuple(
        update(
            item.id,
            item.id,
            percent=draw(st.integers(0, 100)),
            state=draw(states),
            period=draw(st.sampled_from(("2025-10", "2025-11"))),
            submitted_on=draw(st.dates(date(2025, 11, 18), AS_OF)),
        )
        for item in shares
        if draw(st.booleans())
    )
    return facts(tasks=tasks, shares=shares, updates=updates, texts={})


@settings(deadline=None, derandomize=True, database=None, max_examples=150)
@given(random_facts())
def test_tables_add_up_whatever_the_facts(known: ReportFacts) -> None:
    drawn = draw_figures(known, OFFICIAL)
    every = {line.id for line in drawn.tasks}
    assert sum(item.count for item in drawn.situations) == drawn.scope.tasks == len(known.tasks)
    assert sum(item.share for item in drawn.situations) == Decimal("100.0")
    assert sorted(task_id for item in drawn.situations for task_id in item.task_ids) == sorted(every)
    assert sorted(task_id for section in drawn.sections for task_id in section.task_ids) == sorted(every)
    by_light = {light: sum(section.lights[light] for section in drawn.sections) for light in Light}
    by_code = {item.code: item.count for item in drawn.situations}
    assert by_light == {
        Light.BLUE: by_code["closed"],
        Light.GREEN: by_code["on_course"],
        Light.YELLOW: by_code["lagging"],
        Light.RED: by_code["serious"],
        Light.GREY: sum(by_code.get(code, 0) for code in ("ongoing", "not_begun", "ended", "suspended", "merged")),
    }


@settings(deadline=None, derandomize=True, database=None, max_examples=150)
@given(random_facts())
def test_reporting_by_unit_adds_up_to_the_total(known: ReportFacts) -> None:
    reporting = draw_figures(known, OFFICIAL).reporting
    assert reporting is not None
    names = ("expected", "received", "on_time", "accepted", "returned", "missing")
    for name in names:
        assert sum(getattr(unit.tally, name) for unit in reporting.units) == getattr(reporting.total, name)
    assert reporting.total.expected == reporting.total.received + reporting.total.returned + reporting.total.missing
    assert reporting.on_time_rate is None or reporting.on_time_rate <= 100


def test_each_light_of_the_rules_has_one_place_in_the_table() -> None:
    from tracker.reports.figure_counts import SITUATIONS
    from tracker.rules.lights import REASONS

    sorted_in = [reason for reasons in SITUATIONS.values() for reason in reasons]
    assert sorted(sorted_in) == sorted(set(REASONS) - {"not_supervised"})


def test_a_late_task_is_put_to_the_units_whose_share_is_open() -> None:
    done = share(1, unit="县卫健局", state=AssignmentState.DONE)
    open_lead = share(2, unit="县教育局")
    helper = share(3, unit="县民政局", role=AssignmentRole.RESPONSIBLE)
    late = task(due_on=date(2025, 10, 31))
    line = figures(tasks=(late,), shares=(done, open_lead, helper)).tasks[0]
    assert (line.days_late, line.holding) == (30, ("县教育局",))


def test_where_every_unit_is_done_nobody_holds_the_task_up() -> None:
    late = task(due_on=date(2025, 10, 31), state=TaskState.CLOSURE_REQUESTED)
    line = figures(tasks=(late,), shares=(share(state=AssignmentState.DONE),)).tasks[0]
    assert (line.reason_code, line.holding) == ("overdue", ())


def test_days_late_are_days_of_the_calendar() -> None:
    assert figures(tasks=(task(due_on=date(2025, 9, 30)),)).tasks[0].days_late == 61


def test_a_report_accepted_late_for_an_older_period_does_not_set_the_percent_back() -> None:
    older = update(2, period="2025-10", percent=60, decided_at=datetime(2025, 11, 25, tzinfo=UTC))
    (line,) = figures(updates=(update(percent=90), older)).tasks
    assert (line.percent, line.update_ids) == (90, (1,))


def test_a_correction_of_what_was_accepted_in_time_is_not_late() -> None:
    late_correction = update(2, version=2, submitted_on=date(2025, 11, 28), percent=80)
    reporting = figures(updates=(update(1), late_correction)).reporting
    assert reporting is not None
    assert reporting.total == ReportingTally(1, 1, 1, 1, 0, 0)


def test_until_a_correction_is_decided_what_was_accepted_stands_and_counts_once() -> None:
    waiting = update(2, version=2, state=UpdateState.SUBMITTED, submitted_on=date(2025, 11, 28), decided_at=None)
    reporting = figures(updates=(update(1), waiting)).reporting
    assert reporting is not None
    assert reporting.total == ReportingTally(1, 1, 1, 1, 0, 0)


def test_a_report_mended_after_the_cutoff_is_late() -> None:
    returned = update(1, state=UpdateState.RETURNED)
    mended = update(2, version=2, submitted_on=date(2025, 11, 28), decided_at=datetime(2025, 11, 29, tzinfo=UTC))
    reporting = figures(updates=(returned, mended)).reporting
    assert reporting is not None
    assert reporting.total == ReportingTally(1, 1, 0, 1, 0, 0, late=1)


@pytest.mark.parametrize("state", [AssignmentState.DONE, AssignmentState.OBJECTED])
def test_a_share_done_or_objected_to_owes_no_report(state: AssignmentState) -> None:
    drawn = figures(shares=(share(state=state),), updates=())
    assert drawn.reporting is not None
    assert drawn.reporting.total.expected == 0
    assert drawn.tasks[0].unreported == ()


def test_the_units_that_miss_reports_are_told_apart_from_those_that_do_not() -> None:
    shares = (share(1, unit="县卫健局"), share(2, unit="县教育局", role=AssignmentRole.RESPONSIBLE))
    line = figures(shares=shares).tasks[0]
    assert (line.reason_code, line.unreported) == ("unreported_2", ("县教育局",))
    assert line.numbers == {"periods": 11}


def test_the_same_file_cited_twice_is_one_piece_of_evidence() -> None:
    cited = (EvidenceRecord(1, 1, "aa"), EvidenceRecord(2, 1, "aa"), EvidenceRecord(3, 1, "bb"))
    assert figures(evidence=cited).tasks[0].evidence_ids == (1, 3)


def test_every_figure_of_a_task_names_the_rows_behind_it() -> None:
    line = frozen_figures(figures())["tasks"][0]
    assert (line["percent"], line["update_ids"], line["assignment_ids"]) == (90, [1], [1])
    assert line["progress"] == {"unit": "县卫健局", "text": "已新增普惠托位120个。", "update_id": 1}


def test_what_falls_due_within_thirty_days_is_upcoming() -> None:
    days = {1: date(2025, 11, 29), 2: AS_OF, 3: date(2025, 12, 30), 4: date(2025, 12, 31)}
    tasks = tuple(task(number, due_on=due) for number, due in days.items())
    drawn = figures(tasks=(*tasks, task(5, due_on=AS_OF, state=TaskState.CLOSED)), duties=(duty(), duty(id=2, month_day="03-01")))
    assert drawn.upcoming == (2, 3)
    assert [(line.id, line.due_on) for line in drawn.duties] == [(1, date(2025, 12, 25))]


def test_an_order_unanswered_after_its_limit_says_how_long() -> None:
    answered = order(2, replied_on=date(2025, 11, 9), state=OrderState.REPLIED)
    lines = figures(orders=(order(1), answered)).orders.lines
    assert [line.days_late for line in lines] == [20, 0]


def test_an_unsupervised_plan_is_not_judged() -> None:
    late = task(due_on=date(2025, 6, 30))
    drawn = figures(plan=plan(supervised_from=None), tasks=(late,), period=None, orders=(order(),))
    assert (drawn.situations, drawn.reporting, drawn.orders.lines, drawn.upcoming) == ((), None, (), ())
    line = drawn.tasks[0]
    assert (line.light, line.holding, line.unreported, line.days_late) == (Light.GREY, (), (), 0)
    assert (line.progress, line.problems, line.situation) == (None, (), None)


def test_the_hash_tells_any_change_of_a_figure() -> None:
    one, other = frozen_figures(figures()), frozen_figures(figures(updates=(update(percent=91),)))
    assert digest({}, one) == digest({}, frozen_figures(figures()))
    assert digest({}, one) != digest({}, other)
