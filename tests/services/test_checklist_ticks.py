"""Items of a checklist are tied to files of a report, and met once it is accepted."""

import pytest
from sqlalchemy import func, select

from tests.factories import NOW, PERIOD, Factory
from tracker.errors import Conflict, InvalidInput, NotAllowed
from tracker.models import Assignment, Checklist, ChecklistTick, Event, Task, Update
from tracker.queries.checklists import CheckedList, checklists_of_task, items_not_met
from tracker.rules.permissions import Actor
from tracker.rules.statuses import UpdateKind
from tracker.services import checklist_ticks, evidence, reviews, updates
from tracker.services.updates import Progress


def listed(factory: Factory, task_id: int, *items: str) -> int:
    """A list of these items that the evidence of the task is held against; its id."""
    with factory.database.transaction() as session:
        plan_id = session.get_one(Task, task_id).plan_id
        made = Checklist(
            plan_id=plan_id, position=1, title="申报条件", items=list(items or ("营业执照", "场地证明")), time_limits=[],
            task_id=task_id,
        )  # fmt: skip
        session.add(made)
        session.flush()
        return made.id


def tie(factory: Factory, update_id: int, list_id: int, item: int, *, actor: Actor | None = None, file: int | None = 0) -> None:
    """Tie the item to the draft's only file; `file` None unties it, any other number is taken as it is."""
    with factory.database.transaction() as session:
        update = session.get_one(Update, update_id)
        chosen = update.evidence[0].id if file == 0 else file
        checklist_ticks.tick(session, update, {(list_id, item): chosen}, actor=actor or factory.cast.liaison, now=NOW)


def standing(factory: Factory, task_id: int, who: str = "clerk", update_id: int | None = None) -> list[CheckedList]:
    with factory.database.reading() as session:
        return checklists_of_task(session, getattr(factory.cast, who), task_id, update_id)


def send(factory: Factory, update_id: int) -> None:
    with factory.database.transaction() as session:
        updates.send(session, session.get_one(Update, update_id), actor=factory.cast.liaison, now=NOW)
    with factory.database.transaction() as session:
        updates.approve(session, session.get_one(Update, update_id), actor=factory.cast.unit_head, now=NOW)


def accept(factory: Factory, update_id: int) -> None:
    with factory.database.transaction() as session:
        reviews.accept(session, session.get_one(Update, update_id), actor=factory.cast.clerk, now=NOW)


@pytest.fixture
def task_id(factory: Factory) -> int:
    return factory.acknowledged()


def test_an_item_is_met_once_its_evidence_is_accepted(factory: Factory, task_id: int) -> None:
    list_id = listed(factory, task_id)
    update_id = factory.draft(task_id)
    tie(factory, update_id, list_id, 1)
    assert items_not_met(standing(factory, task_id)) == 2
    assert standing(factory, task_id)[0].lines[1].ticks == ()  # a draft is its unit's own
    assert standing(factory, task_id, "liaison", update_id)[0].lines[1].own_file is not None
    send(factory, update_id)
    assert [line.is_met for line in standing(factory, task_id)[0].lines] == [False, False]
    accept(factory, update_id)
    (line,) = [line for line in standing(factory, task_id)[0].lines if line.is_met]
    assert (line.text, [tick.name for tick in line.ticks], line.ticks[0].is_open) == ("场地证明", ["验收单.pdf"], True)


def test_a_joint_unit_sees_that_an_item_is_met_and_not_the_file(factory: Factory, task_id: int) -> None:
    list_id, update_id = listed(factory, task_id), factory.draft(task_id)
    tie(factory, update_id, list_id, 0)
    send(factory, update_id)
    accept(factory, update_id)
    line = standing(factory, task_id, "joint_liaison")[0].lines[0]
    assert (line.is_met, [tick.is_open for tick in line.ticks]) == (True, [False])


def test_a_tie_is_written_once_changed_and_undone(factory: Factory, task_id: int) -> None:
    list_id, update_id = listed(factory, task_id), factory.draft(task_id)
    for file in (0, 0, None):
        tie(factory, update_id, list_id, 0, file=file)
    with factory.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(ChecklistTick)) == 0
        told = [event.data for event in session.scalars(select(Event).where(Event.action == "tick").order_by(Event.id))]
    assert [bool(data and data["ticks"][0]["evidence"]) for data in told] == [True, False]


def test_what_is_not_of_the_task_or_the_draft_is_refused(factory: Factory, task_id: int) -> None:
    list_id, update_id = listed(factory, task_id), factory.draft(task_id)
    elsewhere = listed(factory, factory.task())
    for number, item, file in ((list_id, 2, 0), (list_id, -1, 0), (elsewhere, 0, 0), (list_id, 0, 999)):
        with pytest.raises(InvalidInput):
            tie(factory, update_id, number, item, file=file)
    with pytest.raises(NotAllowed):
        tie(factory, update_id, list_id, 0, actor=factory.cast.joint_liaison)
    send(factory, update_id)
    with pytest.raises(Conflict):
        tie(factory, update_id, list_id, 0)


def test_a_file_taken_off_takes_its_ticks_along(factory: Factory, task_id: int) -> None:
    list_id, update_id = listed(factory, task_id), factory.draft(task_id)
    tie(factory, update_id, list_id, 0)
    with factory.database.transaction() as session:
        item = session.get_one(Update, update_id).evidence[0]
        evidence.detach(session, item, actor=factory.cast.liaison, now=NOW)
    with factory.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(ChecklistTick)) == 0


def test_a_returned_report_hands_its_ticks_on(factory: Factory, task_id: int) -> None:
    list_id, update_id = listed(factory, task_id), factory.draft(task_id)
    tie(factory, update_id, list_id, 0)
    send(factory, update_id)
    with factory.database.transaction() as session:
        reviews.return_update(session, session.get_one(Update, update_id), "不清楚", actor=factory.cast.clerk, now=NOW)
    with factory.database.transaction() as session:
        share = session.get_one(Assignment, factory.share(task_id))
        again = updates.save_draft(
            session, share, PERIOD, Progress(UpdateKind.PROGRESS, 50, "补正。"), actor=factory.cast.liaison, now=NOW
        )
        assert [tick.item for tick in again.evidence[0].ticks] == [0]
