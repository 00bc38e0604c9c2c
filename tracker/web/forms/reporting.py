"""What the office fills in about reporting periods: why no report is asked, in which rhythm units report."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import IntegerField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange

from tracker.labels import label
from tracker.rules.statuses import Cycle


class ReasonForm(FlaskForm):
    reason = TextAreaField(_("理由"), [InputRequired(_("请写明理由。")), Length(max=2000)])


class RhythmForm(ReasonForm):
    cycle = SelectField(_("填报周期"))
    cutoff_day = IntegerField(
        _("截止日"), [InputRequired(_("请填写截止日。")), NumberRange(1, 31, _("截止日须在 1 到 31 之间。"))]
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cycle.choices = [(cycle.value, gettext(label(cycle))) for cycle in Cycle]
