"""Eight further documents of other kinds, by the scorer's own alignment: units and leads."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest
import yaml

from tests.intake.helpers import SHARED
from tracker.intake import parse

MORE = sorted((SHARED / "gold-more").glob("*.yaml")) if SHARED.is_dir() else []
pytestmark = pytest.mark.skipif(not MORE, reason="the shared folder with further plans is absent (TRACKER_SHARED)")


def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_more", SHARED / "tools" / "score_more.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("path", MORE, ids=lambda path: path.stem)
def test_units_and_leads(path: Path) -> None:
    score = scorer()
    gold = yaml.safe_load(path.read_text(encoding="utf-8"))
    document = SHARED / "plans-more" / gold["file"]
    plan = parse(document.read_bytes(), document.name).to_dict()
    parsed = [m for m in plan["measures"] if m["lead"] or m["responsible"] or m["supporting"]]
    pairs = score.align(gold["measures"], parsed)
    assert len(pairs) == len(gold["measures"])
    for mine, theirs in pairs.items():
        want, got = gold["measures"][mine], parsed[theirs]
        assert {score.norm(u) for role in ("lead", "responsible", "supporting") for u in got[role]} == {
            score.norm(u) for role in ("lead", "responsible") for u in want.get(role) or []
        }, want["title"]
        if not want.get("lead_ambiguous"):
            assert {score.norm(u) for u in got["lead"]} == {score.norm(u) for u in want.get("lead") or []}, want["title"]
