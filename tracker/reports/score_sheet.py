"""A worksheet of scores as it is kept, and what it comes to: frozen matters in, scores out."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from tracker.reports.score_matters import Term, matters_of, units_of
from tracker.rules.scores import Excuse, Fault, Matter, ScorePolicy, UnitScore, scores
from tracker.rules.statuses import AssignmentRole


def frozen_sheet(term: Term, policy: ScorePolicy) -> dict[str, Any]:
    """The rule's figures, the units in the plan's order, the titles of tasks, and every matter, as values of JSON."""
    names = {share.unit_id: share.unit for share in term.facts.shares}
    return {
        "policy": _frozen_policy(policy),
        "units": [{"id": unit, "name": names[unit], "tasks": tasks} for unit, tasks in units_of(term.facts).items()],
        "tasks": {str(task.id): task.title for task in term.facts.tasks},
        "matters": [_frozen_matter(matter) for matter in matters_of(term)],
    }


def policy_of(content: Mapping[str, Any]) -> ScorePolicy:
    """The rule by which the sheet was drawn up, whatever the rule is today."""
    kept = content["policy"]
    return ScorePolicy(
        version=kept["version"],
        base=Decimal(kept["base"]),
        steps={Fault(fault): Decimal(step) for fault, step in kept["steps"].items()},
        co_part=Decimal(kept["co_part"]),
        task_cap=Decimal(kept["task_cap"]),
        few_tasks=kept["few_tasks"],
    )


def scores_of(content: Mapping[str, Any], excluded: Iterable[str]) -> tuple[UnitScore, ...]:
    """What the sheet comes to, unit by unit in its order; `excluded` are the keys that the office has left out."""
    units = {unit["id"]: unit["tasks"] for unit in content["units"]}
    return scores(units, map(_thawed_matter, content["matters"]), excluded, policy_of(content))


def matter_keys(content: Mapping[str, Any]) -> frozenset[str]:
    """The keys of all matters of the sheet."""
    return frozenset(_thawed_matter(matter).key for matter in content["matters"])


def _frozen_policy(policy: ScorePolicy) -> dict[str, Any]:
    return {
        "version": policy.version,
        "base": str(policy.base),
        "steps": {fault.value: str(step) for fault, step in policy.steps.items()},
        "co_part": str(policy.co_part),
        "task_cap": str(policy.task_cap),
        "few_tasks": policy.few_tasks,
    }


def _frozen_matter(matter: Matter) -> dict[str, Any]:
    return {
        "fault": matter.fault.value,
        "unit": matter.unit_id,
        "task": matter.task_id,
        "role": matter.role.value,
        "about": matter.about,
        "on": matter.on.isoformat(),
        "row": list(matter.row) if matter.row else None,
        "excuse": matter.excuse.value if matter.excuse else None,
    }


def _thawed_matter(kept: Mapping[str, Any]) -> Matter:
    return Matter(
        fault=Fault(kept["fault"]),
        unit_id=kept["unit"],
        task_id=kept["task"],
        role=AssignmentRole(kept["role"]),
        about=kept["about"],
        on=date.fromisoformat(kept["on"]),
        row=tuple(kept["row"]) if kept["row"] else None,
        excuse=Excuse(kept["excuse"]) if kept["excuse"] else None,
    )
