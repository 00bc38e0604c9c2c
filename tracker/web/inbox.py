"""Messages: what the reader was told, unread first."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tracker.message_labels import ENDS
from tracker.queries import inbox as queries
from tracker.queries.inbox import InboxFilter
from tracker.services import inbox
from tracker.web.context import actor, database, now
from tracker.web.filters import asked_choice
from tracker.web.forms.answering import done
from tracker.web.guards import LOGGED_IN, needs
from tracker.web.paging import asked_page, pager

bp = Blueprint("inbox", __name__, url_prefix="/inbox")


@bp.get("")
@needs(LOGGED_IN)
def index() -> ResponseReturnValue:
    with database().reading() as session:
        only = asked_choice(InboxFilter, "only") or InboxFilter.OPEN
        page = queries.inbox(session, actor(), asked_page(), only)
        unread = session.scalar(queries.unread_query(actor()))
        return render_template(
            "inbox/index.html", rows=page.rows, page=pager(page), unread=unread, only=only, tabs=_tabs(only), ends=ENDS
        )


def _tabs(only: InboxFilter) -> list[tuple[str, str, bool, None]]:
    titles = {
        InboxFilter.OPEN: gettext("待处理"), InboxFilter.UNREAD: gettext("未读"), InboxFilter.URGENT: gettext("紧急"),
        InboxFilter.ENDED: gettext("已结束"),
    }  # fmt: skip
    return [(title, url_for("inbox.index", only=which), which is only, None) for which, title in titles.items()]


@bp.get("/<int:notice_id>")
@needs(LOGGED_IN)
def read(notice_id: int) -> ResponseReturnValue:
    """Opening a message is reading it: marks it so and goes to the page that it is about."""
    with database().transaction() as session:
        notice = queries.the_notice(session, actor(), notice_id)
        inbox.mark_read(session, notice.id, actor=actor(), now=now())
        path = notice.path
    return redirect(path)


@bp.post("/<int:notice_id>/acknowledge")
@needs(LOGGED_IN)
def acknowledge(notice_id: int) -> ResponseReturnValue:
    """知道了, without going to the page that the message is about; back to the list as it was narrowed."""
    with database().transaction() as session:
        inbox.acknowledge(session, queries.the_notice(session, actor(), notice_id).id, actor=actor(), now=now())
    return redirect(url_for("inbox.index", only=asked_choice(InboxFilter, "only")))


@bp.post("/read")
@needs(LOGGED_IN)
def read_all() -> ResponseReturnValue:
    with database().transaction() as session:
        number = inbox.mark_read(session, actor=actor(), now=now())
    return done(gettext("%(n)s 条消息已标为已读。", n=number), "inbox.index")
