"""Answer one doubt of a reading."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, IntegerField, StringField, TextAreaField
from wtforms.validators import AnyOf, Optional

from tracker.rules.reading import Answer
from tracker.rules.statuses import AssignmentRole

_NO_SUCH = _("没有这个答复，请从页面上的按钮选择。")


class AnswerForm(FlaskForm):
    """What a button sends: an answer, a role for a unit of the text, or a day."""

    answer = StringField(validators=[Optional(), AnyOf(list(Answer), _NO_SUCH)])
    role = StringField(validators=[Optional(), AnyOf(list(AssignmentRole), _NO_SUCH)])
    into_id = IntegerField(_("已登记的单位"), [Optional()])
    due_on = DateField(_("完成日期"), [Optional()])
    is_ongoing = BooleanField(_("长期坚持，没有完成时限"))
    note = TextAreaField(_("备注"), [Optional()])

    def asks_for_day(self) -> bool:
        """True where a day or 长期坚持 was sent."""
        return bool(self.due_on.data or self.is_ongoing.data)
