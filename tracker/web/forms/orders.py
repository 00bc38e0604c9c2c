from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import DateField, RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length

from tracker.labels import label
from tracker.models import Task
from tracker.rules.statuses import OrderKind


class OrderForm(FlaskForm):
    """A new order about a task; the units to choose from are those that carry it."""

    kind = RadioField(_("种类"), [InputRequired(_("请选择催办单或督办单。"))], default=OrderKind.URGE.value)
    unit = SelectField(_("承办单位"), [InputRequired(_("请选择承办单位。"))], coerce=int)
    demand = TextAreaField(_("办理要求"), [InputRequired(_("请写明办理要求。")), Length(max=2000)])
    reply_due_on = DateField(_("答复期限"), [InputRequired(_("请填写答复期限，如 2025-11-30。"))])

    def offer(self, task: Task) -> None:
        """Fill in the choices for the task."""
        self.kind.choices = [(kind.value, gettext(label(kind))) for kind in OrderKind]
        units = {share.unit_id: share.unit.name for share in task.assignments}
        self.unit.choices = list(units.items())


class ReplyForm(FlaskForm):
    reply = TextAreaField(_("答复"), [InputRequired(_("请写明办理情况。")), Length(max=5000)])


class CloseOrderForm(FlaskForm):
    note = TextAreaField(_("了结说明"), [InputRequired(_("请写明了结的理由，如已按要求办结。")), Length(max=2000)])
