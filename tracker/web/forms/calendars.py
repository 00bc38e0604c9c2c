"""Forms of the work calendar: a year's notice as a file or pasted, and the word to load what was shown."""

from datetime import date
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from werkzeug.datastructures import MultiDict
from wtforms import Field, HiddenField, IntegerField, StringField, TextAreaField, ValidationError
from wtforms.validators import Length, NumberRange, Optional

from tracker.intake.calendar_texts import LONGEST, read_calendar
from tracker.rules.refusals import RuleViolation
from tracker.rules.workdays import YearNotice, year_notice


class CalendarForm(FlaskForm):
    """A file, or the text of the notice; where both are given the file is read."""

    file = FileField(_("放假安排文件"))
    text = TextAreaField(_("或者粘贴通知全文"), [Length(max=LONGEST, message=_("粘贴的文字太长，请只粘贴一年的通知正文。"))])
    year = IntegerField(_("年份"), [Optional(), NumberRange(1949, 9998, _("请写四位数字的年份，如 2027。"))])
    document = StringField(_("文号"), [Length(max=60)])

    def validate_file(self, field: Field) -> None:
        if not field.data and not (self.text.data or "").strip():
            raise ValidationError(gettext("请选择文件，或者在下面粘贴通知全文。"))

    def notice(self) -> YearNotice:
        """The notice that was handed in; RuleViolation where it cannot be read."""
        data = self.file.data.read(LONGEST * 4) if self.file.data else self.text.data
        return read_calendar(data, self.year.data, self.document.data)


class LoadForm(FlaskForm):
    """The word to load the notice that the address names; `mark` is that of the moves that were shown with it."""

    mark = HiddenField()


def parts_of(notice: YearNotice) -> dict[str, Any]:
    """The notice as parts of an address, so that its preview is a page like any other."""
    return {
        "year": notice.year, "document": notice.document, "official": "yes" if notice.official else "no",
        "off": " ".join(day.isoformat() for day in notice.holidays),
        "worked": " ".join(day.isoformat() for day in notice.makeup_days),
    }  # fmt: skip


def notice_of(parts: MultiDict[str, str]) -> YearNotice | None:
    """The notice that the parts make; None where they make none."""
    try:
        days = {name: [date.fromisoformat(day) for day in parts.get(name, "").split()] for name in ("off", "worked")}
        content = {"year": int(parts.get("year", "")), "document": parts.get("document"), "official": parts.get("official") != "no"}
        return year_notice({**content, "holidays": days["off"], "makeup_days": days["worked"]})
    except (ValueError, RuleViolation):
        return None
