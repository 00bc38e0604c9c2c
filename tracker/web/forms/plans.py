"""Upload a plan's document, correct what was read of a measure, and issue the plan."""

import re
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, DateField, Field, StringField, TextAreaField, ValidationError
from wtforms.validators import InputRequired, Length, Optional

from tracker.models import Task
from tracker.rules.statuses import AssignmentRole
from tracker.services.measures import Correction

NAME_LIMIT = 60
_SEPARATORS = re.compile(r"[、，,;；\s]+")


class UploadForm(FlaskForm):
    document = FileField(_("方案文件"), [FileRequired(_("请选择方案文件。"))])


class IssueForm(FlaskForm):
    """Only the token: everything else was settled when the plan was checked."""


def names(text: str | None) -> tuple[str, ...]:
    """Unit names out of one line, parted by 、 or what people type for it; each once, in order."""
    return tuple(dict.fromkeys(name for name in _SEPARATORS.split(text or "") if name))


def _short_names(_form: FlaskForm, field: Field) -> None:
    for name in names(field.data):
        if len(name) > NAME_LIMIT:
            raise ValidationError(gettext("“%(name)s…”太长，不像一个单位名称；多个单位之间请用“、”隔开。", name=name[:12]))


class MeasureForm(FlaskForm):
    """The office's reading of one measure; its names carry the task's id, for many stand on one page."""

    title = StringField(_("措施标题"), [InputRequired(_("请填写措施标题。")), Length(max=300)])
    lead = TextAreaField(_("牵头单位"), [_short_names])
    responsible = TextAreaField(_("责任单位"), [_short_names])
    supporting = TextAreaField(_("配合单位"), [_short_names])
    due_on = DateField(_("完成时限"), [Optional()])
    is_ongoing = BooleanField(_("长期坚持，没有完成时限"))

    def correction(self) -> Correction:
        """What the form says, as the service takes it."""
        return Correction(
            title=self.title.data,
            lead=names(self.lead.data),
            responsible=names(self.responsible.data),
            supporting=names(self.supporting.data),
            due_on=self.due_on.data,
            is_ongoing=self.is_ongoing.data,
        )


def measure_form(task: Task, *, sent: bool = False) -> MeasureForm:
    """The form of a task: filled with what was read, or with what was sent."""
    prefix = f"m{task.id}"
    if sent:
        return MeasureForm(prefix=prefix)
    return MeasureForm(formdata=None, prefix=prefix, data=_reading(task))


def _reading(task: Task) -> dict[str, Any]:
    units = {role: names_of(task, role) for role in AssignmentRole}
    return {
        "title": task.title,
        **{role.value: "、".join(found) for role, found in units.items()},
        "due_on": task.due_on,
        "is_ongoing": task.is_ongoing,
    }


def names_of(task: Task, role: AssignmentRole) -> list[str]:
    """The units that the task has in a role, each once, in the order of the text."""
    return list(dict.fromkeys(share.unit.name for share in task.assignments if share.role is role))
