"""The sample plan of the invented county: everything that stands in its hand-written content is read, and nothing else."""

from typing import Any

import pytest
import yaml

from tests.intake.helpers import ROOT, normal
from tracker.intake import parse

SAMPLE = ROOT / "seeds" / "plans" / "sample.docx"
EXPECTED = ROOT / "tests" / "seeds" / "sample_expected.yaml"


@pytest.fixture(scope="module")
def got() -> dict[str, Any]:
    return parse(SAMPLE.read_bytes(), SAMPLE.name).to_dict()


@pytest.fixture(scope="module")
def wanted() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(EXPECTED.read_text(encoding="utf-8"))
    return content


def only(rows: list[dict[str, Any]], *keys: str) -> list[dict[str, Any]]:
    """The rows reduced to some keys, absent lists as empty ones."""
    return [{key: row.get(key, []) for key in keys} for row in rows]


def promises(targets: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    """Targets without the names of their indicators, which may be worded in more than one way."""
    return [(t["value"], t["comparison"], t["unit"], t["due"], t["from"]) for t in targets]


def test_header(got: dict[str, Any], wanted: dict[str, Any]) -> None:
    assert got["plan"] == {key: value for key, value in wanted["plan"].items() if key != "key"}


def test_measures_and_units(got: dict[str, Any], wanted: dict[str, Any]) -> None:
    keys = ("ordinal", "label", "section", "subsection", "title", "lead", "responsible", "supporting", "implied")
    assert only(got["measures"], *keys) == only(wanted["measures"], *keys)


def test_clauses(got: dict[str, Any], wanted: dict[str, Any]) -> None:
    printed = {m["ordinal"]: only(m["clauses"], "lead", "responsible") for m in got["measures"]}
    for measure in wanted["measures"]:
        if measure.get("clauses"):
            assert printed[measure["ordinal"]] == measure["clauses"]


def test_targets_and_due_dates(got: dict[str, Any], wanted: dict[str, Any]) -> None:
    for mine, theirs in zip(got["measures"], wanted["measures"], strict=True):
        assert promises(mine["targets"]) == promises(theirs["targets"]), mine["title"]
        assert mine["due"] == max((t["due"] for t in theirs["targets"] if t["due"]), default=None), mine["title"]
        assert all(t["indicator"] for t in mine["targets"]), mine["title"]


def test_what_is_set_for_the_plan_as_a_whole(got: dict[str, Any], wanted: dict[str, Any]) -> None:
    keys = ("sections", "abbreviations")
    assert {key: got[key] for key in keys} == {key: wanted[key] for key in keys}
    assert promises(got["plan_targets"]) == promises(wanted["plan_targets"])


def test_obligations(got: dict[str, Any], wanted: dict[str, Any]) -> None:
    keys = ("who", "recurs", "month_day", "to", "cc", "measure")
    assert only(got["obligations"], *keys) == only(wanted["obligations"], *keys)


def test_annexes(got: dict[str, Any], wanted: dict[str, Any]) -> None:
    group = got["leading_group"]
    assert group["office_at"] == wanted["leading_group"]["office_at"]
    assert only(group["members"], "role", "unit", "post") == wanted["leading_group"]["members"]
    assert got["checklists"] == wanted["checklists"]


def test_every_target_is_quoted_and_every_span_holds_its_text(got: dict[str, Any]) -> None:
    for measure in got["measures"]:
        place = normal(got["source"][slice(*measure["span"])])
        assert place == normal(measure["label"]) + normal(measure["text"])
        assert all(normal(t["quote"]) in place for t in measure["targets"])


def test_one_note_for_each_annex_and_none_for_the_items_of_its_lists(got: dict[str, Any]) -> None:
    notes = [issue["message"] for issue in got["issues"] if issue["code"] == "annex"]
    assert len(notes) == 2
    assert "23 席" in notes[0]
    assert "共 8 项" in notes[1]
    assert not any("附件" in issue["message"] for issue in got["issues"] if issue["code"] == "not_a_measure")
