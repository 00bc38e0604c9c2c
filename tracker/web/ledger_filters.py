"""The filter bar, the chips and the column heads of the ledger, out of the filter that is set."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext

from tracker.ledger_view_labels import COLUMNS
from tracker.queries.ledger import LedgerFilter
from tracker.rules.ledger_shown import Shown
from tracker.rules.statuses import AssignmentRole, AssignmentState, Light, TaskState
from tracker.web.filters import select_field
from tracker.web.formats import label, light_word, listed
from tracker.web.forms.tasks import PLAIN, ledger_pairs
from tracker.web.paging import here

Options = list[tuple[int, str]]
NUMBERS = frozenset({Shown.PLANNED, Shown.INDICATORS, Shown.ORDERS})
SORTED = frozenset({Shown.DUE, Shown.PERCENT})  # what the database can put in order by a column of the task itself


@dataclass(frozen=True)
class Choices:
    """What there is to choose from: (id, words)."""

    plans: Options
    sections: Options
    units: Options


def fields(chosen: LedgerFilter, choices: Choices) -> list[dict[str, Any]]:
    """The fields of the filter bar; sections only where a plan is chosen."""
    sections = [select_field("section", gettext("部分"), chosen.section_id, choices.sections)] if choices.sections else []
    return [
        _input("q", gettext("关键词"), "search", chosen.text) | {"placeholder": gettext("任务名称或措施原文")},
        select_field("plan", gettext("方案"), chosen.plan_id, choices.plans),
        *sections,
        select_field("unit", gettext("承办单位"), chosen.unit_id, choices.units),
        select_field("role", gettext("承办方式"), chosen.role, [(role, label(role)) for role in AssignmentRole]),
        select_field("state", gettext("状态"), chosen.state, [(state, label(state)) for state in TaskState]),
        select_field("light", gettext("亮灯"), _light(chosen), [(light, light_word(light)) for light in Light]),
        _input("due_from", gettext("时限不早于"), "date", chosen.due_from),
        _input("due_to", gettext("时限不晚于"), "date", chosen.due_to),
        select_field("late", gettext("报送"), "yes" if chosen.late else "", [("yes", gettext("最近一期有迟报"))]),
        select_field("open", gettext("范围"), "yes" if chosen.only_open else "", [("yes", gettext("只看未销号"))]),
    ]


def chips(chosen: LedgerFilter, choices: Choices) -> list[tuple[str, str]]:
    """What is set, each with the address that takes it off."""
    return [(text, _with(chosen, **{name: None})) for name, text in _set(chosen, choices)]


def _with(chosen: LedgerFilter, **changes: str | None) -> str:
    """The address of the ledger with parts changed. It always names an order: without any part it would open the start view."""
    return here(**{"sort": chosen.sort, "page": None, "tick": None, **changes})


def quick(chosen: LedgerFilter) -> list[tuple[str, str, bool]]:
    """What an office asks most: (words, address, whether it is set); a second press takes it off."""
    asked = (
        (gettext("尚未签收"), "share", AssignmentState.PENDING.value, chosen.share_state is AssignmentState.PENDING),
        (gettext("本期未报"), "unreported", "yes", chosen.unreported),
        (gettext("有未了结的催办单、督办单"), "ordered", "yes", chosen.ordered),
    )
    return [(words, _with(chosen, **{name: None if is_set else value}), is_set) for words, name, value, is_set in asked]


def _set(chosen: LedgerFilter, choices: Choices) -> list[tuple[str, str]]:
    """(name in the address, words) of every limit that is set."""
    words = {
        "q": gettext("关键词：%(text)s", text=chosen.text) if chosen.text else "",
        "plan": dict(choices.plans).get(chosen.plan_id or 0, ""),
        "section": dict(choices.sections).get(chosen.section_id or 0, ""),
        "unit": dict(choices.units).get(chosen.unit_id or 0, ""),
        "role": label(chosen.role) if chosen.role else "",
        "state": label(chosen.state) if chosen.state else "",
        "share": gettext("有单位%(state)s", state=label(chosen.share_state)) if chosen.share_state else "",
        "light": listed(light_word(light) for light in chosen.lights),
        "due_from": gettext("不早于 %(day)s", day=chosen.due_from) if chosen.due_from else "",
        "due_to": gettext("不晚于 %(day)s", day=chosen.due_to) if chosen.due_to else "",
        "late": gettext("最近一期有迟报") if chosen.late else "",
        "open": gettext("只看未销号") if chosen.only_open else "",
        "unreported": gettext("本期未报") if chosen.unreported else "",
        "ordered": gettext("有未了结的催办单、督办单") if chosen.ordered else "",
        "supervised": {True: gettext("已纳入督办"), False: gettext("未纳入督办"), None: ""}[chosen.supervised],
    }
    return [(name, text) for name, text in words.items() if text]


def hidden(chosen: LedgerFilter, shown: Sequence[Shown]) -> list[tuple[str, str]]:
    """What the form must carry along that it has no field for; an order always, see `_with`."""
    kept = dict(ledger_pairs(chosen, shown)) | {"sort": chosen.sort}
    return [(name, kept[name]) for name in ("sort", "share", "supervised", "unreported", "ordered", "cols") if name in kept]


def columns(chosen: LedgerFilter, shown: Sequence[Shown]) -> list[dict[str, Any]]:
    """The heads of the table; a second press on the same head turns the order round."""
    first = {"label": gettext("任务"), "url": _with(chosen, sort=PLAIN), "direction": "asc" if chosen.sort == PLAIN else None}
    return [first, *(_head(chosen, column) for column in shown)]


def _head(chosen: LedgerFilter, column: Shown) -> dict[str, Any]:
    head: dict[str, Any] = {"label": gettext(COLUMNS[column]), "tight": column is Shown.STATE, "num": column in NUMBERS}
    if column in SORTED:
        direction = {column.value: "asc", f"-{column}": "desc"}.get(chosen.sort)
        sort = f"-{column}" if direction == "asc" else column.value
        head |= {"url": _with(chosen, sort=sort), "direction": direction}
    return head


def _light(chosen: LedgerFilter) -> str:
    return chosen.lights[0] if chosen.lights else ""


def _input(name: str, text: str, kind: str, value: object) -> dict[str, Any]:
    return {"name": name, "label": text, "kind": kind, "value": str(value or "")}
