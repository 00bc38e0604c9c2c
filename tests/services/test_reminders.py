import threading
from datetime import date, datetime, time
from types import SimpleNamespace

import pytest
from sqlalchemy import event, func, select, update

from tests.factories import PERIOD, day, parsed_clause, parsed_measure
from tracker.errors import NotAllowed
from tracker.intake.model import Obligation
from tracker.models import Assignment, Membership, Notice, NoticeState, SupervisionOrder, Task, Unit, Update, User
from tracker.rules.days import OFFICIAL_ZONE
from tracker.rules.statuses import OrderKind
from tracker.services import assignments, order_answers, orders, updates
from tracker.services.calendars import work_calendar
from tracker.services.reminders import already_planned, planned_reminders, preview, sweep

DUE = "2025-10-10"  # the second working day after the National Day holiday, 1 to 8 October; 28 September and 11 October are worked


@pytest.fixture
def sweep_on(database):
    """`sweep_on(day)` → what the sweep of that day planned; the day is entered as the demonstration's clock would have it."""

    def run(today, *, dry_run=False):
        now = datetime.combine(today, time(8, 40), OFFICIAL_ZONE)
        with database.transaction() as session:
            calendar = work_calendar(session)
            if dry_run:
                already = already_planned(session, today, calendar)
                return SimpleNamespace(planned=list(preview(session, today, calendar)), already=already)
            swept = sweep(session, today, calendar=calendar, now=now)
            planned = list(planned_reminders(session, swept))
            assert len(planned) == swept.planned
            return SimpleNamespace(planned=planned, already=swept.already, working_day=swept.working_day)

    return run


def rungs(result):
    return {reminder.rung for reminder in result.planned}


def told(result):
    return [reminder.to for reminder in result.planned]


def notices_of(database, **where):
    with database.reading() as session:
        return list(session.scalars(select(Notice).filter_by(**where).order_by(Notice.id)))


@pytest.fixture
def signed_task(factory, database):
    """A task due just after the holiday, signed for and reported on to the year's end: only its due date is left to say."""
    task_id = factory.acknowledged(due=DUE)
    with database.transaction() as session:
        session.execute(update(Assignment).values(reported_through="2025-12"))
    return task_id


def test_each_rung_of_a_due_date_around_national_day(signed_task, sweep_on):
    expected = {
        date(2025, 9, 9): set(),
        date(2025, 9, 10): {"due-30d"},
        date(2025, 9, 19): {"due-10w"},
        date(2025, 9, 26): {"due-5w"},  # the Sunday after it is worked
        date(2025, 9, 28): {"due-5w"},
        date(2025, 10, 9): {"due-1w"},  # the first day after the holiday
        date(2025, 10, 10): {"due+0w"},
        date(2025, 10, 11): {"due+1w"},  # a worked Saturday
        date(2025, 10, 14): {"due+3w"},
        date(2025, 10, 16): {"due+5w"},
        date(2025, 10, 23): {"due+10w"},
    }
    assert {today: rungs(sweep_on(today, dry_run=True)) for today in expected} == expected


def test_a_second_sweep_plans_nothing_new_and_says_how_much_there_was(signed_task, sweep_on):
    first = sweep_on(date(2025, 9, 19))
    second = sweep_on(date(2025, 9, 19))
    assert len(first.planned) == 2  # two liaisons
    assert (second.planned, second.already) == ([], 2)


def test_a_dry_run_shows_the_same_and_writes_nothing(signed_task, sweep_on, database):
    shown = sweep_on(date(2025, 9, 19), dry_run=True)
    assert notices_of(database, rung="due-10w") == []
    planned = sweep_on(date(2025, 9, 19))
    assert [(r.to, r.about, r.channel) for r in shown.planned] == [(r.to, r.about, r.channel) for r in planned.planned]
    assert {reminder.id for reminder in shown.planned} == {None}
    assert sweep_on(date(2025, 9, 19), dry_run=True).already == 2


def test_nothing_on_a_day_off_and_it_says_so(signed_task, sweep_on):
    for day_off in (date(2025, 9, 21), date(2025, 10, 1)):  # a Sunday, National Day
        result = sweep_on(day_off)
        assert (result.working_day, result.planned, result.already) == (False, [], 0)


def test_missed_days_are_caught_up_without_replaying(signed_task, sweep_on):
    sweep_on(date(2025, 9, 10))
    late = sweep_on(date(2025, 9, 29))  # nobody swept on 19 and 26 September
    assert rungs(late) == {"due-5w"}
    assert rungs(sweep_on(date(2025, 9, 30))) == set()


