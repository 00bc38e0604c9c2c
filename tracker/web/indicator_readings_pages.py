"""Readings of an indicator: a new one, and the moves that the page of the indicator offers."""

from collections.abc import Callable

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session

from tracker.errors import NotAllowed
from tracker.models import IndicatorReading
from tracker.queries import indicators as queries
from tracker.queries.evidence import sent_evidence
from tracker.queries.indicators import the_indicator, the_reading, the_reading_file
from tracker.rules.indicators import IndicatorReadingState
from tracker.rules.lights import LightPolicy
from tracker.rules.permissions import Permission
from tracker.services import indicator_files, indicator_readings
from tracker.web import indicator_page
from tracker.web.acting import carried_out
from tracker.web.context import actor, database, now, storage, today
from tracker.web.errors import message_of
from tracker.web.evidence import given_out
from tracker.web.forms.answering import done, keeping_input, status_of
from tracker.web.forms.indicators import DutyForm, ReadingForm
from tracker.web.forms.updates import SendBackForm
from tracker.web.guards import needs
from tracker.web.once import once
from tracker.web.paging import asked_id

bp = Blueprint("readings", __name__)

Act = Callable[[Session, IndicatorReading], None]


@bp.route("/indicators/<int:indicator_id>/readings/new", methods=["GET", "POST"])
@needs(Permission.INDICATOR_REPORT)
@once
def new(indicator_id: int) -> ResponseReturnValue:
    """A new reading; with `?replaces=` one that corrects an accepted one."""
    with database().reading() as session:
        indicator = the_indicator(session, actor(), indicator_id)
        row = queries.rows_of(session, [indicator], now(), LightPolicy())[0]
        task = queries.task_of(session, indicator)
        sent = sent_evidence(session, task.id, actor().units(Permission.INDICATOR_REPORT)) if task else []
    form = DutyForm() if row.facts.target.is_duty else ReadingForm()
    form.offer(row.facts, sent)
    if form.validate_on_submit():
        with keeping_input(form):
            return _entered(indicator_id, form)
    return _form_page(indicator_id, form), status_of(form)


def _entered(indicator_id: int, form: ReadingForm) -> ResponseReturnValue:
    with database().transaction() as session:
        indicator = the_indicator(session, actor(), indicator_id)
        reading = indicator_readings.enter(session, indicator, form.said(asked_id("replaces")), actor=actor(), now=now())
        for file in form.chosen_files():
            indicator_files.attach(session, storage(), reading, file.filename or "", file.read(), actor=actor(), now=now())
        if form.cited.data:
            indicator_files.cite(session, reading, form.cited.data, actor=actor(), now=now())
        is_sent = reading.state is IndicatorReadingState.SUBMITTED
    said = gettext("已报送，办公室采信后计入。") if is_sent else gettext("已送单位负责人审核，同意后报送领导小组办公室。")
    return done(said, "indicators.show", indicator_id=indicator_id)


def _form_page(indicator_id: int, form: ReadingForm) -> str:
    with database().reading() as session:
        indicator = the_indicator(session, actor(), indicator_id)
        task = queries.task_of(session, indicator)
        if not indicator_readings.takes_part(indicator, task, actor=actor()):
            raise NotAllowed(gettext("这项指标不由您的单位登记读数。如确需登记，请联系领导小组办公室。"))
        refusal = indicator_readings.obstacle(indicator, task, actor=actor())
        replaced_id = asked_id("replaces")
        replaced = the_reading(session, actor(), replaced_id) if replaced_id else None
        if not form.is_submitted():
            form.fact_on.data = replaced.fact_on if replaced else today()
        return render_template(
            "indicators/reading.html",
            form=form,
            row=queries.rows_of(session, [indicator], now(), LightPolicy())[0],
            task=task,
            replaced=replaced,
            obstacle=message_of(refusal) if refusal else None,
            words=indicator_page.WORDS,
        )


@bp.post("/indicators/readings/<int:reading_id>/approve")
@needs(Permission.INDICATOR_APPROVE)
def approve(reading_id: int) -> ResponseReturnValue:
    return _carry_out(
        reading_id, FlaskForm(), gettext("已同意并报送，办公室采信后计入。"),
        lambda session, row: indicator_readings.approve(session, row, actor=actor(), now=now()),
    )  # fmt: skip


@bp.post("/indicators/readings/<int:reading_id>/stop")
@needs(Permission.INDICATOR_APPROVE)
def stop(reading_id: int) -> ResponseReturnValue:
    form = SendBackForm()
    return _carry_out(
        reading_id, form, gettext("已退回联络员，可重新登记。"),
        lambda session, row: indicator_readings.stop(session, row, form.reason.data, actor=actor(), now=now()),
    )  # fmt: skip


@bp.post("/indicators/readings/<int:reading_id>/withdraw")
@needs(Permission.INDICATOR_REPORT)
def withdraw(reading_id: int) -> ResponseReturnValue:
    return _carry_out(
        reading_id, FlaskForm(), gettext("已撤回。"),
        lambda session, row: indicator_readings.withdraw(session, row, actor=actor(), now=now()),
    )  # fmt: skip


@bp.post("/indicators/readings/<int:reading_id>/accept")
@needs(Permission.INDICATOR_REVIEW)
def accept(reading_id: int) -> ResponseReturnValue:
    return _carry_out(
        reading_id, FlaskForm(), gettext("已采信，计入指标进度。"),
        lambda session, row: indicator_readings.accept(session, row, actor=actor(), now=now()),
    )  # fmt: skip


@bp.post("/indicators/readings/<int:reading_id>/return")
@needs(Permission.INDICATOR_REVIEW)
def return_reading(reading_id: int) -> ResponseReturnValue:
    form = SendBackForm()
    return _carry_out(
        reading_id, form, gettext("已退回，登记单位会收到消息。"),
        lambda session, row: indicator_readings.return_reading(session, row, form.reason.data, actor=actor(), now=now()),
    )  # fmt: skip


def _carry_out(reading_id: int, form: FlaskForm, message: str, act: Act) -> ResponseReturnValue:
    """Make the move that the form asks for; refused, the page of the indicator again with what was typed."""
    with database().reading() as session:
        indicator_id = the_reading(session, actor(), reading_id).indicator_id

    def made(session: Session) -> str:
        act(session, the_reading(session, actor(), reading_id))
        return message

    answer = carried_out(form, made, "indicators.show", indicator_id=indicator_id)
    return answer or (indicator_page.page(indicator_id, (reading_id, form)), status_of(form))


@bp.get("/indicators/readings/files/<int:reading_file_id>")
@needs(Permission.EVIDENCE_READ)
def download(reading_file_id: int) -> ResponseReturnValue:
    with database().transaction() as session:
        item = the_reading_file(session, actor(), reading_file_id)
        indicator_files.record_reading(session, item, actor=actor(), now=now())
        name, media_type, digest = item.name, item.file.media_type, item.sha256
    return given_out(digest, name, media_type)
