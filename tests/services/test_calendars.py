"""The work calendar: what is known of each year, and what loading one moves."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from tests import orders as made_orders
from tests.factories import Factory, day, parsed_measure, refused
from tracker.models import Assignment, CalendarYear, Dispute, Event, Notice, RectificationItem, SupervisionOrder
from tracker.queries.calendars import counted_page, counted_rows
from tracker.queries.order_history import orders_on
from tracker.rules.workdays import YearNotice, year_notice
from tracker.services import disputes
from tracker.services.audit_rows import row_breaks
from tracker.services.calendar_loading import load_year, may_load, preview
from tracker.services.calendars import calendar_warning, work_calendar
from tracker.services.orders import ItemText

LATE = day(2026, 12, 30)  # a Wednesday; the year after has no notice in the files
BEFORE = date(2027, 1, 5)  # three working days on, New Year's Day off
AFTER = date(2027, 1, 4)  # with Sunday 3 January worked


def notice(holidays: Iterable[date] = (), makeup_days: Iterable[date] = (), year: int = 2027) -> YearNotice:
    """An invented notice: New Year's Day, National Day, and these days."""
    return year_notice({
        "year": year, "document": "国办发明电〔2026〕99号",
        "holidays": [date(year, 1, 1), date(year, 10, 1), *holidays], "makeup_days": list(makeup_days),
    })  # fmt: skip


SWAPPED = notice(makeup_days=[date(2027, 1, 3)])


def load(factory: Factory, given: YearNotice = SWAPPED, who: str = "director", **over: Any) -> list[Any]:
    with factory.database.transaction() as session:
        return load_year(session, given, actor=getattr(factory.cast, who), now=LATE, **over)


def limits(factory: Factory) -> dict[str, set[date | None]]:
    """The limits that stand, by kind."""
    columns = {
        "assignment": Assignment.acknowledge_by, "order": SupervisionOrder.reply_due_on, "item": RectificationItem.due_on,
        "dispute": Dispute.decide_by,
    }  # fmt: skip
    with factory.database.reading() as session:
        return {kind: set(session.scalars(select(column))) for kind, column in columns.items()}


@pytest.fixture
def crossing(factory: Factory) -> int:
    """A task given out on the eve of a year without a notice, with an order, an item and an objection: all counted across it."""
    task_id = factory.task(issue_at=LATE, due="2027-06-30")
    other = factory.task(issue_at=LATE, due="2027-06-30")
    made_orders.issue(factory, task_id, now=LATE, reply_due_on=None, reply_days=3, items=(ItemText("公示收费标准"),))
    with factory.database.transaction() as session:
        share = session.get_one(Assignment, factory.share(other, "joint_liaison"))
        disputes.object_to(session, share, "职责已划转。", actor=factory.cast.joint_liaison, now=LATE)
    return task_id


def test_every_counted_limit_moves_with_the_year(factory: Factory, crossing: int) -> None:
    assert set().union(*limits(factory).values()) == {BEFORE}
    moved = load(factory)
    found = limits(factory)
    assert (found["order"], found["item"], found["dispute"]) == ({AFTER}, {AFTER}, {AFTER})
    # the share that is objected to waits for the office: its limit is set anew when that is decided
    assert found["assignment"] == {AFTER, BEFORE}
    assert sorted(one.row.subject for one in moved) == ["assignment"] * 3 + ["dispute", "item", "order"]


def test_each_moved_limit_has_an_event_that_says_why(factory: Factory, crossing: int) -> None:
    moved = load(factory)
    with factory.database.reading() as session:
        events = session.scalars(select(Event).where(Event.action == "recount").order_by(Event.id)).all()
        assert len(events) == len(moved)
        assert {event.actor_name for event in events} == {"林主任"}
        words = "由2027-01-05改为2027-01-04，按《国务院办公厅关于2027年部分节假日安排的通知》（国办发明电〔2026〕99号）重新计算。"
        assert {event.reason for event in events} == {
            f"{kind}{words}" for kind in ("签收期限", "答复期限", "整改期限", "异议答复期限")
        }
        load_event = session.scalars(select(Event).where(Event.subject == "calendar")).one()
        assert (load_event.chain, load_event.subject_id, load_event.data and load_event.data["moved"]) == (0, 2027, len(moved))