def test_who_hears_widens_as_the_matter_presses(signed_task, sweep_on):
    assert told(sweep_on(date(2025, 9, 26))) == ["县卫生健康局（周联络）", "县民政局（郑联络）"]
    assert "县卫生健康局（吴局长）" in told(sweep_on(date(2025, 10, 10)))
    late = told(sweep_on(date(2025, 10, 14)))
    assert late[-2:] == ["县领导小组办公室（陈经办）", "县领导小组办公室（林主任）"]
    assert not any("outside" in person for person in late)


def test_what_a_unit_and_the_office_read(signed_task, sweep_on, database):
    sweep_on(date(2025, 9, 26))
    notice = notices_of(database, rung="due-5w")[0]
    assert notice.title == "还有 5 个工作日到期：增加托位供给"
    assert notice.body == (
        "《示例县托育服务实施方案》任务“增加托位供给”将于2025年10月10日到期，还有 5 个工作日（14 天）。"
        "请抓紧办理，按时报送进展；已完成的，请上传佐证材料。"
    )
    assert (notice.path, notice.due_on) == (f"/tasks/{signed_task}", date(2025, 10, 10))
    sweep_on(date(2025, 10, 14))
    office = notices_of(database, rung="due+3w")[-1]
    assert office.title == "逾期 3 个工作日，县卫生健康局等 2 个单位未完成：增加托位供给"


def test_a_reminder_waits_for_its_readers_next_digest(signed_task, sweep_on, database):
    sweep_on(date(2025, 9, 19))
    assert {notice.state for notice in notices_of(database, rung="due-10w")} == {NoticeState.PLANNED}


def test_a_unit_without_a_liaison_is_told_in_its_own_inbox(factory, sweep_on, database):
    factory.task(due=DUE, lead=("县教育局",), responsible=())
    with database.transaction() as session:
        session.delete(session.scalars(select(Membership).join(User).where(User.login == "other_liaison")).one())
    due = [reminder for reminder in sweep_on(date(2025, 9, 10)).planned if reminder.rung == "due-30d"]
    assert [(reminder.to, reminder.channel) for reminder in due] == [("县教育局", "inbox")]


def test_an_unsupervised_plan_is_never_reminded_of(factory, sweep_on):
    factory.task(due=DUE, supervise=False)
    assert sweep_on(date(2025, 10, 14)).planned == []


def test_a_plan_of_another_place_stays_with_its_own_people(factory, sweep_on):
    factory.task(due=DUE, lead=("县卫健局",), responsible=(), outside=True)
    assert set(told(sweep_on(date(2025, 10, 14)))) == {"邻县卫生健康局（邻联络）", "邻县领导小组办公室（邻经办）"}


def test_a_unit_that_is_done_hears_no_more_and_the_other_still_does(signed_task, factory, sweep_on):
    factory.accepted(signed_task, "liaison", percent=100, period="2025-10", now=day(2025, 10, 9))
    assert told(sweep_on(date(2025, 10, 10))) == ["县民政局（郑联络）"]


def test_a_closed_task_is_left_in_peace(signed_task, sweep_on, database):
    with database.transaction() as session:
        task = session.get_one(Task, signed_task)
        task.state, task.closed_at, task.verification = "closed", day(2025, 9, 1), "现场查看"
    assert sweep_on(date(2025, 10, 14)).planned == []


def test_an_ongoing_task_has_no_due_date_to_be_reminded_of(factory, sweep_on):
    factory.task(due=DUE, ongoing=True)
    assert not any(rung.startswith("due") for rung in rungs(sweep_on(date(2025, 10, 14))))


def test_nobody_is_chased_for_a_day_that_had_passed_when_the_task_was_given_out(factory, sweep_on):
    factory.task(due=DUE, issue_at=day(2025, 9, 22))
    assert sweep_on(date(2025, 9, 22)).planned == []
    assert "due-5w" in rungs(sweep_on(date(2025, 9, 26)))


def test_tasks_not_signed_for_are_one_message_to_each_unit(factory, sweep_on, database):
    factory.plan(parsed_measure(), parsed_measure(title="规范收费"), issue_at=day(2025, 9, 22))
    assert sweep_on(date(2025, 9, 24)).planned == []
    asked = sweep_on(date(2025, 9, 25))  # three working days after the issue
    assert told(asked) == ["县卫生健康局（周联络）", "县卫生健康局（吴局长）", "县民政局（郑联络）"]
    assert {(r.rung, r.about, r.due_on) for r in asked.planned} == {
        ("acknowledge+0w", "增加托位供给等 2 项任务", date(2025, 9, 25))
    }
    assert rungs(sweep_on(date(2025, 10, 10))) == {"acknowledge+5w"}
    office = notices_of(database, rung="acknowledge+5w")[-1]
    assert office.title == "县卫生健康局等 2 个单位尚未签收：增加托位供给等 2 项任务"


