"""What a leader writes, what is answered to it, and what the office gives out beside the plans."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import DateField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from tracker.labels import label
from tracker.models import Task
from tracker.rules.matter_statuses import InstructionKind, TaskSource
from tracker.rules.statuses import TaskState
from tracker.services.ad_hoc import NewTask
from tracker.web.forms.measures import names, short_names


class InstructionForm(FlaskForm):
    """An instruction on a task; the kinds to choose from are those that its state allows."""

    kind = RadioField(_("批示类型"), [InputRequired(_("请选择批示类型。"))], default=InstructionKind.NOTE.value)
    text = TextAreaField(_("批示内容"), [InputRequired(_("请写明批示内容。")), Length(max=2000)])
    answer_due_on = DateField(_("反馈期限"), [Optional()])

    def offer(self, task: Task) -> None:
        """Fill in the choices for the task."""
        further = InstructionKind.REOPEN if task.state is TaskState.CLOSED else InstructionKind.SPEED_UP
        self.kind.choices = [(kind.value, gettext(label(kind))) for kind in (InstructionKind.NOTE, further)]


class NewInstructionForm(FlaskForm):
    text = TextAreaField(_("批示内容"), [InputRequired(_("请写明批示内容。")), Length(max=2000)])
    answer_due_on = DateField(_("反馈期限"), [Optional()])


class AnswerForm(FlaskForm):
    text = TextAreaField(_("落实情况"), [InputRequired(_("请写明落实情况。")), Length(max=5000)])


class NoteForm(FlaskForm):
    note = TextAreaField(_("办结说明"), [InputRequired(_("请写明办结说明。")), Length(max=2000)])


class AdHocForm(FlaskForm):
    """An ad hoc task; units by name, parted by 、."""

    title = StringField(_("任务名称"), [InputRequired(_("请写明任务名称。")), Length(max=120)])
    text = TextAreaField(_("具体要求"), [InputRequired(_("请写明具体要求。")), Length(max=5000)])
    source = RadioField(_("来源"), [InputRequired(_("请选择来源。"))], default=TaskSource.MEETING.value)
    reference = StringField(_("来源依据"), [Length(max=200)])
    due_on = DateField(_("完成时限"), [InputRequired(_("请填写完成时限，如 2025-11-30。"))])
    lead = StringField(_("牵头单位"), [Length(max=500), short_names])
    responsible = StringField(_("责任单位"), [Length(max=1000), short_names])
    supporting = StringField(_("配合单位"), [Length(max=1000), short_names])
    when = RadioField(_("交办方式"), [InputRequired(_("请选择交办方式。"))], default="now")

    def offer(self, *, at_once: bool) -> None:
        """Fill in the choices; without `at_once` the director's word is waited for in any case."""
        self.source.choices = [(source.value, gettext(label(source))) for source in TaskSource]
        now = [("now", gettext("立即交办"))] if at_once else []
        self.when.choices = [*now, ("later", gettext("报主任审定后交办"))]
        if not at_once and not self.is_submitted():
            self.when.data = "later"

    def given(self, acknowledge_days: int) -> NewTask:
        """What was typed; units sign within so many working days."""
        return NewTask(
            title=self.title.data,
            text=self.text.data,
            source=TaskSource(self.source.data),
            due_on=self.due_on.data,
            lead=names(self.lead.data),
            responsible=names(self.responsible.data),
            supporting=names(self.supporting.data),
            reference=self.reference.data or "",
            acknowledge_days=acknowledge_days,
        )
