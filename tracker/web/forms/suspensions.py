from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import DateField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from tracker.services.suspensions import Ruling


class RulingForm(FlaskForm):
    """Why, and by which document: what every decision of the director about a task's standing asks for."""

    reason = TextAreaField(_("理由"), [InputRequired(_("请写明理由。")), Length(max=2000)])
    approval = StringField(_("批准文件"), [InputRequired(_("请注明批准文件，如会议纪要或者批示的名称和文号。")), Length(max=200)])

    def ruling(self) -> Ruling:
        """What was decided."""
        return Ruling(self.reason.data, self.approval.data)


class SuspendForm(RulingForm):
    pass


class ResumeTaskForm(RulingForm):
    due_on = DateField(_("恢复后的时限"), [Optional()])


class MergeForm(RulingForm):
    successor = SelectField(_("并入的任务"), [InputRequired(_("请选择并入的任务。"))], coerce=int)
