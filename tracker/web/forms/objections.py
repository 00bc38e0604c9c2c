from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length


class ConclusionForm(FlaskForm):
    """Which conclusion is to be looked at again, and why."""

    conclusion = SelectField(_("对哪项结论"), [InputRequired(_("请选择要复核的结论。"))])
    reason = TextAreaField(_("理由和依据"), [InputRequired(_("请写明申请复核的理由和依据。")), Length(max=5000)])


class RulingOnObjectionForm(FlaskForm):
    decision = RadioField(_("复核决定"), [InputRequired(_("请选择维持或者变更。"))])
    reason = TextAreaField(_("决定的理由"), [InputRequired(_("请写明决定的理由；变更的，写明变更后的结论。")), Length(max=5000)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.decision.choices = [("uphold", gettext("维持原结论")), ("change", gettext("变更原结论"))]
