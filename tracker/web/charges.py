"""分管领导 of a unit: named and ended by the office, on a page beside the unit's; and an overview of all units."""

from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import SelectField
from wtforms.validators import InputRequired

from tracker.models import Membership
from tracker.queries.charges import ChargeFilter, charge_rows, charges_of, leaders_for, the_charge
from tracker.queries.scope import found
from tracker.queries.units import the_unit
from tracker.rules.permissions import Permission
from tracker.services import charges
from tracker.web.context import actor, database, now, today
from tracker.web.filters import select_field
from tracker.web.forms.answering import done, keeping_input, status_of
from tracker.web.guards import needs
from tracker.web.paging import asked_page, here, pager

bp = Blueprint("charges", __name__)


class ChargeForm(FlaskForm):
    post = SelectField(_("分管领导"), [InputRequired(_("请选择分管领导。"))], coerce=int)


_SET = {"no": False, "yes": True}


@bp.get("/units/charges")
@needs(Permission.CHARGE_SET)
def overview() -> ResponseReturnValue:
    """Every unit with the leaders in charge of it, those without one first."""
    chosen = ChargeFilter(request.args.get("q", "").strip()[:60], _SET.get(request.args.get("set", "")))
    with database().reading() as session:
        page = charge_rows(session, actor(), chosen, today(), asked_page())
    return render_template("charges/overview.html", rows=page.rows, page=pager(page), fields=_fields(chosen), chips=_chips(chosen))


def _choices() -> dict[bool, str]:
    return {False: gettext("未定"), True: gettext("已登记")}


def _fields(chosen: ChargeFilter) -> list[dict[str, Any]]:
    now_set = next((name for name, is_set in _SET.items() if is_set is chosen.is_set), "")
    options = [(name, _choices()[is_set]) for name, is_set in _SET.items()]
    return [
        {
            "name": "q",
            "label": gettext("关键词"),
            "kind": "search",
            "value": chosen.text,
            "placeholder": gettext("单位或者领导姓名"),
        },
        select_field("set", gettext("分管领导"), now_set, options),
    ]


def _chips(chosen: ChargeFilter) -> list[tuple[str, str]]:
    words = {
        "q": gettext("关键词：%(text)s", text=chosen.text) if chosen.text else "",
        "set": "" if chosen.is_set is None else _choices()[chosen.is_set],
    }
    return [(text, here(**{name: None, "page": None})) for name, text in words.items() if text]


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
