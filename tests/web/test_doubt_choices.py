"""What a doubt shows and offers: its words between their sentences, and a digit for every answer."""

from flask import Flask
from flask_babel import Babel

from tracker.models import ReadingIssue, Unit
from tracker.web.doubt_choices import choices_of, context_of

TEXT = "一、重点任务\n（一）增加托位供给。年底前新增普惠托位120个。（责任单位：县卫健局）\n（二）公开收费标准。"


def issue(found: str, code: str = "odd_unit") -> ReadingIssue:
    start = TEXT.index(found)
    return ReadingIssue(code=code, span_from=start, span_to=start + len(found))


def keys(asked: ReadingIssue, *units: Unit) -> list[tuple[str, str]]:
    app = Flask(__name__)
    Babel(app)
    with app.test_request_context():
        return [(choice.key, choice.words) for choice in choices_of(asked, units)]


def test_words_stand_between_the_rest_of_their_sentence() -> None:
    found = context_of(TEXT, issue("普惠托位"))
    assert found is not None
    assert (found.before, found.words, found.after) == ("（一）增加托位供给。年底前新增", "普惠托位", "120个。")


def test_little_before_the_words_brings_the_sentence_before_as_well() -> None:
    found = context_of(TEXT, issue("（二）"))
    assert found is not None
    assert found.before == "（责任单位：县卫健局）\n"


def test_whole_paragraph_is_its_own_context_and_is_cut_short() -> None:
    text = "（一）加强领导。" + "各单位要高度重视。" * 60
    found = context_of(text, ReadingIssue(code="no_unit", span_from=0, span_to=len(text)))
    assert found is not None
    assert found.words + found.after == text[:200] + "…"


def test_issue_without_a_place_has_no_context() -> None:
    assert context_of(TEXT, ReadingIssue(code="no_title", span_from=0, span_to=0)) is None
    assert context_of(TEXT, ReadingIssue(code="unit_like", span_from=None, span_to=None)) is None


def test_candidates_come_first_and_every_answer_has_its_digit() -> None:
    offered = keys(issue("县卫健局", "unit_like"), Unit(id=7, name="县卫生健康局"), Unit(id=9, name="县卫健委"))
    assert offered == [("1", "就是“县卫生健康局”"), ("2", "就是“县卫健委”"), ("3", "是另一个单位，单独登记")]


def test_unit_of_the_prose_can_be_given_any_role() -> None:
    words = [text for _, text in keys(issue("县卫健局", "charged_in_prose"))]
    assert words[0] == "由它负责，列为责任单位"
    assert len(words) == 4
