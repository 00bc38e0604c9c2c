"""Ladders of reminders of a plan (提醒阶梯): when who is reminded, with the days on which the rungs would fall."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString, gettext, lazy_gettext
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.errors import NotFound
from tracker.labels import label
from tracker.ladder_labels import AUDIENCES, BASES
from tracker.models import Plan, Task
from tracker.queries.ladders import ladders_of
from tracker.queries.scope import the_plan
from tracker.rules.permissions import Permission
from tracker.rules.reminders import Ladder, Rung, day_of
from tracker.rules.statuses import OPEN_TASK_STATES
from tracker.rules.workdays import WorkCalendar
from tracker.services import ladders
from tracker.services.calendars import work_calendar
from tracker.services.drafts import require_plan
from tracker.web.context import actor, database, now, today
from tracker.web.filters import asked_day, unread_day
from tracker.web.forms.answering import done, keeping_input, status_of
from tracker.web.forms.ladders import RungForm
from tracker.web.forms.reporting import ReasonForm
from tracker.web.guards import needs
from tracker.web.messages import rung_title

bp = Blueprint("ladders", __name__)

# Where no task of the plan falls due any more there is still something to count from.
EXAMPLE = timedelta(days=45)
AWAY = lazy_gettext("以后到了这一天不再提醒；已经发出的不受影响。")
RESET = lazy_gettext("本方案自己的这套安排将作废，以后按默认的提醒阶梯执行；已经发出的不受影响。")


@dataclass(frozen=True)
class RungLine:
    """One rung as the page shows it; `on` is the day on which it falls for the basis day of the page."""

    rung: Rung
    when: str
    who: str
    on: date


@bp.get("/plans/<int:plan_id>/ladder")
@needs(Permission.LADDER_CHANGE)
def index(plan_id: int) -> ResponseReturnValue:
    with database().reading() as session:
        plan = _plan(session, plan_id)
        calendar = work_calendar(session)
        basis = asked_day("basis") or _next_due(session, plan_id)
        shown = [
            (ladder, BASES[ladder], is_own, [_line(rung, basis, calendar) for rung in rungs])
            for ladder, (rungs, is_own) in ladders_of(session, plan_id).items()
        ]
        estimated = calendar.is_provisional(basis)
        return render_template(
            "ladders/index.html", plan=plan, basis=basis, unread=unread_day("basis"), ladders=shown, estimated=estimated
        )


@bp.route("/plans/<int:plan_id>/ladder/<ladder>/rung", methods=["GET", "POST"])
@needs(Permission.LADDER_CHANGE)
def edit(plan_id: int, ladder: str) -> ResponseReturnValue:
    """Change the rung that the address names, or add one."""
    kind, name = _ladder(ladder), request.args.get("name")
    form = RungForm()
    form.offer(kind)
    with database().reading() as session:
        plan = _plan(session, plan_id)
        known = _known(session, plan_id, kind, name) if name else None
    if form.validate_on_submit():
        with keeping_input(form):
            with database().transaction() as session:
                rung, reason = form.rung(kind), form.reason.data
                ladders.put_rung(session, _plan(session, plan_id), rung, replaces=name, reason=reason, actor=actor(), now=now())
            return done(gettext("提醒阶梯已调整，下次扫描起执行。"), "ladders.index", plan_id=plan_id)
    elif known and not form.is_submitted():
        form.show(known)
    elif not form.is_submitted():
        form.mail.data = True
    return render_template("ladders/edit.html", form=form, plan=plan, ladder=kind, base=BASES[kind], name=name), status_of(form)


@bp.route("/plans/<int:plan_id>/ladder/<ladder>/<rung_name>/remove", methods=["GET", "POST"])
@needs(Permission.LADDER_CHANGE)
def remove(plan_id: int, ladder: str, rung_name: str) -> ResponseReturnValue:
    kind = _ladder(ladder)
    with database().reading() as session:
        rung = _known(session, plan_id, kind, rung_name)
    title = gettext("删除“%(what)s”的这一级提醒：%(when)s", what=_title(kind), when=rung_title(rung.name))

    def act(session: Session, reason: str) -> None:
        plan = _plan(session, plan_id)
        ladders.take_rung_away(session, plan, kind, rung_name, reason=reason, actor=actor(), now=now())

    return _decide(plan_id, title, AWAY, act)


@bp.route("/plans/<int:plan_id>/ladder/<ladder>/reset", methods=["GET", "POST"])
@needs(Permission.LADDER_CHANGE)
def reset(plan_id: int, ladder: str) -> ResponseReturnValue:
    kind = _ladder(ladder)
    title = gettext("恢复“%(what)s”的默认提醒阶梯", what=_title(kind))

    def act(session: Session, reason: str) -> None:
        ladders.reset_ladder(session, _plan(session, plan_id), kind, reason=reason, actor=actor(), now=now())

    return _decide(plan_id, title, RESET, act)


def _decide(plan_id: int, title: str, consequence: LazyString, act: Callable[[Session, str], None]) -> ResponseReturnValue:
    form = ReasonForm()
    with database().reading() as session:
        plan = _plan(session, plan_id)
    if form.validate_on_submit():
        with keeping_input(form):
            with database().transaction() as session:
                act(session, form.reason.data)
            return done(gettext("提醒阶梯已调整，下次扫描起执行。"), "ladders.index", plan_id=plan_id)
    page = render_template(
        "ladders/decide.html", form=form, plan=plan, title=title, consequence=consequence,
        back=url_for("ladders.index", plan_id=plan_id), action=request.full_path.rstrip("?"),
    )  # fmt: skip
    return page, status_of(form)


def _plan(session: Session, plan_id: int) -> Plan:
    plan = the_plan(session, actor(), plan_id)
    require_plan(actor(), Permission.LADDER_CHANGE, plan)
    return plan


def _ladder(name: str) -> Ladder:
    if name not in list(Ladder):
        raise NotFound(gettext("没有这一种提醒，请从列表中选择。"))
    return Ladder(name)


def _known(session: Session, plan_id: int, ladder: Ladder, name: str) -> Rung:
    rungs, _ = ladders_of(session, _plan(session, plan_id).id)[ladder]
    rung = next((rung for rung in rungs if rung.name == name), None)
    if rung is None:
        raise NotFound(gettext("没有这一级提醒，可能已被其他人改动，请从列表中选择。"))
    return rung


def _next_due(session: Session, plan_id: int) -> date:
    query = select(func.min(Task.due_on)).where(Task.plan_id == plan_id, Task.state.in_(OPEN_TASK_STATES), Task.due_on >= today())
    return session.scalar(query) or today() + EXAMPLE


def _line(rung: Rung, basis: date, calendar: WorkCalendar) -> RungLine:
    who = gettext("、").join(gettext(AUDIENCES[audience]) for audience in rung.audiences)
    return RungLine(rung, rung_title(rung.name), who, day_of(rung, basis, calendar))


def _title(ladder: Ladder) -> str:
    return gettext(label(ladder))
