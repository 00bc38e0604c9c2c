"""The same indicator across plans: which stand in several, and one of them side by side."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tracker.queries import indicator_comparison as queries
from tracker.queries.indicators import rows_of
from tracker.rules.lights import LightPolicy
from tracker.rules.permissions import Permission, holds
from tracker.services import indicator_aliases
from tracker.web import indicator_page
from tracker.web.context import actor, database, now
from tracker.web.forms.answering import done, keeping_input, status_of
from tracker.web.forms.indicators import JoinForm
from tracker.web.guards import needs
from tracker.web.paging import asked_page, here, pager

bp = Blueprint("comparison", __name__)


@bp.get("/indicators/compare")
@needs(Permission.REPORT_READ)
def index() -> ResponseReturnValue:
    """The indicators that stand in several plans, or those that are looked for by name."""
    words = request.args.get("q", "").strip()
    with database().reading() as session:
        page = queries.groups(session, actor(), words, asked_page())
    return render_template(
        "indicators/groups.html",
        rows=page.rows,
        page=pager(page),
        fields=[{"name": "q", "label": gettext("指标名称"), "kind": "search", "value": words}],
        chips=[(words, here(q=None, page=None))] if words else [],
    )


@bp.get("/indicators/compare/one")
@needs(Permission.REPORT_READ)
def show() -> ResponseReturnValue:
    """One indicator in every plan that has it: `?key=` and `?unit=` as the list gives them; the list where no plan has it."""
    key, unit = request.args.get("key", ""), request.args.get("unit", "")
    with database().reading() as session:
        page = queries.indicators_of_group(session, actor(), key, unit, asked_page())
        if not page.total:
            return redirect(url_for("indicators.comparison.index", q=key))
        return render_template(
            "indicators/compare.html",
            key=key,
            unit=unit,
            rows=rows_of(session, page.rows, now(), LightPolicy()),
            page=pager(page),
            aliases=queries.aliases(session, actor(), key),
            may_join=holds(actor(), Permission.INDICATOR_ADMINISTER),
            words=indicator_page.WORDS,
        )


@bp.route("/indicators/join", methods=["GET", "POST"])
@needs(Permission.INDICATOR_ADMINISTER)
def join() -> ResponseReturnValue:
    """Take one name for another; the form comes filled from the page of the comparison."""
    form = JoinForm(other=request.args.get("other", ""))
    if form.validate_on_submit():
        with keeping_input(form):
            with database().transaction() as session:
                indicator_aliases.join(session, form.name.data, form.other.data, actor=actor(), now=now())
            return done(gettext("已认定为同一指标，今后一并比较。"), "indicators.comparison.index", q=form.other.data)
    with database().reading() as session:
        names = queries.names_beside(session, actor(), request.args.get("other", ""), request.args.get("unit", ""))
    return render_template("indicators/join.html", form=form, names=names, back=url_for("indicators.comparison.index")), status_of(
        form
    )


@bp.post("/indicators/aliases/<int:alias_id>/part")
@needs(Permission.INDICATOR_ADMINISTER)
def part(alias_id: int) -> ResponseReturnValue:
    with database().transaction() as session:
        alias = queries.the_alias(session, actor(), alias_id)
        name = alias.name_key
        indicator_aliases.part(session, alias, actor=actor(), now=now())
    return done(gettext("已取消认定，两个名称分别比较。"), "indicators.comparison.index", q=name)
