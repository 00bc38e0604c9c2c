"""What waits for the head of the unit: read it, let it leave the unit or give it back."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from tracker.queries import reviews as queries
from tracker.queries.consolidations import waiting_consolidations
from tracker.queries.occurrences import reports_to_sign
from tracker.queries.orders import orders_to_sign
from tracker.rules.permissions import Permission
from tracker.web.context import actor, database, today
from tracker.web.forms.updates import SendBackForm
from tracker.web.guards import needs
from tracker.web.paging import asked_page, pager
from tracker.web.report_view import shown

bp = Blueprint("approvals", __name__)

ORDERS_SHOWN = 20


@bp.get("/approvals")
@needs(Permission.UPDATE_APPROVE)
def index() -> ResponseReturnValue:
    with database().reading() as session:
        page = queries.approvals(session, actor(), asked_page())
        waiting = [(row, shown(row.update), _form(row.update.id)) for row in page.rows]
        orders = orders_to_sign(session, actor(), ORDERS_SHOWN)
        own_reports = reports_to_sign(session, actor(), ORDERS_SHOWN)
        consolidated = waiting_consolidations(session, actor(), ORDERS_SHOWN)
        return render_template(
            "approvals/index.html", waiting=waiting, page=pager(page), orders=orders, own_reports=own_reports,
            consolidated=consolidated, today=today(),
        )  # fmt: skip


def _form(update_id: int) -> SendBackForm:
    """A form for each report; the id of its field differs, for all stand on one page."""
    form = SendBackForm()
    form.reason.id = f"reason-{update_id}"
    form.reason.label.field_id = form.reason.id
    return form
