"""What is filled in about reports: which to draw up, their text, reasons, the file that is put back."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import DateField, FileField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from tracker.labels import label
from tracker.reports.edited import Text
from tracker.rules.report_kinds import ReportKind, ReportScope
from tracker.services.report_edits import BODY_LIMIT, TITLE_LIMIT

Parts = Mapping[str, Sequence[tuple[int, str]]]  # sections, units and tasks of a plan, by the name of their field of ReportScope
_GROUPS = {"section_id": _("按领域"), "unit_id": _("按单位"), "task_id": _("按任务")}
_WHOLE = ""
_SHOWN = 60  # characters of a title in the list


class DrawForm(FlaskForm):
    """Which paper, as of which day, on what; `parts` fills the list of what it may be on."""

    kind = SelectField(_("文种"), default=ReportKind.REPORT.value)
    about = SelectField(_("报告范围"), default=_WHOLE)
    as_of = DateField(_("截止日期"), [InputRequired(_("请填写截止日期，如 2025-11-30。"))])

    def __init__(self, parts: Parts | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.kind.choices = [(kind.value, gettext(label(kind))) for kind in ReportKind]
        groups = {
            str(_GROUPS[name]): [(f"{name}:{number}", title[:_SHOWN]) for number, title in found]
            for name, found in (parts or {}).items()
            if found
        }
        self.about.choices = {gettext("整个方案"): [(_WHOLE, gettext("整个方案"))], **groups}

    def asked_kind(self) -> ReportKind:
        """The kind chosen."""
        return ReportKind(self.kind.data)

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
