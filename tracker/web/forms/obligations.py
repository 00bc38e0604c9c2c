"""What a unit fills in to write its own report."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import TextAreaField
from wtforms.validators import Length

from tracker.services.occurrences import TEXT_LIMIT


class OwnReportForm(FlaskForm):
    text = TextAreaField(_("报告正文"), [Length(max=TEXT_LIMIT, message=_("报告正文不超过 6 万字，请精简。"))])
