"""What is filled in about reports: which to draw up, their text, reasons, the file that is put back."""

from collections.abc import Mapping, Sequence
from datetime import date

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import DateField, FileField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from tracker.reports.edited import Text
from tracker.rules.report_kinds import ReportKind, ReportScope
from tracker.services.report_drawing import PARTS
from tracker.services.report_edits import BODY_LIMIT, TITLE_LIMIT

Parts = Mapping[str, Sequence[tuple[int, str]]]  # sections, units and tasks of a plan, by the name of their field of ReportScope

# What each kind is for, for who has to choose.
PURPOSES = {
    ReportKind.REPORT: _("报送领导：整个方案的进展、问题、整改要求。"),
    ReportKind.BULLETIN: _("发各承办单位：整个方案的进度和存在问题。"),
    ReportKind.SPECIAL: _("只写一个领域、一个单位或者一项任务：督查情况、结论、整改清单。"),
    ReportKind.BRIEF: _("报送领导，只写一项任务：进展、滞后原因、请示事项。"),
    ReportKind.MONTHLY: _("截止日期所在的月：先列数据，再写变化。"),
    ReportKind.QUARTERLY: _("截止日期所在的季度：数据、变化和走势。"),
    ReportKind.YEARLY: _("截止日期所在的年度，报送上级。"),
    ReportKind.UNIT_YEARLY: _("一个单位的年度报告，由这个单位署名。"),
}
_GROUPS = {"section_id": _("按领域"), "unit_id": _("按单位"), "task_id": _("按任务")}
_WHOLE = ""
_SHOWN = 60  # characters of a title in the list


class DrawForm(FlaskForm):
    """A paper of one kind: as of which day, on what. Of `parts` only what the kind takes is offered."""

    kind = HiddenField()
    about = SelectField(_("报告范围"), default=_WHOLE)
    as_of = DateField(_("截止日期"), [InputRequired(_("请填写截止日期，如 2025-11-30。"))])

    def __init__(self, kind: ReportKind, parts: Parts, as_of: date) -> None:
        super().__init__(data={"as_of": as_of})
        self.kind.data = kind.value
        taken = PARTS.get(kind, ())
        groups = {
            str(_GROUPS[name]): [(f"{name}:{number}", title[:_SHOWN]) for number, title in parts.get(name, ())] for name in taken
        }
        nothing = (_WHOLE, gettext("请选择") if taken else gettext("整个方案"))
        self.about.choices = {nothing[1]: [nothing], **groups} if taken else [nothing]

    def asked_scope(self) -> ReportScope:
        """What of the plan was chosen."""
        name, _sign, number = (self.about.data or "").partition(":")
        return ReportScope(**{name: int(number)}) if number else ReportScope()


class TextForm(FlaskForm):
    """The text of a draft; `began_from` is the version that it was begun from."""

    title = StringField(_("标题"), [InputRequired(_("请填写标题。")), Length(max=TITLE_LIMIT)])
    addressee = StringField(_("主送"), [Length(max=TITLE_LIMIT)])
    body = TextAreaField(_("正文"), [InputRequired(_("请填写正文。")), Length(max=BODY_LIMIT)])
    began_from = HiddenField()

    def text(self) -> Text:
        """What was typed."""
        return Text(self.title.data or "", self.addressee.data or "", self.body.data or "")

    def version(self) -> int:
        """The version that was begun from; 0 for nonsense, which no draft has."""
        return int(self.began_from.data) if (self.began_from.data or "").isdigit() else 0


class ReasonForm(FlaskForm):
    reason = TextAreaField(_("理由"), [InputRequired(_("请写明理由。")), Length(max=500)])


class FinalForm(FlaskForm):
    file = FileField(_("定稿文件"), [InputRequired(_("请选择定稿文件。"))])
