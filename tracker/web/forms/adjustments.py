"""What a unit fills in to ask for an adjustment, one form for each kind, and what the office answers."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, DecimalField, MultipleFileField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from tracker.labels import label
from tracker.models import Adjustment, Task
from tracker.rules.adjustments import AdjustmentGround, AdjustmentKind
from tracker.rules.statuses import OPEN_ASSIGNMENT_STATES
from tracker.services.adjustment_changes import Change, TaskAsks, indicators_of
from tracker.services.files import Uploads
from tracker.web import formats
from tracker.web.forms.closing import uploads_of

GRANT, REFUSE = "grant", "refuse"
PASS, RETURN = "review", "return"


class AdjustmentForm(FlaskForm):
    """What every kind asks for. `asks`: which part of the change each field of the kind's own says."""

    kind: AdjustmentKind
    asks: Mapping[str, str]
    ground = RadioField(_("调整依据"), [InputRequired(_("请选择调整的依据。"))])
    reason = TextAreaField(_("调整理由"), [InputRequired(_("请写明调整理由。")), Length(max=2000)])
    files = MultipleFileField(_("证明材料"))

    def offer(self, task: Task, present: TaskAsks, asked: Adjustment | None = None) -> None:
        """Fill in the choices for the task and, in a form not sent yet, what the draft says."""
        self.ground.choices = [(ground.value, gettext(label(ground))) for ground in AdjustmentGround]
        if asked is not None and not self.is_submitted():
            self.ground.data, self.reason.data = asked.ground.value, asked.reason

    def change(self) -> Change:
        """What is asked for."""
        own = {name: self[field].data for name, field in self.asks.items()}
        return Change(self.kind, AdjustmentGround(self.ground.data), self.reason.data, **own)

    def uploads(self) -> Uploads:
        """The files that go with it."""
        return uploads_of(self.files.data)


class TargetForm(AdjustmentForm):
    kind = AdjustmentKind.TARGET
    asks: Mapping[str, str] = {"indicator_id": "indicator", "value": "value", "value_high": "value_high"}
    indicator = RadioField(_("调整的指标"), [InputRequired(_("请选择要调整的指标。"))], coerce=int)
    value = DecimalField(_("新的目标值"), [InputRequired(_("请填写新的目标值，只写数字，如 4.5。"))], places=None)
    value_high = DecimalField(_("新的上限"), [Optional()], places=None)

    def offer(self, task: Task, present: TaskAsks, asked: Adjustment | None = None) -> None:
        """The indicators of the task that have a figure, each with it: a measure may ask for the same of two groups of people."""
        super().offer(task, present, asked)
        of_task = [item for item in indicators_of(task) if item.value is not None]
        self.indicator.choices = [(item.id, item.name + formats.bracketed(present.targets[item.id])) for item in of_task]
        if asked is not None and not self.is_submitted():
            self.indicator.data, self.value.data, self.value_high.data = asked.indicator_id, asked.new_value, asked.new_value_high


class UnitForm(AdjustmentForm):
    kind = AdjustmentKind.UNIT
    asks: Mapping[str, str] = {"assignment_id": "share", "unit_name": "unit"}
    share = RadioField(_("调整的承办单位"), [InputRequired(_("请选择要调整的承办单位。"))], coerce=int)
    unit = StringField(_("改由哪个单位承办"), [InputRequired(_("请写明改由哪个单位承办。")), Length(max=160)])

    def offer(self, task: Task, present: TaskAsks, asked: Adjustment | None = None) -> None:
        """The shares of the task that are not done."""
        super().offer(task, present, asked)
        shares = [share for share in task.assignments if share.state in OPEN_ASSIGNMENT_STATES]
        self.share.choices = [(share.id, share.unit.name + formats.bracketed(formats.label(share.role))) for share in shares]
        if asked is not None and not self.is_submitted():
            self.share.data, self.unit.data = asked.assignment_id, asked.new_unit.name if asked.new_unit else ""


class WordingForm(AdjustmentForm):
    kind = AdjustmentKind.WORDING
    asks: Mapping[str, str] = {"text": "text"}
    text = TextAreaField(_("调整后的表述"), [InputRequired(_("请写明调整后的表述。")), Length(max=5000)])

    def offer(self, task: Task, present: TaskAsks, asked: Adjustment | None = None) -> None:
        """The text as it is now, to be changed."""
        super().offer(task, present, asked)
        if not self.is_submitted():
            self.text.data = asked.after if asked else present.text


FORMS: dict[AdjustmentKind, type[AdjustmentForm]] = {form.kind: form for form in (TargetForm, UnitForm, WordingForm)}


class FirstLookForm(FlaskForm):
    """What the office thinks of it; given back where it is not complete."""

    result = RadioField(_("初审意见"), [InputRequired(_("请选择初审意见。"))])
    touches_goal = BooleanField(_("涉及方案总体目标或者总体进度"))
    note = TextAreaField(_("说明"), [InputRequired(_("请写明初审的理由；退回的，写明要补充什么。")), Length(max=2000)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.result.choices = [(PASS, gettext("初审通过，提请审批")), (RETURN, gettext("退回单位补充"))]


class DecisionForm(FlaskForm):
    """Granted, naming the approving document where one is needed, or refused with the reason."""

    decision = RadioField(_("审批意见"), [InputRequired(_("请选择批准或者不批准。"))])
    approval = StringField(_("批准文件"), [Length(max=200)])
    note = TextAreaField(_("说明"), [Length(max=2000)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.decision.choices = [(GRANT, gettext("批准调整")), (REFUSE, gettext("不批准"))]

    def validate(self, extra_validators: Any = None) -> bool:
        """As in WTForms; a refusal needs its reason."""
        is_valid = bool(super().validate(extra_validators))
        if self.decision.data == REFUSE and not (self.note.data or "").strip():
            self.note.errors = [gettext("不批准须写明理由。")]
            return False
        return is_valid
