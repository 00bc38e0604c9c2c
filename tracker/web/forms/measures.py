"""Correct what was read of a measure: title, units, clauses, figures and time limits; add a measure, take one out."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.i18n import Translations, translations
from wtforms import (
    BooleanField,
    DateField,
    DecimalField,
    Field,
    FieldList,
    Form,
    FormField,
    HiddenField,
    IntegerField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional, Regexp

from tracker.intake.kinds import DeadlineKind
from tracker.models import Assignment, Clause, Indicator, Task
from tracker.rules.statuses import AssignmentRole
from tracker.services.measures import Correction

NAME_LIMIT = 60
BLANK_ROWS = 2
_SEPARATORS = re.compile(r"[、，,;；\s]+")
_MONTH_DAY = r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$"
_KINDS = [
    SelectChoice("", _("（不填）")),
    SelectChoice(DeadlineKind.DATE.value, _("某一天")),
    SelectChoice(DeadlineKind.MONTH_END.value, _("月底")),
    SelectChoice(DeadlineKind.QUARTER_END.value, _("季末")),
    SelectChoice(DeadlineKind.YEAR_END.value, _("年底")),
    SelectChoice(DeadlineKind.WORKING_DAYS.value, _("若干工作日内")),
    SelectChoice(DeadlineKind.DAYS.value, _("若干日内")),
    SelectChoice(DeadlineKind.RECURRING.value, _("定期")),
    SelectChoice(DeadlineKind.ONGOING.value, _("长期坚持")),
]
_RECURS = [
    SelectChoice("", "—"),
    SelectChoice("yearly", _("每年")),
    SelectChoice("half-yearly", _("每半年")),
    SelectChoice("quarterly", _("每季度")),
    SelectChoice("monthly", _("每月")),
    SelectChoice("weekly", _("每周")),
]
# What stands in the plan is kept as it is printed; only its name is said in the reader's language.
_DAY_KINDS = [
    SelectChoice("", "—"),
    SelectChoice("工作日", _("工作日")),
    SelectChoice("自然日", _("自然日")),
    SelectChoice("日", _("日")),
    SelectChoice("周", _("周")),
    SelectChoice("月", _("月")),
    SelectChoice("年", _("年")),
]
_COMPARISONS = [
    SelectChoice("", "—"),
    SelectChoice(">=", _("不少于")),
    SelectChoice("<=", _("不超过")),
    SelectChoice("=", _("等于")),
]


def names(text: str | None) -> tuple[str, ...]:
    """Unit names out of one line, parted by 、 or what people type for it; each once, in order."""
    return tuple(dict.fromkeys(name for name in _SEPARATORS.split(text or "") if name))


def names_of(shares: Iterable[Assignment], role: AssignmentRole) -> tuple[str, ...]:
    """The units that have the role among these shares, each once, in the order of the text."""
    return tuple(dict.fromkeys(share.unit.name for share in shares if share.role is role))


def short_names(_form: Form, field: Field) -> None:
    """A validator of a list of units: none of its names is as long as a sentence."""
    for name in names(field.data):
        if len(name) > NAME_LIMIT:
            raise ValidationError(gettext("“%(name)s…”太长，不像一个单位名称；多个单位之间请用“、”隔开。", name=name[:12]))


class RowForm(Form):
    """A row of a list within a form; it speaks the reader's language, as the form around it does."""

    class Meta:
        def get_translations(self, _form: Form) -> Translations:
            """The words of the library's own messages."""
            return translations


class UnitsForm(RowForm):
    """Three lists of units."""

    lead = TextAreaField(_("牵头单位"), [short_names])
    responsible = TextAreaField(_("责任单位"), [short_names])
    supporting = TextAreaField(_("配合单位"), [short_names])


class ClauseForm(UnitsForm):
    """A clause: its words as printed, and its units; without words it is none. `at` is the ordinal of the one it stood for."""

    at = HiddenField()
    text = TextAreaField(_("事项原文"))


class FigureForm(RowForm):
    """A figure; without a name it is none. `id` is that of the indicator it corrects."""

    id = HiddenField()
    name = StringField(_("指标"), [Length(max=200)])
    comparison = SelectField(_("要求"), choices=_COMPARISONS)
    value = DecimalField(_("数值"), [Optional()], places=None)
    value_high = DecimalField(_("至（区间）"), [Optional()], places=None)
    quantity_unit = StringField(_("计量单位"), [Length(max=40)])
    from_on = DateField(_("自"), [Optional()])
    due_on = DateField(_("至"), [Optional()])


