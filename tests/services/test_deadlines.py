"""Correcting the time limits of a draft's measure."""

from datetime import date
from typing import Any

import pytest

from tests.factories import NOW, Factory
from tests.readings import Desk
from tracker.errors import InvalidInput
from tracker.intake.model import Deadline, DeadlineKind
from tracker.services.deadlines import correct_deadlines


def limit(kind: DeadlineKind, **over: Any) -> Deadline:
    given = {"due": None, "count": None, "day_kind": None, "event": None, "recurs": None, "month_day": None, **over}
    return Deadline(kind, quote="年底前", span=(0, 3), **given)


JUNE = limit(DeadlineKind.MONTH_END, due="2025-06-30")
DECEMBER = limit(DeadlineKind.YEAR_END, due="2025-12-31")
YEARLY = limit(DeadlineKind.RECURRING, recurs="yearly", month_day="12-01")
ALWAYS = limit(DeadlineKind.ONGOING)
COUNTED = limit(DeadlineKind.WORKING_DAYS, count=5, day_kind="工作日", event="受理")


@pytest.mark.parametrize(
    ("limits", "due_on", "is_ongoing"),
    [
        ([JUNE, DECEMBER, YEARLY], date(2025, 12, 31), False),
        ([ALWAYS, JUNE], date(2025, 6, 30), False),
        ([ALWAYS, COUNTED], None, True),
        ([COUNTED, YEARLY], None, False),
        ([], None, False),
    ],
)
def test_a_task_is_due_on_the_last_day_of_its_time_limits(
    desk: Desk, factory: Factory, limits: list[Deadline], due_on: date | None, is_ongoing: bool
) -> None:
    task = desk.tasks[0]
    correct_deadlines(desk.session, task, limits, actor=factory.cast.clerk, now=NOW)
    assert (task.due_on, task.original_due_on, task.is_ongoing) == (due_on, due_on, is_ongoing)
    assert "deadline_year" not in desk.waiting()
    assert [item["kind"] for item in (desk.last_event().data or {})["new"]["deadlines"]] == [item.kind for item in limits]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (limit(DeadlineKind.DATE), "完成日期"),
        (limit(DeadlineKind.ONGOING, due="2025-06-30"), "完成日期"),
        (limit(DeadlineKind.DATE, due="2025-02-30"), "不是一个日期"),
        (limit(DeadlineKind.DAYS), "天数"),
        (limit(DeadlineKind.DAYS, count=0), "天数"),
        (limit(DeadlineKind.RECURRING), "每年"),
    ],
)
def test_a_time_limit_that_makes_no_sense_is_refused(desk: Desk, factory: Factory, given: Deadline, sentence: str) -> None:
    with pytest.raises(InvalidInput, match=sentence):
        correct_deadlines(desk.session, desk.tasks[0], [given], actor=factory.cast.clerk, now=NOW)
