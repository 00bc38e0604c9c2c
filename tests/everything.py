"""One of everything that an address can name, for the tests that walk every address.

All of it belongs to 县卫生健康局 in 示例县. **A new noun adds one function here**: it makes the row through the services and gives
back the number under the name that the address uses (`<int:order_id>` → `order_id`).
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from tests import orders as made_orders
from tests.factories import NOW, PDF, PERIOD, Factory
from tests.readings import load
from tests.sending import one_that_failed
from tests.services import test_adjustments
from tests.services.test_ad_hoc import entered
from tests.services.test_exemptions import waived
from tests.services.test_indicator_readings import NEW_PLACES, PLACES, indicator_of
from tests.services.test_instructions import given
from tests.services.test_objections import filed
from tests.services.test_occurrences import written
from tests.services.test_scores import drawn
from tracker.intake.ledgers.office import OfficeTable
from tracker.intake.ledgers.returned import LedgerFile
from tracker.models import (
    AdjustmentFile,
    Assignment,
    CalendarFeed,
    Checklist,
    Evidence,
    Indicator,
    IndicatorAlias,
    IssueNotice,
    ItemFile,
    Membership,
    Notice,
    Occurrence,
    Opinion,
    Plan,
    ReadingIssue,
    Recheck,
    RectificationItem,
    ScoreSheet,
    SourceDocument,
    Task,
    Unit,
    UnitName,
    User,
)
from tracker.queries.lights import light_clock
from tracker.rules.closing import ClosingCheck
from tracker.rules.ledger_columns import RowId, write_row_id
from tracker.rules.ledger_rows import FileRow
from tracker.rules.statuses import CheckMethod, Role
from tracker.services import (
    calendar_feeds,
    charges,
    closures,
    consolidations,
    coordination,
    delegations,
    disputes,
    extensions,
    handovers,
    indicator_aliases,
    indicator_files,
    indicator_readings,
    issue_requests,
    ledger_imports,
    office_ledgers,
    rectification,
    report_edits,
    report_issuing,
    reports,
    saved_views,
    scores,
    verifications,
)
from tracker.services.delegations import Term
from tracker.services.files import NewFile, Uploads
from tracker.services.ledger_exports import export_ledger

Made = dict[str, int]

# Addresses whose number is another row's than elsewhere: those by which a draft is checked, and the matters beside the plans.
_DRAFT = {"plan_id": "draft_plan_id", "task_id": "draft_task_id", "old_id": "plan_id"}
ELSEWHERE = {
    "plans.issue": _DRAFT, "measures": _DRAFT, "doubts": _DRAFT, "editions": _DRAFT, "readings.check": _DRAFT,
    "readings.checklist": _DRAFT, "readings.header": _DRAFT, "ad_hoc": {"task_id": "ad_hoc_task_id"},
    "adjustment_drafts.edit": {"adjustment_id": "draft_adjustment_id"}, "obligations.ask": {"plan_id": "duty_plan_id"},
    "extensions.edit": {"extension_id": "draft_extension_id"}, "units.members": {"unit_id": "collective_id"},
    "report_edits": {"report_id": "draft_report_id"},
}  # fmt: skip


def numbers_for(made: Made, endpoint: str) -> dict[str, int]:
    """The number for each part of the endpoint's address."""
    named = next((parts for beginning, parts in ELSEWHERE.items() if endpoint.startswith(beginning)), {})
    return {**made, **{part: made[other] for part, other in named.items()}}


def one_of_everything(factory: Factory) -> Made:
    """The numbers of the rows, by the name of their part of an address."""
    made: Made = {}
    for make in _MAKERS:
        made.update(make(factory, made))
    return made


def _only(factory: Factory, row: Any, *conditions: Any) -> int:
    with factory.database.reading() as session:
        return int(session.scalars(select(row.id).where(*conditions).order_by(row.id)).first() or 0)


def _task(factory: Factory, _: Made) -> Made:
    task_id = factory.acknowledged()
    return {"task_id": task_id, "plan_id": factory.plan_of(task_id), "assignment_id": factory.share(task_id)}


def _update(factory: Factory, made: Made) -> Made:
    update_id = factory.submitted(made["task_id"])
    return {"update_id": update_id, "evidence_id": _only(factory, Evidence, Evidence.update_id == update_id)}


def _order(factory: Factory, made: Made) -> Made:
    return {"order_id": made_orders.issue(factory, made["task_id"])}


