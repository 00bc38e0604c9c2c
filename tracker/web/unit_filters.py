"""The filter bar and the chips of the register of units."""

from typing import Any

from flask import request
from flask_babel import gettext

from tracker.labels import N_
from tracker.queries.units import UnitFilter
from tracker.rules.unit_names import UnitKind
from tracker.web.filters import select_field
from tracker.web.formats import label
from tracker.web.paging import asked_id, here

SHOWN = {
    "current": N_("现有单位"),
    "collective": N_("统称"),
    "ended": N_("已撤销"),
    "unmanned": N_("没有联络员"),
}
Choices = list[tuple[int, str]]


def asked() -> UnitFilter:
    """The filter in the address; nonsense counts for nothing."""
    kind, show = request.args.get("kind", ""), request.args.get("show", "")
    return UnitFilter(
        text=request.args.get("q", "").strip()[:60],
        kind=kind if kind in set(UnitKind) else "",
        place_id=asked_id("place"),
        show=show if show in SHOWN else "",
    )


def fields(chosen: UnitFilter, places: Choices) -> list[dict[str, Any]]:
    """The fields of the filter bar; places only where there are several."""
    place = [select_field("place", gettext("地区"), chosen.place_id, places)] if len(places) > 1 else []
    return [
        {"name": "q", "label": gettext("关键词"), "kind": "search", "value": chosen.text, "placeholder": gettext("单位的任一名称")},
        *place,
        select_field("kind", gettext("类别"), chosen.kind, [(kind.value, label(kind)) for kind in UnitKind]),
        select_field("show", gettext("范围"), chosen.show, [(name, gettext(text)) for name, text in SHOWN.items()]),
    ]


def chips(chosen: UnitFilter, places: Choices) -> list[tuple[str, str]]:
    """What is set, each with the address that takes it off."""
    words = {
        "q": gettext("关键词：%(text)s", text=chosen.text) if chosen.text else "",
        "place": dict(places).get(chosen.place_id or 0, ""),
        "kind": label(UnitKind(chosen.kind)) if chosen.kind else "",
        "show": gettext(SHOWN[chosen.show]) if chosen.show else "",
    }
    return [(text, here(**{name: None, "page": None})) for name, text in words.items() if text]
