"""The ledger as a workbook: take it away, bring it back, see what would change, take it over, give it back."""

from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from tracker.intake.ledgers.grids import read_grids
from tracker.intake.ledgers.returned import Words, read_ledger
from tracker.ledger_labels import ADVICE, CHOICES, HEADS, WHYS
from tracker.models import LedgerImport, Plan
from tracker.queries.ledger_imports import imports_of, the_import
from tracker.queries.scope import the_plan
from tracker.reports.ledger_book import file_name, shown, to_csv, to_xlsx
from tracker.reports.tables import MEDIA_TYPES
from tracker.rules.days import official_day
from tracker.rules.ledger_columns import LedgerColumn
from tracker.rules.periods import periods_between
from tracker.rules.permissions import Permission, holds
from tracker.services import ledger_imports as services_of
from tracker.services import ledger_undoing
from tracker.services.ledger_exports import export_ledger
from tracker.services.signing import goes_straight
from tracker.web.context import actor, clock, database, now, services, today
from tracker.web.downloads import written_file
from tracker.web.forms.answering import done, keeping_input, status_of
from tracker.web.forms.ledgers import ApplyForm, ExportForm, LedgerFileForm, UndoForm
from tracker.web.guards import needs
from tracker.web.ledger_comparison import CELLS_A_PAGE, comparison
from tracker.web.paging import asked_rows, pager

bp = Blueprint("ledger_imports", __name__)

WORDS = Words(HEADS, CHOICES)
PERIODS_OFFERED = 12


@bp.get("/plans/<int:plan_id>/ledger")
@needs(Permission.TASK_READ)
def index(plan_id: int) -> ResponseReturnValue:
    return _index(plan_id)


@bp.post("/plans/<int:plan_id>/ledger/export")
@needs(Permission.TASK_READ)
def export(plan_id: int) -> ResponseReturnValue:
    """The file itself; what it says is kept, so that it can come back."""
    with database().reading() as session:
        form = ExportForm(_periods(the_plan(session, actor(), plan_id)))
    light = clock()
    if form.validate_on_submit():
        with keeping_input(form):
            with database().transaction() as session:
                plan = the_plan(session, actor(), plan_id)
                book = export_ledger(session, plan, form.period.data, light, actor=actor(), now=now())
            as_csv = form.sheet_form.data == "csv"
            data = to_csv(book) if as_csv else to_xlsx(book)
            plain = "_".join(part for part in ("ledger", book.period, f"{book.as_of:%Y%m%d}", book.hour) if part)
            ending = form.sheet_form.data
            return written_file(data, MEDIA_TYPES[ending], f"{file_name(book)}.{ending}", f"{plain}.{ending}")
    return _index(plan_id, export_form=form)


@bp.post("/plans/<int:plan_id>/ledger/imports")
@needs(Permission.UPDATE_WRITE)
def upload(plan_id: int) -> ResponseReturnValue:
    """Read the file and show what it would change; nothing is written yet."""
    form = LedgerFileForm()
    if form.validate_on_submit():
        with keeping_input(form):
            data, filename = form.ledger.data.read(), form.ledger.data.filename or ""
            # Outside the transaction: a large workbook takes a while.
            file = read_ledger(read_grids(data, filename, services().settings.intake), WORDS)
            with database().transaction() as session:
                plan = the_plan(session, actor(), plan_id)
                row = services_of.receive(session, plan, file, data, filename, actor=actor(), now=now())
                import_id = row.id
            return done(gettext("台账已读入，还没有写入系统，请核对。"), "ledger_imports.show", import_id=import_id)
    return _index(plan_id, file_form=form)


def _index(plan_id: int, export_form: ExportForm | None = None, file_form: LedgerFileForm | None = None) -> ResponseReturnValue:
    with database().reading() as session:
        plan = the_plan(session, actor(), plan_id)
        page = render_template(
            "ledger_imports/index.html",
            plan=plan,
            export_form=export_form or ExportForm(_periods(plan), formdata=None),
            file_form=file_form or LedgerFileForm(formdata=None),
            may_fill=holds(actor(), Permission.UPDATE_WRITE),
            rows=imports_of(session, actor(), plan_id),
            megabytes=services().settings.intake.max_bytes // 1024**2,
        )
    return page, status_of(file_form or export_form) if file_form or export_form else 200


