"""提醒记录: every message that was meant for somebody and how it fared; what failed first, to be sent again."""

from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from tracker.message_labels import DELIVERIES, rung_words
from tracker.models import Digest, User
from tracker.notify.channels import Carries, Channel
from tracker.notify.letters import Letter, word_of_the_day
from tracker.notify.letters import letter as letter_of
from tracker.notify.registry import open_channels
from tracker.queries import messages as queries
from tracker.queries.digests import contents_of, tally_of
from tracker.queries.messages import MessageFilter
from tracker.rules.digests import MessageStatus
from tracker.rules.masking import masked_email
from tracker.rules.permissions import Permission
from tracker.rules.phones import masked_phone
from tracker.rules.reminders import Ladder
from tracker.services import messages
from tracker.web.context import actor, database, now, services, today
from tracker.web.filters import asked_choice, asked_day, chips_of, options_of, select_field
from tracker.web.forms.answering import done
from tracker.web.guards import may_open, needs
from tracker.web.paging import asked_id, asked_page, here, pager

bp = Blueprint("messages", __name__, url_prefix="/reminders")


@bp.get("")
@needs(Permission.REMINDER_READ)
def index() -> ResponseReturnValue:
    chosen = MessageFilter(
        request.args.get("q", "").strip()[:60], asked_choice(MessageStatus, "status"), asked_choice(Ladder, "ladder"),
        from_on=asked_day("from"), to_on=asked_day("to"), matter=asked_id("matter"),
    )  # fmt: skip
    with database().reading() as session:
        page = queries.messages(session, actor(), chosen, asked_page())
        failed = queries.failed(session, actor(), chosen.text, asked_page("failed"))
        return render_template(
            "messages/index.html", rows=page.rows, page=pager(page), failed=failed, failed_page=pager(failed, "failed"),
            fields=_fields(chosen), chips=_chips(chosen), **_words(),
        )  # fmt: skip


@bp.get("/<int:notice_id>")
@needs(Permission.REMINDER_READ)
def show(notice_id: int) -> ResponseReturnValue:
    with database().reading() as session:
        message = queries.the_message(session, actor(), notice_id)
        opens = may_open(message.notice.path, actor())
        return render_template("messages/show.html", message=message, row=message.notice, opens=opens, **_words())


@bp.get("/digests/<int:digest_id>")
@needs(Permission.REMINDER_READ)
def digest(digest_id: int) -> ResponseReturnValue:
    """What the mail says, or said; and how it went out."""
    with database().reading() as session:
        found = queries.the_digest(session, actor(), digest_id)
        deliveries = queries.deliveries_of(session, digest_id)
        letter = _letter(session, found)
        return render_template("messages/digest.html", digest=found, deliveries=deliveries, letter=letter, **_words())


@bp.post("/deliveries/<int:delivery_id>/resend")
@needs(Permission.REMINDER_RESEND)
def resend(delivery_id: int) -> ResponseReturnValue:
    with database().transaction() as session:
        delivery = queries.the_delivery(session, actor(), delivery_id)
        messages.resend(session, delivery, {channel.name for channel in _channels()}, actor=actor(), now=now())
        digest_id = delivery.digest_id
    return done(gettext("已安排重新发送，将在发送时段内发出。"), "messages.digest", digest_id=digest_id)


def _channels() -> tuple[Channel, ...]:
    return open_channels(services().settings.notify_urls)


def _letter(session: Session, found: Digest) -> Letter:
    base_url = services().settings.base_url
    if found.user_id is not None:
        return letter_of(contents_of(session, [found.id], today())[found.id], base_url)
    name = found.key.split(":")[1]
    scope = next((channel.scope for channel in _channels() if channel.name == name), None)
    return word_of_the_day(tally_of(session, found.day, scope), base_url)


def _words() -> dict[str, Any]:
    """What the templates of this room may say."""
    carries = {channel.name: channel.carries for channel in _channels()}

    def address_of(user: User | None, channel: str) -> str:
        """Where a person is reached over the channel, masked; empty for a group, and where no address is needed."""
        carried = carries.get(channel, Carries.MAIL)
        if user is None or carried not in (Carries.MAIL, Carries.SMS):
            return ""
        if carried is Carries.SMS:
            return masked_phone(user.phone) if user.phone else ""
        return masked_email(user.email) if user.email else ""

    return {"known": set(carries), "address_of": address_of, "rung": rung_title, "words": DELIVERIES}


def rung_title(name: str) -> str:
    """The rung in words."""
    words, number = rung_words(name)
    return gettext(words).format(n=number)


def _fields(chosen: MessageFilter) -> list[dict[str, Any]]:
    return [
        {
            "name": "q",
            "label": gettext("关键词"),
            "kind": "search",
            "value": chosen.text,
            "placeholder": gettext("单位、姓名或登录名"),
        },
        select_field("status", gettext("状态"), chosen.status, options_of(MessageStatus)),
        select_field("ladder", gettext("提醒事项"), chosen.ladder, options_of(Ladder)),
        {"name": "from", "label": gettext("从哪天"), "kind": "date", "value": chosen.from_on},
        {"name": "to", "label": gettext("到哪天"), "kind": "date", "value": chosen.to_on},
    ]


def _chips(chosen: MessageFilter) -> list[tuple[str, str]]:
    said = {
        "q": chosen.text,
        "from": gettext("从 %(day)s", day=chosen.from_on) if chosen.from_on else "",
        "to": gettext("到 %(day)s", day=chosen.to_on) if chosen.to_on else "",
        "matter": gettext("同一事项") if chosen.matter else "",
    }
    typed = [(text, here(**{name: None, "page": None})) for name, text in said.items() if text]
    return chips_of(status=chosen.status, ladder=chosen.ladder) + typed