def test_the_moved_limits_answer_to_the_history(factory: Factory, crossing: int) -> None:
    load(factory)
    with factory.database.reading() as session:
        assert list(row_breaks(session)) == []
        [order] = orders_on(session, factory.plan_of(crossing), day(2026, 12, 31))
        assert order.reply_due_on == AFTER


def test_each_unit_and_the_office_are_told_once(factory: Factory, crossing: int) -> None:
    load(factory)
    with factory.database.reading() as session:
        told = session.scalars(select(Notice).where(Notice.key.like("calendar:%"))).all()
    names = {one.user_id: one.title for one in told}
    cast = factory.cast
    assert names[cast.liaison.user_id] == "2027年放假安排已载入，4项期限有调整"
    assert names[cast.joint_liaison.user_id] == "2027年放假安排已载入，1项期限有调整"
    assert names[cast.clerk.user_id] == "2027年放假安排已载入，6项期限有调整"
    assert cast.other_liaison.user_id not in names
    assert len(told) == len({(one.user_id, one.unit_id) for one in told})
    assert {one.path for one in told} == {"/mine", "/calendars?year=2027"}


def test_what_a_person_set_stays(factory: Factory) -> None:
    task_id = factory.task(issue_at=day(2026, 12, 1), due="2027-01-05")
    order_id = made_orders.issue(
        factory, task_id, now=LATE, reply_due_on=BEFORE, items=(ItemText("公示收费标准", BEFORE), ItemText("补报材料"))
    )
    returned = made_orders.issue(factory, task_id, "joint_liaison", now=LATE, reply_due_on=None, reply_days=3)
    made_orders.act(factory, made_orders.order_answers.receive, returned, who="joint_liaison", now=LATE)
    made_orders.act(factory, made_orders.order_answers.reply, returned, "已办。", who="joint_liaison", now=LATE)
    made_orders.act(factory, made_orders.order_answers.return_reply, returned, "再报。", BEFORE, who="clerk", now=LATE)
    assert load(factory) == []
    with factory.database.reading() as session:
        order = session.get_one(SupervisionOrder, order_id)
        assert (order.reply_due_on, {item.due_on for item in order.items}, order.task.due_on) == (BEFORE, {BEFORE}, BEFORE)


def test_what_is_over_stays(factory: Factory) -> None:
    task_id = factory.task(issue_at=LATE)
    for who in ("liaison", "joint_liaison"):
        factory.acknowledge(task_id, who, LATE)
    withdrawn = made_orders.issue(factory, task_id, now=LATE, reply_due_on=None, reply_days=3)
    made_orders.act(factory, made_orders.orders.withdraw_order, withdrawn, "误发。", who="clerk", now=LATE)
    assert load(factory) == []


def test_loading_it_again_moves_nothing_and_correcting_it_moves_back(factory: Factory, crossing: int) -> None:
    first = load(factory)
    assert load(factory) == []
    assert len(load(factory, notice())) == len(first)
    assert set().union(*limits(factory).values()) == {BEFORE}


def test_the_preview_lists_what_loading_does(factory: Factory, crossing: int) -> None:
    with factory.database.reading() as session:
        found = preview(session, SWAPPED, LATE.date())
        listed = {(row.subject, row.id, found.after(row)) for row in counted_rows(session, found.new_days)}
        page = counted_page(session, found.new_days, 1)
        assert (page.total, len(page.rows)) == (found.rows, found.rows) == (6, 6)
    assert {(one.row.subject, one.row.id, one.due_on) for one in load(factory, mark=found.mark)} == listed


def test_nothing_is_done_where_the_preview_no_longer_holds(factory: Factory, crossing: int) -> None:
    with factory.database.reading() as session:
        mark = preview(session, SWAPPED, LATE.date()).mark
    factory.task(issue_at=LATE)
    with refused("calendar_moved_since"):
        load(factory, mark=mark)
    assert AFTER not in limits(factory)["assignment"]


