"""What waits for the head of the unit: read it, let it leave the unit or give it back."""

from dataclasses import dataclass

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from tracker.models import Update
from tracker.queries import reviews as queries
from tracker.queries.consolidations import waiting_consolidations
from tracker.queries.delegations import DelegationRow, delegations_of
from tracker.queries.occurrences import reports_to_sign
from tracker.queries.orders import orders_to_sign
from tracker.queries.signers import movers
from tracker.queries.waiting_papers import waiting_papers
from tracker.rules.delegations import DelegationState
from tracker.rules.permissions import Permission
from tracker.rules.refusals import RuleViolation
from tracker.rules.statuses import Role
from tracker.rules.transitions import Subject
from tracker.services.moves import may
from tracker.services.standing_in import OWN_WORK, is_own_work, principals
from tracker.web import formats
from tracker.web.context import actor, database, today
from tracker.web.errors import message_of
from tracker.web.forms.updates import SendBackForm
from tracker.web.guards import needs
from tracker.web.paging import asked_page, pager
from tracker.web.report_view import shown

bp = Blueprint("approvals", __name__)

ORDERS_SHOWN = 20


@dataclass(frozen=True)
class Signing:
    """In whose name the reader signs a report, nothing in one's own; and why not, nothing where it may be signed."""

    behalf: str
    refusal: str


@bp.get("/approvals")
@needs(Permission.UPDATE_APPROVE)
def index() -> ResponseReturnValue:
    with database().reading() as session:
        page = queries.approvals(session, actor(), asked_page())
        signings = _signings(session, [row.update for row in page.rows])
        return render_template(
            "approvals/index.html",
            waiting=[(row, shown(row.update), _form(row.update.id), signings[row.update.id]) for row in page.rows],
            page=pager(page),
            absent=_absent(session),
            orders=orders_to_sign(session, actor(), ORDERS_SHOWN),
            own_reports=reports_to_sign(session, actor(), ORDERS_SHOWN),
            consolidated=waiting_consolidations(session, actor(), ORDERS_SHOWN),
            papers=waiting_papers(session, actor(), ORDERS_SHOWN),
            today=today(),
        )


def _absent(session: Session) -> list[DelegationRow]:
    """The heads in whose place the reader signs today."""
    rows = delegations_of(session, actor().user_id or 0, today()) if actor().stands_for else []
    return [
        row for row in rows
        if row.deputy_id == actor().user_id and row.role is Role.UNIT_HEAD and row.state is DelegationState.RUNNING
    ]  # fmt: skip


def _signings(session: Session, updates: list[Update]) -> dict[int, Signing]:
    """How the reader signs each of the reports; one statement for who stands in for somebody, none for others."""
    moved = movers(session, Subject.UPDATE, [update.id for update in updates]) if actor().stands_for else {}
    return {update.id: _signing(update, moved.get(update.id)) for update in updates}


def _signing(update: Update, mover: int | None) -> Signing:
    behalf = principals(actor(), lambda person: may(person, Permission.UPDATE_APPROVE, update))
    refused = is_own_work(mover, actor=actor(), behalf=behalf)
    return Signing(formats.listed(one.name for one in behalf), message_of(RuleViolation(OWN_WORK)) if refused else "")


def _form(update_id: int) -> SendBackForm:
    """A form for each report; the id of its field differs, for all stand on one page."""
    form = SendBackForm()
    form.reason.id = f"reason-{update_id}"
    form.reason.label.field_id = form.reason.id
    return form
