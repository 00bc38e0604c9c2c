"""Reports as of a day: the same whenever they are drawn, kept with a hash, refused to who may not read them."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from tests.factories import ISSUED, NOW, Factory, day, parsed_measure
from tests.histories import play, random_plan
from tests.indicator_acts import TARGETS
from tracker.errors import InvalidInput, NotAllowed
from tracker.models import Event, Plan, Report, Update
from tracker.queries.ledger import LedgerFilter, ledger
from tracker.queries.lights import light_clock
from tracker.reports.figures import Figures
from tracker.reports.frozen import digest, thawed_paper
from tracker.reports.render_markdown import to_markdown
from tracker.rules.lights import LightPolicy
from tracker.rules.permissions import SYSTEM
from tracker.services import reviews
from tracker.services.calendars import work_calendar
from tracker.services.reports import draw_report, figures_of, paper_of

NOVEMBER = day(2025, 11, 28)


def _plan(session: Session, plan_id: int) -> Plan:
    return session.get_one(Plan, plan_id)


@pytest.mark.parametrize("seed", [1, 2])
def test_a_report_drawn_in_november_equals_the_one_drawn_that_night(factory: Factory, seed: int) -> None:
    plan_id = random_plan(factory)
    drawn = {}
    for night, now in play(factory, plan_id, seed, steps=60):
        with factory.database.transaction() as session:
            drawn[night] = draw_report(session, _plan(session, plan_id), night, actor=SYSTEM, now=now).sha256
    with factory.database.transaction() as session:
        plan = _plan(session, plan_id)
        again = {night: draw_report(session, plan, night, actor=SYSTEM, now=NOVEMBER).sha256 for night in drawn}
    assert again == drawn
    assert len(set(drawn.values())) > len(drawn) / 2  # the days do differ


def test_the_lights_of_a_report_are_those_of_the_board_that_night(factory: Factory) -> None:
    plan_id = random_plan(factory)
    for night, now in play(factory, plan_id, 7, steps=60):
        with factory.database.reading() as session:
            figures = figures_of(session, _plan(session, plan_id), night, actor=SYSTEM, now=now)
            clock = light_clock(session, night, work_calendar(session).add(night, LightPolicy().soon_workdays))
            board = ledger(session, SYSTEM, LedgerFilter(plan_id=plan_id), clock).rows
        told = {row.id: (row.verdict.light, row.verdict.reason_code, row.units and row.percent) for row in board}
        drawn = {line.id: (line.light, line.reason_code, line.assignment_ids and line.percent) for line in figures.tasks}
        assert drawn == told


def test_what_happens_after_the_day_is_not_in_its_report(factory: Factory) -> None:
    task_id = factory.acknowledged()
    factory.accepted(task_id, percent=40)
    plan_id = factory.plan_of(task_id)
    factory.accepted(task_id, percent=90, period="2025-04", now=day(2025, 4, 10), narrative="已新增普惠托位300个。")
    assert _line(_figures(factory, plan_id, date(2025, 4, 9))).percent == 40
    assert _line(_figures(factory, plan_id, date(2025, 4, 10))).percent == 90


def test_a_report_waiting_that_night_was_not_accepted_that_night(factory: Factory) -> None:
    task_id = factory.acknowledged()
    update_id = factory.submitted(task_id, now=day(2025, 3, 20))
    with factory.database.transaction() as session:
        reviews.accept(session, session.get_one(Update, update_id), actor=factory.cast.clerk, now=day(2025, 4, 2))
    plan_id = factory.plan_of(task_id)
    before, after = _figures(factory, plan_id, date(2025, 4, 1)), _figures(factory, plan_id, date(2025, 4, 2))
    assert before.reporting
    assert after.reporting
    assert (before.reporting.total.received, before.reporting.total.accepted) == (1, 0)
    assert (after.reporting.total.received, after.reporting.total.accepted, after.reporting.total.on_time) == (1, 1, 1)


def test_the_number_of_statements_does_not_grow_with_the_plan(factory: Factory) -> None:
    small = factory.plan(parsed_measure(targets=TARGETS))
    large = factory.plan(*(parsed_measure(title=f"措施{n}", targets=TARGETS) for n in range(30)))
    assert _statements(factory, large) == _statements(factory, small) < 50


def _statements(factory: Factory, plan_id: int) -> int:
    made: list[Any] = []

    def note(*args: Any) -> None:
        made.append(args[2])

    with factory.database.reading() as session:
        plan = _plan(session, plan_id)
        event.listen(factory.database.engine, "before_cursor_execute", note)
        paper_of(session, plan, NOW.date(), actor=SYSTEM, now=NOW)
        event.remove(factory.database.engine, "before_cursor_execute", note)
    return len(made)


def test_a_drawn_report_is_kept_whole_with_its_hash_and_in_the_history(factory: Factory) -> None:
    plan_id = random_plan(factory)
    with factory.database.transaction() as session:
        plan = _plan(session, plan_id)
        report_id = draw_report(session, plan, NOW.date(), actor=factory.cast.clerk, now=NOW).id
        paper = paper_of(session, plan, NOW.date(), actor=factory.cast.leader, now=NOW)
    with factory.database.reading() as session:
        report = session.get_one(Report, report_id)
        assert thawed_paper(report.paper) == paper
        assert report.sha256 == digest(report.paper, report.figures, report.manifest)
        assert (report.title, report.drawn_by) == ("关于《示例县托育服务实施方案》落实情况的督查报告", "陈经办")
        noted = session.scalars(select(Event).where(Event.subject == "report")).one()
        assert noted.data
        told = {name: noted.data[name] for name in ("as_of", "kind", "sha256")}
        assert told == {"as_of": "2025-03-10", "kind": "report", "sha256": report.sha256}


@pytest.mark.parametrize("who", ["leader", "liaison", "system_admin", "outside_clerk"])
def test_only_the_office_of_the_place_draws_up_a_report(factory: Factory, who: str) -> None:
    plan_id = random_plan(factory)
    with factory.database.transaction() as session, pytest.raises(NotAllowed):
        draw_report(session, _plan(session, plan_id), NOW.date(), actor=getattr(factory.cast, who), now=NOW)


@pytest.mark.parametrize("who", ["liaison", "unit_head", "auditor", "outside_clerk"])
def test_a_report_is_read_by_office_and_leaders_only(factory: Factory, who: str) -> None:
    plan_id = random_plan(factory)
    with factory.database.reading() as session, pytest.raises(NotAllowed):
        paper_of(session, _plan(session, plan_id), NOW.date(), actor=getattr(factory.cast, who), now=NOW)


def test_a_day_to_come_is_refused(factory: Factory) -> None:
    plan_id = random_plan(factory)
    with factory.database.reading() as session, pytest.raises(InvalidInput, match="不能晚于今天（2025-03-10）"):
        paper_of(session, _plan(session, plan_id), NOW.date() + timedelta(days=1), actor=SYSTEM, now=NOW)


def test_as_of_a_day_before_the_issue_a_report_only_lists_who_was_to_do_what(factory: Factory) -> None:
    with factory.database.reading() as session:
        plan = _plan(session, random_plan(factory))
        text = to_markdown(paper_of(session, plan, ISSUED.date() - timedelta(days=1), actor=SYSTEM, now=NOW))
    assert "尚未交办，仅列任务" in text
    assert "县教育局" in text
    assert "存在的问题" not in text


def test_there_is_no_report_of_a_plan_that_is_not_issued(factory: Factory) -> None:
    draft = factory.plan(issue_at=None)
    with factory.database.reading() as session, pytest.raises(InvalidInput, match="尚未交办"):
        paper_of(session, _plan(session, draft), NOW.date(), actor=SYSTEM, now=NOW)


def _figures(factory: Factory, plan_id: int, as_of: date) -> Figures:
    with factory.database.reading() as session:
        return figures_of(session, _plan(session, plan_id), as_of, actor=SYSTEM, now=NOVEMBER)


def _line(figures: Figures) -> Any:
    return figures.tasks[0]
