"""A document's text cut where its measures, marks and doubts begin and end."""

from hypothesis import given
from hypothesis import strategies as st

from tracker.intake.kinds import MarkKind
from tracker.web.marked_text import DOUBT, GROUPS, ORDER, Passage, Stretch, find_stretch, passages

TEXT = "前言\n（一）甲事。（牵头单位：县民政局）\n（二）乙事。\n附则"
KINDS = [*MarkKind, DOUBT]
places = st.integers(-3, 50)


def stretch(found: str, kind: str = DOUBT, **more: str) -> Stretch:
    start = TEXT.index(found)
    return Stretch(start, start + len(found), kind, **more)


def span(found: str) -> tuple[int, int]:
    start = TEXT.index(found)
    return start, start + len(found)


def text_of(found: list[Passage]) -> list[str]:
    return ["".join(piece.text for piece in passage.pieces) for passage in found]


def test_every_character_stands_once_and_beside_its_measure() -> None:
    found = passages(TEXT, {1: span("（一）甲事。（牵头单位：县民政局）"), 2: span("（二）乙事。")}, [])
    assert [passage.owner for passage in found] == [None, 1, 2, None]
    assert text_of(found) == ["前言\n", "（一）甲事。（牵头单位：县民政局）\n", "（二）乙事。\n", "附则"]


def test_marks_within_marks_are_both_told() -> None:
    outer, inner = stretch("（牵头单位：县民政局）", "clause"), stretch("县民政局", "lead", value="县民政局")
    pieces = passages(TEXT, {}, [inner, outer])[0].pieces
    assert [(piece.text, piece.groups) for piece in pieces if piece.groups] == [
        ("（牵头单位：", ("clause",)),
        ("县民政局", ("clause", "lead")),
        ("）", ("clause",)),
    ]
    assert [piece.letter for piece in pieces if piece.letter] == ["clause", "lead"]


def test_what_was_read_is_told_where_it_is_not_what_stands_there() -> None:
    days = passages("年底前完成", {}, [Stretch(0, 3, "deadline", "2025-12-31")])[0].pieces
    assert days[0].tip == "2025-12-31"
    units = passages("县民政局", {}, [Stretch(0, 4, "lead", "县民政局")])[0].pieces
    assert units[0].tip is None


def test_every_kind_of_mark_has_a_colour_or_is_left_plain_knowingly() -> None:
    assert {str(kind) for kind in MarkKind} - set(GROUPS) == {"attribution"}


def test_words_are_found_from_the_first_to_the_last() -> None:
    assert find_stretch(TEXT, "（二）", "乙事。") == span("（二）乙事。")
    assert find_stretch(TEXT, "（二）乙", "") == span("（二）乙")
    assert find_stretch(TEXT, "（九）", "乙事。") is None
    assert find_stretch(TEXT, "（二）", "前言") is None
    assert find_stretch(TEXT, "  ", "前言") is None


@given(
    st.text("甲乙 \n（）", max_size=40),
    st.lists(st.builds(Stretch, places, places, st.sampled_from(KINDS)), max_size=12),
    st.dictionaries(st.integers(1, 9), st.tuples(places.filter(lambda n: n >= 0), places), max_size=5),
)
def test_whatever_is_marked_nothing_is_lost_or_doubled(text: str, marks: list[Stretch], owners: dict[int, tuple[int, int]]) -> None:
    found = passages(text, owners, marks)
    assert "".join(text_of(found)) == text
    begun = [item for passage in found for piece in passage.pieces for item in piece.begins]
    inside = [mark for mark in marks if max(mark.start, 0) < min(mark.end, len(text))]
    assert sorted(map(id, begun)) == sorted(map(id, inside))
    place = 0
    for piece in (piece for passage in found for piece in passage.pieces):
        covering = {GROUPS[mark.kind] for mark in inside if mark.kind in GROUPS and mark.start <= place < mark.end}
        assert piece.groups == tuple(group for group in ORDER if group in covering)
        place += len(piece.text)
    owned = [passage.owner for passage in found if passage.owner]
    assert len(owned) == len(set(owned))
