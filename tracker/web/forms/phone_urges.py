from datetime import UTC, datetime, time

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import DateField, SelectField, StringField, TextAreaField, TimeField
from wtforms.validators import InputRequired, Length

from tracker.labels import order_number
from tracker.models import SupervisionOrder, Task
from tracker.rules.days import OFFICIAL_ZONE
from tracker.services.orders import carrying_units


class CallForm(FlaskForm):
    """A call that urged a unit: who called whom, when, and what was said."""

    unit = SelectField(_("承办单位"), [InputRequired(_("请选择承办单位。"))], coerce=int)
    order = SelectField(_("所催的单子"), coerce=int, default=0)
    caller = StringField(_("打电话的人"), [InputRequired(_("请写明打电话的人。")), Length(max=60)])
    callee = StringField(_("接电话的人"), [InputRequired(_("请写明接电话的人，如姓名和职务。")), Length(max=60)])
    called_on = DateField(_("通话日期"), [InputRequired(_("请填写通话日期，如 2025-11-30。"))])
    called_time = TimeField(_("通话时间"), [InputRequired(_("请填写通话时间，如 09:30。"))])
    said = TextAreaField(_("通话内容"), [InputRequired(_("请写明说了什么、对方怎么答复。")), Length(max=2000)])

    def offer(self, task: Task, orders: list[SupervisionOrder]) -> None:
        """Fill in the choices for the task."""
        names = {share.unit_id: share.unit.name for share in task.assignments}
        self.unit.choices = [(unit, names[unit]) for unit in carrying_units(task)]
        numbers = [(order.id, order_number(order.kind, order.year, order.number)) for order in orders]
        self.order.choices = [(0, gettext("不针对某一份单子")), *numbers]

    def called_at(self) -> datetime:
        """The instant of the call."""
        return datetime.combine(self.called_on.data, self.called_time.data or time(), OFFICIAL_ZONE).astimezone(UTC)
