"""What the office fills in to verify a task, to strike it off, and to look back at it."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from werkzeug.datastructures import FileStorage
from wtforms import DateField, MultipleFileField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from tracker.labels import label
from tracker.rules.closing import ClosingCheck, recheck_day
from tracker.rules.statuses import CheckMethod
from tracker.services.closures import Conclusion
from tracker.services.files import NewFile, Uploads
from tracker.services.rechecks import POLICY
from tracker.services.verifications import Findings
from tracker.web.context import actor, storage, today
from tracker.web.forms.orders import SelectMultipleCheckboxField

HOLDS, REBOUND = "confirm", "rebound"


def uploads_of(picked: Iterable[Any] | None) -> Uploads:
    """The files that were picked; a browser sends an empty part where none was."""
    files = [file for file in picked or () if isinstance(file, FileStorage) and file.filename]
    return Uploads(storage(), tuple(NewFile(file.filename or "", file.read()) for file in files))


class VerificationForm(FlaskForm):
    """How, by whom and when the office made sure, and what it found."""

    method = RadioField(_("核查方式"), [InputRequired(_("请选择核查方式。"))])
    verified_by = StringField(_("核查人员"), [InputRequired(_("请填写核查人员姓名。")), Length(max=200)])
    verified_on = DateField(_("核查日期"), [InputRequired(_("请填写核查日期，如 2025-11-30。"))])
    finding = TextAreaField(_("核查结果"), [InputRequired(_("请写明核查结果。")), Length(max=2000)])
    files = MultipleFileField(_("核查材料"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.method.choices = [(method.value, gettext(label(method))) for method in CheckMethod]
        if not self.is_submitted():
            self.verified_by.data, self.verified_on.data = actor().name, today()

    def findings(self) -> Findings:
        """What the office found."""
        return Findings(CheckMethod(self.method.data), self.verified_by.data, self.verified_on.data, self.finding.data)

    def uploads(self) -> Uploads:
        """The files that go with it."""
        return uploads_of(self.files.data)


class RecheckForm(VerificationForm):
    """What a look back finds."""

    result = RadioField(_("回头看结果"), [InputRequired(_("请选择回头看的结果。"))])

    def offer(self, *, may_reopen: bool) -> None:
        """Fill in the results that the actor may record: taking a task up again is for the director."""
        self.result.choices = [(HOLDS, gettext("成效巩固，维持销号"))]
        if may_reopen:
            self.result.choices.append((REBOUND, gettext("发现反弹，撤销销号、重新办理")))


class RecheckDayForm(FlaskForm):
    due_on = DateField(_("回头看日期"), [InputRequired(_("请填写回头看的日期，如 2026-02-28。"))])


class CloseForm(FlaskForm):
    """The office's conclusion, with everything it had to make sure of."""

    checks = SelectMultipleCheckboxField(_("逐项核对"))
    reason = TextAreaField(_("核查结论"), [InputRequired(_("请写明核查结论。")), Length(max=2000)])
    completed_on = DateField(_("办结日期"), [InputRequired(_("请填写办结日期，如 2025-11-30。"))])
    recheck_on = DateField(_("回头看日期"), [Optional()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.checks.choices = [(check.value, gettext(label(check))) for check in ClosingCheck]
        if not self.is_submitted():
            self.recheck_on.data = recheck_day(today(), POLICY)

    def conclusion(self) -> Conclusion:
        """What the office concludes."""
        checks = tuple(ClosingCheck(value) for value in self.checks.data or ())
        return Conclusion(self.reason.data, self.completed_on.data, checks, self.recheck_on.data)
