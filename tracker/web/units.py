"""The register of units (单位名录): the list, one unit, its names, its end, and joining two rows that are one body."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from tracker.models import Jurisdiction, Unit, UnitName
from tracker.queries import unit_joins as join_queries
from tracker.queries import units as queries
from tracker.queries.delegations import delegations_in
from tracker.queries.scope import found
from tracker.rules.permissions import Permission, holds
from tracker.rules.unit_names import UnitLevel
from tracker.services import units
from tracker.web import unit_filters, unit_members
from tracker.web.context import actor, database, now, today
from tracker.web.forms.answering import done, keeping_input, status_of, undoable
from tracker.web.forms.units import EndUnitForm, JoinForm, UnitForm, UnitNameForm
from tracker.web.guards import needs
from tracker.web.paging import asked_id, asked_page, pager

bp = Blueprint("units", __name__, url_prefix="/units")
bp.register_blueprint(unit_members.bp)


@bp.get("")
@needs(Permission.UNIT_MANAGE)
def index() -> ResponseReturnValue:
    chosen = unit_filters.asked()
    with database().reading() as session:
        page = queries.unit_rows(session, actor(), chosen, today(), asked_page())
        places = queries.place_choices(session, actor())
    return render_template(
        "units/index.html", rows=page.rows, page=pager(page), fields=unit_filters.fields(chosen, places),
        chips=unit_filters.chips(chosen, places), has_places=len(places) > 1, today=today(),
        may_set_charges=holds(actor(), Permission.CHARGE_SET),
    )  # fmt: skip


@bp.route("/new", methods=["GET", "POST"])
@needs(Permission.UNIT_MANAGE)
def new() -> ResponseReturnValue:
    form = UnitForm(place=asked_id("place"))
    with database().reading() as session:
        form.offer(queries.place_choices(session, actor()), is_new=True)
    if form.validate_on_submit():
        with keeping_input(form):
            with database().transaction() as session:
                place = found(session.get(Jurisdiction, form.place.data))
                unit = units.enter_unit(session, place, form.name.data, form.facts(), actor=actor(), now=now())
                unit_id = unit.id
            return done(gettext("单位已登记。"), "units.show", unit_id=unit_id)
    return render_template("units/new.html", form=form), status_of(form)


@bp.get("/<int:unit_id>")
@needs(Permission.UNIT_MANAGE)
def show(unit_id: int) -> ResponseReturnValue:
    return _show(unit_id, UnitNameForm(formdata=None))


def _show(unit_id: int, form: UnitNameForm) -> ResponseReturnValue:
    with database().reading() as session:
        unit = queries.the_unit(session, actor(), unit_id)
        page = render_template(
            "units/show.html", unit=unit, kind=queries.kind_named(unit.kind), form=form, today=today(),
            level=UnitLevel(unit.level) if unit.level else None,
            names=queries.names_of(session, unit_id), members=queries.members_of(session, unit_id),
            groups=queries.groups_of(session, unit_id), predecessors=queries.predecessors_of(session, unit_id),
            people=queries.people_of(session, unit_id, today()), open_tasks=queries.open_tasks_of(session, unit_id),
            deputies=delegations_in(session, unit_id, today()), alike=join_queries.likely_the_same(session, unit),
            sees_charge=holds(actor(), Permission.CHARGE_SET),
            sees_people=holds(actor(), Permission.USER_READ), sees_tasks=holds(actor(), Permission.TASK_READ),
        )  # fmt: skip
    return page, status_of(form)


@bp.route("/<int:unit_id>/edit", methods=["GET", "POST"])
@needs(Permission.UNIT_MANAGE)
def edit(unit_id: int) -> ResponseReturnValue:
    form = UnitForm()
    form.offer([], is_new=False)
    if form.validate_on_submit():
        with keeping_input(form):
            with database().transaction() as session:
                unit = queries.the_unit(session, actor(), unit_id)
                units.rename_unit(session, unit, form.name.data, actor=actor(), now=now())
                units.correct_unit(session, unit, found(form.facts()), actor=actor(), now=now())
            return done(gettext("单位信息已更正。"), "units.show", unit_id=unit_id)
    with database().reading() as session:
        unit = queries.the_unit(session, actor(), unit_id)
        if not form.is_submitted():
            form.show(unit)
        return render_template("units/edit.html", form=form, unit=unit), status_of(form)


@bp.post("/<int:unit_id>/names")
@needs(Permission.UNIT_MANAGE)
def add_name(unit_id: int) -> ResponseReturnValue:
    form = UnitNameForm()
    if form.validate_on_submit():
        with keeping_input(form):
            with database().transaction() as session:
                unit = queries.the_unit(session, actor(), unit_id)
                units.add_name(session, unit, form.name.data, actor=actor(), now=now())
            return done(gettext("名称已增加。"), "units.show", unit_id=unit_id)
    return _show(unit_id, form)


@bp.post("/names/<int:name_id>/remove")
@needs(Permission.UNIT_MANAGE)
def remove_name(name_id: int) -> ResponseReturnValue:
    with database().transaction() as session:
        name = found(session.get(UnitName, name_id))
        unit_id = queries.the_unit(session, actor(), name.unit_id).id
        text = name.name
        units.remove_name(session, name, actor=actor(), now=now())
    message = gettext("已删除名称“%(name)s”。", name=text)
    return done(undoable(message, url_for("units.add_name", unit_id=unit_id), name=text), "units.show", unit_id=unit_id)


@bp.route("/<int:unit_id>/end", methods=["GET", "POST"])
@needs(Permission.UNIT_MANAGE)
def end(unit_id: int) -> ResponseReturnValue:
    form = EndUnitForm(to_on=today())
    form.offer([])
    if form.validate_on_submit():
        with keeping_input(form):
            with database().transaction() as session:
                unit = queries.the_unit(session, actor(), unit_id)
                after = queries.the_unit(session, actor(), form.successor.data) if form.successor.data else None
                units.end_unit(session, unit, form.to_on.data, after, actor=actor(), now=now())
            return done(gettext("撤销日期已登记。"), "units.show", unit_id=unit_id)
    with database().reading() as session:
        unit = queries.the_unit(session, actor(), unit_id)
        text, choices = _searched(session, unit)
        form.offer(choices)
        if len(choices) == 1 and text and not form.is_submitted():
            form.successor.data = choices[0][0]
        return render_template("units/end.html", form=form, unit=unit, text=text, choices=choices), status_of(form)


def _searched(session: Session, unit: Unit) -> tuple[str, list[tuple[int, str]]]:
    """What was searched for and the units found; before a search, those that may be the same body by their names."""
    text = request.args.get("q", "").strip()[:60]
    if not text:
        return text, join_queries.likely_the_same(session, unit)
    return text, queries.units_like(session, actor(), unit.jurisdiction_id, text, but=(unit.id,))


@bp.post("/<int:unit_id>/revive")
@needs(Permission.UNIT_MANAGE)
def revive(unit_id: int) -> ResponseReturnValue:
    with database().transaction() as session:
        units.end_unit(session, queries.the_unit(session, actor(), unit_id), None, actor=actor(), now=now())
    return done(gettext("已取消撤销登记。"), "units.show", unit_id=unit_id)


@bp.route("/<int:unit_id>/join", methods=["GET", "POST"])
@needs(Permission.UNIT_MANAGE)
def join(unit_id: int) -> ResponseReturnValue:
    """Choose the other unit, see what joining would do, and do it."""
    form = JoinForm(into=asked_id("into"))
    if form.validate_on_submit():
        with keeping_input(form):
            with database().transaction() as session:
                unit, into = (queries.the_unit(session, actor(), one) for one in (unit_id, form.into.data))
                units.join_units(session, unit, into, actor=actor(), now=now())
            return done(gettext("两个单位已合并。"), "units.show", unit_id=form.into.data)
    with database().reading() as session:
        unit = queries.the_unit(session, actor(), unit_id)
        text, choices = _searched(session, unit)
        other = queries.the_unit(session, actor(), form.into.data) if form.into.data else None
        preview = join_queries.join_preview(session, unit, other) if other else None
        return render_template(
            "units/join.html", form=form, unit=unit, into=other, preview=preview, text=text, choices=choices
        ), status_of(form)
