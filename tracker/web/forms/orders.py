"""Forms about supervision orders: issue, answer, judge; and about what they want put right."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import ClassVar

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from werkzeug.datastructures import FileStorage
from wtforms import (
    DateField,
    FieldList,
    Form,
    FormField,
    IntegerField,
    MultipleFileField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from tracker.labels import label
from tracker.models import Evidence, Task
from tracker.rules.orders import Proposal
from tracker.rules.statuses import AssignmentState, CheckMethod, OrderKind, OrderLevel
from tracker.sentences import order_reason
from tracker.services.files import NewFile
from tracker.services.order_limits import POLICY
from tracker.services.orders import ItemText, carrying_units, finished_units
from tracker.web.context import today

BLANK_ITEMS = 3


class _BoxInput(CheckboxInput):
    """One box of several: where one must be ticked the server says so, since `required` on each would ask for them all."""

    validation_attrs: ClassVar[list[str]] = ["disabled"]


class SelectMultipleCheckboxField(SelectMultipleField):
    """Several of a few, each with a box to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = _BoxInput()


class ItemLine(Form):
    """One thing to be put right; an empty line counts for nothing."""

    text = StringField(_("整改事项"), [Length(max=500)])
    due_on = DateField(_("整改期限"), [Optional()])


class OrderForm(FlaskForm):
    """A new order about a task; the units to choose from are those that carry it, each with the level that the rule proposes."""

    unit = RadioField(_("承办单位"), [InputRequired(_("请选择承办单位。"))], coerce=int)
    kind = RadioField(_("种类"), [InputRequired(_("请选择催办单或督办单。"))], default=OrderKind.URGE.value)
    level = RadioField(_("级别"), default="")
    level_reason = TextAreaField(_("不按建议级别的理由"), [Length(max=500)])
    demand = TextAreaField(_("办理要求"), [InputRequired(_("请写明办理要求。")), Length(max=2000)])
    limit_days = IntegerField(_("答复期限（工作日）"), [Optional(), NumberRange(1, 60, _("请填写 1 到 60 之间的整数。"))])
    sign_by = DateField(_("签收期限"), [Optional()])
    items = FieldList(FormField(ItemLine), min_entries=BLANK_ITEMS, max_entries=20, label=_("整改事项"))

    def offer(self, task: Task, proposals: Mapping[int, Proposal], sign_by: date) -> None:
        """Fill in the choices for the task, who has finished last; the kind is first what the strictest proposal calls for."""
        names = {share.unit_id: share.unit.name for share in task.assignments}
        finished = finished_units(task)
        words = {unit: proposal_words(proposal) for unit, proposal in proposals.items()}
        words |= dict.fromkeys(finished, gettext(label(AssignmentState.DONE)))
        units = sorted(carrying_units(task), key=finished.__contains__)
        self.unit.choices = [(unit, f"{names[unit]}　{words[unit]}") for unit in units]
        self.kind.choices = [(kind.value, gettext(label(kind))) for kind in OrderKind]
        self.level.choices = [("", gettext("按建议")), *((level.value, _level_words(level)) for level in OrderLevel)]
        if self.is_submitted():
            return
        self.sign_by.data = sign_by
        if any(proposal.level is not OrderLevel.BLUE for proposal in proposals.values()):
            self.kind.data = OrderKind.SUPERVISION.value

    def texts(self) -> tuple[ItemText, ...]:
        """The things to be put right that were filled in."""
        lines = [line.form for line in self.items]
        return tuple(ItemText(line.text.data.strip(), line.due_on.data) for line in lines if (line.text.data or "").strip())


def proposal_words(proposal: Proposal) -> str:
    """The proposed level with its reason: 建议黄色：已有催办单或督办单到期未办理."""
    reason = order_reason(proposal.reason_code, POLICY.grave_after_days, gettext)
    return gettext("建议%(level)s：%(reason)s", level=gettext(label(proposal.level)), reason=reason)


def _level_words(level: OrderLevel) -> str:
    return gettext("%(level)s（%(n)s 个工作日内答复）", level=gettext(label(level)), n=POLICY.limits[level])


class AnswerForm(FlaskForm):
    reply = TextAreaField(_("答复"), [InputRequired(_("请写明办理情况。")), Length(max=5000)])


class ReasonForm(FlaskForm):
    reason = TextAreaField(_("理由"), [InputRequired(_("请写明理由。")), Length(max=2000)])


class CloseForm(FlaskForm):
    reason = TextAreaField(_("了结说明"), [InputRequired(_("请写明了结的理由，如已按要求办结。")), Length(max=2000)])


class ReturnForm(FlaskForm):
    """Back to the unit, with a new limit."""

    reason = TextAreaField(_("退回理由"), [InputRequired(_("请写明退回理由，让单位知道补什么、怎么改。")), Length(max=2000)])
    due_on = DateField(_("新的期限"), [InputRequired(_("请填写新的期限，如 2025-11-30。"))])

    def validate_due_on(self, field: DateField) -> None:
        if field.data and field.data < today():
            raise ValidationError(gettext("新的期限不能早于今天。"))


class ItemForm(FlaskForm):
    text = TextAreaField(_("整改事项"), [InputRequired(_("请写明整改事项的内容。")), Length(max=500)])
    due_on = DateField(_("整改期限"), [Optional()])


class ReportForm(FlaskForm):
    """What the unit put right, with the files that show it."""

    reply = TextAreaField(_("整改情况"), [InputRequired(_("请写明整改情况。")), Length(max=5000)])
    cited = SelectMultipleCheckboxField(_("引用已报送的佐证材料"), coerce=int)
    files = MultipleFileField(_("另行上传"))

    def offer(self, evidence: Iterable[Evidence]) -> None:
        """Fill in the files that can be cited."""
        self.cited.choices = [(item.id, item.name) for item in evidence]

    def uploads(self) -> tuple[NewFile, ...]:
        """The files that were picked; a browser sends an empty part where none was."""
        picked = [file for file in self.files.data or [] if isinstance(file, FileStorage) and file.filename]
        return tuple(NewFile(file.filename or "", file.read()) for file in picked)


class VerifyForm(FlaskForm):
    """How the office made sure, and what it found."""

    method = RadioField(_("核查方式"), [InputRequired(_("请选择核查方式。"))])
    finding = TextAreaField(_("核查情况"), [InputRequired(_("请写明核查情况。")), Length(max=2000)])

    def offer(self) -> None:
        """Fill in the ways of checking."""
        self.method.choices = [(method.value, gettext(label(method))) for method in CheckMethod]
