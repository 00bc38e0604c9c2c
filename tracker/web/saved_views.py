"""Saved views of the ledger (台账视图): keep the one that is shown, manage one's own. Links to them stand above the ledger."""

from urllib.parse import parse_qsl

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tracker.queries.saved_views import ViewRow, office_paths, own_view, views_for
from tracker.rules.ledger_shown import shown_columns
from tracker.rules.permissions import Permission
from tracker.services import saved_views
from tracker.web.context import actor, database, now
from tracker.web.forms.answering import done, keeping_input, status_of, undoable
from tracker.web.forms.saved_views import SaveViewForm, ViewForm
from tracker.web.forms.tasks import ledger_filter, ledger_query
from tracker.web.guards import LOGGED_IN, needs
from tracker.web.ledger_page import ledger_url

bp = Blueprint("saved_views", __name__, url_prefix="/saved-views")


@bp.get("")
@needs(Permission.TASK_READ)
def index() -> ResponseReturnValue:
    return _index(None, None)


@bp.post("")
@needs(Permission.TASK_READ)
def save() -> ResponseReturnValue:
    """Keep what the ledger showed; refused, the form again on a page of its own."""
    form = SaveViewForm()
    query = _understood(form.query.data or "")
    if form.validate_on_submit():
        with keeping_input(form):
            with database().transaction() as session:
                how = {"shared": form.shared.data, "start": form.start.data}
                view = saved_views.save(session, form.name.data or "", query, **how, actor=actor(), now=now())
                view_id, name = view.id, view.name
            return done(gettext("已保存视图“%(name)s”，列在台账上方。", name=name), "saved_views.follow", view_id=view_id)
    return _index(None, form)


@bp.get("/<int:view_id>")
@needs(LOGGED_IN)
def follow(view_id: int) -> ResponseReturnValue:
    """The ledger as the view has it."""
    with database().reading() as session:
        return redirect(ledger_url(own_view(session, actor(), view_id).query))


@bp.post("/<int:view_id>")
@needs(LOGGED_IN)
def change(view_id: int) -> ResponseReturnValue:
    form = ViewForm(prefix=_prefix(view_id))
    if form.validate_on_submit():
        with keeping_input(form):
            with database().transaction() as session:
                view = own_view(session, actor(), view_id)
                how = {"shared": form.shared.data, "start": form.start.data}
                saved_views.change(session, view, form.name.data or "", **how, actor=actor(), now=now())
            return done(gettext("已修改视图。"), "saved_views.index")
    return _index(view_id, form)


@bp.post("/<int:view_id>/remove")
@needs(LOGGED_IN)
def remove(view_id: int) -> ResponseReturnValue:
    with database().transaction() as session:
        view = own_view(session, actor(), view_id)
        kept = {"name": view.name, "query": view.query}
        if view.shared_with_id is not None:
            kept["shared"] = "y"
        if view.is_start:
            kept["start"] = "y"
        saved_views.remove(session, view, actor=actor(), now=now())
    return done(undoable(gettext("已删除视图，任务不受影响。"), url_for("saved_views.save"), **kept), "saved_views.index")


def _understood(query: str) -> str:
    """What the text asks the ledger for, written anew, so that nothing else is kept."""
    asked = dict(parse_qsl(query))
    return ledger_query(ledger_filter(asked), shown_columns([asked.get("cols", "")]))


def _index(view_id: int | None, sent: ViewForm | None) -> ResponseReturnValue:
    """The own views, each in a form; `sent` came back refused: that of the view, or of a new one."""
    with database().reading() as session:
        if view_id is not None:
            own_view(session, actor(), view_id)
        rows = views_for(session, actor())
    answer = render_template(
        "saved_views/index.html",
        own=[(row, ledger_url(row.query), sent if row.id == view_id and sent else _form_of(row)) for row in rows if not row.owner],
        shared=[(row, ledger_url(row.query)) for row in rows if row.owner],
        refused=sent if view_id is None else None,
        may_share=bool(office_paths(actor())),
        most=saved_views.MOST,
    )
    return answer, status_of(sent) if sent else 200


def _form_of(row: ViewRow) -> ViewForm:
    return ViewForm(formdata=None, prefix=_prefix(row.id), name=row.name, shared=row.is_shared, start=row.is_start)


def _prefix(view_id: int) -> str:
    """What sets the fields of one view apart from those of the others on the page."""
    return f"view{view_id}-"
