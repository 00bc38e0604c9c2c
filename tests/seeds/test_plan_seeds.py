"""The five real plans as seeds: complete, in their agreed shape, and every unit known to its registry file."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

SEEDS = Path(__file__).parents[2] / "seeds"
MEASURES = {"luzhai": 22, "tianjiaan": 25, "xiangning": 23, "guizhou": 20, "luanchuan": 19}
ROLES = ("lead", "responsible", "supporting", "implied")
KINDS = {"department", "vertical", "party", "court", "mass_organisation", "government", "collective", "other"}


def load(folder: str, key: str) -> dict[str, Any]:
    """The content of one seed file."""
    content: dict[str, Any] = yaml.safe_load((SEEDS / folder / f"{key}.yaml").read_text(encoding="utf-8"))
    return content


def known_names(key: str) -> set[str]:
    """Every name or alias that the plan's units file knows."""
    return {name for unit in load("units", key)["units"] for name in (unit["name"], *unit.get("aliases", []))}


def names_used(seed: dict[str, Any]) -> Iterator[str]:
    """Every unit that a plan's seed names, in whatever part."""
    for measure in seed["measures"]:
        for part in (measure, *measure["clauses"]):
            for role in ROLES:
                yield from part.get(role, [])
    for obligation in seed["obligations"]:
        for field in ("who", "to", "cc", "via"):
            yield from obligation.get(field, [])
    group = seed["leading_group"]
    if group:
        yield group["office_at"]
        for member in group["members"]:
            yield member["unit"]
            yield from (other["unit"] for other in member.get("also", []))


@pytest.mark.parametrize(("key", "count"), MEASURES.items())
def test_every_measure_of_the_plan_is_there_in_order(key: str, count: int) -> None:
    measures = load("plans", key)["measures"]
    assert [m["ordinal"] for m in measures] == list(range(1, count + 1))
    assert all(m["label"] and m["title"] and m["section"] for m in measures)


@pytest.mark.parametrize("key", MEASURES)
def test_every_measure_stands_in_a_section_that_the_plan_has(key: str) -> None:
    seed = load("plans", key)
    sections = {s["number"]: {sub["number"] for sub in s.get("subsections", [])} for s in seed["sections"]}
    for measure in seed["measures"]:
        assert measure["section"] in sections
        assert measure["subsection"] is None or measure["subsection"] in sections[measure["section"]]


@pytest.mark.parametrize("key", MEASURES)
def test_every_unit_that_a_plan_names_is_in_its_units_file(key: str) -> None:
    assert set(names_used(load("plans", key))) <= known_names(key)


def test_summaries_are_present_distinct_and_one_sentence_long() -> None:
    summaries = [m["summary"] for key in MEASURES for m in load("plans", key)["measures"]]
    assert len(summaries) == len(set(summaries)) == 109
    assert all(20 <= len(s) <= 80 and s.endswith("。") and s.count("。") == 1 for s in summaries)


def test_a_measure_with_clauses_names_exactly_their_units() -> None:
    for measure in load("plans", "tianjiaan")["measures"]:
        for role in ("lead", "responsible"):
            in_order = [unit for clause in measure["clauses"] for unit in clause[role]]
            assert measure[role] == list(dict.fromkeys(in_order))


@pytest.mark.parametrize("path", sorted((SEEDS / "units").glob("*.yaml")), ids=lambda p: p.stem)
def test_no_name_stands_for_two_units_and_kinds_are_known(path: Path) -> None:
    units = yaml.safe_load(path.read_text(encoding="utf-8"))["units"]
    names = [name for unit in units for name in (unit["name"], *unit.get("aliases", []))]
    assert len(names) == len(set(names))
    for unit in units:
        assert unit["kind"] in KINDS
        assert (unit["kind"] == "collective") == unit.get("collective", False) == ("members" in unit)
        assert {member if isinstance(member, str) else member["name"] for member in unit.get("members", [])} <= set(names)


@pytest.mark.parametrize("path", sorted((SEEDS / "units").glob("*.yaml")), ids=lambda p: p.stem)
def test_every_jurisdiction_leads_up_to_the_nation(path: Path) -> None:
    place, levels = yaml.safe_load(path.read_text(encoding="utf-8"))["jurisdiction"], []
    while place:
        levels.append(place["level"])
        place = place["parent"]
    full = ["county", "city", "province", "nation"]
    assert levels == full[full.index(levels[0]) :]


def test_leading_groups_name_bodies_and_posts_but_no_persons() -> None:
    members = load("plans", "luanchuan")["leading_group"]["members"]
    assert len(members) == 29
    assert all(set(m) <= {"role", "unit", "post", "also"} for m in members)
