"""The sample plan of the invented county: its file, its hand-written expected content, and its own wording."""

import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml

from tracker.demo.sample_document import sample_document, write_sample_document

SEEDS = Path(__file__).parents[2] / "seeds"
SOURCE = SEEDS / "plans" / "sample.yaml"
EXPECTED = Path(__file__).parent / "sample_expected.yaml"


def expected() -> dict[str, Any]:
    """The content that a reader must find in the sample, as written by hand."""
    content: dict[str, Any] = yaml.safe_load(EXPECTED.read_text(encoding="utf-8"))
    return content


def printed() -> str:
    """All text of the sample as its source gives it, white space left out."""
    blocks = yaml.safe_load(SOURCE.read_text(encoding="utf-8"))["blocks"]
    return "".join("".join(str(block["text"]).split()) for block in blocks)


def test_the_committed_word_file_is_what_the_builder_makes_of_the_source() -> None:
    assert sample_document(SOURCE) == (SEEDS / "plans" / "sample.docx").read_bytes()


def test_the_demo_gets_the_file_under_its_chinese_name(tmp_path: Path) -> None:
    written = write_sample_document(SOURCE, tmp_path)
    assert written.name == "示例县实施方案.docx"
    assert zipfile.is_zipfile(written)


def test_the_expected_content_is_printed_in_the_sample() -> None:
    text = printed()
    measures = expected()["measures"]
    assert [m["ordinal"] for m in measures] == list(range(1, 25))
    for measure in measures:
        assert f"{measure['title']}。" in text
        for role in ("lead", "responsible", "supporting"):
            assert all(unit in text for unit in measure.get(role, []))


def test_the_units_of_the_sample_are_in_the_registry_of_the_county() -> None:
    units = yaml.safe_load((SEEDS / "units" / "shili.yaml").read_text(encoding="utf-8"))["units"]
    known = {name for unit in units for name in (unit["name"], *unit.get("aliases", []))}
    found = expected()
    roles = ("lead", "responsible", "supporting", "implied")
    named = {unit for measure in found["measures"] for role in roles for unit in measure.get(role, [])}
    named |= {unit for duty in found["obligations"] for field in ("who", "to", "cc") for unit in duty[field]}
    named |= {member["unit"] for member in found["leading_group"]["members"]} | {found["leading_group"]["office_at"]}
    assert named <= known


def test_the_sample_has_work_falling_due_all_through_the_year_of_the_demo() -> None:
    due = {target["due"] for measure in expected()["measures"] for target in measure["targets"] if target["due"]}
    assert {day[:7] for day in due} == {f"2025-{month:02d}" for month in (3, 4, 6, 8, 9, 10, 11, 12)}


@pytest.mark.parametrize("field", ["lead", "responsible"])
def test_expected_units_of_a_measure_with_clauses_are_those_of_its_clauses(field: str) -> None:
    for measure in expected()["measures"]:
        if measure.get("clauses"):
            in_order = [unit for clause in measure["clauses"] for unit in clause[field]]
            assert measure[field] == list(dict.fromkeys(in_order))
