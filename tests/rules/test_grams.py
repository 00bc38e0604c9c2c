"""How words are made findable: forms that count as one, pairs of characters, what is marked, which questions are numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.rules.grams import bigrams, excerpt, fold, is_findable, phrases, terms_of
from tracker.rules.searching import (
    Numbered,
    PaperNumber,
    SearchKind,
    asked_label,
    is_label,
    key_of,
    label_mark,
    match_of,
    paper_number,
    question_of,
    region_marks,
    subject_of,
)
from tracker.rules.statuses import OrderKind


@pytest.mark.parametrize(
    ("typed", "compared"),
    [
        pytest.param("示政办发〔２０２５〕１号", "示政办发〔2025〕1号", id="full-width digits"),
        pytest.param("ＰＭ２．５　达标", "pm2.5 达标", id="full-width letters, point and space"),
        pytest.param("PM2.5", "pm2.5", id="capitals"),
        pytest.param("（一）", "(一)", id="full-width brackets"),
        pytest.param(" 托育\n\t服务 ", "托育 服务", id="white space"),
        pytest.param("托\x00位", "托 位", id="a character that no database takes"),
    ],
)
def test_forms_that_count_as_one(typed: str, compared: str) -> None:
    assert fold(typed) == compared


def test_pairs_reach_over_no_sign() -> None:
    assert bigrams("普惠托育、pm2.5") == ["普惠", "惠托", "托育", "pm", "m2"]


@given(st.text(max_size=40), st.text(max_size=40), st.text(min_size=1, max_size=8))
def test_what_stands_in_a_text_is_found_by_its_pairs(before: str, after: str, word: str) -> None:
    """Whatever is typed: the pairs of a word that stands in a text are among the text's."""
    text = fold(before + word + after)
    for term in terms_of(word):
        assert term in text
        assert {pair for stretch in phrases(term) for pair in stretch} <= set(bigrams(text))


@given(st.text(max_size=60), st.lists(st.text(min_size=1, max_size=3), max_size=3), st.integers(0, 30))
def test_an_excerpt_makes_up_nothing(text: str, words: list[str], width: int) -> None:
    pieces = excerpt(text, [fold(word) for word in words], width)
    shown = "".join(piece.text for piece in pieces if piece.text != "…")
    assert shown in text
    if not width:
        assert "".join(piece.text for piece in pieces) == text


def test_found_words_are_marked_as_they_stand() -> None:
    pieces = excerpt("完成ＰＭ２．５治理，pm2.5下降", ("pm2.5",))
    assert [piece.text for piece in pieces if piece.is_found] == ["ＰＭ２．５", "pm2.5"]


def test_a_long_text_is_cut_around_the_first_word_found() -> None:
    pieces = excerpt("前" * 200 + "托位" + "后" * 200, ("托位",), 40)
    assert "托位" in [piece.text for piece in pieces if piece.is_found]
    assert pieces[0].text == pieces[-1].text == "…"
    assert sum(len(piece.text) for piece in pieces) == 42


@pytest.mark.parametrize(("asked", "findable"), [("托", False), ("托 位", False), ("托位", True), ("托 育儿", True), ("〔", False)])
def test_a_single_character_is_too_short(asked: str, findable: bool) -> None:
    assert is_findable(terms_of(asked)) is findable
    assert question_of(asked).is_answerable is findable


@pytest.mark.parametrize(
    ("asked", "mark"), [("（一）", "label一"), ("一、", "label一"), ("1.2", "label1x2"), ("１２", "label12"), ("第3项", "label3")]
)
def test_numbers_of_tasks(asked: str, mark: str) -> None:
    assert is_label(asked)
    assert asked_label(asked) == mark


def test_a_number_as_printed_and_as_asked_meet() -> None:
    assert {label_mark(printed) for printed in ("（一）", "一、", "(一)")} == {asked_label("一")}


@pytest.mark.parametrize("asked", ["托育", "2025年", "一老一小", "第一书记"])
def test_words_are_no_numbers_of_tasks(asked: str) -> None:
    assert not is_label(asked)


@pytest.mark.parametrize("asked", ["催办单〔2025〕1号", "催办单[２０２５]１号", "催办单（2025）1", " 催办单 〔2025〕 第1号"])
def test_numbers_of_papers_with_whatever_brackets(asked: str) -> None:
    assert paper_number(asked) == PaperNumber(Numbered.URGE, 2025, 1)


def test_orders_are_named_as_their_kinds() -> None:
    assert {OrderKind(Numbered.URGE.value), OrderKind(Numbered.SUPERVISION.value)} == set(OrderKind)
    assert paper_number("督办函") is None


def test_keys_lead_back_to_their_rows_and_keep_kinds_apart() -> None:
    keys = [key_of(kind, row_id) for kind in SearchKind for row_id in (1, 2**31 - 1)]
    assert keys == sorted(set(keys))
    assert [subject_of(key) for key in keys[:2]] == [1, 2**31 - 1]


def test_marks_are_never_pairs_of_a_text() -> None:
    assert region_marks("/1/7/") == ["region1", "region7"]
    assert all(len(mark) > 2 for mark in (*region_marks("/1/"), label_mark("1")))


def test_what_is_typed_is_never_syntax_of_the_index() -> None:
    assert match_of(terms_of('托位" OR task1 NEAR(*'), ["task7"]) == '"托位" AND "or" AND "ta as sk k1" AND "ne ea ar" AND (task7)'
