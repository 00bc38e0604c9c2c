"""What units and the office fill in about joint tasks: opinions, consolidated reports, matters to coordinate."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import DateField, RadioField, StringField, TextAreaField, ValidationError
from wtforms.validators import InputRequired, Length

from tracker.services.consolidations import TEXT_LIMIT
from tracker.services.opinions import TEXT_LIMIT as OPINION_LIMIT
from tracker.web.context import today
from tracker.web.forms.orders import SelectMultipleCheckboxField


class OpinionForm(FlaskForm):
    stance = RadioField(_("本单位意见"), [InputRequired(_("请选择同意或者有不同意见。"))])
    text = TextAreaField(_("说明"), [Length(max=OPINION_LIMIT, message=_("意见不超过 2000 字，请精简。"))])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stance.choices = [("agree", gettext("同意")), ("dissent", gettext("有不同意见"))]

    def validate_text(self, field: TextAreaField) -> None:
        if self.stance.data == "dissent" and not (field.data or "").strip():
            raise ValidationError(gettext("有不同意见的，请写明意见和依据。"))


class DealingForm(FlaskForm):
    note = TextAreaField(_("处理决定"), [InputRequired(_("请写明如何处理、由谁决定。")), Length(max=2000)])


class ConsolidationForm(FlaskForm):
    text = TextAreaField(_("汇总报告正文"), [Length(max=TEXT_LIMIT, message=_("汇总报告不超过 2 万字，请精简。"))])


class CoordinationForm(FlaskForm):
    matter = TextAreaField(_("分歧事项"), [InputRequired(_("请写明各单位在什么问题上意见不一致。")), Length(max=2000)])
    asked = TextAreaField(_("提请决定的事项"), [InputRequired(_("请写明希望办公室协调决定什么。")), Length(max=2000)])
    units = SelectMultipleCheckboxField(_("涉及单位"), coerce=int)

    def validate_units(self, field: SelectMultipleCheckboxField) -> None:
        if not field.data:
            raise ValidationError(gettext("请至少选择一个涉及的单位。"))


class OutcomeForm(FlaskForm):
    outcome = TextAreaField(_("协调结果"), [InputRequired(_("请写明协调的结果。")), Length(max=2000)])
    decided_by = StringField(_("由谁决定"), [InputRequired(_("请写明由谁或者哪次会议决定。")), Length(max=120)])
    decided_on = DateField(_("决定日期"), [InputRequired(_("请填写决定的日期。"))])

    def validate_decided_on(self, field: DateField) -> None:
        if field.data and field.data > today():
            raise ValidationError(gettext("决定日期不能晚于今天。"))
