"""Forms of what is done with many tasks at once."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import DateField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from tracker.labels import label
from tracker.rules.statuses import AssignmentRole

NOT_ANY_MORE = "none"


class UrgeForm(FlaskForm):
    """One demand and one day for all the orders."""

    demand = TextAreaField(_("办理要求"), [InputRequired(_("请写明办理要求。")), Length(max=2000)])
    reply_due_on = DateField(_("答复期限"), [Optional()])


class DatesForm(FlaskForm):
    """One due date for all the tasks."""

    due_on = DateField(_("新的完成时限"), [InputRequired(_("请填写完成时限。"))])


class UnitsForm(FlaskForm):
    """One unit, and its part in all the tasks."""

    unit = StringField(_("单位"), [InputRequired(_("请填写单位名称。")), Length(max=120)])
    role = RadioField(_("承办方式"), [InputRequired(_("请选择承办方式。"))])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = [(role.value, gettext(label(role))) for role in AssignmentRole]
        self.role.choices = [*roles, (NOT_ANY_MORE, gettext("不再承办"))]

    def chosen_role(self) -> AssignmentRole | None:
        """The role; None where the unit is to be taken off."""
        return None if self.role.data == NOT_ANY_MORE else AssignmentRole(self.role.data)
