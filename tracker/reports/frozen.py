"""A report as it is kept: its paper and figures as plain JSON, with one hash over both."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from tracker.reports.figures import Figures
from tracker.reports.paper import Annex, Masthead, Paper
from tracker.reports.references import Reference, Rule


def frozen_figures(figures: Figures) -> dict[str, Any]:
    """The figures as values of JSON: days and instants in ISO form, shares as decimal text, so that no digit is lost."""
    plain: dict[str, Any] = _plain(figures)
    return plain


def frozen_paper(paper: Paper) -> dict[str, Any]:
    """The paper as values of JSON."""
    plain: dict[str, Any] = _plain(paper)
    return plain


def thawed_paper(kept: Mapping[str, Any]) -> Paper:
    """The paper that `frozen_paper` gave these values for."""
    masthead = kept.get("masthead")
    changed = {
        "issued_on": date.fromisoformat(kept["issued_on"]),
        "annexes": tuple(Annex(**annex) for annex in kept["annexes"]),
        "colophon": tuple(kept["colophon"]),
        "masthead": Masthead(**masthead) if masthead else None,
        "references": tuple(map(_reference, kept.get("references", ()))),
        "charts": tuple(kept.get("charts", ())),
    }
    return Paper(**{**kept, **changed})


def _reference(kept: Mapping[str, Any]) -> Reference:
    rows = {name: tuple((table, number) for table, number in kept[name]) for name in ("rows", "whole")}
    return Reference(**{**kept, **rows, "rule": Rule(kept["rule"]), "evidence": tuple(kept["evidence"])})


def digest(paper: Mapping[str, Any], figures: Mapping[str, Any], manifest: Mapping[str, Any] | None = None) -> str:
    """The sha256 over paper, figures and, where there is one, the manifest in canonical JSON: sorted keys, no spaces, UTF-8."""
    content = {"paper": paper, "figures": figures, **({"manifest": manifest} if manifest is not None else {})}
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, int):  # first, for rows of references are by far the most
        return value
    if is_dataclass(value):  # not asdict, which copies everything that it holds beforehand
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, (Decimal, str)) else value
