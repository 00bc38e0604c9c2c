"""Every figure of every kind of paper is counted again from the rows that it cites, by a reader that shares no code with it."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings

from tests.reports.checks import Case, cases, differences
from tests.reports.facts import AS_OF, facts, share, task, update
from tests.rules.calendars import OFFICIAL
from tracker.labels import label
from tracker.reports import figure_movement
from tracker.reports.compose import compose
from tracker.reports.figures import draw_figures
from tracker.reports.references import Citations, Rule, by_key, cite, cited, uncited
from tracker.rules.report_kinds import ReportKind, ReportScope
from tracker.rules.statuses import TaskState


@settings(deadline=None, derandomize=True, database=None, max_examples=60)
@given(cases())
def test_figures_of_text_tables_annexes_and_charts_follow_from_their_rows(case: Case) -> None:
    assert differences(case) == []


def test_a_figure_that_is_changed_is_found() -> None:
    case = Case(facts(), ReportKind.REPORT, ReportScope(), None, None)
    found = case.evaluator()
    reference = by_key(case.paper().references)["task.1.percent"]
    assert found.value(reference) == reference.value == "90"
    assert by_key(compose(draw_figures(facts(updates=(update(percent=91),)), OFFICIAL)).references)["task.1.percent"].value == "91"


@pytest.mark.parametrize("state", [TaskState.ENDED, TaskState.MERGED, TaskState.SUSPENDED])
def test_a_task_that_was_ended_counted_as_closed_in_the_stretch_is_found(monkeypatch: pytest.MonkeyPatch, state: TaskState) -> None:
    before, known = facts(tasks=(task(),), period=None), facts(tasks=(task(state=state),))
    case = Case(known, ReportKind.MONTHLY, ReportScope(), replace(before, as_of=date(2025, 10, 31)), None)
    assert differences(case) == []
    monkeypatch.setattr(figure_movement, "_is_closed", lambda line: line is not None and line.state in (TaskState.CLOSED, state))
    assert [said for said in differences(case) if "movement.closed" in said]


def test_a_late_task_cites_its_days_and_the_evidence_it_has() -> None:
    late = task(due_on=AS_OF.replace(month=10))
    known = by_key(compose(draw_figures(facts(tasks=(late,), shares=(share(),)), OFFICIAL)).references)
    assert (known["task.1.days_late"].value, known["task.1.days_late"].rows) == ("31", (("task", 1),))
    assert known["fault.overdue"].rows == (("task", 1),)


def test_one_key_cannot_stand_for_two_figures() -> None:
    cites = Citations()
    assert cites.count("late", "task", [1, 2]) == "[2](ref:late)"
    cites.count("late", "task", [1, 2])
    with pytest.raises(ValueError, match="late"):
        cites.count("late", "task", [1])


def test_citations_are_found_and_taken_out_again() -> None:
    line = f"逾期{cite(3, 'late')}项，占{cite('12.5', 'late.share')}%"
    assert cited(line) == [("3", "late"), ("12.5", "late.share")]
    assert uncited(line) == "逾期3项，占12.5%"


@pytest.mark.parametrize("rule", Rule)
def test_every_way_of_counting_is_told_in_words(rule: Rule) -> None:
    assert label(rule)
