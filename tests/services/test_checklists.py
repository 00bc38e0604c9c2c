"""Lists of conditions and papers, and the tasks they belong to."""

import pytest

from tests.factories import NOW, Factory
from tests.readings import Desk
from tracker.errors import InvalidInput
from tracker.models import Task
from tracker.queries.checklists import checklists_of, checklists_of_task
from tracker.rules.permissions import SYSTEM, Actor
from tracker.services.checklists import attach


@pytest.fixture
def clerk(factory: Factory) -> Actor:
    return factory.cast.clerk


def test_a_list_belongs_to_the_measure_that_names_it_the_office_is_asked_about_the_other(desk: Desk) -> None:
    named, loose = checklists_of(desk.session, desk.plan.id)
    assert (named.task_id, named.items, named.time_limits) == (
        desk.tasks[1].id, ["营业执照"], [{"what": "办结", "days": 5, "day_kind": "工作日"}],
    )  # fmt: skip
    assert (loose.task_id, "checklist_loose" in desk.waiting()) == (None, True)


def test_the_office_says_whose_list_it_is(desk: Desk, clerk: Actor) -> None:
    task, loose = desk.tasks[0], checklists_of(desk.session, desk.plan.id)[1]
    attach(desk.session, loose, task, actor=clerk, now=NOW)
    assert [found.id for found in checklists_of_task(desk.session, SYSTEM, task.id)] == [loose.id]
    assert "checklist_loose" not in desk.waiting()
    attach(desk.session, loose, None, actor=clerk, now=NOW)
    assert checklists_of_task(desk.session, SYSTEM, task.id) == []
    assert desk.last_event().action == "attach_checklist"


def test_a_list_stays_within_its_plan(desk: Desk, factory: Factory, clerk: Actor) -> None:
    other = Task(plan_id=desk.plan.id + 1, title="另一方案的任务")
    with pytest.raises(InvalidInput, match="同一方案"):
        attach(desk.session, checklists_of(desk.session, desk.plan.id)[1], other, actor=clerk, now=NOW)
