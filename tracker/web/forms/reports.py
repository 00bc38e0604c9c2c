from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import DateField
from wtforms.validators import InputRequired


class DrawForm(FlaskForm):
    as_of = DateField(_("截止日期"), [InputRequired(_("请填写截止日期，如 2025-11-30。"))])
