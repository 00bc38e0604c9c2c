"""Editions of a plan: choose the one before, compare, adopt; or register that one plan replaces another."""

from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session
from wtforms import HiddenField

from tracker.errors import InvalidInput
from tracker.models import Plan
from tracker.queries import editions as queries
from tracker.queries.plans import plan_in_full
from tracker.rules.editions import Change
from tracker.rules.permissions import Permission
from tracker.rules.statuses import PlanState
from tracker.services import editions, issue_requests
from tracker.services.drafts import require_plan
from tracker.web import edition_page
from tracker.web.context import actor, database, now, services
from tracker.web.forms.answering import done, keeping_input, status_of
from tracker.web.guards import needs
from tracker.web.paging import asked_page, pager

bp = Blueprint("editions", __name__)


class AdoptForm(FlaskForm):
    """What was looked at (`seen`), the office's own pairs, and whether nothing is to be carried over."""

    seen = HiddenField()
    pairs = HiddenField()
    replace = HiddenField()


@bp.get("/plans/<int:plan_id>/editions")
@needs(Permission.PLAN_ISSUE)
def choose(plan_id: int) -> ResponseReturnValue:
    """The plans in force of the same place, those of a like title first."""
    with database().reading() as session:
        plan = _plan(session, plan_id)
        is_draft = plan.state is PlanState.DRAFT
        older = queries.older_plans(session, actor(), plan)
        return render_template("editions/choose.html", plan=plan, older=older, is_draft=is_draft)


@bp.get("/plans/<int:plan_id>/editions/<int:old_id>")
@needs(Permission.PLAN_ISSUE)
def compare(plan_id: int, old_id: int) -> ResponseReturnValue:
    """What became of each measure, side by side; another pairing is part of the address, so that it can be shared and undone."""
    asked = request.args.get("kind", "")
    kind = Change(asked) if asked in list(Change) else None
    with database().reading() as session:
        new, old = _plan(session, plan_id), _plan(session, old_id)
        chosen, wrong = edition_page.read(request.args.get("pairs", "")), ""
        try:
            diff = editions.preview(session, old, new, chosen, actor=actor()).diff
        except InvalidInput as error:
            chosen, wrong = {}, str(error)
            diff = editions.preview(session, old, new, actor=actor()).diff
        texts = _texts(session, old), _texts(session, new)
        page = edition_page.rows(diff, texts, chosen, kind, asked_page())
        pairs = edition_page.written(chosen)
        address = [
            (change, url_for("editions.compare", plan_id=plan_id, old_id=old_id, kind=change, pairs=pairs or None))
            for change in (None, *Change)
        ]
        return render_template(
            "editions/compare.html",
            new=new,
            old=old,
            rows=page.rows,
            pager=pager(page),
            tabs=edition_page.tabs(diff, kind, address),
            kind=kind,
            pairs=pairs,
            wrong=wrong,
            is_draft=new.state is PlanState.DRAFT,
        )


@bp.route("/plans/<int:plan_id>/editions/<int:old_id>/adopt", methods=["GET", "POST"])
@needs(Permission.PLAN_ISSUE)
def adopt(plan_id: int, old_id: int) -> ResponseReturnValue:
    """Say what will happen, and on the office's word do it."""
    form = AdoptForm()
    if form.validate_on_submit():
        with keeping_input(form):
            with database().transaction() as session:
                result = _carry_out(session, _plan(session, old_id), _plan(session, plan_id), form)
            message = gettext("已办理：承接 %(carried)s 项，新交办 %(issued)s 项，终止 %(ended)s 项。", **_counts(result))
            return done(message, "plans.show", plan_id=plan_id)
    return _confirm_page(plan_id, old_id, form), status_of(form)


def _carry_out(session: Session, old: Plan, new: Plan, form: AdoptForm) -> editions.Succession:
    if services().settings.issue_needs_second and new.state is PlanState.DRAFT:
        issue_requests.require_second(session, new, actor=actor())
    if form.replace.data:
        return editions.supersede(session, old, new, actor=actor(), now=now())
    chosen = edition_page.read(form.pairs.data or "")
    return editions.adopt(session, old, new, chosen, seen=form.seen.data, actor=actor(), now=now())


def _counts(result: editions.Succession) -> dict[str, int]:
    return {"carried": result.carried, "issued": result.issued, "ended": result.ended}


def _confirm_page(plan_id: int, old_id: int, form: AdoptForm) -> str:
    with database().reading() as session:
        new, old = _plan(session, plan_id), _plan(session, old_id)
        is_draft = new.state is PlanState.DRAFT
        replace_only = not is_draft or bool(form.replace.data or request.args.get("replace"))
        given = form.pairs.data or request.args.get("pairs", "")
        found = editions.preview(session, old, new, edition_page.read(given), actor=actor())
        form.seen.data, form.pairs.data, form.replace.data = found.digest, given, "yes" if replace_only else ""
        before = queries.tasks_by_measure(session, old_id)
        return render_template(
            "editions/adopt.html",
            form=form,
            new=new,
            old=old,
            replace_only=replace_only,
            is_draft=is_draft,
            told=edition_page.consequences(found.diff, before, replace_only=replace_only),
        )


def _texts(session: Session, plan: Plan) -> list[Any]:
    return [queries.measure_text(task) for task in queries.tasks_by_measure(session, plan.id).values()]


def _plan(session: Session, plan_id: int) -> Plan:
    """The plan, where the actor's office handles it."""
    plan = plan_in_full(session, actor(), plan_id)
    require_plan(actor(), Permission.PLAN_ISSUE, plan)
    return plan
