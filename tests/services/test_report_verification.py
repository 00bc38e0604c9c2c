"""An issued report is drawn again from what was known when it was drawn, whatever has happened since; and what differs is named."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import NOW, PDF, Factory, day
from tests.histories import play, random_plan
from tests.services.test_report_issuing import act, drafted, issued
from tracker.models import Jurisdiction, Membership, Plan, Report, Unit
from tracker.queries.reporting import facts_on
from tracker.rules.days import end_of_day
from tracker.rules.matter_statuses import TaskSource
from tracker.rules.permissions import SYSTEM
from tracker.rules.refusals import RuleViolation
from tracker.rules.report_kinds import ReportKind, ReportScope
from tracker.rules.workdays import YearNotice
from tracker.services import ad_hoc, calendar_loading, report_issuing, reports, units
from tracker.services.files import keep_file
from tracker.services.report_verification import Verified, due_tonight, verify_report

KINDS = (ReportKind.REPORT, ReportKind.BULLETIN, ReportKind.MONTHLY, ReportKind.QUARTERLY, ReportKind.YEARLY)


def verified(factory: Factory, report_id: int) -> Verified:
    with factory.database.reading() as session:
        return verify_report(session, session.get_one(Report, report_id))


def issue_at(factory: Factory, plan_id: int, as_of: date, kind: ReportKind, now: datetime, scope: ReportScope | None = None) -> int:
    """A report drawn in the middle of a day's work, approved and issued."""
    with factory.database.transaction() as session:
        plan = session.get_one(Plan, plan_id)
        report = reports.draw_report(session, plan, as_of, kind, scope or ReportScope(), actor=SYSTEM, now=now)
        report_issuing.approve(session, report, actor=factory.cast.director, now=now)
        report_issuing.issue(session, report, actor=factory.cast.director, now=now)
        return report.id


def test_reports_of_all_kinds_are_rebuilt_after_hundreds_of_later_changes(factory: Factory) -> None:
    plan_id, made = random_plan(factory), []
    for number, (night, _now) in enumerate(play(factory, plan_id, 5, steps=400)):
        if number % 4 == 0 and len(made) < 10:
            noon = end_of_day(night) - timedelta(hours=12)
            made.append(issue_at(factory, plan_id, night, KINDS[len(made) % len(KINDS)], noon))
    found = [verified(factory, report_id) for report_id in made]
    assert len(found) == 10
    assert [one.differences for one in found] == [()] * 10
    assert all(one.references for one in found)


def test_what_the_afternoon_brings_is_not_in_the_report_of_the_morning(factory: Factory) -> None:
    task_id = factory.acknowledged()
    plan_id, morning, evening = factory.plan_of(task_id), day(2025, 3, 20, 10), day(2025, 3, 20, 17)
    report_id = issue_at(factory, plan_id, date(2025, 3, 20), ReportKind.REPORT, morning)
    factory.accepted(task_id, percent=40, now=day(2025, 3, 20, 15))
    assert verified(factory, report_id).is_whole
    with factory.database.reading() as session:
        counts = [len(facts_on(session, plan_id, date(2025, 3, 20), until).updates) for until in (morning, evening, None)]
    assert counts == [0, 1, 1]


@contextmanager
def later(factory: Factory) -> Iterator[Session]:
    with factory.database.transaction() as session:
        yield session


def test_a_unit_renamed_a_year_loaded_and_an_office_moved_later_change_nothing(factory: Factory) -> None:
    task_id = factory.acknowledged()
    report_id = issue_at(factory, factory.plan_of(task_id), NOW.date(), ReportKind.REPORT, NOW)
    after = NOW + timedelta(days=1)
    with later(factory) as session:
        unit = session.get_one(Unit, factory.cast.unit_id("liaison"))
        units.rename_unit(session, unit, "县卫生健康和体育局", actor=factory.cast.clerk, now=after)
        notice = YearNotice(2025, "国办发明电〔2024〕12号", True, tuple(date(2025, 3, n) for n in (11, 12, 13, 14)), ())
        calendar_loading.load_year(session, notice, actor=SYSTEM, now=after)
        for post in session.scalars(select(Membership).where(Membership.unit_id == factory.cast.unit_id("clerk"))):
            post.unit_id = factory.cast.unit_id("leader")
    assert verified(factory, report_id).differences == ()


def test_a_task_entered_beside_the_plans_later_is_not_in_the_report(factory: Factory) -> None:
    def enter(title: str, now: datetime) -> int:
        with factory.database.transaction() as session:
            here = session.get_one(Jurisdiction, factory.cast.place_id)
            new = ad_hoc.NewTask(title, "按期完成。", TaskSource.MEETING, date(2025, 6, 30), lead=("县教育局",))
            return ad_hoc.enter_task(session, here, new, actor=factory.cast.clerk, now=now).plan_id

    plan_id = enter("校车安全检查", NOW)
    report_id = issue_at(factory, plan_id, NOW.date(), ReportKind.REPORT, NOW + timedelta(hours=1))
    enter("食堂卫生检查", NOW + timedelta(hours=2))
    assert verified(factory, report_id).is_whole


def test_a_report_whose_facts_do_not_come_out_again_is_not_issued(factory: Factory) -> None:
    task_id = factory.acknowledged()
    report_id = drafted(factory, factory.plan_of(task_id), now=NOW + timedelta(hours=3))
    act(factory, report_issuing.approve, report_id)
    factory.submitted(task_id, now=NOW)  # by the clock of another machine this was earlier
    with pytest.raises(RuleViolation, match="report_facts_differ"):
        act(factory, report_issuing.issue, report_id)
    act(factory, report_issuing.send_back, report_id, "重新取数")
    act(factory, reports.refresh, report_id, who="clerk")
    act(factory, report_issuing.approve, report_id)
    act(factory, report_issuing.issue, report_id)


@pytest.mark.databases("sqlite")
@pytest.mark.parametrize(
    ("statement", "why"),
    [
        ("UPDATE progress_update SET percent = 77", "按取数时刻重新计算，“"),
        ("UPDATE task SET title = '改过的任务'", "现为“改过的任务”"),
        ("UPDATE report SET figures = replace(figures, '2025', '2024')", "与校验值不符"),
        ("UPDATE evidence SET sha256 = (SELECT sha256 FROM evidence_file WHERE sha256 <> evidence.sha256)", "佐证材料 1 已不是"),
    ],
)
def test_the_first_difference_is_named(factory: Factory, statement: str, why: str) -> None:
    task_id = factory.acknowledged()
    factory.accepted(task_id, percent=40)
    as_of = NOW.date() + timedelta(days=20)
    report_id = issue_at(factory, factory.plan_of(task_id), as_of, ReportKind.REPORT, NOW + timedelta(days=21))
    with factory.database.transaction() as session:
        keep_file(session, factory.storage, "另一份.pdf", PDF + b"\n")
    with factory.database.transaction() as session:
        session.connection().exec_driver_sql(statement)
    assert why in verified(factory, report_id).differences[0]


def test_what_was_issued_yesterday_is_verified_tonight_and_all_others_in_a_month(factory: Factory) -> None:
    report_id = issued(factory, random_plan(factory))
    with factory.database.reading() as session:
        assert due_tonight(session, NOW.date() + timedelta(days=1)) == [report_id]
        nights = [due_tonight(session, NOW.date() + timedelta(days=n)) for n in range(40, 70)]
    assert sum(nights, []) == [report_id]
