"""Calls that urged a unit."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from tests.factories import NOW, Factory
from tests.orders import issue
from tracker.errors import InvalidInput, NotAllowed
from tracker.models import Event, PhoneUrge, SupervisionOrder, Task, Unit
from tracker.services.phone_urges import log_call


def log(
    factory: Factory, task_id: int, *, who: str = "liaison", by: str = "clerk", order_id: int | None = None, **over: Any
) -> int:
    given = {"callee": "周联络", "said": "答应本周办完", "called_at": NOW - timedelta(hours=1), **over}
    with factory.database.transaction() as session:
        task, unit = session.get_one(Task, task_id), session.get_one(Unit, factory.cast.unit_id(who))
        order = session.get_one(SupervisionOrder, order_id) if order_id else None
        return log_call(session, task, unit, order=order, actor=getattr(factory.cast, by), now=NOW, **given).id


def test_a_call_keeps_who_called_whom_when_and_what_was_said(factory: Factory, issued_task: int) -> None:
    order_id = issue(factory, issued_task)
    call_id = log(factory, issued_task, order_id=order_id)
    with factory.database.reading() as session:
        call = session.get_one(PhoneUrge, call_id)
        kept = (call.caller, call.callee, call.called_at, call.said, call.order_id)
        assert kept == ("陈经办", "周联络", NOW - timedelta(hours=1), "答应本周办完", order_id)
        event = session.scalars(select(Event).where(Event.subject == "phone_urge")).one()
        assert (event.action, event.reason, event.task_id) == ("log", "答应本周办完", issued_task)


@pytest.mark.parametrize(
    ("over", "sentence"),
    [
        pytest.param({"callee": " "}, "接电话的人", id="nobody called"),
        pytest.param({"said": ""}, "通话内容", id="nothing said"),
        pytest.param({"called_at": NOW + timedelta(minutes=1)}, "通话时间", id="still to come"),
        pytest.param({"who": "other_liaison"}, "不承办", id="a unit without a part in the task"),
    ],
)
def test_a_record_that_makes_no_sense_is_refused(factory: Factory, issued_task: int, over: dict[str, Any], sentence: str) -> None:
    with pytest.raises(InvalidInput, match=sentence):
        log(factory, issued_task, **over)


def test_a_call_is_about_an_order_to_that_unit(factory: Factory, issued_task: int) -> None:
    with pytest.raises(InvalidInput, match="不是发给这个单位"):
        log(factory, issued_task, order_id=issue(factory, issued_task, "joint_liaison"))


@pytest.mark.parametrize("by", ["liaison", "leader", "outside_clerk"])
def test_only_the_office_of_the_place_logs_calls(factory: Factory, issued_task: int, by: str) -> None:
    with pytest.raises(NotAllowed):
        log(factory, issued_task, by=by)
