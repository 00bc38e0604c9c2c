"""日历订阅: one's own addresses of due days, and the calendar that is fetched under one, which needs no log-in but the address."""

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tracker.models import Unit
from tracker.queries import calendar_feeds as queries
from tracker.queries.scope import found
from tracker.rules.permissions import Permission
from tracker.services import calendar_feeds
from tracker.web.context import actor, database, now, services
from tracker.web.forms.answering import done
from tracker.web.guards import BY_TOKEN, LOGGED_IN, needs

bp = Blueprint("calendar_feeds", __name__)

TOO_MANY = 429


@bp.get("/calendar-feeds")
@needs(Permission.TASK_READ)
def index() -> ResponseReturnValue:
    """What can be subscribed to, and whether it is."""
    with database().reading() as session:
        feeds = queries.feeds_of(session, actor())
        rows = [(unit, feeds.get(unit.id if unit else None)) for unit in (None, *queries.units_to_feed(session, actor()))]
    return render_template("calendar_feeds/index.html", rows=rows)


@bp.post("/calendar-feeds")
@needs(Permission.TASK_READ)
def make() -> ResponseReturnValue:
    """The new address, told this once: it goes into no flash, which would stay in a cookie, and so there is no redirect."""
    wanted = request.form.get("unit", type=int)
    with database().transaction() as session:
        unit = found(session.get(Unit, wanted)) if wanted else None
        secret, name = calendar_feeds.make(session, unit, actor=actor(), now=now()), unit.name if unit else ""
    return _told(secret, name)


@bp.post("/calendar-feeds/<int:feed_id>/renew")
@needs(LOGGED_IN)
def renew(feed_id: int) -> ResponseReturnValue:
    with database().transaction() as session:
        feed = queries.the_feed(session, actor(), feed_id)
        secret, name = calendar_feeds.renew(session, feed, actor=actor(), now=now()), feed.unit.name if feed.unit else ""
    return _told(secret, name)


def _told(secret: str, unit: str) -> ResponseReturnValue:
    address = f"{services().settings.base_url}{url_for('calendar_feeds.fetch', token=secret)}"
    webcal = f"webcal://{address.partition('://')[2]}"
    return render_template("calendar_feeds/address.html", address=address, webcal=webcal, unit=unit)


@bp.post("/calendar-feeds/<int:feed_id>/revoke")
@needs(LOGGED_IN)
def revoke(feed_id: int) -> ResponseReturnValue:
    with database().transaction() as session:
        calendar_feeds.revoke(session, queries.the_feed(session, actor(), feed_id), actor=actor(), now=now())
    return done(gettext("订阅地址已停用，日历软件下次更新时不再有这些期限。"), "calendar_feeds.index")


@bp.get("/calendar/<token>.ics")
@needs(BY_TOKEN)
def fetch(token: str) -> ResponseReturnValue:
    """The calendar; 304 where the reader has it already, 404 for an address that opens nothing, 429 for one fetched too often."""
    with database().transaction() as session:
        counted = calendar_feeds.count_fetch(session, token, now=now())
    if counted.wait:
        return Response(status=TOO_MANY, headers={"Retry-After": str(int(counted.wait.total_seconds()) + 1)})
    # Not in the transaction that counts: on SQLite others would have to wait for the reading.
    with database().reading() as session:
        body = calendar_feeds.calendar_of(session, counted, services().settings.base_url, now=now())
    answer = Response(body, mimetype="text/calendar", headers={"Cache-Control": "private, no-cache", "X-Robots-Tag": "noindex"})
    answer.add_etag()
    return answer.make_conditional(request)
