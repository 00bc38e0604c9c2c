"""What every view works with: the database, the storage, the clock, the actor; and what every template may say."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from flask import Flask, current_app, g, request, url_for
from flask_babel import gettext
from flask_login import current_user
from sqlalchemy import select

from tracker import __version__, act_labels, edition_words
from tracker.config import Settings
from tracker.db import Database
from tracker.queries import adjustments, approvals, coordination, disputes, indicators, objections, opinions, requests
from tracker.queries.inbox import unread_query
from tracker.queries.lights import LightClock, light_clock
from tracker.queries.reviews import QueueFilter
from tracker.queries.reviews import waiting_query as reports_waiting
from tracker.rules.days import official_day
from tracker.rules.lights import LightPolicy
from tracker.rules.permissions import Actor, Permission, holds
from tracker.rules.workdays import WorkCalendar
from tracker.services.calendars import work_calendar
from tracker.storage import Storage
from tracker.web import formats
from tracker.web.navigation import navigation


@dataclass(frozen=True)
class Services:
    """What the application was started with."""

    settings: Settings
    database: Database
    storage: Storage


def services() -> Services:
    return cast(Services, current_app.extensions["tracker"])


def database() -> Database:
    return services().database


def storage() -> Storage:
    return services().storage


def now() -> datetime:
    """The instant of this request, read once, so that everything it does bears one time."""
    if "now" not in g:
        g.now = services().settings.clock.now()
    return cast(datetime, g.now)


def today() -> date:
    """The day of this request."""
    return official_day(now())


def actor() -> Actor:
    """Who is logged in, with the posts held today."""
    return cast(Actor, current_user.actor)


def calendar() -> WorkCalendar:
    """The work calendar as it stands in this request; read once."""
    if "work_calendar" not in g:
        with database().reading() as session:
            g.work_calendar = work_calendar(session)
    return cast(WorkCalendar, g.work_calendar)


def clock() -> LightClock:
    """What the lights of this request depend on; read once."""
    if "light_clock" not in g:
        policy = LightPolicy()
        soon_until = calendar().add(today(), policy.soon_workdays)
        with database().reading() as session:
            g.light_clock = light_clock(session, today(), soon_until, policy)
    return cast(LightClock, g.light_clock)


def register(app: Flask) -> None:
    """Give every template the words, formats and navigation it may use."""
    formats.install(app)
    app.jinja_env.globals.update(
        move_title=lambda subject, name: gettext(act_labels.move_title(subject, name)), order_number=formats.order_number,
        notice_number=formats.notice_number,
        change_title=lambda change: gettext(edition_words.change_title(change)), change_tone=edition_words.TONES.__getitem__,
        document_name=formats.document_name, is_estimated=lambda day: calendar().is_provisional(day),
    )  # fmt: skip
    app.context_processor(_frame)


def _frame() -> dict[str, object]:
    if not current_user.is_authenticated:
        return {"version": __version__, "nav": [], "viewer": None, "notice": _notice(), "home_url": "/"}
    top, below = navigation(actor(), request.endpoint or "", _counts())
    return {
        "version": __version__,
        "nav": top,
        "subnav": below,
        "viewer": {
            "id": current_user.actor.user_id,
            "name": current_user.actor.name,
            "post": current_user.post or gettext("还没有任职，请联系安全管理员。"),
            "links": _own_links(),
            "logout_url": url_for("account.log_out"),
        },
        "search_url": url_for("search.index") if holds(actor(), Permission.TASK_READ) else None,
        "notice": _notice(),
        "home_url": "/",
    }


def _own_links() -> list[tuple[str, str]]:
    """What the menu under the reader's name leads to."""
    links = [(gettext("帮助"), url_for("help.index")), (gettext("修改密码"), url_for("account.password"))]
    if holds(actor(), Permission.DELEGATION_MAKE):
        links.insert(0, (gettext("AB角与代理"), url_for("delegations.index")))
    if holds(actor(), Permission.TASK_READ):
        links.insert(0, (gettext("日历订阅"), url_for("calendar_feeds.index")))
    if holds(actor(), Permission.CALENDAR_READ):
        links.insert(0, (gettext("放假安排"), url_for("calendars.index")))
    return links


_PAPERS = {
    "requests.index": requests.waiting_query,
    "adjustments.index": adjustments.waiting_query,
    "objections.index": objections.waiting_query,
    "disputes.index": disputes.waiting_query,
    "opinions.index": opinions.waiting_query,
    "coordination.index": coordination.waiting_query,
}


def _counts() -> dict[str, int]:
    """What waits for the reader behind an entry of the navigation; one statement."""
    asked = {"inbox.index": unread_query(actor())}
    if holds(actor(), Permission.UPDATE_REVIEW):
        asked["reviews.index"] = reports_waiting(actor(), QueueFilter())
    if holds(actor(), Permission.UPDATE_APPROVE):
        asked["approvals.index"] = approvals.waiting_query(actor())
    if holds(actor(), Permission.INDICATOR_REVIEW) or holds(actor(), Permission.INDICATOR_APPROVE):
        asked["indicators.index"] = indicators.waiting_query(actor())
    if holds(actor(), Permission.EXTENSION_DECIDE) or holds(actor(), Permission.EXTENSION_ASK):
        asked |= {endpoint: query(actor()) for endpoint, query in _PAPERS.items()}
    with database().reading() as session:
        return dict(zip(asked, session.execute(select(*(query.scalar_subquery() for query in asked.values()))).one(), strict=True))


def _notice() -> str:
    fixed = services().settings.fixed_today
    return gettext("演示环境：日期固定为 %(day)s，内容均为虚构。", day=fixed.isoformat()) if fixed else ""
