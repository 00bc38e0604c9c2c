"""The members of a collective unit (各乡镇人民政府, 领导小组成员单位): dated, taken from a list or one by one."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tracker.errors import Conflict
from tracker.queries import unit_members as queries
from tracker.queries import units as unit_queries
from tracker.rules.permissions import Permission
from tracker.services import unit_members
from tracker.services.unit_members import MemberTerm
from tracker.web.context import actor, database, now, today
from tracker.web.forms.answering import done, keeping_input, status_of
from tracker.web.forms.units import MembersForm, NewMemberForm
from tracker.web.guards import needs

# Below the blueprint of units, so that the navigation knows where the reader is.
bp = Blueprint("members", __name__, url_prefix="/<int:unit_id>/members")


@bp.route("", methods=["GET", "POST"])
@needs(Permission.UNIT_MANAGE)
def edit(unit_id: int) -> ResponseReturnValue:
    form = MembersForm()
    if form.validate_on_submit():
        with keeping_input(form):
            with database().transaction() as session:
                unit = unit_queries.the_unit(session, actor(), unit_id)
                unit_members.set_members(session, unit, form.terms(), actor=actor(), now=now())
            return done(gettext("所含单位已登记。"), "units.show", unit_id=unit_id)
    return _show(unit_id, form, NewMemberForm(formdata=None, from_on=None))


def _show(unit_id: int, form: MembersForm, new: NewMemberForm) -> ResponseReturnValue:
    text = request.args.get("q", "").strip()[:60]
    with database().reading() as session:
        unit = unit_queries.the_unit(session, actor(), unit_id)
        members = unit_queries.members_of(session, unit_id)
        held = {row.member_id for row, _ in members}
        choices = unit_queries.units_like(session, actor(), unit.jurisdiction_id, text, but=(unit_id, *held))
        new.unit.choices = choices
        if not form.is_submitted() or not form.members.entries:
            form.show(MemberTerm(row.member_id, row.from_on, row.to_on) for row, _ in members)
        page = render_template(
            "units/members.html", unit=unit, form=form, new=new, names={str(body.id): body.name for _, body in members},
            text=text, choices=choices, offers=queries.offers(session, unit, today()), held=held,
        )  # fmt: skip
    return page, max(status_of(form), status_of(new))


@bp.post("/add")
@needs(Permission.UNIT_MANAGE)
def add(unit_id: int) -> ResponseReturnValue:
    form = NewMemberForm()
    form.unit.choices = []
    if form.validate_on_submit():
        with keeping_input(form):
            with database().transaction() as session:
                unit = unit_queries.the_unit(session, actor(), unit_id)
                body = unit_queries.the_unit(session, actor(), form.unit.data)
                offer = queries.Offer("", "", form.from_on.data, ((body.id, body.name),))
                unit_members.take_members(session, unit, offer, actor=actor(), now=now())
            return done(gettext("已增加所含单位。"), "units.members.edit", unit_id=unit_id)
    return _show(unit_id, MembersForm(formdata=None), form)


@bp.post("/take")
@needs(Permission.UNIT_MANAGE)
def take(unit_id: int) -> ResponseReturnValue:
    """Take the members from one of the lists that are offered."""
    key = request.form.get("list", "")
    with database().transaction() as session:
        unit = unit_queries.the_unit(session, actor(), unit_id)
        offer = next((offer for offer in queries.offers(session, unit, today()) if offer.key == key), None)
        if offer is None:
            raise Conflict("这份名单已不再提供，可能刚才已有其他人按名单增加过，请刷新页面查看。")
        number = unit_members.take_members(session, unit, offer, actor=actor(), now=now())
    return done(gettext("已按名单增加 %(n)s 个单位。", n=number), "units.members.edit", unit_id=unit_id)
