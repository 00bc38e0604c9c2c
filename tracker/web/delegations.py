"""AB角与代理: who stands in for whom; one's own, those of the unit, and for the office all of its place to read."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tracker.models import User
from tracker.queries import delegations as queries
from tracker.queries.scope import found
from tracker.rules.permissions import Permission
from tracker.services import delegations
from tracker.services.delegations import Term
from tracker.web.context import actor, database, now, today
from tracker.web.forms.answering import done, keeping_input, status_of
from tracker.web.forms.delegations import DelegationForm
from tracker.web.guards import needs
from tracker.web.paging import asked_page, pager

bp = Blueprint("delegations", __name__, url_prefix="/delegations")


@bp.get("")
@needs(Permission.DELEGATION_MAKE)
def index() -> ResponseReturnValue:
    with database().reading() as session:
        page = queries.delegations(session, actor(), today(), asked_page())
        return render_template(
            "delegations/index.html", rows=page.rows, page=pager(page), reader=actor().user_id,
            mine=queries.delegations_of(session, actor().user_id or 0, today()),
            posts=queries.posts_to_hand_on(session, actor(), today()),
        )  # fmt: skip


@bp.route("/of/<int:membership_id>", methods=["GET", "POST"])
@needs(Permission.DELEGATION_MAKE)
def new(membership_id: int) -> ResponseReturnValue:
    """Name somebody for the post."""
    form = DelegationForm(from_on=today())
    with database().reading() as session:
        post = queries.the_post(session, actor(), membership_id)
        delegations.require_arranger(actor(), post)
        form.deputy.choices = queries.deputies_for(session, post, today())
    if form.validate_on_submit():
        with keeping_input(form):
            with database().transaction() as session:
                held = queries.the_post(session, actor(), membership_id)
                deputy = found(session.get(User, form.deputy.data))
                term = Term(form.from_on.data, form.to_on.data)
                delegations.stand_in(session, held, deputy, term, form.reason.data, actor=actor(), now=now())
            return done(gettext("已安排代理，双方都会收到消息。"), "delegations.index")
    return render_template("delegations/new.html", form=form, post=post), status_of(form)


@bp.post("/<int:delegation_id>/end")
@needs(Permission.DELEGATION_MAKE)
def end(delegation_id: int) -> ResponseReturnValue:
    with database().transaction() as session:
        delegations.end(session, queries.the_delegation(session, actor(), delegation_id), actor=actor(), now=now())
    return done(gettext("代理已结束，双方都会收到消息。"), "delegations.index")
