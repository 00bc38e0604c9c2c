"""The life of a report: drafted, edited, found right by somebody else, numbered and issued for good, corrected by another one."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import NOW, PDF, Factory
from tests.histories import random_plan
from tracker.errors import Conflict, InvalidInput, NotAllowed
from tracker.models import Event, Plan, Report
from tracker.reports.edited import Text, text_of
from tracker.reports.frozen import thawed_paper
from tracker.rules.permissions import SYSTEM
from tracker.rules.refusals import RuleViolation
from tracker.rules.report_kinds import ReportKind
from tracker.rules.report_states import ReportState
from tracker.services import audit, report_edits, report_issuing, reports
from tracker.services.files import NewFile
from tracker.services.report_verification import verify_report

LATER = NOW + timedelta(hours=5)


def drafted(factory: Factory, plan_id: int, kind: ReportKind = ReportKind.REPORT, who: str = "clerk", now: datetime = NOW) -> int:
    with factory.database.transaction() as session:
        plan = session.get_one(Plan, plan_id)
        return reports.draw_report(session, plan, NOW.date(), kind, actor=getattr(factory.cast, who), now=now).id


def act(
    factory: Factory, verb: Callable[..., Any], report_id: int, *given: Any, who: str = "director", now: datetime = LATER
) -> Any:
    with factory.database.transaction() as session:
        return verb(session, session.get_one(Report, report_id), *given, actor=getattr(factory.cast, who), now=now)


def issued(factory: Factory, plan_id: int, kind: ReportKind = ReportKind.REPORT) -> int:
    report_id = drafted(factory, plan_id, kind)
    act(factory, report_issuing.approve, report_id)
    act(factory, report_issuing.issue, report_id)
    return report_id


def read(factory: Factory, report_id: int, look: Callable[[Report], Any]) -> Any:
    with factory.database.reading() as session:
        return look(session.get_one(Report, report_id))


def text(report: Report) -> Text:
    return text_of(thawed_paper(report.paper))


@pytest.fixture
def plan_id(factory: Factory) -> int:
    return random_plan(factory)


def test_reports_of_a_kind_are_numbered_without_gaps(factory: Factory, plan_id: int) -> None:
    numbers = [
        read(factory, issued(factory, plan_id, kind), lambda row: (row.kind.value, row.year, row.number))
        for kind in 2 * [*ReportKind][:2]
    ]
    assert numbers == [("report", 2025, 1), ("bulletin", 2025, 1), ("report", 2025, 2), ("bulletin", 2025, 2)]


def test_the_number_and_the_day_of_issue_stand_on_the_paper(factory: Factory, plan_id: int) -> None:
    paper = read(factory, issued(factory, plan_id), lambda row: thawed_paper(row.paper))
    assert (paper.number, paper.issued_on) == ("〔2025〕1号", LATER.date())
    assert paper.colophon[-1].endswith("2025年3月10日印发")
    bulletin = read(factory, issued(factory, plan_id, ReportKind.BULLETIN), lambda row: thawed_paper(row.paper))
    assert bulletin.masthead
    assert bulletin.masthead.issue == "2025年第1期"


def test_who_drew_or_edited_a_report_does_not_approve_it(factory: Factory, plan_id: int) -> None:
    report_id = drafted(factory, plan_id, who="director")
    with pytest.raises(RuleViolation) as refused:
        act(factory, report_issuing.approve, report_id)
    assert refused.value.code == "report_own_draft"
    other_id = drafted(factory, plan_id)
    said = read(factory, other_id, text)
    act(factory, report_edits.edit, other_id, replace(said, title="关于督查情况的报告"), 1)
    with pytest.raises(RuleViolation, match="report_own_draft"):
        act(factory, report_issuing.approve, other_id)


def test_only_a_director_approves_and_issues(factory: Factory, plan_id: int) -> None:
    report_id = drafted(factory, plan_id, who="clerk")
    for verb in (report_issuing.approve, report_issuing.issue):
        with pytest.raises(NotAllowed):
            act(factory, verb, report_id, who="clerk")


def test_a_report_is_issued_once_and_never_edited_again(factory: Factory, plan_id: int) -> None:
    report_id = issued(factory, plan_id)
    said = read(factory, report_id, text)
    with pytest.raises(Conflict, match="不能再改"):
        act(factory, report_edits.edit, report_id, replace(said, title="另一标题"), 1, who="clerk")
    with pytest.raises(RuleViolation, match="wrong_state"):
        act(factory, report_issuing.issue, report_id)
    with pytest.raises(Conflict):
        act(factory, reports.refresh, report_id, who="clerk")


def test_what_is_sent_back_can_be_edited_and_approved_again(factory: Factory, plan_id: int) -> None:
    report_id = drafted(factory, plan_id)
    act(factory, report_issuing.approve, report_id)
    act(factory, report_issuing.send_back, report_id, "第一段太长")
    said = read(factory, report_id, text)
    act(factory, report_edits.edit, report_id, replace(said, title="关于督查情况的报告"), 1, who="clerk")
    act(factory, report_issuing.approve, report_id)
    act(factory, report_issuing.issue, report_id)
    assert read(factory, report_id, lambda row: (row.title, row.state)) == ("关于督查情况的报告", ReportState.ISSUED)


def test_a_figure_that_is_not_what_it_cites_is_refused_by_name(factory: Factory, plan_id: int) -> None:
    report_id = drafted(factory, plan_id)
    said = read(factory, report_id, text)
    reference = read(factory, report_id, lambda row: thawed_paper(row.paper).references[0])
    body = f"{said.body}\n\n共[999](ref:{reference.key})项。"
    cited = f"“999”，所引的是临期或略有滞后的任务（{reference.value}项），请改为“{reference.value}”"
    with pytest.raises(InvalidInput, match=cited):
        act(factory, report_edits.edit, report_id, replace(said, body=body), 1, who="clerk")
    with pytest.raises(InvalidInput, match="“no.such”不存在"):
        act(factory, report_edits.edit, report_id, replace(said, body="共[1](ref:no.such)项。"), 1, who="clerk")
    act(
        factory,
        report_edits.edit,
        report_id,
        replace(said, body=f"{said.body}\n\n共[{reference.value}](ref:{reference.key})项。"),
        1,
        who="clerk",
    )


def test_a_statement_against_a_unit_without_a_source_is_not_approved(factory: Factory, plan_id: int) -> None:
    report_id = drafted(factory, plan_id)
    said = read(factory, report_id, text)
    act(
        factory,
        report_edits.edit,
        report_id,
        replace(said, body=f"{said.body}\n\n县教育局工作严重滞后，多次逾期。"),
        1,
        who="clerk",
    )
    with pytest.raises(InvalidInput, match="县教育局工作严重滞后，多次逾期。”没有注明依据"):
        act(factory, report_issuing.approve, report_id)


def test_who_saves_over_another_is_told_and_nothing_is_lost_of_the_other(factory: Factory, plan_id: int) -> None:
    report_id = drafted(factory, plan_id)
    said = read(factory, report_id, text)
    act(factory, report_edits.edit, report_id, replace(said, title="甲的标题"), 1, who="clerk")
    with pytest.raises(Conflict, match="其他人修改"):
        act(factory, report_edits.edit, report_id, replace(said, title="乙的标题"), 1, who="director")
    assert read(factory, report_id, lambda row: row.title) == "甲的标题"


def corrected(factory: Factory, report_id: int) -> int:
    with factory.database.transaction() as session:
        return report_issuing.correct(session, session.get_one(Report, report_id), actor=factory.cast.clerk, now=LATER).id


def test_a_correction_names_the_report_that_it_replaces(factory: Factory, plan_id: int) -> None:
    report_id = issued(factory, plan_id)
    correction_id = corrected(factory, report_id)
    said = "此前印发的《关于〈示例县托育服务实施方案〉落实情况的督查报告》（〔2025〕1号，2025年3月10日印发）有误，现予更正"
    assert read(factory, correction_id, text).body.startswith(said)
    assert read(factory, correction_id, lambda row: row.title).endswith("督查报告（更正）")
    act(factory, reports.refresh, correction_id, who="clerk")
    assert read(factory, correction_id, text).body.startswith(said)
    act(factory, report_issuing.approve, correction_id)
    act(factory, report_issuing.issue, correction_id)
    assert read(factory, correction_id, lambda row: (row.replaces_id, row.number)) == (report_id, 2)
    with pytest.raises(Conflict, match="已有更正"):
        act(factory, report_issuing.correct, report_id, who="clerk")
    with factory.database.reading() as session:
        assert verify_report(session, session.get_one(Report, correction_id)).differences == ()


def test_a_correction_of_a_correction_names_that_one_alone(factory: Factory, plan_id: int) -> None:
    first = corrected(factory, issued(factory, plan_id))
    act(factory, report_issuing.approve, first)
    act(factory, report_issuing.issue, first)
    found = read(factory, corrected(factory, first), text)
    assert found.title.count("更正") == 1
    assert "督查报告（更正）》（〔2025〕2号" in found.body
    assert "〔2025〕1号" not in found.body


def test_the_file_put_back_is_kept_with_its_hash_in_the_manifest(factory: Factory, plan_id: int) -> None:
    report_id = drafted(factory, plan_id)
    with factory.database.transaction() as session:
        report = session.get_one(Report, report_id)
        new = NewFile("定稿.pdf", PDF)
        digest = report_edits.put_back(session, factory.storage, report, new, actor=factory.cast.clerk, now=NOW).sha256
        with pytest.raises(RuleViolation):
            report_edits.put_back(session, factory.storage, report, NewFile("定稿.docx", b"MZ"), actor=factory.cast.clerk, now=NOW)
    act(factory, report_issuing.approve, report_id)
    act(factory, report_issuing.issue, report_id)
    assert read(factory, report_id, lambda row: row.manifest["final"]) == {"name": "定稿.pdf", "sha256": digest}
    with factory.database.transaction() as session:
        report, other = session.get_one(Report, report_id), NewFile("又一稿.pdf", PDF + b"\n")
        with pytest.raises(Conflict, match="已经印发"):
            report_edits.put_back(session, factory.storage, report, other, actor=factory.cast.clerk, now=LATER)


def test_the_next_report_of_the_kind_compares_itself_with_the_last_issued(factory: Factory, plan_id: int) -> None:
    report_id = issued(factory, plan_id)
    with factory.database.transaction() as session:
        plan, day = session.get_one(Plan, plan_id), NOW.date() + timedelta(days=7)
        later = reports.draw_report(session, plan, day, actor=factory.cast.clerk, now=NOW + timedelta(days=8))
        assert later.manifest
        assert later.manifest["previous"]["report"] == report_id
        assert later.figures["previous"]["as_of"] == "2025-03-10"


def test_the_whole_life_stands_in_the_history_and_verifies(factory: Factory, plan_id: int) -> None:
    report_id = issued(factory, plan_id)
    drafted(factory, plan_id)
    with factory.database.reading() as session:
        told = session.scalars(select(Event.action).where(Event.subject == "report", Event.subject_id == report_id)).all()
        assert told == ["draw", "approve", "issue"]
        assert audit.verify(session)[1] == []


@pytest.mark.databases("sqlite")
@pytest.mark.parametrize(
    ("statement", "why"),
    [
        ("UPDATE report SET title = '另一标题'", "的标题被改动"),
        ("UPDATE report SET number = 7", "的编号被改动"),
        ("UPDATE report SET paper = replace(paper, '2025', '2024')", "的内容被改动"),
        ("UPDATE report SET manifest = replace(manifest, '2025', '2024')", "的内容被改动"),
    ],
)
def test_an_issued_report_that_is_edited_past_the_program_is_found(
    factory: Factory, plan_id: int, statement: str, why: str
) -> None:
    issued(factory, plan_id)
    with factory.database.transaction() as session:
        run(session, statement)
    with factory.database.reading() as session:
        assert any(why in found.why for found in audit.verify(session)[1])


def run(session: Session, statement: str) -> None:
    session.connection().exec_driver_sql(statement)


def test_a_draft_that_is_drawn_by_the_scheduler_may_be_approved_by_any_director(factory: Factory, plan_id: int) -> None:
    with factory.database.transaction() as session:
        plan = session.get_one(Plan, plan_id)
        report_id = reports.draw_report(session, plan, date(2025, 3, 9), actor=SYSTEM, now=NOW).id
    act(factory, report_issuing.approve, report_id)
    assert read(factory, report_id, lambda row: row.state) is ReportState.APPROVED
