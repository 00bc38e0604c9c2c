"""The web application: parse the request, call one service inside a transaction, answer with a page."""

from collections.abc import Sequence
from datetime import timedelta

from flask import Blueprint, Flask
from flask_babel import Babel
from flask_login import LoginManager
from flask_wtf import CSRFProtect

from tracker.config import Settings
from tracker.connecting import connect
from tracker.resources import resource_dir
from tracker.storage import Storage
from tracker.web import (
    account,
    ad_hoc,
    adjustment_drafts,
    adjustments,
    appearance,
    approvals,
    assignments,
    board,
    bulk,
    calendar_feeds,
    calendars,
    channels,
    charges,
    checkups,
    closures,
    consolidations,
    context,
    coordination,
    delegations,
    disputes,
    doubts,
    editions,
    errors,
    events,
    evidence,
    extensions,
    grid,
    guards,
    handovers,
    health,
    help,
    inbox,
    indicators,
    instructions,
    issue_notices,
    issue_requests,
    jobs,
    joint,
    ladders,
    ledger_imports,
    measures,
    messages,
    metrics,
    mine,
    mutes,
    objections,
    obligations,
    office_ledgers,
    opinions,
    orders,
    past_days,
    people,
    permissions,
    plans,
    readings,
    rechecks,
    reminder_preview,
    reminder_summary,
    report_edits,
    report_moves,
    reporting,
    reports,
    requests,
    reviews,
    saved_views,
    scores,
    search,
    security,
    sheets,
    suspensions,
    tasks,
    timeline,
    units,
    updates,
)
from tracker.web.catalogue import Catalogue

IDLE_LIMIT = timedelta(minutes=30)


def create_app(settings: Settings, *, debug: bool = False) -> Flask:
    """The application for these settings: wiring only."""
    app = Flask(__name__, template_folder=str(resource_dir("templates")), static_folder="static")
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=settings.upload_max,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.base_url.startswith("https://"),
        PERMANENT_SESSION_LIFETIME=IDLE_LIMIT,
        BABEL_DEFAULT_LOCALE="zh_Hans_CN",
        BABEL_DEFAULT_TIMEZONE="Asia/Shanghai",
        WTF_CSRF_TIME_LIMIT=None,  # a form left open over lunch is not lost; the session's own limit stands
        WTF_CSRF_SSL_STRICT=False,
    )
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    app.extensions["tracker"] = context.Services(settings, connect(settings), Storage(settings.storage_dir))
    Babel(app, locale_selector=appearance.locale).domain_instance = Catalogue()
    CSRFProtect(app)
    login = LoginManager(app)
    login.user_loader(account.load_visitor)
    login.login_view = "account.log_in"
    login.login_message = ""
    for module in _blueprints(debug):
        app.register_blueprint(module)
    errors.register(app)
    security.register(app)
    appearance.register(app)
    context.register(app)
    help.register(app)
    guards.register(app)
    return app


def _blueprints(debug: bool) -> Sequence[Blueprint]:
    pages = [
        account.bp, appearance.bp, help.bp, health.bp, board.bp, tasks.bp, plans.bp, editions.bp, readings.bp, doubts.bp,
        measures.bp, reports.bp, report_edits.bp, report_moves.bp,
        mine.bp, assignments.bp, updates.bp, evidence.bp, approvals.bp, reviews.bp, orders.bp, inbox.bp, people.bp, events.bp,
        units.bp, requests.bp, extensions.bp, obligations.bp, instructions.bp, ad_hoc.bp,
        adjustments.bp, adjustment_drafts.bp, closures.bp, rechecks.bp, indicators.bp, reporting.bp,
        disputes.bp, issue_requests.bp, issue_notices.bp,
        suspensions.bp, objections.bp, joint.bp, ladders.bp, charges.bp, consolidations.bp, opinions.bp, coordination.bp, scores.bp,
        sheets.bp, grid.bp, timeline.bp,
        saved_views.bp, bulk.bp, ledger_imports.bp, office_ledgers.bp,
        past_days.bp, delegations.bp, handovers.bp, permissions.bp, jobs.bp, checkups.bp, metrics.bp, calendars.bp, channels.bp,
        calendar_feeds.bp, messages.bp, mutes.bp, reminder_preview.bp, reminder_summary.bp, search.bp,
    ]  # fmt: skip
    if debug:
        from tracker.web import design

        pages.append(design.bp)
    return pages
