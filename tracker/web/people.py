"""Accounts, opened and closed by the system administrator; and the posts they hold, given by the security administrator."""

from typing import Any

from flask import Blueprint, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tracker.models import Unit
from tracker.queries import people as queries
from tracker.queries.scope import found
from tracker.rules.permissions import Permission, holds
from tracker.rules.statuses import OFFICE_ROLES, UNIT_ROLES, Role
from tracker.services import accounts
from tracker.web import formats
from tracker.web.context import actor, database, now, today
from tracker.web.forms.answering import done, keeping_input, status_of, undoable
from tracker.web.forms.people import ContactForm, EndPostForm, PersonForm, PostForm
from tracker.web.guards import needs
from tracker.web.paging import asked_page, pager

bp = Blueprint("people", __name__, url_prefix="/people")


@bp.get("")
@needs(Permission.USER_READ)
def index() -> ResponseReturnValue:
    text = request.args.get("q", "").strip()[:60]
    with database().reading() as session:
        page = queries.people(session, actor(), text, asked_page())
        return render_template("people/index.html", rows=page.rows, page=pager(page), text=text, today=today(), **_allowed())


def _allowed() -> dict[str, Any]:
    return {
        "may_manage": holds(actor(), Permission.USER_MANAGE),
        "may_grant": holds(actor(), Permission.ROLE_GRANT),
        "deputised": OFFICE_ROLES | UNIT_ROLES,
        "handed_over": UNIT_ROLES,
    }


@bp.route("/new", methods=["GET", "POST"])
@needs(Permission.USER_MANAGE)
def new() -> ResponseReturnValue:
    form = PersonForm()
    if form.validate_on_submit():
        with keeping_input(form):
            password = accounts.initial_password(form.login.data)
            with database().transaction() as session:
                user = accounts.create_user(
                    session,
                    form.login.data.strip(),
                    form.name.data.strip(),
                    password,
                    actor=actor(),
                    now=now(),
                    email=form.email.data or None,
                    phone=form.phone.data or None,
                )
                user_id = user.id
            return _show(user_id, PostForm(formdata=None), password=password)
    return render_template("people/new.html", form=form), status_of(form)


@bp.get("/<int:user_id>")
@needs(Permission.USER_READ)
def edit(user_id: int) -> ResponseReturnValue:
    return _show(user_id, PostForm(formdata=None))


def _show(user_id: int, form: PostForm, contact: ContactForm | None = None, **shown: Any) -> ResponseReturnValue:
    """The person's page. A new password stands in the answer that made it and nowhere else: it is shown once."""
    text = request.args.get("unit_name", "").strip()[:60]
    with database().reading() as session:
        units = queries.units_named(session, actor(), text, today())
        form.offer([(unit.id, unit.name + formats.bracketed(unit.place)) for unit in units])
        if not form.is_submitted() or form.from_on.data is None:
            form.from_on.data = today()
        person = queries.the_person(session, actor(), user_id)
        contact = contact or ContactForm(formdata=None, obj=person)
        page = render_template(
            "people/edit.html",
            person=person,
            form=form,
            contact=contact,
            unit_name=text,
            units=units,
            today=today(),
            **_allowed(),
            **shown,
        )
    return make_response(page, max(status_of(form), status_of(contact)))


@bp.post("/<int:user_id>/contact")
@needs(Permission.USER_MANAGE)
def set_contact(user_id: int) -> ResponseReturnValue:
    form = ContactForm()
    if form.validate_on_submit():
        with keeping_input(form):
            with database().transaction() as session:
                person = queries.the_person(session, actor(), user_id)
                accounts.set_contact(session, person, email=form.email.data, phone=form.phone.data, actor=actor(), now=now())
            return done(gettext("联系方式已保存。"), "people.edit", user_id=user_id)
    return _show(user_id, PostForm(formdata=None), form)


@bp.post("/<int:user_id>/memberships")
@needs(Permission.ROLE_GRANT)
def add_membership(user_id: int) -> ResponseReturnValue:
    form = PostForm()
    form.offer([])
    if form.validate_on_submit():
        with keeping_input(form):
            with database().transaction() as session:
                user = queries.the_person(session, actor(), user_id)
                unit = found(session.get(Unit, form.unit.data))
                accounts.add_membership(
                    session, user, unit, Role(form.role.data), actor=actor(), now=now(), from_on=form.from_on.data
                )
            return done(gettext("已增加任职。"), "people.edit", user_id=user_id)
    return _show(user_id, form)


@bp.route("/memberships/<int:membership_id>/end", methods=["GET", "POST"])
@needs(Permission.ROLE_GRANT)
def end_membership(membership_id: int) -> ResponseReturnValue:
    form = EndPostForm(data={"to_on": today()})
    if form.validate_on_submit():
        with keeping_input(form):
            with database().transaction() as session:
                membership = queries.the_membership(session, actor(), membership_id)
                accounts.end_membership(session, membership, form.to_on.data, actor=actor(), now=now())
                user_id = membership.user_id
            return done(gettext("任职截止日已登记。"), "people.edit", user_id=user_id)
    with database().reading() as session:
        membership = queries.the_membership(session, actor(), membership_id)
        return render_template("people/end_membership.html", form=form, membership=membership), status_of(form)


@bp.post("/<int:user_id>/active")
@needs(Permission.USER_MANAGE)
def set_active(user_id: int) -> ResponseReturnValue:
    is_active = request.form.get("active") == "yes"
    with database().transaction() as session:
        accounts.set_active(session, queries.the_person(session, actor(), user_id), is_active, actor=actor(), now=now())
    message = gettext("账号已启用。") if is_active else gettext("账号已停用。")
    back = undoable(message, url_for("people.set_active", user_id=user_id), active="no" if is_active else "yes")
    return done(back, "people.edit", user_id=user_id)


@bp.post("/<int:user_id>/password")
@needs(Permission.USER_MANAGE)
def reset_password(user_id: int) -> ResponseReturnValue:
    with database().transaction() as session:
        person = queries.the_person(session, actor(), user_id)
        password = accounts.initial_password(person.login)
        accounts.change_password(session, person, password, actor=actor(), now=now())
    return _show(user_id, PostForm(formdata=None), password=password)
