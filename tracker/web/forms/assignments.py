from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length


class ResumeForm(FlaskForm):
    reason = TextAreaField(_("继续办理的理由"), [InputRequired(_("请写明还要办什么。")), Length(max=2000)])
