"""Log in, log out, change one's password."""

from typing import cast
from urllib.parse import urlsplit

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import UserMixin, current_user, login_user, logout_user

from tracker.models import User
from tracker.rules.permissions import Actor
from tracker.services import accounts
from tracker.web import formats
from tracker.web.context import actor, database, now, today
from tracker.web.forms.account import LogInForm, PasswordForm
from tracker.web.forms.answering import done, keeping_input, status_of
from tracker.web.guards import LOGGED_IN, PUBLIC, needs
from tracker.web.navigation import home

bp = Blueprint("account", __name__)


class Visitor(UserMixin):
    """Who is logged in: values only, read afresh at each request, so that an ended post ends at once."""

    def __init__(self, user: User, actor: Actor) -> None:
        self.id = _session_id(user)
        self.actor = actor
        self.must_change_password = user.must_change_password
        held = [gettext("%(unit)s%(role)s", unit=m.unit.name, role=formats.label(m.role)) for m in user.memberships]
        lent = [
            gettext("代%(name)s%(role)s", name=post.held_for.name, role=formats.label(post.role))
            for post in actor.posts
            if post.held_for
        ]
        self.email, self.phone = user.email, user.phone
        self.post = formats.listed(dict.fromkeys([*held, *lent]))


def _session_id(user: User) -> str:
    """The user's id with a part of the password's hash: a changed password ends every other session."""
    return f"{user.id}:{user.password_hash[-12:]}"


def load_visitor(session_id: str) -> Visitor | None:
    """The visitor of a session, or None where it has ended."""
    user_id = session_id.partition(":")[0]
    with database().reading() as reading:
        found = accounts.actor_of(reading, int(user_id), today()) if user_id.isdigit() else None
        if found is None:
            return None
        user = reading.get_one(User, found.user_id)
        return Visitor(user, found) if _session_id(user) == session_id else None


@bp.get("/")
@needs(LOGGED_IN)
def index() -> ResponseReturnValue:
    return redirect(url_for(home(actor())))


@bp.route("/login", methods=["GET", "POST"])
@needs(PUBLIC)
def log_in() -> ResponseReturnValue:
    if request.method == "GET" and current_user.is_authenticated:
        return redirect(_next_page())
    form = LogInForm()
    if form.validate_on_submit():
        with database().transaction() as writing:
            user = accounts.authenticate(writing, form.login.data.strip(), form.password.data, request.remote_addr or "", now=now())
            visitor = Visitor(user, Actor(user.id, user.name)) if user else None
        if visitor is not None:
            session.clear()
            session.permanent = True
            login_user(visitor)
            return redirect(_next_page())
        form.password.errors = [gettext("登录名或密码不正确；连续输错 5 次将暂停登录 30 分钟。")]
    return render_template("account/log_in.html", form=form), 400 if form.errors else 200


def _next_page() -> str:
    """Where the visitor wanted to go, if that lies within this application; else the first page."""
    wanted = request.args.get("next", "")
    parts = urlsplit(wanted)
    if wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and not parts.netloc:
        return wanted
    return url_for("account.index")


@bp.post("/logout")
@needs(LOGGED_IN)
def log_out() -> ResponseReturnValue:
    logout_user()
    session.clear()
    return redirect(url_for("account.log_in"))


@bp.route("/password", methods=["GET", "POST"])
@needs(LOGGED_IN)
def password() -> ResponseReturnValue:
    form = PasswordForm()
    if form.validate_on_submit():
        with keeping_input(form):
            visitor = _with_new_password(form)
            if visitor is not None:
                login_user(visitor)
                return done(gettext("密码已修改。"), "account.index")
            form.old.errors = [gettext("现在的密码不正确。")]
    return render_template("account/password.html", form=form), status_of(form)


def _with_new_password(form: PasswordForm) -> Visitor | None:
    """The visitor as known by the new password; None where the old one is wrong."""
    with database().transaction() as writing:
        user = writing.get_one(User, cast(int, actor().user_id))
        right = accounts.authenticate(writing, user.login, form.old.data, request.remote_addr or "", now=now())
        if right is None:
            return None
        accounts.change_password(writing, user, form.new.data, actor=actor(), now=now())
        return Visitor(user, current_user.actor)
