"""Filters that turn values into the words and figures of a page.

`install(app)` registers them: `label`, `glyph`, `tone`, `light_name`, `light_word`, `light_reason` (the words of
`tracker/labels.py` and `tracker/sentences.py`, translated), `day`, `moment`, `period`, `month`, `weekday`, `channel`, `prose`,
`size`, `truncate`, `masked_phone`, `numbered`, `listed`, `bracketed`. The macros rely on these names.
"""

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from flask import Flask
from flask_babel import format_date, gettext, pgettext, to_user_timezone
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from tracker import act_labels, giving_out_labels, labels, sentences
from tracker.channel_labels import channel_words
from tracker.marking import N_
from tracker.reports.markdown import to_safe_html
from tracker.rules.periods import period_named
from tracker.rules.phones import masked_phone
from tracker.rules.statuses import Cycle, Light, OrderKind


def label(value: StrEnum | str) -> str:
    """The title of a state, role, light or kind in the reader's language; a plain string is shown as it is."""
    return in_context("state", labels.label(value)) if isinstance(value, StrEnum) else value


def in_context(context: str, message: str) -> str:
    """The text as the reader's language says it in this context, where it makes a difference (`tracker/marking.py`: `NP_`)."""
    said = str(pgettext(context, message))
    return said if said != message else _translated(message)


def light_name(value: Light | str) -> str:
    """The name of a light's colour: 红灯 and so on."""
    return _translated(labels.LIGHT_NAMES[Light(value)])


def light_word(value: Light | str) -> str:
    """The word that always stands beside a light's colour: 滞后 and so on."""
    return _translated(labels.label(Light(value)))


def glyph(value: Light | str) -> str:
    """The shape of a light."""
    return labels.glyph(Light(value))


def tone(value: StrEnum | str) -> str:
    """The tone of a state's badge; a plain string has the neutral one."""
    return labels.tone(value) if isinstance(value, StrEnum) else "neutral"


def day(value: date | None) -> str:
    """A date as 2026-03-05, the form in which columns of dates can be compared; a dash for none."""
    return value.isoformat() if value else "—"


def moment(value: datetime | date | str | None) -> str:
    """An instant as 2026-03-05 17:20 in the reader's zone; a date or a text as it is; a dash for none."""
    if isinstance(value, datetime):
        return str(to_user_timezone(value).strftime("%Y-%m-%d %H:%M"))
    return value if isinstance(value, str) else day(value)


def time_of_day(value: datetime) -> str:
    """An instant as 17:20 in the reader's zone."""
    return str(to_user_timezone(value).strftime("%H:%M"))


def period(key: str) -> str:
    """The title of a reporting period: 2025年3月 for 2025-03."""
    found = period_named(key)
    return month(found.start) if found.cycle is Cycle.MONTH else labels.period_title(key, _translated)


def month(value: date) -> str:
    """The month in which a day lies: 2025年3月; in English by its name."""
    return str(format_date(value, gettext("y年M月")))


def weekday(value: date) -> str:
    """The day of the week, short: 周三."""
    return str(format_date(value, "EEE"))


def order_number(kind: OrderKind, year: int, number: int) -> str:
    """The number of an order in the reader's language; the paper itself bears the Chinese one."""
    return labels.order_number(kind, year, number, _translated)


def notice_number(year: int, number: int) -> str:
    """The number of a notice of issue, likewise."""
    return giving_out_labels.notice_number(year, number, _translated)


def document_name(title: str, number: str | None) -> str:
    """What a document is called in a sentence of the reader's language; its title stays as it is."""
    return act_labels.document_name(title, number, _translated)


def light_reason(verdict: Any) -> str:
    """The reason of a light: the verdict's own `reason` where it has one, else the sentence for its `reason_code`."""
    if hasattr(verdict, "reason"):
        return str(verdict.reason)
    return sentences.light_reason(verdict.reason_code, verdict.numbers, _translated)


def channel(name: str) -> str:
    """The name of a way of sending; one that the settings do not name is called by what it is."""
    return _translated(channel_words(name))


def prose(value: str) -> Markup:
    """What a unit or the office wrote in Markdown, as HTML that is safe to put into a page."""
    return Markup(to_safe_html(value))  # noqa: S704 - cleaned by nh3


def listed(values: Iterable[object], sign: str = N_("、")) -> str:
    """The values one after another, with the sign of the reader's language between them: “、” or “；” in Chinese."""
    return gettext(sign).join(str(value) for value in values)


def bracketed(value: object) -> str:
    """The text in brackets, as the reader's language sets them."""
    return str(gettext("（%(text)s）", text=value))


def truncate(value: str, length: int) -> str:
    """At most so many characters, the last of them “…” where some were left out; Chinese is cut anywhere, having no spaces."""
    return value if len(value) <= length else value[: length - 1] + "…"


@pass_context
def translated(context: Context, message: str, **variables: Any) -> str:
    """The text in the reader's language, with its variables put in (escaped in a page): what a template's `_` calls.

    Only a text that is given variables is a format. Jinja's own would take every per cent sign for one, so that “占比（%）” asked
    for by name ended in an error.
    """
    text = gettext(message)
    if context.eval_ctx.autoescape:
        text = Markup(text)  # noqa: S704 - the catalogue is ours; what is put into it is escaped
    return text % variables if variables else text


def _translated(message: str) -> str:
    return str(gettext(message))


def install(app: Flask) -> None:
    """Registers the filters with the application's templates, and how they ask for texts."""
    app.jinja_env.globals["gettext"] = translated
    words = (label, light_name, light_word, light_reason, glyph, tone, channel, prose, listed, bracketed, truncate, masked_phone)
    days = (day, moment, period, month, weekday)
    for function in (*words, *days, sentences.size, labels.numbered):
        app.add_template_filter(function, function.__name__)
