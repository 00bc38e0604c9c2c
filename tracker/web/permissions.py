"""权限表: who may do what, and why, as the rules have it; for the three administrators to read."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from tracker.rules.permissions import GRANTS, Permission
from tracker.rules.statuses import Role
from tracker.web.guards import needs

bp = Blueprint("permissions", __name__)


@bp.get("/permissions")
@needs(Permission.PERMISSION_READ)
def index() -> ResponseReturnValue:
    return render_template("permissions/index.html", grants=GRANTS, roles=list(Role))
