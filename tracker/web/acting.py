"""What the pages of papers do alike: carry out what a form asks for, and say so on the page that it leads to."""

from collections.abc import Callable, Iterable

from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session

from tracker.rules.refusals import RuleViolation
from tracker.services.moves import Offer
from tracker.web.context import database
from tracker.web.errors import message_of
from tracker.web.forms.answering import done, keeping_input


def carried_out(form: FlaskForm, act: Callable[[Session], str], endpoint: str, **values: object) -> ResponseReturnValue | None:
    """The way on once the act is done, with the sentence that it gives back; None where the form is to be shown again."""
    if form.validate_on_submit():
        with keeping_input(form):
            with database().transaction() as session:
                message = act(session)
            return done(message, endpoint, **values)
    return None


def why_unsigned(offered: Iterable[Offer]) -> str:
    """Why the reader, who signs for the unit, cannot sign the paper now; nothing where it can be signed, or is not his to sign."""
    lacks = next((offer.lacks for offer in offered if offer.name == "approve"), None)
    return message_of(RuleViolation(lacks)) if lacks else ""
