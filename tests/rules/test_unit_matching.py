"""Which unit a printed name means: certain, likely (asked) or unknown. A wrong silent match is the one unforgivable error."""

import os
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import combinations, permutations
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from tracker.rules.unit_forms import Place
from tracker.rules.unit_matching import Certainty, Match, Why, match

ROOT = Path(__file__).parents[2]
GOLD = Path(os.environ.get("TRACKER_SHARED", ROOT.parent / "shared")) / "gold"
CASES: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "unit_cases.yaml").read_text(encoding="utf-8"))
LEVELS = {place["name"]: place["level"] for place in CASES["places"]} | {"全国": "nation"}
# A form near one body may be another's own; it is asked about where there is no such body.
OWNERS = {form: number for number, body in enumerate(CASES["bodies"]) for form in body["same"]}
SEEDS = sorted((ROOT / "seeds" / "units").glob("*.yaml"))


class Case(NamedTuple):
    """A name as printed in a place, with the body that it means or may mean: its row's number; and a row that the place lacks."""

    printed: str
    place: Place
    meant: int | None
    certainty: str
    lacking: int | None = None


def forms(body: dict[str, Any], place: dict[str, Any]) -> list[str]:
    """The certain forms of a body that its place can use."""
    return [form for form in body["same"] if not form.endswith("厅") or place["level"] == "province"]


def cases_of(place: dict[str, Any]) -> Iterator[Case]:
    here = Place(place["name"], place["level"])
    for number, body in enumerate(CASES["bodies"]):
        alone = {"asked": "likely", "never": ""}.get(body.get("alone", ""), "certain")
        for form in forms(body, place):
            yield Case(place["letter"] + form, here, number, "certain")
            for beginning in (place["name"], *place.get("also", ())):
                yield Case(beginning + form, here, number, "certain")
            if alone and not form.startswith("委"):
                yield Case(form, here, number, alone)
            for letter in place["other"]:
                yield Case(letter + form, here, None, "unknown")
        for form in body["near"]:
            yield Case(place["letter"] + form, here, number, "likely", OWNERS.get(form))


def known_in(place: dict[str, Any], lacking: int | None = None) -> dict[str, int]:
    """The first form of every body but that one with its level's letter, as a registry might hold them."""
    return {place["letter"] + body["same"][0]: number for number, body in enumerate(CASES["bodies"]) if number != lacking}


@cache
def matches_in(name: str) -> list[tuple[Case, Match[int]]]:
    """Every case of the place of that name with what was found for it."""
    place = next(place for place in CASES["places"] if place["name"] == name)
    return [(case, match(case.printed, known_in(place, case.lacking), case.place)) for case in cases_of(place)]


@pytest.mark.parametrize("place", CASES["places"], ids=lambda place: place["name"])
def test_names_formed_by_rule_mean_what_they_say(place: dict[str, Any]) -> None:
    wrong = []
    for case, found in matches_in(place["name"]):
        right = found.certainty == case.certainty and (case.meant in found.keys if case.meant is not None else not found.keys)
        if not right:
            wrong.append((case, found))
    assert wrong == []


def test_of_a_thousand_and_more_mentions_none_is_merged_wrongly(capsys: pytest.CaptureFixture[str]) -> None:
    tally: Counter[str] = Counter()
    for place in CASES["places"]:
        for case, found in matches_in(place["name"]):
            is_wrong = found.certainty is Certainty.CERTAIN and (case.certainty != "certain" or found.keys != (case.meant,))
            tally["wrong" if is_wrong else found.certainty] += 1
        for printed, other in apart_in(place):
            found = match(printed, {other: 0}, Place(place["name"], place["level"]))
            tally["wrong" if found.certainty is Certainty.CERTAIN else found.certainty] += 1
    asked = tally["likely"] / tally.total()
    with capsys.disabled():
        print(f"\n{tally.total()} mentions: {tally['wrong']} wrong silent matches, {asked:.1%} asked")  # noqa: T201
    assert tally["wrong"] == 0
    assert tally.total() >= 1000


@pytest.mark.parametrize("place", CASES["places"], ids=lambda place: place["name"])
def test_no_two_bodies_are_one_under_any_of_their_names(place: dict[str, Any]) -> None:
    here = Place(place["name"], place["level"])
    families = [[place["letter"] + form for form in forms(body, place)] for body in CASES["bodies"]]
    for one, other in combinations(families, 2):
        known = dict.fromkeys(other, "other")
        assert [name for name in one if match(name, known, here).certainty is Certainty.CERTAIN] == []


