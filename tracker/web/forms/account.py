from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField
from wtforms.validators import EqualTo, InputRequired, Length


class LogInForm(FlaskForm):
    login = StringField(_("登录名"), [InputRequired(_("请输入登录名。")), Length(max=60)])
    password = PasswordField(_("密码"), [InputRequired(_("请输入密码。")), Length(max=200)])


class PasswordForm(FlaskForm):
    old = PasswordField(_("现在的密码"), [InputRequired(_("请输入现在的密码。"))])
    new = PasswordField(_("新密码"), [InputRequired(_("请输入新密码。")), Length(max=200)])
    again = PasswordField(_("再输一次新密码"), [EqualTo("new", _("两次输入的新密码不一致。"))])
