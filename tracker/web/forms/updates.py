"""What a unit fills in to report, and what its head answers."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from werkzeug.datastructures import FileStorage
from wtforms import DateField, HiddenField, IntegerField, MultipleFileField, RadioField, SelectField, TextAreaField, ValidationError
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from tracker.labels import label
from tracker.rules.statuses import UpdateKind
from tracker.services.updates import NARRATIVE_LIMIT, Progress
from tracker.web.context import today
from tracker.web.forms.ratings import rating_choices, rating_of

_length = Length(max=NARRATIVE_LIMIT, message=_("每栏不超过 5000 字，请精简；详情可作为佐证材料上传。"))


class UpdateForm(FlaskForm):
    """The report of one period. `progress` gives what can be kept of it, right or not."""

    kind = RadioField(_("本期情况"), [InputRequired(_("请选择本期有无进展。"))], default=UpdateKind.PROGRESS.value)
    percent = IntegerField(_("完成比例（%）"), [Optional(), NumberRange(0, 100)])
    narrative = TextAreaField(_("进展情况"), [_length])
    problems = TextAreaField(_("存在问题"), [_length])
    next_step = TextAreaField(_("下一步打算"), [_length])
    self_rating = SelectField(_("本单位自评"), [Optional()], default="")
    files = MultipleFileField(_("佐证材料"))
    photos = MultipleFileField(_("拍照上传"))
    fact_on = DateField(_("材料所反映的日期"), [Optional()])
    began_from = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = [(kind.value, gettext(label(kind))) for kind in UpdateKind]
        self.self_rating.choices = rating_choices()

    def validate(self, extra_validators: Any = None) -> bool:
        """As in WTForms, with one sentence for a figure that is missing, no number or out of range."""
        is_valid = bool(super().validate(extra_validators))
        is_missing = self.percent.data is None and self.kind.data == UpdateKind.PROGRESS
        if self.percent.errors or is_missing:
            self.percent.errors = [gettext("请填写 0 到 100 之间的整数。")]
        return is_valid and not is_missing

    def validate_fact_on(self, field: DateField) -> None:
        if field.data and field.data > today():
            raise ValidationError(gettext("材料所反映的日期不能晚于今天。"))

    def progress(self, before: Progress) -> Progress:
        """What was typed, with the words and figures of `before` in place of those that cannot be right."""
        is_new = self.kind.data == UpdateKind.PROGRESS or bool(self.kind.errors)
        percent = before.percent if self.percent.errors or self.percent.data is None or not is_new else self.percent.data
        return Progress(
            kind=before.kind if self.kind.errors else UpdateKind(self.kind.data),
            percent=percent,
            narrative=before.narrative if self.narrative.errors else self.narrative.data or "",
            problems=before.problems if self.problems.errors else self.problems.data or "",
            next_step=before.next_step if self.next_step.errors else self.next_step.data or "",
            self_rating=before.self_rating if self.self_rating.errors else rating_of(self.self_rating),
        )

    def chosen_files(self) -> list[FileStorage]:
        """The files that were picked; a browser sends an empty part where none was."""
        picked = [*(self.files.data or []), *(self.photos.data or [])]
        return [file for file in picked if isinstance(file, FileStorage) and file.filename]


class SendBackForm(FlaskForm):
    reason = TextAreaField(_("退回理由"), [InputRequired(_("请写明退回理由。")), Length(max=2000)])
