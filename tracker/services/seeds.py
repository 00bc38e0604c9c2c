"""Load the facts of seeds/: units of real jurisdictions, and plans as issued, without any progress.

Everything is found by its natural key (units also by rule, see `unit_seeds`), so that loading again changes nothing. A plan
loaded so is not supervised: its tasks stand as issued, nothing is asked of anybody and nothing is ever late.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.intake import model as parsed
from tracker.models import Jurisdiction, Plan
from tracker.rules.permissions import Actor
from tracker.services import registry, unit_seeds
from tracker.services.issuing import issue_plan
from tracker.services.plan_storing import store_plan


@dataclass(frozen=True)
class Loaded:
    """How many units and plans were new."""

    units: int
    plans: int


def load_seeds(session: Session, folder: Path, *, actor: Actor, now: datetime) -> Loaded:
    """Load every file of `units/` and every plan of `plans/` in the folder."""
    units = sum(_load_units(session, _read(path), actor, now) for path in sorted((folder / "units").glob("*.yaml")))
    plans = sum(_load_plan(session, _read(path), actor, now) for path in sorted((folder / "plans").glob("*.yaml")))
    return Loaded(units, plans)


def _read(path: Path) -> dict[str, Any]:
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert isinstance(content, dict)
    return content


def _load_units(session: Session, content: Mapping[str, Any], actor: Actor, now: datetime) -> int:
    return unit_seeds.load_units(session, _place(session, content["jurisdiction"]), content["units"], actor=actor, now=now)


def _place(session: Session, content: Mapping[str, Any]) -> Jurisdiction:
    if content["parent"] is None:
        return registry.root(session)
    return registry.place(session, content["name"], content["level"], _place(session, content["parent"]))


def _load_plan(session: Session, content: Mapping[str, Any], actor: Actor, now: datetime) -> int:
    """1 for a plan that was not there; a file without `plan` is a document's text, not facts."""
    header = content.get("plan")
    if header is None or session.scalar(select(Plan.id).where(Plan.key == header["key"])) is not None:
        return 0
    draft = _parsed_plan(content)
    summaries = {item["ordinal"]: item["summary"] for item in content["measures"]}
    place = registry.place(session, header["jurisdiction"], header["level"])
    plan = store_plan(session, draft, key=header["key"], title=header["title"], jurisdiction=place, summaries=summaries)
    issue_plan(session, plan, actor=actor, now=now, supervise=False)
    return 1


def _parsed_plan(content: Mapping[str, Any]) -> parsed.ParsedPlan:
    """The facts in the shape in which the reader gives a document, so that both are stored by the same code."""
    header = content["plan"]
    group = content.get("leading_group")
    return parsed.ParsedPlan(
        plan=parsed.Header(
            title=header["title"],
            document_number=header["document_number"],
            issuer=tuple(header["issuer"]),
            issued_on=header["issued_on"],
            jurisdiction=header["jurisdiction"],
            level=header["level"],
            basis=tuple(header["basis"]),
            sunset=header.get("sunset"),
        ),
        sections=tuple(parsed.Section(item["number"], item["title"]) for item in content["sections"]),
        measures=tuple(_measure(item) for item in content["measures"]),
        obligations=tuple(_obligation(item) for item in content["obligations"]),
        plan_targets=_targets(content["plan_targets"]),
        abbreviations=tuple(parsed.Abbreviation(**item) for item in content["abbreviations"]),
        leading_group=parsed.LeadingGroup(group["office_at"], tuple(_member(item) for item in group["members"])) if group else None,
        checklists=tuple(_checklist(item) for item in content["checklists"]),
        issues=(),
        source="",
    )


def _measure(item: Mapping[str, Any]) -> parsed.Measure:
    return parsed.Measure(
        ordinal=item["ordinal"],
        label=item["label"],
        section=item["section"],
        subsection=item["subsection"],
        title=item["title"],
        text="",
        span=(0, 0),
        lead=tuple(item["lead"]),
        responsible=tuple(item["responsible"]),
        supporting=tuple(item["supporting"]),
        implied=tuple(item["implied"]),
        clauses=tuple(_clause(part) for part in item.get("clauses", ())),
        targets=_targets(item["targets"]),
    )


def _clause(item: Mapping[str, Any]) -> parsed.Clause:
    return parsed.Clause(text=item["summary"], span=(0, 0), lead=tuple(item["lead"]), responsible=tuple(item["responsible"]))


def _targets(items: Iterable[Mapping[str, Any]]) -> tuple[parsed.Target, ...]:
    return tuple(
        parsed.Target(
            indicator=item["indicator"],
            value=tuple(item["value"]) if isinstance(item["value"], list) else item["value"],
            comparison=item["comparison"],
            unit=item["unit"],
            due=item["due"],
            start=item["from"],
            quote="",
        )
        for item in items
    )


def _obligation(item: Mapping[str, Any]) -> parsed.Obligation:
    return parsed.Obligation(
        who=tuple(item["who"]),
        what=item["what"],
        recurs=item["recurs"],
        month_day=item["month_day"],
        to=tuple(item["to"]),
        cc=tuple(item["cc"]),
        measure=item["measure"],
        quote="",
    )


def _member(item: Mapping[str, Any]) -> parsed.Member:
    also = tuple(parsed.Post(**post) for post in item.get("also", ()))
    return parsed.Member(item["role"], item["unit"], item["post"], also)


def _checklist(item: Mapping[str, Any]) -> parsed.Checklist:
    limits = tuple(parsed.TimeLimit(**limit) for limit in item["deadlines"])
    return parsed.Checklist(item["title"], tuple(item["items"]), limits)
