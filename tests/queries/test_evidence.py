"""Where the files of a report were shown before."""

from tests.factories import Factory
from tracker.models import Update
from tracker.queries.evidence import EarlierUse, used_before


def used(factory: Factory, update_id: int, who: str = "clerk") -> list[EarlierUse]:
    with factory.database.reading() as session:
        return used_before(session, getattr(factory.cast, who), session.get_one(Update, update_id))


def test_a_file_that_bore_out_another_report_is_named_with_its_place(factory: Factory) -> None:
    first = factory.acknowledged(title="增加托位")
    other = factory.acknowledged(title="培养人才")
    assert used(factory, factory.accepted(first, period="2025-02")) == []
    same_task, other_task = factory.submitted(first), factory.submitted(other)
    place = {"name": "验收单.pdf", "task": "增加托位", "unit": "县卫生健康局", "period": "2025-02"}
    assert used(factory, same_task) == [EarlierUse(**place, is_same_task=True)]
    assert used(factory, other_task) == [EarlierUse(**place, is_same_task=False)]


def test_what_mends_a_returned_report_may_show_the_same_proof(factory: Factory) -> None:
    task_id = factory.acknowledged()
    factory.returned(task_id)
    assert used(factory, factory.submitted(task_id)) == []


def test_a_unit_does_not_learn_of_the_files_of_others(factory: Factory) -> None:
    task_id = factory.acknowledged()
    factory.accepted(task_id, period="2025-02")
    theirs = factory.submitted(task_id, "joint_liaison")
    assert used(factory, theirs, "joint_liaison") == []
    assert [use.unit for use in used(factory, theirs)] == ["县卫生健康局"]
