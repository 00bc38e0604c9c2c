"""Two editions compared: which measure is which, and what became of each."""

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.rules.editions import ALIKE, Change, MeasureText, compare, likeness_of, most_alike
from tracker.rules.likeness import Stretch, differences, fragments, likeness
from tracker.rules.pairing import heaviest_pairs

WORDS = [
    "增加托位供给",
    "培养保育人员",
    "公开收费标准",
    "发放育儿补贴",
    "规范机构管理",
    "建立联席制度",
    "落实税费优惠",
    "盘活闲置用房",
]
CROECHE = "增加普惠托位供给，年底前每千人口托位数达到4.5个，新建公办托育机构，鼓励幼儿园开设托班。"
STAFF = "培养保育人员，每年培训不少于五十人，建立持证上岗和定期考核制度，落实职称评聘待遇。"


def measure(key: int = 1, **over: object) -> MeasureText:
    given = {"key": key, "label": "（一）", "section": "一", "title": "增加托位供给", "text": CROECHE, "section_title": "重点任务"}
    return MeasureText(**{**given, **over})  # type: ignore[arg-type]


@st.composite
def editions(draw: st.DrawFn) -> list[MeasureText]:
    """Up to eight measures made of a few phrases, so that many are alike and some the same."""
    bodies = draw(st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4), max_size=8))
    return [
        measure(key, label=f"（{key}）", title=body[0], text="，".join(body), section=draw(st.sampled_from(["一", "二"])))
        for key, body in enumerate(bodies, start=1)
    ]


@given(editions())
@settings(deadline=None, derandomize=True, database=None)
def test_an_edition_beside_itself_is_unchanged(edition: list[MeasureText]) -> None:
    diff = compare(edition, edition)
    assert [(pair.old.key, pair.new.key, pair.change) for pair in diff.pairs] == [
        (item.key, item.key, Change.UNCHANGED) for item in edition
    ]
    assert (diff.new, diff.dropped) == ((), ())


@given(editions(), editions())
@settings(deadline=None, derandomize=True, database=None)
def test_every_measure_stands_in_one_place(old: list[MeasureText], new: list[MeasureText]) -> None:
    diff = compare(old, new)
    assert sorted([p.old.key for p in diff.pairs] + [a.measure.key for a in diff.dropped]) == [item.key for item in old]
    assert sorted([p.new.key for p in diff.pairs] + [a.measure.key for a in diff.new]) == [item.key for item in new]
    assert all(likeness_of(pair.old, pair.new) >= ALIKE for pair in diff.pairs)
    assert sum(diff.count(change) for change in Change) == len(diff.pairs) + len(diff.new) + len(diff.dropped)


@given(editions(), editions())
@settings(deadline=None, derandomize=True, database=None)
def test_the_other_way_round_new_is_dropped_and_dropped_is_new(old: list[MeasureText], new: list[MeasureText]) -> None:
    there, back = compare(old, new), compare(new, old)
    assert {(p.old.key, p.new.key, p.change) for p in there.pairs} == {(p.new.key, p.old.key, p.change) for p in back.pairs}
    assert [a.measure for a in there.new] == [a.measure for a in back.dropped]
    assert [a.measure for a in there.dropped] == [a.measure for a in back.new]


@given(st.dictionaries(st.tuples(st.integers(0, 4), st.integers(0, 4)), st.integers(1, 50), max_size=14))
@settings(deadline=None, derandomize=True, database=None)
def test_no_other_pairs_weigh_more(weights: dict[tuple[int, int], int]) -> None:
    chosen = heaviest_pairs(weights)
    assert len({i for i, _ in chosen}) == len({j for _, j in chosen}) == len(chosen)
    best = max(sum(weights.get((i, j), 0) for i, j in enumerate(order)) for order in permutations(range(5)))
    assert sum(weights[pair] for pair in chosen) == best


@pytest.mark.parametrize(
    ("changed", "change", "moved"),
    [
        ({}, Change.UNCHANGED, False),
        ({"text": CROECHE.replace("，", "，\n　")}, Change.UNCHANGED, False),
        ({"text": CROECHE.replace("4.5", "5.5")}, Change.REWORDED, False),
        ({"title": "扩大托位供给"}, Change.REWORDED, False),
        ({"due": "2026-06-30"}, Change.REWORDED, False),
        ({"units": (("lead", "县民政局"),)}, Change.REWORDED, False),
        ({"figures": ("每千人口托位数 ≥5.5个",)}, Change.REWORDED, False),
        ({"label": "（三）"}, Change.MOVED, True),
        ({"section": "二"}, Change.MOVED, True),
        ({"section_title": "重点任务和分工"}, Change.UNCHANGED, False),
        ({"section_title": "保障措施"}, Change.MOVED, True),
        ({"label": "（三）", "text": CROECHE.replace("4.5", "5.5")}, Change.REWORDED, True),
    ],
)
def test_what_became_of_a_measure(changed: dict[str, object], change: Change, moved: bool) -> None:
    pair = compare([measure()], [measure(**changed)]).pairs[0]
    assert (pair.change, pair.is_moved) == (change, moved)


