"""帮助: the manual in the browser, what to do on a page (怎么办), and the tour for the first time (第一次使用)."""

from datetime import timedelta

from flask import Blueprint, Flask, make_response, redirect, render_template, request, send_from_directory, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user

from tracker.errors import NotFound
from tracker.rules.permissions import Actor
from tracker.web import manual
from tracker.web.context import actor
from tracker.web.forms.answering import done
from tracker.web.guards import LOGGED_IN, needs
from tracker.web.help_texts import HELP
from tracker.web.navigation import home
from tracker.web.tours import tour_of

bp = Blueprint("help", __name__, url_prefix="/help")

_SEEN_FOR = timedelta(days=400)  # the longest that browsers keep a cookie
_PICTURES_FOR = timedelta(days=1)


@bp.get("")
@needs(LOGGED_IN)
def index() -> ResponseReturnValue:
    """The chapters with their parts."""
    return render_template("help/index.html", chapters=manual.chapters().values(), has_tour=tour_of(actor()) is not None)


@bp.get("/<chapter>")
@needs(LOGGED_IN)
def show(chapter: str) -> ResponseReturnValue:
    """One chapter, and the ones before and after it."""
    titles = list(manual.chapters())
    if chapter not in titles:
        raise NotFound("手册里没有这一章，请从目录中选择。")
    at = titles.index(chapter)
    before, after = (next(iter(around), None) for around in (titles[:at][-1:], titles[at + 1 :]))
    return render_template("help/show.html", chapter=manual.chapters()[chapter], before=before, after=after)


@bp.get("/pictures/<picture>")
@needs(LOGGED_IN)
def picture(picture: str) -> ResponseReturnValue:
    """A picture of the manual."""
    return send_from_directory(manual.pictures_dir(), picture, max_age=int(_PICTURES_FOR.total_seconds()))


@bp.post("/tour")
@needs(LOGGED_IN)
def tour() -> ResponseReturnValue:
    """Put the tour away, or bring it back; kept in the browser for this account, for it is of no use to anybody else."""
    if request.form.get("show"):
        answer = make_response(redirect(url_for("account.index")))
        answer.delete_cookie(_cookie(actor()))
        return answer
    answer = make_response(done(gettext("不再显示“第一次使用”。要再看，请点右上角姓名下的“帮助”。"), "account.index"))
    answer.set_cookie(_cookie(actor()), "seen", max_age=_SEEN_FOR, httponly=True, samesite="Lax", secure=request.is_secure)
    return answer


def _cookie(of: Actor) -> str:
    return f"tour_{of.user_id}"


def register(app: Flask) -> None:
    """Tell every template what to do on its page, and on the first page of a post the tour until it is put away."""
    app.context_processor(_on_this_page)


def _on_this_page() -> dict[str, object]:
    if not current_user.is_authenticated:
        return {}
    endpoint = request.endpoint or ""
    shows_tour = endpoint == home(actor()) and _cookie(actor()) not in request.cookies
    return {"page_help": HELP.get(endpoint), "tour": tour_of(actor()) if shows_tour else None}
