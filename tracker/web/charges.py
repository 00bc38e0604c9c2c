"""分管领导 of a unit: named and ended by the office, on a page beside the unit's."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import SelectField
from wtforms.validators import InputRequired

from tracker.models import Membership
from tracker.queries.charges import charges_of, leaders_for, the_charge
from tracker.queries.scope import found
from tracker.queries.units import the_unit
from tracker.rules.permissions import Permission
from tracker.services import charges
from tracker.web.context import actor, database, now, today
from tracker.web.forms.answering import done, keeping_input, status_of
from tracker.web.guards import needs

bp = Blueprint("charges", __name__)


class ChargeForm(FlaskForm):
    post = SelectField(_("分管领导"), [InputRequired(_("请选择分管领导。"))], coerce=int)


@bp.route("/units/<int:unit_id>/charge", methods=["GET", "POST"])
@needs(Permission.CHARGE_SET)
def index(unit_id: int) -> ResponseReturnValue:
    """Who is in charge of the unit; the office names a leader or ends it."""
    form = ChargeForm()
    with database().reading() as session:
        form.post.choices = leaders_for(session, the_unit(session, actor(), unit_id), today())
    if form.validate_on_submit():
        with keeping_input(form):
            with database().transaction() as session:
                post = found(session.get(Membership, form.post.data))
                charges.put_in_charge(session, the_unit(session, actor(), unit_id), post, actor=actor(), now=now())
            return done(gettext("分管领导已登记。"), "charges.index", unit_id=unit_id)
    with database().reading() as session:
        unit = the_unit(session, actor(), unit_id)
        page = render_template("charges/index.html", unit=unit, form=form, rows=charges_of(session, unit_id, today()))
    return page, status_of(form)


@bp.post("/charges/<int:charge_id>/end")
@needs(Permission.CHARGE_SET)
def end(charge_id: int) -> ResponseReturnValue:
    with database().transaction() as session:
        charge = the_charge(session, actor(), charge_id)
        unit_id = charge.unit_id
        charges.end_charge(session, charge, actor=actor(), now=now())
    return done(gettext("已解除分管。"), "charges.index", unit_id=unit_id)
