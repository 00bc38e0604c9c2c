from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import DateField, SelectField, StringField
from wtforms.validators import InputRequired, Length


class HandoverForm(FlaskForm):
    """Who receives the post, on which day, and why. The people offered are those that were searched for."""

    receiver = SelectField(_("接收人"), [InputRequired(_("请选择接收人。"))], coerce=int, validate_choice=False)
    handed_on = DateField(_("移交日期"), [InputRequired(_("请填写日期，如 2025-11-30。"))])
    reason = StringField(_("原因"), [InputRequired(_("请写明移交的原因，如岗位调整、退休。")), Length(max=200)])
