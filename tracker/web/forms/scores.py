"""What is filled in about scores: the stretch of days, reasons, remarks and answers."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import DateField, HiddenField, TextAreaField
from wtforms.validators import InputRequired, Length

_SHORT = Length(max=2000)


class TermForm(FlaskForm):
    from_on = DateField(_("起始日期"), [InputRequired(_("请填写起始日期，如 2025-01-01。"))])
    to_on = DateField(_("截止日期"), [InputRequired(_("请填写截止日期，如 2025-12-31。"))])


class SwitchForm(FlaskForm):
    reason = TextAreaField(_("理由和依据"), [InputRequired(_("请写明启用或者停用考核的理由和依据。")), _SHORT])


class WithdrawForm(FlaskForm):
    reason = TextAreaField(_("作废理由"), [InputRequired(_("请写明作废的理由。")), _SHORT])


class ExcludeForm(FlaskForm):
    matter = HiddenField(validators=[InputRequired()])
    reason = TextAreaField(_("不计的理由"), [InputRequired(_("请写明不计这一项的理由。")), _SHORT])


class RemarkForm(FlaskForm):
    text = TextAreaField(_("意见"), [InputRequired(_("请写明意见和依据。")), _SHORT])


class AnswerForm(FlaskForm):
    text = TextAreaField(_("答复"), [InputRequired(_("请写明答复。")), _SHORT])
