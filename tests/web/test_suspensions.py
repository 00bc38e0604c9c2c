"""The director's decisions about a task's standing, in the browser."""

from collections.abc import Callable

from sqlalchemy import select

from tests.factories import Factory, parsed_measure
from tests.web.conftest import Browser, words
from tracker.models import Task

ClientAs = Callable[[str], Browser]
RULING = {"reason": "选址需重新论证", "approval": "县政府常务会议纪要〔2025〕3号"}


def state(factory: Factory, task_id: int) -> str:
    with factory.database.reading() as session:
        return session.get_one(Task, task_id).state.value


def test_the_director_lets_a_task_rest_and_takes_it_up(factory: Factory, client_as: ClientAs) -> None:
    task_id, director = factory.acknowledged(), client_as("director")
    assert f"/tasks/{task_id}/suspend" in director.get(f"/tasks/{task_id}").get_data(as_text=True)
    assert "不提醒、不亮灯" in words(director.get(f"/tasks/{task_id}/suspend"))
    seen = words(director.post(f"/tasks/{task_id}/suspend", RULING, follow=True))
    assert "已中止" in seen
    assert "县政府常务会议纪要〔2025〕3号" in seen
    page = client_as("liaison").get(f"/tasks/{task_id}").get_data(as_text=True)
    assert "/updates/" not in page  # nothing to report on meanwhile
    assert "2025-12-31" in director.get(f"/tasks/{task_id}/resume").get_data(as_text=True)
    seen = words(director.post(f"/tasks/{task_id}/resume", {**RULING, "due_on": "2026-03-31"}, follow=True))
    assert "2025-12-31 → 2026-03-31" in seen
    assert state(factory, task_id) == "in_progress"


def test_the_document_is_asked_for(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.acknowledged()
    answer = client_as("director").post(f"/tasks/{task_id}/suspend", {"reason": "选址需重新论证"})
    assert answer.status_code == 400
    assert "请注明批准文件" in words(answer)


def test_others_are_not_offered_it(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.acknowledged()
    for who in ("clerk", "liaison", "leader"):
        assert f"/tasks/{task_id}/suspend" not in client_as(who).get(f"/tasks/{task_id}").get_data(as_text=True)
        assert client_as(who).post(f"/tasks/{task_id}/suspend", RULING).status_code == 403


def test_a_task_is_carried_out_with_another(factory: Factory, client_as: ClientAs) -> None:
    plan_id = factory.plan(parsed_measure(), parsed_measure(title="兴办公办托育园", label="（二）", lead=("县教育局",)))
    with factory.database.reading() as session:
        first, second = session.scalars(select(Task.id).where(Task.plan_id == plan_id).order_by(Task.id))
    director = client_as("director")
    assert "（二）兴办公办托育园" in words(director.get(f"/tasks/{first}/merge"))
    seen = words(director.post(f"/tasks/{first}/merge", {**RULING, "successor": second}, follow=True))
    assert "已并案" in seen
    assert "并入 兴办公办托育园" in seen
    assert "并入本任务的 增加托位供给" in words(director.get(f"/tasks/{second}"))
    assert "增加托位供给" not in words(director.get("/tasks", plan="")).replace("兴办公办托育园", "")


def test_with_no_other_task_there_is_nothing_to_merge_into(factory: Factory, client_as: ClientAs) -> None:
    assert "没有可以并入的任务" in words(client_as("director").get(f"/tasks/{factory.acknowledged()}/merge"))
