"""What a unit fills in to ask for more time, and what the office answers."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from werkzeug.datastructures import FileStorage
from wtforms import DateField, MultipleFileField, RadioField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from tracker.services.extensions import Application

GRANT, REFUSE = "grant", "refuse"


class ExtensionForm(FlaskForm):
    asked_due_on = DateField(_("申请延至"), [InputRequired(_("请填写申请延至的日期，如 2026-03-31。"))])
    reason = TextAreaField(_("延期理由"), [InputRequired(_("请写明不能按期完成的原因。")), Length(max=2000)])
    progress = TextAreaField(_("目前进展"), [InputRequired(_("请写明目前进展，以及延期后怎样完成。")), Length(max=2000)])
    files = MultipleFileField(_("证明材料"))

    def application(self) -> Application:
        """What the unit says."""
        return Application(self.asked_due_on.data, self.reason.data, self.progress.data)

    def chosen_files(self) -> list[FileStorage]:
        """The files that were picked; a browser sends an empty part where none was."""
        return [file for file in self.files.data or [] if isinstance(file, FileStorage) and file.filename]


class DecisionForm(FlaskForm):
    """Granted up to a day, or refused with the reason: one form for both."""

    decision = RadioField(_("审批意见"), [InputRequired(_("请选择批准或者不批准。"))])
    due_on = DateField(_("批准延至"), [Optional()])
    note = TextAreaField(_("说明"), [Length(max=2000)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.decision.choices = [(GRANT, gettext("批准延期")), (REFUSE, gettext("不批准"))]

    def validate(self, extra_validators: Any = None) -> bool:
        """As in WTForms; a grant needs its day, a refusal its reason."""
        is_valid = bool(super().validate(extra_validators))
        if self.decision.data == GRANT and self.due_on.data is None:
            self.due_on.errors = [gettext("批准延期须写明延至哪一天，如 2026-03-31。")]
        elif self.decision.data == REFUSE and not (self.note.data or "").strip():
            self.note.errors = [gettext("不批准须写明理由。")]
        else:
            return is_valid
        return False
