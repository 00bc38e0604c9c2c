"""Every page says which permission it needs; one that says nothing is refused, and a test walks them all."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from flask import Flask, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.exceptions import HTTPException

from tracker.errors import NotAllowed
from tracker.rules.permissions import Actor, Permission, holds

View = TypeVar("View", bound=Callable[..., Any])

# BY_TOKEN: who asks is told by the secret in the address, which the view itself has looked up; any other gets 404.
PUBLIC, LOGGED_IN, BY_TOKEN = "public", "logged_in", "by_token"


def needs(requirement: Permission | str) -> Callable[[View], View]:
    """Mark a view with the permission it needs, or PUBLIC, LOGGED_IN, or BY_TOKEN."""

    def mark(view: View) -> View:
        cast(Any, view).required = requirement
        return view

    return mark


def requirement_of(endpoint: str) -> Permission | str | None:
    """What the view behind an endpoint was marked with; None for an unmarked one."""
    return getattr(current_app.view_functions[endpoint], "required", None)


def may_open(path: str, actor: Actor) -> bool:
    """Whether the posts of the actor open the page at this path of the application; its row may still be another's."""
    try:
        endpoint, _numbers = current_app.url_map.bind("localhost").match(path.partition("?")[0], method="GET")
    except HTTPException:
        return False
    requirement = requirement_of(endpoint)
    return requirement in (PUBLIC, LOGGED_IN) or (isinstance(requirement, Permission) and holds(actor, requirement))


def register(app: Flask) -> None:
    """Check the mark before every view. Whether the actor may touch the very row is the service's and the query's to say."""
    app.before_request(_check)


def _check() -> ResponseReturnValue | None:
    endpoint = request.endpoint
    if endpoint is None or endpoint == "static":
        return None
    requirement = requirement_of(endpoint)
    if requirement in (PUBLIC, BY_TOKEN):
        return None
    if not current_user.is_authenticated:
        return current_app.login_manager.unauthorized()  # type: ignore[attr-defined]
    if current_user.must_change_password and endpoint not in ("account.password", "account.log_out"):
        return redirect(url_for("account.password"))
    if requirement == LOGGED_IN:
        return None
    if not isinstance(requirement, Permission) or not holds(current_user.actor, requirement):
        raise NotAllowed("您的岗位没有查看这一页的权限。如工作需要，请联系安全管理员增加任职。")
    return None
