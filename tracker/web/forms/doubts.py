"""Answer one doubt of a reading."""

from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, IntegerField, StringField, TextAreaField
from wtforms.validators import AnyOf, Optional

from tracker.rules.reading import Answer
from tracker.rules.statuses import AssignmentRole
from tracker.web.forms.measures import names, short_names

_NO_SUCH = _("没有这个答复，请从页面上的按钮选择。")


class AnswerForm(FlaskForm):
    """What a button sends: an answer, a role for a unit of the text, a day, or units."""

    answer = StringField(validators=[Optional(), AnyOf(list(Answer), _NO_SUCH)])
    role = StringField(validators=[Optional(), AnyOf(list(AssignmentRole), _NO_SUCH)])
    into_id = IntegerField(_("已登记的单位"), [Optional()])
    due_on = DateField(_("完成日期"), [Optional()])
    is_ongoing = BooleanField(_("长期坚持，没有完成时限"))
    lead = StringField(_("牵头单位"), [short_names])
    responsible = StringField(_("责任单位"), [short_names])
    note = TextAreaField(_("备注"), [Optional()])

    def corrected(self) -> dict[str, Any]:
        """What of the measure the answer writes anew: its time limit, or its units; empty for an answer that writes nothing."""
        if self.due_on.data or self.is_ongoing.data:
            return {"due_on": self.due_on.data, "is_ongoing": self.is_ongoing.data}
        if self.lead.data or self.responsible.data:
            return {"lead": names(self.lead.data), "responsible": names(self.responsible.data)}
        return {}
