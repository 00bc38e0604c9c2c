"""工作移交: proposed, carried out, signed by both; the list of what is open, printed."""

from collections.abc import Callable

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from tracker.models import Handover, User
from tracker.queries import handovers as queries
from tracker.queries.delegations import the_post
from tracker.queries.people import receivers
from tracker.queries.scope import found
from tracker.rules.handovers import HandoverState
from tracker.rules.permissions import Permission, holds, may_touch
from tracker.services import handovers
from tracker.web.context import actor, database, now, today
from tracker.web.forms.answering import done, keeping_input, status_of
from tracker.web.forms.handovers import HandoverForm
from tracker.web.guards import LOGGED_IN, needs
from tracker.web.paging import asked_page, pager

bp = Blueprint("handovers", __name__, url_prefix="/handovers")


@bp.get("")
@needs(Permission.HANDOVER_READ)
def index() -> ResponseReturnValue:
    with database().reading() as session:
        page = queries.handovers(session, actor(), asked_page())
        posts = queries.posts_of_units(session, actor(), today())
        return render_template("handovers/index.html", rows=page.rows, page=pager(page), posts=posts)


@bp.route("/of/<int:membership_id>", methods=["GET", "POST"])
@needs(Permission.HANDOVER_PROPOSE)
def propose(membership_id: int) -> ResponseReturnValue:
    """Say who follows in the post; the one who follows is found by name or login."""
    form, text = HandoverForm(handed_on=today()), request.args.get("q", "").strip()[:60]
    with database().reading() as session:
        post = the_post(session, actor(), membership_id)
        form.receiver.choices = receivers(session, post, text)
    if form.validate_on_submit():
        with keeping_input(form):
            with database().transaction() as session:
                held = the_post(session, actor(), membership_id)
                receiver = found(session.get(User, form.receiver.data))
                row = handovers.propose(
                    session, held, receiver, form.handed_on.data, form.reason.data, actor=actor(), now=now()
                )  # fmt: skip
                handover_id = row.id
            return done(gettext("已提出移交，安全管理员会收到消息。"), "handovers.show", handover_id=handover_id)
    return render_template("handovers/propose.html", form=form, post=post, text=text), status_of(form)


@bp.get("/<int:handover_id>")
@needs(Permission.HANDOVER_READ)
def show(handover_id: int) -> ResponseReturnValue:
    with database().reading() as session:
        return _page(session, queries.the_handover(session, actor(), handover_id))


@bp.route("/<int:handover_id>/sign", methods=["GET", "POST"])
@needs(LOGGED_IN)
def sign(handover_id: int) -> ResponseReturnValue:
    """The same paper for the two whom it is about, who sign it; the one may have no post any more."""
    if request.method == "POST":
        with database().transaction() as session:
            handovers.sign(session, queries.own_handover(session, actor(), handover_id), actor=actor(), now=now())
        return done(gettext("已确认。"), "handovers.sign", handover_id=handover_id)
    with database().reading() as session:
        return _page(session, queries.own_handover(session, actor(), handover_id))


def _page(session: Session, row: Handover) -> ResponseReturnValue:
    """The paper. Who only gives posts sees how much is open, not what: administrators read nothing of the plans."""
    place, reader = row.unit.jurisdiction, actor().user_id
    matters = queries.kept_matters(row) if row.state is HandoverState.CARRIED_OUT else queries.open_matters(session, row.unit)
    is_own = reader in (row.membership.user_id, row.receiver_id)
    names = queries.names_beside(session, row)
    unsigned = {row.membership.user_id: row.given_at, row.receiver_id: row.received_at}.get(reader or 0, now()) is None
    return render_template(
        "handovers/show.html", reader=reader, sees_list=holds(actor(), Permission.HANDOVER_READ), row=row,
        matters=matters, names=names,
        sees_matters=is_own or may_touch(actor(), Permission.TASK_READ, region=place.path, unit_id=row.unit_id),
        may_sign=is_own and unsigned and row.state is HandoverState.CARRIED_OUT,
        may_withdraw=_may(Permission.HANDOVER_PROPOSE, row), may_carry_out=_may(Permission.ROLE_GRANT, row),
    )  # fmt: skip


def _may(permission: Permission, row: Handover) -> bool:
    is_open = row.state is HandoverState.PROPOSED
    return is_open and may_touch(actor().own, permission, region=row.unit.jurisdiction.path, unit_id=row.unit_id)


@bp.post("/<int:handover_id>/carry-out")
@needs(Permission.ROLE_GRANT)
def carry_out(handover_id: int) -> ResponseReturnValue:
    _act(handover_id, handovers.carry_out)
    return done(gettext("移交已办理，双方会收到消息并确认。"), "handovers.show", handover_id=handover_id)


@bp.post("/<int:handover_id>/withdraw")
@needs(Permission.HANDOVER_PROPOSE)
def withdraw(handover_id: int) -> ResponseReturnValue:
    _act(handover_id, handovers.withdraw)
    return done(gettext("移交已撤回。"), "handovers.show", handover_id=handover_id)


def _act(handover_id: int, verb: Callable[..., None]) -> None:
    with database().transaction() as session:
        verb(session, queries.the_handover(session, actor(), handover_id), actor=actor(), now=now())
