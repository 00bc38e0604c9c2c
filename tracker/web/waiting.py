"""What waits for the reader of the board, each with the page where it is done."""

from dataclasses import dataclass, replace

from flask import url_for
from flask_babel import gettext
from sqlalchemy.orm import Session

from tracker.queries import board
from tracker.queries.instructions import unsettled
from tracker.queries.rechecks import due_count
from tracker.queries.reports import drafts_waiting
from tracker.rules.permissions import Permission, holds
from tracker.web.context import actor, today


@dataclass(frozen=True)
class WaitingItem:
    """So many of something wait; `url` is None where the reader may not open the page. `is_own`: it is the reader's to do."""

    words: str
    number: int
    url: str | None
    unit: str
    is_own: bool = True

    @property
    def said(self) -> str:
        """What waits and how many, in a line of text."""
        return gettext("%(matter)s %(n)s %(unit)s", matter=self.words, n=self.number, unit=self.unit)


def waiting_for(session: Session) -> list[WaitingItem]:
    """Everything that may wait, in the order in which an office does it; with nought where nothing does. A leader's own are the
    instructions that are not settled; the rest is the office's to do.
    """
    if holds(actor(), Permission.UPDATE_REVIEW):
        return [*_of_office(session), _instructions(session)]
    return [_instructions(session), *(replace(item, is_own=False) for item in _of_office(session))]


def _instructions(session: Session) -> WaitingItem:
    return WaitingItem(gettext("未办结的批示"), unsettled(session, actor()), url_for("instructions.index"), gettext("件"))


def _of_office(session: Session) -> list[WaitingItem]:
    found = board.waiting(session, actor())
    paper, matter = gettext("件"), gettext("项")
    items = [
        WaitingItem(gettext("待审核的填报"), found.reports, _reviews(), paper),
        WaitingItem(gettext("申请销号"), found.closures, url_for("tasks.index", state="closure_requested"), matter),
        WaitingItem(gettext("延期申请"), found.extensions, url_for("requests.index", waits="yes"), paper),
        WaitingItem(gettext("承办异议"), found.objections, url_for("disputes.index", waits="yes"), paper),
        WaitingItem(gettext("待受理的协调事项"), found.coordination, url_for("coordination.index", state="submitted"), paper),
        WaitingItem(gettext("已回复的督办事项"), found.answered_orders, url_for("orders.index", state="replied"), paper),
        WaitingItem(gettext("待审定的报告"), drafts_waiting(session, actor()), url_for("reports.index"), paper),
        WaitingItem(gettext("待审定的交办"), found.issues, url_for("plans.index"), paper),
    ]
    if holds(actor(), Permission.TASK_CLOSE):
        due = due_count(session, actor(), today())
        items.append(WaitingItem(gettext("到期的回头看"), due, url_for("rechecks.index", due="yes"), paper))
    return items


def _reviews() -> str | None:
    return url_for("reviews.index") if holds(actor(), Permission.UPDATE_REVIEW) else None
