from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import DateField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional, Regexp

from tracker.labels import label
from tracker.rules.statuses import Role


class ContactForm(FlaskForm):
    """Where reminders reach a person. Whether a number is a mobile's is for the service to say."""

    email = StringField(
        _("电子邮箱"),
        [Optional(), Length(max=120), Regexp(r"[^@\s]+@[^@\s]+$", message=_("邮箱格式不对，应为 name@example.com 的形式。"))],
    )
    phone = StringField(_("手机号"), [Optional(), Length(max=30)])


class PersonForm(ContactForm):
    login = StringField(_("登录名"), [InputRequired(_("请填写登录名。")), Length(max=60)])
    name = StringField(_("姓名"), [InputRequired(_("请填写姓名。")), Length(max=60)])


class PostForm(FlaskForm):
    """A post: a role in a unit from a day on. The units offered are those that were searched for."""

    unit = SelectField(_("单位"), [InputRequired(_("请选择单位。"))], coerce=int, validate_choice=False)
    role = SelectField(_("角色"), [InputRequired(_("请选择角色。"))])
    from_on = DateField(_("任职起始日"), [InputRequired(_("请填写日期，如 2025-11-30。"))])

    def offer(self, units: list[tuple[int, str]]) -> None:
        """Fill in the choices."""
        self.unit.choices = units
        self.role.choices = [(role.value, gettext(label(role))) for role in Role]


class EndPostForm(FlaskForm):
    to_on = DateField(_("任职截止日"), [InputRequired(_("请填写日期，如 2025-11-30。"))])
