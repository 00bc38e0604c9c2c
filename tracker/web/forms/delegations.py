from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import DateField, SelectField, StringField
from wtforms.validators import InputRequired, Length


class DelegationForm(FlaskForm):
    """Who stands in, from when to when, and why."""

    deputy = SelectField(_("代理人"), [InputRequired(_("请选择代理人。"))], coerce=int)
    from_on = DateField(_("起始日"), [InputRequired(_("请填写日期，如 2025-11-30。"))])
    to_on = DateField(_("截止日"), [InputRequired(_("请填写日期，如 2025-11-30。"))])
    reason = StringField(_("原因"), [InputRequired(_("请写明代理的原因，如出差、学习、休假。")), Length(max=200)])
