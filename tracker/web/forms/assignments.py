from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length


class ObjectionForm(FlaskForm):
    reason = TextAreaField(_("异议理由"), [InputRequired(_("请写明异议理由。")), Length(max=2000)])


class ResumeForm(FlaskForm):
    reason = TextAreaField(_("继续办理的理由"), [InputRequired(_("请写明还要办什么。")), Length(max=2000)])
