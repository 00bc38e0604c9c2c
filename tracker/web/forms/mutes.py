from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import DateField, StringField
from wtforms.validators import InputRequired, Length


class MuteForm(FlaskForm):
    """Until when to be left in peace, and why."""

    to_on = DateField(_("暂停到"), [InputRequired(_("请填写日期，如 2025-11-30。"))])
    reason = StringField(_("原因"), [InputRequired(_("请写明暂停提醒的原因，如已在办理、已与办公室说明。")), Length(max=200)])
