"""Fields of the form above a list (`templates/components/filters.html`), and what the address asks for with them."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from flask import request
from flask_babel import gettext

from tracker.labels import label
from tracker.web.context import today
from tracker.web.paging import here

Choice = TypeVar("Choice", bound=StrEnum)


def select_field(name: str, title: str, value: object, options: Iterable[tuple[Any, str]]) -> dict[str, Any]:
    """A list to choose from, 全部 first; `value` is what is chosen now, None or empty where nothing is."""
    return {"name": name, "label": title, "kind": "select", "value": value or "", "options": [("", gettext("全部")), *options]}


def options_of(kind: type[StrEnum]) -> list[tuple[str, str]]:
    """Every member of the enum with its word."""
    return [(item.value, gettext(label(item))) for item in kind]


def asked_choice(kind: type[Choice], name: str) -> Choice | None:
    """The member that the address names; None where it names none."""
    asked = request.args.get(name, "")
    return kind(asked) if asked in list(kind) else None


def asked_day(name: str) -> date | None:
    """The day that the address names; None where it names none."""
    try:
        return date.fromisoformat(request.args.get(name, "").strip())
    except ValueError:
        return None


def unread_day(name: str) -> str | None:
    """The sentence for a day in the address that is none; None where it can be read or none is named."""
    given = request.args.get(name, "").strip()
    if not given or asked_day(name):
        return None
    return gettext("“%(given)s”不是日期，请写成 %(today)s 的形式。", given=given[:20], today=today().isoformat())


def chips_of(**chosen: StrEnum | None) -> list[tuple[str, str]]:
    """What the list is narrowed to now, by the name in the address: the word of each, and the address of the list without it."""
    return [(gettext(label(value)), here(**{name: None, "page": None})) for name, value in chosen.items() if value]
