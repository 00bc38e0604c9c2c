"""Five plans as issued, against their hand-checked content: every figure at 1.000."""

import importlib.util
from types import ModuleType
from typing import Any

import pytest
import yaml

from tests.intake.helpers import SHARED, normal
from tracker.intake import parse

pytestmark = pytest.mark.skipif(
    not (SHARED / "plans").is_dir(), reason="the shared folder with the real plans is absent (TRACKER_SHARED)"
)
KEYS = ("luzhai", "tianjiaan", "xiangning", "guizhou", "luanchuan")


def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_plan", SHARED / "tools" / "score_plan.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(params=KEYS)
def pair(request: pytest.FixtureRequest) -> tuple[dict[str, Any], dict[str, Any]]:
    """Gold and parse of one plan."""
    gold = yaml.safe_load((SHARED / "gold" / f"{request.param}.yaml").read_text(encoding="utf-8"))
    path = SHARED / "plans" / f"{request.param}.txt"
    return gold, parse(path.read_bytes(), path.name).to_dict()


def test_measures_and_units(pair: tuple[dict[str, Any], dict[str, Any]]) -> None:
    gold, got = pair
    score = scorer()

    def titles(plan: dict[str, Any]) -> list[tuple[Any, ...]]:
        return [(m["ordinal"], score.norm(m["label"]), score.norm(m["title"])) for m in plan["measures"]]

    assert titles(got) == titles(gold)
    for role in ("lead", "responsible"):
        assert score.unit_set(got["measures"], role) == score.unit_set(gold["measures"], role)
    if any("implied" in m for m in gold["measures"]):
        assert score.unit_set(got["measures"], "implied") == score.unit_set(gold["measures"], "implied")


def test_clauses(pair: tuple[dict[str, Any], dict[str, Any]]) -> None:
    gold, got = pair
    score = scorer()
    with_clauses = {m["ordinal"]: m["clauses"] for m in gold["measures"] if m.get("clauses")}
    assert score.clause_set(got["measures"], set(with_clauses)) == score.clause_set(gold["measures"])
    for measure in got["measures"]:
        for clause, wanted in zip(measure["clauses"], with_clauses.get(measure["ordinal"], []), strict=False):
            assert normal(clause["text"]).startswith(normal(wanted["starts_with"]))
            assert normal(clause["text"]).endswith(normal(wanted["ends_with"]))


def test_targets(pair: tuple[dict[str, Any], dict[str, Any]]) -> None:
    gold, got = pair
    score = scorer()
    optional = score.target_set(gold["measures"], optional=True) - score.target_set(gold["measures"])
    found = score.target_set(got["measures"]) | score.target_set(got["measures"], optional=True)
    assert found - optional == score.target_set(gold["measures"])
    assert [(t["value"], t["due"]) for t in got["plan_targets"]] == [(t["value"], t["due"]) for t in gold["plan_targets"]]


def test_header_and_obligations(pair: tuple[dict[str, Any], dict[str, Any]]) -> None:
    gold, got = pair
    score = scorer()
    for key in ("title", "document_number", "issued_on", "jurisdiction", "level"):
        assert score.norm(got["plan"][key]) == score.norm(gold["plan"][key]), key
    for key in ("issuer", "basis"):
        assert [normal(x) for x in got["plan"][key]] == [normal(x) for x in gold["plan"][key]], key
    assert score.obligation_set(got["obligations"]) == score.obligation_set(gold["obligations"])


def test_sections_abbreviations_and_annexes(pair: tuple[dict[str, Any], dict[str, Any]]) -> None:
    gold, got = pair
    assert got["sections"] == [{"number": s["number"], "title": s["title"]} for s in gold["sections"]]
    assert got["abbreviations"] == gold["abbreviations"]
    if gold.get("leading_group"):
        wanted = [{**member, "also": member.get("also", [])} for member in gold["leading_group"]["members"]]
        assert got["leading_group"]["members"] == wanted
        assert got["leading_group"]["office_at"] == gold["leading_group"]["office_at"]
    for mine, wanted in zip(got["checklists"], gold.get("checklists", []), strict=True):
        assert mine["title"] == wanted["title"]
        assert len(mine["items"]) == len(wanted["items"])
        assert [(d["days"], d["day_kind"]) for d in mine["deadlines"]] == [(d["days"], d["day_kind"]) for d in wanted["deadlines"]]


def test_every_span_holds_its_text(pair: tuple[dict[str, Any], dict[str, Any]]) -> None:
    _, got = pair
    source = got["source"]
    for measure in got["measures"]:
        place = normal(source[slice(*measure["span"])])
        assert place == normal(measure["label"]) + normal(measure["text"])
        for clause in measure["clauses"]:
            assert normal(source[slice(*clause["span"])]) == normal(clause["text"])
    for issue in got["issues"]:
        assert 0 <= issue["span"][0] <= issue["span"][1] <= len(source)
