from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from tracker.labels import label
from tracker.rules.giving_out import DisputeKind


class DisputeForm(FlaskForm):
    """What a unit objects to, and why."""

    kind = RadioField(_("异议事项"), [InputRequired(_("请选择异议事项。"))])
    reason = TextAreaField(_("异议理由"), [InputRequired(_("请写明异议理由。")), Length(max=2000)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = [(kind.value, gettext(label(kind))) for kind in DisputeKind]


class UpholdForm(FlaskForm):
    reason = TextAreaField(_("维持理由"), [InputRequired(_("请写明维持交办的理由。")), Length(max=2000)])


class ReassignForm(FlaskForm):
    unit = StringField(_("改由哪个单位承办"), [InputRequired(_("请写明改由哪个单位承办。")), Length(max=160)])
    reason = TextAreaField(_("改办理由"), [InputRequired(_("请写明改由其他单位承办的理由。")), Length(max=2000)])


class RewordForm(FlaskForm):
    text = TextAreaField(_("调整后的表述"), [InputRequired(_("请写明调整后的表述。")), Length(max=5000)])
    reason = TextAreaField(_("调整理由"), [InputRequired(_("请写明调整表述的理由。")), Length(max=2000)])
