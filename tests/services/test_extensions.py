"""Putting a due date off: who asks, who signs, who decides, and what becomes of the dates."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from tests.closing import strike_off
from tests.factories import NOW, PDF, Factory, at_once, day, refused
from tests.reports.facts import plain
from tracker.errors import InvalidInput, NotAllowed
from tracker.models import Event, Extension, Notice, Task
from tracker.queries.reporting import facts_on
from tracker.reports.compose import compose
from tracker.reports.figures import draw_figures
from tracker.rules.permissions import Actor
from tracker.rules.refusals import RuleViolation
from tracker.rules.statuses import ExtensionState
from tracker.services import audit, extensions
from tracker.services.calendars import shipped_calendar
from tracker.services.extensions import Application

DUE = date(2025, 12, 31)
SOON, LATER, FAR = DUE + timedelta(days=20), DUE + timedelta(days=30), DUE + timedelta(days=60)
Act = Callable[..., object]


def asked(factory: Factory, task_id: int, *, until: date = SOON, who: str = "liaison", now: datetime = NOW) -> int:
    """An application as drafted; its id."""
    with factory.database.transaction() as session:
        said = Application(until, "场地审批尚未完成。", "已完成选址。")
        task = session.get_one(Task, task_id)
        return extensions.draft_extension(session, task, said, actor=getattr(factory.cast, who), now=now).id


def act(factory: Factory, extension_id: int, verb: Act, *args: object, who: str = "liaison", now: datetime = NOW) -> None:
    actor: Actor = getattr(factory.cast, who)
    with factory.database.transaction() as session:
        verb(session, session.get_one(Extension, extension_id), *args, actor=actor, now=now)


def submitted(factory: Factory, task_id: int, *, until: date = SOON, now: datetime = NOW) -> int:
    """An application that has reached the office."""
    extension_id = asked(factory, task_id, until=until, now=now)
    act(factory, extension_id, extensions.send, now=now)
    act(factory, extension_id, extensions.approve, who="unit_head", now=now)
    return extension_id


def granted(factory: Factory, task_id: int, until: date = SOON, now: datetime = NOW) -> int:
    extension_id = submitted(factory, task_id, until=until, now=now)
    act(factory, extension_id, extensions.grant, until, "同意", who="director", now=now)
    return extension_id


def state(factory: Factory, extension_id: int) -> ExtensionState:
    with factory.database.reading() as session:
        return session.get_one(Extension, extension_id).state


def dates(factory: Factory, task_id: int) -> tuple[date | None, date | None]:
    """The current and the original due date."""
    with factory.database.reading() as session:
        task = session.get_one(Task, task_id)
        return task.due_on, task.original_due_on


def test_the_lead_asks_its_head_signs_and_the_office_puts_the_date_off(factory: Factory) -> None:
    task_id = factory.acknowledged()
    extension_id = asked(factory, task_id)
    act(factory, extension_id, extensions.send)
    assert state(factory, extension_id) is ExtensionState.UNIT_REVIEW
    act(factory, extension_id, extensions.approve, who="unit_head")
    assert dates(factory, task_id) == (DUE, DUE)  # the old date stands while the office has not decided
    act(factory, extension_id, extensions.grant, LATER, "同意延期", who="clerk")
    assert dates(factory, task_id) == (LATER, DUE)
    with factory.database.reading() as session:
        row = session.get_one(Extension, extension_id)
        assert (row.due_on, row.asked_due_on, row.granted_due_on, row.decided_at) == (DUE, SOON, LATER, NOW)
        event = session.scalars(select(Event).where(Event.action == "put_off")).one()
        assert event.data is not None
        assert event.data["due_on"] == [DUE.isoformat(), LATER.isoformat()]
        told = session.scalars(select(Notice.unit_id).where(Notice.key.like(f"extension:{extension_id}:%"))).all()
        assert set(told) == {factory.cast.unit_id("liaison"), factory.cast.unit_id("joint_liaison")}
        assert audit.verify(session)[1] == []


def test_a_unit_without_a_head_sends_straight_to_the_office(factory: Factory) -> None:
    task_id = factory.acknowledged(who=("joint_liaison",), lead=("县民政局",), responsible=())
    extension_id = asked(factory, task_id, who="joint_liaison")
    act(factory, extension_id, extensions.send, who="joint_liaison")
    assert state(factory, extension_id) is ExtensionState.SUBMITTED


def test_the_head_may_give_it_back_and_the_draft_is_written_anew(factory: Factory) -> None:
    extension_id = asked(factory, factory.acknowledged())
    act(factory, extension_id, extensions.send)
    with pytest.raises(InvalidInput, match="已经送出"):
        act(factory, extension_id, extensions.rewrite, Application(LATER, "理由", "进展"))
    act(factory, extension_id, extensions.send_back, "写清楚进展", who="unit_head")
    act(factory, extension_id, extensions.rewrite, Application(LATER, "理由", "进展"))
    act(factory, extension_id, extensions.send)
    assert state(factory, extension_id) is ExtensionState.UNIT_REVIEW


def test_a_unit_with_a_share_of_its_own_turns_to_the_lead(factory: Factory) -> None:
    with refused("extension_is_the_leads"):
        asked(factory, factory.acknowledged(), who="joint_liaison")


@pytest.mark.parametrize(
    ("over", "now", "code"),
    [
        pytest.param({}, day(2026, 1, 1), "extension_too_late", id="the day after the due date"),
        pytest.param({"due": None}, NOW, "extension_without_due", id="no due date"),
        pytest.param({"due": None, "ongoing": True}, NOW, "extension_without_due", id="a standing task"),
    ],
)
def test_what_cannot_be_put_off_is_refused(factory: Factory, over: dict[str, object], now: datetime, code: str) -> None:
    with refused(code):
        asked(factory, factory.acknowledged(**over), now=now, until=FAR)


def test_on_the_due_date_itself_it_is_in_time(factory: Factory) -> None:
    assert asked(factory, factory.acknowledged(), now=day(2025, 12, 31))


def test_a_draft_that_has_waited_past_the_due_date_is_not_sent_on(factory: Factory) -> None:
    extension_id = asked(factory, factory.acknowledged())
    act(factory, extension_id, extensions.send)
    with refused("extension_too_late"):
        act(factory, extension_id, extensions.approve, who="unit_head", now=day(2026, 1, 1))


def test_the_office_may_take_its_time_over_what_came_in_time(factory: Factory) -> None:
    task_id = factory.acknowledged()
    extension_id = submitted(factory, task_id)
    act(factory, extension_id, extensions.grant, SOON, "", who="clerk", now=day(2026, 1, 5))
    assert dates(factory, task_id) == (SOON, DUE)


def test_an_earlier_date_is_refused(factory: Factory) -> None:
    with refused("extension_not_later"):
        asked(factory, factory.acknowledged(), until=DUE)


def test_of_a_task_one_application_is_open_at_a_time(factory: Factory) -> None:
    task_id = factory.acknowledged()
    first = asked(factory, task_id)
    with refused("extension_pending"):
        asked(factory, task_id)
    act(factory, first, extensions.withdraw)
    assert asked(factory, task_id) != first


@pytest.mark.parametrize(("until", "before"), [pytest.param(FAR, 0, id="long"), pytest.param(SOON, 1, id="the second")])
def test_the_long_and_the_second_are_for_the_director(factory: Factory, until: date, before: int) -> None:
    task_id = factory.acknowledged()
    for _ in range(before):
        granted(factory, task_id, DUE + timedelta(days=5))
    extension_id = submitted(factory, task_id, until=until)
    for verb, args in ((extensions.grant, (until, "同意")), (extensions.refuse, ("不同意",))):
        with refused("extension_for_director"):
            act(factory, extension_id, verb, *args, who="clerk")
    act(factory, extension_id, extensions.grant, until, "同意", who="director")
    assert dates(factory, task_id) == (until, DUE)


def test_the_clerk_cannot_give_more_than_may_be_asked_of_the_clerk(factory: Factory) -> None:
    extension_id = submitted(factory, factory.acknowledged())
    with refused("extension_for_director"):
        act(factory, extension_id, extensions.grant, FAR, "", who="clerk")


def test_a_refusal_gives_its_reason_and_leaves_the_date(factory: Factory) -> None:
    task_id = factory.acknowledged()
    extension_id = submitted(factory, task_id)
    with refused("reason_missing"):
        act(factory, extension_id, extensions.refuse, " ", who="clerk")
    act(factory, extension_id, extensions.refuse, "时间尚充裕", who="clerk")
    assert dates(factory, task_id) == (DUE, DUE)
    with factory.database.reading() as session:
        body = session.scalars(select(Notice.body).where(Notice.key.like(f"extension:{extension_id}:%"))).first()
        assert body is not None
        assert "时间尚充裕" in body


@pytest.mark.parametrize("who", ["liaison", "unit_head", "leader", "outside_clerk"])
def test_only_the_office_of_the_place_decides(factory: Factory, who: str) -> None:
    extension_id = submitted(factory, factory.acknowledged())
    with pytest.raises(NotAllowed):
        act(factory, extension_id, extensions.grant, SOON, "", who=who)


def test_a_task_that_was_struck_off_gets_no_more_time(factory: Factory) -> None:
    task_id = factory.closure_requested()
    extension_id = submitted(factory, task_id)
    with factory.database.transaction() as session:
        task = session.get_one(Task, task_id)
        strike_off(session, task, "现场核查属实。", NOW.date(), actor=factory.cast.clerk, now=NOW)
    with refused("task_not_open"):
        act(factory, extension_id, extensions.grant, SOON, "", who="clerk")
    act(factory, extension_id, extensions.refuse, "任务已销号", who="clerk")


def test_two_who_decide_at_once_decide_once(factory: Factory) -> None:
    extension_id = submitted(factory, factory.acknowledged())

    def decide() -> None:
        act(factory, extension_id, extensions.grant, SOON, "", who="clerk")

    results = at_once(decide, decide, decide)
    assert sorted(type(result).__name__ for result in results) == ["NoneType", "RuleViolation", "RuleViolation"]
    assert all(result is None or isinstance(result, RuleViolation) for result in results)


def test_a_file_bears_out_the_reason_and_stands_once(factory: Factory) -> None:
    extension_id = asked(factory, factory.acknowledged())
    for _ in range(2):
        with factory.database.transaction() as session:
            row = session.get_one(Extension, extension_id)
            extensions.attach(session, factory.storage, row, "会议纪要.pdf", PDF, actor=factory.cast.liaison, now=NOW)
    with factory.database.reading() as session:
        assert [file.name for file in session.get_one(Extension, extension_id).files] == ["会议纪要.pdf"]


def test_a_paper_as_of_an_earlier_day_has_the_date_of_that_day(factory: Factory) -> None:
    task_id = factory.acknowledged()
    granted(factory, task_id, now=day(2025, 3, 12))
    granted(factory, task_id, FAR, now=day(2025, 3, 20))
    plan_id = factory.plan_of(task_id)
    with factory.database.reading() as session:
        found = {
            on: (facts.due_on, facts.original_due_on, facts.extensions)
            for on in (11, 12, 19, 20)
            for facts in facts_on(session, plan_id, date(2025, 3, on)).tasks
        }
    assert found == {11: (DUE, DUE, 0), 12: (SOON, DUE, 1), 19: (SOON, DUE, 1), 20: (FAR, DUE, 2)}


def test_the_report_counts_apart_what_was_put_off(factory: Factory) -> None:
    task_id = factory.acknowledged()
    factory.accepted(task_id)
    granted(factory, task_id, now=day(2025, 3, 12))
    with factory.database.reading() as session:
        facts = facts_on(session, factory.plan_of(task_id), date(2025, 3, 20))
    figures = draw_figures(facts, shipped_calendar())
    assert figures.extended == (task_id,)
    paper = plain(compose(figures))
    assert "其中经批准延期1项" in paper.body
    assert "已延期1次" in paper.annexes[0].body
    assert f"{SOON.isoformat()}（原定{DUE.isoformat()}）" in paper.annexes[0].body
