"""The seeds hold facts of the published plans and our own wording, never their sentences."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
PUBLISHED = Path(os.environ.get("TRACKER_SHARED", ROOT.parent / "shared")) / "plans"
REAL = ("luzhai", "tianjiaan", "xiangning", "guizhou", "luanchuan")

pytestmark = pytest.mark.skipif(not PUBLISHED.is_dir(), reason="the published plans are not beside the project (TRACKER_SHARED)")


def runs(text: str, length: int) -> set[str]:
    """Every run of that many characters in a text, white space left out."""
    solid = "".join(text.split())
    return {solid[i : i + length] for i in range(len(solid) - length + 1)}


def published(key: str) -> str:
    """The text of a real plan as issued."""
    return (PUBLISHED / f"{key}.txt").read_text(encoding="utf-8")


def own_wording(seed: dict[str, Any]) -> Iterator[str]:
    """The texts of a seed that must be ours: all but titles, names of units, indicators and titles of documents."""
    yield seed["plan"]["sunset"] or ""
    for measure in seed["measures"]:
        yield measure["summary"]
        yield from (clause["summary"] for clause in measure["clauses"])
    yield from (obligation["what"] for obligation in seed["obligations"])
    for checklist in seed["checklists"]:
        yield from checklist["items"]
        yield from (deadline["what"] for deadline in checklist["deadlines"])


@pytest.mark.parametrize("key", REAL)
def test_no_wording_shares_thirteen_characters_in_a_row_with_its_plan(key: str) -> None:
    seed = yaml.safe_load((ROOT / "seeds" / "plans" / f"{key}.yaml").read_text(encoding="utf-8"))
    source = runs(published(key), 13)
    assert [shared for text in own_wording(seed) for shared in runs(text, 13) & source] == []


@pytest.mark.parametrize("key", REAL)
def test_the_sample_plan_shares_no_sentence_with_a_real_one(key: str) -> None:
    blocks = yaml.safe_load((ROOT / "seeds" / "plans" / "sample.yaml").read_text(encoding="utf-8"))["blocks"]
    # What stands in 《》 is the title of a document, which nobody may reword.
    texts = [piece for block in blocks for piece in re.split(r"《[^》]*》", block["text"])]
    source = runs(published(key), 20)
    assert [shared for text in texts for shared in runs(text, 20) & source] == []
