"""What a unit fills in to write its own report, and the office to ask for one or no longer."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import DateField, TextAreaField
from wtforms.validators import InputRequired, Length

from tracker.services.occurrences import TEXT_LIMIT


class OwnReportForm(FlaskForm):
    text = TextAreaField(_("报告正文"), [Length(max=TEXT_LIMIT, message=_("报告正文不超过 6 万字，请精简。"))])


class AskForm(FlaskForm):
    due_on = DateField(_("报送时限"), [InputRequired(_("请填写报送时限，如 2025-12-25。"))])


class WithdrawForm(FlaskForm):
    withdrawal = TextAreaField(_("理由"), [InputRequired(_("请写明不再要求的理由。")), Length(max=2000)])