class LimitForm(RowForm):
    """A typed time limit; without a kind it is none. `at` is the place in the measure's list of the one it corrects."""

    at = HiddenField()
    quote = StringField(_("原文词句"), [Length(max=200)])
    kind = SelectField(_("时限类型"), choices=_KINDS)
    due = DateField(_("日期"), [Optional()])
    count = IntegerField(_("期限数"), [Optional(), NumberRange(1, 3660, _("期限数须在 1 到 3660 之间。"))])
    day_kind = SelectField(_("按"), choices=_DAY_KINDS)
    event = StringField(_("起算（何事之后）"), [Length(max=60)])
    recurs = SelectField(_("周期"), choices=_RECURS)
    month_day = StringField(_("月日"), [Optional(), Regexp(_MONTH_DAY, message=_("月日请写成 12-01 的形式。"))])


class MeasureForm(FlaskForm):
    """The office's reading of one measure. Its lists of units are left out where clauses have units of their own."""

    label = StringField(_("编号"), [Length(max=20)])
    title = StringField(_("措施标题"), [InputRequired(_("请填写措施标题。")), Length(max=300)])
    lead = TextAreaField(_("牵头单位"), [short_names])
    responsible = TextAreaField(_("责任单位"), [short_names])
    supporting = TextAreaField(_("配合单位"), [short_names])
    due_on = DateField(_("完成时限"), [Optional()])
    is_ongoing = BooleanField(_("长期坚持，没有完成时限"))
    clauses = FieldList(FormField(ClauseForm), _("事项"))
    figures = FieldList(FormField(FigureForm), _("量化指标"))
    limits = FieldList(FormField(LimitForm), _("文中的时限"))


class NewMeasureForm(FlaskForm):
    """A stretch of the text that is a measure: where it stands, and what was not read of it."""

    start = IntegerField(validators=[InputRequired()])
    end = IntegerField(validators=[InputRequired()])
    label = StringField(_("编号"), [Length(max=20)])
    title = StringField(_("措施标题"), [InputRequired(_("请填写措施标题。")), Length(max=300)])
    lead = TextAreaField(_("牵头单位"), [short_names])
    responsible = TextAreaField(_("责任单位"), [short_names])
    supporting = TextAreaField(_("配合单位"), [short_names])
    due_on = DateField(_("完成时限"), [Optional()])
    is_ongoing = BooleanField(_("长期坚持，没有完成时限"))


class DropForm(FlaskForm):
    reason = TextAreaField(_("为什么不是措施"), [InputRequired(_("请写明为什么不是措施，以后核对的人会看到。")), Length(max=200)])


def correction_of(task: Task, **over: Any) -> Correction:
    """The measure as it was read, in the service's words, with these values in place of the ones read."""
    given: dict[str, Any] = {
        "title": task.title,
        **{role.value: names_of(task.assignments, role) for role in AssignmentRole},
        "due_on": task.due_on,
        "is_ongoing": task.is_ongoing,
        **over,
    }
    return Correction(**given)


def measure_form(task: Task) -> MeasureForm:
    """The form of a measure, filled with what was read, with blank rows for what was not."""
    form = MeasureForm(formdata=None, data=reading_of(task))
    for rows in (form.clauses, form.figures, form.limits):
        for _row in range(BLANK_ROWS):
            rows.append_entry({})
    return form


def reading_of(task: Task) -> dict[str, Any]:
    """What was read of a measure, as the fields of its form."""
    measure = task.measure
    read: dict[str, Any] = {
        "title": task.title,
        "due_on": task.due_on,
        "is_ongoing": task.is_ongoing,
        **_joined(task.assignments),
    }
    if measure is not None:
        read |= {
            "label": measure.label,
            "clauses": [_clause(task, clause) for clause in measure.clauses],
            "figures": [_figure(item) for item in measure.indicators],
            "limits": [_limit(place, item) for place, item in enumerate(measure.deadlines)],
        }
    return read


def _joined(shares: Iterable[Assignment]) -> dict[str, str]:
    held = list(shares)
    return {role.value: "、".join(names_of(held, role)) for role in AssignmentRole}


def _clause(task: Task, clause: Clause) -> dict[str, Any]:
    shares = (share for share in task.assignments if share.clause_id == clause.id)
    return {"at": clause.ordinal, "text": clause.text, **_joined(shares)}


def _figure(item: Indicator) -> dict[str, Any]:
    return {
        "id": item.id, "name": item.name, "comparison": item.comparison or "",
        "value": _short(item.value), "value_high": _short(item.value_high),
        "quantity_unit": item.quantity_unit or "", "from_on": item.from_on, "due_on": item.due_on,
    }  # fmt: skip


def _short(value: Decimal | None) -> Decimal | None:
    """The number without the noughts that the database adds."""
    return None if value is None else Decimal(f"{value.normalize():f}")


def _limit(place: int, item: Mapping[str, Any]) -> dict[str, Any]:
    words = {name: item.get(name) or "" for name in ("quote", "kind", "day_kind", "event", "recurs", "month_day")}
    return {"at": place, **words, "count": item.get("count"), "due": date.fromisoformat(item["due"]) if item.get("due") else None}
