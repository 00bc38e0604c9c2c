"""Is the process up, and can it work: for whoever watches the machine."""

from flask import Blueprint
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from tracker.migrate import is_current
from tracker.web.context import database
from tracker.web.guards import PUBLIC, needs

bp = Blueprint("health", __name__)


@bp.get("/healthz")
@needs(PUBLIC)
def healthz() -> ResponseReturnValue:
    return {"ok": True}


@bp.get("/readyz")
@needs(PUBLIC)
def readyz() -> ResponseReturnValue:
    """200 where the database answers and has every migration, 503 otherwise."""
    try:
        ready = is_current(database().engine)
    except SQLAlchemyError:
        ready = False
    return {"ok": ready}, 200 if ready else 503
