"""When a service refuses what a form asked for: the same form again, with the sentence, and nothing of the input lost.

    form = ClosingForm()
    if form.validate_on_submit():
        with keeping_input(form):
            with database().transaction() as session:
                closures.close(session, …)
            return done(gettext("已销号。"), "tasks.show", task_id=task_id)
    return render_template("tasks/show.html", form=form), status_of(form)

Not caught here, and so answered by `web/errors.py`: what the actor may not do (403) and what is not there (404).
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from tracker.errors import Conflict, InvalidInput
from tracker.intake import IntakeError
from tracker.rules.refusals import RuleViolation
from tracker.web.errors import message_of

_STATUS: dict[type[Exception], int] = {InvalidInput: 400, RuleViolation: 409, Conflict: 409, IntakeError: 422}


@contextmanager
def keeping_input(form: FlaskForm) -> Iterator[None]:
    """Run the block; a refusal inside it ends the block and becomes a sentence at the head of the form."""
    try:
        yield
    except tuple(_STATUS) as error:
        form.form_errors.append(message_of(error))
        form.refused = next(status for kind, status in _STATUS.items() if isinstance(error, kind))


def status_of(form: FlaskForm) -> int:
    """The status of a page that shows the form: of the refusal, 400 for input that cannot be right, 200 for a form not sent."""
    return getattr(form, "refused", None) or (400 if form.errors else 200)


def told_apart(forms: Mapping[str, Any]) -> dict[str, Any]:
    """The same forms, for one page that shows several of them: the ids of their fields begin with the form's own name, so that each
    label belongs to its own field. What they are sent as stays the same.
    """
    for name, form in forms.items():
        for field in form:
            if field.short_name == field.id:
                field.id = f"{name}-{field.short_name}"
                field.label.field_id = field.id
    return dict(forms)


def undoable(message: str, back: str, **fields: str) -> dict[str, object]:
    """A message for `done` with a button 撤销 that posts the fields to the address `back`, where the reverse is carried out."""
    return {"text": message, "undo": back, "fields": fields}


def done(message: str | dict[str, object], endpoint: str, **values: Any) -> ResponseReturnValue:
    """The answer to what was carried out: on to a page that says so."""
    flash(message, "success")  # type: ignore[arg-type]  # the session keeps whatever JSON can hold
    return redirect(url_for(endpoint, **values))
