"""What units beside the lead think (配合单位意见): the list, one opinion, the unit's word, the office's dealing with it."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session

from tracker.queries import opinions as queries
from tracker.queries.opinions import the_opinion
from tracker.queries.signers import signers
from tracker.rules.joint_statuses import OpinionState
from tracker.rules.permissions import Permission
from tracker.rules.refusals import RuleViolation
from tracker.rules.transitions import Subject
from tracker.services import opinions
from tracker.services.moves import offers
from tracker.web.acting import carried_out
from tracker.web.context import actor, database, now
from tracker.web.errors import message_of
from tracker.web.filters import asked_choice, chips_of, options_of, select_field
from tracker.web.forms.answering import status_of
from tracker.web.forms.joint import DealingForm, OpinionForm
from tracker.web.guards import needs
from tracker.web.paging import asked_page, pager

bp = Blueprint("opinions", __name__, url_prefix="/opinions")


@bp.get("")
@needs(Permission.TASK_READ)
def index() -> ResponseReturnValue:
    state = asked_choice(OpinionState, "state")
    with database().reading() as session:
        page = queries.opinions(session, actor(), state, asked_page())
        return render_template(
            "opinions/index.html",
            rows=page.rows,
            page=pager(page),
            fields=[select_field("state", gettext("意见"), state, options_of(OpinionState))],
            chips=chips_of(state=state),
        )


@bp.get("/<int:opinion_id>")
@needs(Permission.TASK_READ)
def show(opinion_id: int) -> ResponseReturnValue:
    return _show(opinion_id)


@bp.post("/<int:opinion_id>/state")
@needs(Permission.OPINION_STATE)
def state(opinion_id: int) -> ResponseReturnValue:
    form = OpinionForm()

    def act(session: Session) -> str:
        row = the_opinion(session, actor(), opinion_id)
        opinions.state(session, row, form.stance.data, form.text.data or "", actor=actor(), now=now())
        return gettext("已记录本单位意见。")

    return carried_out(form, act, "opinions.show", opinion_id=opinion_id) or _show(opinion_id, form)


@bp.post("/<int:opinion_id>/deal_with")
@needs(Permission.TASK_CLOSE)
def deal_with(opinion_id: int) -> ResponseReturnValue:
    form = DealingForm()

    def act(session: Session) -> str:
        opinions.deal_with(session, the_opinion(session, actor(), opinion_id), form.note.data, actor=actor(), now=now())
        return gettext("已记录处理决定，并通知该单位。")

    return carried_out(form, act, "opinions.show", opinion_id=opinion_id) or _show(opinion_id, form)


def _show(opinion_id: int, sent: FlaskForm | None = None) -> ResponseReturnValue:
    with database().reading() as session:
        row = the_opinion(session, actor(), opinion_id)
        offered = {offer.name: offer for offer in offers(actor(), row, opinions.speaking(session, row, actor=actor(), now=now()))}
        lacks = next((offer.lacks for offer in offered.values() if offer.lacks), None)
        page = render_template(
            "opinions/show.html",
            row=row,
            task=row.task,
            offered=set(offered),
            lacks=message_of(RuleViolation(lacks)) if lacks else None,
            people=signers(session, {Subject.OPINION: [row.id]}, [row.stated_by_id, row.noted_by_id]),
            refused=sent,
            stating=sent if isinstance(sent, OpinionForm) else OpinionForm(formdata=None),
            dealing=sent if isinstance(sent, DealingForm) else DealingForm(formdata=None),
        )
    return page, status_of(sent) if sent else 200
