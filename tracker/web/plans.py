"""Plans: the list, one plan, and the way in for the office: upload, check beside the text, issue."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from tracker.converting import read_plan
from tracker.models import Plan
from tracker.queries import editions
from tracker.queries import plans as queries
from tracker.queries.checklists import checklists_of
from tracker.queries.issue_requests import plans_waiting
from tracker.queries.ledger import LedgerFilter, ledger
from tracker.queries.occurrences import duty_tallies
from tracker.queries.scope import the_plan
from tracker.queries.scores import is_scored
from tracker.queries.unit_members import stranded
from tracker.rules.permissions import Permission, holds, may_touch
from tracker.rules.statuses import PlanState
from tracker.services import plans, sharing_out
from tracker.web import issue_requests, task_page
from tracker.web.context import actor, clock, database, now, services, storage, today
from tracker.web.forms.answering import done, keeping_input, status_of
from tracker.web.forms.plans import UploadForm
from tracker.web.guards import needs
from tracker.web.paging import asked_page, pager
from tracker.web.plan_ways import plan_ways

bp = Blueprint("plans", __name__)


@bp.get("/plans")
@needs(Permission.PLAN_READ)
def index() -> ResponseReturnValue:
    with database().reading() as session:
        page = queries.plan_rows(session, actor(), asked_page())
        may_import = holds(actor(), Permission.PLAN_IMPORT)
        waiting = plans_waiting(session, {row.id for row in page.rows if row.state is PlanState.DRAFT})
        return render_template("plans/index.html", rows=page.rows, pager=pager(page), may_import=may_import, waiting=waiting)


@bp.route("/plans/new", methods=["GET", "POST"])
@needs(Permission.PLAN_IMPORT)
def upload() -> ResponseReturnValue:
    form = UploadForm()
    if form.validate_on_submit():
        with keeping_input(form):
            data, filename = form.content()
            parsed = read_plan(data, filename, services().settings.intake)  # outside the transaction: a long document takes a while
            with database().transaction() as session:
                imported = plans.import_plan(session, storage(), data, filename, actor=actor(), now=now(), parsed=parsed)
                plan_id, tasks, state = imported.plan.id, imported.tasks, imported.plan.state
            if imported.is_new:
                return done(gettext("已读出 %(n)s 条措施，请对照原文核对。", n=tasks), "readings.check", plan_id=plan_id)
            flash(gettext("这份文件此前已经导入，没有重复导入。"), "info")
            return redirect(url_for("readings.check" if state is PlanState.DRAFT else "plans.show", plan_id=plan_id))
    megabytes = services().settings.intake.max_bytes // 1024 // 1024
    return render_template("plans/upload.html", form=form, megabytes=megabytes), status_of(form)


@bp.get("/plans/<int:plan_id>")
@needs(Permission.PLAN_READ)
def show(plan_id: int) -> ResponseReturnValue:
    with database().reading() as session:
        plan = queries.plan_in_full(session, actor(), plan_id)
        page = ledger(session, actor(), LedgerFilter(plan_id=plan_id), clock(), asked_page())
        became = editions.outcomes(session, actor(), plan_id, asked_page("became")) if plan.ended_on else None
        return render_template(
            "plans/show.html",
            plan=plan,
            today=today(),
            sections=queries.section_rows(session, actor(), plan_id),
            rows=page.rows,
            pager=pager(page),
            obligations=queries.obligations(session, plan_id),
            tallies=duty_tallies(session, actor(), plan_id, today()),
            indicators=queries.plan_indicators(session, plan_id),
            checklists=checklists_of(session, plan_id),
            figure=task_page.figure,
            may_issue=_may(Permission.PLAN_ISSUE, plan),
            waits=plan.state is PlanState.DRAFT and plan.id in plans_waiting(session, {plan.id}),
            may_ask=_may(Permission.OBLIGATION_RECEIVE, plan)
            and plan.state is PlanState.ISSUED
            and plan.supervised_from is not None,
            may_see_ladder=_may(Permission.LADDER_CHANGE, plan),
            ways=plan_ways(plan, "plan"),
            stranded=stranded(session, plan.id, today()) if _may(Permission.TASK_ADMINISTER, plan) else [],
            shows_scores=_shows_scores(session, plan),
            may_draw=_may(Permission.REPORT_DRAW, plan) and plan.state is not PlanState.DRAFT,
            predecessors=editions.predecessors(session, actor(), plan_id),
            became=became,
            became_pager=pager(became, "became") if became else None,
        )


@bp.route("/plans/<int:plan_id>/issue", methods=["GET", "POST"])
@needs(Permission.PLAN_ISSUE)
def issue(plan_id: int) -> ResponseReturnValue:
    """Say what issuing will do, and on the office's word do it, or ask a second person to."""
    return issue_requests.issue(plan_id)


@bp.post("/plans/<int:plan_id>/share-out")
@needs(Permission.TASK_ADMINISTER)
def share_out(plan_id: int) -> ResponseReturnValue:
    with database().transaction() as session:
        number = sharing_out.share_out(session, the_plan(session, actor(), plan_id), actor=actor(), now=now())
    return done(gettext("已拆分为 %(n)s 项承办事项，交办通知已发给各单位。", n=number), "plans.show", plan_id=plan_id)


def _shows_scores(session: Session, plan: Plan) -> bool:
    """True for those whom the plan's scores concern; while they are off, only for the director, who may switch them on."""
    if _may(Permission.SCORE_APPROVE, plan) and plan.supervised_from is not None:
        return True
    concerned = _may(Permission.SCORE_DRAW, plan) or bool(actor().units(Permission.SCORE_READ))
    return concerned and is_scored(session, plan.id)


def _may(permission: Permission, plan: Plan) -> bool:
    return may_touch(actor(), permission, region=plan.jurisdiction.path)