def _item(factory: Factory, made: Made) -> Made:
    """An item of an order that the unit has answered through its head; the unit says it has put it right."""
    order_id = made_orders.received(factory, factory.acknowledged(), items=(made_orders.ITEM,))
    made_orders.act(factory, made_orders.order_answers.reply, order_id, "已加快推进。", who="unit_head")
    made_orders.act(factory, made_orders.order_answers.accept, order_id, who="clerk")
    with factory.database.transaction() as session:
        item = session.scalars(select(RectificationItem).where(RectificationItem.order_id == order_id)).one()
        new = [NewFile("公示.pdf", PDF)]
        rectification.report_item(session, factory.storage, item, "已公示", uploads=new, actor=factory.cast.unit_head, now=NOW)
        item_id = item.id
    return {"item_id": item_id, "item_file_id": _only(factory, ItemFile, ItemFile.item_id == item_id)}


def _extension(factory: Factory, made: Made) -> Made:
    lead = factory.cast.liaison
    said = extensions.Application(date(2026, 1, 31), "场地未落实。", "已完成选址。")
    other_id = factory.acknowledged()
    with factory.database.transaction() as session:
        draft = extensions.draft_extension(session, session.get_one(Task, other_id), said, actor=lead, now=NOW)
        row = extensions.draft_extension(session, session.get_one(Task, made["task_id"]), said, actor=lead, now=NOW)
        file = extensions.attach(session, factory.storage, row, "纪要.pdf", PDF, actor=lead, now=NOW)
        extensions.send(session, row, actor=factory.cast.unit_head, now=NOW)
        return {"extension_id": row.id, "draft_extension_id": draft.id, "file_id": file.id}


def _occurrence(factory: Factory, _: Made) -> Made:
    row_id = written(factory)
    with factory.database.reading() as session:
        row = session.get_one(Occurrence, row_id)
        return {"occurrence_id": row_id, "obligation_id": row.obligation_id, "duty_plan_id": row.plan_id}


def _indicator(factory: Factory, _: Made) -> Made:
    """An indicator with a reading that waits for the office, its file, and a name that the office has taken for another."""
    indicator_id = indicator_of(factory, factory.acknowledged(targets=(PLACES, NEW_PLACES)))
    with factory.database.transaction() as session:
        said = indicator_readings.ReadingSaid(Decimal(4), NOW.date())
        head, row = factory.cast.unit_head, session.get_one(Indicator, indicator_id)
        reading = indicator_readings.enter(session, row, said, actor=head, now=NOW)
        file = indicator_files.attach(session, factory.storage, reading, "月报.pdf", PDF, actor=head, now=NOW)
        indicator_aliases.join(session, NEW_PLACES.indicator, PLACES.indicator, actor=factory.cast.clerk, now=NOW)
        reading_id, file_id = reading.id, file.id
    return {
        "indicator_id": indicator_id, "reading_id": reading_id, "reading_file_id": file_id,
        "alias_id": _only(factory, IndicatorAlias),
    }  # fmt: skip


def _instruction(factory: Factory, made: Made) -> Made:
    return {"instruction_id": given(factory, made["task_id"])}


def _objection(factory: Factory, _: Made) -> Made:
    task_id = factory.closure_requested()
    with factory.database.transaction() as session:
        closures.return_closure(session, session.get_one(Task, task_id), "材料不足", actor=factory.cast.clerk, now=NOW)
    return {"objection_id": filed(factory, task_id, "unit_head")}


def _report(factory: Factory, made: Made) -> Made:
    with factory.database.transaction() as session:
        plan = session.get_one(Plan, made["plan_id"])
        clerk, director = factory.cast.clerk, factory.cast.director
        draft = reports.draw_report(session, plan, NOW.date(), actor=clerk, now=NOW)
        issued = reports.draw_report(session, plan, NOW.date(), actor=clerk, now=NOW)
        file = report_edits.put_back(session, factory.storage, issued, NewFile("定稿.pdf", PDF), actor=clerk, now=NOW)
        report_issuing.approve(session, issued, actor=director, now=NOW)
        report_issuing.issue(session, issued, actor=director, now=NOW)
        corrected = report_issuing.correct(session, issued, actor=clerk, now=NOW)
        report_issuing.withdraw(session, corrected, "不再更正", actor=clerk, now=NOW)
        return {"report_id": issued.id, "draft_report_id": draft.id, "report_file_id": file.id}


