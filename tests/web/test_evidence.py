"""Files of evidence: who may open them, how they are given out, and that it is recorded."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from tests.factories import PDF, Factory
from tests.web.conftest import Browser
from tracker.models import Event, Update
from tracker.services import updates

ClientAs = Callable[[str], Browser]


@pytest.fixture
def task_id(factory: Factory) -> int:
    return factory.acknowledged()


def address(factory: Factory, update_id: int) -> str:
    with factory.database.reading() as session:
        return f"/evidence/{session.get_one(Update, update_id).evidence[-1].id}"


def attach(factory: Factory, update_id: int, name: str, data: bytes) -> str:
    with factory.database.transaction() as session:
        update = session.get_one(Update, update_id)
        updates.attach_evidence(session, factory.storage, update, name, data, actor=factory.cast.liaison, now=update.drafted_at)
    return address(factory, update_id)


def test_the_file_comes_back_whole_under_its_name(factory: Factory, client_as: ClientAs, task_id: int) -> None:
    answer = client_as("liaison").get(address(factory, factory.draft(task_id)))
    assert answer.data == PDF
    assert answer.mimetype == "application/pdf"
    assert "filename*=UTF-8''%E9%AA%8C%E6%94%B6%E5%8D%95.pdf" in answer.headers["Content-Disposition"]


def test_what_could_run_in_a_browser_is_saved_and_never_shown(factory: Factory, client_as: ClientAs, task_id: int) -> None:
    path = attach(factory, factory.draft(task_id), "网页.txt", b"<html><script>alert(1)</script></html>")
    answer = client_as("liaison").get(path)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")


def test_pictures_open_in_the_browser(factory: Factory, client_as: ClientAs, task_id: int) -> None:
    path = attach(factory, factory.draft(task_id), "现场.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 20)
    assert client_as("liaison").get(path).headers["Content-Disposition"].startswith("inline")


def test_opening_is_recorded(factory: Factory, client_as: ClientAs, task_id: int) -> None:
    path = address(factory, factory.submitted(task_id))
    client_as("clerk").get(path)
    with factory.database.reading() as session:
        event = session.scalars(select(Event).order_by(Event.id.desc()).where(Event.subject == "evidence")).first()
    assert event is not None
    assert (event.action, event.actor_name, event.chain) == ("read", "陈经办", factory.plan_of(task_id))


def test_a_draft_opens_for_its_own_unit_only(factory: Factory, client_as: ClientAs, task_id: int) -> None:
    path = address(factory, factory.draft(task_id))
    assert client_as("unit_head").get(path).status_code == 200
    for who in ("clerk", "leader", "joint_liaison", "other_liaison", "outside_clerk"):
        assert client_as(who).get(path).status_code == 404, who


def test_sent_evidence_opens_for_office_leader_and_lead(factory: Factory, client_as: ClientAs, task_id: int) -> None:
    path = address(factory, factory.submitted(task_id, "joint_liaison"))
    for who in ("clerk", "director", "leader", "liaison", "joint_liaison"):
        assert client_as(who).get(path).status_code == 200, who
    for who in ("other_liaison", "outside_clerk", "outside_liaison"):
        assert client_as(who).get(path).status_code == 404, who
    assert client_as("system_admin").get(path).status_code == 403


def test_what_was_sent_keeps_its_evidence(factory: Factory, client_as: ClientAs, task_id: int) -> None:
    path = address(factory, factory.submitted(task_id))
    assert client_as("liaison").post(f"{path}/remove").status_code == 409
    assert client_as("liaison").get(path).status_code == 200


def test_evidence_of_a_draft_can_be_removed_by_its_unit(factory: Factory, client_as: ClientAs, task_id: int) -> None:
    path = address(factory, factory.draft(task_id))
    assert client_as("joint_liaison").post(f"{path}/remove").status_code == 404
    assert client_as("liaison").post(f"{path}/remove").status_code == 302
    assert client_as("liaison").get(path).status_code == 404
