"""Upload a plan's document or paste its text, correct what was read of the plan itself, and issue it."""

from collections.abc import Iterable

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import DateField, Field, IntegerField, SelectChoice, SelectField, StringField, TextAreaField, ValidationError
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from tracker.models import Plan
from tracker.rules.giving_out import LONGEST_ACKNOWLEDGE_DAYS
from tracker.services.plans import HeaderCorrection
from tracker.web.forms.measures import names

PASTE_LIMIT = 500_000
PASTED_NAME = "粘贴的方案.txt"


class UploadForm(FlaskForm):
    """A file, or the text of one; where both are given the file is read."""

    document = FileField(_("方案文件"))
    text = TextAreaField(_("或者粘贴方案全文"), [Length(max=PASTE_LIMIT, message=_("粘贴的文字太长，请把它存成文件再上传。"))])

    def validate_document(self, field: Field) -> None:
        if not field.data and not (self.text.data or "").strip():
            raise ValidationError(gettext("请选择方案文件，或者在下面粘贴方案全文。"))

    def content(self) -> tuple[bytes, str]:
        """The bytes to read, and the name under which to keep them."""
        if self.document.data:
            return self.document.data.read(), self.document.data.filename
        text = self.text.data.replace("\r\n", "\n").strip()
        title = next(iter(text.split("\n")), "").strip()
        return text.encode(), f"{title[:60]}.txt" if title else PASTED_NAME


class IssueForm(FlaskForm):
    """How long units have to sign; and, where a second person has to agree, what to tell them."""

    acknowledge_days = IntegerField(
        _("签收期限（工作日）"), [Optional(), NumberRange(1, LONGEST_ACKNOWLEDGE_DAYS, _("签收期限须在 1 到 30 个工作日之间。"))]
    )
    note = TextAreaField(_("说明"), [Length(max=1000)])


class HeaderForm(FlaskForm):
    """What the plan says of itself."""

    title = StringField(_("方案标题"), [InputRequired(_("请填写方案标题。")), Length(max=300)])
    document_number = StringField(_("发文字号"), [Length(max=100)])
    issuers = StringField(_("发文机关"), [Length(max=300)])
    document_date = DateField(_("成文日期"), [Optional()])
    sunset = TextAreaField(_("有效期"), [Length(max=300)])

    def correction(self) -> HeaderCorrection:
        """What the form says, as the service takes it."""
        return HeaderCorrection(
            title=self.title.data,
            document_number=self.document_number.data or None,
            issuers=names(self.issuers.data),
            document_date=self.document_date.data,
            sunset=self.sunset.data or None,
        )


def header_form(plan: Plan) -> HeaderForm:
    """The form of a plan, filled with what was read."""
    read = {name: getattr(plan, name) for name in ("title", "document_number", "document_date", "sunset")}
    return HeaderForm(formdata=None, data={**read, "issuers": "、".join(plan.issuers)})


class ChecklistForm(FlaskForm):
    """The task whose evidence is held against a list; 0 for none."""

    task_id = SelectField(_("对应的任务"), coerce=int)

    def offer(self, tasks: Iterable[tuple[int, str]]) -> None:
        """Let one of these tasks be chosen, or none."""
        none = SelectChoice("0", gettext("（不对应任何一项任务）"))
        self.task_id.choices = [none, *(SelectChoice(str(task_id), title) for task_id, title in tasks)]
