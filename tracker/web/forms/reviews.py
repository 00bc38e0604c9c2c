from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import DateField, SelectField, TextAreaField, ValidationError
from wtforms.validators import InputRequired, Length, Optional

from tracker.models import Update
from tracker.web.context import calendar, today
from tracker.web.forms.ratings import rating_choices

DAYS_TO_MEND = 3  # working days, offered and not imposed


class AcceptForm(FlaskForm):
    note = TextAreaField(_("采信意见"), [Length(max=2000)])


class VerdictForm(AcceptForm):
    """Accepting the report of a unit, with what the office finds of how the work goes."""

    rating = SelectField(_("办公室核定"), [Optional()], default="")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rating.choices = rating_choices()


def verdict_form(update: Update) -> VerdictForm:
    """The form to accept the report by; it begins with how its unit rates the work itself."""
    return VerdictForm(formdata=None, data={"rating": update.self_rating.value if update.self_rating else ""})


class ReturnForm(FlaskForm):
    reason = TextAreaField(_("退回理由"), [InputRequired(_("请写明退回理由，让单位知道补什么、怎么改。")), Length(max=2000)])
    mend_by = DateField(_("补正期限"), [Optional()])

    def validate_mend_by(self, field: DateField) -> None:
        if field.data and field.data < today():
            raise ValidationError(gettext("补正期限不能早于今天。"))


def return_form() -> ReturnForm:
    """The form to return a report by; it begins with the days that are usually given."""
    return ReturnForm(formdata=None, data={"mend_by": calendar().add(today(), DAYS_TO_MEND)})