def test_a_period_is_asked_for_until_the_report_is_in(factory, sweep_on):
    task_id = factory.acknowledged()
    asked = sweep_on(date(2025, 3, 18))  # five working days before the 25th
    assert rungs(asked) == {"period-5w"}
    assert told(asked) == ["县卫生健康局（周联络）", "县民政局（郑联络）"]
    factory.submitted(task_id, "joint_liaison", period=PERIOD)
    late = [reminder.to for reminder in sweep_on(date(2025, 3, 26)).planned if reminder.rung == "period+1w"]
    assert late == ["县卫生健康局（周联络）", "县卫生健康局（吴局长）"]


def test_what_the_liaison_has_written_is_asked_of_the_head_alone(factory, sweep_on, database, cast):
    task_id = factory.acknowledged(["liaison"], responsible=())
    update_id = factory.draft(task_id, now=day(2025, 3, 17))
    with database.transaction() as session:
        updates.send(session, session.get_one(Update, update_id), actor=cast.liaison, now=day(2025, 3, 17))
    for today in (date(2025, 3, 18), date(2025, 3, 24)):  # on the first of these only liaisons are spoken to
        assert told(sweep_on(today)) == ["县卫生健康局（吴局长）"]
    asked = notices_of(database, rung="period-1w")[0]
    assert (asked.title, asked.path) == ("请审核2025年3月进展：增加托位供给", "/approvals")
    with database.transaction() as session:
        updates.send_back(session, session.get_one(Update, update_id), "请补充数字", actor=cast.unit_head, now=day(2025, 3, 24))
    assert told(sweep_on(date(2025, 3, 25))) == ["县卫生健康局（周联络）", "县卫生健康局（吴局长）"]


def test_the_liaison_is_asked_to_write_and_the_head_to_have_it_written(factory, sweep_on, database, cast):
    factory.acknowledged(["liaison"], responsible=())
    sweep_on(date(2025, 3, 24))
    said = {notice.user_id: notice.body for notice in notices_of(database, rung="period-1w")}
    assert "请登录落实台填报进展" in said[cast.liaison.user_id]
    assert said[cast.unit_head.user_id].endswith("请督促联络员填报；填好后请您登录审核，同意后报送。")


def test_of_several_tasks_it_is_said_how_many_the_head_has_to_agree_to(factory, sweep_on, database, cast):
    plan_id = factory.plan(parsed_measure(responsible=()), parsed_measure(title="规范收费", responsible=()))
    with database.reading() as session:
        tasks = session.scalars(select(Task.id).where(Task.plan_id == plan_id)).all()
    for task_id in tasks:
        factory.acknowledge(task_id)
    update_id = factory.draft(tasks[0], now=day(2025, 3, 17))
    with database.transaction() as session:
        updates.send(session, session.get_one(Update, update_id), actor=cast.liaison, now=day(2025, 3, 17))
    assert told(sweep_on(date(2025, 3, 18))) == ["县卫生健康局（周联络）"]
    asked = notices_of(database, rung="period-5w")[0]
    assert (asked.path, asked.title) == ("/mine", "请报送2025年3月进展：增加托位供给等 2 项任务")
    assert asked.body.endswith("其中 1 项已填好，待单位负责人审核。")


def test_a_task_with_one_of_two_parts_left_to_write_is_still_asked_of_the_liaison(factory, sweep_on, database, cast):
    clauses = (parsed_clause("其一", lead=("县卫健局",)), parsed_clause("其二", responsible=("县卫健局",)))
    task_id = factory.task(responsible=("县卫健局",), clauses=clauses)
    with database.reading() as session:
        shares = session.scalars(select(Assignment.id).where(Assignment.task_id == task_id).order_by(Assignment.id)).all()
    assert len(shares) == 2
    with database.transaction() as session:
        for share_id in shares:
            assignments.acknowledge(session, session.get_one(Assignment, share_id), actor=cast.liaison, now=day(2025, 3, 10))
    update_id = factory.draft(task_id, now=day(2025, 3, 17))
    with database.transaction() as session:
        updates.send(session, session.get_one(Update, update_id), actor=cast.liaison, now=day(2025, 3, 17))
    assert told(sweep_on(date(2025, 3, 18))) == ["县卫生健康局（周联络）"]
    asked = notices_of(database, rung="period-5w")[0]
    assert asked.title == "请报送2025年3月进展：增加托位供给"
    assert "已填好" not in asked.body


