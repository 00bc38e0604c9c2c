"""The filter bar, the chips and the column heads of the ledger, out of the filter that is set."""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext

from tracker.queries.ledger import LedgerFilter
from tracker.rules.statuses import AssignmentRole, Light, TaskState
from tracker.web.filters import select_field
from tracker.web.formats import label, light_word
from tracker.web.paging import here

Options = list[tuple[int, str]]


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
    return [(text, here(**{name: None, "page": None})) for name, text in _set(chosen, choices)]


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
        "light": "、".join(light_word(light) for light in chosen.lights),
        "due_from": gettext("不早于 %(day)s", day=chosen.due_from) if chosen.due_from else "",
        "due_to": gettext("不晚于 %(day)s", day=chosen.due_to) if chosen.due_to else "",
        "late": gettext("最近一期有迟报") if chosen.late else "",
        "open": gettext("只看未销号") if chosen.only_open else "",
        "supervised": {True: gettext("已纳入督办"), False: gettext("未纳入督办"), None: ""}[chosen.supervised],
    }
    return [(name, text) for name, text in words.items() if text]


def hidden(chosen: LedgerFilter) -> list[tuple[str, str]]:
    """What the form must carry along that it has no field for."""
    supervised = {True: "yes", False: "no", None: ""}[chosen.supervised]
    sort = "" if chosen.sort == "plan" else chosen.sort
    pairs = (("sort", sort), ("share", chosen.share_state or ""), ("supervised", supervised))
    return [(name, value) for name, value in pairs if value]


def columns(chosen: LedgerFilter) -> list[dict[str, Any]]:
    """The heads of the table; a second press on the same head turns the order round."""
    return [
        {"label": gettext("任务"), "url": here(sort=None, page=None), "direction": "asc" if chosen.sort == "plan" else None},
        {"label": gettext("亮灯")},
        {"label": gettext("承办单位")},
        _sorted(chosen, "due", gettext("时限")),
        _sorted(chosen, "percent", gettext("完成比例")),
        {"label": gettext("状态"), "tight": True},
    ]


def _sorted(chosen: LedgerFilter, name: str, text: str) -> dict[str, Any]:
    direction = {name: "asc", f"-{name}": "desc"}.get(chosen.sort)
    return {"label": text, "url": here(sort=f"-{name}" if direction == "asc" else name, page=None), "direction": direction}


def _light(chosen: LedgerFilter) -> str:
    return chosen.lights[0] if chosen.lights else ""


def _input(name: str, text: str, kind: str, value: object) -> dict[str, Any]:
    return {"name": name, "label": text, "kind": kind, "value": str(value or "")}