def test_changes_of_units_and_figures_are_listed() -> None:
    old = measure(units=(("lead", "县卫健局"), ("responsible", "县财政局")), figures=("托位 ≥4.5个", "培训 50人"))
    new = measure(units=(("lead", "县民政局"), ("responsible", "县财政局")), figures=("托位 ≥5.5个", "培训 50人"))
    pair = compare([old], [new]).pairs[0]
    assert (pair.units("lead").gone, pair.units("lead").come) == (("县卫健局",), ("县民政局",))
    assert (pair.units("responsible").gone, pair.units("responsible").come) == ((), ())
    assert (pair.figures.gone, pair.figures.come) == (("托位 ≥4.5个",), ("托位 ≥5.5个",))


def test_neighbours_worded_alike_do_not_take_each_others_place() -> None:
    old = [measure(1, text=CROECHE), measure(2, text=CROECHE.replace("公办", "民办"), label="（二）")]
    new = [measure(1, text=CROECHE.replace("4.5", "5.5")), measure(2, text=CROECHE.replace("公办", "民办").replace("4.5", "5.5"))]
    assert [(pair.old.key, pair.new.key) for pair in compare(old, new).pairs] == [(1, 1), (2, 2)]


def test_of_measures_with_the_same_words_the_one_in_the_same_place_is_taken() -> None:
    old = [measure(1, section="一"), measure(2, section="二")]
    new = [measure(1, section="二"), measure(2, section="三")]
    assert {(p.old.key, p.new.key) for p in compare(old, new).pairs} == {(2, 1), (1, 2)}


def test_a_measure_that_was_split_is_said_to_come_from_the_other() -> None:
    old = [measure(1, text=CROECHE + STAFF)]
    new = [measure(1, text=CROECHE + STAFF[:10]), measure(2, title="培养保育人员", text=STAFF, label="（二）")]
    diff = compare(old, new)
    assert [(pair.old.key, pair.new.key) for pair in diff.pairs] == [(1, 1)]
    assert [(alone.measure.key, alone.relative and alone.relative.key) for alone in diff.new] == [(2, 1)]


def test_what_has_nothing_in_common_has_no_relative() -> None:
    diff = compare([measure(1)], [measure(1, title="发放补贴", text="符合条件的家庭按月申领。")])
    assert [alone.relative for alone in (*diff.new, *diff.dropped)] == [None, None]


def test_the_office_overrules_a_pairing() -> None:
    old, new = (
        [measure(1), measure(2, title="培养保育人员", text=STAFF)],
        [measure(1), measure(2, title="培养保育人员", text=STAFF)],
    )
    diff = compare(old, new, {1: 2, 2: None})
    assert [(pair.old.key, pair.new.key, pair.is_chosen) for pair in diff.pairs] == [(2, 1, True)]
    assert [alone.measure.key for alone in diff.new] == [2]
    assert [alone.measure.key for alone in diff.dropped] == [1]


@pytest.mark.parametrize("chosen", [{9: 1}, {1: 9}, {1: 1, 2: 1}])
def test_a_pairing_that_cannot_be_is_an_error(chosen: dict[int, int | None]) -> None:
    with pytest.raises(ValueError, match="pairing"):
        compare([measure(1)], [measure(1), measure(2)], chosen)


def test_plans_of_which_only_facts_are_known_are_paired_by_title() -> None:
    assert compare([measure(1, text="")], [measure(1, text="", label="（二）")]).pairs[0].change is Change.MOVED


def test_candidates_are_those_that_share_something() -> None:
    others = [measure(1, title="培养保育人员", text=STAFF), replace(measure(2), text=CROECHE[:20]), measure(3, title="x", text="y")]
    assert [item.key for item in most_alike(measure(9), others, 2)] == [2]


@given(st.text(alphabet="托育供给4.5个，", max_size=30), st.text(alphabet="托育供给4.5个，", max_size=30))
def test_marked_texts_are_the_texts(old: str, new: str) -> None:
    left, right = differences(old, new)
    assert ("".join(piece.text for piece in left), "".join(piece.text for piece in right)) == (old, new)
    assert (old == new) == (not any(piece.is_changed for piece in left + right))


def test_a_figure_is_marked_whole() -> None:
    left, right = differences("托位数达到4.5个以上。", "托位数达到5.5个以上。")
    assert left == (Stretch("托位数达到", False), Stretch("4.5", True), Stretch("个以上。", False))
    assert right[1] == Stretch("5.5", True)


def test_very_long_texts_are_marked_as_a_whole() -> None:
    assert differences("增" * 4000, "减" * 4000) == ((Stretch("增" * 4000, True),), (Stretch("减" * 4000, True),))


@pytest.mark.parametrize(
    ("one", "other", "expected"), [("托育", "托育", 1.0), ("托育", "补贴", 0.0), ("", "", 0.0), ("托", "托", 1.0)]
)
def test_likeness_runs_from_nought_to_one(one: str, other: str, expected: float) -> None:
    assert likeness(fragments(one), fragments(other)) == expected
