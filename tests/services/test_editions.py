"""A second edition: tasks, history and reports go on in it; what it leaves out ends with a reference."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import ISSUED, NOW, Factory, at_once, day, parsed_measure, refused
from tests.histories import play, random_plan
from tracker.errors import Conflict, InvalidInput, NotAllowed
from tracker.models import Assignment, Event, Notice, Plan, SupervisionOrder, Task, TaskCarry, Unit, Update
from tracker.queries import board, mine, reviews
from tracker.queries.history import states_on
from tracker.queries.ledger import LedgerFilter, ledger
from tracker.queries.lights import light_clock
from tracker.reports.render_markdown import to_markdown
from tracker.rules.days import official_day
from tracker.rules.editions import Change
from tracker.rules.lights import LightPolicy
from tracker.rules.permissions import SYSTEM
from tracker.rules.statuses import AssignmentState, OrderKind, OrderState, PlanState, TaskState
from tracker.services import audit, closures, editions, orders, updates
from tracker.services.calendars import work_calendar
from tracker.services.reminders import sweep
from tracker.services.reports import draw_report, figures_of, paper_of

SWITCH = day(2025, 3, 12)
TOWARDS = "增加普惠托位供给，年底前每千人口托位数达到4.5个，新建公办托育机构，鼓励幼儿园开设托班。"
STAFF = "培养保育人员，每年培训不少于五十人，建立持证上岗和定期考核制度，落实职称评聘待遇。"
NOTICE = "公开收费标准，各托育机构在显著位置公示收费项目和投诉电话，接受社会监督。"
SUBSIDY = "发放育儿补贴，符合条件的家庭按月申领，由社区受理，县级审核后十五日内拨付到账。"
OLD = (
    parsed_measure(title="增加托位供给", text=TOWARDS),
    parsed_measure(title="培养保育人员", text=STAFF, label="（二）", responsible=("县教育局",)),
    parsed_measure(title="公开收费标准", text=NOTICE, label="（三）", due=None, ongoing=True),
)
NEW = (
    parsed_measure(title="发放育儿补贴", text=SUBSIDY),
    parsed_measure(
        title="增加托位供给", text=TOWARDS.replace("4.5个", "5.5个"), label="（二）", due="2026-06-30",
        lead=("县民政局",), responsible=("县卫健局", "县财政局"),
    ),
    parsed_measure(title="培养保育人员", text=STAFF, label="（三）", responsible=()),
)  # fmt: skip


def succeed(factory: Factory, old_id: int, new_id: int, chosen: dict[int, int | None] | None = None, **over: Any) -> Any:
    given = {"actor": factory.cast.clerk, "now": SWITCH, **over}
    with factory.database.transaction() as session:
        return editions.adopt(session, session.get_one(Plan, old_id), session.get_one(Plan, new_id), chosen, **given)


def two_editions(factory: Factory) -> tuple[int, int]:
    """An issued plan, and a draft of its next edition."""
    return factory.plan(*OLD), factory.plan(*NEW, issue_at=None)


def task_of(factory: Factory, plan_id: int, title: str) -> int:
    with factory.database.reading() as session:
        return session.scalars(select(Task.id).where(Task.plan_id == plan_id, Task.title == title)).one()


def test_each_measure_is_told_apart(factory: Factory) -> None:
    old_id, new_id = two_editions(factory)
    with factory.database.reading() as session:
        old, new = session.get_one(Plan, old_id), session.get_one(Plan, new_id)
        diff = editions.preview(session, old, new, actor=factory.cast.clerk).diff
        assert [(pair.old.title, pair.change, pair.is_moved) for pair in diff.pairs] == [
            ("增加托位供给", Change.REWORDED, True), ("培养保育人员", Change.REWORDED, True),
        ]  # fmt: skip
        assert [alone.measure.title for alone in (*diff.new, *diff.dropped)] == ["发放育儿补贴", "公开收费标准"]
        assert diff.pairs[0].units("lead").come == ("县民政局",)


def test_a_task_goes_on_with_its_state_its_reports_and_its_first_due_date(factory: Factory) -> None:
    old_id, new_id = two_editions(factory)
    task_id = task_of(factory, old_id, "增加托位供给")
    factory.acknowledge(task_id)
    update_id = factory.accepted(task_id, percent=40)
    done = succeed(factory, old_id, new_id)
    assert (done.carried, done.issued, done.ended, done.closed) == (2, 1, 1, 0)
    with factory.database.reading() as session:
        task = session.get_one(Task, task_id)
        assert (task.plan_id, task.state, task.percent) == (new_id, TaskState.IN_PROGRESS, 40)
        assert (task.original_due_on, task.due_on) == (date(2025, 12, 31), date(2026, 6, 30))
        assert task.measure
        assert (task.measure.plan_id, task.measure.label) == (new_id, "（二）")
        shares = {share.unit.name: (share.role, share.state, share.issued_on) for share in task.assignments}
        assert shares == {
            "县卫生健康局": ("responsible", AssignmentState.REPORTING, ISSUED.date()),
            "县民政局": ("lead", AssignmentState.PENDING, ISSUED.date()),
            "县财政局": ("responsible", AssignmentState.PENDING, SWITCH.date()),
        }
        assert session.get_one(Update, update_id).assignment.task_id == task_id
        carry = session.scalars(select(TaskCarry).where(TaskCarry.task_id == task_id)).one()
        assert (carry.change, carry.carried_on) == ("reworded", SWITCH.date())


def test_what_is_left_out_ends_with_a_reference_and_what_is_new_is_issued(factory: Factory) -> None:
    old_id, new_id = two_editions(factory)
    dropped = task_of(factory, old_id, "公开收费标准")
    with factory.database.transaction() as session:
        unit = session.get_one(Unit, factory.cast.unit_id("liaison"))
        order = orders.issue_order(
            session, session.get_one(Task, dropped), unit, OrderKind.URGE, "请报送", date(2025, 3, 20), actor=SYSTEM, now=NOW
        )
        order_id = order.id
    succeed(factory, old_id, new_id)
    with factory.database.reading() as session:
        task = session.get_one(Task, dropped)
        assert (task.plan_id, task.state, task.ended_on) == (old_id, TaskState.ENDED, SWITCH.date())
        assert task.end_reason == "《示例县托育服务实施方案》未再列入"
        assert {share.state for share in task.assignments} == {AssignmentState.ENDED}
        assert session.get_one(SupervisionOrder, order_id).state is OrderState.CLOSED
        old = session.get_one(Plan, old_id)
        assert (old.state, old.successor_id, old.ended_on) == (PlanState.SUPERSEDED, new_id, SWITCH.date())
        new = session.scalars(select(Task).where(Task.plan_id == new_id, Task.title == "发放育儿补贴")).one()
        assert (new.state, new.issued_on) == (TaskState.ISSUED, SWITCH.date())
        assert session.get_one(Plan, new_id).supervised_from == SWITCH.date()


def test_a_unit_that_is_named_no_more_has_no_part_left(factory: Factory) -> None:
    old_id, new_id = two_editions(factory)
    task_id = task_of(factory, old_id, "培养保育人员")
    share_id = factory.acknowledge(task_id, "other_liaison")
    succeed(factory, old_id, new_id)
    with factory.database.transaction() as session:
        share = session.get_one(Assignment, share_id)
        assert share.state is AssignmentState.ENDED
        event = session.scalars(select(Event).where(Event.subject == "assignment", Event.subject_id == share_id)).all()[-1]
        assert (event.chain, event.action, "未再列为承办单位" in event.reason) == (old_id, "end", True)


def test_what_was_struck_off_stays_so(factory: Factory) -> None:
    task_id = factory.closed()
    old_id = factory.plan_of(task_id)
    kept = factory.plan(parsed_measure(), issue_at=None)
    succeed(factory, old_id, kept)
    with factory.database.reading() as session:
        task = session.get_one(Task, task_id)
        assert (task.plan_id, task.state) == (kept, TaskState.CLOSED)
        assert states_on(session, old_id, SWITCH.date()).tasks[task_id] is TaskState.CLOSED


def test_each_unit_hears_once_of_all_that_changed(factory: Factory) -> None:
    old_id, new_id = two_editions(factory)
    succeed(factory, old_id, new_id)
    with factory.database.reading() as session:
        told = _inbox(session, f"succession:{old_id}:")
        by_unit = {notice.unit.name: notice.body for notice in told}
        assert len(told) == len(by_unit)
        health = by_unit["县卫生健康局"]
        assert "2 项任务转入新方案" in health
        assert "（二）增加托位供给（2025-12-31改为2026-06-30）" in health
        assert "（牵头改为责任）" in health
        assert "就此终止、不再办理的 1 项：公开收费标准" in health
        assert "不再列你单位承办的 1 项" in by_unit["县教育局"]
        assert {notice.unit.name for notice in _inbox(session, f"issued:{new_id}:")} == {"县卫生健康局", "县民政局", "县财政局"}


def _inbox(session: Session, key: str) -> Sequence[Notice]:
    return session.scalars(select(Notice).where(Notice.key.startswith(key))).all()


@pytest.mark.parametrize("seed", [3, 5])
def test_reports_of_the_old_plan_stay_as_they_were_to_the_byte(factory: Factory, seed: int) -> None:
    old_id = random_plan(factory)
    drawn, last = {}, ISSUED
    for night, now in play(factory, old_id, seed, steps=40):
        last = now
        with factory.database.transaction() as session:
            plan = session.get_one(Plan, old_id)
            drawn[night] = draw_report(session, plan, night, actor=SYSTEM, now=now).sha256
    with factory.database.reading() as session:
        nights = {night: states_on(session, old_id, night) for night in drawn}
    new_id = _third_dropped(factory)
    succeed(factory, old_id, new_id, now=last)
    with factory.database.transaction() as session:
        plan = session.get_one(Plan, old_id)
        assert {night: states_on(session, old_id, night) for night in drawn} == nights
        before = [night for night in drawn if night < last.date()]
        assert {night: draw_report(session, plan, night, actor=SYSTEM, now=last).sha256 for night in before} == {
            night: drawn[night] for night in before
        }
        assert audit.verify(session)[1] == []


def _third_dropped(factory: Factory) -> int:
    from tests.histories import MEASURES, SECTIONS

    kept = [measure for place, measure in enumerate(MEASURES) if place != 2]
    return factory.plan(*kept, parsed_measure(title="发放育儿补贴", text=SUBSIDY), sections=SECTIONS, issue_at=None)


def test_the_next_editions_report_carries_percentages_and_accepted_reports(factory: Factory) -> None:
    old_id, new_id = two_editions(factory)
    task_id = task_of(factory, old_id, "增加托位供给")
    factory.acknowledge(task_id)
    factory.acknowledge(task_id, "joint_liaison")
    factory.accepted(task_id, "joint_liaison", percent=60)
    succeed(factory, old_id, new_id)
    with factory.database.reading() as session:
        new = session.get_one(Plan, new_id)
        figures = figures_of(session, new, date(2025, 3, 26), actor=SYSTEM, now=day(2025, 3, 28))
        line = next(line for line in figures.tasks if line.id == task_id)
        assert (line.label, line.percent, len(line.update_ids), len(line.evidence_ids)) == ("（二）", 60, 1, 1)
        assert "县民政局" in to_markdown(paper_of(session, new, date(2025, 3, 26), actor=SYSTEM, now=day(2025, 3, 28)))


def test_the_old_plan_knows_nothing_of_what_comes_after_it(factory: Factory) -> None:
    old_id, new_id = two_editions(factory)
    task_id = task_of(factory, old_id, "增加托位供给")
    factory.acknowledge(task_id)
    succeed(factory, old_id, new_id)
    factory.accepted(task_id, percent=80, now=day(2025, 3, 20))
    with factory.database.reading() as session:
        plan = session.get_one(Plan, old_id)
        figures = figures_of(session, plan, date(2025, 3, 26), actor=SYSTEM, now=day(2025, 3, 28))
        line = next(line for line in figures.tasks if line.id == task_id)
        assert (line.label, line.state, line.percent, line.lead) == ("（一）", TaskState.ENDED, 0, ("县卫生健康局",))
        assert {item.code: item.count for item in figures.situations if item.count} == {"ended": 3}
        assert figures.reporting is None or figures.reporting.total.expected == 0


def test_the_lights_of_the_report_are_those_of_the_board_after_the_switch(factory: Factory) -> None:
    old_id = random_plan(factory)
    last = ISSUED
    for _, now in play(factory, old_id, 9, steps=40):
        last = now
    new_id = _third_dropped(factory)
    succeed(factory, old_id, new_id, now=last)
    night = official_day(last) + timedelta(days=40)
    with factory.database.reading() as session:
        clock = light_clock(session, night, work_calendar(session).add(night, LightPolicy().soon_workdays))
        for plan_id in (old_id, new_id):
            figures = figures_of(session, session.get_one(Plan, plan_id), night, actor=SYSTEM, now=last + timedelta(days=41))
            board = ledger(session, SYSTEM, LedgerFilter(plan_id=plan_id), clock).rows
            told = {row.id: (row.verdict.reason_code, row.units and row.percent) for row in board}
            drawn = {line.id: (line.reason_code, line.assignment_ids and line.percent) for line in figures.tasks}
            assert {task_id: drawn[task_id] for task_id in told} == told


def test_a_third_edition_may_name_a_unit_again(factory: Factory) -> None:
    old_id, second = factory.plan(*OLD), factory.plan(OLD[0], OLD[2], parsed_measure(
        title="培养保育人员", text=STAFF, label="（四）", responsible=()), issue_at=None)  # fmt: skip
    task_id = task_of(factory, old_id, "培养保育人员")
    share_id = factory.acknowledge(task_id, "other_liaison")
    succeed(factory, old_id, second)
    third = factory.plan(*OLD, issue_at=None)
    succeed(factory, second, third, now=SWITCH + timedelta(days=30))
    with factory.database.transaction() as session:
        share = session.get_one(Assignment, share_id)
        assert (share.state, share.acknowledged_at, share.task.plan_id) == (AssignmentState.PENDING, None, third)
        assert [carry.to_measure_id != carry.from_measure_id for carry in session.scalars(select(TaskCarry))] == [True] * 6
        assert audit.verify(session)[1] == []
        for plan_id, on in ((old_id, NOW.date()), (second, SWITCH.date()), (third, date(2025, 4, 12))):
            figures = figures_of(session, session.get_one(Plan, plan_id), on, actor=SYSTEM, now=day(2025, 4, 20))
            assert (len(figures.tasks), {line.state for line in figures.tasks} & {TaskState.ENDED}) == (3, set())


def test_the_offices_own_pairing_goes_before_the_likeness(factory: Factory) -> None:
    old_id, new_id = two_editions(factory)
    notice = task_of(factory, old_id, "公开收费标准")
    with factory.database.reading() as session:
        measures = dict(session.execute(select(Task.title, Task.measure_id).where(Task.plan_id == new_id)).all())
        before = session.get_one(Task, notice).measure_id
    chosen = {measures["发放育儿补贴"]: before, measures["培养保育人员"]: None}
    done = succeed(factory, old_id, new_id, chosen)
    assert (done.carried, done.issued, done.ended) == (2, 1, 1)
    with factory.database.reading() as session:
        assert session.get_one(Task, notice).title == "发放育儿补贴"


@pytest.mark.parametrize("chosen", [{0: 0}, {1: 999_999}])
def test_a_pair_of_measures_that_are_not_there_is_refused(factory: Factory, chosen: dict[int, int | None]) -> None:
    old_id, new_id = two_editions(factory)
    with pytest.raises(InvalidInput, match="对应关系有误"):
        succeed(factory, old_id, new_id, chosen)


def test_what_was_changed_since_it_was_looked_at_is_not_adopted(factory: Factory) -> None:
    old_id, new_id = two_editions(factory)
    with factory.database.reading() as session:
        old, new = session.get_one(Plan, old_id), session.get_one(Plan, new_id)
        seen = editions.preview(session, old, new, actor=factory.cast.clerk).digest
    with factory.database.transaction() as session:
        session.scalars(select(Task).where(Task.plan_id == new_id)).first().title = "改了标题"  # type: ignore[union-attr]
    with pytest.raises(Conflict, match="比对结果已经不同"):
        succeed(factory, old_id, new_id, seen=seen)


@pytest.mark.parametrize("who", ["liaison", "leader", "system_admin", "outside_clerk"])
def test_only_the_office_of_the_place_adopts(factory: Factory, who: str) -> None:
    old_id, new_id = two_editions(factory)
    with pytest.raises(NotAllowed):
        succeed(factory, old_id, new_id, actor=getattr(factory.cast, who))


def test_a_plan_is_followed_once_and_by_another(factory: Factory) -> None:
    old_id, new_id = two_editions(factory)
    with pytest.raises(InvalidInput, match="它自己"):
        succeed(factory, old_id, old_id)
    succeed(factory, old_id, new_id)
    with pytest.raises(Conflict, match="已经终止"):
        succeed(factory, old_id, factory.plan(*NEW, issue_at=None))
    with pytest.raises(Conflict, match="不能用来替代"):
        supersede(factory, factory.plan(*OLD), old_id)
    with pytest.raises(Conflict, match="已经交办"):
        succeed(factory, factory.plan(*OLD), new_id)
    with pytest.raises(Conflict, match="还没有交办"):
        succeed(factory, factory.plan(*NEW, issue_at=None), factory.plan(*NEW, issue_at=None))


def supersede(factory: Factory, old_id: int, new_id: int, pairs: dict[int, int] | None = None) -> editions.Succession:
    with factory.database.transaction() as session:
        old, new = session.get_one(Plan, old_id), session.get_one(Plan, new_id)
        return editions.supersede(session, old, new, pairs, actor=factory.cast.clerk, now=SWITCH)


@pytest.mark.parametrize("issue_at", [None, ISSUED])
def test_another_plan_ends_what_is_open_and_takes_nothing_over(factory: Factory, issue_at: Any) -> None:
    old_id, new_id = factory.plan(*OLD), factory.plan(*NEW, issue_at=issue_at)
    done = supersede(factory, old_id, new_id)
    assert (done.carried, done.issued, done.ended) == (0, 0 if issue_at else 3, 3)
    with factory.database.reading() as session:
        tasks = session.scalars(select(Task).where(Task.plan_id == old_id)).all()
        assert {(task.state, task.end_reason) for task in tasks} == {(TaskState.ENDED, "由《示例县托育服务实施方案》替代")}
        assert session.get_one(Plan, new_id).state is PlanState.ISSUED


def test_paired_measures_are_carried_even_into_another_plan(factory: Factory) -> None:
    old_id, new_id = two_editions(factory)
    task_id = task_of(factory, old_id, "培养保育人员")
    with factory.database.reading() as session:
        pairs = {
            session.get_one(Task, task_of(factory, new_id, "发放育儿补贴")).measure_id: session.get_one(Task, task_id).measure_id
        }
    done = supersede(factory, old_id, new_id, pairs)  # type: ignore[arg-type]
    assert (done.carried, done.issued, done.ended) == (1, 2, 2)


def test_what_has_ended_takes_no_more_reports(factory: Factory) -> None:
    old_id, new_id = two_editions(factory)
    task_id = task_of(factory, old_id, "公开收费标准")
    factory.acknowledge(task_id)
    update_id = factory.draft(task_id)
    succeed(factory, old_id, new_id)
    with factory.database.transaction() as session, refused("task_not_open"):
        updates.send(session, session.get_one(Update, update_id), actor=factory.cast.liaison, now=SWITCH)


def test_a_task_struck_off_stays_closed_once_its_plan_is_over(factory: Factory) -> None:
    task_id = factory.closed()
    supersede(factory, factory.plan_of(task_id), factory.plan(*NEW, issue_at=None))
    with factory.database.transaction() as session:
        task = session.get_one(Task, task_id)
        assert task.state is TaskState.CLOSED
        with refused("plan_over"):
            closures.reopen(session, task, "重新核查", actor=factory.cast.director, now=SWITCH)


def test_nothing_that_has_ended_is_owed_or_waited_for(factory: Factory) -> None:
    old_id, new_id = factory.plan(*OLD), factory.plan(NEW[0], issue_at=None)
    task_id = task_of(factory, old_id, "公开收费标准")
    factory.acknowledge(task_id)
    factory.submitted(task_id)
    succeed(factory, old_id, new_id)
    cast, today = factory.cast, SWITCH.date()
    with factory.database.transaction() as session:
        clock = light_clock(session, today, today)
        listed = [row.task.plan_id for row in mine.owed(session, cast.liaison, clock).page.rows]
        assert set(listed) == {new_id}
        assert session.scalar(reviews.waiting_query(cast.clerk, reviews.QueueFilter())) == 0
        assert board.waiting(session, cast.clerk).reports == 0
        assert {row.plan_id for row in ledger(session, cast.clerk, LedgerFilter(), clock).rows} == {new_id}
        ended = ledger(session, cast.clerk, LedgerFilter(state=TaskState.ENDED), clock).rows
        assert {row.plan_id for row in ended} == {old_id}
        assert {row.verdict.reason_code for row in ended} == {"ended"}
        for n in range(90):
            later = today + timedelta(days=n)
            swept = sweep(session, later, calendar=work_calendar(session), now=SWITCH + timedelta(days=n))
            assert all(notice.plan_id == new_id for notice in session.scalars(select(Notice).where(Notice.rung.is_not(None))))
            assert swept.as_of == later


def test_a_liaison_who_signs_while_the_office_adopts_is_not_lost(factory: Factory) -> None:
    old_id, new_id = two_editions(factory)
    task_id = task_of(factory, old_id, "增加托位供给")
    share_id = factory.share(task_id)
    results = at_once(lambda: succeed(factory, old_id, new_id), lambda: factory.acknowledge(task_id, now=SWITCH))
    assert all(isinstance(result, editions.Succession | int | Conflict) for result in results), results
    with factory.database.transaction() as session:
        share = session.get_one(Assignment, share_id)
        signed = states_on(session, new_id, SWITCH.date()).shares[share_id] is AssignmentState.ACKNOWLEDGED
        assert (share.state is AssignmentState.ACKNOWLEDGED) is signed
        assert audit.verify(session)[1] == []
