"""Forms taken away as Word or PDF: 督办单 and 催办单, 交办通知, 延期审批表, 任务台账. Each download goes into the history."""

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tracker.errors import NotFound
from tracker.giving_out_labels import notice_number
from tracker.labels import order_number
from tracker.queries import tasks as task_queries
from tracker.queries.disputes import current_text
from tracker.queries.extensions import the_extension
from tracker.queries.issue_notices import the_notice
from tracker.queries.ledger import task_row
from tracker.queries.orders import the_order
from tracker.queries.reporting import office_name
from tracker.queries.signers import signers
from tracker.reports.papers.extensions import extension_sheet
from tracker.reports.papers.notices import notice_sheet
from tracker.reports.papers.orders import order_sheet
from tracker.reports.papers.sheet import Sheet
from tracker.reports.papers.tasks import task_sheet
from tracker.reports.render_sheet import SHEET_TYPES, render_sheet
from tracker.rules.days import official_day
from tracker.rules.permissions import Permission
from tracker.rules.transitions import Subject
from tracker.services import extensions, sheets
from tracker.services.moves import consolidating_units
from tracker.web import order_page, sheet_facts
from tracker.web.context import actor, clock, database, now, services, today
from tracker.web.downloads import written_file
from tracker.web.guards import needs

bp = Blueprint("sheets", __name__)


@bp.get("/orders/<int:order_id>/sheet/<form>")
@needs(Permission.TASK_READ)
def order(order_id: int, form: str) -> ResponseReturnValue:
    _check(form)
    with database().transaction() as session:
        row = the_order(session, actor(), order_id)
        office = office_name(session, row.jurisdiction_id, today())
        sheet = order_sheet(sheet_facts.order_facts(row, office, order_page.people(session, row)))
        name = order_number(row.kind, row.year, row.number)
        sheets.note_download(session, row, form, actor=actor(), now=now())
    return _file(sheet, form, name, f"order_{order_id}")


@bp.get("/issue-notices/<int:issue_notice_id>/sheet/<form>")
@needs(Permission.TASK_READ)
def issue_notice(issue_notice_id: int, form: str) -> ResponseReturnValue:
    _check(form)
    with database().transaction() as session:
        row = the_notice(session, actor(), issue_notice_id)
        office = office_name(session, row.jurisdiction_id, official_day(row.issued_at))
        sheet = notice_sheet(sheet_facts.notice_facts(row, office))
        name = notice_number(row.year, row.number)
        sheets.note_download(session, row, form, actor=actor(), now=now())
    return _file(sheet, form, name, f"issue_notice_{issue_notice_id}")


@bp.get("/extensions/<int:extension_id>/sheet/<form>")
@needs(Permission.TASK_READ)
def extension(extension_id: int, form: str) -> ResponseReturnValue:
    _check(form)
    with database().transaction() as session:
        row = the_extension(session, actor(), extension_id)
        office = office_name(session, row.task.plan.jurisdiction_id, today())
        people = signers(session, {Subject.EXTENSION: [row.id]}, [row.drafted_by_id, row.decided_by_id])
        times = extensions.times_before(session, row)
        for_director = extensions.needs_director(session, row, row.granted_due_on)
        sheet = extension_sheet(sheet_facts.extension_facts(row, office, people, times, for_director=for_director))
        sheets.note_download(session, row, form, actor=actor(), now=now())
        name = gettext("延期审批表_%(task)s", task=row.task.title)
    return _file(sheet, form, name, f"extension_{extension_id}")


@bp.get("/tasks/<int:task_id>/sheet/<form>")
@needs(Permission.TASK_READ)
def task(task_id: int, form: str) -> ResponseReturnValue:
    _check(form)
    with database().transaction() as session:
        row = task_queries.task_in_full(session, actor(), task_id)
        line = task_row(session, actor(), task_id, clock())
        if row is None or line is None:
            raise NotFound(gettext("没有找到这项任务，可能已被删除，或者您没有查看的权限。"))
        sees_all = task_queries.sees_every_unit(actor(), row, consolidating_units(row))
        reports = task_queries.unit_reports(session, actor(), row, sees_all=sees_all).rows
        made = task_queries.orders_of(session, actor(), row, sees_all=sees_all)
        office = office_name(session, row.plan.jurisdiction_id, today())
        sheet = task_sheet(sheet_facts.task_facts(row, line, current_text(session, row), office, reports, made, today()))
        sheets.note_download(session, row, form, actor=actor(), now=now())
    return _file(sheet, form, gettext("任务台账_%(task)s", task=line.title), f"task_{task_id}")


def _check(form: str) -> None:
    if form not in SHEET_TYPES:
        raise NotFound(gettext("没有这种格式，可下载 Word 或 PDF。"))


def _file(sheet: Sheet, form: str, name: str, plain_name: str) -> ResponseReturnValue:
    data = render_sheet(sheet, form, services().settings.font_dir)
    return written_file(data, SHEET_TYPES[form], f"{name}.{form}", f"{plain_name}.{form}")