def _draft(factory: Factory, made: Made) -> Made:
    """A draft that was read from a document; the issued plan is given one of its own."""
    plan_id = load(factory)
    with factory.database.transaction() as session:
        document = SourceDocument(sha256="0" * 64, filename="方案.txt", size=1, text="增加托位供给。", marks=[], stored_at=NOW)
        session.add(document)
        session.flush()
        session.get_one(Plan, made["plan_id"]).source_document_id = document.id
    return {
        "draft_plan_id": plan_id, "draft_task_id": _only(factory, Task, Task.plan_id == plan_id),
        "checklist_id": _only(factory, Checklist, Checklist.plan_id == plan_id),
        "issue_id": _only(factory, ReadingIssue, ReadingIssue.plan_id == plan_id),
    }  # fmt: skip


def _ad_hoc(factory: Factory, _: Made) -> Made:
    return {"ad_hoc_task_id": entered(factory, at_once=False)}


def _person(factory: Factory, _: Made) -> Made:
    user_id = factory.cast.liaison.user_id or 0
    return {
        "user_id": user_id,
        "membership_id": _only(factory, Membership, Membership.user_id == user_id),
        "notice_id": _only(factory, Notice, Notice.user_id == user_id),
    }


def _delegation(factory: Factory, _: Made) -> Made:
    liaison = factory.cast.liaison
    with factory.database.transaction() as session:
        post = session.scalars(select(Membership).where(Membership.user_id == liaison.user_id)).one()
        deputy, term = session.get_one(User, factory.cast.unit_head.user_id), Term(NOW.date(), NOW.date())
        row = delegations.stand_in(session, post, deputy, term, "参加培训", actor=liaison, now=NOW)
        other = session.scalars(select(User).where(User.login == "unit_head")).one()
        handover = handovers.propose(session, post, other, NOW.date(), "岗位调整", actor=factory.cast.unit_head, now=NOW)
        return {"delegation_id": row.id, "handover_id": handover.id}


def _unit(factory: Factory, _: Made) -> Made:
    unit_id = factory.cast.unit_id("liaison")
    name_id = _only(factory, UnitName, UnitName.unit_id == unit_id, UnitName.name != "县卫生健康局")
    return {"unit_id": unit_id, "collective_id": factory.unit("各乡镇人民政府"), "name_id": name_id}


def _closing(factory: Factory, _: Made) -> Made:
    """A closed task with a file of its verification, and a look back that is planned."""
    task_id = factory.closure_requested()
    with factory.database.transaction() as session:
        task, clerk = session.get_one(Task, task_id), factory.cast.clerk
        files = Uploads(factory.storage, (NewFile("照片.pdf", PDF),))
        said = verifications.Findings(CheckMethod.PHONE, clerk.name, NOW.date(), "属实")
        row = verifications.record_verification(session, task, said, files, actor=clerk, now=NOW)
        conclusion = closures.Conclusion("属实", NOW.date(), tuple(ClosingCheck), date(2025, 6, 10))
        closure = closures.close(session, task, conclusion, actor=clerk, now=NOW)
        looks = session.scalars(select(Recheck.id).where(Recheck.closure_id == closure.id)).one()
        return {"closure_id": closure.id, "verification_file_id": row.files[0].id, "recheck_id": looks}


def _exemption(factory: Factory, made: Made) -> Made:
    return {"exemption_id": waived(factory, made["task_id"], period="2025-04")}


def _joint(factory: Factory, made: Made) -> Made:
    """A consolidated report that waits for the office, and a matter to coordinate; of another task, led by 县民政局, what the unit
    is asked to say of its closing."""
    task_id = factory.finished(lead=("县民政局",), responsible=("县卫健局",))
    with factory.database.transaction() as session:
        head, task = factory.cast.unit_head, session.get_one(Task, made["task_id"])
        closures.request_closure(session, session.get_one(Task, task_id), "已完成。", actor=factory.cast.joint_liaison, now=NOW)
        report = consolidations.begin(session, task, PERIOD, actor=head, now=NOW)
        consolidations.send(session, report, actor=head, now=NOW)
        said = coordination.Difference("补助由谁发放", "明确发放单位", [factory.cast.unit_id("joint_liaison")])
        matter = coordination.open_item(session, task, said, actor=head, now=NOW)
        consolidation_id, coordination_id = report.id, matter.id
    opinion_id = _only(factory, Opinion, Opinion.task_id == task_id)
    return {"consolidation_id": consolidation_id, "coordination_id": coordination_id, "opinion_id": opinion_id}


