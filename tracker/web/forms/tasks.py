"""What the ledger is asked for in its address, and the forms of the moves on a task."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlencode

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from tracker.queries.ledger import LedgerFilter
from tracker.rules.ledger_shown import USUAL, Shown
from tracker.rules.statuses import AssignmentRole, AssignmentState, Light, TaskState
from tracker.web.forms.closing import CloseForm

Choice = TypeVar("Choice", bound=StrEnum)
PLAIN = "plan"
SORTS = (PLAIN, "due", "-due", "percent", "-percent")


def ledger_filter(asked: Mapping[str, str]) -> LedgerFilter:
    """The filter that an address asks for; what cannot be understood is left out, for addresses get cut and mistyped."""
    light = _choice(Light, asked.get("light"))
    supervised = {"yes": True, "no": False}.get(asked.get("supervised", ""))
    sort = asked.get("sort", "")
    return LedgerFilter(
        plan_id=_number(asked.get("plan")),
        section_id=_number(asked.get("section")),
        unit_id=_number(asked.get("unit")),
        role=_choice(AssignmentRole, asked.get("role")),
        state=_choice(TaskState, asked.get("state")),
        lights=(light,) if light else (),
        due_from=_day(asked.get("due_from")),
        due_to=_day(asked.get("due_to")),
        text=asked.get("q", "").strip()[:100],
        only_open=asked.get("open") == "yes",
        share_state=_choice(AssignmentState, asked.get("share")),
        supervised=supervised,
        late=asked.get("late") == "yes",
        unreported=asked.get("unreported") == "yes",
        ordered=asked.get("ordered") == "yes",
        sort=sort if sort in SORTS else PLAIN,
    )


def ledger_pairs(chosen: LedgerFilter, shown: Sequence[Shown]) -> list[tuple[str, str]]:
    """The parts of an address that ask for this filter, order and columns: one way of writing for each."""
    supervised = {True: "yes", False: "no", None: ""}[chosen.supervised]
    flags = {"open": chosen.only_open, "late": chosen.late, "unreported": chosen.unreported, "ordered": chosen.ordered}
    words: dict[str, object] = {
        "q": chosen.text, "plan": chosen.plan_id, "section": chosen.section_id, "unit": chosen.unit_id, "role": chosen.role,
        "share": chosen.share_state, "state": chosen.state, "light": chosen.lights[0] if chosen.lights else None,
        "due_from": chosen.due_from, "due_to": chosen.due_to, "supervised": supervised,
        **{name: "yes" for name, is_set in flags.items() if is_set},
        "sort": chosen.sort if chosen.sort != PLAIN else "", "cols": "" if tuple(shown) == USUAL else ",".join(shown),
    }  # fmt: skip
    return [(name, str(value)) for name, value in words.items() if value]


def ledger_query(chosen: LedgerFilter, shown: Sequence[Shown]) -> str:
    """The same as the part of an address behind the question mark; empty for the ledger as it comes."""
    return urlencode(ledger_pairs(chosen, shown))


def _choice(kind: type[Choice], text: str | None) -> Choice | None:
    return kind(text) if text in list(kind) else None


def _number(text: str | None) -> int | None:
    # Longer numbers would not fit the column, and PostgreSQL says so with an error.
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


class RequestClosureForm(FlaskForm):
    reason = TextAreaField(_("完成情况说明"), [InputRequired(_("请写明完成情况。")), Length(max=2000)])


class ReturnClosureForm(FlaskForm):
    reason = TextAreaField(_("退回理由"), [InputRequired(_("请写明退回理由。")), Length(max=2000)])


class ReopenForm(FlaskForm):
    reason = TextAreaField(_("撤销理由"), [InputRequired(_("请写明撤销销号的理由。")), Length(max=2000)])


MOVE_FORMS: dict[str, type[FlaskForm]] = {
    "request_closure": RequestClosureForm,
    "return_closure": ReturnClosureForm,
    "close": CloseForm,
    "reopen": ReopenForm,
}
