"""The ways of sending that the settings name: how each fared, and a message to try one; for the system administrator."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tracker.channel_labels import channel_words
from tracker.notify.channels import Channel
from tracker.notify.registry import open_channels
from tracker.queries import channels as queries
from tracker.rules.permissions import Permission
from tracker.services import channels
from tracker.web.context import actor, database, now, services
from tracker.web.forms.answering import done
from tracker.web.guards import needs

bp = Blueprint("channels", __name__)


def _configured() -> Sequence[Channel]:
    return open_channels(services().settings.notify_urls)


@bp.get("/channels")
@needs(Permission.CHANNEL_READ)
def index() -> ResponseReturnValue:
    configured = _configured()
    scopes = [channel.scope for channel in configured if channel.scope]
    with database().reading() as session:
        fared = queries.fared(session, [channel.name for channel in configured], now())
        unknown = queries.unknown_units(session, scopes)
    rows = [(channel, fared[channel.name]) for channel in configured]
    return render_template("channels/index.html", rows=rows, unknown=unknown)


@bp.post("/channels")
@needs(Permission.CHANNEL_TEST)
def test() -> ResponseReturnValue:
    """Sent between two transactions: a gateway may take its time to answer."""
    channel = channels.channel_named(_configured(), request.form.get("name", ""))
    with database().reading() as session:
        address = channels.address_for_test(session, channel, actor=actor())
    error = channels.send_test(channel, address, services().settings.base_url)
    with database().transaction() as session:
        channels.record_test(session, channel, error, actor=actor(), now=now())
    if error is None:
        return done(gettext("“%(name)s”已收下测试消息，请到接收的一方查看。", name=channel_words(channel.name)), "channels.index")
    flash(gettext("“%(name)s”没有发出测试消息：%(why)s", name=channel_words(channel.name), why=str(error)), "error")
    return redirect(url_for("channels.index"))