def apart_in(place: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Pairs of bodies that are two, in both directions, as the place prints them."""
    for pair in CASES["apart"]:
        yield from permutations((place["letter"] + name for name in pair), 2)


@pytest.mark.parametrize("place", CASES["places"], ids=lambda place: place["name"])
def test_two_bodies_however_alike_are_never_one_without_a_question(place: dict[str, Any]) -> None:
    here = Place(place["name"], place["level"])
    merged = [pair for pair in apart_in(place) if match(pair[0], {pair[1]: 0}, here).certainty is Certainty.CERTAIN]
    assert merged == []


@pytest.mark.parametrize("row", CASES["single"], ids=lambda row: f"{row[0]}-{row[1]}")
def test_single_names(row: list[Any]) -> None:
    printed, place, units, meant, certainty = row
    found = match(printed, {unit: unit for unit in units}, Place(place, LEVELS[place]))
    assert found.certainty == certainty
    assert meant in found.keys if meant else found.keys == ()


def test_a_name_that_means_two_units_kept_apart_is_asked_about() -> None:
    found = match("县发展和改革局", {"县发改局": 1, "县发改委": 2}, Place("示例县", "county"))
    assert (found.certainty, found.keys, found.why) == (Certainty.LIKELY, (1, 2), Why.TWO_UNITS)


def test_a_name_without_its_place_is_asked_about_beside_one_of_another_place() -> None:
    place, known = Place("示例县", "county"), {"县税务局": 1}
    assert match("税务局", known, place, beside=("县住建局", "税务局")).certainty is Certainty.CERTAIN
    assert match("税务局", known, place, beside=("市住建局", "税务局")).certainty is Certainty.LIKELY


def test_two_names_of_one_body_in_one_list_are_asked_about() -> None:
    place, known = Place("示例县", "county"), {"县发展和改革局": 1}
    assert match("县发改局", known, place, beside=("县发改局", "县财政局", "县发改局")).certainty is Certainty.CERTAIN
    assert match("县发改局", known, place, beside=("县发改委", "县发改局")).certainty is Certainty.LIKELY


def seed_families(path: Path) -> tuple[Place, list[list[str]], list[list[str]]]:
    """The place of a units file, the names of each unit, and the groups of names in doubt."""
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    families = [[unit["name"], *unit.get("aliases", [])] for unit in content["units"]]
    for unit, names in zip(content["units"], families, strict=True):
        names.extend([unit["official_name"]] if unit.get("official_name") else [])
    return Place(content["jurisdiction"]["name"], content["jurisdiction"]["level"]), families, content["doubtful"]


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_no_two_units_of_a_real_registry_are_one(path: Path) -> None:
    place, families, _ = seed_families(path)
    for one, other in permutations(families, 2):
        known = dict.fromkeys(other, "other")
        assert [name for name in one if match(name, known, place).certainty is Certainty.CERTAIN] == []


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_names_of_one_unit_of_a_real_registry_are_never_strangers(path: Path) -> None:
    place, families, _ = seed_families(path)
    for names in families:
        for one, other in combinations(names, 2):
            assert match(one, {other: 1}, place).certainty is not Certainty.UNKNOWN


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_names_in_doubt_are_never_merged(path: Path) -> None:
    place, _, doubtful = seed_families(path)
    for names in doubtful:
        for one, other in combinations(names, 2):
            assert match(one, {other: 1}, place).certainty is not Certainty.CERTAIN


@pytest.mark.skipif(not GOLD.is_dir(), reason="the hand-checked plans are not beside the project")
def test_the_hand_checked_variants_are_found_and_the_doubtful_ones_asked() -> None:
    for path in sorted(GOLD.glob("*.yaml")):
        gold = yaml.safe_load(path.read_text(encoding="utf-8"))
        place = Place(gold["plan"]["jurisdiction"], gold["plan"]["level"])
        for field, refused in (("unit_variants", Certainty.UNKNOWN), ("doubtful_variants", Certainty.CERTAIN)):
            for one, other in (pair for names in gold.get(field) or [] for pair in combinations(names, 2)):
                assert match(one, {other: 1}, place).certainty is not refused, (one, other)


def mentions(gold: dict[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """Every unit that the plan names, in order, with the list in which it stands."""
    for measure in gold["measures"]:
        beside = [name for role in ("lead", "responsible", "supporting") for name in measure.get(role) or ()]
        yield from ((name, beside) for name in beside)


@pytest.mark.skipif(not GOLD.is_dir(), reason="the hand-checked plans are not beside the project")
def test_of_the_mentions_in_real_plans_only_variants_are_merged_and_few_are_asked(capsys: pytest.CaptureFixture[str]) -> None:
    tally: Counter[str] = Counter()
    for path in sorted(GOLD.glob("*.yaml")):
        gold = yaml.safe_load(path.read_text(encoding="utf-8"))
        place, known = Place(gold["plan"]["jurisdiction"], gold["plan"]["level"]), dict[str, str]()
        variants = [set(names) for names in gold.get("unit_variants") or ()]
        for printed, beside in mentions(gold):
            found = match(printed, known, place, beside)
            tally[found.why if found.why is Why.SAME_NAME else found.certainty] += 1
            meant = found.keys[0] if found.certainty is Certainty.CERTAIN else printed
            tally["wrong"] += meant != printed and not any({meant, printed} <= names for names in variants)
            known[printed] = meant
    with capsys.disabled():
        print(f"\n{tally.total()} mentions of real plans: {tally['wrong']} wrong, {tally['likely']} asked")  # noqa: T201
    assert tally["wrong"] == 0
    assert tally["likely"] / tally.total() < 0.05
