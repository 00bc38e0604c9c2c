"""What is said against a unit must show what it rests on."""

from dataclasses import replace
from datetime import date

import pytest

from tests.reports.facts import facts, share, task, update
from tests.rules.calendars import OFFICIAL
from tracker.reports.adverse import unproved
from tracker.reports.compose import compose
from tracker.reports.figures import draw_figures
from tracker.reports.paper import Paper
from tracker.rules.statuses import UpdateState

LATE = task(due_on=date(2025, 10, 31))


def paper(body: str = "") -> Paper:
    shares = (share(1), share(2, unit="松坪乡人民政府"))
    drawn = compose(draw_figures(facts(tasks=(LATE,), shares=shares, updates=(update(state=UpdateState.RETURNED),)), OFFICIAL))
    return replace(drawn, body=f"{drawn.body}\n\n{body}")


def test_what_the_machine_writes_is_proved() -> None:
    assert unproved(paper()) == []


@pytest.mark.parametrize(
    "said",
    [
        "县卫健局工作滞后。",
        "松坪乡人民政府多次迟报。",
        "- 县教育局推进缓慢，群众反映强烈。",
        "| 县教育局 | 未完成 |",
        "县卫健局逾期[30](ref:nothing.known)天。",
        "县卫健局逾期，落后计划[30](ref:rule.behind_red)个百分点。",
    ],
)
def test_what_cites_no_rows_is_named(said: str) -> None:
    assert len(unproved(paper(said))) == 1


@pytest.mark.parametrize(
    "said",
    [
        "县卫健局第1项任务逾期[30](ref:task.1.days_late)天。",
        "县卫健局无逾期事项，没有滞后事项。",
        "县卫健局反映“配套资金不到位”。",
        "各单位要抓紧办理，防止逾期。",
        "县卫健局提前完成任务。",
        "### 县卫健局滞后事项",
    ],
)
def test_what_is_proved_denied_quoted_or_said_of_nobody_is_not(said: str) -> None:
    assert unproved(paper(said)) == []


def test_the_sentence_is_given_as_it_is_printed() -> None:
    assert unproved(paper("前文说明。县卫健局第[1](ref:nothing.known)项工作**滞后**。")) == ["县卫健局第1项工作滞后。"]
