from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import DateField, TextAreaField, ValidationError
from wtforms.validators import InputRequired, Length, Optional

from tracker.web.context import today

DAYS_TO_MEND = 3  # working days, offered and not imposed


class AcceptForm(FlaskForm):
    note = TextAreaField(_("采信意见"), [Length(max=2000)])


class ReturnForm(FlaskForm):
    reason = TextAreaField(_("退回理由"), [InputRequired(_("请写明退回理由，让单位知道补什么、怎么改。")), Length(max=2000)])
    mend_by = DateField(_("补正期限"), [Optional()])

    def validate_mend_by(self, field: DateField) -> None:
        if field.data and field.data < today():
            raise ValidationError(gettext("补正期限不能早于今天。"))
