"""Take a ledger away, bring it back, say which of its cells are taken over."""

from collections.abc import Sequence
from typing import Any

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import Field, HiddenField, SelectChoice, SelectField, StringField, ValidationError
from wtforms.validators import InputRequired, Length

from tracker.labels import period_title

FORMS = [SelectChoice("xlsx", _("Excel（.xlsx）")), SelectChoice("csv", _("CSV（.csv）"))]


class ExportForm(FlaskForm):
    """Which period, and as what file."""

    period = SelectField(_("填报期"))
    sheet_form = SelectField(_("文件格式"), choices=FORMS)

    def __init__(self, periods: Sequence[str], **more: Any) -> None:
        super().__init__(**more)
        self.period.choices = [SelectChoice(period, period_title(period, gettext)) for period in periods]


class LedgerFileForm(FlaskForm):
    """The file that came back."""

    ledger = FileField(_("台账文件"))

    def validate_ledger(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(gettext("请选择要上传的台账文件。"))


class MappingForm(FlaskForm):
    """What the plan of an office's ledger is called; the columns are asked beside it, as many as the ledger has."""

    title = StringField(_("方案名称"), [InputRequired(_("请填写方案名称。")), Length(max=300)])


class ApplyForm(FlaskForm):
    """What was seen, and the cells that were ticked: `share:column`; the page that is seen, or asked for."""

    seen = HiddenField()

    def page(self) -> int:
        """The page asked for, else the one that was seen; 1 for nonsense."""
        asked = request.form.get("page", request.form.get("seen_page", 1, type=int), type=int)
        return max(1, asked)

    def chosen(self) -> set[tuple[int, str]]:
        """The ticked cells; what is no cell counts for nothing."""
        parts = (text.partition(":") for text in request.form.getlist("cell"))
        return {(int(share), column) for share, _, column in parts if share.isdecimal() and len(share) < 12}


class UndoForm(FlaskForm):
    """Nothing but the word."""
