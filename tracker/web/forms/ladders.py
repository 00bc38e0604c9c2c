"""What the office fills in about a rung of a ladder of reminders."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, IntegerField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from tracker.ladder_labels import AUDIENCES
from tracker.rules.ladders import FARTHEST, LONGEST_NOTE, MOST_EVERY, OFFICE_LADDERS
from tracker.rules.reminders import Audience, Ladder, Rung
from tracker.web.forms.orders import SelectMultipleCheckboxField
from tracker.web.forms.reporting import ReasonForm

_BEFORE, _AFTER = "before", "after"


class RungForm(ReasonForm):
    side = SelectField(_("提前还是过后"))
    days = IntegerField(
        _("天数"), [InputRequired(_("请填写天数，当天填 0。")), NumberRange(0, FARTHEST, _("天数须在 0 到 365 之间。"))]
    )
    day_kind = SelectField(_("按什么计算"))
    every = IntegerField(
        _("以后每隔几个工作日重复"), [Optional(), NumberRange(1, MOST_EVERY, _("间隔须在 1 到 60 个工作日之间。"))]
    )
    audiences = SelectMultipleCheckboxField(_("提醒谁"), [InputRequired(_("请选择提醒谁。"))])
    is_urgent = BooleanField(_("紧急：不等每日汇总，单独发送"))
    mail = BooleanField(_("除站内消息外，发邮件等"))
    sms = BooleanField(_("紧急时发短信"))
    note = StringField(_("附加的话"), [Length(max=LONGEST_NOTE)])

    def offer(self, ladder: Ladder) -> None:
        """Offer how days are counted, and whom the ladder may tell."""
        self.side.choices = [(_BEFORE, gettext("提前")), (_AFTER, gettext("过后"))]
        self.day_kind.choices = [("working", gettext("工作日")), ("natural", gettext("自然日"))]
        own = {Audience.CLERK, Audience.OFFICE}
        heard = [audience for audience in Audience if ladder not in OFFICE_LADDERS or audience in own]
        self.audiences.choices = [(audience.value, gettext(AUDIENCES[audience])) for audience in heard]

    def show(self, rung: Rung) -> None:
        """Begin with the rung as it is."""
        self.side.data = _BEFORE if rung.offset < 0 else _AFTER
        self.days.data, self.day_kind.data, self.every.data = abs(rung.offset), rung.day_kind, rung.every
        self.audiences.data = [audience.value for audience in rung.audiences]
        self.is_urgent.data, self.note.data = rung.is_urgent, rung.note
        self.mail.data, self.sms.data = "mail" in rung.via, "sms" in rung.via

    def rung(self, ladder: Ladder) -> Rung:
        """What was filled in."""
        days: Any = self.days.data
        chosen = set(self.audiences.data or ())
        via = tuple(kind for kind, asked in (("mail", self.mail.data), ("sms", self.sms.data)) if asked)
        return Rung(
            ladder,
            -days if self.side.data == _BEFORE else days,
            "natural" if self.day_kind.data == "natural" else "working",
            tuple(audience for audience in Audience if audience in chosen),
            self.every.data,
            bool(self.is_urgent.data),
            via,
            (self.note.data or "").strip(),
        )
