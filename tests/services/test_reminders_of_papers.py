"""Reminders of the papers beside the work: things to be put right, instructions to be answered, looks back."""

from datetime import date, datetime, time
from typing import Any

import pytest
from sqlalchemy import select

from tests import orders as made_orders
from tests.factories import NOW, Factory
from tests.services.test_instructions import given
from tests.services.test_rechecks import planned
from tracker.models import Instruction, Notice, RectificationItem
from tracker.rules.days import OFFICIAL_ZONE
from tracker.services.calendars import shipped_calendar
from tracker.services.reminders import planned_reminders, sweep


def told(factory: Factory, today: date, ladder: str) -> list[tuple[str, str]]:
    """Whom the day's sweep tells of the ladder, and of what."""
    now = datetime.combine(today, time(8, 40), OFFICIAL_ZONE)
    with factory.database.transaction() as session:
        swept = sweep(session, today, calendar=shipped_calendar(), now=now)
        found = list(planned_reminders(session, swept))
        return [(item.to, item.about) for item in found if item.rung.startswith(ladder)]


def test_the_office_alone_is_told_of_a_look_back_that_falls_due(factory: Factory) -> None:
    planned(factory, date(2025, 6, 10))
    assert told(factory, date(2025, 6, 2), "recheck") == []
    assert told(factory, date(2025, 6, 3), "recheck") == [
        ("县领导小组办公室（陈经办）", "增加托位供给"), ("县领导小组办公室（林主任）", "增加托位供给"),
    ]  # fmt: skip
    assert told(factory, date(2025, 6, 4), "recheck") == []
    assert len(told(factory, date(2025, 6, 10), "recheck")) == 2
    with factory.database.reading() as session:
        paths = set(session.scalars(select(Notice.path).where(Notice.rung.startswith("recheck"))))
        assert len(paths) == 1
        assert paths.pop().startswith("/rechecks/")


def test_a_unit_is_told_of_what_it_has_to_put_right(factory: Factory) -> None:
    order_id = made_orders.received(factory, factory.acknowledged(), items=(made_orders.ITEM,))
    with factory.database.reading() as session:
        item = session.scalars(select(RectificationItem).where(RectificationItem.order_id == order_id)).one()
        due_on, text = item.due_on, item.text
    [(to, about)] = told(factory, shipped_calendar().add(due_on, -3), "item")
    assert to == "县卫生健康局（周联络）"
    assert text in about
    late = told(factory, shipped_calendar().add(due_on, 3), "item")
    assert {"县卫生健康局（吴局长）", "县领导小组办公室（陈经办）"} <= {to for to, _ in late}


def test_who_leads_is_told_of_an_instruction_to_be_answered(factory: Factory) -> None:
    instruction_id = given(factory, factory.acknowledged())
    with factory.database.transaction() as session:
        due_on = session.get_one(Instruction, instruction_id).answer_due_on
    assert due_on is not None
    before = {to for to, _ in told(factory, shipped_calendar().add(due_on, -1), "instruction")}
    assert before == {"县卫生健康局（周联络）", "县卫生健康局（吴局长）"}
    assert ("县领导小组办公室（陈经办）", "增加托位供给") in told(factory, shipped_calendar().add(due_on, 1), "instruction")


@pytest.mark.parametrize("who", ["clerk", "director"])
def test_the_office_hears_of_an_answer_to_an_order(factory: Factory, who: str) -> None:
    order_id = made_orders.received(factory, factory.acknowledged())
    made_orders.act(factory, made_orders.order_answers.reply, order_id, "已加快推进。", who="unit_head")
    person: Any = getattr(factory.cast, who)
    with factory.database.reading() as session:
        query = select(Notice).where(Notice.user_id == person.user_id, Notice.path == f"/orders/{order_id}")
        notice = session.scalars(query).one()
        assert "县卫生健康局已答复" in notice.title
        assert notice.planned_on == NOW.date()
