"""Forms of saved views of the ledger: keep one, change one."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, StringField
from wtforms.validators import InputRequired, Length

from tracker.models.saved_view import NAME_LENGTH


class ViewForm(FlaskForm):
    """A view's name, and who opens the ledger with it."""

    name = StringField(
        _("视图名称"), [InputRequired(_("请填写视图名称。")), Length(max=NAME_LENGTH, message=_("视图名称不超过 40 字。"))]
    )
    shared = BooleanField(_("共享给本办公室的同事"))
    start = BooleanField(_("打开台账时先显示这个视图"))


class SaveViewForm(ViewForm):
    """The view that is shown now: `query` is the part of its address behind the question mark."""

    query = HiddenField()
