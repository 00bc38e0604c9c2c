"""What is filled in about indicators: a reading, the course, names that are one."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from werkzeug.datastructures import FileStorage
from wtforms import (
    DateField,
    DecimalField,
    FieldList,
    FormField,
    MultipleFileField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional

from tracker.labels import label
from tracker.models import Evidence
from tracker.rules.curves import IndicatorFacts, Point
from tracker.rules.indicators import IndicatorKind
from tracker.rules.quantities import choices
from tracker.services.indicator_courses import Course
from tracker.services.indicator_readings import LONGEST_NOTE, ReadingSaid
from tracker.web.forms.measures import RowForm
from tracker.web.forms.orders import SelectMultipleCheckboxField

BLANK_POINTS = 3
CITABLE_SHOWN = 10


class ReadingForm(FlaskForm):
    """A reading of an indicator with a number; of a duty without one see `DutyForm`."""

    value = DecimalField(_("读数"), [InputRequired(_("请填写读数，只写数字，如 4.5。"))], places=None)
    quantity_unit = SelectField(_("计量单位"), validate_choice=True)
    fact_on = DateField(_("数据日期"), [InputRequired(_("请填写数据截至哪一天，如 2026-03-31。"))])
    note = TextAreaField(_("数据来源和说明"), [Length(max=LONGEST_NOTE)])
    files = MultipleFileField(_("佐证材料"))
    cited = SelectMultipleCheckboxField(_("选用本单位已报送的材料"), coerce=int)

    def offer(self, facts: IndicatorFacts, sent: Sequence[Evidence]) -> None:
        """Offer the units in which the indicator can be read, and the files that the unit has sent with its reports."""
        self.cited.choices = [(item.id, item.name) for item in sent[:CITABLE_SHOWN]]
        units = choices(facts.quantity_unit)
        if units:
            self.quantity_unit.choices = [(unit, unit) for unit in units]
        else:
            del self.quantity_unit

    def said(self, replaces_id: int | None) -> ReadingSaid:
        """What was read."""
        unit = self.quantity_unit.data if "quantity_unit" in self else None
        return ReadingSaid(self.value.data, self.fact_on.data, self.note.data or "", unit, replaces_id)

    def chosen_files(self) -> list[FileStorage]:
        """The files that were picked; a browser sends an empty part where none was."""
        return [file for file in self.files.data or [] if isinstance(file, FileStorage) and file.filename]


class DutyForm(ReadingForm):
    """A reading of a duty with a date and no number."""

    value = RadioField(_("完成情况"), [InputRequired(_("请选择已完成或者尚未完成。"))], coerce=Decimal)

    def offer(self, facts: IndicatorFacts, sent: Sequence[Evidence]) -> None:
        """Done or not."""
        self.cited.choices = [(item.id, item.name) for item in sent[:CITABLE_SHOWN]]
        self.value.choices = [(Decimal(1), gettext("已完成")), (Decimal(0), gettext("尚未完成"))]
        del self.quantity_unit


class PointForm(RowForm):
    """A point of the curve; without day and value it is none."""

    day = DateField(_("日期"), [Optional()])
    value = DecimalField(_("应达到"), [Optional()], places=None)

    def validate(self, extra_validators: Any = None) -> bool:
        """As in WTForms; a point has both its day and its value."""
        is_valid = bool(super().validate(extra_validators))
        if (self.day.data is None) == (self.value.data is None):
            return is_valid
        self.day.errors = [gettext("节点的日期和应达到的数值须一并填写。")]
        return False


class CourseForm(FlaskForm):
    """How an indicator is read, and its planned curve."""

    kind = RadioField(_("读数口径"), [InputRequired(_("请选择读数口径。"))])
    baseline = DecimalField(_("基期值"), [Optional()], places=None)
    baseline_on = DateField(_("基期日期"), [Optional()])
    points = FieldList(FormField(PointForm), _("序时节点"))
    reason = StringField(_("设定依据"), [InputRequired(_("请写明设定的依据，例如年度计划或者会议纪要的名称。")), Length(max=200)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = [(kind.value, gettext(label(kind))) for kind in IndicatorKind]

    def course(self) -> Course:
        """What the office set."""
        rows = [(row.form.day.data, row.form.value.data) for row in self.points]
        points = tuple(Point(day, value) for day, value in rows if isinstance(day, date) and value is not None)
        return Course(IndicatorKind(self.kind.data), self.baseline.data, self.baseline_on.data, points)


def course_form(facts: IndicatorFacts) -> CourseForm:
    """The form with what is set now, and rows for further points."""
    points: list[dict[str, Any]] = [{"day": point.day, "value": point.value.normalize()} for point in facts.points]
    blank: list[dict[str, Any]] = [{} for _ in range(BLANK_POINTS)]
    return CourseForm(
        data={
            "kind": facts.kind.value,
            "baseline": facts.baseline.normalize() if facts.baseline is not None else None,
            "baseline_on": facts.baseline_on,
            "points": points + blank,
        }
    )


class JoinForm(FlaskForm):
    """Take one name for another."""

    name = StringField(_("指标名称"), [InputRequired(_("请填写指标名称。")), Length(max=120)])
    other = StringField(_("按哪个指标比较"), [InputRequired(_("请填写按哪个指标比较。")), Length(max=120)])