def test_a_returned_report_is_asked_for_once_as_a_returned_one(factory, sweep_on):
    factory.returned(factory.acknowledged(["liaison"], responsible=()), period=PERIOD)
    assert rungs(sweep_on(date(2025, 3, 26))) == {"returned+12w"}


def test_when_the_next_period_begins_to_be_asked_for_the_last_one_no_longer_is(factory, sweep_on):
    factory.acknowledged()
    assert rungs(sweep_on(date(2025, 4, 9))) == {"period+10w"}
    assert rungs(sweep_on(date(2025, 4, 18))) == {"period-5w"}


def test_a_period_whose_cut_off_had_passed_at_the_issue_is_not_owed(factory, sweep_on):
    factory.acknowledged(issue_at=day(2025, 2, 26))
    assert not any(rung.startswith("period") for rung in rungs(sweep_on(date(2025, 3, 5))))


def test_a_yearly_duty_comes_to_each_member_of_a_collective_unit(factory, sweep_on, database):
    duty = Obligation(
        who=("各乡镇人民政府",), what="报送年度工作总结", recurs="yearly", month_day="12-25", to=(), cc=(), measure=None, quote=None
    )
    factory.plan(obligations=(duty,))
    asked = [r for r in sweep_on(date(2025, 12, 18)).planned if r.rung == "obligation-5w"]
    assert sorted(r.to for r in asked) == ["白塘乡人民政府", "石桥镇人民政府", "青禾镇人民政府"]
    assert {(r.about, r.due_on) for r in asked} == {("报送年度工作总结", date(2025, 12, 25))}
    assert "obligation+1w" in rungs(sweep_on(date(2025, 12, 26)))
    late = sweep_on(date(2026, 1, 5)).planned
    assert "县领导小组办公室（陈经办）" in {r.to for r in late if r.rung == "obligation+5w"}


@pytest.fixture
def order(signed_task, database, cast):
    with database.transaction() as session:
        task = session.get_one(Task, signed_task)
        unit = session.get_one(Unit, cast.unit_id("liaison"))
        made = orders.issue_order(
            session, task, unit, OrderKind.SUPERVISION, "请说明原因。", date(2025, 8, 15), actor=cast.clerk, now=day(2025, 8, 11)
        )
        return made.id


def test_an_order_is_asked_for_until_it_is_answered(order, sweep_on, database, cast):
    asked = sweep_on(date(2025, 8, 14))
    assert {(r.rung, r.about) for r in asked.planned} == {("order-1w", "督办单〔2025〕1号（增加托位供给）")}
    assert "请说明原因" not in notices_of(database, rung="order-1w")[0].body
    assert "县领导小组办公室（陈经办）" in told(sweep_on(date(2025, 8, 20)))
    with database.transaction() as session:
        received = session.get_one(SupervisionOrder, order)
        order_answers.receive(session, received, actor=cast.unit_head, now=day(2025, 8, 20))
        order_answers.reply(session, received, "已整改。", actor=cast.unit_head, now=day(2025, 8, 20))
    assert sweep_on(date(2025, 8, 25)).planned == []


def test_only_the_system_sweeps(database, cast):
    with database.transaction() as session, pytest.raises(NotAllowed):
        sweep(session, date(2025, 9, 19), calendar=work_calendar(session), now=day(2025, 9, 19), actor=cast.clerk)


def test_two_sweeps_at_once_plan_each_message_once(signed_task, database):
    start = threading.Barrier(2)
    results = []

    def run():
        start.wait()
        with database.transaction() as session:
            found = sweep(session, date(2025, 9, 19), calendar=work_calendar(session), now=day(2025, 9, 19))
            results.append(found.planned)

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == [0, 2]
    assert len(notices_of(database, rung="due-10w")) == 2


def test_the_statements_of_a_sweep_do_not_grow_with_the_tasks(factory, sweep_on, database):
    def statements(today):
        seen = []
        event.listen(database.engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
        sweep_on(today)
        return len(seen)

    factory.plan(*(parsed_measure(title=f"任务{n}", due=DUE) for n in range(2)))
    few = statements(date(2025, 9, 19))
    factory.plan(*(parsed_measure(title=f"任务{n}", due=DUE) for n in range(40)))
    assert statements(date(2025, 9, 26)) <= few + 2
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Assignment)) == 84
