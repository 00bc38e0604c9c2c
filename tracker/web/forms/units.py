from collections.abc import Iterable

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, FieldList, Form, FormField, HiddenField, IntegerField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from tracker.labels import label
from tracker.models import Unit
from tracker.queries.units import kind_named
from tracker.rules.unit_names import UnitKind, UnitLevel
from tracker.services.unit_members import MemberTerm
from tracker.services.units import Facts

Choices = list[tuple[int, str]]


class UnitForm(FlaskForm):
    """A unit as the register has it. For a new one the kind may be left to its name."""

    place = SelectField(_("地区"), [InputRequired(_("请选择地区。"))], coerce=int, validate_choice=False)
    name = StringField(_("单位名称"), [InputRequired(_("请填写单位名称。")), Length(max=120)])
    official_name = StringField(_("全称"), [Optional(), Length(max=160)])
    kind = SelectField(_("类别"), [Optional()])
    level = SelectField(_("级别"), [Optional()])
    from_on = DateField(_("成立日期"), [Optional()])

    def offer(self, places: Choices, *, is_new: bool) -> None:
        """Fill in the choices."""
        self.place.choices = places
        kinds = [(kind.value, gettext(label(kind))) for kind in UnitKind]
        self.kind.choices = [("", gettext("按名称判断")), *kinds] if is_new else kinds
        same = gettext("与所在地区相同")
        self.level.choices = [("", same), *((level.value, gettext(label(level))) for level in UnitLevel)]

    def show(self, unit: Unit) -> None:
        """Fill in what the register says of the unit."""
        self.place.data, self.name.data, self.official_name.data = unit.jurisdiction_id, unit.name, unit.official_name
        self.kind.data, self.level.data, self.from_on.data = kind_named(unit.kind).value, unit.level or "", unit.from_on

    def facts(self) -> Facts | None:
        """What the form says of the unit; None where the kind is left to its name."""
        if not self.kind.data:
            return None
        level = UnitLevel(self.level.data) if self.level.data else None
        return Facts(UnitKind(self.kind.data), self.official_name.data, level, self.from_on.data)


class UnitNameForm(FlaskForm):
    name = StringField(_("其他名称"), [InputRequired(_("请填写名称。")), Length(max=120)])


class EndUnitForm(FlaskForm):
    """The last day of a unit; the successors offered are those that were searched for."""

    to_on = DateField(_("撤销日期"), [InputRequired(_("请填写日期，如 2025-11-30。"))])
    successor = SelectField(_("承接单位"), [Optional()], coerce=int, validate_choice=False)

    def offer(self, units: Choices) -> None:
        """Fill in the choices; 0 stands for none."""
        self.successor.choices = [(0, gettext("暂无")), *units]


class JoinForm(FlaskForm):
    into = IntegerField(_("并入的单位"), [InputRequired(_("请选择要并入的单位。")), NumberRange(1, 2**31 - 1)])


class MemberForm(Form):
    """One member in the list; without a token of its own."""

    unit_id = HiddenField()
    is_member = BooleanField(_("保留"), default=True)
    from_on = DateField(_("起始日期"), [Optional()])
    to_on = DateField(_("截止日期"), [Optional()])


class MembersForm(FlaskForm):
    """The members of a collective unit with their days; one that is not ticked is no member, nor ever was."""

    members = FieldList(FormField(MemberForm))

    def terms(self) -> list[MemberTerm]:
        """The members that are kept."""
        kept = [entry.form for entry in self.members if entry.form.is_member.data and entry.form.unit_id.data.isdecimal()]
        return [MemberTerm(int(form.unit_id.data), form.from_on.data, form.to_on.data) for form in kept]

    def show(self, members: Iterable[MemberTerm]) -> None:
        """Fill in the members."""
        for member in members:
            self.members.append_entry({"unit_id": member.unit_id, "from_on": member.from_on, "to_on": member.to_on})


class NewMemberForm(FlaskForm):
    """A further member, out of those that were searched for."""

    unit = SelectField(_("单位"), [InputRequired(_("请选择单位。"))], coerce=int, validate_choice=False)
    from_on = DateField(_("起始日期"), [Optional()])