def _periods(plan: Plan) -> list[str]:
    """The periods to choose from, the running one first; none before the plan was issued."""
    since = plan.supervised_from or (official_day(plan.issued_at) if plan.issued_at else None)
    if since is None:
        return []
    return [period.key for period in reversed(periods_between(plan.rhythm, since, today())[-PERIODS_OFFERED:])]


@bp.get("/ledger-imports/<int:import_id>")
@needs(Permission.UPDATE_WRITE)
def show(import_id: int) -> ResponseReturnValue:
    return _show(import_id, ApplyForm(formdata=None))


@bp.post("/ledger-imports/<int:import_id>")
@needs(Permission.UPDATE_WRITE)
def turn(import_id: int) -> ResponseReturnValue:
    """Another page of the comparison; what was ticked on the others goes with it, and nothing is written."""
    return _show(import_id, ApplyForm())


@bp.post("/ledger-imports/<int:import_id>/apply")
@needs(Permission.UPDATE_WRITE)
def apply(import_id: int) -> ResponseReturnValue:
    form = ApplyForm()
    with keeping_input(form):
        with database().transaction() as session:
            row = the_import(session, actor(), import_id)
            number = services_of.apply_import(session, row, form.chosen(), form.seen.data or "", actor=actor(), now=now())
        return done(
            gettext("已写入本单位的填报草稿，共 %(n)s 格；还没有报送，请到“我的任务”核对后报送。", n=number),
            "ledger_imports.show", import_id=import_id,
        )  # fmt: skip
    return _show(import_id, form)


@bp.post("/ledger-imports/<int:import_id>/undo")
@needs(Permission.UPDATE_WRITE)
def undo(import_id: int) -> ResponseReturnValue:
    form = UndoForm()
    with keeping_input(form):
        with database().transaction() as session:
            row = the_import(session, actor(), import_id)
            undone = ledger_undoing.undo_import(session, row, actor=actor(), now=now())
        return done(_undone_words(undone), "ledger_imports.show", import_id=import_id)
    return _show(import_id, form)


def _undone_words(undone: ledger_undoing.Undone) -> str:
    words = gettext("已撤销 %(n)s 格，恢复为采纳以前的内容。", n=undone.cells)
    if undone.kept_drafts:
        words += gettext(
            "有 %(n)s 份填报草稿在采纳以后另有改动（如佐证材料），草稿保留，请到“我的任务”核对。", n=undone.kept_drafts
        )
    return words


def _show(import_id: int, form: ApplyForm | UndoForm) -> ResponseReturnValue:
    with database().reading() as session:
        row = the_import(session, actor(), import_id)
        about = _written(session, row) if row.applied_at else _to_choose(session, row, form)
        page = render_template(
            "ledger_imports/show.html",
            row=row,
            form=form,
            titles=_titles(row),
            heads=HEADS,
            whys=WHYS,
            advice=ADVICE,
            shown=shown,
            **about,
        )
    return page, status_of(form)


def _to_choose(session: Session, row: LedgerImport, form: ApplyForm | UndoForm) -> dict[str, Any]:
    found = services_of.compared(session, row, actor=actor(), now=now())
    return {
        **comparison(found, form if isinstance(form, ApplyForm) else None),
        "is_signed": not goes_straight(session, row.unit_id, Permission.UPDATE_APPROVE, actor=actor(), now=now()),
        "lost": [HEADS[LedgerColumn(key)] for key in row.notes["missing"]],
    }  # fmt: skip


def _written(session: Session, row: LedgerImport) -> dict[str, Any]:
    """What was taken over, each cell with what became of it since."""
    cells = ledger_undoing.undoable(session, row, actor=actor())
    undone = {(cell["share"], cell["column"]) for cell in row.undone}
    page = asked_rows(cells, CELLS_A_PAGE)
    may_undo = row.undone_at is None and any(cell.why is None for cell in cells)
    return {"cells": page.rows, "pager": pager(page), "undone": undone, "may_undo": may_undo}


def _titles(row: LedgerImport) -> dict[int, str]:
    """What each row of the export is about, as it was called then."""
    found = {}
    for item in row.export.rows:
        values = item["values"]
        clause = values.get(LedgerColumn.CLAUSE)
        found[item["share"]] = f"{values[LedgerColumn.TITLE]}（{clause}）" if clause else values[LedgerColumn.TITLE]
    return found