def test_a_limit_of_before_is_recounted_by_base_and_number_not_by_guess(factory: Factory) -> None:
    """The same limit counted from two days moves by each one's own base."""
    factory.task(issue_at=day(2027, 1, 1))  # given out on a holiday: Monday to Wednesday
    factory.task(issue_at=day(2026, 12, 31))
    assert limits(factory)["assignment"] == {date(2027, 1, 6)}
    load(factory, notice(holidays=[date(2027, 1, 4)]))
    assert limits(factory)["assignment"] == {date(2027, 1, 7)}
    load(factory, notice(makeup_days=[date(2027, 1, 2)]))
    assert limits(factory)["assignment"] == {date(2027, 1, 5)}


@pytest.mark.parametrize("who", ["clerk", "system_admin", "leader", "liaison"])
def test_only_the_director_loads_a_year(factory: Factory, who: str) -> None:
    with refused("calendar_not_all_places"):
        load(factory, who=who)


def test_the_notice_has_its_effect_everywhere_so_every_place_must_be_the_directors(factory: Factory) -> None:
    with factory.database.reading() as session:
        assert may_load(session, actor=factory.cast.director)
    factory.plan(parsed_measure(), outside=True)
    with refused("calendar_not_all_places"):
        load(factory)


@pytest.mark.parametrize("year", [2019, 2029])
def test_a_year_that_is_too_far_off_is_refused(factory: Factory, year: int) -> None:
    with refused("calendar_year_range"):
        load(factory, notice(year=year))


def test_what_one_loads_counts_for_all_at_once(factory: Factory) -> None:
    sunday = date(2027, 1, 3)
    with factory.database.reading() as session:
        assert not work_calendar(session).is_workday(sunday)
        assert work_calendar(session).is_provisional(sunday)
        assert "2027年" in (calendar_warning(session, LATE.date()) or "")
    load(factory)
    with factory.database.reading() as session:
        assert work_calendar(session).is_workday(sunday)
        assert not work_calendar(session).is_provisional(sunday)
        assert work_calendar(session).is_provisional(date(2028, 1, 3))
        assert calendar_warning(session, LATE.date()) is None


def test_a_loaded_year_stands_before_the_file_of_the_year(factory: Factory) -> None:
    with factory.database.transaction() as session:
        load_year(session, notice(year=2026), actor=factory.cast.director, now=LATE)
        assert work_calendar(session).is_workday(date(2026, 10, 2))
        assert session.scalars(select(CalendarYear.year)).all() == [2026]


def test_the_calendar_costs_one_statement_in_a_session(factory: Factory, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[object] = []
    with factory.database.reading() as session:
        scalars: Callable[..., Any] = session.scalars
        monkeypatch.setattr(session, "scalars", lambda statement: sent.append(statement) or scalars(statement))
        work_calendar(session)
        work_calendar(session)
    assert len(sent) == 1


JANUARY = st.dates(date(2027, 1, 2), date(2027, 1, 20))
NOTICES = st.builds(
    lambda off, worked: notice([one for one in off if one.weekday() < 5], [one for one in worked if one.weekday() >= 5]),
    st.sets(JANUARY, max_size=8), st.sets(JANUARY, max_size=4),
)  # fmt: skip


@pytest.mark.databases("sqlite")
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(years=st.lists(NOTICES, min_size=1, max_size=3), start=st.integers(0, 20), days=st.integers(1, 10))
def test_whatever_is_loaded_the_limits_are_those_of_the_calendar(
    factory: Factory, years: list[YearNotice], start: int, days: int
) -> None:
    """Preview is what loading does; a second loading moves nothing; every limit is what its base and number give."""
    given_on = day(2026, 12, 24) + timedelta(days=start)
    made_orders.issue(factory, factory.task(issue_at=given_on), now=given_on, reply_due_on=None, reply_days=days)
    for given_year in years:
        with factory.database.reading() as session:
            found = preview(session, given_year, given_on.date())
            listed = {(row.subject, row.id, row.due_on, found.after(row)) for row in counted_rows(session, found.new_days)}
        moved = load(factory, given_year)
        assert {(one.row.subject, one.row.id, one.row.due_on, one.due_on) for one in moved} == listed
        assert load(factory, given_year) == []
        with factory.database.reading() as session:
            calendar = work_calendar(session)
            for share in session.scalars(select(Assignment)):
                assert share.acknowledge_by == calendar.add(share.counted_from or date.min, share.counted_days or 0)
            for order in session.scalars(select(SupervisionOrder)):
                assert order.reply_due_on == calendar.add(order.counted_from or date.min, order.counted_days or 0)