def _adjustment(factory: Factory, _: Made) -> Made:
    """An application with a file that has reached the office, and a draft of another."""
    row_id = test_adjustments.submitted(factory, factory.acknowledged())
    draft_id = test_adjustments.asked(factory, factory.acknowledged())
    file_id = _only(factory, AdjustmentFile, AdjustmentFile.adjustment_id == row_id)
    return {"adjustment_id": row_id, "draft_adjustment_id": draft_id, "adjustment_file_id": file_id}


def _score(factory: Factory, _: Made) -> Made:
    """A worksheet of a plan of which the unit has remarked on its lines."""
    sheet_id = drawn(factory, factory.acknowledged(), to_on=NOW.date())
    with factory.database.transaction() as session:
        sheet = session.get_one(ScoreSheet, sheet_id)
        remark = scores.remark(session, sheet, "二月已用纸质报送", actor=factory.cast.liaison, now=NOW)
        return {"sheet_id": sheet_id, "remark_id": remark.id}


def _giving_out(factory: Factory, made: Made) -> Made:
    """The notice by which the unit got its task, an objection to another one, and a plan that waits for the director's word."""
    share_id, draft_id, actor = factory.share(factory.task()), factory.plan(issue_at=None), factory.cast.liaison
    with factory.database.transaction() as session:
        dispute = disputes.object_to(session, session.get_one(Assignment, share_id), "职责已划转", actor=actor, now=NOW)
        request = issue_requests.ask(session, session.get_one(Plan, draft_id), actor=factory.cast.clerk, now=NOW)
        own = IssueNotice.unit_id == factory.cast.unit_id("liaison")
        notice_id = session.scalars(select(IssueNotice.id).where(own, IssueNotice.plan_id == made["plan_id"])).one()
        return {"issue_notice_id": notice_id, "dispute_id": dispute.id, "request_id": request.id}


def _charge(factory: Factory, _: Made) -> Made:
    with factory.database.transaction() as session:
        post = session.scalars(select(Membership).where(Membership.role == Role.LEADER).order_by(Membership.id)).first()
        assert post is not None
        unit = session.get_one(Unit, factory.cast.unit_id("liaison"))
        return {"charge_id": charges.put_in_charge(session, unit, post, actor=factory.cast.clerk, now=NOW).id}


def _messages(factory: Factory, made: Made) -> Made:
    return one_that_failed(factory, made["task_id"])


def _ledger(factory: Factory, made: Made) -> Made:
    """A ledger of the plan that the unit took away and brought back, its share's percentage filled in."""
    liaison, share_id = factory.cast.liaison, factory.share(made["task_id"])
    with factory.database.transaction() as session:
        plan = session.get_one(Plan, made["plan_id"])
        book = export_ledger(session, plan, "2025-02", light_clock(session, NOW.date(), NOW.date()), actor=liaison, now=NOW)
        own = next(row for row in book.rows if row.share_id == share_id)
        row = FileRow("台账 第 5 行", write_row_id(RowId(book.export_id, share_id)), {**own.values, "percent": "45"})
        file = LedgerFile(book.export_id, (row,), (), ())
        kept = ledger_imports.receive(session, plan, file, b"ledger", "台账.xlsx", actor=liaison, now=NOW)
        return {"import_id": kept.id}


def _calendar_feed(factory: Factory, _: Made) -> Made:
    with factory.database.transaction() as session:
        calendar_feeds.make(session, None, actor=factory.cast.liaison, now=NOW)
    return {"feed_id": _only(factory, CalendarFeed)}


def _saved_view(factory: Factory, _: Made) -> Made:
    with factory.database.transaction() as session:
        return {"view_id": saved_views.save(session, "红灯", "light=red", actor=factory.cast.liaison, now=NOW).id}


def _office_ledger(factory: Factory, _: Made) -> Made:
    table = OfficeTable("示例县重点工作台账", ("序号", "工作任务", "责任单位"), (("1", "增加托位供给", "县卫健局"),))
    with factory.database.transaction() as session:
        clerk = factory.cast.clerk
        kept = office_ledgers.keep_ledger(session, factory.storage, table, b"office", "台账.xlsx", actor=clerk, now=NOW)
        return {"ledger_id": kept.id}


_MAKERS: tuple[Callable[[Factory, Made], Made], ...] = (
    _score, _task, _update, _order, _item, _extension, _occurrence, _indicator, _instruction, _objection, _report, _draft,
    _ad_hoc, _person, _unit, _closing, _adjustment, _exemption, _joint, _delegation, _giving_out, _messages, _charge, _ledger,
    _office_ledger,
    _calendar_feed, _saved_view,
)  # fmt: skip
